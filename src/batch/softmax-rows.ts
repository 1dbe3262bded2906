import { formFor } from "./choose.js";
import { apart, checkOutput, matrix } from "./rows.js";

/**
 * Softmax of each row.
 *
 * @param z logits, rows × columns, row-major, no unit; −Infinity masks a class.
 * @param columns number of classes C.
 * @param out where the result goes; may be z itself. A new array by default. With z and out from
 *   one call of allocateRows nothing is copied.
 * @returns out: rows × columns probabilities.
 * @throws {TypeError} if z or out is not a Float64Array.
 * @throws {RangeError} if a logit is NaN or +Infinity, a row is all −Infinity, or a length
 *   does not fit; `out` is then as it was.
 *
 * @example
 * softmaxRows(new Float64Array([0, 0, 5, 5]), 2); // [0.5, 0.5, 0.5, 0.5]
 */
export function softmaxRows(z: Float64Array, columns: number, out?: Float64Array): Float64Array {
  const where = "softmaxRows";
  const rows = matrix(where, z, columns);
  checkOutput(where, z.length, out);
  return formFor(z.length).softmax(where, apart(rows, out), out);
}

/**
 * Log-softmax of each row.
 *
 * @param z logits, rows × columns, row-major, no unit; −Infinity masks a class.
 * @param columns number of classes C.
 * @param out where the result goes; may be z itself. A new array by default. With z and out from
 *   one call of allocateRows nothing is copied.
 * @returns out: rows × columns, in nats, ≤ 0.
 * @throws {TypeError} if z or out is not a Float64Array.
 * @throws {RangeError} if a logit is NaN or +Infinity, a row is all −Infinity, or a length
 *   does not fit; `out` is then as it was.
 *
 * @example
 * logSoftmaxRows(new Float64Array([0, -800]), 2); // [0, -800]
 */
export function logSoftmaxRows(z: Float64Array, columns: number, out?: Float64Array): Float64Array {
  const where = "logSoftmaxRows";
  const rows = matrix(where, z, columns);
  checkOutput(where, z.length, out);
  return formFor(z.length).logSoftmax(where, apart(rows, out), out);
}
