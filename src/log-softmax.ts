import { named, positiveFinite, unmaskedLogits, type Vector } from "./arguments.js";
import { giveBack } from "./room.js";
import { exponentials, logOfSum, surprisal } from "./exponentials.js";
import type { TemperatureOptions } from "./softmax.js";

/**
 * Logarithms of the softmax probabilities, without rounding the probabilities first.
 *
 *     log s_i = z_i − log Σ_l exp(z_l)
 *
 * Exact to the last digits also where s_i rounds to 0 or to 1.
 *
 * Source: D8 of the article; how it is computed: src/exponentials.ts.
 *
 * @param z logits, n numbers, no unit; −Infinity masks a class, whose log-probability is −Infinity.
 * @returns n numbers ≤ 0, in nats; [] for an empty z. −Infinity also where the exact value is
 *   below the lowest double, as for [0, −1e308] at temperature 0.1.
 * @throws {TypeError} if z is not an array of numbers; the message names the entry.
 * @throws {RangeError} if a logit is NaN or +Infinity, or all are −Infinity.
 * @throws {TypeError} if an option is not a number.
 * @throws {RangeError} if the temperature is not positive and finite.
 *
 * @example
 * logSoftmax([0, -800]); // [0, -800]
 * logSoftmax([40, 0])[0]; // -4.248354255291589e-18
 */
export function logSoftmax(z: Vector, options: TemperatureOptions = {}): number[] {
  const { z: checked, largest } = unmaskedLogits("logSoftmax", "z", z);
  const { temperature = 1 } = named("logSoftmax", options);
  const x = exponentials(
    checked,
    largest,
    positiveFinite("logSoftmax", "temperature", temperature),
  );
  const log = logOfSum(x);
  const logs = new Array<number>(checked.length);
  for (let i = 0; i < logs.length; i++) logs[i] = 0 - surprisal(x, checked[i], log);
  giveBack(checked);
  return logs;
}
