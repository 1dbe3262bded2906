import { short, type Table } from "./figure.js";

/** A function's values over a rectangle: row = y, column = x. */
export interface Grid {
  readonly x: readonly number[];
  readonly y: readonly number[];
  readonly values: readonly (readonly number[])[];
}

/**
 * Computes a function on a grid of count × count points, rounded to six significant digits: more
 * than a picture can show, and a third of the bytes.
 *
 * @throws {RangeError} if count is not a whole number of at least 2, or a limit is not finite.
 *
 * @example
 * gridOf((x, y) => x * y, { x: [0, 1], y: [0, 2], count: 2 }).values; // [[0, 0], [0, 2]]
 */
export function gridOf(
  f: (x: number, y: number) => number,
  o: {
    readonly x: readonly [number, number];
    readonly y: readonly [number, number];
    readonly count: number;
  },
): Grid {
  if (!Number.isInteger(o.count) || o.count < 2)
    throw new RangeError(`gridOf: count must be a whole number of at least 2, got ${o.count}`);
  for (const [name, limits] of [["x", o.x] as const, ["y", o.y] as const])
    if (!limits.every(Number.isFinite))
      throw new RangeError(`gridOf: the limits of ${name} must be finite, got ${limits}`);
  const axis = ([from, to]: readonly [number, number]) =>
    Array.from({ length: o.count }, (_, k) => rounded(from + ((to - from) * k) / (o.count - 1)));
  const [x, y] = [axis(o.x), axis(o.y)];
  return { x, y, values: y.map((yi) => x.map((xi) => rounded(f(xi, yi)))) };
}

/** Six significant digits. */
export const rounded = (value: number): number => Number(value.toPrecision(6));

/** What stands at a picture's axes. */
export interface Axes {
  readonly title: string;
  readonly xAxis: string;
  readonly yAxis: string;
  /** What the values are, with their unit. */
  readonly valueAxis: string;
}

/** What is computed from the numbers, and then what the writer adds. */
export const sentences = (computed: string, note?: string): string =>
  note ? `${computed} ${note}` : computed;

/** Where a grid is lowest and highest, or that it is level. */
export function extremes({ x, y, values }: Grid): string {
  const points = values.flatMap((row, i) => row.map((value, j) => ({ value, at: [x[j], y[i]] })));
  const low = points.reduce((p, q) => (q.value < p.value ? q : p));
  const high = points.reduce((p, q) => (q.value > p.value ? q : p));
  const said = ({ value, at }: typeof low) =>
    `${short(value)} at (${at.map((a) => short(a, 2)).join(", ")})`;
  if (high.value - low.value < 1e-6) return `level, ${short(low.value)} everywhere.`;
  return `lowest ${said(low)}, highest ${said(high)}.`;
}

/** A few of a grid's points as a table: every corner, and what lies between them evenly. */
export function tableOf(o: Omit<Axes, "title">, { x, y, values }: Grid, count = 5): Table {
  const pick = (n: number) =>
    Array.from({ length: count }, (_, k) => Math.round(((n - 1) * k) / (count - 1)));
  return {
    head: [o.xAxis, o.yAxis, o.valueAxis],
    rows: pick(y.length).flatMap((i) => pick(x.length).map((j) => [x[j], y[i], values[i][j]])),
  };
}
