import { fraction, named, nonNegative, real } from "./arguments.js";
import { logistic, softplus } from "./sigmoid.js";

/** Options of the binary loss. */
export interface SigmoidCrossEntropyOptions {
  /** Factor on the term of y, ≥ 0, 1 by default; above 1 it makes up for rare positives. No unit. */
  readonly positiveWeight?: number;
}

/**
 * Binary cross-entropy of σ(x) from the logit: −w y log σ(x) − (1 − y) log σ(−x).
 *
 * @param x a logit, no unit; ±Infinity give the limits (0 where it agrees with y).
 * @param y the target in [0, 1], no unit.
 * @returns the loss in nats, ≥ 0.
 * @throws {TypeError} if an argument is not a number.
 * @throws {RangeError} if x is NaN, y outside [0, 1] or positiveWeight negative or not finite.
 *
 * @example
 * sigmoidCrossEntropy(0, 1); // 0.6931471805599453
 * sigmoidCrossEntropy(Infinity, 1); // 0
 */
export function sigmoidCrossEntropy(
  x: number,
  y: number,
  options: SigmoidCrossEntropyOptions = {},
): number {
  const [positive, negative] = weights("sigmoidCrossEntropy", x, y, options);
  // A term without weight is 0 even where its logarithm is infinite.
  return (
    (positive === 0 ? 0 : positive * softplus(-x)) + (negative === 0 ? 0 : negative * softplus(x))
  );
}

/**
 * Derivative of the binary cross-entropy by the logit: (1 − y) σ(x) − w y σ(−x); σ(x) − y for w = 1.
 *
 * @param x a logit, no unit; ±Infinity give the limits.
 * @param y the target in [0, 1], no unit.
 * @returns nats for each unit of logit.
 * @throws {TypeError} if an argument is not a number.
 * @throws {RangeError} if x is NaN, y outside [0, 1] or positiveWeight negative or not finite.
 *
 * @example
 * sigmoidCrossEntropyGradient(0, 1); // -0.5
 */
export function sigmoidCrossEntropyGradient(
  x: number,
  y: number,
  options: SigmoidCrossEntropyOptions = {},
): number {
  const [positive, negative] = weights("sigmoidCrossEntropyGradient", x, y, options);
  return negative * logistic(x) - positive * logistic(-x);
}

/** The weights of −log σ(x) and of −log σ(−x). */
function weights(
  where: string,
  x: number,
  y: number,
  options: SigmoidCrossEntropyOptions,
): [positive: number, negative: number] {
  const { positiveWeight = 1 } = named(where, options);
  real(where, "x", x);
  fraction(where, "y", y);
  return [nonNegative(where, "positiveWeight", positiveWeight) * y, 1 - y];
}
