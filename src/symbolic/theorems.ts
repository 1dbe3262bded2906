import type { MathNode } from "mathjs";
import {
  crossEntropyExpression,
  expr,
  indicator,
  softmaxExpressions,
  symbolicGradient,
  symbolicJacobian,
  variables,
} from "./expressions.js";
import { type ProofOptions, type ProofResult, proveIdentities } from "./prove.js";

/** From here on, all n² entries are judged at random points instead of in normal form. */
const LARGE = 32;

/**
 * D15 for n classes: each of the n² derivatives that mathjs takes of D1 is s_i (1{i=j} − s_j).
 * In normal form below 32 classes, at random points from there on, unless said otherwise.
 */
export function proveSoftmaxJacobian(
  n: number,
  method: ProofOptions["method"] = n < LARGE ? "normal form" : "random points",
): ProofResult {
  const s = softmaxExpressions(n);
  const jacobian = symbolicJacobian(s, variables("z", n));
  const result = proveIdentities(
    jacobian,
    (i, j) => expr`${s[i]} * (${indicator(i, j)} - ${s[j]})`,
    { method },
  );
  return { ...result, claim: `all entries for n = ${n}` };
}

/** The same for each n in a range, in normal form; the first that is not proved decides. */
export function proveSoftmaxJacobians(from: number, to: number): ProofResult {
  let identities = 0;
  for (let n = from; n <= to; n++) {
    const result = proveSoftmaxJacobian(n, "normal form");
    if (result.verdict !== "proved") return result;
    identities += result.identities;
  }
  const claim = `all entries for each n from ${from} to ${to}`;
  return { verdict: "proved", method: "normal form", identities, claim };
}

type Identity = readonly [left: string | MathNode, right: string | MathNode];
/** All of some identities, under one claim. */
function proveEach(
  claim: string,
  identities: readonly Identity[],
  where: ProofOptions["where"] = {},
): ProofResult {
  const [lefts, rights] = [0, 1].map((side) => identities.map((identity) => identity[side]));
  return { ...proveIdentities(lefts, (k) => rights[k], { where }), claim };
}

/*
 * Every n. All logits but z_i and z_j enter s_i, s_j and their derivatives by z_i and z_j only
 * through the rest R of the sum, which depends on neither. So an identity in z_i, z_j and R, with R
 * a variable, covers every n and all other logits at once. The case i = j has one logit less.
 */
const SAME = "exp(zi) / (exp(zi) + R)";
const [SI, SJ] = ["i", "j"].map((k) => `exp(z${k}) / (exp(zi) + exp(zj) + R)`);
const d = (of: string | MathNode, by: string) => symbolicGradient(of, [by])[0];

/** D15 for every n: two identities, one for i = j and one for i ≠ j. */
export function proveSoftmaxJacobianForEveryN(): ProofResult {
  return proveEach("every n, by two cases", [
    [d(SAME, "zi"), expr`${SAME} * (1 - ${SAME})`],
    [d(SI, "zj"), expr`-(${SI}) * ${SJ}`],
  ]);
}

/** J is symmetric for every n: both derivatives hold z_i, z_j and R alone. */
export function proveSymmetryForEveryN(): ProofResult {
  return proveEach("J is symmetric, every n", [[d(SI, "zj"), d(SJ, "zi")]]);
}

/**
 * The rows of J sum to zero for every n. In row i the sum is ∂s_i/∂z_i − s_i Σ_{j≠i} s_j, by D15,
 * and the s_j of all others are R / (e^z_i + R) together.
 */
export function proveRowSumsForEveryN(): ProofResult {
  const others = "R / (exp(zi) + R)";
  return proveEach("each row of J sums to zero, every n", [
    [expr`${d(SAME, "zi")} - ${SAME} * ${others}`, "0"],
  ]);
}

/**
 * The steps D20 to D25 for every number of classes.
 *
 * Fix j. Let T = e^z_j + R be the sum. Of the other classes only y_i, s_i and R are written, and
 * each of them gives a term of the same form; so each step is one identity for i = j and one for
 * i ≠ j, or it adds up such terms, with Y = Σ_{i≠j} y_i and K = Σ_{i≠j} y_i z_i.
 */
export function proveGradientStepsForEveryC(): Record<
  "D20" | "D21" | "D22" | "D23" | "D24" | "D25",
  ProofResult
> {
  const sj = "exp(zj) / (exp(zj) + R)";
  const logT = "log(exp(zj) + R)";
  // The terms i = j and i ≠ j; there R holds all classes but i and j.
  const same = { s: sj, log: expr`log(${sj})`, y: "yj", delta: "1", sj: sj };
  const other = { s: SI, log: expr`log(${SI})`, y: "yi", delta: "0", sj: SJ };
  const cases = [same, other];
  const claim = "every number of classes";
  const sumsToOne = { Y: "1 - yj" };
  const loss = "-yj * (zj - log(exp(zj) + R)) - (K - Y * log(exp(zj) + R))";
  const dLoss = d(loss, "zj");
  return {
    D20: proveEach(claim, [
      // The derivative of the sum is the sum of the derivatives: log s_i = z_i − log T.
      [dLoss, expr`-(yj * ${d(`zj - ${logT}`, "zj")} + Y * ${d(`-${logT}`, "zj")})`],
      ...cases.map(({ s, log, y }): Identity => {
        return [expr`${y} * ${d(log, "zj")}`, expr`${y} / ${s} * ${d(s, "zj")}`];
      }),
    ]),
    D21: proveEach(
      claim,
      cases.flatMap(({ s, y, delta, sj }): Identity[] => [
        [expr`${y} / ${s} * ${d(s, "zj")}`, expr`${y} / ${s} * (${s} * (${delta} - ${sj}))`],
        [expr`${y} / ${s} * (${s} * (${delta} - ${sj}))`, expr`${y} * (${delta} - ${sj})`],
      ]),
    ),
    D22: proveEach(
      claim,
      cases.map(({ y, delta, sj }): Identity => {
        return [expr`-(${y} * (${delta} - ${sj}))`, expr`${y} * ${sj} - ${y} * ${delta}`];
      }),
    ),
    D23: proveEach(claim, [
      [expr`(yj * ${sj} - yj * 1) + (Y * ${sj} - Y * 0)`, expr`(yj * ${sj} + Y * ${sj}) - yj`],
    ]),
    D24: proveEach(
      claim,
      [
        [expr`yj * ${sj} + Y * ${sj} - yj`, expr`${sj} * (yj + Y) - yj`],
        [expr`${sj} * (yj + Y) - yj`, expr`${sj} - yj`],
      ],
      sumsToOne,
    ),
    D25: proveEach(claim, [[dLoss, expr`${sj} - yj`]], sumsToOne),
  };
}

/** D25 for every number of classes: the derivative that mathjs takes of the loss is s_j − y_j. */
export function proveCrossEntropyGradientForEveryC(): ProofResult {
  return proveGradientStepsForEveryC().D25;
}

/** The Hessian of the loss for n classes, all n² entries: diag(s) − s sᵀ, whatever y is. */
export function proveHessian(n: number): ProofResult {
  const [s, z, y] = [softmaxExpressions(n), variables("z", n), variables("y", n)];
  const gradient = symbolicGradient(crossEntropyExpression(n), z);
  const last = y.slice(0, -1).reduce((left, yi) => `${left} - ${yi}`, "1");
  const result = proveIdentities(
    symbolicJacobian(gradient, z),
    (i, j) => expr`${indicator(i, j)} * ${s[i]} - ${s[i]} * ${s[j]}`,
    { where: { [y[n - 1]]: last } },
  );
  return { ...result, claim: `the Hessian is diag(s) − s sᵀ for n = ${n}` };
}

/** The same for every number of classes: y is constant, so H is the derivative of s − y (D25), D15. */
export function proveHessianForEveryC(): ProofResult {
  return proveEach("the Hessian is diag(s) − s sᵀ, every number of classes", [
    [d(`${SAME} - yi`, "zi"), expr`1 * ${SAME} - ${SAME} * ${SAME}`],
    [d(`${SI} - yi`, "zj"), expr`0 * ${SI} - ${SI} * ${SJ}`],
  ]);
}

/**
 * vᵀHv = Σ s_i (v_i − v̄)² with v̄ = Σ s_j v_j, the variance of v under s, for n classes: one
 * identity in the letters z1 … zn and v1 … vn. A variance is not negative, so the loss is convex.
 */
export function proveVariance(n: number): ProofResult {
  const [s, v] = [softmaxExpressions(n), variables("v", n)];
  const sum = (terms: readonly MathNode[]) => terms.reduce((a, b) => expr`${a} + ${b}`);
  const form = v.flatMap((vi, i) =>
    v.map((vj, j) => expr`${vi} * (${indicator(i, j)} * ${s[i]} - ${s[i]} * ${s[j]}) * ${vj}`),
  );
  const mean = sum(v.map((vi, i) => expr`${s[i]} * ${vi}`));
  const variance = sum(v.map((vi, i) => expr`${s[i]} * (${vi} - ${mean})^2`));
  return proveEach(`vᵀHv is the variance of v under s for n = ${n}`, [[sum(form), variance]]);
}

/**
 * The same for every n, by comparing the i-th terms. Let M = Σ s_j v_j and A = Σ s_i v_i²; R is the
 * part of M without class i.
 *
 * 1. Row i of vᵀHv: v_i (s_i − s_i²) v_i − v_i s_i R is s_i v_i² − s_i v_i M. Summed over i: A − M².
 * 2. s_i (v_i − M)² is s_i v_i² − 2 M s_i v_i + M² s_i. Summed over i, as the s_i sum to 1:
 *    A − 2 M·M + M²·1.
 * 3. These are the same number.
 */
export function proveVarianceForEveryN(): ProofResult {
  return proveEach("vᵀHv is the variance of v under s, every n", [
    ["vi * (si - si^2) * vi - vi * si * R", "si * vi^2 - si * vi * (si * vi + R)"],
    ["si * (vi - M)^2", "si * vi^2 - 2 * M * si * vi + M^2 * si"],
    ["A - M^2", "A - 2 * M * M + M^2 * 1"],
  ]);
}
