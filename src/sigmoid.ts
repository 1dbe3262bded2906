import { real } from "./arguments.js";

/**
 * Sigmoid σ(x) = 1 / (1 + exp(−x)): softmax of (x, 0), its first entry.
 *
 * @param x a logit, no unit; ±Infinity give the limits.
 * @returns a probability in [0, 1].
 * @throws {TypeError} if x is not a number.
 * @throws {RangeError} if x is NaN.
 *
 * @example
 * sigmoid(0); // 0.5
 * sigmoid(-Infinity); // 0
 */
export function sigmoid(x: number): number {
  return logistic(real("sigmoid", "x", x));
}

/**
 * log σ(x), without rounding σ(x) first.
 *
 * @param x a logit, no unit; ±Infinity give the limits.
 * @returns nats, ≤ 0.
 * @throws {TypeError} if x is not a number.
 * @throws {RangeError} if x is NaN.
 *
 * @example
 * logSigmoid(-800); // -800
 * logSigmoid(40); // -4.248354255291589e-18
 */
export function logSigmoid(x: number): number {
  return 0 - softplus(-real("logSigmoid", "x", x)); // 0 − 0 is 0, where −0 would be −0
}

// Two classes with the logits x and 0: the core of src/exponentials.ts for n = 2, in one line each.
// The rest is R = exp(−|x|), and nothing is lost in x − 0. The tests hold both to the same bits.

/** σ(x): s_1 = 1 / (1 + R) where x leads, R / (1 + R) where 0 does. */
export function logistic(x: number): number {
  const e = Math.exp(-Math.abs(x));
  return x >= 0 ? 1 / (1 + e) : e / (1 + e);
}

/** log(1 + exp(x)) = −log σ(−x): the surprisal of the class with logit 0. */
export function softplus(x: number): number {
  return Math.max(x, 0) + Math.log1p(Math.exp(-Math.abs(x)));
}
