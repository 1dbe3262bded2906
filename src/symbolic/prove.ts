import type { MathNode } from "mathjs";
import { type Counterexample, findCounterexample } from "./counterexample.js";
import { Untreated, withNormaliser } from "./normal-form.js";
import { TooLarge } from "./polynomial.js";
import { RandomPoints } from "./random-points.js";
import { type Term, Terms } from "./terms.js";

/** What was found out about one identity, or about several at once. */
export interface ProofResult {
  readonly verdict: "proved" | "refuted" | "undecided";
  readonly method: string;
  /** Bound on the chance that "proved" is wrong, where the method leaves one: "2^−176". */
  readonly chanceOfError?: string;
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

type Side = string | MathNode;

/**
 * Judges left = right, exactly.
 *
 * "proved": the difference, brought to one fraction of polynomials with whole-number coefficients,
 * has the zero polynomial above; so the sides are equal wherever both are defined. "refuted": a
 * point where the sides differ, evaluated with 64 digits. "undecided": neither, and why. Variables
 * are real, those under a logarithm positive; decimal numbers mean what is written.
 *
 * @throws {DivisionByZero} if a side divides by an expression that is identically zero.
 * @throws {SyntaxError} if a text is not a formula.
 *
 * @example
 * proveIdentity("exp(a + b)", "exp(a) * exp(b)").verdict; // "proved"
 * proveIdentity("exp(a + b)", "exp(a) + exp(b)").verdict; // "refuted"
 * proveIdentity("sin(a)", "2 * sin(a) / 2").verdict; // "undecided"
 */
export function proveIdentity(left: Side, right: Side, options: ProofOptions = {}): ProofResult {
  return judge([{ left, right, entry: undefined }], options);
}

/** The same for vectors and matrices of identities; the first that is not proved decides. */
export function proveIdentities(
  lefts: readonly Side[] | readonly (readonly Side[])[],
  rights: (i: number, j: number) => Side,
  options: ProofOptions = {},
): ProofResult {
  const identities = (lefts as readonly (Side | readonly Side[])[]).flatMap((row, i) =>
    Array.isArray(row)
      ? (row as Side[]).map((left, j) => ({ left, right: rights(i, j), entry: [i + 1, j + 1] }))
      : [{ left: row as Side, right: rights(i, 0), entry: [i + 1] }],
  );
  return judge(identities, options);
}

/** Whether an identity is proved, without looking for a counterexample if it is not. */
export function isIdentity(left: Side, right: Side): boolean {
  const terms = new Terms();
  const pair = [terms.of(left), terms.of(right)] as const;
  try {
    return withNormaliser((normaliser) => normaliser.equal(...pair));
  } catch {
    return false; // untreated, too large, or a division by zero
  }
}

interface Identity {
  readonly left: Side;
  readonly right: Side;
  readonly entry: readonly number[] | undefined;
}

interface Judge {
  readonly description: string;
  readonly chanceOfError?: string;
  /** @throws {Untreated} | {TooLarge} if it cannot be told. */
  equal(left: Term, right: Term): boolean;
}

function judge(
  identities: readonly Identity[],
  { where = {}, method = "normal form" }: ProofOptions,
): ProofResult {
  const terms = new Terms(where);
  const pairs = identities.map(({ left, right }) => [terms.of(left), terms.of(right)] as const);
  const failed = (at: number, reason: string): ProofResult => {
    const found = findCounterexample(...pairs[at]);
    if (!found) return { verdict: "undecided", method: "none", identities: at + 1, reason };
    const { entry } = identities[at];
    return {
      verdict: "refuted",
      method: "evaluation with 64 digits",
      identities: at + 1,
      counterexample: { ...(entry && { entry }), ...found },
    };
  };
  let at = 0;
  try {
    return withNormaliser((normaliser): ProofResult => {
      const judge: Judge =
        method === "random points" ? new RandomPoints(terms, pairs, normaliser) : normaliser;
      for (at = 0; at < pairs.length; at++)
        if (!judge.equal(...pairs[at]))
          return failed(
            at,
            "the difference is not zero in normal form, but no point was found that shows it",
          );
      const { description, chanceOfError } = judge;
      return {
        verdict: "proved",
        method: description,
        ...(chanceOfError && { chanceOfError }),
        identities: pairs.length,
      };
    });
  } catch (error) {
    if (error instanceof Untreated) return failed(at, `cannot treat ${error.message}`);
    if (error instanceof TooLarge) return failed(at, `too large: ${error.message}`);
    throw error;
  }
}
