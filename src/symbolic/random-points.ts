import type { MathNode } from "mathjs";
import { argumentsOf, decimal, kindOf, textOf } from "./nodes.js";
import { Untreated } from "./normal-form.js";

/** A Mersenne prime: sums and products modulo it are exact, and every residue but 0 has an inverse. */
const PRIME = 2n ** 61n - 1n;
const POINTS = 3;
const SEED = 1n;

/** A residue, and degree bounds of the fraction of polynomials that it is the value of. */
interface Value {
  readonly residue: bigint;
  readonly above: number;
  readonly below: number;
}

/**
 * Evaluates both sides exactly modulo 2⁶¹ − 1, with a random residue for each e^z and each variable.
 * Two different fractions agree at one point with a chance of at most degree / prime
 * (Schwartz–Zippel), so at all points with at most its power.
 */
export function agreeAtRandomPoints(
  left: MathNode,
  right: MathNode,
): { agree: boolean; description: string } {
  let degree = 0;
  for (let point = 0, tries = 0; point < POINTS; tries++) {
    if (tries > 20) throw new Untreated("an expression with a pole at every point tried");
    const at = (atom: string) => residueOf(atom, tries);
    const [a, b] = [evaluate(left, at), evaluate(right, at)];
    if (a === undefined || b === undefined) continue; // a pole modulo the prime: another point
    degree = Math.max(degree, a.above + b.below, b.above + a.below);
    if (a.residue !== b.residue) return { agree: false, description: "" };
    point++;
  }
  const exponent = Math.floor(POINTS * (61 - Math.log2(Math.max(degree, 1))));
  return {
    agree: true,
    description: `${POINTS} random points modulo 2^61 − 1 (seed ${SEED}), chance of error below 2^−${exponent}`,
  };
}

const mod = (x: bigint): bigint => ((x % PRIME) + PRIME) % PRIME;

function powMod(base: bigint, exponent: bigint): bigint {
  let result = 1n;
  for (let b = base, k = exponent; k > 0n; k >>= 1n, b = (b * b) % PRIME)
    if (k & 1n) result = (result * b) % PRIME;
  return result;
}
/** 1/x. The same sums are divided by again and again, so what was found is kept. */
const inverses = new Map<bigint, bigint>();
function inverse(x: bigint): bigint {
  let result = inverses.get(x);
  if (result === undefined) {
    if (inverses.size > 10_000) inverses.clear();
    result = powMod(x, PRIME - 2n);
    inverses.set(x, result);
  }
  return result;
}

/** A pseudo-random residue for an atom at a point, the same in every run (splitmix64's mixing). */
const residues = new Map<string, bigint>();
function residueOf(atom: string, point: number): bigint {
  const key = `${point} ${atom}`;
  let residue = residues.get(key);
  if (residue === undefined) {
    let x = SEED;
    for (const character of key) {
      x = BigInt.asUintN(64, (x + BigInt(character.charCodeAt(0))) * 0x9e3779b97f4a7c15n);
      x = BigInt.asUintN(64, (x ^ (x >> 30n)) * 0xbf58476d1ce4e5b9n);
      x ^= x >> 31n;
    }
    residue = ((x >> 3n) % (PRIME - 1n)) + 1n;
    residues.set(key, residue);
  }
  return residue;
}

function evaluate(node: MathNode, at: (atom: string) => bigint): Value | undefined {
  const parts = argumentsOf(node);
  const kind = kindOf(node);
  const known = (value: bigint, above: number): Value => ({ residue: value, above, below: 0 });
  if (kind === "number") {
    const [numerator, divisor] = decimal(node);
    return known(mod(mod(numerator) * inverse(mod(divisor))), 0);
  }
  if (kind === "symbol") return known(at(textOf(node)), 1);
  if (kind === "exp") {
    if (kindOf(parts[0]) !== "symbol") throw new Untreated(textOf(node));
    return known(at(`e^${textOf(parts[0])}`), 1);
  }
  if (kind === "pow") {
    const base = evaluate(parts[0], at);
    const exponent = kindOf(parts[1]) === "number" ? Number(textOf(parts[1])) : Number.NaN;
    if (!Number.isInteger(exponent) || exponent < 0 || exponent > 64)
      throw new Untreated(textOf(node));
    return (
      base && {
        residue: powMod(base.residue, BigInt(exponent)),
        above: base.above * exponent,
        below: base.below * exponent,
      }
    );
  }
  const values = parts.map((part) => evaluate(part, at));
  if (values.includes(undefined)) return undefined;
  const [first, second] = values as Value[];
  switch (kind) {
    case "brackets":
    case "unaryPlus":
      return first;
    case "unaryMinus":
      return { ...first, residue: mod(-first.residue) };
    case "add":
      return (values as Value[]).reduce((a, b) => sum(a, b));
    case "subtract":
      return sum(first, { ...second, residue: mod(-second.residue) });
    case "multiply":
      return (values as Value[]).reduce((a, b) => ({
        residue: mod(a.residue * b.residue),
        above: a.above + b.above,
        below: a.below + b.below,
      }));
    case "divide":
      if (second.residue === 0n) return undefined;
      return {
        residue: mod(first.residue * inverse(second.residue)),
        above: first.above + second.below,
        below: first.below + second.above,
      };
    default:
      throw new Untreated(textOf(node));
  }
}

function sum(a: Value, b: Value): Value {
  return {
    residue: mod(a.residue + b.residue),
    above: Math.max(a.above + b.below, b.above + a.below),
    below: a.below + b.below,
  };
}
