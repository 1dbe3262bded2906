import { classIndex, positiveInteger } from "./arguments.js";

/**
 * A label as a distribution: 1 at the class, 0 elsewhere.
 *
 * Source: D17 of the article.
 *
 * @param label class index in [0, classCount), no unit.
 * @param classCount number of classes C, a positive integer.
 * @returns C numbers that sum to 1.
 * @throws {TypeError} if an argument is not a number.
 * @throws {RangeError} if classCount is not a positive integer.
 * @throws {RangeError} if label is not an integer in [0, classCount).
 *
 * @example
 * oneHot(2, 4); // [0, 0, 1, 0]
 */
export function oneHot(label: number, classCount: number): number[] {
  const n = positiveInteger("oneHot", "classCount", classCount);
  const vector = new Array<number>(n).fill(0);
  vector[classIndex("oneHot", "label", label, n)] = 1;
  return vector;
}
