import assert from "node:assert/strict";
import { test } from "node:test";
import {
  type ProofResult,
  proveCrossEntropyGradientForEveryC,
  proveGradientStepsForEveryC,
  proveHessian,
  proveHessianForEveryC,
  proveRowSumsForEveryN,
  proveSoftmaxJacobian,
  proveSoftmaxJacobianForEveryN,
  proveSymmetryForEveryN,
  proveVariance,
  proveVarianceForEveryN,
} from "../../src/symbolic/index.js";

function assertProved(result: ProofResult, identities: number, method = /^normal form$/): void {
  assert.equal(result.verdict, "proved", `${result.claim}: ${result.reason}`);
  assert.equal(result.identities, identities, result.claim ?? "");
  assert.match(result.method, method);
  const isCertain = result.method === "normal form";
  assert.equal(result.chanceOfError === undefined, isCertain);
}

test("all n² entries of the Jacobian are proved in normal form for each n from 2 to 16", () => {
  for (let n = 2; n <= 16; n++) assertProved(proveSoftmaxJacobian(n), n * n);
});

test("for n = 32 and 64 they are proved at random points, with a bound on the error", () => {
  for (const n of [32, 64]) {
    const result = proveSoftmaxJacobian(n);
    assertProved(result, n * n, /^3 random points modulo 2\^61 − 1 \(seed [0-9a-f]+\)$/);
    assert.match(result.chanceOfError ?? "", /^2\^−1[67]\d$/);
  }
});

test("for n = 32 and 64 they are proved in normal form as well", () => {
  for (const n of [32, 64]) assertProved(proveSoftmaxJacobian(n, "normal form"), n * n);
});

test("every n: the Jacobian, its symmetry, its rows' sums", () => {
  assertProved(proveSoftmaxJacobianForEveryN(), 2);
  assertProved(proveSymmetryForEveryN(), 1);
  assertProved(proveRowSumsForEveryN(), 1);
});

test("every number of classes: the steps D20 to D25, and the Hessian", () => {
  const counts = { D20: 3, D21: 4, D22: 2, D23: 1, D24: 2, D25: 1 };
  const steps = proveGradientStepsForEveryC();
  assert.deepEqual(Object.keys(steps), Object.keys(counts));
  for (const [item, result] of Object.entries(steps))
    assertProved(result, counts[item as keyof typeof counts]);
  assertProved(proveCrossEntropyGradientForEveryC(), 1);
  assertProved(proveHessianForEveryC(), 2);
});

test("the Hessian is proved entry by entry up to eight classes", () => {
  for (let n = 2; n <= 8; n++) assertProved(proveHessian(n), n * n);
});

test("vᵀHv is the variance of v under s: with letters up to five classes, and for every n", () => {
  for (let n = 2; n <= 5; n++) assertProved(proveVariance(n), 1);
  assertProved(proveVarianceForEveryN(), 3);
});
