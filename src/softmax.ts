import { named, positiveFinite, unmaskedLogits, type Vector } from "./arguments.js";
import { giveBack } from "./room.js";
import { exponentials, probability } from "./exponentials.js";

/** How sharply logits are told apart: all of them are divided by the temperature. No unit. */
export interface TemperatureOptions {
  /** Positive; 1 by default. Low: the winner takes all. High: all classes alike. */
  readonly temperature?: number;
}

/**
 * Softmax: turns any real numbers into probabilities.
 *
 *     s_i = exp(z_i) / Σ_l exp(z_l)
 *
 * The entries lie in [0, 1], sum to 1 (up to rounding) and keep the order of z: equal logits get
 * equal bits, and the largest logit the largest probability. (Logits closer together than 2⁻⁵⁰ can
 * come out in either order, by two units in the last place.) Large logits do not overflow.
 *
 * Source: D1 of the article; how it is computed: src/exponentials.ts.
 *
 * @param z logits, n numbers, no unit; −Infinity masks a class, whose probability is 0.
 * @returns n probabilities; [] for an empty z. Largest error seen: see test/accuracy.test.ts.
 * @throws {TypeError} if z is not an array of numbers; the message names the entry.
 * @throws {RangeError} if a logit is NaN or +Infinity, or all are −Infinity.
 * @throws {TypeError} if an option is not a number.
 * @throws {RangeError} if the temperature is not positive and finite.
 *
 * @example
 * softmax([0, 0]); // [0.5, 0.5]
 * softmax([1000, 1000]); // [0.5, 0.5]
 * softmax([0, -Infinity]); // [1, 0]
 * softmax([]); // []
 */
export function softmax(z: Vector, options: TemperatureOptions = {}): number[] {
  const { z: checked, largest } = unmaskedLogits("softmax", "z", z);
  const { temperature = 1 } = named("softmax", options);
  const x = exponentials(checked, largest, positiveFinite("softmax", "temperature", temperature));
  const s = new Array<number>(checked.length);
  for (let i = 0; i < s.length; i++) s[i] = probability(x, i);
  giveBack(checked);
  return s;
}
