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
  return -softplus(-real("logSigmoid", "x", x));
}

/** σ(x); exp never overflows, since its argument is never positive. */
export function logistic(x: number): number {
  const e = Math.exp(-Math.abs(x));
  return x >= 0 ? 1 / (1 + e) : e / (1 + e);
}

/** log(1 + exp(x)) = −log σ(−x). */
export function softplus(x: number): number {
  return Math.max(x, 0) + Math.log1p(Math.exp(-Math.abs(x)));
}
