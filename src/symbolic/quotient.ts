import * as poly from "./polynomial.js";

/**
 * A rational function as numerator / divisor · Π factor^power, the factors primitive polynomials.
 *
 * Kept in factors, a sum of fractions over Σ and Σ² needs no more than Σ² below: without that, the
 * denominators of a derivative multiply up and the terms with them.
 */
export interface Quotient {
  readonly numerator: poly.Polynomial;
  /** A positive whole number. */
  readonly divisor: bigint;
  readonly factors: ReadonlyMap<string, Factor>;
}
export interface Factor {
  readonly primitive: poly.Polynomial;
  readonly power: number;
}

/** Thrown by a division by an expression that is zero whatever the variables are. */
export class DivisionByZero extends Error {}

export const of = (numerator: poly.Polynomial, divisor = 1n): Quotient => ({
  numerator,
  divisor,
  factors: new Map(),
});
export const rational = (numerator: bigint, divisor: bigint): Quotient =>
  of(poly.constant(numerator), divisor);

export const isZero = (q: Quotient): boolean => poly.isZero(q.numerator);
export const negate = (q: Quotient): Quotient => ({
  ...q,
  numerator: poly.scale(q.numerator, -1n),
});

export function add(a: Quotient, b: Quotient): Quotient {
  if (isZero(a)) return b;
  if (isZero(b)) return a;
  // What both share stays outside; each numerator takes in what only it has.
  const shared = new Map<string, Factor>();
  let left = poly.scale(a.numerator, b.divisor);
  let right = poly.scale(b.numerator, a.divisor);
  for (const [key, factor] of new Map([...a.factors, ...b.factors])) {
    const [p, q] = [a.factors.get(key)?.power ?? 0, b.factors.get(key)?.power ?? 0];
    const least = Math.min(p, q);
    left = poly.multiply(left, poly.raise(factor.primitive, p - least));
    right = poly.multiply(right, poly.raise(factor.primitive, q - least));
    if (least !== 0) shared.set(key, { primitive: factor.primitive, power: least });
  }
  return { numerator: poly.add(left, right), divisor: a.divisor * b.divisor, factors: shared };
}

export function multiply(a: Quotient, b: Quotient): Quotient {
  const factors = new Map(a.factors);
  for (const [key, { primitive, power }] of b.factors) {
    const total = (factors.get(key)?.power ?? 0) + power;
    if (total === 0) factors.delete(key);
    else factors.set(key, { primitive, power: total });
  }
  return {
    numerator: poly.multiply(a.numerator, b.numerator),
    divisor: a.divisor * b.divisor,
    factors,
  };
}

/** 1 / q; the caller says what was divided by, for the message. */
export function reciprocal(q: Quotient, text: () => string): Quotient {
  if (isZero(q)) throw new DivisionByZero(`division by an expression that is zero: ${text()}`);
  const { content, monomial, primitive, key } = poly.split(q.numerator);
  const factors = new Map(
    [...q.factors].map(([k, f]) => [k, { primitive: f.primitive, power: -f.power }]),
  );
  let result = of(poly.constant(content < 0n ? -q.divisor : q.divisor), abs(content));
  for (const [atom, exponent] of monomial)
    result = multiply(result, of(poly.power(atom, -exponent)));
  result = { ...result, factors };
  if (primitive.size === 1) return result; // the primitive part of a single term is 1
  return multiply(result, {
    numerator: poly.constant(1n),
    divisor: 1n,
    factors: new Map([[key, { primitive, power: -1 }]]),
  });
}

export function raise(q: Quotient, exponent: number, text: () => string): Quotient {
  if (exponent < 0) return raise(reciprocal(q, text), -exponent, text);
  const factors = new Map(
    [...q.factors].map(([k, f]) => [k, { primitive: f.primitive, power: f.power * exponent }]),
  );
  return {
    numerator: poly.raise(q.numerator, exponent),
    divisor: q.divisor ** BigInt(exponent),
    factors: exponent === 0 ? new Map() : factors,
  };
}

const abs = (x: bigint): bigint => (x < 0n ? -x : x);
