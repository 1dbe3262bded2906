import type { BigNumber } from "mathjs";
import { all, create } from "./mathjs.js";
import type { Term } from "./terms.js";

/** mathjs with 64 decimal digits. */
export const big = create(all, { number: "BigNumber", precision: 64 });

/** A place where two sides differ, and their values there. */
export interface Counterexample {
  /** Row and column, counted from 1, where there were several identities. */
  readonly entry?: readonly number[];
  readonly point: Readonly<Record<string, string>>;
  readonly left: string;
  readonly right: string;
}

type Decimal = new (value: string) => BigNumber;
const withPrecision = (precision: number): Decimal =>
  (big.bignumber(0).constructor as unknown as { clone(config: object): Decimal }).clone({
    precision,
  });
const [DIGITS_64, DIGITS_96] = [withPrecision(64), withPrecision(96)];
const ATTEMPTS = 12;

/**
 * Looks for a point where two terms differ, in decimal arithmetic. What differs must differ by
 * a thousand times the rounding error at least, which shows where 96 digits are used instead of 64.
 */
export function findCounterexample(left: Term, right: Term): Counterexample | undefined {
  const names = variablesOf([left, right]);
  for (let attempt = 0; attempt < ATTEMPTS; attempt++) {
    const point = pointFor(names, attempt);
    const [[a, moreA], [b, moreB]] = [left, right].map((side) => [
      evaluate(side, point, DIGITS_64),
      evaluate(side, point, DIGITS_96),
    ]);
    if (!a || !b || !moreA || !moreB) continue;
    const error = moreA.minus(a).abs().plus(moreB.minus(b).abs());
    if (moreA.minus(moreB).abs().gt(error.times(1000))) return { point, ...apart(a, b) };
  }
  return undefined;
}

/** Both values with twelve digits, or as many more as it takes to tell them apart. */
function apart(a: BigNumber, b: BigNumber): { left: string; right: string } {
  for (let digits = 12; ; digits += 4) {
    const [left, right] = [a.toPrecision(digits), b.toPrecision(digits)];
    if (left !== right || digits >= 64) return { left, right };
  }
}

/** Sixteenths (or smaller, for many variables) in (0, 2), all different; later also negative ones. */
function pointFor(names: readonly string[], attempt: number): Record<string, string> {
  let size = 31;
  while (size < names.length) size = 2 * size + 1;
  const at = (k: number) => {
    const sign = attempt % 2 === 1 && k % 2 === 1 ? "-" : "";
    return `${sign}${1 + ((7 * k + 5 * attempt + 3 * k * attempt) % size)}/${(size + 1) / 2}`;
  };
  return Object.fromEntries(names.map((name, k) => [name, at(k)]));
}

function variablesOf(terms: readonly Term[]): string[] {
  const seen = new Set<Term>();
  const visit = (term: Term) => {
    if (seen.has(term)) return;
    seen.add(term);
    term.parts.forEach(visit);
  };
  terms.forEach(visit);
  return Array.from(seen, ({ kind, name }) => (kind === "symbol" ? name : ""))
    .filter((name) => name !== "")
    .sort();
}

/** The value of a term; undefined where it is not a finite real number. */
function evaluate(
  term: Term,
  point: Readonly<Record<string, string>>,
  Real: Decimal,
): BigNumber | undefined {
  const values = new Map<Term, BigNumber>();
  const fraction = (text: string) => {
    const [numerator, divisor] = text.split("/").map((part) => new Real(part));
    return numerator.div(divisor);
  };
  const of = (each: Term): BigNumber => {
    let value = values.get(each);
    if (value === undefined) {
      const parts = each.parts.map(of);
      value = each.kind === "symbol" ? fraction(point[each.name]) : operate(each, parts, fraction);
      if (!value.isFinite()) throw new RangeError(`${each.text()} is ${value}`);
      values.set(each, value);
    }
    return value;
  };
  try {
    return of(term);
  } catch {
    return undefined; // a pole, a logarithm of something negative, or too large
  }
}

function operate(
  { kind, name, value, text }: Term,
  parts: readonly BigNumber[],
  fraction: (text: string) => BigNumber,
): BigNumber {
  const [first, second] = parts;
  switch (kind === "other" ? name : kind) {
    case "number":
      return fraction((value as readonly bigint[]).join("/"));
    case "add":
      return parts.reduce((a, b) => a.plus(b));
    case "minus":
      return first.neg();
    case "multiply":
      return parts.reduce((a, b) => a.times(b));
    case "divide":
      return first.div(second);
    case "power":
      return first.pow(second);
    case "exp":
      return first.exp();
    case "log":
      return second ? first.ln().div(second.ln()) : first.ln();
    case "sqrt":
      return first.sqrt();
    case "sin":
      return first.sin();
    case "cos":
      return first.cos();
    case "tan":
      return first.tan();
    case "abs":
      return first.abs();
    default:
      throw new RangeError(text());
  }
}
