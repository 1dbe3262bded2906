/** Thrown where arithmetic would grow beyond what is worth waiting for. */
export class TooLarge extends Error {}

/**
 * What one proof may take: steps (about one for a product of two terms, more where it is a new
 * monomial), bits of a coefficient, the size of an exponent. They are counted, not timed, so that
 * the same formulas get the same answer everywhere.
 */
const MOST_STEPS = 1_000_000;
const MOST_BITS = 4096n;
const MOST_EXPONENT = 2 ** 30;
const MOST_MONOMIALS = 2 ** 20;

/** A product of powers of atoms, by its number in the ring. The first is 1. */
export type Monomial = number;
/** Coefficients by monomial; none is zero. */
export type Polynomial = ReadonlyMap<Monomial, bigint>;
/** Pairs of atom and exponent, atoms ascending, no exponent zero; exponents may be negative. */
type Powers = readonly (readonly [number, number])[];

export const ONE: Monomial = 0;
const LARGEST = 1n << MOST_BITS;

/** The number itself, unless it is too large. */
export function bounded(x: bigint): bigint {
  if (x > LARGEST || x < -LARGEST) throw new TooLarge(`a number of over ${MOST_BITS} bits`);
  return x;
}

/** As above, for an exponent: those are doubles and must stay exact. */
export function boundedExponent(exponent: number): number {
  if (Math.abs(exponent) > MOST_EXPONENT)
    throw new TooLarge(`an exponent of over ${MOST_EXPONENT}`);
  return exponent;
}

/**
 * Polynomials with whole-number coefficients (BigInt: nothing rounds) in numbered unknowns.
 *
 * Each monomial that occurs gets a number, so a polynomial is a map from numbers to coefficients,
 * and the product of two monomials is looked up after the first time.
 */
export class Ring {
  private steps = 0;
  private readonly powers: Powers[] = [[]];
  private readonly monomials = new Map<string, Monomial>([["", ONE]]);
  private readonly products = new Map<number, Monomial>();

  /** A new proof may take as many steps as the last. */
  restart(): void {
    this.steps = 0;
  }

  private spend(steps: number): void {
    this.steps += steps;
    if (this.steps > MOST_STEPS) throw new TooLarge(`over ${MOST_STEPS} steps`);
  }

  powersOf(monomial: Monomial): Powers {
    return this.powers[monomial];
  }

  monomial(powers: Powers): Monomial {
    const key = powers.join(" ");
    let monomial = this.monomials.get(key);
    if (monomial === undefined) {
      for (const [, exponent] of powers) boundedExponent(exponent);
      if (this.powers.length === MOST_MONOMIALS)
        throw new TooLarge(`over ${MOST_MONOMIALS} different monomials`);
      this.spend(10 + 2 * powers.length);
      monomial = this.powers.push(powers) - 1;
      this.monomials.set(key, monomial);
    }
    return monomial;
  }

  times(a: Monomial, b: Monomial): Monomial {
    if (a === ONE) return b;
    if (b === ONE) return a;
    const key = a < b ? a * MOST_MONOMIALS + b : b * MOST_MONOMIALS + a;
    let product = this.products.get(key);
    if (product === undefined) {
      const exponents = new Map(this.powers[a]);
      for (const [atom, exponent] of this.powers[b])
        exponents.set(atom, (exponents.get(atom) ?? 0) + exponent);
      product = this.fromExponents(exponents);
      if (this.products.size > MOST_STEPS) this.products.clear();
      this.products.set(key, product);
    }
    return product;
  }

  raise(a: Monomial, exponent: number): Monomial {
    if (exponent === 0) return ONE;
    return this.monomial(this.powers[a].map(([atom, e]) => [atom, e * exponent] as const));
  }

  private fromExponents(exponents: ReadonlyMap<number, number>): Monomial {
    const powers = [...exponents].filter(([, exponent]) => exponent !== 0);
    return this.monomial(powers.sort(([a], [b]) => a - b));
  }

  multiply(a: Polynomial, b: Polynomial): Polynomial {
    const sum = new Map<Monomial, bigint>();
    for (const [m, c] of a) this.accumulate(sum, b, m, c);
    return sum;
  }

  /** sum += coefficient · monomial · p, in place. */
  accumulate(
    sum: Map<Monomial, bigint>,
    p: Polynomial,
    monomial: Monomial,
    coefficient: bigint,
  ): void {
    this.spend(p.size);
    for (const [m, c] of p) {
      const product = this.times(monomial, m);
      const total = bounded((sum.get(product) ?? 0n) + coefficient * c);
      if (total === 0n) sum.delete(product);
      else sum.set(product, total);
    }
  }

  /**
   * p = content · monomial · primitive: in the primitive part no number but ±1 and no atom divides
   * every term, and the coefficient of the monomial with the smallest number is positive.
   */
  split(p: Polynomial): { content: bigint; monomial: Monomial; primitive: Polynomial } {
    const lowest = new Map<number, { exponent: number; terms: number }>();
    let content = 0n;
    for (const [monomial, coefficient] of p) {
      content = gcd(content, coefficient);
      for (const [atom, exponent] of this.powers[monomial]) {
        const so = lowest.get(atom);
        lowest.set(atom, {
          exponent: Math.min(exponent, so?.exponent ?? exponent),
          terms: (so?.terms ?? 0) + 1,
        });
      }
    }
    // An atom that is missing in a term has exponent 0 there.
    const shared = new Map(
      Array.from(lowest, ([atom, { exponent, terms }]) => [
        atom,
        terms < p.size ? Math.min(exponent, 0) : exponent,
      ]),
    );
    const monomial = this.fromExponents(shared);
    const inverse = this.raise(monomial, -1);
    const rest = Array.from(p, ([m, c]) => [this.times(m, inverse), c] as const);
    rest.sort(([a], [b]) => a - b);
    if (rest[0][1] < 0n) content = -content;
    return { content, monomial, primitive: new Map(rest.map(([m, c]) => [m, c / content])) };
  }
}

export function gcd(a: bigint, b: bigint): bigint {
  let [x, y] = a < 0n ? [-a, b] : [a, b];
  while (y !== 0n) [x, y] = [y, x % y];
  return x < 0n ? -x : x;
}
