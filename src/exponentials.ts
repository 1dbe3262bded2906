/**
 * The core: what softmax, its logarithm, its derivatives and the losses all start from.
 *
 * Shifting by the largest logit m keeps every exponential in [0, 1]:
 *
 *     s_i = exp(z_i − m) / Σ_l exp(z_l − m) = e_i / (1 + R)
 *
 * where R, the rest, is the sum over all classes but one with the largest logit. R is kept apart
 * from the 1 because the 1 would swallow it: with it, log s = −log1p(R) and 1 − s = R / (1 + R)
 * stay exact to the last digits where s itself rounds to 1.
 *
 * [1] P. Blanchard, D. J. Higham, N. J. Higham: Accurately computing the log-sum-exp and softmax
 *     functions. IMA J. Numer. Anal. 41 (2021), doi 10.1093/imanum/draa038. (The shift, R, log1p.)
 * [2] A. Neumaier: Rundungsfehleranalyse einiger Verfahren zur Summation endlicher Summen. ZAMM
 *     54 (1974), doi 10.1002/zamm.19740540106. (The compensated sum.)
 *
 * What rounding takes from a sum or a product, [3] and [4], is in src/rounding.ts.
 */
import { MOST_KEPT } from "./room.js";
import { additionError, corrected, productError } from "./rounding.js";

/** What is found of n logits; all else is read off it, before the next call overwrites `e`. */
export interface Exponentials {
  /** Index of the (first) largest logit. */
  readonly largest: number;
  /** The largest logit. */
  readonly max: number;
  /** What the logits are divided by. */
  readonly divisor: Divisor;
  /** R: the sum of all e_i but e[largest]; in [0, n − 1]. */
  readonly rest: number;
  /** e_i = exp((z_i − max) / temperature), one a class; e[largest] is 1. */
  readonly e: Float64Array;
}

/**
 * Room for exponentials, kept from call to call. Nobody has to give it back: between here and the
 * end of a call no code but this module's own runs.
 */
let spare = new Float64Array(0);

function roomFor(n: number): Float64Array {
  if (n > MOST_KEPT) return new Float64Array(n);
  if (spare.length !== n) spare = new Float64Array(n);
  return spare;
}

/** Index of the (first) largest of n numbers from `start` on, counted from there. */
export function largestOf(z: Float64Array, start = 0, n = z.length): number {
  let largest = 0;
  let max = z[start];
  for (let i = 1; i < n; i++) {
    if (z[start + i] > max) {
      largest = i;
      max = z[start + i];
    }
  }
  return largest;
}

/**
 * Exponentiates shifted logits and sums the rest.
 *
 * @param z logits, no unit, n of them from `start` on; not all −Infinity.
 * @param largest where the largest is, counted from `start`.
 */
export function exponentials(
  z: Float64Array,
  largest: number,
  temperature = 1,
  start = 0,
  n = z.length,
): Exponentials {
  const e = roomFor(n);
  const max = z[start + largest];
  const divisor = divisorOf(temperature);

  e[largest] = 1;
  // All exponentials first: a call to exp amid the sums would cost more than a second pass.
  for (let i = 0; i < n; i++)
    if (i !== largest) e[i] = Math.exp(exponent(z[start + i], max, divisor));

  let rest = 0;
  let lost = 0;
  for (let i = 0; i < n; i++) {
    if (i === largest) continue;
    // What the exponent x lost in rounding, exp magnified: exp(x + r) = exp(x) (1 + r + …).
    const head = e[i];
    const ei = head === 0 ? 0 : head + head * exponentTail(z[start + i], max, divisor);
    e[i] = ei;
    // Neumaier's sum [2]: what each addition loses is kept beside it, and added at the end.
    const sum = rest + ei;
    lost += additionError(rest, ei, sum);
    rest = sum;
  }
  rest += lost;
  if (rest < n * LEAST_NORMAL) rest = tinyRest(z, largest, divisor, start, n);
  return { largest, max, divisor, rest, e };
}

/** 2⁻¹⁰²²: the smaller a double is below this, the fewer digits it has. */
const LEAST_NORMAL = 2 ** -1022;
/** 64 log 2; in two parts, for logarithms have no end. */
const LIFT = 44.3614195558365;
const LIFT_TAIL = 1.4841899608616317e-15;

/** R where it is so small that its terms, one by one, lose digits: their sum 2⁶⁴ times as large. */
function tinyRest(z: Float64Array, largest: number, divisor: Divisor, start: number, n: number) {
  const max = z[start + largest];
  let rest = 0;
  let lost = 0;
  for (let i = 0; i < n; i++) {
    if (i === largest) continue;
    const x = exponent(z[start + i], max, divisor);
    const lifted = x + LIFT;
    const head = Math.exp(lifted);
    if (head === 0) continue;
    const shift = additionError(x, LIFT, lifted) + LIFT_TAIL;
    const ei = head + head * (exponentTail(z[start + i], max, divisor) + shift);
    const sum = rest + ei;
    lost += additionError(rest, ei, sum);
    rest = sum;
  }
  return (rest + lost) * 2 ** -64;
}

/** s_i = e_i / (1 + R). */
export function probability({ e, rest }: Exponentials, i: number): number {
  return e[i] / (1 + rest);
}

/** 1 − s_i, without the subtraction where s_i is near 1. */
export function complement(x: Exponentials, i: number): number {
  return i === x.largest ? x.rest / (1 + x.rest) : 1 - probability(x, i);
}

/** log(1 + R), which is log Σ exp(z_l / T) − max / T. */
export function logOfSum({ rest }: Exponentials): number {
  return Math.log1p(rest);
}

/**
 * −log s_i = log(1 + R) − (z_i − max) / T: a sum of two numbers that are not negative.
 *
 * @param log `logOfSum`, from whoever asks for more than one class.
 */
export function surprisal(x: Exponentials, zi: number, log = logOfSum(x)): number {
  const { max, divisor } = x;
  const shifted = exponent(zi, max, divisor);
  if (shifted === Number.NEGATIVE_INFINITY) return Number.POSITIVE_INFINITY;
  const sum = log - shifted;
  // The two small errors together decide the last digit.
  return corrected(sum, additionError(log, -shifted, sum) - exponentTail(zi, max, divisor));
}

/**
 * total · s_i − y_i, the gradient's entry, for targets y that sum to `total`.
 *
 * @param others total − y_i, the sum of the other targets, from whoever knows it without rounding.
 */
export function residual(
  x: Exponentials,
  i: number,
  target: number,
  others: number,
  total: number,
): number {
  // At the largest class s is 1 − R/(1+R), and 1 minus a target near 1 is `others`, not a difference.
  if (i === x.largest && others <= target) return others - total * complement(x, i);
  return total * probability(x, i) - target;
}

/**
 * A temperature T as `quotient` times a power of two, so that neither z_i − max nor the products
 * below can over- or underflow where (z_i − max) / T does not: T = quotient / (down · up).
 */
interface Divisor {
  /** 1 for T = 1, else in [1/2, 1) (less where T is below 2⁻¹⁰⁰⁰). */
  readonly quotient: number;
  /** A power of two ≤ 1, for the logits before they are subtracted. */
  readonly down: number;
  /** A power of two ≥ 1, for their difference. */
  readonly up: number;
}

const ONE: Divisor = { quotient: 1, down: 1, up: 1 };

function divisorOf(temperature: number): Divisor {
  if (temperature === 1) return ONE;
  const exponentOfTwo = Math.floor(Math.log2(temperature)) + 1;
  const power = 2 ** -Math.max(exponentOfTwo, -1000);
  return { quotient: temperature * power, down: Math.min(power, 1), up: Math.max(power, 1) };
}

// T = 1 is the case that has to be fast: it is apart, so that the compiler can put it in line.

/** (z_i − max) / T, rounded; ≤ 0. */
function exponent(zi: number, max: number, divisor: Divisor): number {
  return divisor === ONE ? zi - max : quotientOf(zi, max, divisor);
}

/** What (z_i − max) / T has beyond its rounded value, where that is finite. */
function exponentTail(zi: number, max: number, divisor: Divisor): number {
  return divisor === ONE ? additionError(zi, -max, zi - max) : quotientTail(zi, max, divisor);
}

function quotientOf(zi: number, max: number, { quotient, down, up }: Divisor): number {
  return ((zi * down - max * down) * up) / quotient;
}

function quotientTail(zi: number, max: number, divisor: Divisor): number {
  const { quotient, down, up } = divisor;
  const x = quotientOf(zi, max, divisor);
  const shifted = zi * down - max * down;
  const tail = additionError(zi * down, -max * down, shifted) * up;
  // The division's remainder is itself a double, and the product's error makes it exact.
  const product = x * quotient;
  return (shifted * up - product - productError(x, quotient, product) + tail) / quotient;
}
