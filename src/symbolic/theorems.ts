import {
  expr,
  indicator,
  softmaxExpressions,
  symbolicGradient,
  symbolicJacobian,
  variables,
} from "./expressions.js";
import { type ProofOptions, type ProofResult, proveIdentities, proveIdentity } from "./prove.js";

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

/**
 * D15 for every n. All logits but z_i and z_j enter ∂s_i/∂z_j only through the rest R of the sum,
 * which depends on neither; so two identities, with R as a variable, cover every n.
 */
export function proveSoftmaxJacobianForEveryN(): ProofResult {
  const same = "exp(zi) / (exp(zi) + R)";
  const [si, sj] = ["exp(zi) / (exp(zi) + exp(zj) + R)", "exp(zj) / (exp(zi) + exp(zj) + R)"];
  const lefts = [symbolicGradient(same, ["zi"])[0], symbolicGradient(si, ["zj"])[0]];
  const rights = [expr`${same} * (1 - ${same})`, expr`-(${si}) * ${sj}`];
  return { ...proveIdentities(lefts, (k) => rights[k]), claim: "every n, by two cases" };
}

/**
 * D25 for every number of classes. With T = e^z_j + R, all other classes enter the loss only
 * through K = Σ y_i z_i and Y = Σ y_i over i ≠ j, and through R:
 * L = −y_j (z_j − log T) − (K − Y log T), where Y = 1 − y_j.
 */
export function proveCrossEntropyGradientForEveryC(): ProofResult {
  const loss = "-yj * (zj - log(exp(zj) + R)) - (K - Y * log(exp(zj) + R))";
  const result = proveIdentity(symbolicGradient(loss, ["zj"])[0], "exp(zj) / (exp(zj) + R) - yj", {
    where: { Y: "1 - yj" },
  });
  return { ...result, claim: "every number of classes" };
}
