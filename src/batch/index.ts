/**
 * Many rows at once, row-major on Float64Array; the semantics of weights and means are PyTorch's.
 *
 * Larger inputs are computed by WebAssembly where there is one (compiled.ts), all else by the core
 * that the functions of one vector use (plain.ts). Both keep the stated errors.
 */
export { allocateRows } from "./choose.js";
export { softmaxJacobianFlat } from "./softmax-jacobian-flat.js";
export { logSoftmaxRows, softmaxRows } from "./softmax-rows.js";
export {
  type RowsGradientOptions,
  type RowsLossOptions,
  softmaxCrossEntropyRows,
  softmaxCrossEntropyRowsGradient,
  softmaxCrossEntropyRowsWithGradient,
} from "./softmax-cross-entropy-rows.js";
