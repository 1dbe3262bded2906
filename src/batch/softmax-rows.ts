import { type Exponentials, exponentials, probability, surprisal } from "../exponentials.js";
import { checkedRows, output } from "./rows.js";

/**
 * Softmax of each row.
 *
 * @param z logits, rows × columns, row-major, no unit; −Infinity masks a class.
 * @param columns number of classes C.
 * @param out where the result goes; may be z itself. A new array by default.
 * @returns out: rows × columns probabilities.
 * @throws {TypeError} if z or out is not a Float64Array.
 * @throws {RangeError} if a logit is NaN or +Infinity, a row is all −Infinity, or a length does not fit.
 *
 * @example
 * softmaxRows(new Float64Array([0, 0, 5, 5]), 2); // [0.5, 0.5, 0.5, 0.5]
 */
export function softmaxRows(z: Float64Array, columns: number, out?: Float64Array): Float64Array {
  return eachEntry("softmaxRows", z, columns, out, probability);
}

/**
 * Log-softmax of each row.
 *
 * @param z logits, rows × columns, row-major, no unit; −Infinity masks a class.
 * @param columns number of classes C.
 * @param out where the result goes; may be z itself. A new array by default.
 * @returns out: rows × columns, in nats, ≤ 0.
 * @throws {TypeError} if z or out is not a Float64Array.
 * @throws {RangeError} if a logit is NaN or +Infinity, a row is all −Infinity, or a length does not fit.
 *
 * @example
 * logSoftmaxRows(new Float64Array([0, -800]), 2); // [-0, -800]
 */
export function logSoftmaxRows(z: Float64Array, columns: number, out?: Float64Array): Float64Array {
  return eachEntry("logSoftmaxRows", z, columns, out, (x, _, zi) => -surprisal(x, zi));
}

function eachEntry(
  where: string,
  z: Float64Array,
  columns: number,
  out: Float64Array | undefined,
  value: (x: Exponentials, i: number, zi: number) => number,
): Float64Array {
  const rows = checkedRows(where, z, columns);
  const result = output(where, rows.z.length, out);
  const e = new Float64Array(rows.columns);
  for (let row = 0; row < rows.count; row++) {
    const start = row * rows.columns;
    const x = exponentials(rows.z, 1, e, start);
    for (let i = 0; i < rows.columns; i++) result[start + i] = value(x, i, rows.z[start + i]);
  }
  return result;
}
