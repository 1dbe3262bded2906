/**
 * What an addition or a multiplication lost in rounding, itself a double.
 *
 * [3] D. E. Knuth: The Art of Computer Programming, vol. 2, 4.2.2, theorem B. (TwoSum.)
 * [4] T. J. Dekker: A floating-point technique for extending the available precision. Numer. Math.
 *     18 (1971), doi 10.1007/BF01397083. (The exact product.)
 */

/**
 * Rounding error of a + b: `sum + error` is a + b exactly (TwoSum, [3]). NaN where the sum or a
 * step on the way to its error overflows, near 1.8e308; `corrected` knows that.
 */
export function additionError(a: number, b: number, sum: number): number {
  const bVirtual = sum - a;
  return a - (sum - bVirtual) + (b - bVirtual);
}

/** `sum + error`, or the sum alone where its error is not known. */
export function corrected(sum: number, error: number): number {
  return Number.isNaN(error) ? sum : sum + error;
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
