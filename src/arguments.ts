/**
 * Checks of arguments: what comes in is judged here, once, before anything is computed.
 *
 * Each check of a vector returns a fresh array, so that the caller's is never changed and one whose
 * entries change between two reads (a getter, a proxy) cannot mislead what follows. The copy is the
 * function's own: it may overwrite it with its result.
 */

import { take } from "./room.js";
import { dot } from "./sum.js";

/** A vector as callers write it. */
export type Vector = readonly number[] | Float64Array;

function shown(value: unknown): string {
  if (typeof value === "string") return JSON.stringify(value);
  if (typeof value === "bigint") return `${value}n`;
  if (typeof value === "function") return "a function";
  if (Array.isArray(value)) return "an array";
  if (typeof value === "object" && value !== null) {
    const kind = Object.prototype.toString.call(value).slice("[object ".length, -1);
    return kind === "Object" ? "an object" : `a value of type ${kind}`;
  }
  return String(value);
}

/** A Float64Array of any realm: one from another window or vm context is no `instanceof` this one's. */
function isFloat64Array(value: unknown): value is Float64Array {
  return (
    ArrayBuffer.isView(value) && Object.prototype.toString.call(value) === "[object Float64Array]"
  );
}

/** Whether the memory of an array was given away (transferred), which leaves it with length 0. */
function isDetached(array: Float64Array): boolean {
  try {
    new Uint8Array(array.buffer);
    return false;
  } catch {
    return true;
  }
}

/** Named options; left out, all have their defaults. */
export function named<T extends object>(where: string, value: T): T {
  if (typeof value !== "object" || value === null)
    throw new TypeError(`${where}: options must be an object, got ${shown(value)}`);
  return value;
}

/** A number, not NaN. */
export function real(where: string, argument: string, value: unknown): number {
  if (typeof value !== "number")
    throw new TypeError(`${where}: ${argument} must be a number, got ${shown(value)}`);
  if (Number.isNaN(value)) throw new RangeError(`${where}: ${argument} is NaN`);
  return value;
}

/** A vector as it was read. */
interface Entries {
  /** A copy, in room that may be given back. */
  readonly copy: Float64Array;
  /** Index of the (first) largest entry, 0 where there is none. */
  readonly largest: number;
}

/** An array of numbers, read once; NaN is refused, infinities are not. */
function read(
  where: string,
  argument: string,
  value: unknown,
  kind = "an array of numbers or a Float64Array",
): Entries {
  if (!Array.isArray(value) && !isFloat64Array(value))
    throw new TypeError(`${where}: ${argument} must be ${kind}, got ${shown(value)}`);
  const length: unknown = value.length;
  if (length === 0 && isFloat64Array(value) && isDetached(value))
    throw new TypeError(
      `${where}: ${argument} must be ${kind}; its memory has been transferred elsewhere`,
    );
  const copy = roomFor(where, argument, kind, length);
  let largest = 0;
  let max = Number.NEGATIVE_INFINITY;
  for (let i = 0; i < copy.length; i++) {
    const entry: unknown = value[i];
    if (typeof entry !== "number" || Number.isNaN(entry)) refuse(where, argument, i, entry);
    copy[i] = entry;
    if (entry > max) {
      max = entry;
      largest = i;
    }
  }
  return { copy, largest };
}

/** Room for an array's entries. Its length is its own word for it; a proxy may say anything. */
function roomFor(where: string, argument: string, kind: string, length: unknown): Float64Array {
  if (!Number.isSafeInteger(length) || (length as number) < 0)
    throw new TypeError(`${where}: ${argument} must be ${kind}; its length is ${shown(length)}`);
  try {
    return take(length as number);
  } catch {
    throw new RangeError(`${where}: ${argument} has ${length} entries, more than memory can hold`);
  }
}

function refuse(where: string, argument: string, i: number, entry: unknown): never {
  if (typeof entry !== "number")
    throw new TypeError(`${where}: ${argument}[${i}] must be a number, got ${shown(entry)}`);
  throw new RangeError(`${where}: ${argument}[${i}] is ${entry}`);
}

/** An array of numbers; NaN is refused, infinities are not. */
export function vector(
  where: string,
  argument: string,
  value: unknown,
  kind?: string,
): Float64Array {
  return read(where, argument, value, kind).copy;
}

/** An array of finite numbers, such as a direction. */
export function finiteVector(where: string, argument: string, value: unknown): Float64Array {
  const v = vector(where, argument, value);
  const index = v.findIndex((vi) => vi - vi !== 0);
  if (index >= 0)
    throw new RangeError(`${where}: ${argument}[${index}] is ${v[index]}; it must be finite`);
  return v;
}

/** Logits that were judged, and where the (first) largest is. */
export interface Logits {
  readonly z: Float64Array;
  readonly largest: number;
}

/** Logits: numbers below +Infinity; −Infinity masks a class. */
export function logits(where: string, argument: string, value: unknown): Logits {
  const { copy: z, largest } = read(where, argument, value);
  if (z[largest] === Number.POSITIVE_INFINITY)
    throw new RangeError(`${where}: ${argument}[${largest}] is Infinity; logits must be below it`);
  return { z, largest };
}

/** Logits of which at least one is not masked. */
export function unmaskedLogits(where: string, argument: string, value: unknown): Logits {
  const checked = logits(where, argument, value);
  if (checked.z[checked.largest] === Number.NEGATIVE_INFINITY)
    throw new RangeError(`${where}: every entry of ${argument} is -Infinity: no class is left`);
  return checked;
}

/** Logits a loss can be computed from: not empty, not all masked. */
export function lossLogits(where: string, argument: string, value: unknown): Logits {
  const checked = unmaskedLogits(where, argument, value);
  if (checked.z.length === 0)
    throw new RangeError(`${where}: ${argument} is empty; a loss needs a class`);
  return checked;
}

/** Refuses two vectors of different lengths. */
export function sameLength(
  where: string,
  [nameA, a]: [string, ArrayLike<unknown>],
  [nameB, b]: [string, ArrayLike<unknown>],
): void {
  if (a.length !== b.length)
    throw new RangeError(
      `${where}: ${nameA} has ${a.length} entries and ${nameB} has ${b.length}; they must be equal`,
    );
}

/** Numbers in [0, 1]. */
export function probabilities(where: string, argument: string, value: unknown): Float64Array {
  const p = vector(where, argument, value);
  for (let i = 0; i < p.length; i++)
    if (p[i] < 0 || p[i] > 1)
      throw new RangeError(`${where}: ${argument}[${i}] = ${p[i]} is outside [0, 1]`);
  return p;
}

/** How far the sum of a distribution may be off 1. */
const SUM_TOLERANCE = 1e-9;

/** Numbers that are not negative and sum to 1. */
export function distribution(
  where: string,
  argument: string,
  value: unknown,
  kind?: string,
): Float64Array {
  const y = vector(where, argument, value, kind);
  if (y.length === 0) throw new RangeError(`${where}: ${argument} is empty; a loss needs a class`);
  const sum = dot(y.length, (i) => y[i]);
  const negative = y.findIndex((yi) => yi < 0);
  if (negative >= 0)
    throw new RangeError(
      `${where}: ${argument}[${negative}] = ${y[negative]} is negative (the sum is ${sum})`,
    );
  if (!(Math.abs(sum - 1) <= SUM_TOLERANCE))
    throw new RangeError(`${where}: ${argument} must sum to 1, its sum is ${sum}`);
  return y;
}

/** A class index in [0, classCount). */
export function classIndex(
  where: string,
  argument: string,
  value: unknown,
  classCount: number,
): number {
  if (typeof value !== "number")
    throw new TypeError(`${where}: ${argument} must be a class index, got ${shown(value)}`);
  if (!Number.isInteger(value))
    throw new RangeError(`${where}: ${argument} ${value} is not an integer`);
  if (value < 0 || value >= classCount)
    throw new RangeError(`${where}: ${argument} ${value} is outside [0, ${classCount})`);
  return value;
}

/** A positive integer, such as a number of classes or columns. */
export function positiveInteger(where: string, argument: string, value: unknown): number {
  const n = real(where, argument, value);
  if (!Number.isInteger(n) || n <= 0)
    throw new RangeError(`${where}: ${argument} must be a positive integer, got ${n}`);
  return n;
}

/** A finite number above zero, such as a temperature. */
export function positiveFinite(where: string, argument: string, value: unknown): number {
  const x = real(where, argument, value);
  if (!(x > 0) || x === Number.POSITIVE_INFINITY)
    throw new RangeError(`${where}: ${argument} must be positive and finite, got ${x}`);
  return x;
}

/** A number in [0, 1]. */
export function fraction(where: string, argument: string, value: unknown): number {
  const x = real(where, argument, value);
  if (x < 0 || x > 1) throw new RangeError(`${where}: ${argument} = ${x} is outside [0, 1]`);
  return x;
}

/** A finite number that is not negative, such as the focal loss's gamma. */
export function nonNegative(where: string, argument: string, value: unknown): number {
  const x = real(where, argument, value);
  if (x < 0 || x === Number.POSITIVE_INFINITY)
    throw new RangeError(`${where}: ${argument} must be finite and not negative, got ${x}`);
  return x;
}
