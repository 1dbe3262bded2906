/** Training on real data with the gradient s − y: data sets, a network, descent, and its judgement. */
export { loadDigits } from "./digits.js";
export { IRIS, loadIris } from "./iris.js";
export { type Examples, select, stratifiedSplit } from "./examples.js";
export { randomNumbers, shuffle } from "./random.js";
export {
  backward,
  copyNetwork,
  createNetwork,
  forward,
  type Layer,
  logitsOf,
  type Network,
} from "./network.js";
export { addProduct, addTransposedProduct, productWithTransposed } from "./products.js";
export { descend, type DescentOptions, lossGradients } from "./descent.js";
export { confusionMatrix, type Evaluation, evaluate, largestOfRows } from "./evaluation.js";
export {
  fitTemperature,
  type Reliability,
  type ReliabilityBin,
  reliability,
} from "./calibration.js";
