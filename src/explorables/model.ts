import type { Table } from "../figures/index.js";

/** Reads one attribute by its name; null where it is not given. */
export type Attribute = (name: string) => string | null;

/**
 * What a live part is without its looks: what it reads, what it keeps and what it says.
 *
 * `State` is all a reader can change. It is never changed in place.
 */
export interface Model<State> {
  /** The element is <sd-NAME>. */
  readonly name: string;
  readonly title: string;
  /** What there is to do and to see, in sentences, without numbers: they change. */
  readonly help: string;
  /** Whether its view draws a surface, for which the page is to have Plotly. */
  readonly drawsSurface?: boolean;
  /** Names of the attributes it knows. */
  readonly attributes: readonly string[];
  /** @throws {RangeError | TypeError} that names the attribute and its value, if one makes no sense. */
  read(attribute: Attribute): State;
  /** The state as attributes: read() of them gives the state again. */
  write(state: State): Record<string, string>;
  /** The numbers in one sentence, for the ear. */
  say(state: State): string;
  /** The numbers as a table, for a page without scripts. */
  table(state: State): Table;
}
