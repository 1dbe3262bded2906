import {
  classIndex,
  distribution,
  fraction,
  lossLogits,
  positiveFinite,
  sameLength,
  type Vector,
} from "./arguments.js";
import { type Exponentials, exponentials, residual, surprisal } from "./exponentials.js";
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
 * @returns the loss in nats, ≥ 0; Infinity where a masked class has weight in y.
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
  const { checked, x, targets, temperature } = prepare("softmaxCrossEntropy", z, y, options);
  return dot(
    checked.length,
    (i) => targets(i)[0],
    (i) => surprisal(x, checked[i], temperature),
  );
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
 * @returns n numbers, nats for each unit of logit; they sum to 0 up to rounding (exactly: where
 *   y sums to 1).
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
  const { x, targets, temperature } = prepare(where, z, y, options);
  return Array.from(x.e, (_, i) => residual(x, i, ...targets(i), 1) / temperature);
}

/** Target i, and 1 minus it, each rounded once. */
type Targets = (i: number) => [target: number, others: number];

function prepare(
  where: string,
  z: Vector,
  y: number | Vector,
  { labelSmoothing = 0, temperature = 1 }: SoftmaxCrossEntropyOptions,
): { checked: Float64Array; x: Exponentials; targets: Targets; temperature: number } {
  const checked = lossLogits(where, "z", z);
  const n = checked.length;
  const epsilon = fraction(where, "labelSmoothing", labelSmoothing);
  const t = positiveFinite(where, "temperature", temperature);
  const hard = typeof y === "number" ? classIndex(where, "target", y, n) : -1;
  let soft: Float64Array | undefined;
  if (hard < 0) {
    soft = distribution(where, "y", y);
    sameLength(where, ["z", checked], ["y", soft]);
  }
  const targets: Targets = (i) => {
    const yi = soft === undefined ? Number(i === hard) : soft[i];
    if (epsilon === 0) return [yi, 1 - yi];
    return [(1 - epsilon) * yi + epsilon / n, (1 - epsilon) * (1 - yi) + (epsilon * (n - 1)) / n];
  };
  return { checked, x: exponentials(checked, t), targets, temperature: t };
}
