import { classIndex, positiveInteger } from "./arguments.js";
import { list } from "./list.js";

/** The longest array there can be. */
const MOST_ENTRIES = 2 ** 32 - 1;

/**
 * A label as a distribution: 1 at the class, 0 elsewhere.
 *
 * Source: D17 of the article.
 *
 * @param label class index in [0, classCount), no unit.
 * @param classCount number of classes C, a positive integer.
 * @returns C numbers that sum to 1.
 * @throws {TypeError} if an argument is not a number.
 * @throws {RangeError} if classCount is not a positive integer, or beyond 2³² − 1.
 * @throws {RangeError} if label is not an integer in [0, classCount).
 *
 * @example
 * oneHot(2, 4); // [0, 0, 1, 0]
 */
export function oneHot(label: number, classCount: number): number[] {
  const n = positiveInteger("oneHot", "classCount", classCount);
  if (n > MOST_ENTRIES)
    throw new RangeError(`oneHot: classCount ${n} is more than an array can hold, ${MOST_ENTRIES}`);
  const hot = classIndex("oneHot", "label", label, n);
  return list(n, (i) => Number(i === hot));
}
