/** Many rows at once, row-major on Float64Array; the semantics of weights and means are PyTorch's. */
export { logSoftmaxRows, softmaxRows } from "./softmax-rows.js";
export {
  type RowsGradientOptions,
  type RowsLossOptions,
  softmaxCrossEntropyRows,
  softmaxCrossEntropyRowsGradient,
} from "./softmax-cross-entropy-rows.js";
