import { softmaxRows } from "../batch/index.js";
import { largestOfRows } from "./evaluation.js";

/** The guesses whose confidence lies in one interval. */
export interface ReliabilityBin {
  readonly from: number;
  readonly to: number;
  readonly count: number;
  /** Mean probability given to the guess; NaN where there is none. */
  readonly confidence: number;
  /** Share of the guesses that are right; NaN where there is none. */
  readonly accuracy: number;
}

/** Bins of equal width, and how far confidence and accuracy are apart on average. */
export interface Reliability {
  readonly bins: readonly ReliabilityBin[];
  /** Expected calibration error: Σ count/total · |accuracy − confidence|, in [0, 1]. */
  readonly error: number;
}

/**
 * Does "80 % sure" mean right 80 times in 100? Sorts guesses by the probability the network gave
 * them and compares it with how often they are right.
 *
 * Source: C. Guo, G. Pleiss, Y. Sun, K. Q. Weinberger, On calibration of modern neural networks,
 * ICML 2017, arXiv 1706.04599, equations 1 to 3.
 *
 * @param z logits, rows × columns, row-major; the probabilities are softmax(z / temperature).
 * @throws {RangeError} if bins or temperature is not positive, or the labels do not fit the logits.
 *
 * @example
 * reliability(Float64Array.of(0, 0), 2, Int32Array.of(0)).error; // 0.5
 */
export function reliability(
  z: Float64Array,
  columns: number,
  labels: Int32Array,
  { temperature = 1, bins = 10 }: { readonly temperature?: number; readonly bins?: number } = {},
): Reliability {
  if (!(Number.isInteger(bins) && bins > 0))
    throw new RangeError(`reliability: bins must be a positive whole number, got ${bins}`);
  checkLabels("reliability", z, columns, labels);
  const s = softmaxRows(scaled(z, temperature), columns);
  const guesses = largestOfRows(s, columns);
  const sums = Array.from({ length: bins }, () => ({ count: 0, confidence: 0, right: 0 }));
  guesses.forEach((guess, r) => {
    const p = s[r * columns + guess];
    const sum = sums[Math.min(bins - 1, Math.floor(p * bins))];
    sum.count++;
    sum.confidence += p;
    if (guess === labels[r]) sum.right++;
  });
  const error = sums.reduce((total, bin) => total + Math.abs(bin.right - bin.confidence), 0);
  return {
    bins: sums.map(({ count, confidence, right }, k) => ({
      from: k / bins,
      to: (k + 1) / bins,
      count,
      confidence: confidence / count,
      accuracy: right / count,
    })),
    error: error / guesses.length,
  };
}

/**
 * The temperature T with the smallest mean cross-entropy of softmax(z / T) on these examples.
 *
 * In β = 1/T the loss is convex, and its slope is the mean over the rows of Σ_i s_i z_i − z_t, t the
 * label: zero where the logits that the network expects are, on average, those of the truth. The
 * zero is found by halving an interval.
 *
 * @param z logits, rows × columns, row-major.
 * @throws {RangeError} if the labels do not fit the logits; or if no temperature is best: every label has its row's largest logit (the
 *   colder the better), or the labels do no better than chance (the hotter the better).
 *
 * @example
 * // Three of four are right where the logits are 1 ahead: s should be 3/4, so 1/T is log 3.
 * const z = Float64Array.of(1, 0, 1, 0, 1, 0, 1, 0);
 * fitTemperature(z, 2, Int32Array.of(0, 0, 0, 1)).toFixed(9); // "0.910239227"
 */
export function fitTemperature(z: Float64Array, columns: number, labels: Int32Array): number {
  checkLabels("fitTemperature", z, columns, labels);
  const slope = (beta: number) => {
    const s = softmaxRows(scaled(z, 1 / beta), columns);
    let sum = 0;
    labels.forEach((label, r) => {
      for (let c = 0; c < columns; c++) sum += s[r * columns + c] * z[r * columns + c];
      sum -= z[r * columns + label];
    });
    return sum;
  };
  let [low, high] = [2 ** -10, 2 ** 10];
  if (slope(low) >= 0 || slope(high) <= 0)
    throw new RangeError("fitTemperature: the loss has no smallest value for T in [2⁻¹⁰, 2¹⁰]");
  while (high - low > 1e-12 * high) {
    const middle = (low + high) / 2;
    if (slope(middle) < 0) low = middle;
    else high = middle;
  }
  return 2 / (low + high);
}

function scaled(z: Float64Array, temperature: number): Float64Array {
  if (!(temperature > 0 && temperature < Number.POSITIVE_INFINITY))
    throw new RangeError(
      `reliability: temperature must be positive and finite, got ${temperature}`,
    );
  return z.map((zi) => zi / temperature);
}

function checkLabels(where: string, z: Float64Array, columns: number, labels: Int32Array): void {
  if (labels.length * columns !== z.length)
    throw new RangeError(
      `${where}: there are ${labels.length} labels for ${z.length / columns} rows of logits`,
    );
  const bad = labels.findIndex((label) => !(label >= 0 && label < columns));
  if (bad >= 0)
    throw new RangeError(`${where}: labels[${bad}] = ${labels[bad]} is outside [0, ${columns})`);
}
