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
import type { TemperatureOptions } from "./softmax.js";
import { giveBack } from "./room.js";
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
  const problem = prepare("softmaxCrossEntropy", z, y, options);
  const { checked, x, truth, epsilon } = problem;
  const log = logOfSum(x);
  const loss =
    typeof truth === "number" && epsilon === 0
      ? surprisal(x, checked[truth], log) // all weight is on one class
      : dot(
          checked.length,
          (i) => target(problem, i),
          (i) => surprisal(x, checked[i], log),
        );
  giveBack(checked);
  return loss;
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
  const problem = prepare(where, z, y, options);
  const { checked, x, temperature } = problem;
  const gradient = new Array<number>(checked.length);
  for (let i = 0; i < gradient.length; i++)
    // + 0 makes 0 of −0.
    gradient[i] = residual(x, i, target(problem, i), others(problem, i), 1) / temperature + 0;
  giveBack(checked);
  return gradient;
}

interface Problem {
  readonly checked: Float64Array;
  readonly x: Exponentials;
  /** y: a class, or a distribution. */
  readonly truth: number | Float64Array;
  readonly epsilon: number;
  readonly temperature: number;
}

/** y_i. */
function entry(truth: number | Float64Array, i: number): number {
  return typeof truth === "number" ? Number(i === truth) : truth[i];
}

/** (1 − ε) y_i + ε/n. */
function target({ truth, epsilon, checked }: Problem, i: number): number {
  return (1 - epsilon) * entry(truth, i) + epsilon / checked.length;
}

/** 1 minus it, (1 − ε) (1 − y_i) + ε (n − 1)/n: a sum, so that a small one keeps its digits. */
function others({ truth, epsilon, checked: { length: n } }: Problem, i: number): number {
  return (1 - epsilon) * (1 - entry(truth, i)) + (epsilon * (n - 1)) / n;
}

function prepare(
  where: string,
  z: Vector,
  y: number | Vector,
  options: SoftmaxCrossEntropyOptions,
): Problem {
  const { z: checked, largest } = lossLogits(where, "z", z);
  const { labelSmoothing = 0, temperature: t = 1 } = named(where, options);
  const epsilon = fraction(where, "labelSmoothing", labelSmoothing);
  const temperature = positiveFinite(where, "temperature", t);
  const truth = classOrDistribution(where, y, checked);
  return { checked, x: exponentials(checked, largest, temperature), truth, epsilon, temperature };
}

function classOrDistribution(
  where: string,
  y: number | Vector,
  z: Float64Array,
): number | Float64Array {
  if (typeof y === "number") return classIndex(where, "target", y, z.length);
  const soft = distribution(where, "y", y, "a class index or an array of numbers");
  sameLength(where, ["z", z], ["y", soft]);
  return soft;
}
