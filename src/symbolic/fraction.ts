import {
  bounded,
  boundedExponent,
  gcd,
  type Monomial,
  ONE,
  type Polynomial,
  Ring,
  TooLarge,
} from "./polynomial.js";

/**
 * A rational function in factors: numerator / divisor · monomial · Π factor^power.
 *
 * The numerator and the divisor are whole numbers in lowest terms, the divisor positive; the
 * factors are primitive polynomials of more than one term, by their numbers in the field. Powers
 * may be negative. Nothing is multiplied out before a sum needs it: the derivatives here are short
 * products of e^z1, …, Σ = e^z1 + … + e^zn and Σ − e^z1, whatever n is.
 */
export interface Fraction {
  readonly numerator: bigint;
  readonly divisor: bigint;
  readonly monomial: Monomial;
  readonly factors: ReadonlyMap<number, number>;
}

/** Thrown by a division by an expression that is zero whatever the variables are. */
export class DivisionByZero extends Error {}

const NONE: ReadonlyMap<number, number> = new Map();
const UNIT: Polynomial = new Map([[ONE, 1n]]);
const MOST_MULTIPLIED_OUT = 256;
export const isZero = (f: Fraction): boolean => f.numerator === 0n;
export const isNumber = (f: Fraction): boolean => f.monomial === ONE && f.factors.size === 0;

/** numerator / divisor · monomial, in lowest terms. */
export function fraction(numerator: bigint, divisor = 1n, monomial: Monomial = ONE): Fraction {
  const shared = numerator === 1n || divisor === 1n ? 1n : gcd(numerator, divisor);
  return {
    numerator: bounded(numerator / shared),
    divisor: bounded(divisor / shared),
    monomial,
    factors: NONE,
  };
}

export const negate = (f: Fraction): Fraction => ({ ...f, numerator: -f.numerator });

/** Arithmetic with fractions over one ring. */
export class Field {
  readonly ring = new Ring();
  /** Each factor with the powers of it that were multiplied out so far. */
  private readonly multipliedOut: Polynomial[][] = [];
  private readonly numbers = new Map<string, number>();

  factor(number: number): Polynomial {
    return this.multipliedOut[number][1];
  }

  multiply(a: Fraction, b: Fraction): Fraction {
    if (isZero(a) || isZero(b)) return fraction(0n);
    const factors = new Map(a.factors);
    for (const [factor, power] of b.factors) {
      const total = (factors.get(factor) ?? 0) + power;
      if (total === 0) factors.delete(factor);
      else factors.set(factor, boundedExponent(total));
    }
    const monomial = this.ring.times(a.monomial, b.monomial);
    return {
      ...fraction(a.numerator * b.numerator, a.divisor * b.divisor, monomial),
      factors,
    };
  }

  /** a^exponent, the exponent a whole number of any sign; 0^0 is 1, as in mathjs. */
  raise(a: Fraction, exponent: number, text: () => string): Fraction {
    if (exponent < 0) {
      if (isZero(a)) throw new DivisionByZero(`division by an expression that is zero: ${text()}`);
      const [numerator, divisor] =
        a.numerator < 0n ? [-a.divisor, -a.numerator] : [a.divisor, a.numerator];
      const factors = new Map(Array.from(a.factors, ([factor, power]) => [factor, -power]));
      const monomial = this.ring.raise(a.monomial, -1);
      return this.raise({ numerator, divisor, monomial, factors }, -exponent, text);
    }
    if (exponent === 0) return fraction(1n);
    const factors = Array.from(
      a.factors,
      ([factor, power]) => [factor, boundedExponent(power * exponent)] as const,
    );
    return {
      numerator: power(a.numerator, exponent),
      divisor: power(a.divisor, exponent),
      monomial: this.ring.raise(a.monomial, exponent),
      factors: new Map(factors),
    };
  }

  /** The sum: what all terms share stays outside, the rest is multiplied out and added up. */
  sum(terms: readonly Fraction[]): Fraction {
    const present = terms.filter((term) => !isZero(term));
    if (present.length < 2) return present[0] ?? fraction(0n);
    const shared = sharedFactors(present);
    const divisor = present.reduce((d, t) => (d / gcd(d, t.divisor)) * t.divisor, 1n);
    const total = new Map<Monomial, bigint>();
    for (const term of present) {
      const coefficient = term.numerator * (divisor / term.divisor);
      const rest = this.multiplyOut(term.factors, shared);
      this.ring.accumulate(total, rest, term.monomial, coefficient);
    }
    if (total.size === 0) return fraction(0n);
    const { content, monomial, primitive } = this.ring.split(total);
    const factors = new Map([...shared].filter(([, power]) => power !== 0));
    const added = { ...fraction(content, divisor, monomial), factors };
    return primitive.size === 1 ? added : this.multiply(added, this.ofPrimitive(primitive));
  }

  /** What is above the fraction bar, multiplied out, and the factors below it. */
  opened(f: Fraction): { above: Polynomial; below: ReadonlyMap<number, number> } {
    const above = new Map<Monomial, bigint>();
    const [over, under] = [true, false].map(
      (isOver) => new Map([...f.factors].filter(([, power]) => power > 0 === isOver)),
    );
    if (!isZero(f))
      this.ring.accumulate(above, this.multiplyOut(over, NONE), f.monomial, f.numerator);
    return { above, below: under };
  }

  private ofPrimitive(primitive: Polynomial): Fraction {
    const key = Array.from(primitive, ([monomial, c]) => `${c} ${monomial}`).join();
    let number = this.numbers.get(key);
    if (number === undefined) {
      number = this.multipliedOut.push([UNIT, primitive]) - 1;
      this.numbers.set(key, number);
    }
    return { ...fraction(1n), factors: new Map([[number, 1]]) };
  }

  /** Π factor^(power − what is shared), where no power is below the shared one. */
  private multiplyOut(
    factors: ReadonlyMap<number, number>,
    shared: ReadonlyMap<number, number>,
  ): Polynomial {
    let product: Polynomial | undefined;
    for (const factor of new Set([...factors.keys(), ...shared.keys()])) {
      const power = (factors.get(factor) ?? 0) - (shared.get(factor) ?? 0);
      if (power === 0) continue;
      const raised = this.powerOf(factor, power);
      product = product ? this.ring.multiply(product, raised) : raised;
    }
    return product ?? UNIT;
  }

  private powerOf(factor: number, power: number): Polynomial {
    const powers = this.multipliedOut[factor];
    if (power > MOST_MULTIPLIED_OUT) throw new TooLarge(`a sum to the power ${power}`);
    for (let k = powers.length; k <= power; k++)
      powers.push(this.ring.multiply(powers[k - 1], powers[1]));
    return powers[power];
  }
}

/** For each factor the least power it has in any term; 0 where a term lacks it. */
function sharedFactors(terms: readonly Fraction[]): Map<number, number> {
  const shared = new Map(terms[0].factors);
  for (const { factors } of terms.slice(1)) {
    for (const [factor, power] of shared)
      shared.set(factor, Math.min(power, factors.get(factor) ?? 0));
    for (const [factor, power] of factors)
      if (!shared.has(factor)) shared.set(factor, Math.min(power, 0));
  }
  return shared;
}

/** x^exponent, refused before it is computed if it would be too large. */
function power(x: bigint, exponent: number): bigint {
  const bits = x.toString(16).length * 4;
  if (bits > 8 && bits * exponent > 8192)
    throw new TooLarge(`${x.toString().slice(0, 20)}^${exponent}`);
  return bounded(x ** BigInt(exponent));
}
