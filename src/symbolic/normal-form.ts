import {
  DivisionByZero,
  Field,
  type Fraction,
  fraction,
  isNumber,
  isZero,
  negate,
} from "./fraction.js";
import { boundedExponent, gcd, type Monomial, TooLarge } from "./polynomial.js";
import type { Term } from "./terms.js";

/** Thrown for a term that cannot be treated; the message is its text. */
export class Untreated extends Error {}

/** Thrown where an exponential has a fractional exponent: all exponents must be counted in 1/root. */
class NeedsRoot extends Error {
  constructor(readonly denominator: bigint) {
    super();
  }
}
const LARGEST_ROOT = 10_000;

/** Calls `use` with a normaliser that counts the exponents of exponentials finely enough. */
export function withNormaliser<T>(use: (normaliser: Normaliser) => T): T {
  for (let root = 1; ; ) {
    try {
      return use(new Normaliser(root));
    } catch (error) {
      if (!(error instanceof NeedsRoot)) throw error;
      root *= Number(error.denominator);
      if (root > LARGEST_ROOT) throw new Untreated("exponents with such large denominators");
    }
  }
}

const MOST_POWER = 64;

/** An unknown of the normal form: a variable, or e^f or log f for a fraction f. */
type Atom = { readonly kind: "variable" } | { readonly kind: "exp" | "log"; readonly of: Fraction };

const keyOf = ({ numerator, monomial, factors }: Fraction): string =>
  `${numerator} ${monomial} ${[...factors].sort(([a], [b]) => a - b).join(" ")}`;

/**
 * Terms as fractions of polynomials in atoms. Equal fractions mean equal expressions, wherever both
 * are defined: the atoms are treated as independent unknowns, and nothing is used but the field
 * axioms, exp(a + b) = exp(a) exp(b), log(ab) = log(a) + log(b) for positive a and b, and that exp
 * and log undo each other.
 */
export class Normaliser {
  readonly description = "normal form";
  readonly field = new Field();
  private readonly forms: Fraction[] = [];
  private readonly atoms: Atom[] = [];
  private readonly atomNumbers = new Map<string, number>();

  /** @param root the atom of e^f stands for e^(f/root). */
  constructor(private readonly root: number) {}

  /** @throws {Untreated} | {TooLarge} | {DivisionByZero} */
  form(term: Term): Fraction {
    this.forms[term.number] ??= this.find(term);
    return this.forms[term.number];
  }

  /** Whether left = right wherever both are defined, as far as the normal form can tell. */
  equal(left: Term, right: Term): boolean {
    this.field.ring.restart();
    return isZero(this.field.sum([this.form(left), negate(this.form(right))]));
  }

  private find(term: Term): Fraction {
    const { kind, parts, value, text } = term;
    const [first, second] = parts;
    switch (kind) {
      case "number":
        return fraction(...(value as readonly [bigint, bigint]));
      case "symbol":
        return this.atom(`variable ${term.name}`, { kind: "variable" });
      case "minus":
        return negate(this.form(first));
      case "add":
        return this.field.sum(parts.map((part) => this.form(part)));
      case "multiply":
        return parts.map((part) => this.form(part)).reduce((a, b) => this.field.multiply(a, b));
      case "divide":
        return this.field.multiply(
          this.form(first),
          this.field.raise(this.form(second), -1, second.text),
        );
      case "power":
        return this.field.raise(this.form(first), this.wholeNumber(term), first.text);
      case "exp":
        return this.exponential(this.form(first), text);
      case "log":
        return this.logarithm(this.form(first), text);
      default:
        throw new Untreated(text());
    }
  }

  private atom(key: string, atom: Atom, exponent = 1): Fraction {
    let number = this.atomNumbers.get(key);
    if (number === undefined) {
      number = this.atoms.push(atom) - 1;
      this.atomNumbers.set(key, number);
    }
    return fraction(1n, 1n, this.field.ring.monomial([[number, exponent]]));
  }

  private logAtom(of: Fraction): Fraction {
    return this.atom(`log ${keyOf(of)}`, { kind: "log", of });
  }

  /** exp(Σ c m + Σ k log f) = Π (e^m)^c · Π f^k, one m for each monomial above in the exponent. */
  private exponential(exponent: Fraction, text: () => string): Fraction {
    const { above, below } = this.field.opened(exponent);
    let result = fraction(1n);
    for (const [monomial, coefficient] of above) {
      const of = { ...fraction(1n, 1n, monomial), factors: below };
      const undone = this.underLogarithm(of);
      const scaled = coefficient * BigInt(undone ? 1 : this.root);
      if (scaled % exponent.divisor !== 0n) {
        if (undone) throw new Untreated(text());
        throw new NeedsRoot(exponent.divisor / gcd(exponent.divisor, scaled));
      }
      const count = boundedExponent(Number(scaled / exponent.divisor));
      const power = undone
        ? this.field.raise(undone, count, text)
        : this.atom(`exp ${keyOf(of)}`, { kind: "exp", of }, count);
      result = this.field.multiply(result, power);
    }
    return result;
  }

  /** f, where the fraction is log f. */
  private underLogarithm({ monomial, factors }: Fraction): Fraction | undefined {
    const [[atom, exponent] = [-1, 0], ...others] = this.field.ring.powersOf(monomial);
    const isAtom = exponent === 1 && others.length === 0 && factors.size === 0;
    const found = isAtom ? this.atoms[atom] : undefined;
    return found?.kind === "log" ? found.of : undefined;
  }

  /**
   * The logarithm of a product, term by term, as far as its parts are positive: primes, variables
   * (by the contract), exponentials, and sums of these. What may be negative stays together under
   * one logarithm, with its sign: log((a − b)²) is not 2 log(a − b).
   */
  private logarithm(argument: Fraction, text: () => string): Fraction {
    if (isZero(argument)) throw new DivisionByZero(`logarithm of zero: ${text()}`);
    const { numerator, divisor } = argument;
    const terms: Fraction[] = [];
    const plus = (times: number, log: Fraction) =>
      terms.push(this.field.multiply(fraction(BigInt(times)), log));
    for (const [prime, times] of factorise(numerator < 0n ? -numerator : numerator))
      plus(times, this.logAtom(fraction(prime)));
    for (const [prime, times] of factorise(divisor)) plus(-times, this.logAtom(fraction(prime)));

    const unsure: [Fraction, number][] = [];
    for (const [part, power] of this.partsOf(argument)) {
      const logarithm = this.ofPositive(part);
      if (logarithm) plus(power, logarithm);
      else unsure.push([part, power]);
    }
    const sign = fraction(numerator < 0n ? -1n : 1n);
    if (unsure.length === 1 && unsure[0][1] % 2 !== 0) {
      // ±f^k with odd k is positive where ±f is.
      const [part, power] = unsure[0];
      plus(power, this.logAtom(this.field.multiply(sign, part)));
    } else if (unsure.length > 0) {
      const powers = unsure.map(([part, power]) => this.field.raise(part, power, text));
      plus(1, this.logAtom(powers.reduce((a, b) => this.field.multiply(a, b), sign)));
    } else if (numerator < 0n) throw new Untreated(text());
    return this.field.sum(terms);
  }

  /** Atoms and factors with their powers. */
  private partsOf({ monomial, factors }: Fraction): [Fraction, number][] {
    const { ring } = this.field;
    const atoms = ring
      .powersOf(monomial)
      .map(([atom, power]): [Fraction, number] => [
        fraction(1n, 1n, ring.monomial([[atom, 1]])),
        power,
      ]);
    const sums = Array.from(factors, ([factor, power]): [Fraction, number] => [
      { ...fraction(1n), factors: new Map([[factor, 1]]) },
      power,
    ]);
    return [...atoms, ...sums];
  }

  /** The logarithm of an atom or a factor that is positive, undefined where that is not sure. */
  private ofPositive(part: Fraction): Fraction | undefined {
    const { ring } = this.field;
    const [factor] = part.factors.keys();
    if (factor !== undefined) {
      const isPositive = ([monomial, coefficient]: [Monomial, bigint]) =>
        coefficient > 0n &&
        ring.powersOf(monomial).every(([atom]) => this.atoms[atom].kind !== "log");
      return [...this.field.factor(factor)].every(isPositive) ? this.logAtom(part) : undefined;
    }
    const [[number]] = ring.powersOf(part.monomial);
    const atom = this.atoms[number];
    if (atom.kind === "exp") return this.field.multiply(fraction(1n, BigInt(this.root)), atom.of);
    return atom.kind === "variable" ? this.logAtom(part) : undefined;
  }

  /** The exponent of a power. */
  wholeNumber({ parts: [, exponent], text }: Term): number {
    const form = this.form(exponent);
    const { numerator, divisor } = form;
    if (!isNumber(form) || divisor !== 1n) throw new Untreated(text());
    if (numerator > MOST_POWER || numerator < -MOST_POWER) throw new TooLarge(text());
    return Number(numerator);
  }
}

/** Prime factors by trial division up to 1000; a larger remainder is left as it is. */
function factorise(n: bigint): Map<bigint, number> {
  const factors = new Map<bigint, number>();
  for (let p = 2n; p < 1000n && n > 1n; p++)
    while (n % p === 0n) {
      factors.set(p, (factors.get(p) ?? 0) + 1);
      n /= p;
    }
  if (n > 1n) factors.set(n, 1);
  return factors;
}
