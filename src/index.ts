/** The math module, in the article's order. It imports nothing and runs in Node and in browsers. */

// 1 Softmax: D1, and its logarithm, D8
export { softmax, type TemperatureOptions } from "./softmax.js";
export { logSoftmax } from "./log-softmax.js";
export { logSumExp } from "./log-sum-exp.js";
export type { Vector } from "./arguments.js";

// 2 The Jacobian: D15, D16, and its products with vectors
export { softmaxCrossEntropyHessian, softmaxJacobian } from "./softmax-jacobian.js";
export { logSoftmaxJvp, logSoftmaxVjp, softmaxJvp, softmaxVjp } from "./softmax-products.js";

// 3 Cross-entropy: D17, D18, D25
export { oneHot } from "./one-hot.js";
export { crossEntropy, crossEntropyGradient } from "./cross-entropy.js";
export {
  type SoftmaxCrossEntropyOptions,
  softmaxCrossEntropy,
  softmaxCrossEntropyGradient,
} from "./softmax-cross-entropy.js";

// Beyond the article
export { entropy, klDivergence } from "./entropy.js";
export { logSigmoid, sigmoid } from "./sigmoid.js";
export {
  type SigmoidCrossEntropyOptions,
  sigmoidCrossEntropy,
  sigmoidCrossEntropyGradient,
} from "./sigmoid-cross-entropy.js";
export {
  type FocalLossOptions,
  focalLoss,
  type SigmoidFocalLossOptions,
  sigmoidFocalLoss,
} from "./focal-loss.js";
