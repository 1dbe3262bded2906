import {
  classIndex,
  fraction,
  lossLogits,
  nonNegative,
  named,
  real,
  type Vector,
} from "./arguments.js";
import { complement, exponentials, surprisal } from "./exponentials.js";
import { logistic, softplus } from "./sigmoid.js";

/** Options of the focal loss. */
export interface FocalLossOptions {
  /**
   * γ ≥ 0, 2 by default: how much easy samples are discounted; 0 is the cross-entropy. No unit. The
   * relative error grows with it.
   */
  readonly gamma?: number;
}

/** Options of the binary focal loss. */
export interface SigmoidFocalLossOptions extends FocalLossOptions {
  /** Weight of y = 1, in [0, 1]; y = 0 gets 1 − alpha. Left out: both get 1. No unit. */
  readonly alpha?: number;
}

/**
 * Focal loss (1 − s_t)^γ · (−log s_t) of the true class t: cross-entropy that discounts what is
 * already right.
 *
 * Source: Lin, Goyal, Girshick, He, Dollár: Focal loss for dense object detection (2017).
 *
 * @param z logits, n numbers, no unit; −Infinity masks a class.
 * @param label the true class t, an index.
 * @returns nats, ≥ 0.
 * @throws {TypeError} if an argument has the wrong type; the message names the entry.
 * @throws {RangeError} if z is empty, all −Infinity, or holds NaN or +Infinity.
 * @throws {RangeError} if label is no class of z, or gamma is negative or not finite.
 *
 * @example
 * focalLoss([0, 0], 1); // 0.17328679513998632
 * focalLoss([0, 0], 1, { gamma: 0 }); // 0.6931471805599453
 */
export function focalLoss(z: Vector, label: number, options: FocalLossOptions = {}): number {
  const { z: checked, largest } = lossLogits("focalLoss", "z", z);
  const target = classIndex("focalLoss", "label", label, checked.length);
  const { gamma = 2 } = named("focalLoss", options);
  const power = nonNegative("focalLoss", "gamma", gamma);
  const x = exponentials(checked, largest);
  return discounted(complement(x, target), power, surprisal(x, checked[target]));
}

/**
 * Binary focal loss a (1 − p)^γ · (−log p), where p is the probability given to y.
 *
 * @param x a logit, no unit; ±Infinity give the limits.
 * @param y the target, 0 or 1.
 * @returns nats, ≥ 0.
 * @throws {TypeError} if an argument is not a number.
 * @throws {RangeError} if x is NaN, y is neither 0 nor 1, gamma negative or not finite, or alpha
 *   outside [0, 1].
 *
 * @example
 * sigmoidFocalLoss(0, 1); // 0.17328679513998632
 * sigmoidFocalLoss(Infinity, 1); // 0
 */
export function sigmoidFocalLoss(
  x: number,
  y: number,
  options: SigmoidFocalLossOptions = {},
): number {
  const where = "sigmoidFocalLoss";
  const { gamma = 2, alpha } = named(where, options);
  real(where, "x", x);
  classIndex(where, "y", y, 2);
  const power = nonNegative(where, "gamma", gamma);
  const positive = alpha === undefined ? 1 : fraction(where, "alpha", alpha);
  const weight = alpha === undefined || y === 1 ? positive : 1 - positive;
  const margin = y === 1 ? x : -x;
  return weight === 0 ? 0 : weight * discounted(logistic(-margin), power, softplus(-margin));
}

/** missing^γ · loss; half of the power on each side, or it could underflow before the loss counts. */
function discounted(missing: number, gamma: number, loss: number): number {
  const half = power(missing, gamma / 2);
  return loss === 0 ? 0 : half * loss * half;
}

/**
 * x^a, for the usual a (whole numbers and halves) by products and a square root alone, which give the
 * same bits everywhere. The last digit of `**` depends on the engine: V8 changed it from 12 to 13.
 */
function power(x: number, a: number): number {
  if (a > 4 || !Number.isInteger(2 * a)) return x ** a;
  let product = Number.isInteger(a) ? 1 : Math.sqrt(x);
  for (let k = 1; k <= a; k++) product *= x;
  return product;
}
