import type { MathNode } from "mathjs";
import * as poly from "./polynomial.js";
import * as quotient from "./quotient.js";
import type { Quotient } from "./quotient.js";
import { argumentsOf, decimal, kindOf, textOf } from "./nodes.js";

/** Thrown for a node the normal form cannot treat; the message is the node's text. */
export class Untreated extends Error {}

/** Thrown where an exponential has a fractional exponent: all exponents must be counted in 1/root. */
class NeedsRoot extends Error {
  constructor(readonly denominator: bigint) {
    super();
  }
}

const MOST_POWER = 64;

/**
 * An expression as one fraction of polynomials. Equal normal forms mean equal expressions, wherever
 * both are defined; the atoms are treated as independent unknowns, so that nothing but the field
 * axioms, exp(a + b) = exp(a) exp(b) and log(ab) = log(a) + log(b) for positive a, b is used.
 */
export function normalForms(nodes: readonly MathNode[]): Quotient[] {
  for (let root = 1n; ; ) {
    try {
      return nodes.map((node) => new Normaliser(Number(root)).form(node));
    } catch (error) {
      if (!(error instanceof NeedsRoot)) throw error;
      root *= error.denominator;
      if (root > 10_000n) throw new Untreated("exponents with such large denominators");
    }
  }
}

class Normaliser {
  constructor(private readonly root: number) {}

  form(node: MathNode): Quotient {
    const kind = kindOf(node);
    const parts = argumentsOf(node);
    const text = () => textOf(node);
    switch (kind) {
      case "number":
        return quotient.rational(...decimal(node));
      case "symbol":
        return this.symbol(text());
      case "brackets":
      case "unaryPlus":
        return this.form(parts[0]);
      case "unaryMinus":
        return quotient.negate(this.form(parts[0]));
      case "add":
        return parts.map((part) => this.form(part)).reduce(quotient.add);
      case "subtract":
        return quotient.add(this.form(parts[0]), quotient.negate(this.form(parts[1])));
      case "multiply":
        return parts.map((part) => this.form(part)).reduce(quotient.multiply);
      case "divide":
        return quotient.multiply(
          this.form(parts[0]),
          quotient.reciprocal(this.form(parts[1]), () => textOf(parts[1])),
        );
      case "pow":
        if (textOf(parts[0]) === "e") return this.exponential(this.form(parts[1]), text);
        return quotient.raise(this.form(parts[0]), this.wholeNumber(parts[1], text), () =>
          textOf(parts[0]),
        );
      case "exp":
        return this.exponential(this.form(parts[0]), text);
      case "log":
        if (parts.length !== 1) throw new Untreated(text());
        return this.logarithm(this.form(parts[0]), text);
      default:
        throw new Untreated(text());
    }
  }

  private symbol(name: string): Quotient {
    if (name === "e") return quotient.of(poly.power("e^1", this.root));
    if (["pi", "i", "Infinity", "NaN", "tau", "phi"].includes(name)) throw new Untreated(name);
    return quotient.of(poly.power(name, 1));
  }

  /** exp(Σ c_v v + c + Σ k log a) = Π (e^v)^c_v · e^c · Π a^k. */
  private exponential(exponent: Quotient, text: () => string): Quotient {
    if (exponent.factors.size > 0) throw new Untreated(text());
    let result = quotient.of(poly.constant(1n));
    for (const { monomial, coefficient } of exponent.numerator.values()) {
      const [[atom, degree] = ["1", 1], ...others] = monomial;
      if (degree !== 1 || others.length > 0 || atom.startsWith("e^")) throw new Untreated(text());
      const base = atom.startsWith("log:") ? this.inverseLog(atom, text) : undefined;
      const scaled = coefficient * BigInt(base ? 1 : this.root);
      if (scaled % exponent.divisor !== 0n) {
        if (base) throw new Untreated(text());
        throw new NeedsRoot(exponent.divisor);
      }
      const count = Number(scaled / exponent.divisor);
      result = quotient.multiply(
        result,
        base ? quotient.raise(base, count, text) : quotient.of(poly.power(`e^${atom}`, count)),
      );
    }
    return result;
  }

  private readonly logs = new Map<string, Quotient>();

  private inverseLog(atom: string, text: () => string): Quotient {
    const base = this.logs.get(atom);
    if (base === undefined) throw new Untreated(text());
    return base;
  }

  /** log of a product, term by term; what is under the logarithm is taken as positive. */
  private logarithm(argument: Quotient, text: () => string): Quotient {
    if (quotient.isZero(argument)) throw new quotient.DivisionByZero(`log of zero: ${text()}`);
    const { content, monomial, primitive, key } = poly.split(argument.numerator);
    if (content < 0n) throw new Untreated(text());
    let sum = quotient.rational(0n, 1n);
    const plus = (term: Quotient, times: number) => {
      sum = quotient.add(sum, quotient.multiply(term, quotient.rational(BigInt(times), 1n)));
    };
    for (const [prime, times] of factorise(content))
      plus(this.logAtom(`${prime}`, poly.constant(prime)), times);
    for (const [prime, times] of factorise(argument.divisor))
      plus(this.logAtom(`${prime}`, poly.constant(prime)), -times);
    for (const [atom, exponent] of monomial) {
      if (atom.startsWith("e^")) {
        const name = atom.slice(2);
        const unit = name === "1" ? poly.constant(1n) : poly.power(name, 1);
        plus(quotient.of(unit, BigInt(this.root)), exponent);
      } else plus(this.logAtom(atom, poly.power(atom, 1)), exponent);
    }
    if (primitive.size > 1) plus(this.logAtom(key, primitive), 1);
    for (const [factorKey, factor] of argument.factors)
      plus(this.logAtom(factorKey, factor.primitive), factor.power);
    return sum;
  }

  private logAtom(key: string, base: poly.Polynomial): Quotient {
    const atom = `log:${key}`;
    this.logs.set(atom, quotient.of(base));
    return quotient.of(poly.power(atom, 1));
  }

  private wholeNumber(node: MathNode, text: () => string): number {
    const { numerator, divisor, factors } = this.form(node);
    const value = numerator.get("")?.coefficient ?? 0n;
    const isConstant = numerator.size === (value === 0n ? 0 : 1) && factors.size === 0;
    if (!isConstant || value % divisor !== 0n) throw new Untreated(text());
    const exponent = value / divisor;
    if (exponent > MOST_POWER || exponent < -MOST_POWER) throw new poly.TooLarge(text());
    return Number(exponent);
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
