import { classIndex, fraction, sameLength, vector } from "../arguments.js";
import { exponentials, residual, surprisal } from "../exponentials.js";
import { dot } from "../sum.js";
import { checkedRows, output, type Rows } from "./rows.js";

/** Options of the loss over rows and of its gradient. */
export interface RowsGradientOptions {
  /** "mean" (default) divides by the kept rows' weights; "sum" adds the rows; "none" leaves them. */
  readonly reduction?: "none" | "sum" | "mean";
  /** One weight ≥ 0 a class; 1 each by default. */
  readonly classWeights?: readonly number[] | Float64Array;
  /** Rows with this label count for nothing; −100 by default. */
  readonly ignoreIndex?: number;
  /** ε in [0, 1]; 0 by default. */
  readonly labelSmoothing?: number;
}
export type RowsLossOptions = RowsGradientOptions;

/**
 * Cross-entropy of softmax over the rows of z.
 *
 * Row loss: (1 − ε) w_t (−log s_t) + (ε/C) Σ_c w_c (−log s_c), t the label. "mean" divides the sum
 * by Σ w_t over the rows kept, so it is NaN where none is kept, as in PyTorch.
 *
 * @param z logits, rows × columns, row-major, no unit; −Infinity masks a class.
 * @param columns number of classes C.
 * @param labels one class index a row.
 * @returns nats: a number, or one a row with reduction "none".
 * @throws {TypeError} if z is not a Float64Array or labels is not an Int32Array.
 * @throws {RangeError} if a logit is NaN or +Infinity, a row all −Infinity, a label no class, a
 *   length does not fit, or an option is out of its range.
 *
 * @example
 * softmaxCrossEntropyRows(new Float64Array([0, 0]), 2, new Int32Array([1])); // 0.6931471805599453
 */
export function softmaxCrossEntropyRows(
  z: Float64Array,
  columns: number,
  labels: Int32Array,
  options: RowsLossOptions & { reduction: "none" },
): Float64Array;
export function softmaxCrossEntropyRows(
  z: Float64Array,
  columns: number,
  labels: Int32Array,
  options?: RowsLossOptions & { reduction?: "sum" | "mean" },
): number;
export function softmaxCrossEntropyRows(
  z: Float64Array,
  columns: number,
  labels: Int32Array,
  options: RowsLossOptions = {},
): number | Float64Array {
  const plan = prepare("softmaxCrossEntropyRows", z, columns, labels, options);
  const { rows, weights, epsilon } = plan;
  const e = new Float64Array(rows.columns);
  const losses = new Float64Array(rows.count);
  for (let row = 0; row < rows.count; row++) {
    const label = plan.labels[row];
    if (label === plan.ignoreIndex) continue;
    const start = row * rows.columns;
    const x = exponentials(rows.z, 1, e, start);
    const loss = (c: number) => surprisal(x, rows.z[start + c]);
    losses[row] =
      epsilon === 0
        ? dot(
            1,
            () => weights[label],
            () => loss(label),
          )
        : dot(rows.columns, (c) => target(plan, label, c), loss);
  }
  if (plan.reduction === "none") return losses;
  return dot(rows.count, (row) => losses[row]) / plan.divisor;
}

/**
 * Gradient of the reduced loss by the logits; for "none", of the sum.
 *
 * @param z logits, rows × columns, row-major, no unit; −Infinity masks a class.
 * @param columns number of classes C.
 * @param labels one class index a row.
 * @param out where the result goes; may be z itself. A new array by default.
 * @returns out: rows × columns, nats for each unit of logit.
 * @throws {TypeError} if z or out is not a Float64Array or labels is not an Int32Array.
 * @throws {RangeError} if a logit is NaN or +Infinity, a row all −Infinity, a label no class, a
 *   length does not fit, or an option is out of its range.
 *
 * @example
 * softmaxCrossEntropyRowsGradient(new Float64Array([0, 0]), 2, new Int32Array([1])); // [0.5, -0.5]
 */
export function softmaxCrossEntropyRowsGradient(
  z: Float64Array,
  columns: number,
  labels: Int32Array,
  options: RowsGradientOptions = {},
  out?: Float64Array,
): Float64Array {
  const where = "softmaxCrossEntropyRowsGradient";
  const plan = prepare(where, z, columns, labels, options);
  const { rows, weights, epsilon } = plan;
  const n = rows.columns;
  const result = output(where, rows.z.length, out);
  const e = new Float64Array(n);
  const smoothed = epsilon === 0 ? 0 : (epsilon / n) * dot(n, (c) => weights[c]);
  for (let row = 0; row < rows.count; row++) {
    const start = row * n;
    const label = plan.labels[row];
    if (label === plan.ignoreIndex) {
      result.fill(0, start, start + n);
      continue;
    }
    const x = exponentials(rows.z, 1, e, start);
    const hard = (1 - epsilon) * weights[label];
    for (let c = 0; c < n; c++) {
      const own = (epsilon / n) * weights[c];
      const others = c === label ? smoothed - own : hard + smoothed - own;
      const entry = residual(x, c, target(plan, label, c), others, hard + smoothed);
      result[start + c] = entry / plan.divisor;
    }
  }
  return result;
}

interface Plan {
  readonly rows: Rows;
  readonly labels: Int32Array;
  readonly weights: Float64Array;
  readonly epsilon: number;
  readonly ignoreIndex: number;
  readonly reduction: "none" | "sum" | "mean";
  /** What the sum of the rows is divided by. */
  readonly divisor: number;
}

/** Weight of −log s_c in the loss of a row with this label. */
function target({ weights, epsilon, rows }: Plan, label: number, c: number): number {
  return (c === label ? (1 - epsilon) * weights[c] : 0) + (epsilon / rows.columns) * weights[c];
}

function prepare(
  where: string,
  z: Float64Array,
  columns: number,
  labels: Int32Array,
  options: RowsLossOptions,
): Plan {
  const { reduction = "mean", classWeights, ignoreIndex = -100, labelSmoothing = 0 } = options;
  const rows = checkedRows(where, z, columns);
  if (!(labels instanceof Int32Array))
    throw new TypeError(`${where}: labels must be an Int32Array`);
  if (labels.length !== rows.count)
    throw new RangeError(`${where}: z has ${rows.count} rows and labels ${labels.length} entries`);
  if (!["none", "sum", "mean"].includes(reduction))
    throw new RangeError(`${where}: reduction must be "none", "sum" or "mean", got "${reduction}"`);
  const weights =
    classWeights === undefined
      ? new Float64Array(rows.columns).fill(1)
      : vector(where, "classWeights", classWeights);
  sameLength(where, ["a row of z", { length: rows.columns }], ["classWeights", weights]);
  const bad = weights.findIndex((w) => w < 0 || w === Number.POSITIVE_INFINITY);
  if (bad >= 0)
    throw new RangeError(`${where}: classWeights[${bad}] = ${weights[bad]} must be finite and ≥ 0`);
  const epsilon = fraction(where, "labelSmoothing", labelSmoothing);
  labels.forEach((label, row) => {
    if (label !== ignoreIndex) classIndex(where, `labels[${row}]`, label, rows.columns);
  });
  const divisor =
    reduction === "mean"
      ? dot(rows.count, (row) => (labels[row] === ignoreIndex ? 0 : weights[labels[row]]))
      : 1;
  return { rows, labels, weights, epsilon, ignoreIndex, reduction, divisor };
}
