import { complement, probability } from "../exponentials.js";
import { formFor } from "./choose.js";
import { checkRows, exponentialsOfRow } from "./plain.js";
import { checkOutput, matrix } from "./rows.js";

/**
 * Jacobian of softmax as one row-major array: what softmaxJacobian gives, without n arrays.
 *
 * With s = softmax(z), entry i n + j holds ∂s_i/∂z_j = s_i (1{i=j} − s_j).
 *
 * @param z logits, n numbers, no unit; −Infinity masks a class, whose row and column are 0.
 * @param out where the result goes, n² entries. A new array by default. From allocateRows(n, n, 1)
 *   it is written without copying.
 * @returns out: n × n, no unit; entries in [−1/4, 1/4].
 * @throws {TypeError} if z or out is not a Float64Array.
 * @throws {RangeError} if z is NaN or +Infinity somewhere, or all −Infinity, or out does not fit.
 *
 * @example
 * softmaxJacobianFlat(new Float64Array([0, 0])); // [0.25, -0.25, -0.25, 0.25]
 */
export function softmaxJacobianFlat(z: Float64Array, out?: Float64Array): Float64Array {
  const where = "softmaxJacobianFlat";
  if (!(z instanceof Float64Array)) throw new TypeError(`${where}: z must be a Float64Array`);
  const n = z.length;
  checkOutput(where, n * n, out);
  if (n === 0) return out ?? new Float64Array(0);
  const row = matrix(where, z, n);
  checkRows(where, row);
  const x = exponentialsOfRow(row, 0);
  // A loop takes a fifth of `map`'s time, and that is a tenth of it all.
  const s = new Float64Array(n);
  const diagonal = new Float64Array(n);
  for (let i = 0; i < n; i++) {
    s[i] = probability(x, i);
    diagonal[i] = s[i] * complement(x, i);
  }
  const result = out ?? new Float64Array(n * n);
  formFor(n * n).jacobian(s, diagonal, result);
  return result;
}
