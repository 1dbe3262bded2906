/**
 * Every derivative of the module against two witnesses that know only the definition of what is
 * differentiated: mathjs's symbolic derivative of it, evaluated, and the complex step through it.
 * A third is the textbook formula as plain loops. All three compute in ordinary doubles.
 */
import assert from "node:assert/strict";
import { test } from "node:test";
import { type MathNode, parse } from "mathjs";
import { softmaxCrossEntropyRowsGradient } from "../src/batch/index.js";
import {
  crossEntropyGradient,
  logSoftmaxJvp,
  logSoftmaxVjp,
  sigmoidCrossEntropyGradient,
  softmaxCrossEntropyGradient,
  softmaxCrossEntropyHessian,
  softmaxJacobian,
  softmaxJvp,
  softmaxVjp,
} from "../src/index.js";
import { complexStep, symbolicGradient } from "../src/symbolic/index.js";
import { numbersFrom } from "./support/random.js";

/**
 * What the witnesses may be off, as a multiple of the largest entry or of 1: each takes a few dozen
 * roundings of 2⁻⁵³, and terms near 1 cancel in the symbolic quotient rule. 64 roundings are 7e-15.
 */
const TOLERANCE = 64 * 2 ** -53;

/** Numbers by name, for a mathjs scope. */
type Point = Record<string, number>;

const named = (letter: string, values: readonly number[]): Point =>
  Object.fromEntries(values.map((value, k) => [`${letter}${k + 1}`, value]));

const sum = (terms: readonly string[]) => `(${terms.join(" + ")})`;
const indices = (n: number) => Array.from({ length: n }, (_, k) => k + 1);

/** Softmax as D1 has it, of any n expressions. */
function softmaxOf(logits: readonly string[]): string[] {
  return logits.map((z) => `(exp(${z}) / ${sum(logits.map((other) => `exp(${other})`))})`);
}

/** Compares derivatives of `definitions` by the variables `by`, row by row, with `actual`. */
function witness(
  actual: readonly number[][],
  loops: readonly number[][],
  definitions: readonly string[],
  by: readonly string[],
  point: Point,
) {
  const names = Object.keys(point);
  const values = Object.values(point);
  const nodes = definitions.map((definition) => parse(definition));
  const by2 = (f: (node: MathNode, variable: string) => number) =>
    nodes.map((node) => by.map((variable) => f(node, variable)));
  const views = {
    "symbolic derivative": nodes.map((node) =>
      symbolicGradient(node, by).map((derivative) => derivative.evaluate({ ...point }) as number),
    ),
    "complex step": by2((node, variable) => complexStep(node, variable, names, values)),
    loops: loops,
  };
  for (const [view, matrix] of Object.entries(views)) {
    assert.equal(actual.length, matrix.length);
    matrix.forEach((row, i) => {
      assert.equal(actual[i].length, row.length);
      const size = Math.max(1, ...row.map(Math.abs));
      row.forEach((value, j) => {
        assert.ok(
          Math.abs(actual[i][j] - value) <= TOLERANCE * size,
          `[${i}][${j}]: ${actual[i][j]}, by ${view} ${value}, at ${JSON.stringify(point)}`,
        );
      });
    });
  }
}

// The readable versions: the article's formulas, loop by loop.

function plainSoftmax(z: readonly number[], temperature = 1): number[] {
  const max = Math.max(...z);
  let total = 0;
  for (const zi of z) total += Math.exp((zi - max) / temperature);
  return z.map((zi) => Math.exp((zi - max) / temperature) / total);
}

function plainJacobian(z: readonly number[]): number[][] {
  const s = plainSoftmax(z);
  const J: number[][] = [];
  for (let i = 0; i < s.length; i++) {
    J.push([]);
    for (let j = 0; j < s.length; j++) J[i].push(i === j ? s[i] * (1 - s[i]) : -s[i] * s[j]);
  }
  return J;
}

/** Row i, column j: ∂ log s_i / ∂z_j, D14. */
function plainLogJacobian(z: readonly number[]): number[][] {
  const s = plainSoftmax(z);
  return s.map((_, i) => s.map((sj, j) => (i === j ? 1 : 0) - sj));
}

function times(matrix: readonly number[][], v: readonly number[]): number[] {
  return matrix.map((row) => {
    let total = 0;
    for (let j = 0; j < v.length; j++) total += row[j] * v[j];
    return total;
  });
}

const transposed = (matrix: readonly number[][]) =>
  matrix.map((_, j) => matrix.map((row) => row[j]));

function plainGradient(z: readonly number[], y: readonly number[], smoothing = 0, T = 1): number[] {
  const s = plainSoftmax(z, T);
  return s.map((si, i) => (si - ((1 - smoothing) * y[i] + smoothing / z.length)) / T);
}

// Points to look at: drawn anew from one seed, and one where a class is nearly certain.

const random = numbersFrom(20261125);
const draw = (n: number, width = 3) => indices(n).map(() => (2 * random() - 1) * width);
const drawDistribution = (n: number) => plainSoftmax(draw(n));
const oneHot = (i: number, n: number) => indices(n).map((k) => Number(k - 1 === i));
const points = [[0.3], [30, 0, -2], ...[2, 2, 3, 3, 4, 5, 6].map((n) => draw(n))];

test("the Jacobian is the derivative of softmax's definition", () => {
  for (const z of points) {
    const by = Object.keys(named("z", z));
    witness(softmaxJacobian(z), plainJacobian(z), softmaxOf(by), by, named("z", z));
  }
});

test("softmaxJvp is the derivative of softmax(z + t v) by t at 0", () => {
  for (const z of points) {
    const v = draw(z.length);
    const logits = indices(z.length).map((k) => `(z${k} + t * v${k})`);
    witness(
      softmaxJvp(z, v).map((entry) => [entry]),
      times(plainJacobian(z), v).map((entry) => [entry]),
      softmaxOf(logits),
      ["t"],
      { t: 0, ...named("z", z), ...named("v", v) },
    );
  }
});

test("softmaxVjp is the gradient of Σ v_i s_i", () => {
  for (const z of points) {
    const v = draw(z.length);
    const by = Object.keys(named("z", z));
    witness(
      [softmaxVjp(z, v)],
      [times(transposed(plainJacobian(z)), v)],
      [sum(softmaxOf(by).map((s, k) => `v${k + 1} * ${s}`))],
      by,
      { ...named("z", z), ...named("v", v) },
    );
  }
});

test("logSoftmaxJvp is the derivative of log softmax(z + t v) by t at 0", () => {
  for (const z of points) {
    const v = draw(z.length);
    const logits = indices(z.length).map((k) => `(z${k} + t * v${k})`);
    witness(
      logSoftmaxJvp(z, v).map((entry) => [entry]),
      times(plainLogJacobian(z), v).map((entry) => [entry]),
      softmaxOf(logits).map((s) => `log(${s})`),
      ["t"],
      { t: 0, ...named("z", z), ...named("v", v) },
    );
  }
});

test("logSoftmaxVjp is the gradient of Σ v_i log s_i", () => {
  for (const z of points) {
    const v = draw(z.length);
    const by = Object.keys(named("z", z));
    witness(
      [logSoftmaxVjp(z, v)],
      [times(transposed(plainLogJacobian(z)), v)],
      [sum(softmaxOf(by).map((s, k) => `v${k + 1} * log(${s})`))],
      by,
      { ...named("z", z), ...named("v", v) },
    );
  }
});

test("crossEntropyGradient is the gradient of −Σ y_i log s_i by the probabilities", () => {
  for (const n of [1, 2, 3, 5]) {
    const s = drawDistribution(n);
    for (const y of [drawDistribution(n), oneHot(n - 1, n)])
      witness(
        [crossEntropyGradient(y, s)],
        [y.map((yi, i) => -yi / s[i])],
        [`-${sum(indices(n).map((k) => `y${k} * log(s${k})`))}`],
        indices(n).map((k) => `s${k}`),
        { ...named("s", s), ...named("y", y) },
      );
  }
});

/** −Σ ((1 − e) y_i + e/n) log softmax(z / T)_i, written out. */
const lossOf = (n: number) =>
  `-${sum(
    softmaxOf(indices(n).map((k) => `(z${k} / T)`)).map(
      (s, k) => `((1 - smooth) * y${k + 1} + smooth / ${n}) * log(${s})`,
    ),
  )}`;

for (const [labelSmoothing, temperature] of [
  [0, 1],
  [0.1, 1],
  [1, 1],
  [0, 0.5],
  [0, 20],
  [0.3, 2.5],
])
  test(`softmaxCrossEntropyGradient is the gradient of the loss at label smoothing ${labelSmoothing} and temperature ${temperature}`, () => {
    for (const z of points) {
      const n = z.length;
      const by = indices(n).map((k) => `z${k}`);
      const options = { labelSmoothing, temperature };
      const label = n - 1;
      for (const [given, y] of [
        [label, oneHot(label, n)],
        [oneHot(0, n), oneHot(0, n)],
        ...[drawDistribution(n)].map((soft) => [soft, soft]),
      ] as [number | number[], number[]][])
        witness(
          [softmaxCrossEntropyGradient(z, given, options)],
          [plainGradient(z, y, labelSmoothing, temperature)],
          [lossOf(n)],
          by,
          { ...named("z", z), ...named("y", y), T: temperature, smooth: labelSmoothing },
        );
    }
  });

test("the Hessian is the derivative of the loss's gradient, whatever the target", () => {
  for (const z of points.filter(({ length }) => length <= 4)) {
    const n = z.length;
    const by = indices(n).map((k) => `z${k}`);
    const point = {
      ...named("z", z),
      ...named("y", drawDistribution(n)),
      T: 1,
      smooth: 0,
    };
    // Both witnesses differentiate the gradient; the gradient itself is mathjs's, not the module's.
    const gradient = symbolicGradient(parse(lossOf(n)), by).map((node) => node.toString());
    witness(softmaxCrossEntropyHessian(z), plainJacobian(z), gradient, by, point);
  }
});

test("sigmoidCrossEntropyGradient is the derivative of the binary loss by the logit", () => {
  const loss = "-(w * y * log(1 / (1 + exp(-x)))) - (1 - y) * log(1 / (1 + exp(x)))";
  for (const x of [-20, -3, -0.5, 0, 0.7, 4, 20])
    for (const y of [0, 0.25, 1])
      for (const w of [1, 0, 0.5, 7]) {
        const s = 1 / (1 + Math.exp(-x));
        witness(
          [[sigmoidCrossEntropyGradient(x, y, { positiveWeight: w })]],
          [[(1 - y) * s - w * y * (1 - s)]],
          [loss],
          ["x"],
          { x, y, w },
        );
      }
});

test("the batch gradient is the gradient of the reduced loss, with weights, smoothing and ignored rows", () => {
  const columns = 3;
  const rows = 4;
  const labels = [0, 2, -100, 1];
  const weights = [0.5, 2, 1.25];
  for (const reduction of ["none", "sum", "mean"] as const)
    for (const labelSmoothing of [0, 0.2])
      for (const classWeights of [undefined, weights]) {
        const z = draw(rows * columns);
        const w = classWeights ?? [1, 1, 1];
        const kept = labels.flatMap((label, row) => (label === -100 ? [] : [{ label, row }]));
        const divisor =
          reduction !== "mean" ? 1 : kept.reduce((total, { label }) => total + w[label], 0);
        const terms = kept.flatMap(({ label, row }) =>
          softmaxOf(indices(columns).map((c) => `z${row * columns + c}`)).map((s, c) => {
            const hard = c === label ? (1 - labelSmoothing) * w[c] : 0;
            return `${hard + (labelSmoothing / columns) * w[c]} * log(${s})`;
          }),
        );
        const by = indices(z.length).map((k) => `z${k}`);
        const loops = labels.flatMap((label, row) => {
          const s = plainSoftmax(z.slice(row * columns, (row + 1) * columns));
          if (label === -100) return s.map(() => 0);
          const targets = w.map(
            (wc, c) =>
              (c === label ? (1 - labelSmoothing) * wc : 0) + (labelSmoothing / columns) * wc,
          );
          const total = targets.reduce((a, b) => a + b, 0);
          return s.map((si, c) => (total * si - targets[c]) / divisor);
        });
        const actual = softmaxCrossEntropyRowsGradient(
          Float64Array.from(z),
          columns,
          Int32Array.from(labels),
          { reduction, labelSmoothing, ...(classWeights && { classWeights }) },
        );
        // The definition does not name the ignored row; its entries are checked to be 0 apart.
        assert.deepEqual(Array.from(actual.subarray(2 * columns, 3 * columns)), [0, 0, 0]);
        const used = (_: unknown, k: number) => labels[Math.floor(k / columns)] !== -100;
        witness(
          [Array.from(actual).filter(used)],
          [loops.filter(used)],
          [`-${sum(terms)} / ${divisor}`],
          by.filter(used),
          named("z", z),
        );
      }
});
