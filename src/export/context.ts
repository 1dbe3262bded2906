import type { Equations } from "./equations.js";
import type { Letter } from "./notation.js";

/** What the parts of a page need to know of the whole that they become part of. */
export interface Context {
  /** The notebook's name. */
  readonly name: string;
  /** The id on the page of a place in this notebook. */
  id(place: string): string;
  /** The address of a notebook, or of a place in it, from this page. */
  href(notebook: string, place?: string): string;
  /** How many levels headings go down: 1 where the notebook is part of a greater page. */
  readonly shift: 0 | 1;
  /** Numbered equations of all notebooks. */
  readonly equations: Equations;
  /** Places that links lead to, as "notebook#place": a cell's id is one where no heading has it. */
  readonly linked: ReadonlySet<string>;
  /** Equations that the page refers to, by "notebook#number": what a reference shows on hover. */
  readonly referred: Set<string>;
  /** The notation that a letter in prose explains on hover. */
  readonly letters: readonly Letter[];
  /** Letters explained since the last section heading: each is once. */
  readonly explained: Set<string>;
  /** Ids in use. */
  readonly ids: Set<string>;
  /** The sections so far, for the table of contents. */
  readonly sections: { readonly id: string; readonly html: string }[];
  /** Figures so far. */
  figures: number;
}

/** An id that is not in use yet. */
export function uniqueId({ ids, id }: Context, place: string): string {
  const wanted = id(place || "section");
  let free = wanted;
  for (let k = 2; ids.has(free); k++) free = `${wanted}-${k}`;
  ids.add(free);
  return free;
}
