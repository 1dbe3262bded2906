/** Bounds on a polynomial: its degree, and log2 of the sum of its coefficients' sizes. */
interface Bound {
  readonly degree: number;
  readonly bits: number;
}

/** Bounds on a fraction of two polynomials, before anything cancels. */
export interface Size {
  readonly above: Bound;
  readonly below: Bound;
}

const product = (a: Bound, b: Bound): Bound => ({
  degree: a.degree + b.degree,
  bits: a.bits + b.bits,
});
const power = ({ degree, bits }: Bound, k: number): Bound => ({
  degree: degree * k,
  bits: bits * k,
});
const eitherOf = (a: Bound, b: Bound): Bound => ({
  degree: Math.max(a.degree, b.degree),
  // log2(2^x + 2^y), rounded up.
  bits:
    Math.max(a.bits, b.bits) + Math.log2(1 + 2 ** -Math.abs(a.bits - b.bits)) + Number.EPSILON * 64,
});

/** A polynomial of the given degree whose coefficients' sizes sum to 2^bits at most. */
export const size = (degree: number, bits: number): Size => ({
  above: { degree, bits },
  below: { degree: 0, bits: 0 },
});
export const turned = ({ above, below }: Size): Size => ({ above: below, below: above });
export const times = (a: Size, b: Size): Size => ({
  above: product(a.above, b.above),
  below: product(a.below, b.below),
});
export const raised = (a: Size, k: number): Size =>
  k < 0 ? raised(turned(a), -k) : { above: power(a.above, k), below: power(a.below, k) };
export const sum = (a: Size, b: Size): Size => ({
  above: eitherOf(product(a.above, b.below), product(b.above, a.below)),
  below: product(a.below, b.below),
});

/** log2 of a positive whole number, rounded up. */
export const bitsOf = (x: bigint): number => (x === 1n ? 0 : x.toString(2).length);
