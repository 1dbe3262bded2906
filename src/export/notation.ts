import { type Named, textOf } from "./notebook.js";

/** A letter of the article and what it stands for. */
export interface Letter {
  readonly tex: string;
  /** In markdown. */
  readonly meaning: string;
}

/** The letters of the first table of notation in the notebooks: one headed "letter" and "meaning". */
export function lettersOf(all: readonly Named[]): Letter[] {
  for (const { notebook } of all)
    for (const cell of notebook.cells) {
      if (cell.cell_type !== "markdown") continue;
      const [, body] =
        /^\|\s*letter\s*\|\s*meaning\s*\|.*\n\|[-\s|:]+\|\n((?:\|.*(?:\n|$))+)/m.exec(
          textOf(cell.source),
        ) ?? [];
      if (body)
        return body
          .trim()
          .split("\n")
          .flatMap((row) => {
            const [, letters, meaning = ""] = row.split("|");
            return [...letters.matchAll(/\$([^$]+)\$/g)].map(([, tex]) => ({
              tex: normalized(tex.replace(/=(?![^{]*\}).*$/, "")),
              meaning: meaning.trim(),
            }));
          });
    }
  return [];
}

/** TeX to be compared: without blanks that mean nothing and with single arguments unbraced. */
export const normalized = (tex: string): string =>
  tex
    .trim()
    .replace(/\\mathbf\{(\w)\}/g, "\\mathbf $1")
    .replace(/\s+/g, " ");
