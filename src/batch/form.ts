import type { Rows } from "./rows.js";

/**
 * What the batch functions compute with. There are two: plain.ts, in TypeScript, is the reference
 * and works everywhere; compiled.ts, in WebAssembly, is several times faster. Both are within the
 * same stated errors, but not equal to the last bit.
 *
 * Arguments come checked but for the entries of z. A form throws at the first row with NaN,
 * +Infinity or no class left, before it writes anything. Results may go to where z is.
 */
export interface Form {
  /** Answers `out`, or a new array. */
  softmax(where: string, rows: Rows, out: Float64Array | undefined): Float64Array;
  logSoftmax(where: string, rows: Rows, out: Float64Array | undefined): Float64Array;
  /** −log s_t of each row; (s − 1{t}) · weight goes to `gradient` if there is one. */
  crossEntropy(
    where: string,
    rows: Rows,
    targets: Targets,
    gradient: Float64Array | undefined,
  ): Float64Array;
  /** −s sᵀ, row-major, to `out`, with `diagonal` in place of its own. */
  jacobian(s: Float64Array, diagonal: Float64Array, out: Float64Array): void;
}

/** One a row. */
export interface Targets {
  /** Class index; below 0 for a row that counts for nothing: loss and gradient 0. */
  readonly labels: Int32Array;
  /** Factor of the row's gradient. */
  readonly weights: Float64Array;
}
