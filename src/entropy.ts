import { distribution, probabilities, sameLength, type Vector } from "./arguments.js";
import { dot } from "./sum.js";

/**
 * Entropy H(p) = −Σ_i p_i log p_i: how uncertain a distribution is.
 *
 * @param p distribution, n numbers ≥ 0 that sum to 1 within 1e-9, no unit.
 * @returns nats, from 0 (certain) to log n (uniform).
 * @throws {TypeError} if p is not an array of numbers; the message names the entry.
 * @throws {RangeError} if p is no distribution; the message gives its sum.
 * @throws {RangeError} if an entry of p is above 1, be it within the 1e-9.
 *
 * @example
 * entropy([0.5, 0.5]); // 0.6931471805599453
 * entropy([1, 0]); // 0
 */
export function entropy(p: Vector): number {
  const checked = probabilities("entropy", "p", distribution("entropy", "p", p));
  return dot(
    checked.length,
    (i) => checked[i],
    (i) => 0 - Math.log(checked[i]),
  );
}

/**
 * Kullback–Leibler divergence KL(p‖q) = Σ_i p_i log(p_i / q_i): what believing q costs where p is
 * true, beyond the entropy of p.
 *
 * @param p true distribution, n numbers ≥ 0 that sum to 1 within 1e-9, no unit.
 * @param q believed probabilities, n numbers in [0, 1], no unit.
 * @returns nats; 0 where p = q, Infinity where some p_i > 0 has q_i = 0. Never negative (up to
 *   rounding) where q sums to at most as much as p.
 * @throws {TypeError} if an argument is not an array of numbers; the message names the entry.
 * @throws {RangeError} if the lengths differ, p is no distribution, or an entry of p or q is outside [0, 1].
 *
 * @example
 * klDivergence([0.5, 0.5], [0.5, 0.5]); // 0
 * klDivergence([1, 0], [0.5, 0.5]); // 0.6931471805599453
 */
export function klDivergence(p: Vector, q: Vector): number {
  const truth = probabilities("klDivergence", "p", distribution("klDivergence", "p", p));
  const belief = probabilities("klDivergence", "q", q);
  sameLength("klDivergence", ["p", truth], ["q", belief]);
  return dot(
    truth.length,
    (i) => truth[i],
    (i) => logOfRatio(truth[i], belief[i]),
  );
}

/** log(p / q), with its digits also where the two nearly agree, or the quotient has no place. */
function logOfRatio(p: number, q: number): number {
  const excess = (p - q) / q;
  if (Math.abs(excess) < 0.5) return Math.log1p(excess);
  const ratio = p / q;
  return ratio > 1e-300 && ratio < 1e300 ? Math.log(ratio) : Math.log(p) - Math.log(q);
}
