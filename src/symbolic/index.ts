/** The article's formulas as mathjs expressions, their derivatives, and proofs of identities. */
export {
  crossEntropyExpression,
  expr,
  indicator,
  logSoftmaxExpressions,
  softmaxExpressions,
  symbolicGradient,
  symbolicJacobian,
  variables,
} from "./expressions.js";
export { parseFormula } from "./parser.js";
export type { Counterexample } from "./counterexample.js";
export {
  type ProofOptions,
  type ProofResult,
  proveIdentities,
  proveIdentity,
} from "./prove.js";
export { DivisionByZero } from "./fraction.js";
export {
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
} from "./theorems.js";
export {
  bigNumberDerivative,
  centralDifference,
  complexStep,
  errorAgainstStep,
  evaluateMatrix,
  witnesses,
} from "./witnesses.js";
export { toTex } from "./tex.js";
export {
  checkDerivative,
  checkFormula,
  checkFunction,
  checkJacobian,
  type Judgement,
} from "./exercises.js";
