import { positiveInteger } from "../arguments.js";

/** A row-major matrix of logits. */
export interface Rows {
  readonly z: Float64Array;
  readonly columns: number;
  readonly count: number;
}

/** Refuses what is no row-major matrix; its entries are judged by the form that computes. */
export function matrix(where: string, z: Float64Array, columns: number): Rows {
  const width = positiveInteger(where, "columns", columns);
  if (!(z instanceof Float64Array)) throw new TypeError(`${where}: z must be a Float64Array`);
  const count = z.length / width;
  if (!Number.isInteger(count))
    throw new RangeError(
      `${where}: z has ${z.length} entries, which is no multiple of ${width} columns`,
    );
  return { z, columns: width, count };
}

/** Throws what is wrong with a row: NaN, +Infinity, or every class masked. */
export function refuse(where: string, { z, columns }: Rows, row: number): never {
  for (let i = row * columns; i < (row + 1) * columns; i++) {
    if (Number.isNaN(z[i])) throw new RangeError(`${where}: z[${i}] is NaN`);
    if (z[i] === Number.POSITIVE_INFINITY)
      throw new RangeError(`${where}: z[${i}] is Infinity; logits must be below it`);
  }
  throw new RangeError(`${where}: every entry of row ${row} of z is -Infinity: no class is left`);
}

/** Refuses an array for results that does not fit. */
export function checkOutput(where: string, length: number, out: Float64Array | undefined): void {
  if (out === undefined) return;
  if (!(out instanceof Float64Array)) throw new TypeError(`${where}: out must be a Float64Array`);
  if (out.length !== length)
    throw new RangeError(`${where}: out has ${out.length} entries, it needs ${length}`);
}

/**
 * The rows, safe to be read while `out` is written row by row: a copy where the two overlap
 * without being the same entries.
 */
export function apart(rows: Rows, out: Float64Array | undefined): Rows {
  const { z } = rows;
  const overlap =
    out !== undefined &&
    z.byteOffset !== out.byteOffset &&
    z.byteOffset < out.byteOffset + out.byteLength &&
    out.byteOffset < z.byteOffset + z.byteLength &&
    z.buffer === out.buffer; // asked last: it takes longer than a logit does
  return overlap ? { ...rows, z: z.slice() } : rows;
}

/** Entries of a matrix of rows × columns, of which there are `count`. */
export function matrixSize(where: string, rows: number, columns: number, count: number): number {
  positiveInteger(where, "count", count);
  return positiveInteger(where, "rows", rows) * positiveInteger(where, "columns", columns);
}
