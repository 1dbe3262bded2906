import { checkFormula, type Judgement } from "../symbolic/index.js";
import { formulaBundle, verdictBundle } from "./bundles.js";
import { display } from "./kernel.js";
import { legible } from "./table.js";

type Answer = number | undefined | readonly number[];

/** Shows how an answer was judged. An untouched exercise says so and stops nothing. */
export function exercise(judgement: Judgement): void;
/** Judges numbers against the right ones. `unanswered` is what stands there before the reader writes. */
export function exercise(
  answer: Answer,
  expected: number | readonly number[],
  options?: { unanswered?: Answer },
): void;
export function exercise(
  first: Judgement | Answer,
  expected?: number | readonly number[],
  { unanswered }: { unanswered?: Answer } = {},
): void {
  const isJudgement = typeof first === "object" && first !== null && "outcome" in first;
  const judgement = isJudgement ? first : judgeNumbers(first, expected ?? [], unanswered);
  const { outcome, message, guess, tex } = judgement;
  const line = guess ? `${message} It looks as if ${guess}.` : message;
  const kind = { right: "good", wrong: "bad", unanswered: "open", undecided: "open" } as const;
  display(verdictBundle(line, kind[outcome]));
  if (tex)
    display(
      formulaBundle(`\\text{yours: } ${tex.yours} \\qquad \\text{expected: } ${tex.expected}`),
    );
}

/** Judges a formula that should equal another; a proof or a counterexample decides. */
exercise.identity = (claim: string, expected: string): void =>
  exercise(checkFormula(claim, expected));

function judgeNumbers(
  answer: Answer,
  expected: number | readonly number[],
  unanswered: Answer,
): Judgement {
  const list = (value: Answer) =>
    value === undefined ? [] : typeof value === "number" ? [value] : [...value];
  if (typeof answer === "string")
    return { outcome: "wrong", message: "That is a text, not numbers." };
  const [got, want] = [list(answer), list(expected)];
  if (got.length === 0 || (unanswered !== undefined && String(got) === String(list(unanswered))))
    return {
      outcome: "unanswered",
      message: "Not answered yet. Write your answer and run the cell again.",
    };
  if (got.length !== want.length)
    return {
      outcome: "wrong",
      message: `That is ${got.length} ${got.length === 1 ? "number" : "numbers"}; ${want.length} ${want.length === 1 ? "is" : "are"} asked for.`,
    };
  const other = got.findIndex((x) => typeof x !== "number");
  if (other >= 0)
    return {
      outcome: "wrong",
      message: `Number ${other + 1} is no number, but ${JSON.stringify(got[other]) ?? "undefined"}.`,
    };
  const at = got.findIndex(
    (x, k) => !(Math.abs(x - want[k]) <= 1e-9 * Math.max(1, Math.abs(want[k]))),
  );
  if (at < 0) return { outcome: "right", message: "Right." };
  const number = `Number ${at + 1}, ${legible(got[at])},`;
  if (isRounded(got[at], want[at]))
    return {
      outcome: "wrong",
      message: `${number} is rounded, and right as far as it goes. Write it so that no digit is lost, as in 1 / 3 or Math.log(2).`,
    };
  return { outcome: "wrong", message: `${number} is not right.` };
}

/** Whether x is the exact value to three digits or more. */
const isRounded = (x: number, exact: number): boolean =>
  Array.from({ length: 12 }, (_, k) => Number(exact.toPrecision(k + 3))).includes(x);
