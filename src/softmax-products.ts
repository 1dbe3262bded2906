import { sameLength, unmaskedLogits, type Vector, vector } from "./arguments.js";
import { type Exponentials, exponentials, probability } from "./exponentials.js";
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
 * @throws {RangeError} if a logit is NaN or +Infinity, all are −Infinity, or an entry of v is NaN.
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
 * @throws {RangeError} if a logit is NaN or +Infinity, all are −Infinity, or an entry of v is NaN.
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
 * @throws {RangeError} if a logit is NaN or +Infinity, all are −Infinity, or an entry of v is NaN.
 * @throws {RangeError} if the lengths differ.
 *
 * @example
 * logSoftmaxJvp([0, 0], [1, 0]); // [0.5, -0.5]
 */
export function logSoftmaxJvp(z: Vector, v: Vector): number[] {
  const [x, direction] = operands("logSoftmaxJvp", z, v);
  const deviation = deviations(x, direction);
  return Array.from(direction, (_, i) => deviation(i));
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
 * @throws {RangeError} if a logit is NaN or +Infinity, all are −Infinity, or an entry of v is NaN.
 * @throws {RangeError} if the lengths differ.
 *
 * @example
 * logSoftmaxVjp([0, 0], [1, 0]); // [0.5, -0.5]
 */
export function logSoftmaxVjp(z: Vector, v: Vector): number[] {
  const [x, weights] = operands("logSoftmaxVjp", z, v);
  const total = dot(weights.length, (i) => weights[i]);
  const others = dot(weights.length, (i) => (i === x.largest ? 0 : weights[i]));
  return Array.from(weights, (w, i) =>
    // At the largest class s = 1 − R/(1+R), and v − s Σv would cancel.
    i === x.largest ? (x.rest / (1 + x.rest)) * total - others : w - probability(x, i) * total,
  );
}

function softmaxProduct(where: string, z: Vector, v: Vector): number[] {
  const [x, direction] = operands(where, z, v);
  const deviation = deviations(x, direction);
  return Array.from(direction, (_, i) => {
    const s = probability(x, i);
    return s === 0 ? 0 : s * deviation(i);
  });
}

/**
 * v_i − Σ_j s_j v_j as (v_i − v_k) − Σ_j s_j (v_j − v_k), k the largest class: where s_k is near 1
 * the mean of v is nearly v_k, and the plain difference would cancel.
 */
function deviations(x: Exponentials, v: Float64Array): (i: number) => number {
  const origin = v[x.largest];
  const mean = dot(
    v.length,
    (j) => (j === x.largest ? 0 : probability(x, j)),
    (j) => v[j] - origin,
  );
  return (i) => v[i] - origin - mean;
}

function operands(where: string, z: Vector, v: Vector): [Exponentials, Float64Array] {
  const checked = unmaskedLogits(where, "z", z);
  const direction = vector(where, "v", v);
  sameLength(where, ["z", checked], ["v", direction]);
  return [exponentials(checked), direction];
}
