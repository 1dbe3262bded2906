/** The article's formulas as mathjs expressions, their derivatives, and proofs of identities. */
export {
  crossEntropyExpression,
  expr,
  indicator,
  logSoftmaxExpressions,
  softmaxExpressions,
  sumOf,
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
  proveSoftmaxJacobians,
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
export { errorInUlp, largestError, type Reference, reference, seededLogits } from "./accuracy.js";
export { tidy } from "./tidy.js";
export { checkDerivative, checkFormula } from "./judge-formula.js";
export { checkFunction, checkJacobian } from "./judge-function.js";
export type { Judgement } from "./judgement.js";
