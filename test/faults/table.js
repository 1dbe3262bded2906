/** A reporter: the table of faults tried, and what each ended in. */

const width = { fault: 78, verdict: 10 };

export default async function* table(events) {
  const rows = [];
  yield `${"fault".padEnd(width.fault)} ${"verdict".padEnd(width.verdict)} ended in\n`;
  const line = ({ fault, verdict, ended, seconds }) =>
    `${fault.padEnd(width.fault)} ${verdict.padEnd(width.verdict)} ${ended}${seconds ? ` (${seconds} s)` : ""}\n`;
  let last;
  for await (const { type, data } of events) {
    if (type !== "test:diagnostic" && last) {
      yield line(last);
      last = undefined;
    }
    if (type === "test:diagnostic" && data.message.startsWith("ended: ") && last) {
      last.ended = data.message.slice("ended: ".length);
    } else if ((type === "test:pass" || type === "test:fail") && !isFile(data)) {
      const skipped = data.skip !== undefined;
      last = {
        fault: data.name,
        verdict: skipped ? "not tried" : type === "test:pass" ? "survived" : "LOST",
        ended: skipped ? String(data.skip) : "",
        seconds: skipped ? 0 : Math.round(data.details.duration_ms / 1000),
        error: type === "test:fail" ? data.details.error : undefined,
      };
      rows.push(last);
    }
  }
  if (last) yield line(last);
  for (const { fault, error } of rows.filter((row) => row.error))
    yield `\nLOST: ${fault}\n${error?.cause?.stack ?? error?.message ?? error}\n`;
  const count = (verdict) => rows.filter((row) => row.verdict === verdict).length;
  yield `\n${rows.length} faults: ${count("survived")} survived, ${count("LOST")} lost, ${count("not tried")} not tried\n`;
  yield `${count("survived")} passed, ${count("LOST")} failed, ${count("not tried")} skipped\n`;
}

/** Whether an event tells of a whole file, not of a test in it. */
const isFile = ({ name, file }) => name === file || name.endsWith(".fault.ts");
