import { type Named, textOf } from "./notebook.js";

/** Numbered equations by "notebook#number", as TeX. */
export type Equations = ReadonlyMap<string, string>;

const NUMBER = /\\tag\{([A-Z]{1,2}\d{1,3}[a-z]?)\}/;

/** The number in an equation's TeX: a capital letter or two, digits, perhaps a letter. */
export const numberOf = (tex: string): string | undefined => NUMBER.exec(tex)?.[1];

/** The equation's TeX without its number. */
export const withoutNumber = (tex: string): string => tex.replace(NUMBER, "");

/** Displayed formulas in a markdown text. Code is passed over. */
const DISPLAYED = /```[\s\S]*?```|`[^`\n]*`|\$\$([\s\S]+?)\$\$/g;

/** All numbered equations, in prose and in outputs. The first of a number in a notebook is it. */
export function equationsOf(all: readonly Named[]): Equations {
  const equations = new Map<string, string>();
  for (const { name, notebook } of all)
    for (const cell of notebook.cells) {
      const texts =
        cell.cell_type === "markdown"
          ? [...textOf(cell.source).matchAll(DISPLAYED)].map(([, tex]) => tex ?? "")
          : (cell.outputs ?? []).map(({ data }) => bareTex(textOf(data?.["text/latex"])));
      for (const tex of texts) {
        const number = numberOf(tex);
        const key = `${name}#${number}`;
        if (number && !equations.has(key)) equations.set(key, tex.trim());
      }
    }
  return equations;
}

/** TeX without the dollars around it. */
export const bareTex = (latex: string): string => latex.replace(/^\s*\$\$?|\$\$?\s*$/g, "");

/** Places that a link in some notebook leads to, as "notebook#place". */
export function linkedPlacesOf(all: readonly Named[]): ReadonlySet<string> {
  const places = new Set<string>();
  for (const { name, notebook } of all)
    for (const cell of notebook.cells)
      if (cell.cell_type === "markdown")
        for (const [, other, place] of textOf(cell.source).matchAll(
          /\]\((?:([\w.-]+)\.ipynb)?#([\w.-]+)\)/g,
        ))
          places.add(`${other ?? name}#${place}`);
  return places;
}
