import { softmax, softmaxCrossEntropyGradient, softmaxJacobian } from "../index.js";
import { type Judgement, UNANSWERED } from "./judgement.js";

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

// biome-ignore lint/suspicious/noExplicitAny: a reader's function may take and give anything.
type Yours = (...args: any[]) => any;
type Exact = number[] | number[][];
/** A mistake and what it would give in row i, column j (or i alone). */
type Mistake = readonly [guess: string, wrong: (i: number, j: number) => number];

interface Task {
  readonly exact: (...args: never[]) => Exact;
  readonly cases: readonly (readonly unknown[])[];
  readonly mistakes: (...args: never[]) => readonly Mistake[];
  /** What the entry is called and what formula gives it, as TeX; i and j count from 1. */
  readonly tex: (i: number, j: number) => { readonly name: string; readonly formula: string };
}

const jacobian: Task = {
  exact: (z: number[]) => softmaxJacobian(z),
  cases: [...EASY, ...HARD].map((z) => [z]),
  mistakes: (z: number[]) => {
    const s = softmax(z);
    const delta = (i: number, j: number) => (i === j ? 1 : 0);
    return [
      ["only the diagonal is there", (i, j) => delta(i, j) * s[i] * (1 - s[i])],
      ["the indicator is missing", (i, j) => -s[i] * s[j]],
      ["the indicator is taken as 1 everywhere", (i, j) => s[i] * (1 - s[j])],
      [
        "the indicator is taken as 1 everywhere, and i and j are swapped",
        (i, j) => s[j] * (1 - s[i]),
      ],
      ["the sign is turned round", (i, j) => -s[i] * (delta(i, j) - s[j])],
      ["the sign off the diagonal is turned round", (i, j) => s[i] * (i === j ? 1 - s[i] : s[j])],
      ["the factor s_i is forgotten", (i, j) => delta(i, j) - s[j]],
      ["the factor s_i is forgotten, and i and j are swapped", (i, j) => delta(i, j) - s[i]],
      ["−s_i² stands where −s_i s_j should", (i, j) => s[i] * (delta(i, j) - s[i])],
      ["−s_j² stands where −s_i s_j should", (i, j) => s[j] * (delta(i, j) - s[j])],
      [
        "the indicator is turned round: 1 off the diagonal",
        (i, j) => s[i] * (1 - delta(i, j) - s[j]),
      ],
      ["a factor 2 is too much", (i, j) => 2 * s[i] * (delta(i, j) - s[j])],
      ["a factor 2 is missing", (i, j) => (s[i] * (delta(i, j) - s[j])) / 2],
    ];
  },
  tex: (i, j) => ({
    name: `\\frac{\\partial s_{${i}}}{\\partial z_{${j}}}`,
    formula:
      i === j
        ? `s_{${i}}\\,(1\\{${i}=${j}\\} - s_{${j}}) = s_{${i}}(1 - s_{${i}})`
        : `s_{${i}}\\,(1\\{${i}=${j}\\} - s_{${j}}) = -s_{${i}} s_{${j}}`,
  }),
};

const FUNCTIONS = {
  softmax: {
    exact: softmax,
    cases: [...EASY, ...HARD, ...MASKED].map((z) => [z]),
    mistakes: (z: number[]) => {
      const e = z.map(Math.exp);
      const total = e.reduce((a, b) => a + b, 0);
      const largest = Math.max(...z);
      return [
        ["the division by the sum is forgotten", (i) => e[i]],
        ["only the largest is divided by, not the sum", (i) => Math.exp(z[i] - largest)],
        ["the exponential is forgotten", (i) => z[i] / z.reduce((a, b) => a + b, 0)],
        ["it gives the logarithm", (i) => Math.log(e[i] / total)],
        ["the sign of the logits is turned round", (i) => softmax(z.map((zi) => -zi))[i]],
      ];
    },
    tex: (i: number) => ({ name: `s_{${i}}`, formula: `\\frac{e^{z_{${i}}}}{\\sum_l e^{z_l}}` }),
  },
  softmaxCrossEntropyGradient: {
    exact: (z: number[], label: number) => softmaxCrossEntropyGradient(z, label),
    cases: [...EASY, ...HARD].map((z) => [z, z.length > 2 ? 1 : 0]).concat([[[50, 0, 0], 0]]),
    mistakes: (z: number[], label: number) => {
      const s = softmax(z);
      const y = z.map((_, j) => (j === label ? 1 : 0));
      return [
        ["the sign is turned round: y − s", (j) => y[j] - s[j]],
        ["the target is forgotten", (j) => s[j]],
        ["it is the derivative by s, −y/s", (j) => -y[j] / s[j]],
        ["1 is subtracted everywhere, not only at the true class", (j) => s[j] - 1],
        ["the sigmoid's s (1 − s) is multiplied in", (j) => (s[j] - y[j]) * s[j] * (1 - s[j])],
        ["it is divided by the number of classes", (j) => (s[j] - y[j]) / z.length],
        ["the logits stand where the probabilities should", (j) => z[j] - y[j]],
      ];
    },
    tex: (j: number) => ({
      name: `\\frac{\\partial L}{\\partial z_{${j}}}`,
      formula: `s_{${j}} - y_{${j}}`,
    }),
  },
} satisfies Record<string, Task>;

/** Judges a Jacobian of softmax written by a reader, entry by entry, on easy and on hard logits. */
export function checkJacobian(yours: (z: number[]) => number[][]): Judgement {
  return judge("checkJacobian", yours, jacobian);
}

/** Judges a reader's version of one of the module's functions, on easy and on hard arguments. */
export function checkFunction(yours: Yours, name: keyof typeof FUNCTIONS): Judgement {
  if (!Object.hasOwn(FUNCTIONS, name))
    throw new RangeError(
      `checkFunction: there is no task ${String(name)}, only ${Object.keys(FUNCTIONS).join(", ")}`,
    );
  return judge("checkFunction", yours, FUNCTIONS[name] as Task);
}

function judge(caller: string, yours: Yours, task: Task): Judgement {
  if (typeof yours !== "function")
    throw new TypeError(`${caller}: the answer must be a function, got ${typeof yours}`);
  for (const [k, args] of task.cases.entries()) {
    const call = args.map((arg) => JSON.stringify(arg, masks)).join(", ");
    let answer: unknown;
    try {
      answer = yours(...structuredClone(args));
    } catch (error) {
      const message = error instanceof Error ? error.message : String(error);
      return { outcome: "wrong", message: `It throws at ${call}: ${message}` };
    }
    if (k === 0 && (answer === undefined || lengthOf(answer) === 0)) return UNANSWERED;
    const exact = (task.exact as Yours)(...args) as Exact;
    const shape = shapeProblem(answer, exact);
    if (shape) return { outcome: "wrong", message: `At ${call} ${shape}.` };
    const wrong = wrongEntry(answer as Exact, exact);
    if (wrong) return tell(call, wrong, k < EASY.length, answer as Exact, args, task);
  }
  return { outcome: "right", message: `Right, on all ${task.cases.length} cases.` };
}

const masks = (_: string, value: unknown) =>
  value === Number.NEGATIVE_INFINITY ? "-Infinity" : value;
const isList = (value: unknown): value is ArrayLike<unknown> =>
  Array.isArray(value) || value instanceof Float64Array;
const lengthOf = (value: unknown) => (isList(value) ? value.length : undefined);

/** What is wrong with the shape of an answer, in words. */
function shapeProblem(answer: unknown, exact: Exact): string | undefined {
  if (answer instanceof Promise) return "it gives a promise; write it without async";
  if (!isList(answer)) return `it gives ${describe(answer)}, not an array`;
  const what = Array.isArray(exact[0]) ? "rows" : "numbers";
  if (answer.length !== exact.length)
    return `it gives ${answer.length} ${what}, not ${exact.length}`;
  for (let i = 0; i < exact.length; i++) {
    const [entry, want] = [answer[i], exact[i]];
    if (typeof want === "number") {
      if (typeof entry !== "number") return `entry ${i + 1} is ${describe(entry)}, not a number`;
    } else {
      if (!isList(entry)) return `row ${i + 1} is ${describe(entry)}, not an array`;
      if (entry.length !== want.length)
        return `row ${i + 1} has ${entry.length} numbers, not ${want.length}`;
      for (let j = 0; j < want.length; j++)
        if (typeof entry[j] !== "number")
          return `row ${i + 1}, column ${j + 1} is ${describe(entry[j])}, not a number`;
    }
  }
  return undefined;
}

const describe = (value: unknown) =>
  value === null || typeof value === "undefined" || typeof value === "number"
    ? String(value)
    : `a ${typeof value}`;

interface Wrong {
  readonly i: number;
  /** Undefined in a vector. */
  readonly j: number | undefined;
  readonly got: number;
  readonly want: number;
}

/** The entries of a vector or a matrix with their places. */
function* entriesOf(values: Exact): Iterable<{ i: number; j: number | undefined; value: number }> {
  for (let i = 0; i < values.length; i++) {
    const row = values[i];
    if (typeof row === "number") yield { i, j: undefined, value: row };
    else for (let j = 0; j < row.length; j++) yield { i, j, value: row[j] };
  }
}

function wrongEntry(answer: Exact, exact: Exact): Wrong | undefined {
  const wanted = entriesOf(exact)[Symbol.iterator]();
  for (const { i, j, value } of entriesOf(answer)) {
    const want = wanted.next().value?.value as number;
    if (!close(value, want)) return { i, j, got: value, want };
  }
  return undefined;
}

function tell(
  call: string,
  { i, j, got, want }: Wrong,
  isEasy: boolean,
  answer: Exact,
  args: readonly unknown[],
  task: Task,
): Judgement {
  const mistake = (task.mistakes as Yours)(...args).find(([, wrong]: Mistake) =>
    [...entriesOf(answer)].every((entry) => close(entry.value, wrong(entry.i, entry.j ?? entry.i))),
  )?.[0];
  const guess = mistake ?? (isEasy ? undefined : roundingGuess(got, want));
  const place = j === undefined ? `entry ${i + 1}` : `row ${i + 1}, column ${j + 1}`;
  const { name, formula } = task.tex(i + 1, (j ?? i) + 1);
  return {
    outcome: "wrong",
    message: `At ${call}, ${place} is ${got}; it should be ${want}.`,
    ...(guess && { guess }),
    entry: j === undefined ? [i + 1] : [i + 1, j + 1],
    tex: {
      yours: `${name} = ${numberTex(got)}`,
      expected: `${name} = ${formula} = ${numberTex(want)}`,
    },
  };
}

/** What went wrong where the formula is right on ordinary logits. */
function roundingGuess(got: number, want: number): string {
  if (!Number.isFinite(got))
    return "an exponential overflows, or all of them underflow: subtract the largest logit first";
  return Math.abs(got) < 1e-9 && Math.abs(want) < 1e-9
    ? "1 − s is taken of an s that rounds to 1: add up the other classes instead"
    : "the formula is right, but digits are lost on the way";
}

function numberTex(x: number): string {
  if (Number.isNaN(x)) return "\\text{NaN}";
  if (!Number.isFinite(x)) return x > 0 ? "\\infty" : "-\\infty";
  const [digits, exponent] = Number(x.toPrecision(6)).toString().split("e");
  return exponent ? `${digits}\\cdot 10^{${Number(exponent)}}` : digits;
}
