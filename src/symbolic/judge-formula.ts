import type { MathNode } from "mathjs";
import { expr, symbolicGradient } from "./expressions.js";
import { type Judgement, UNANSWERED } from "./judgement.js";
import { parseFormula, toNode } from "./parser.js";
import { isIdentity, proveIdentity } from "./prove.js";
import { toTex } from "./tex.js";
import { tidy } from "./tidy.js";
import { variablesOf } from "./variables.js";

/** A mistake and the identity that holds if it was made. */
type Mistake = readonly [guess: string, left: MathNode, right: MathNode];

/**
 * Judges a formula that claims to be the derivative of another.
 *
 * @param of the formula to be differentiated; by: the variable; claim: the reader's formula.
 * @throws {SyntaxError} if `of` is not a formula, {RangeError} if `by` is not a variable in it.
 *
 * @example
 * checkDerivative({ of: "exp(2 * x)", by: "x", claim: "exp(2 * x)" }).guess; // "a factor 2 is missing"
 */
export function checkDerivative({
  of,
  by,
  claim,
}: {
  of: string;
  by: string;
  claim: string;
}): Judgement {
  const node = parseFormula(of);
  const names = variablesOf([node]);
  if (!names.includes(by))
    throw new RangeError(`checkDerivative: there is no ${by} in ${of}, only ${names.join(", ")}`);
  const expected = symbolicGradient(node, [by])[0];
  return judge(claim, expected, (yours) => {
    const mistakes: Mistake[] = [];
    for (const other of names)
      if (other !== by)
        mistakes.push([
          `it is the derivative by ${other} instead of ${by}: i and j are swapped`,
          yours,
          symbolicGradient(node, [other])[0],
        ]);
    mistakes.push([
      `it is the derivative of the logarithm: a factor ${of} is forgotten`,
      expr`${yours} * ${node}`,
      expected,
    ]);
    // With one variable there are no i and j.
    if (names.length > 1)
      mistakes.push(
        [
          `an indicator is 0 where it should be 1: ${of} is missing`,
          expr`${yours} + ${node}`,
          expected,
        ],
        [
          `an indicator is 1 where it should be 0: ${of} is too much`,
          expr`${yours} - ${node}`,
          expected,
        ],
        ["an indicator is 0 where it should be 1", expr`${yours} + 1`, expected],
        ["an indicator is 1 where it should be 0", expr`${yours} - 1`, expected],
        ["i and j are taken for the same: a square for a product", expr`-(${node})^2`, yours],
      );
    mistakes.push(...factorsOf(yours, expected));
    return [...mistakes, ["it is the formula itself, not its derivative", yours, node]];
  });
}

/** Judges a formula that claims to equal another; a proof or a counterexample decides. */
export function checkFormula(claim: string, expected: string | MathNode): Judgement {
  const node = toNode(expected);
  return judge(claim, node, (yours) => factorsOf(yours, node));
}

function judge(
  claim: string,
  expected: MathNode,
  mistakesOf: (yours: MathNode) => readonly Mistake[],
): Judgement {
  if (typeof claim === "string" && claim.trim() === "") return UNANSWERED;
  let yours: MathNode;
  try {
    yours = parseFormula(claim);
  } catch (error) {
    return { outcome: "wrong", message: (error as Error).message };
  }
  const tex = { yours: toTex(yours), expected: toTex(tidy(expected)) };
  const known = variablesOf([expected]);
  const strange = variablesOf([yours]).filter((name) => !known.includes(name));
  let result: ReturnType<typeof proveIdentity>;
  try {
    result = proveIdentity(yours, expected);
  } catch (error) {
    return { outcome: "wrong", message: `${capital((error as Error).message)}.`, tex };
  }
  if (result.verdict === "proved") return { outcome: "right", message: "Right: proved." };
  if (strange.length > 0)
    return {
      outcome: "wrong",
      message: `${strange.join(" and ")} cannot stand in the answer: write it in ${known.join(", ")}.`,
      tex,
    };
  if (result.counterexample === undefined)
    return {
      outcome: "undecided",
      message: `It can be neither proved nor refuted: ${result.reason}.`,
      tex,
    };
  const { point, left, right } = result.counterexample;
  const where = Object.entries(point).map(([name, value]) => `${name} = ${value}`);
  const at = where.length > 0 ? ` at ${where.join(", ")}` : "";
  const guess = guessOf(yours, expected, mistakesOf(yours));
  return {
    outcome: "wrong",
    message: `Not equal:${at} yours is ${left}, it should be ${right}.`,
    ...(guess && { guess }),
    tex,
  };
}

const capital = (text: string) => text.charAt(0).toUpperCase() + text.slice(1);

function guessOf(
  yours: MathNode,
  expected: MathNode,
  mistakes: readonly Mistake[],
): string | undefined {
  if (isIdentity(expr`-${yours}`, expected)) return "the sign is turned round";
  return mistakes.find(([, left, right]) => isIdentity(left, right))?.[0];
}

/** Small factors of either sign, the simplest first. */
const FACTORS = [2, 3, 4, 5, 6, 7, 8, 9, 10].flatMap((k) => [`${k}`, `1/${k}`, `-${k}`, `-1/${k}`]);
const factorsOf = (yours: MathNode, expected: MathNode): Mistake[] =>
  FACTORS.map((factor) => [`a factor ${factor} is missing`, expr`${factor} * ${yours}`, expected]);
