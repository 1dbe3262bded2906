/** What a cell's code does, in a line: what a folded cell says of itself. */

/** A cell that only brings in modules and names for them. */
export function isSetUp(source: string): boolean {
  const rest = source
    .replace(/^import\b[\s\S]*?(?:from\s+)?["'][^"']*["'];?[ \t]*$/gm, "")
    .replace(/^const \{[^}]*\} = \w+;$/gm, "")
    .replace(/^const \w+ = ledger\([^)]*\);$/gm, "")
    .replace(/^\/\/.*$/gm, "");
  return /^import\b/m.test(source) && rest.trim() === "";
}

/**
 * A summary of a cell: its first line if that is a comment, else what it defines and what it shows,
 * by the names in it.
 */
export function summaryOf(source: string): string {
  if (isSetUp(source)) {
    const modules = [...source.matchAll(/from\s+["']([^"']*)["']/g)].map(([, name]) =>
      name.replace(/^softmax-derivative\//, ""),
    );
    return `Set-up: imports ${inList(modules)}`;
  }
  const comment = /^\s*\/\/\s*(.+)/.exec(source)?.[1];
  if (comment) return `Code: ${comment}`;
  const names = [...source.matchAll(/^(?:const|let|function|class)\s+(\w+)/gm)].map(([, n]) => n);
  const unpacked = [...source.matchAll(/^const\s+[[{]\s*([^\]}=]*)[\]}]\s*=/gm)].flatMap(([, n]) =>
    n.split(",").map((name) => name.replace(/.*:/, "").trim()),
  );
  const defined = [...names, ...unpacked].filter(Boolean);
  const shown = [...source.matchAll(/\bshow\(\s*(?:\w+\.)?(\w+)/g)].map(([, n]) => inWords(n));
  const claimed = /\bclaims\.\w+\(/.test(source);
  const parts = [
    defined.length ? `defines ${inList(defined)}` : "",
    shown.length ? `shows ${inList([...new Set(shown)])}` : "",
    claimed ? "makes the checks" : "",
  ].filter(Boolean);
  return parts.length ? `Code that ${inList(parts)}` : "Code of this step";
}

/** lossSurfaceFigure as "loss surface figure"; a short name as it is. */
const inWords = (name: string): string =>
  name === "claims"
    ? "the ledger"
    : name === "explorable"
      ? "the live part"
      : /(?:Figure|Drawing)$/.test(name)
        ? `the ${name.replace(/([A-Z])/g, (letter) => ` ${letter.toLowerCase()}`)}`
        : name;

function inList(words: readonly string[]): string {
  const some = words.length > 4 ? [...words.slice(0, 3), `${words.length - 3} more`] : words;
  return some.length < 2 ? (some[0] ?? "") : `${some.slice(0, -1).join(", ")} and ${some.at(-1)}`;
}
