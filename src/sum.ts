import { additionError, corrected, productError } from "./rounding.js";

/**
 * Σ a_i b_i, with the rounding errors of products and sums added up beside it (Ogita, Rump and
 * Oishi's Dot2, doi 10.1137/030601818). An infinite term gives an infinite sum.
 */
export function dot(
  n: number,
  a: (i: number) => number,
  b: (i: number) => number = () => 1,
): number {
  let sum = 0;
  let lost = 0;
  for (let i = 0; i < n; i++) {
    const ai = a(i);
    if (ai === 0) continue; // 0 · Infinity is 0 here: a class without weight contributes nothing
    const bi = b(i);
    const product = ai * bi;
    const next = sum + product;
    lost += productError(ai, bi, product) + additionError(sum, product, next);
    sum = next;
  }
  return corrected(sum, lost);
}
