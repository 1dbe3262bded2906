import assert from "node:assert/strict";
import { test } from "node:test";
import { softmax, softmaxCrossEntropyGradient, softmaxJacobian } from "../../src/index.js";
import {
  checkDerivative,
  checkFormula,
  checkFunction,
  checkJacobian,
  parseFormula,
  proveIdentity,
  softmaxExpressions,
  symbolicJacobian,
  tidy,
  toTex,
  variables,
} from "../../src/symbolic/index.js";

const of = "exp(z1) / (exp(z1) + exp(z2))";
const other = "exp(z2) / (exp(z1) + exp(z2))";

test("an untouched exercise says unanswered, whatever its kind", () => {
  assert.equal(checkDerivative({ of, by: "z1", claim: "" }).outcome, "unanswered");
  assert.equal(checkDerivative({ of, by: "z1", claim: "  " }).outcome, "unanswered");
  assert.equal(checkFormula("", "x").outcome, "unanswered");
  assert.equal(checkJacobian(() => []).outcome, "unanswered");
  const empty = (() => {}) as unknown as () => number[];
  assert.equal(checkFunction(empty, "softmax").outcome, "unanswered");
});

test("a right formula is proved, in whatever form it is written", () => {
  for (const claim of [
    `${of} * (1 - ${of})`,
    `(${of}) * (${other})`,
    "exp(z1 + z2) / (exp(z1) + exp(z2))^2",
    "1 / (1 + exp(z2 - z1)) - 1 / (1 + exp(z2 - z1))^2",
  ])
    assert.equal(checkDerivative({ of, by: "z1", claim }).outcome, "right", claim);
});

/** Wrong derivatives of s1 by z1 or z2, and what the guess must say. */
const WRONG: readonly (readonly [by: string, claim: string, guess: RegExp])[] = [
  ["z1", `-(${of}) * (1 - ${of})`, /sign/],
  ["z2", `(${of}) * (${other})`, /sign/],
  ["z1", `-(${of}) * (${other})`, /sign/],
  ["z1", `1 - ${of}`, /derivative of the logarithm/],
  ["z2", `-(${other})`, /derivative of the logarithm/],
  ["z1", `-(${of})^2`, /indicator is 0 where/],
  ["z2", `(${of}) * (1 - ${other})`, /indicator is 1 where/],
  ["z2", `-(${of})^2`, /same/],
  ["z1", `2 * (${of}) * (1 - ${of})`, /a factor 1\/2 is missing/],
  ["z1", `(${of}) * (1 - ${of}) / 3`, /a factor 3 is missing/],
  ["z1", `-5 * (${of}) * (1 - ${of})`, /a factor -1\/5 is missing/],
  ["z1", of, /formula itself/],
];
for (const [by, claim, guess] of WRONG)
  test(`∂s1/∂${by} = ${claim} is wrong, and the guess says ${guess}`, () => {
    const judgement = checkDerivative({ of, by, claim });
    assert.equal(judgement.outcome, "wrong");
    assert.match(judgement.guess ?? "", guess);
    assert.match(judgement.message, /^Not equal: at z1 = .* yours is .*, it should be /);
    assert.ok(judgement.tex?.yours && judgement.tex.expected);
  });

test("the derivative of log-softmax with the indicator forgotten or everywhere is recognised", () => {
  const logs = "log(exp(z1) / (exp(z1) + exp(z2) + exp(z3)))";
  const s2 = "exp(z2) / (exp(z1) + exp(z2) + exp(z3))";
  assert.match(
    checkDerivative({ of: logs, by: "z2", claim: `1 - ${s2}` }).guess ?? "",
    /is 1 where/,
  );
  const s1 = "exp(z1) / (exp(z1) + exp(z2) + exp(z3))";
  assert.match(checkDerivative({ of: logs, by: "z1", claim: `-${s1}` }).guess ?? "", /is 0 where/);
});

test("with three classes, the derivative by another variable is recognised", () => {
  const [a, b] = ["z1", "z2"].map((z) => `exp(${z}) / (exp(z1) + exp(z2) + exp(z3))`);
  const c = "exp(z3) / (exp(z1) + exp(z2) + exp(z3))";
  const judge = (claim: string) => checkDerivative({ of: a, by: "z2", claim }).guess;
  assert.equal(judge(`-(${a}) * (${b})`), undefined);
  assert.match(judge(`-(${a}) * (${c})`) ?? "", /derivative by z3 instead of z2/);
  assert.match(judge(`(${a}) * (1 - ${a})`) ?? "", /derivative by z1 instead of z2/);
});

test("with a temperature, the chain rule's factor is missed by name", () => {
  const tempered = "exp(z1/3) / (exp(z1/3) + exp(z2/3))";
  const claim = "-exp(z1/3) * exp(z2/3) / (exp(z1/3) + exp(z2/3))^2";
  assert.equal(checkDerivative({ of: tempered, by: "z2", claim }).guess, "a factor 1/3 is missing");
});

test("what is no formula, holds other letters, or divides by zero is wrong in words", () => {
  const judge = (claim: string) => checkDerivative({ of, by: "z1", claim });
  assert.match(judge("exp(z1").message, /is not a formula/);
  assert.match(judge("s1 * (1 - s1)").message, /s1 cannot stand in the answer: write it in z1, z2/);
  assert.match(judge("1 / (z1 - z1)").message, /^Division by an expression that is zero/);
  assert.match(judge('import("x")').message, /may not stand/);
  assert.match(judge("Math.exp(z1)").message, /; write exp and log without Math in front/);
  assert.match(judge("exp(z₁)").message, /; write z1 for z₁/);
  assert.match(judge("e^{z_1}\\\\cdot 2").message, /, not in TeX/);
  assert.match(judge("ln(z1)").message, /may not stand in a formula; write log for ln/);
  assert.equal(judge("sin(z1)").outcome, "wrong");
  assert.equal(judge("sqrt(exp(z1))^2 * exp(z2) / (exp(z1) + exp(z2))^2").outcome, "undecided");
  assert.throws(() => checkDerivative({ of, by: "z3", claim: "1" }), /there is no z3 in/);
  assert.throws(() => checkDerivative({ of: "x y (", by: "x", claim: "1" }), SyntaxError);
});

const s = (z: number[]) => softmax(z);
const delta = (i: number, j: number) => (i === j ? 1 : 0);
const matrix = (entry: (s: number[], i: number, j: number) => number) => (z: number[]) =>
  s(z).map((_, i, all) => all.map((_, j) => entry(all, i, j)));

test("a right Jacobian is right, as arrays and as typed arrays", () => {
  const rest = (p: number[], i: number) => p.reduce((sum, x, k) => (k === i ? sum : sum + x), 0);
  const right = matrix((p, i, j) => (i === j ? p[i] * rest(p, i) : -p[i] * p[j]));
  assert.equal(checkJacobian(right).outcome, "right");
  const typed = (z: number[]) => right(z).map((row) => Float64Array.from(row));
  assert.equal(checkJacobian(typed as unknown as typeof right).outcome, "right");
});

const WRONG_JACOBIANS: Record<string, [(z: number[]) => number[][], RegExp, number[]]> = {
  "only the diagonal": [
    matrix((p, i, j) => delta(i, j) * p[i] * (1 - p[i])),
    /only the diag/,
    [1, 2],
  ],
  "no indicator": [matrix((p, i, j) => -p[i] * p[j]), /indicator is missing/, [1, 1]],
  "indicator 1": [matrix((p, i, j) => p[i] * (1 - p[j])), /1 everywhere$/, [1, 2]],
  "indicator 1, swapped": [
    matrix((p, i, j) => p[j] * (1 - p[i])),
    /1 everywhere, and i and j are sw/,
    [1, 2],
  ],
  "a sign": [matrix((p, i, j) => -p[i] * (delta(i, j) - p[j])), /sign is turned/, [1, 1]],
  "a sign off the diagonal": [
    matrix((p, i, j) => p[i] * (i === j ? 1 - p[i] : p[j])),
    /sign off/,
    [1, 2],
  ],
  "no factor": [matrix((p, i, j) => delta(i, j) - p[j]), /factor s_i is forgotten$/, [1, 1]],
  "no factor, swapped": [matrix((p, i, j) => delta(i, j) - p[i]), /forgotten, and i and j/, [1, 1]],
  "a square": [matrix((p, i, j) => p[i] * (delta(i, j) - p[i])), /s_i²/, [1, 2]],
  "a factor 2": [
    matrix((p, i, j) => 2 * p[i] * (delta(i, j) - p[j])),
    /factor 2 is too much/,
    [1, 1],
  ],
};
for (const [mistake, [yours, guess, entry]] of Object.entries(WRONG_JACOBIANS))
  test(`a Jacobian with ${mistake} is told by entry, values, formula and guess`, () => {
    const judgement = checkJacobian(yours);
    assert.equal(judgement.outcome, "wrong");
    assert.match(judgement.guess ?? "", guess);
    assert.deepEqual(judgement.entry, entry);
    const [i, j] = entry;
    assert.match(judgement.message, new RegExp(`row ${i}, column ${j} is .*; it should be `));
    const expected = judgement.tex?.expected ?? "";
    assert.ok(expected.includes(`1\\{${i}=${j}\\} - s_{${j}}`), expected);
    assert.ok(judgement.tex?.yours.startsWith(`\\frac{\\partial s_{${i}}}{\\partial z_{${j}}} = `));
  });

test("a Jacobian that is right on paper but overflows or rounds is told so", () => {
  const naive = (z: number[]) => {
    const e = z.map(Math.exp);
    const p = e.map((x) => x / e.reduce((a, b) => a + b));
    return p.map((pi, i) => p.map((pj, j) => pi * (delta(i, j) - pj)));
  };
  assert.match(checkJacobian(naive).guess ?? "", /overflows/);
  assert.match(
    checkJacobian(matrix((p, i, j) => p[i] * (delta(i, j) - p[j]))).guess ?? "",
    /1 − s/,
  );
});

test("a single wrong entry is found wherever it is", () => {
  for (let k = 0; k < 16; k++) {
    const [row, column] = [Math.floor(k / 4), k % 4];
    const yours = (z: number[]) => {
      const right = softmaxJacobian(z);
      if (z.length === 4) right[row][column] += 1e-9;
      return right;
    };
    assert.deepEqual(checkJacobian(yours).entry, [row + 1, column + 1]);
  }
});

test("answers of a wrong shape or kind are wrong in words, never an error", () => {
  const odd: [unknown, RegExp][] = [
    [() => 5, /gives 5, not an array/],
    [() => "text", /gives a string, not an array/],
    [() => null, /gives null/],
    [async () => [[1]], /promise/],
    [() => [1, 2, 3, 4], /row 1 is 1, not an array/],
    [() => [[1, 2]], /1 rows, not 4/],
    [() => [[1], [1], [1], [1]], /row 1 has 1 numbers, not 4/],
    [(z: number[]) => z.map(() => z.map(() => "0.1")), /row 1, column 1 is a string/],
    [(z: number[]) => z.map(() => z.map(() => undefined)), /row 1, column 1 is undefined/],
    [(z: number[]) => z.map(() => z.map(() => Number.NaN)), /row 1, column 1 is NaN/],
    [(z: number[]) => (z.length === 4 ? softmaxJacobian(z) : []), /0 rows, not 2/],
    [
      () => {
        throw new Error("no idea");
      },
      /throws at \[2,1,0.1,-1\]: no idea/,
    ],
    [
      () => {
        throw "a text";
      },
      /throws at .*: a text/,
    ],
    [
      (z: number[]) => {
        z.length = 0;
        return [[1]];
      },
      /1 rows, not 4/,
    ],
  ];
  for (const [yours, message] of odd) {
    const judgement = checkJacobian(yours as () => number[][]);
    assert.equal(judgement.outcome, "wrong");
    assert.match(judgement.message, message);
  }
  assert.throws(() => checkJacobian("text" as unknown as () => number[][]), TypeError);
  assert.throws(() => checkFunction(() => [1], "toString" as "softmax"), RangeError);
});

test("usual mistakes in softmax and in the gradient are guessed", () => {
  const exps = (z: number[]) => z.map(Math.exp);
  const total = (values: number[]) => values.reduce((a, b) => a + b, 0);
  const guesses: [Parameters<typeof checkFunction>, RegExp][] = [
    [[exps, "softmax"], /division by the sum is forgotten/],
    [
      [(z: number[]) => exps(z).map((e) => e / Math.max(...exps(z))), "softmax"],
      /only the largest/,
    ],
    [[(z: number[]) => z.map((x) => x / total(z)), "softmax"], /exponential is forgotten/],
    [[(z: number[]) => exps(z).map((e) => Math.log(e / total(exps(z)))), "softmax"], /logarithm/],
    [[(z: number[]) => exps(z).map((e) => e / total(exps(z))), "softmax"], /overflows/],
  ];
  const gradient =
    (entry: (p: number, y: number, n: number) => number) => (z: number[], label: number) =>
      softmax(z).map((p, j) => entry(p, j === label ? 1 : 0, z.length));
  const gradients: [(z: number[], label: number) => number[], RegExp][] = [
    [gradient((p, y) => y - p), /sign/],
    [gradient((p) => p), /target is forgotten/],
    [gradient((p, y) => -y / p), /by s/],
    [gradient((p) => p - 1), /1 is subtracted everywhere/],
    [gradient((p, y) => (p - y) * p * (1 - p)), /sigmoid/],
    [gradient((p, y, n) => (p - y) / n), /number of classes/],
    [gradient((p, y) => p - y), /1 − s/],
  ];
  for (const [yours, guess] of gradients)
    guesses.push([[yours, "softmaxCrossEntropyGradient"], guess]);
  for (const [args, guess] of guesses) {
    const judgement = checkFunction(...args);
    assert.equal(judgement.outcome, "wrong");
    assert.match(judgement.guess ?? "", guess);
  }
  assert.equal(checkFunction(softmax, "softmax").outcome, "right");
  assert.equal(
    checkFunction(softmaxCrossEntropyGradient, "softmaxCrossEntropyGradient").outcome,
    "right",
  );
});

test("tidying clears zeros and ones away and changes no value", () => {
  for (const row of symbolicJacobian(softmaxExpressions(4), variables("z", 4)))
    for (const entry of row) {
      const tidied = tidy(entry);
      assert.equal(proveIdentity(entry, tidied).verdict, "proved");
      assert.doesNotMatch(tidied.toString(), /\b0\b|\b1 \*/);
    }
  const text = (formula: string) => tidy(parseFormula(formula)).toString();
  assert.equal(text("0 + 1 * exp(z2) + 0 * x"), "exp(z2)");
  assert.equal(text("0 - (a + b)"), "-(a + b)");
  assert.equal(text("-(-x)^1"), "x");
  assert.equal(text("(0) / (x + 0) + 2 * 1"), "2");
  assert.equal(text("a * (b + 0 * c) / 1 - 0"), "a * b");
  assert.equal(text("10 * 0.1 + x"), "10 * 0.1 + x");
  assert.equal(toTex(tidy(parseFormula("(0 + exp(z1)) * 1"))).trim(), "e^{z_{1}}");
});
