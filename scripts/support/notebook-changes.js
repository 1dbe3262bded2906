/** What a rerun changed in a notebook, for a person to look at. */

/**
 * @typedef {{output_type: string, text?: string | string[], data?: Record<string, unknown>}} Output
 * @typedef {{cell_type: string, source: string | string[], outputs?: Output[]}} Cell
 */

/**
 * The first change: which cell, and the first line that differs, as saved and as rerun.
 *
 * @param {string} before the saved notebook's text
 * @param {string} after the rerun's
 */
export function describeChange(before, after) {
  /** @type {Cell[][]} */
  const [saved, rerun] = [before, after].map((text) => JSON.parse(text).cells);
  const at = rerun.findIndex((cell, i) => plain(cell) !== plain(saved[i]));
  if (at < 0) return "the outputs are the same, but the file is written in another form";
  const number = rerun.slice(0, at + 1).filter((cell) => cell.cell_type === "code").length;
  const [old, now] = [plain(saved[at]), plain(rerun[at])].map((text) => text.split("\n"));
  const line = now.findIndex((text, i) => text !== old[i]);
  const shown = (/** @type {string[]} */ lines) =>
    (lines[line < 0 ? now.length : line] ?? "(nothing)").trim();
  const source = [rerun[at].source]
    .flat()
    .join("")
    .split("\n")
    .map((text) => `    ${text}`);
  return [
    `a rerun changes the outputs of cell ${number}:`,
    "",
    ...source,
    "",
    `  saved: ${shorten(shown(old))}`,
    `  rerun: ${shorten(shown(now))}`,
    "",
  ].join("\n");
}

/**
 * A cell's outputs as lines of text, the readable forms first.
 *
 * @param {Cell | undefined} cell
 */
function plain(cell) {
  return (cell?.outputs ?? [])
    .flatMap((output) =>
      output.data
        ? Object.entries(output.data)
            .sort(([a], [b]) => Number(b === "text/plain") - Number(a === "text/plain"))
            .map(([type, data]) => `${type}: ${text(data)}`)
        : [text(output.text ?? output)],
    )
    .join("\n");
}

/** @param {unknown} value */
const text = (value) =>
  [value].flat().every((part) => typeof part === "string")
    ? [value].flat().join("")
    : JSON.stringify(value);

/** @param {string} line */
const shorten = (line) => (line.length > 300 ? `${line.slice(0, 300)} …` : line);
