import { DivisionByZero, type Fraction } from "./fraction.js";
import { type Normaliser, Untreated } from "./normal-form.js";
import { type Monomial, type Polynomial, TooLarge } from "./polynomial.js";
import { bitsOf, raised, type Size, size, sum, times, turned } from "./size.js";
import type { Term, Terms } from "./terms.js";

/** 2⁶¹ − 1 and the next smaller primes. Residues modulo them are computed without rounding. */
export const PRIMES = [1n, 31n, 45n, 229n, 259n, 283n, 339n, 391n].map((d) => 2n ** 61n - d);
/** Every one of them is above 2 to this power. */
const BITS = 60.999;
const POINTS = 3;
const MOST_TRIES = 5;

/**
 * Equality of terms by their values at random points modulo primes, with a random residue for each
 * atom of the normal form. Only what stands under exp and log is brought to normal form.
 *
 * Let the sides differ by N/D, where N is a polynomial with whole coefficients that is not zero.
 * As the product of the primes is larger than the sum of the coefficients' sizes, N is not zero
 * modulo one of the primes at least. Modulo that one, it vanishes at a random point with a chance
 * of at most degree / prime (Schwartz–Zippel), so at all points with at most the power of that.
 *
 * The seed is a digest of the terms: nobody can choose formulas to suit the points, and every run
 * draws the same.
 */
export class RandomPoints {
  readonly description: string;
  /** Bound on the chance that an equality is wrong. */
  readonly chanceOfError: string;
  private readonly sizes: (Size | Error)[] = [];
  /** For each point the value of each term; undefined where it cannot be treated. */
  private readonly values: (bigint | undefined)[][] = [];

  constructor(
    private readonly terms: Terms,
    pairs: readonly (readonly [Term, Term])[],
    private readonly normaliser: Normaliser,
  ) {
    for (const term of terms.all) this.sizes.push(this.sizeOf(term));
    let [degree, bits] = [1, 1];
    for (const [left, right] of pairs) {
      const difference = this.difference(left, right);
      if (difference instanceof Error) continue;
      degree = Math.max(degree, difference.degree);
      bits = Math.max(bits, difference.bits);
    }
    const seed = terms.digest();
    const draw = generator(seed);
    const wanted = Math.ceil(bits / BITS);
    const primes: bigint[] = [];
    let pole = "";
    for (const prime of PRIMES) {
      if (primes.length === wanted) break;
      try {
        for (let point = 0; point < POINTS; point++) this.values.push(this.evaluate(prime, draw));
        primes.push(prime);
      } catch (error) {
        // A number that is divided by may be a multiple of one prime, but not of all.
        if (!(error instanceof Pole)) throw error;
        pole = error.message;
      }
    }
    if (primes.length < wanted)
      throw new DivisionByZero(`division by an expression that is zero: ${pole}`);
    const modulus =
      wanted === 1 ? `2^61 − ${2n ** 61n - primes[0]}` : `each of ${wanted} primes below 2^61`;
    this.description = `${POINTS} random points modulo ${modulus} (seed ${seed.toString(16)})`;
    this.chanceOfError = `2^−${Math.floor(POINTS * (BITS - Math.log2(degree)))}`;
  }

  /** @throws {Untreated} | {TooLarge} if it cannot be told. */
  equal(left: Term, right: Term): boolean {
    const difference = this.difference(left, right);
    if (difference instanceof Error) throw difference;
    return this.values.every((value) => value[left.number] === value[right.number]);
  }

  /** Degree and coefficients of what is above in left − right. */
  private difference(left: Term, right: Term): { degree: number; bits: number } | Error {
    const [a, b] = [this.sizes[left.number], this.sizes[right.number]];
    if (a instanceof Error) return a;
    if (b instanceof Error) return b;
    const { above } = sum(a, b);
    return above.bits < BITS * PRIMES.length
      ? above
      : new TooLarge("its coefficients may be large");
  }

  private sizeOf(term: Term): Size | Error {
    const { kind, parts, value } = term;
    try {
      if (kind === "other") throw new Untreated(term.text());
      if (kind === "exp" || kind === "log") return this.sizeOfForm(this.normaliser.form(term));
      if (kind === "power") {
        const base = this.sizes[parts[0].number];
        return base instanceof Error ? base : raised(base, this.normaliser.wholeNumber(term));
      }
    } catch (error) {
      if (error instanceof Untreated || error instanceof TooLarge) return error;
      throw error;
    }
    const sizes = parts.map((part) => this.sizes[part.number]);
    const unknown = sizes.find((each) => each instanceof Error);
    if (unknown) return unknown;
    const [first, ...others] = sizes as Size[];
    if (kind === "number") {
      const [numerator, divisor] = value as readonly [bigint, bigint];
      return times(size(0, bitsOf(numerator)), turned(size(0, bitsOf(divisor))));
    }
    if (kind === "symbol") return size(1, 0);
    if (kind === "add") return others.reduce(sum, first);
    if (kind === "divide") return times(first, turned(others[0]));
    return others.reduce(times, first); // a product, or minus
  }

  private sizeOfForm({ numerator, divisor, monomial, factors }: Fraction): Size {
    const { ring } = this.normaliser.field;
    const degreeOf = (m: Monomial) =>
      ring.powersOf(m).reduce((degree, [, exponent]) => degree + Math.abs(exponent), 0);
    const ofMonomial = (m: Monomial) =>
      ring
        .powersOf(m)
        .reduce((result, [, exponent]) => times(result, raised(size(1, 0), exponent)), size(0, 0));
    let result = times(size(0, bitsOf(numerator)), turned(size(0, bitsOf(divisor))));
    result = times(result, ofMonomial(monomial));
    for (const [factor, power] of factors) {
      const polynomial = this.normaliser.field.factor(factor);
      const degree = Math.max(...[...polynomial.keys()].map(degreeOf));
      const total = [...polynomial.values()].reduce((t, c) => t + (c < 0n ? -c : c), 0n);
      result = times(result, raised(size(degree, bitsOf(total)), power));
    }
    return result;
  }

  /**
   * The value of each term at a random point modulo a prime. A point with a pole is drawn anew.
   *
   * @throws {Pole} if that goes on.
   */
  private evaluate(prime: bigint, draw: () => bigint): (bigint | undefined)[] {
    let pole: Pole | undefined;
    for (let tries = 0; tries < MOST_TRIES; tries++) {
      const point = new Point(prime, draw, this.normaliser);
      try {
        for (const term of this.terms.all)
          point.values.push(
            this.sizes[term.number] instanceof Error ? undefined : point.valueOf(term),
          );
        return point.values;
      } catch (error) {
        if (!(error instanceof Pole)) throw error;
        pole = error;
      }
    }
    throw pole;
  }
}

/** Thrown by a division by zero at a point; the message is what was zero there. */
class Pole extends Error {}

/** Residues for the atoms, and the values that terms have with them. */
class Point {
  readonly values: (bigint | undefined)[] = [];
  private readonly residues: bigint[] = [];
  private readonly ofFactors: bigint[] = [];

  constructor(
    private readonly prime: bigint,
    private readonly draw: () => bigint,
    private readonly normaliser: Normaliser,
  ) {}

  valueOf(term: Term): bigint {
    const { kind, parts, value } = term;
    if (kind === "symbol" || kind === "exp" || kind === "log")
      return this.ofFraction(this.normaliser.form(term));
    if (kind === "number") {
      const [numerator, divisor] = value as readonly [bigint, bigint];
      return this.mod(numerator * this.inverse(this.mod(divisor), term));
    }
    const values = parts.map((part) => this.values[part.number] as bigint);
    const [first, second] = values;
    switch (kind) {
      case "add":
        return this.mod(values.reduce((a, b) => a + b));
      case "minus":
        return this.mod(-first);
      case "multiply":
        return values.reduce((a, b) => (a * b) % this.prime);
      case "divide":
        return this.mod(first * this.inverse(second, parts[1]));
      default: // a power
        return this.power(first, this.normaliser.wholeNumber(term), parts[0]);
    }
  }

  private ofFraction({ numerator, divisor, monomial, factors }: Fraction): bigint {
    const { field } = this.normaliser;
    let value = this.mod(numerator * this.inverse(this.mod(divisor)));
    value = this.mod(value * this.ofMonomial(monomial));
    for (const [factor, power] of factors) {
      this.ofFactors[factor] ??= this.ofPolynomial(field.factor(factor));
      value = this.mod(value * this.power(this.ofFactors[factor], power));
    }
    return value;
  }

  private ofPolynomial(polynomial: Polynomial): bigint {
    let sum = 0n;
    for (const [monomial, coefficient] of polynomial)
      sum = this.mod(sum + coefficient * this.ofMonomial(monomial));
    return sum;
  }

  private ofMonomial(monomial: Monomial): bigint {
    let product = 1n;
    for (const [atom, exponent] of this.normaliser.field.ring.powersOf(monomial)) {
      this.residues[atom] ??= (this.draw() % (this.prime - 1n)) + 1n;
      product = this.mod(product * this.power(this.residues[atom], exponent));
    }
    return product;
  }

  private mod(x: bigint): bigint {
    const residue = x % this.prime;
    return residue < 0n ? residue + this.prime : residue;
  }

  private power(base: bigint, exponent: number, term?: Term): bigint {
    if (exponent < 0) return this.power(this.inverse(base, term), -exponent);
    let result = 1n;
    for (let b = base, k = exponent; k > 0; k = Math.floor(k / 2), b = (b * b) % this.prime)
      if (k % 2 === 1) result = (result * b) % this.prime;
    return result;
  }

  /** 1/x by Euclid's algorithm; the same sums are divided by again and again, so it is kept. */
  private readonly inverses = new Map<bigint, bigint>();
  private inverse(x: bigint, term?: Term): bigint {
    if (x === 0n) throw new Pole(term?.text() ?? "a sum under an exponential or a logarithm");
    let inverse = this.inverses.get(x);
    if (inverse === undefined) {
      let [a, b, u, v] = [x, this.prime, 1n, 0n];
      while (b !== 0n) [a, b, u, v] = [b, a % b, v, u - (a / b) * v];
      inverse = this.mod(u);
      this.inverses.set(x, inverse);
    }
    return inverse;
  }
}

/** Pseudo-random numbers of 128 bits, the same for the same seed (splitmix64, two at a time). */
function generator(seed: bigint): () => bigint {
  let state = seed;
  const next = () => {
    state = BigInt.asUintN(64, state + 0x9e3779b97f4a7c15n);
    let x = state;
    x = BigInt.asUintN(64, (x ^ (x >> 30n)) * 0xbf58476d1ce4e5b9n);
    x = BigInt.asUintN(64, (x ^ (x >> 27n)) * 0x94d049bb133111ebn);
    return x ^ (x >> 31n);
  };
  return () => (next() << 64n) | next();
}
