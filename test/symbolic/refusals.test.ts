import assert from "node:assert/strict";
import { test } from "node:test";
import type { MathNode } from "mathjs";
import {
  crossEntropyExpression,
  expr,
  indicator,
  type ProofOptions,
  proveIdentities,
  softmaxExpressions,
  sumOf,
  symbolicGradient,
  symbolicJacobian,
  variables,
} from "../../src/symbolic/index.js";

/** Formulas that are nearly right. Each must be refuted, by either method, with a point. */
interface NearMiss {
  lefts: readonly MathNode[] | readonly (readonly MathNode[])[];
  rights: (i: number, j: number) => string | MathNode;
  /** Where the first wrong entry is. */
  entry: readonly number[];
  where?: ProofOptions["where"];
}

const N = 4;
const Z = variables("z", N);
const Y = variables("y", N);
const S = softmaxExpressions(N);
const J = symbolicJacobian(S, Z);
const dL = symbolicGradient(crossEntropyExpression(N), Z);
const H = symbolicJacobian(dL, Z);
const right = (i: number, j: number) => expr`${S[i]} * (${indicator(i, j)} - ${S[j]})`;
const sumTo = (total: string) => ({ y4: `${total} - y1 - y2 - y3` });

// One layer before: z = W x with three outputs and two inputs. ∂L/∂W is (s − y) xᵀ, 3 × 2.
const weights = [0, 1, 2].map((i) => [0, 1].map((k) => `w${i + 1}${k + 1}`));
const logits = weights.map(([a, b]) => `(${a} * x1 + ${b} * x2)`);
const layer = logits.map(
  (z) => expr`exp(${z}) / (exp(${logits[0]}) + exp(${logits[1]}) + exp(${logits[2]}))`,
);
const layerLoss = expr`-(y1 * log(${layer[0]}) + y2 * log(${layer[1]}) + (1 - y1 - y2) * log(${layer[2]}))`;
const target = ["y1", "y2", "1 - y1 - y2"];
const dW = weights.map((row) => symbolicGradient(layerLoss, row));
const outer = (i: number, k: number) => expr`(${layer[i]} - ${target[i]}) * ${`x${k + 1}`}`;

// A square layer, so that the transpose has the same shape.
const square = [0, 1].map((i) => [0, 1].map((k) => `w${i + 1}${k + 1}`));
const squareLogits = square.map(([a, b]) => `(${a} * x1 + ${b} * x2)`);
const squareS = squareLogits.map(
  (z) => expr`exp(${z}) / (exp(${squareLogits[0]}) + exp(${squareLogits[1]}))`,
);
const squareLoss = expr`-(y1 * log(${squareS[0]}) + (1 - y1) * log(${squareS[1]}))`;
const squareTarget = ["y1", "1 - y1"];
const dSquare = square.map((row) => symbolicGradient(squareLoss, row));
const squareOuter = (i: number, k: number) =>
  expr`(${squareS[i]} - ${squareTarget[i]}) * ${`x${k + 1}`}`;

const big = (n: number) => {
  const s = softmaxExpressions(n);
  return { s, jacobian: symbolicJacobian(s, variables("z", n)) };
};
const { s: S32, jacobian: J32 } = big(32);
const right32 = (i: number, j: number) => expr`${S32[i]} * (${indicator(i, j)} - ${S32[j]})`;

const NEAR_MISSES: Record<string, NearMiss> = {
  "the indicator missing: −s_i s_j everywhere": {
    lefts: J,
    rights: (i, j) => expr`-${S[i]} * ${S[j]}`,
    entry: [1, 1],
  },
  "s_i (1 − s_j) everywhere": {
    lefts: J,
    rights: (i, j) => expr`${S[i]} * (1 - ${S[j]})`,
    entry: [1, 2],
  },
  "−s_i² for −s_i s_j": {
    lefts: J,
    rights: (i, j) => (i === j ? right(i, j) : expr`-${S[i]}^2`),
    entry: [1, 2],
  },
  "only the diagonal": {
    lefts: J,
    rights: (i, j) => (i === j ? right(i, j) : "0"),
    entry: [1, 2],
  },
  "the sign off the diagonal": {
    lefts: J,
    rights: (i, j) => (i === j ? right(i, j) : expr`${S[i]} * ${S[j]}`),
    entry: [1, 2],
  },
  "the sign of the whole": { lefts: J, rights: (i, j) => expr`-(${right(i, j)})`, entry: [1, 1] },
  "the factor s_i forgotten": {
    lefts: J,
    rights: (i, j) => expr`${indicator(i, j)} - ${S[j]}`,
    entry: [1, 1],
  },
  "a neighbour's probability": {
    lefts: J,
    rights: (i, j) => expr`${S[i]} * (${indicator(i, j)} - ${S[(j + 1) % N]})`,
    entry: [1, 1],
  },
  "rows that sum to one": {
    lefts: J.map((row) => expr`${row[0]} + ${row[1]} + ${row[2]} + ${row[3]}`),
    rights: () => "1",
    entry: [1],
  },
  "the gradient without the condition that y sums to 1": {
    lefts: dL,
    rights: (j) => expr`${S[j]} - ${Y[j]}`,
    entry: [1],
  },
  "the gradient with y summing to 2": {
    lefts: dL,
    rights: (j) => expr`${S[j]} - ${Y[j]}`,
    entry: [1],
    where: sumTo("2"),
  },
  "the gradient as y − s": {
    lefts: dL,
    rights: (j) => expr`${Y[j]} - ${S[j]}`,
    entry: [1],
    where: sumTo("1"),
  },
  "the gradient as (s − y) s, the sigmoid's with squared error": {
    lefts: dL,
    rights: (j) => expr`(${S[j]} - ${Y[j]}) * ${S[j]} * (1 - ${S[j]})`,
    entry: [1],
    where: sumTo("1"),
  },
  "the gradient with 1/2 before it": {
    lefts: dL,
    rights: (j) => expr`(${S[j]} - ${Y[j]}) / 2`,
    entry: [1],
    where: sumTo("1"),
  },
  "the Hessian as diag(s)": {
    lefts: H,
    rights: (i, j) => expr`${indicator(i, j)} * ${S[i]}`,
    entry: [1, 1],
    where: sumTo("1"),
  },
  "the Hessian with + s sᵀ": {
    lefts: H,
    rights: (i, j) => expr`${indicator(i, j)} * ${S[i]} + ${S[i]} * ${S[j]}`,
    entry: [1, 1],
    where: sumTo("1"),
  },
  "the Hessian diag(y) − y yᵀ": {
    lefts: H,
    rights: (i, j) => expr`${indicator(i, j)} * ${Y[i]} - ${Y[i]} * ${Y[j]}`,
    entry: [1, 1],
    where: sumTo("1"),
  },
  "the transpose of the derivative by the weights": {
    lefts: dSquare,
    rights: (i, k) => squareOuter(k, i),
    entry: [1, 2],
  },
  "the derivative by the weights with the input forgotten": {
    lefts: dW,
    rights: (i) => expr`${layer[i]} - ${target[i]}`,
    entry: [1, 1],
  },
  "one entry of 1,024 off by a factor 1 + 2⁻⁴⁰": {
    lefts: J32,
    rights: (i, j) => (i === 20 && j === 11 ? expr`${right32(i, j)} * (1 + 2^-40)` : right32(i, j)),
    entry: [21, 12],
  },
  "the last entry of 1,024 off by a factor 1 + 2⁻⁴⁰": {
    lefts: J32,
    rights: (i, j) => (i === 31 && j === 31 ? expr`${right32(i, j)} * (1 + 2^-40)` : right32(i, j)),
    entry: [32, 32],
  },
  "two entries of 1,024 exchanged": {
    lefts: J32,
    rights: (i, j) => (i === 0 && j >= 30 ? right32(0, j === 30 ? 31 : 30) : right32(i, j)),
    entry: [1, 31],
  },
};

for (const method of ["normal form", "random points"] as const)
  for (const [mistake, { lefts, rights, entry, where }] of Object.entries(NEAR_MISSES))
    test(`by ${method}, ${mistake} is refuted with the entry, a point and both values`, () => {
      const { verdict, counterexample, identities } = proveIdentities(lefts, rights, {
        method,
        where,
      });
      assert.equal(verdict, "refuted");
      assert.deepEqual(counterexample?.entry, entry);
      const columns = Array.isArray(lefts[0]) ? lefts[0].length : 1;
      assert.equal(identities, (entry[0] - 1) * columns + (entry[1] ?? 1));
      assert.notDeepEqual(counterexample.point, {});
      assert.notEqual(counterexample.left, counterexample.right);
      assert.ok(Number.isFinite(Number(counterexample.left)));
    });

test("the true formulas beside them are proved, by either method", () => {
  for (const method of ["normal form", "random points"] as const)
    for (const { verdict } of [
      proveIdentities(J, right, { method }),
      proveIdentities(dL, (j) => expr`${S[j]} - ${Y[j]}`, { method, where: sumTo("1") }),
      proveIdentities(H, right, { method, where: sumTo("1") }),
      proveIdentities(dW, outer, { method }),
      proveIdentities(dSquare, squareOuter, { method }),
      proveIdentities(J32, right32, { method }),
    ])
      assert.equal(verdict, "proved");
});

test("a factor 1 + 2⁻⁴⁰ in any of 64 entries is found", () => {
  const { s, jacobian } = big(8);
  const exact = s.map((si, i) => s.map((sj, j) => expr`${si} * (${indicator(i, j)} - ${sj})`));
  for (let k = 0; k < 64; k++) {
    const [row, column] = [Math.floor(k / 8), k % 8];
    const { counterexample } = proveIdentities(jacobian, (i, j) =>
      i === row && j === column ? expr`${exact[i][j]} * (1 + 2^-40)` : exact[i][j],
    );
    assert.deepEqual(counterexample?.entry, [row + 1, column + 1]);
  }
});

test("a sum of no terms is refused", () => {
  assert.throws(() => sumOf([]), new RangeError("sumOf: requires one or more terms"));
});
