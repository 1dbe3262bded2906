import type { Drawing, Figure, Table } from "../figures/index.js";
import type { ProofResult } from "../symbolic/index.js";
import {
  drawingBundle,
  figureBundle,
  formulaBundle,
  proofLine,
  tableBundle,
  verdictBundle,
} from "./bundles.js";
import { type Bundle, display } from "./kernel.js";

/** The convention by which an object says how it is shown: its method gives the bundle. */
export const jupyterDisplay: unique symbol = Symbol.for("Jupyter.display") as never;
export interface Displayable {
  [jupyterDisplay](): Bundle;
}

export interface ShowOptions {
  readonly title?: string;
  /** Names of a vector's entries. */
  readonly labels?: readonly string[];
  /** Heads of a matrix's rows and columns. */
  readonly rows?: readonly string[];
  readonly columns?: readonly string[];
}

/** What show() can show. */
export type Showable =
  | readonly number[]
  | Float64Array
  | readonly (readonly number[])[]
  | Figure
  | Drawing
  | Table
  | ProofResult
  | Displayable
  | string;

/**
 * Shows a value in the best form the front end has, and as plain text outside a kernel: a figure,
 * a drawing, a vector or matrix with heads, a table, a formula, a proof's result, a ledger.
 *
 * @throws {TypeError} if there is no form for the value.
 * @throws {RangeError} if there are more or fewer names than entries, rows or columns.
 */
export function show(value: Showable, options: ShowOptions = {}): void {
  display(bundleOf(value, options));
}

/** A formula, to be shown typeset; with a number, as a displayed item. */
export function formula(tex: string, number?: string): Displayable {
  return { [jupyterDisplay]: () => formulaBundle(tex, number) };
}

export function bundleOf(value: unknown, options: ShowOptions = {}): Bundle {
  const { title, labels } = options;
  if (typeof value === "string") return { "text/plain": value };
  if (value instanceof Float64Array) return bundleOf(Array.from(value), options);
  if (Array.isArray(value)) {
    if (Array.isArray(value[0])) return tableBundle(matrixTable(value, options), title);
    const heads = headsFor(value.length, "labels", labels);
    return tableBundle({ head: heads, rows: [value] }, title);
  }
  if (typeof value === "object" && value !== null) {
    if (jupyterDisplay in value) return (value as Displayable)[jupyterDisplay]();
    if ("data" in value && "layout" in value) return figureBundle(value as Figure);
    if ("svg" in value) return drawingBundle(value as Drawing);
    if ("head" in value && "rows" in value) return tableBundle(value as Table, title);
    if ("verdict" in value) {
      const result = value as ProofResult;
      const kind = { proved: "good", refuted: "bad", undecided: "open" } as const;
      return verdictBundle(
        proofLine(result, title ?? result.claim ?? "claim"),
        kind[result.verdict],
      );
    }
  }
  throw new TypeError(`show: there is no form for ${typeof value}: ${String(value).slice(0, 80)}`);
}

function matrixTable(matrix: number[][], { rows, columns }: ShowOptions): Table {
  const width = Math.max(...matrix.map((row) => row.length));
  const heads = headsFor(matrix.length, "rows", rows);
  return {
    head: ["", ...headsFor(width, "columns", columns)],
    rows: matrix.map((row, i) => [heads[i], ...row]),
  };
}

/** The names given, or numbers from 1. A wrong number of names would put them to wrong values. */
function headsFor(count: number, option: string, names?: readonly string[]): string[] {
  if (names !== undefined && names.length !== count)
    throw new RangeError(
      `show: ${option} has ${names.length} ${names.length === 1 ? "name" : "names"} for ${count} ${count === 1 ? "value" : "values"}: ${names.join(", ")}`,
    );
  return names ? [...names] : Array.from({ length: count }, (_, i) => String(i + 1));
}
