import { create, all, type MathNode, type BigNumber } from "mathjs";
import { textOf, toNode, variablesOf } from "./nodes.js";
import { normalForms, Untreated } from "./normal-form.js";
import { TooLarge } from "./polynomial.js";
import * as quotient from "./quotient.js";
import { agreeAtRandomPoints } from "./random-points.js";

/** A place where two sides differ, and their values there. */
export interface Counterexample {
  /** Row and column, counted from 1, where there were several identities. */
  readonly entry?: readonly number[];
  readonly point: Readonly<Record<string, string>>;
  readonly left: string;
  readonly right: string;
}

/** What was found out about one identity, or about several at once. */
export interface ProofResult {
  readonly verdict: "proved" | "refuted" | "undecided";
  readonly method: string;
  /** Number of identities judged. */
  readonly identities: number;
  readonly claim?: string;
  readonly counterexample?: Counterexample;
  /** Why nothing could be said: the node that cannot be treated, or the size. */
  readonly reason?: string;
}

export interface ProofOptions {
  /** Expressions put in for variables first, such as {y2: "1 - y1"}. */
  readonly where?: Readonly<Record<string, string | MathNode>>;
  /** "normal form" is a proof; "random points" has a stated chance of being wrong. */
  readonly method?: "normal form" | "random points";
}

/**
 * Judges left = right, exactly.
 *
 * "proved": the difference, brought to one fraction of polynomials with whole-number coefficients,
 * has the zero polynomial above. "refuted": a point where the sides differ, evaluated with 64
 * digits. "undecided": neither, and why. Variables are real, those under a logarithm positive;
 * decimal numbers mean what is written.
 *
 * @throws {DivisionByZero} if a side divides by an expression that is identically zero.
 * @throws {SyntaxError} if a text is not a formula.
 *
 * @example
 * proveIdentity("exp(a + b)", "exp(a) * exp(b)").verdict; // "proved"
 * proveIdentity("exp(a + b)", "exp(a) + exp(b)").verdict; // "refuted"
 * proveIdentity("sin(a)", "2 * sin(a) / 2").verdict; // "undecided"
 */
export function proveIdentity(
  left: string | MathNode,
  right: string | MathNode,
  { where = {}, method = "normal form" }: ProofOptions = {},
): ProofResult {
  const [l, r] = [left, right].map((side) => substitute(toNode(side), where));
  let reason: string;
  try {
    if (method === "random points") {
      const { agree, description } = agreeAtRandomPoints(l, r);
      if (agree) return { verdict: "proved", method: description, identities: 1 };
    } else {
      const [a, b] = normalForms([l, r]);
      if (quotient.isZero(quotient.add(a, quotient.negate(b))))
        return { verdict: "proved", method: "normal form", identities: 1 };
    }
    reason = "the difference is not zero in normal form, but no point was found that shows it";
  } catch (error) {
    if (error instanceof Untreated) reason = `cannot treat ${error.message}`;
    else if (error instanceof TooLarge) reason = `too large: ${error.message}`;
    else throw error;
  }
  const counterexample = findCounterexample(l, r);
  return counterexample
    ? { verdict: "refuted", method: "evaluation with 64 digits", identities: 1, counterexample }
    : { verdict: "undecided", method: "none", identities: 1, reason };
}

/** The same for vectors and matrices of identities; the first that is not proved decides. */
export function proveIdentities(
  lefts: readonly (string | MathNode)[] | readonly (readonly (string | MathNode)[])[],
  rights: (i: number, j: number) => string | MathNode,
  options: ProofOptions = {},
): ProofResult {
  let identities = 0;
  let method = "normal form";
  for (const [i, row] of lefts.entries())
    for (const [j, left] of (Array.isArray(row) ? row : [row]).entries()) {
      const result = proveIdentity(left, rights(i, j), options);
      identities++;
      if (result.verdict !== "proved") {
        const entry = Array.isArray(row) ? [i + 1, j + 1] : [i + 1];
        return result.counterexample
          ? { ...result, identities, counterexample: { entry, ...result.counterexample } }
          : { ...result, identities };
      }
      method = result.method;
    }
  return { verdict: "proved", method, identities };
}

function substitute(node: MathNode, where: ProofOptions["where"] = {}): MathNode {
  const replacements = new Map(Object.entries(where).map(([name, by]) => [name, toNode(by)]));
  if (replacements.size === 0) return node;
  return node.transform((part) =>
    part.type === "SymbolNode" ? (replacements.get(part.toString()) ?? part) : part,
  );
}

/** 64 decimal digits: a difference beyond the last twenty of them is not rounding. */
export const big = create(all, { number: "BigNumber", precision: 64 });

function findCounterexample(left: MathNode, right: MathNode): Counterexample | undefined {
  const names = variablesOf([left, right]);
  const [f, g] = [left, right].map((node) => big.compile(textOf(node)));
  for (let attempt = 0; attempt < 12; attempt++) {
    // Sixteenths in (0, 2), different for each variable and attempt; the same in every run.
    const point = Object.fromEntries(
      names.map((name, k) => [name, `${1 + ((7 * k + 5 * attempt + 3 * k * attempt) % 31)}/16`]),
    );
    const scope = () =>
      Object.fromEntries(names.map((name) => [name, big.evaluate(point[name]) as BigNumber]));
    try {
      const [a, b] = [f.evaluate(scope()), g.evaluate(scope())] as BigNumber[];
      if (!big.isBigNumber(a) || !big.isBigNumber(b) || !a.isFinite() || !b.isFinite()) continue;
      const size = big.max(a.abs(), b.abs(), big.bignumber(1)) as BigNumber;
      if (a.minus(b).abs().gt(size.times("1e-40")))
        return { point, left: a.toPrecision(12), right: b.toPrecision(12) };
    } catch {
      // A pole, or a logarithm of something negative: another point may do.
    }
  }
  return undefined;
}
