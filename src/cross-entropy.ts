import { distribution, probabilities, sameLength, type Vector } from "./arguments.js";
import { list } from "./list.js";
import { dot } from "./sum.js";

/**
 * Cross-entropy H(y, s) = −Σ_i y_i log s_i of a predicted distribution s under a true one, y.
 *
 * A term with y_i = 0 is 0, even where s_i = 0; y_i > 0 with s_i = 0 gives Infinity. No epsilon
 * hides it: from logits, use softmaxCrossEntropy, which never meets log 0.
 *
 * Source: D18 of the article; the true distribution comes first.
 *
 * @param y true distribution, C numbers ≥ 0 that sum to 1 within 1e-9, no unit.
 * @param s predicted probabilities, C numbers in [0, 1], no unit.
 * @returns the loss in nats, ≥ 0.
 * @throws {TypeError} if an argument is not an array of numbers; the message names the entry.
 * @throws {RangeError} if the lengths differ, y is no distribution, or an entry of s is outside [0, 1].
 *
 * @example
 * crossEntropy([0, 1], [0.5, 0.5]); // 0.6931471805599453
 * crossEntropy([1, 0], [1, 0]); // 0
 * crossEntropy([1, 0], [0, 1]); // Infinity
 */
export function crossEntropy(y: Vector, s: Vector): number {
  const [target, p] = operands("crossEntropy", y, s);
  return dot(
    target.length,
    (i) => target[i],
    (i) => 0 - Math.log(p[i]),
  );
}

/**
 * Gradient of the cross-entropy by the predicted probabilities: −y_i / s_i.
 *
 * Where y_i = 0 it is 0; where y_i > 0 and s_i = 0 it is −Infinity, and also where s_i is so small
 * (below 1e-308) that the quotient is beyond the largest double.
 *
 * @param y true distribution, C numbers ≥ 0 that sum to 1 within 1e-9, no unit.
 * @param s predicted probabilities, C numbers in [0, 1], no unit.
 * @returns C numbers, nats for each unit of probability.
 * @throws {TypeError} if an argument is not an array of numbers; the message names the entry.
 * @throws {RangeError} if the lengths differ, y is no distribution, or an entry of s is outside [0, 1].
 *
 * @example
 * crossEntropyGradient([0, 1], [0.5, 0.5]); // [0, -2]
 */
export function crossEntropyGradient(y: Vector, s: Vector): number[] {
  const [target, p] = operands("crossEntropyGradient", y, s);
  return list(target.length, (i) => (target[i] === 0 ? 0 : -target[i] / p[i]));
}

function operands(where: string, y: Vector, s: Vector): [Float64Array, Float64Array] {
  const target = distribution(where, "y", y);
  const p = probabilities(where, "s", s);
  sameLength(where, ["y", target], ["s", p]);
  // −0 is a zero like any other: −y/s must be −Infinity there, not +Infinity.
  return [target, p.map((pi) => pi + 0)];
}
