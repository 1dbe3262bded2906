import { allocate, compiled, isAvailable } from "./compiled.js";
import type { Form } from "./form.js";
import { plain } from "./plain.js";
import { matrixSize } from "./rows.js";

/** From this many entries on a call into WebAssembly pays. */
const WORTHWHILE = 24;

/** For tests and benchmarks only: a form to use whatever the size; undefined for the usual choice. */
let preferred: Form | undefined;
export function prefer(form: "plain" | "compiled" | undefined): void {
  preferred = form && { plain, compiled }[form];
}

/** The form for so many entries. */
export function formFor(entries: number): Form {
  if (preferred !== undefined) return preferred;
  return entries >= WORTHWHILE && isAvailable() ? compiled : plain;
}

/**
 * Arrays that the batch functions use where they are, without copying them: with z and out from
 * one call, softmax takes about a fifth less time.
 *
 * They are ordinary Float64Arrays of zeros in a memory of their own, which WebAssembly sees too.
 * That memory never grows, so that no array ever loses its entries, and it is freed with the last
 * of its arrays. Where there is no WebAssembly they are just Float64Arrays.
 *
 * @param rows how many rows each has.
 * @param columns how many entries each row has.
 * @param count how many arrays; 2 by default, for logits and results.
 * @returns `count` arrays of rows × columns.
 * @throws {TypeError} if an argument is not a number.
 * @throws {RangeError} if an argument is not a positive integer, or there is not so much memory.
 *
 * @example
 * allocateRows(2, 3).length; // 2
 * softmaxRows(allocateRows(1, 2)[0], 2); // [0.5, 0.5]
 */
export function allocateRows(rows: number, columns: number, count = 2): Float64Array[] {
  const length = matrixSize("allocateRows", rows, columns, count);
  if (isAvailable())
    try {
      return allocate(rows, columns, count);
    } catch {
      // More than WebAssembly's 4 GiB; the engine may have more to give.
    }
  try {
    return Array.from({ length: count }, () => new Float64Array(length));
  } catch {
    throw new RangeError(
      `allocateRows: ${count} × ${rows} × ${columns} entries are more than memory can hold`,
    );
  }
}
