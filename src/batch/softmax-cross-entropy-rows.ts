import { classIndex, fraction, named, sameLength, vector } from "../arguments.js";
import { logOfSum, residual, surprisal } from "../exponentials.js";
import { dot } from "../sum.js";
import { formFor } from "./choose.js";
import { checkRows, exponentialsOfRow } from "./plain.js";
import { apart, checkOutput, matrix, type Rows } from "./rows.js";

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
 * @throws {TypeError} if options is no object.
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
  return reduced(plan, compute(plan, undefined));
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
 * @throws {TypeError} if options is no object.
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
  return lossAndGradient(where, z, columns, labels, options, out).gradient;
}

/**
 * The loss and its gradient, for little more than the gradient alone costs: what
 * softmaxCrossEntropyRows and softmaxCrossEntropyRowsGradient give, to the same bits.
 *
 * @param z logits, rows × columns, row-major, no unit; −Infinity masks a class.
 * @param columns number of classes C.
 * @param labels one class index a row.
 * @param out where the gradient goes; may be z itself. A new array by default.
 * @returns loss: nats, a number, or one a row with reduction "none"; gradient: `out`.
 * @throws {TypeError} if z or out is not a Float64Array or labels is not an Int32Array.
 * @throws {TypeError} if options is no object.
 * @throws {RangeError} if a logit is NaN or +Infinity, a row all −Infinity, a label no class, a
 *   length does not fit, or an option is out of its range.
 *
 * @example
 * const both = softmaxCrossEntropyRowsWithGradient(new Float64Array(2), 2, new Int32Array([1]));
 * both.loss; // 0.6931471805599453
 * both.gradient; // [0.5, -0.5]
 */
export function softmaxCrossEntropyRowsWithGradient(
  z: Float64Array,
  columns: number,
  labels: Int32Array,
  options: RowsLossOptions & { reduction: "none" },
  out?: Float64Array,
): { loss: Float64Array; gradient: Float64Array };
export function softmaxCrossEntropyRowsWithGradient(
  z: Float64Array,
  columns: number,
  labels: Int32Array,
  options?: RowsLossOptions & { reduction?: "sum" | "mean" },
  out?: Float64Array,
): { loss: number; gradient: Float64Array };
export function softmaxCrossEntropyRowsWithGradient(
  z: Float64Array,
  columns: number,
  labels: Int32Array,
  options: RowsLossOptions = {},
  out?: Float64Array,
): { loss: number | Float64Array; gradient: Float64Array } {
  const where = "softmaxCrossEntropyRowsWithGradient";
  const { plan, losses, gradient } = lossAndGradient(where, z, columns, labels, options, out);
  return { loss: reduced(plan, losses), gradient };
}

function lossAndGradient(
  where: string,
  z: Float64Array,
  columns: number,
  labels: Int32Array,
  options: RowsLossOptions,
  out: Float64Array | undefined,
) {
  const plan = prepare(where, z, columns, labels, options);
  checkOutput(where, z.length, out);
  const gradient = out ?? new Float64Array(z.length);
  const losses = compute({ ...plan, rows: apart(plan.rows, out) }, gradient);
  return { plan, losses, gradient };
}

function reduced({ reduction, rows, divisor }: Plan, losses: Float64Array): number | Float64Array {
  return reduction === "none" ? losses : dot(rows.count, (row) => losses[row]) / divisor;
}

/** The rows' losses, with their weights; the gradient of the reduced loss, where it is wanted. */
function compute(plan: Plan, gradient: Float64Array | undefined): Float64Array {
  return plan.epsilon === 0 ? computeHard(plan, gradient) : computeSmoothed(plan, gradient);
}

function computeHard(plan: Plan, gradient: Float64Array | undefined): Float64Array {
  const { where, rows, weights, divisor } = plan;
  const labels = plan.labels.map((label) => (label === plan.ignoreIndex ? -1 : label));
  // Float64Array.from would take longer than ten logits a row do.
  const rowWeights = new Float64Array(labels.length);
  labels.forEach((label, row) => {
    if (label >= 0) rowWeights[row] = weights[label];
  });
  const targets = { labels, weights: rowWeights.map((w) => w / divisor) };
  const losses = formFor(rows.z.length).crossEntropy(where, rows, targets, gradient);
  for (let row = 0; row < rows.count; row++)
    // 0 · Infinity is 0 here: a class without weight contributes nothing.
    losses[row] = rowWeights[row] === 0 ? 0 : rowWeights[row] * losses[row];
  return losses;
}

function computeSmoothed(plan: Plan, gradient: Float64Array | undefined): Float64Array {
  const { where, rows, weights, epsilon } = plan;
  const n = rows.columns;
  checkRows(where, rows);
  const smoothed = (epsilon / n) * dot(n, (c) => weights[c]);
  const losses = new Float64Array(rows.count);
  for (let row = 0; row < rows.count; row++) {
    const start = row * n;
    const label = plan.labels[row];
    if (label === plan.ignoreIndex) {
      gradient?.fill(0, start, start + n);
      continue;
    }
    const x = exponentialsOfRow(rows, row);
    const log = logOfSum(x);
    losses[row] = dot(
      n,
      (c) => target(plan, label, c),
      (c) => surprisal(x, rows.z[start + c], log),
    );
    if (gradient === undefined) continue;
    const hard = (1 - epsilon) * weights[label];
    for (let c = 0; c < n; c++) {
      const own = (epsilon / n) * weights[c];
      const others = c === label ? smoothed - own : hard + smoothed - own;
      const entry = residual(x, c, target(plan, label, c), others, hard + smoothed);
      // + 0 makes 0 of −0.
      gradient[start + c] = entry / plan.divisor + 0;
    }
  }
  return losses;
}

interface Plan {
  readonly where: string;
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
  return ((c === label ? 1 - epsilon : 0) + epsilon / rows.columns) * weights[c];
}

function prepare(
  where: string,
  z: Float64Array,
  columns: number,
  labels: Int32Array,
  options: RowsLossOptions,
): Plan {
  const {
    reduction = "mean",
    classWeights,
    ignoreIndex = -100,
    labelSmoothing = 0,
  } = named(where, options);
  const rows = matrix(where, z, columns);
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
  const bad =
    classWeights === undefined
      ? -1
      : weights.findIndex((w) => w < 0 || w === Number.POSITIVE_INFINITY);
  if (bad >= 0)
    throw new RangeError(`${where}: classWeights[${bad}] = ${weights[bad]} must be finite and ≥ 0`);
  const epsilon = fraction(where, "labelSmoothing", labelSmoothing);
  // Each label's name would be a string of its own: only that of a wrong one is made.
  const wrong = labels.findIndex(
    (label) => label !== ignoreIndex && !(label >= 0 && label < rows.columns),
  );
  if (wrong >= 0) classIndex(where, `labels[${wrong}]`, labels[wrong], rows.columns);
  const given = { where, rows, labels, epsilon, ignoreIndex, reduction };
  if (reduction !== "mean") return { ...given, weights, divisor: 1 };
  const kept = labels.filter((label) => label !== ignoreIndex);
  const unit = classWeights === undefined ? 1 : unitOf(weights, kept);
  const measured = unit === 1 ? weights : weights.map((w) => w / unit);
  return { ...given, weights: measured, divisor: dot(kept.length, (row) => measured[kept[row]]) };
}

/**
 * A mean stays the same when all weights are so many times as large. Measured in this, a power of
 * two, neither they nor what they are multiplied with nor their sum can over- or underflow.
 */
function unitOf(weights: Float64Array, kept: Int32Array): number {
  const most = kept.reduce((max, label) => Math.max(max, weights[label]), 0);
  const unit = most === 0 ? 1 : 2 ** Math.max(Math.floor(Math.log2(most)), -1000);
  // A class that weighs so much more without being any row's label, as smoothing may have it.
  return weights.some((w) => w / unit === Number.POSITIVE_INFINITY) ? 1 : unit;
}
