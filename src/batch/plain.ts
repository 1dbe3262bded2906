import {
  type Exponentials,
  exponentials,
  largestOf,
  logOfSum,
  probability,
  residual,
  surprisal,
} from "../exponentials.js";
import type { Form, Targets } from "./form.js";
import { type Rows, refuse } from "./rows.js";

/** The reference: one row at a time through the core that the functions of one vector use. */
export const plain: Form = {
  softmax(where, rows, out) {
    checkRows(where, rows);
    const result = out ?? new Float64Array(rows.z.length);
    for (let row = 0; row < rows.count; row++) softmaxOfRow(rows, row, result);
    return result;
  },
  logSoftmax(where, rows, out) {
    checkRows(where, rows);
    const result = out ?? new Float64Array(rows.z.length);
    for (let row = 0; row < rows.count; row++) logSoftmaxOfRow(rows, row, result);
    return result;
  },
  crossEntropy(where, rows, targets, gradient) {
    checkRows(where, rows);
    const losses = new Float64Array(rows.count);
    for (let row = 0; row < rows.count; row++)
      losses[row] = crossEntropyOfRow(rows, row, targets, gradient);
    return losses;
  },
  jacobian(s, diagonal, out) {
    const n = s.length;
    for (let i = 0; i < n; i++) {
      const si = s[i];
      // 0 − x and not −x, which would make −0 of the products with a masked class.
      for (let j = 0; j < n; j++) out[i * n + j] = 0 - si * s[j];
      out[i * n + i] = diagonal[i];
    }
  },
};

/** @throws {RangeError} at the first row with NaN, +Infinity or nothing that is not masked */
export function checkRows(where: string, rows: Rows): void {
  const { z, columns, count } = rows;
  for (let row = 0; row < count; row++) {
    let max = Number.NEGATIVE_INFINITY;
    for (let i = row * columns; i < (row + 1) * columns; i++) {
      const zi = z[i];
      if (!(zi <= Number.MAX_VALUE)) refuse(where, rows, row);
      if (zi > max) max = zi;
    }
    if (max === Number.NEGATIVE_INFINITY) refuse(where, rows, row);
  }
}

/** The core's result for one row. It is overwritten by the next. */
export function exponentialsOfRow({ z, columns }: Rows, row: number): Exponentials {
  const start = row * columns;
  return exponentials(z, largestOf(z, start, columns), 1, start, columns);
}

export function softmaxOfRow(rows: Rows, row: number, out: Float64Array): void {
  const x = exponentialsOfRow(rows, row);
  const start = row * rows.columns;
  for (let i = 0; i < rows.columns; i++) out[start + i] = probability(x, i);
}

export function logSoftmaxOfRow(rows: Rows, row: number, out: Float64Array): void {
  const x = exponentialsOfRow(rows, row);
  const log = logOfSum(x);
  const end = (row + 1) * rows.columns;
  for (let i = row * rows.columns; i < end; i++) out[i] = 0 - surprisal(x, rows.z[i], log);
}

export function crossEntropyOfRow(
  rows: Rows,
  row: number,
  { labels, weights }: Targets,
  gradient: Float64Array | undefined,
): number {
  const start = row * rows.columns;
  const label = labels[row];
  if (label < 0) {
    gradient?.fill(0, start, start + rows.columns);
    return 0;
  }
  const x = exponentialsOfRow(rows, row);
  const loss = surprisal(x, rows.z[start + label]);
  if (gradient !== undefined)
    for (let c = 0; c < rows.columns; c++) {
      const target = Number(c === label);
      // + 0 makes 0 of −0.
      gradient[start + c] = residual(x, c, target, 1 - target, 1) * weights[row] + 0;
    }
  return loss;
}
