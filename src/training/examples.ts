import { randomNumbers, shuffle } from "./random.js";

/** Labelled examples: row r of `inputs` is one example, `labels[r]` is its class. */
export interface Examples {
  /** rows × columns, row-major. */
  readonly inputs: Float64Array;
  readonly columns: number;
  readonly labels: Int32Array;
  readonly classCount: number;
}

/**
 * Some rows of the examples, copied, in the order given.
 *
 * @example
 * const examples = {
 *   inputs: Float64Array.of(5, 6, 7, 8),
 *   columns: 1,
 *   labels: Int32Array.of(0, 0, 1, 1),
 *   classCount: 2,
 * };
 * select(examples, [3, 0]).inputs; // [8, 5]
 */
export function select(examples: Examples, rows: ArrayLike<number>): Examples {
  const { columns, classCount } = examples;
  const inputs = new Float64Array(rows.length * columns);
  const labels = new Int32Array(rows.length);
  for (let k = 0; k < rows.length; k++) {
    const row = rows[k];
    if (!(row in examples.labels))
      throw new RangeError(
        `select: rows[${k}] = ${row}, but there are ${examples.labels.length} examples`,
      );
    inputs.set(examples.inputs.subarray(row * columns, (row + 1) * columns), k * columns);
    labels[k] = examples.labels[row];
  }
  return { inputs, columns, labels, classCount };
}

/**
 * Deals the examples into parts, class by class, so that each part has each class in (nearly) the
 * proportion of the whole; within a class, and then within a part, the order is shuffled.
 *
 * @param shares how much each part gets; any positive numbers, only their proportions count.
 * @param seed of the shuffling; the same seed gives the same parts.
 * @returns the parts, in the order of `shares`; every example is in exactly one.
 * @throws {RangeError} if a share is not positive.
 *
 * @example
 * const examples = {
 *   inputs: Float64Array.of(5, 6, 7, 8),
 *   columns: 1,
 *   labels: Int32Array.of(0, 0, 1, 1),
 *   classCount: 2,
 * };
 * stratifiedSplit(examples, [1, 1], 1).map((part) => part.labels.length); // [2, 2]
 */
export function stratifiedSplit(
  examples: Examples,
  shares: readonly number[],
  seed: number,
): Examples[] {
  const bad = shares.findIndex((share) => !(share > 0 && share < Number.POSITIVE_INFINITY));
  if (bad >= 0)
    throw new RangeError(
      `stratifiedSplit: shares[${bad}] = ${shares[bad]} must be positive and finite`,
    );
  const next = randomNumbers(seed);
  const total = shares.reduce((sum, share) => sum + share, 0);
  const parts: number[][] = shares.map(() => []);
  for (let label = 0; label < examples.classCount; label++) {
    const rows = Int32Array.from(examples.labels.keys()).filter(
      (r) => examples.labels[r] === label,
    );
    shuffle(rows, next);
    let [start, share] = [0, 0];
    parts.forEach((part, k) => {
      share += shares[k];
      const end = Math.round((rows.length * share) / total);
      part.push(...rows.subarray(start, end));
      start = end;
    });
  }
  return parts.map((rows) => select(examples, shuffle(Int32Array.from(rows), next)));
}
