import { softmax, softmaxCrossEntropyGradient, softmaxJacobian } from "../index.js";
import { symbolicGradient } from "./expressions.js";
import { parseFormula } from "./parser.js";
import { proveIdentity } from "./prove.js";
import { toTex } from "./tex.js";

/** How an answer was judged: plain data; src/notebook shows it. */
export interface Judgement {
  readonly outcome: "unanswered" | "right" | "wrong" | "undecided";
  readonly message: string;
  /** The usual mistake it looks like. */
  readonly guess?: string;
  /** Both sides as TeX, where they are formulas. */
  readonly tex?: { readonly yours: string; readonly expected: string };
}

const UNANSWERED: Judgement = {
  outcome: "unanswered",
  message: "Not answered yet. Write your answer and run the cell again.",
};

/** Judges a formula that claims to be the derivative of another. */
export function checkDerivative({
  of,
  by,
  claim,
}: {
  of: string;
  by: string;
  claim: string;
}): Judgement {
  if (claim.trim() === "") return UNANSWERED;
  const exact = symbolicGradient(parseFormula(of), [by])[0];
  return checkFormula(claim, exact.toString());
}

/** Judges a formula that claims to equal another. */
export function checkFormula(claim: string, expected: string): Judgement {
  if (claim.trim() === "") return UNANSWERED;
  let yours: ReturnType<typeof parseFormula>;
  try {
    yours = parseFormula(claim);
  } catch (error) {
    return { outcome: "wrong", message: (error as Error).message };
  }
  const result = proveIdentity(yours, expected);
  if (result.verdict === "proved") return { outcome: "right", message: "Right: proved." };
  const tex = { yours: toTex(yours), expected: toTex(parseFormula(expected)) };
  if (result.counterexample === undefined)
    return { outcome: "undecided", message: `Cannot be decided: ${result.reason}.`, tex };
  const { point, left, right } = result.counterexample;
  const where = Object.entries(point)
    .map(([name, value]) => `${name} = ${value}`)
    .join(", ");
  const sign = proveIdentity(`-(${claim})`, expected).verdict === "proved";
  const factor = sign ? undefined : constantFactor(claim, expected);
  return {
    outcome: "wrong",
    message: `Not equal: at ${where} yours is ${left}, it should be ${right}.`,
    ...(sign && { guess: "the sign is turned round" }),
    ...(factor !== undefined && { guess: `a factor ${factor} is missing` }),
    tex,
  };
}

/** A small fraction k with k · claim = expected, if there is one. */
function constantFactor(claim: string, expected: string): string | undefined {
  for (const k of ["2", "3", "1/2", "1/3", "4", "1/4"])
    if (proveIdentity(`(${k}) * (${claim})`, expected).verdict === "proved") return k;
  return undefined;
}

const EASY = [[2, 1, 0.1, -1], [0, 0], [1, 2, 3], [5]];
const HARD = [
  [1000, 999],
  [-1000, -1001, -1002],
  [50, 0, 0],
];
const MASKED = [[0, 1, Number.NEGATIVE_INFINITY]];

/** Entries may be off by this much, relative to the entry. */
const TOLERANCE = 1e-12;
const close = (a: number, b: number) => a === b || Math.abs(a - b) <= TOLERANCE * Math.abs(b);

/** Judges a Jacobian of softmax written by a reader, entry by entry, on easy and on hard logits. */
export function checkJacobian(yours: (z: number[]) => number[][]): Judgement {
  return judge(
    yours,
    (z) => softmaxJacobian(z),
    [...EASY, ...HARD].map((z) => [z]),
    (answer, [z]) => {
      const s = softmax(z);
      const mistakes: [string, (i: number, j: number) => number][] = [
        ["only the diagonal is there", (i, j) => (i === j ? s[i] * (1 - s[i]) : 0)],
        ["the indicator is missing", (i, j) => -s[i] * s[j]],
        ["the indicator is taken as 1 everywhere", (i, j) => s[i] * (1 - s[j])],
        ["i and j are swapped in s_i (1 − s_j)", (i, j) => s[j] * (1 - s[i])],
        ["the sign is turned round", (i, j) => (i === j ? -s[i] * (1 - s[i]) : s[i] * s[j])],
        ["the factor s_i is forgotten", (i, j) => (i === j ? 1 : 0) - s[j]],
      ];
      return mistakes.find(([, wrong]) =>
        answer.every((row, i) => row.every((entry, j) => close(entry, wrong(i, j)))),
      )?.[0];
    },
  );
}

const FUNCTIONS = {
  softmax: { exact: softmax, cases: [...EASY, ...HARD, ...MASKED].map((z) => [z]) },
  softmaxCrossEntropyGradient: {
    exact: softmaxCrossEntropyGradient,
    cases: [...EASY, ...HARD].map((z) => [z, 0]),
  },
};

/** Judges a reader's version of one of the module's functions, on easy and on hard arguments. */
export function checkFunction(
  // biome-ignore lint/suspicious/noExplicitAny: the reader's function has the signature of the named one.
  yours: (...args: any[]) => number[],
  name: keyof typeof FUNCTIONS,
): Judgement {
  const { exact, cases } = FUNCTIONS[name];
  return judge(yours, exact as (...args: unknown[]) => number[], cases);
}

type Answer = number[] | number[][];
function judge<T extends Answer>(
  // biome-ignore lint/suspicious/noExplicitAny: the reader's function has the signature of the named one.
  yours: (...args: any[]) => T,
  // biome-ignore lint/suspicious/noExplicitAny: as above.
  exact: (...args: any[]) => T,
  // biome-ignore lint/suspicious/noExplicitAny: as above.
  cases: any[][],
  guess: (answer: T, args: number[][]) => string | undefined = () => undefined,
): Judgement {
  for (const args of cases) {
    const call = args.map((arg) => JSON.stringify(arg, masks)).join(", ");
    let answer: T;
    try {
      answer = yours(...structuredClone(args));
    } catch (error) {
      return { outcome: "wrong", message: `It throws at ${call}: ${(error as Error).message}` };
    }
    if (answer === undefined || answer.length === 0) return UNANSWERED;
    const expected = exact(...args);
    const [got, want] = [answer, expected].map((a) => (a as unknown[]).flat() as number[]);
    if (got.length !== want.length)
      return {
        outcome: "wrong",
        message: `At ${call} it gives ${got.length} numbers, not ${want.length}.`,
      };
    const at = got.findIndex((value, k) => !close(value, want[k]));
    if (at >= 0) {
      const n = expected.length;
      const entry =
        want.length === n
          ? `entry ${at + 1}`
          : `row ${Math.floor(at / n) + 1}, column ${(at % n) + 1}`;
      const looksLike = guess(answer, args);
      return {
        outcome: "wrong",
        message: `At ${call}, ${entry} is ${got[at]}; it should be ${want[at]}.`,
        ...(looksLike && { guess: looksLike }),
      };
    }
  }
  return { outcome: "right", message: `Right, on all ${cases.length} cases.` };
}

const masks = (_: string, value: unknown) =>
  value === Number.NEGATIVE_INFINITY ? "-Infinity" : value;
