/** A reporter: the table of faults tried, and what each ended in. */

/** Why a fault was lost. */
const indent = (error) =>
  String(error?.cause?.stack ?? error?.message ?? error).replace(/^/gm, "    ");

const width = { fault: 78, verdict: 10 };

export default async function* table(events) {
  const rows = [];
  yield `${"fault".padEnd(width.fault)} ${"verdict".padEnd(width.verdict)} ended in\n`;
  const line = ({ fault, verdict, ended, seconds, error }) =>
    `${fault.padEnd(width.fault)} ${verdict.padEnd(width.verdict)} ${ended}${seconds ? ` (${seconds} s)` : ""}\n${error ? `${indent(error)}\n` : ""}`;
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
  const count = (verdict) => rows.filter((row) => row.verdict === verdict).length;
  yield `\n${rows.length} faults: ${count("survived")} survived, ${count("LOST")} lost, ${count("not tried")} not tried\n`;
  yield `${count("survived")} passed, ${count("LOST")} failed, ${count("not tried")} skipped\n`;
}

/** Whether an event tells of a whole file, or of a test that was not asked for. */
const isFile = ({ name, file, skip }) =>
  name === file ||
  name.endsWith(".fault.ts") ||
  // Node 20 tells of the tests that a name's pattern leaves out.
  String(skip).includes("does not match pattern");
