import { finiteVector, sameLength, unmaskedLogits, type Vector } from "./arguments.js";
import { complement, type Exponentials, exponentials, probability } from "./exponentials.js";
import { list } from "./list.js";
import { dot } from "./sum.js";

/**
 * J v: how the probabilities move when the logits move by v, in time proportional to n.
 *
 *     (J v)_i = s_i (v_i − Σ_j s_j v_j)
 *
 * Source: D15 times v. The matrix J is never built.
 *
 * @param z logits, n numbers, no unit; −Infinity masks a class.
 * @param v n numbers, the direction.
 * @returns n numbers, in the unit of v; they sum to 0 up to rounding.
 * @throws {TypeError} if an argument is not an array of numbers; the message names the entry.
 * @throws {RangeError} if a logit is NaN or +Infinity, all are −Infinity, or an entry of v is not finite.
 * @throws {RangeError} if the lengths differ.
 *
 * @example
 * softmaxJvp([0, 0], [1, 0]); // [0.25, -0.25]
 */
export function softmaxJvp(z: Vector, v: Vector): number[] {
  return softmaxProduct("softmaxJvp", z, v);
}

/**
 * Jᵀ v: what backpropagation carries through softmax. The same as J v, since J is symmetric.
 *
 * @param z logits, n numbers, no unit; −Infinity masks a class.
 * @param v n numbers, the derivative of something by the probabilities.
 * @returns n numbers, the derivative of the same thing by the logits.
 * @throws {TypeError} if an argument is not an array of numbers; the message names the entry.
 * @throws {RangeError} if a logit is NaN or +Infinity, all are −Infinity, or an entry of v is not finite.
 * @throws {RangeError} if the lengths differ.
 *
 * @example
 * softmaxVjp([0, 0], [1, 0]); // [0.25, -0.25]
 */
export function softmaxVjp(z: Vector, v: Vector): number[] {
  return softmaxProduct("softmaxVjp", z, v);
}

/**
 * The Jacobian of log-softmax times v: v_i − Σ_j s_j v_j.
 *
 * Source: D14 times v.
 *
 * @param z logits, n numbers, no unit; −Infinity masks a class.
 * @param v n numbers, the direction.
 * @returns n numbers, in the unit of v.
 * @throws {TypeError} if an argument is not an array of numbers; the message names the entry.
 * @throws {RangeError} if a logit is NaN or +Infinity, all are −Infinity, or an entry of v is not finite.
 * @throws {RangeError} if the lengths differ.
 *
 * @example
 * logSoftmaxJvp([0, 0], [1, 0]); // [0.5, -0.5]
 */
export function logSoftmaxJvp(z: Vector, v: Vector): number[] {
  const { x, v: direction, unit } = operands("logSoftmaxJvp", z, v);
  const deviation = deviations(x, direction);
  return list(direction.length, (i) => deviation(i) * unit);
}

/**
 * The transposed Jacobian of log-softmax times v: v_i − s_i Σ_j v_j.
 *
 * Source: D14, transposed, times v. (Unlike softmax's, this Jacobian is not symmetric.)
 *
 * @param z logits, n numbers, no unit; −Infinity masks a class.
 * @param v n numbers, the derivative of something by the log-probabilities.
 * @returns n numbers, the derivative of the same thing by the logits.
 * @throws {TypeError} if an argument is not an array of numbers; the message names the entry.
 * @throws {RangeError} if a logit is NaN or +Infinity, all are −Infinity, or an entry of v is not finite.
 * @throws {RangeError} if the lengths differ.
 *
 * @example
 * logSoftmaxVjp([0, 0], [1, 0]); // [0.5, -0.5]
 */
export function logSoftmaxVjp(z: Vector, v: Vector): number[] {
  const { x, v: weights, unit } = operands("logSoftmaxVjp", z, v);
  const total = dot(weights.length, (i) => weights[i]);
  const others = dot(weights.length, (i) => (i === x.largest ? 0 : weights[i]));
  const entry = (i: number) =>
    // Where one class has over half, its s is 1 − R/(1+R), and v − s Σv would cancel.
    i === x.largest && x.rest < 1
      ? complement(x, i) * total - others
      : weights[i] - probability(x, i) * total;
  return list(weights.length, (i) => entry(i) * unit);
}

function softmaxProduct(where: string, z: Vector, v: Vector): number[] {
  const { x, v: direction, unit } = operands(where, z, v);
  const deviation = deviations(x, direction);
  return list(direction.length, (i) => probability(x, i) * deviation(i) * unit);
}

/**
 * v_i − Σ_j s_j v_j. Where the largest class k has over half, the mean of v may be nearly v_k and the
 * difference would cancel: it is (v_i − v_k) − Σ_j s_j (v_j − v_k) there. Elsewhere v_k may be far
 * from all that counts.
 */
function deviations(x: Exponentials, v: Float64Array): (i: number) => number {
  const origin = x.rest < 1 ? v[x.largest] : 0;
  const mean = dot(
    v.length,
    (j) => probability(x, j),
    (j) => v[j] - origin,
  );
  return (i) => v[i] - origin - mean;
}

interface Operands {
  readonly x: Exponentials;
  /** v in this unit. */
  readonly v: Float64Array;
  readonly unit: number;
}

/**
 * The products are linear in v. Where v is so large that a sum could overflow on the way to a
 * result that does not, it is measured in a unit of 2¹⁰⁰; a power of two, so nothing is rounded that
 * would be seen beside it.
 */
function operands(where: string, z: Vector, v: Vector): Operands {
  const { z: checked, largest } = unmaskedLogits(where, "z", z);
  const direction = finiteVector(where, "v", v);
  sameLength(where, ["z", checked], ["v", direction]);
  const unit = direction.some((vi) => Math.abs(vi) > 2 ** 900) ? 2 ** 100 : 1;
  return { x: exponentials(checked, largest), v: direction.map((vi) => vi / unit), unit };
}
