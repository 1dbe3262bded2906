import { logits, positiveInteger } from "../arguments.js";

/** The rows of a row-major matrix of logits, checked. */
export interface Rows {
  readonly z: Float64Array;
  readonly columns: number;
  readonly count: number;
}

/** Refuses what is no row-major matrix of logits with an unmasked class in each row. */
export function checkedRows(where: string, z: Float64Array, columns: number): Rows {
  const width = positiveInteger(where, "columns", columns);
  if (!(z instanceof Float64Array)) throw new TypeError(`${where}: z must be a Float64Array`);
  const checked = logits(where, "z", z);
  if (checked.length % width !== 0)
    throw new RangeError(
      `${where}: z has ${checked.length} entries, which is no multiple of ${width} columns`,
    );
  const count = checked.length / width;
  for (let row = 0; row < count; row++)
    if (checked.subarray(row * width, (row + 1) * width).every((zi) => zi === -Infinity))
      throw new RangeError(
        `${where}: every entry of row ${row} of z is -Infinity: no class is left`,
      );
  return { z: checked, columns: width, count };
}

/** The array results go to: the caller's, if it fits, else a new one. */
export function output(where: string, length: number, out?: Float64Array): Float64Array {
  if (out === undefined) return new Float64Array(length);
  if (!(out instanceof Float64Array)) throw new TypeError(`${where}: out must be a Float64Array`);
  if (out.length !== length)
    throw new RangeError(`${where}: out has ${out.length} entries, it needs ${length}`);
  return out;
}
