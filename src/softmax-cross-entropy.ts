import {
  classIndex,
  distribution,
  fraction,
  lossLogits,
  named,
  positiveFinite,
  sameLength,
  type Vector,
} from "./arguments.js";
import { type Exponentials, exponentials, logOfSum, residual, surprisal } from "./exponentials.js";
import { list } from "./list.js";
import type { TemperatureOptions } from "./softmax.js";
import { dot } from "./sum.js";

/** Options of the loss and of its gradient. */
export interface SoftmaxCrossEntropyOptions extends TemperatureOptions {
  /** ε in [0, 1], 0 by default: the target becomes (1 − ε) y + ε/n. No unit. */
  readonly labelSmoothing?: number;
}

/**
 * Cross-entropy of softmax(z / temperature), straight from the logits.
 *
 *     L = −Σ_i y_i log s_i
 *
 * Exact to the last digits also where s rounds to 0 or 1.
 *
 * Source: D18 of the article with D1 for s.
 *
 * @param z logits, n numbers, no unit; −Infinity masks a class.
 * @param y class index, or distribution of n numbers that sum to 1 within 1e-9.
 * @returns the loss in nats, ≥ 0. Infinity where a masked class has weight in the target, and label
 *   smoothing gives weight to each class; also where a class with weight has a −log s beyond the
 *   largest double.
 * @throws {TypeError} if an argument has the wrong type; the message names the entry.
 * @throws {RangeError} if z is empty, all −Infinity, or holds NaN or +Infinity.
 * @throws {RangeError} if y is no class of z or no distribution over its classes.
 * @throws {RangeError} if labelSmoothing is outside [0, 1] or the temperature not positive and finite.
 *
 * @example
 * softmaxCrossEntropy([0, 0], 1); // 0.6931471805599453
 * softmaxCrossEntropy([800, 0], 1); // 800
 * softmaxCrossEntropy([800, 0], [1, 0]); // 0
 */
export function softmaxCrossEntropy(
  z: Vector,
  y: number | Vector,
  options: SoftmaxCrossEntropyOptions = {},
): number {
  const { checked, x, target } = prepare("softmaxCrossEntropy", z, y, options);
  const log = logOfSum(x);
  return dot(checked.length, target, (i) => surprisal(x, checked[i], log));
}

/**
 * Gradient of the loss by the logits: (s − y) / temperature.
 *
 * At the true class s − 1 is not computed by subtraction, which would give 0 once its logit leads
 * by 37; see src/exponentials.ts.
 *
 * Source: D25 of the article.
 *
 * @param z logits, n numbers, no unit; −Infinity masks a class.
 * @param y class index, or distribution of n numbers that sum to 1 within 1e-9.
 * @returns n numbers, nats for each unit of logit; they sum to 0 up to rounding, as far as y sums
 *   to 1. At a masked class −y_i / temperature, so 0 where it has no weight in the target.
 * @throws {TypeError} if an argument has the wrong type; the message names the entry.
 * @throws {RangeError} if z is empty, all −Infinity, or holds NaN or +Infinity.
 * @throws {RangeError} if y is no class of z or no distribution over its classes.
 * @throws {RangeError} if labelSmoothing is outside [0, 1] or the temperature not positive and finite.
 *
 * @example
 * softmaxCrossEntropyGradient([0, 0], 1); // [0.5, -0.5]
 * softmaxCrossEntropyGradient([40, 0], 0)[0]; // -4.248354255291589e-18
 */
export function softmaxCrossEntropyGradient(
  z: Vector,
  y: number | Vector,
  options: SoftmaxCrossEntropyOptions = {},
): number[] {
  const where = "softmaxCrossEntropyGradient";
  const { checked, x, target, others, temperature } = prepare(where, z, y, options);
  return list(checked.length, (i) => residual(x, i, target(i), others(i), 1) / temperature);
}

interface Problem {
  readonly checked: Float64Array;
  readonly x: Exponentials;
  /** (1 − ε) y_i + ε/n. */
  readonly target: (i: number) => number;
  /** 1 minus it, (1 − ε) (1 − y_i) + ε (n − 1)/n: a sum, so that a small one keeps its digits. */
  readonly others: (i: number) => number;
  readonly temperature: number;
}

function prepare(
  where: string,
  z: Vector,
  y: number | Vector,
  options: SoftmaxCrossEntropyOptions,
): Problem {
  const checked = lossLogits(where, "z", z);
  const n = checked.length;
  const { labelSmoothing = 0, temperature = 1 } = named(where, options);
  const epsilon = fraction(where, "labelSmoothing", labelSmoothing);
  const t = positiveFinite(where, "temperature", temperature);
  const truth = classOrDistribution(where, y, checked);
  const share = epsilon / n;
  const sharesOfOthers = (epsilon * (n - 1)) / n;
  return {
    checked,
    x: exponentials(checked, t),
    target: (i) => (1 - epsilon) * truth(i) + share,
    others: (i) => (1 - epsilon) * (1 - truth(i)) + sharesOfOthers,
    temperature: t,
  };
}

function classOrDistribution(
  where: string,
  y: number | Vector,
  z: Float64Array,
): (i: number) => number {
  if (typeof y === "number") {
    const hot = classIndex(where, "target", y, z.length);
    return (i) => Number(i === hot);
  }
  const soft = distribution(where, "y", y, "a class index or an array of numbers");
  sameLength(where, ["z", z], ["y", soft]);
  return (i) => soft[i];
}
