/**
 * The core: what softmax, its logarithm, its derivatives and the losses all start from.
 *
 * Shifting by the largest logit m keeps every exponential in [0, 1]:
 *
 *     s_i = exp(z_i − m) / Σ_l exp(z_l − m) = e_i / (1 + R)
 *
 * where R, the rest, is the sum over all classes but one with the largest logit. R is kept apart
 * from the 1 because the 1 would swallow it: with it, log s = −log1p(R) and 1 − s = R / (1 + R)
 * stay exact to the last digits where s itself rounds to 1.
 *
 * [1] P. Blanchard, D. J. Higham, N. J. Higham: Accurately computing the log-sum-exp and softmax
 *     functions. IMA J. Numer. Anal. 41 (2021), doi 10.1093/imanum/draa038. (The shift, R, log1p.)
 * [2] A. Neumaier: Rundungsfehleranalyse einiger Verfahren zur Summation endlicher Summen. ZAMM
 *     54 (1974), doi 10.1002/zamm.19740540106. (The compensated sum.)
 * [3] D. E. Knuth: The Art of Computer Programming, vol. 2, 4.2.2, theorem B. (TwoSum.)
 * [4] T. J. Dekker: A floating-point technique for extending the available precision. Numer. Math.
 *     18 (1971), doi 10.1007/BF01397083. (The exact product.)
 */
export interface Exponentials {
  /** Index of the (first) largest logit. */
  readonly largest: number;
  /** The largest logit. */
  readonly max: number;
  /** R: the sum of all e_i but e[largest]; in [0, n − 1]. */
  readonly rest: number;
  /** e_i = exp((z_i − max) / temperature), one a class. */
  readonly e: Float64Array;
}

/**
 * Rounding error of a + b: `sum + error` is a + b exactly (TwoSum, [3]). An overflow has no
 * finite error; it counts as 0, or it would turn Infinity into NaN.
 */
export function additionError(a: number, b: number, sum: number): number {
  const bVirtual = sum - a;
  const error = a - (sum - bVirtual) + (b - bVirtual);
  return error - error === 0 ? error : 0;
}

/** 2²⁷ + 1 splits a double into two halves of 26 bits, whose products are exact [4]. */
const SPLITTER = 134217729;

/** Rounding error of a · b, exact barring over- and underflow (0 in the case of overflow). */
export function productError(a: number, b: number, product: number): number {
  const aScaled = SPLITTER * a;
  const aHigh = aScaled - (aScaled - a);
  const aLow = a - aHigh;
  const bScaled = SPLITTER * b;
  const bHigh = bScaled - (bScaled - b);
  const bLow = b - bHigh;
  const error = aLow * bLow - (product - aHigh * bHigh - aLow * bHigh - aHigh * bLow);
  return error - error === 0 ? error : 0;
}

/**
 * Finds the largest of n logits, exponentiates the shifted logits and sums the rest.
 *
 * @param z logits, no unit, one row of them at `start`; not all −Infinity.
 * @param e where the n exponentials go.
 */
export function exponentials(
  z: Float64Array,
  temperature = 1,
  e: Float64Array = new Float64Array(z.length),
  start = 0,
): Exponentials {
  const n = e.length;
  let largest = 0;
  for (let i = 1; i < n; i++) if (z[start + i] > z[start + largest]) largest = i;
  const max = z[start + largest];

  let rest = 0;
  let lost = 0;
  for (let i = 0; i < n; i++) {
    const zi = z[start + i];
    const shifted = zi - max;
    let exponent = shifted;
    let tail = additionError(zi, -max, shifted);
    if (temperature !== 1) {
      exponent = shifted / temperature;
      tail = quotientTail(shifted, tail, temperature, exponent);
    }
    // What z − max lost in rounding would be magnified by exp: exp(x + r) = exp(x) (1 + r + …).
    const head = Math.exp(exponent);
    const ei = head + head * tail;
    e[i] = ei;
    if (i !== largest) {
      // Neumaier's sum [2]; no term exceeds 1, so nothing here can overflow.
      const sum = rest + ei;
      lost += rest >= ei ? rest - sum + ei : ei - sum + rest;
      rest = sum;
    }
  }
  return { largest, max, rest: rest + lost, e };
}

/** What is missing from `quotient` in (shifted + tail) / temperature. */
function quotientTail(
  shifted: number,
  tail: number,
  temperature: number,
  quotient: number,
): number {
  const product = quotient * temperature;
  const missing =
    (shifted - product - productError(quotient, temperature, product) + tail) / temperature;
  // A tail is small beside its quotient; where it is not, something over- or underflowed.
  return Math.abs(missing) <= Math.abs(quotient) * Number.EPSILON ? missing : 0;
}

/** s_i = e_i / (1 + R). */
export function probability({ e, rest }: Exponentials, i: number): number {
  return e[i] / (1 + rest);
}

/** 1 − s_i, without the subtraction where s_i is near 1. */
export function complement(x: Exponentials, i: number): number {
  return i === x.largest ? x.rest / (1 + x.rest) : 1 - probability(x, i);
}

/** −log s_i = log(1 + R) − (z_i − max) / T: a sum of two numbers that are not negative. */
export function surprisal(x: Exponentials, zi: number, temperature = 1): number {
  if (zi === Number.NEGATIVE_INFINITY) return Number.POSITIVE_INFINITY;
  const gap = x.max - zi;
  let scaled = gap;
  let tail = additionError(x.max, -zi, gap);
  if (temperature !== 1) {
    scaled = gap / temperature;
    tail = quotientTail(gap, tail, temperature, scaled);
  }
  const logOfSum = Math.log1p(x.rest);
  const sum = logOfSum + scaled;
  // The two small errors together decide the last digit.
  return sum + (additionError(logOfSum, scaled, sum) + tail);
}

/**
 * total · s_i − y_i, the gradient's entry, for targets y that sum to `total`.
 *
 * @param others total − y_i, the sum of the other targets, from whoever knows it without rounding.
 */
export function residual(
  x: Exponentials,
  i: number,
  target: number,
  others: number,
  total: number,
): number {
  // At the largest class s is 1 − R/(1+R), and 1 minus a target near 1 is `others`, not a difference.
  if (i === x.largest && others <= target) return others - total * (x.rest / (1 + x.rest));
  return total * probability(x, i) - target;
}
