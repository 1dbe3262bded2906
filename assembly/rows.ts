/*
 * Kernels over rows of doubles, two lanes at a time. AssemblyScript: TypeScript's dialect for
 * WebAssembly. src/batch/compiled.ts calls them; scripts/build.js compiles them.
 *
 * exp by a table (P. T. P. Tang: Table-driven implementation of the exponential function in IEEE
 * floating-point arithmetic, ACM TOMS 15 (1989), doi 10.1145/63522.214389):
 *
 *     x = k · ln2/512 + r,  |r| ≤ ln2/1024,   exp(x) = 2^(k/512) · exp(r)
 *
 * Softmax wants exp(z_i − m), m the largest logit, but z_i − m is rounded, and exp magnifies that.
 * So nothing is subtracted from z here: k and r are those of z_i itself, where z_i − k · ln2/512
 * is exact, and the integer k is shifted, by 512 q with q = ⌊m / ln2⌋ − 128. What comes out is
 * e_i = exp(z_i) / 2^q, the largest in [2^128, 2^129), and the shift costs nothing: it sits in the
 * number that rounds to an integer anyway. The 128 lift what would be below the normal numbers:
 * s_i is rounded there once, when it is divided, and not in every term of a sum before.
 *
 * As in src/exponentials.ts the rest (the sum of all e_i but the largest) is kept apart from the
 * largest, here called top.
 *
 * Memory: the table, then the constants, then what src/batch/compiled.ts lays out.
 */

/** The host's logarithm of 1 + x, called once a row. */
@external("host", "log1p")
declare function log1p(x: f64): f64;

/** For j = 0 … 511 the pair (t, b) at 16 j: 2^(j/512) = (1 + t) · the double with bits b + (j << 43). */
const TABLE: usize = 0;

const LN2: f64 = 6.93147180559945309417e-1;
const INVERSE_STEP: f64 = 512.0 / LN2;
// ln2/512 in two parts; the first has 32 bits, so that k times it is exact for |k| < 2²¹.
const STEP_HIGH: f64 = 6.93147180369123816490e-1 / 512.0;
const STEP_LOW: f64 = 1.90821492927058770002e-10 / 512.0;
/** 1.5 · 2⁵²: added and taken away it rounds to an integer, which its last bits then are. */
const ROUNDER: f64 = 6755399441055744.0;

/**
 * The constants that `exponential` takes, read from memory once a run: engines make a vector
 * written as a literal anew wherever it is used.
 */
const CONSTANTS: usize = memory.data<f64>([
  INVERSE_STEP,
  STEP_HIGH,
  STEP_LOW,
  0.5,
  1.0 / 6.0,
  1.0 / 24.0,
]);

/** A row whose largest logit is beyond this is the caller's: k would be too large to be exact. */
const FAR: f64 = 2000;
/** The largest exponential is near 2 to this power. */
const LIFT: f64 = 128;

// The second part of a result of two.
let productError: f64 = 0;
let topLow: f64 = 0;
let logLow: f64 = 0;
// The sum that `run` adds to: sum + lost.
let sum: f64 = 0;
let lost: f64 = 0;

/** a · b; its rounding error in productError (Dekker). */
function product(a: f64, b: f64): f64 {
  const p = a * b;
  const as = 134217729.0 * a;
  const ah = as - (as - a);
  const al = a - ah;
  const bs = 134217729.0 * b;
  const bh = bs - (bs - b);
  const bl = b - bh;
  productError = al * bl - (p - ah * bh - al * bh - ah * bl);
  return p;
}

/** Makes the table, in pairs of doubles: square roots of 2, then their products. */
export function prepare(): void {
  let high: f64 = 2;
  let low: f64 = 0;
  store<f64>(TABLE, 0);
  store<f64>(TABLE + 8, 1);
  // Entry j is entry j without its last bit, times 2 to the power of that bit / 512.
  for (let bit = 256; bit > 0; bit >>= 1) {
    const root = sqrt(high);
    low = (high - product(root, root) - productError + low) / (2 * root);
    high = root;
    for (let j = bit; j < 512; j += 2 * bit) {
      const from = TABLE + ((j - bit) << 4);
      const p = product(load<f64>(from + 8), high);
      const tail = productError / p + load<f64>(from) + low / high;
      const entry = TABLE + (j << 4);
      const rounded = p + p * tail;
      store<f64>(entry, (p - rounded + p * tail) / rounded);
      store<f64>(entry + 8, rounded);
    }
  }
  for (let j = 1; j < 512; j++) {
    const entry = TABLE + 8 + (j << 4);
    store<i64>(entry, load<i64>(entry) - ((<i64>j) << 43));
  }
}

/** e = exp(x) / 2^q in both lanes, q from `rounder`; garbage where that is below 2^−1022. */
@inline
function exponential(
  x: v128,
  rounder: v128,
  inverseStep: v128,
  stepHigh: v128,
  stepLow: v128,
  half: v128,
  sixth: v128,
  last: v128,
): v128 {
  const shifted = f64x2.add(f64x2.mul(x, inverseStep), rounder);
  const k = f64x2.sub(shifted, rounder);
  const r = f64x2.sub(f64x2.sub(x, f64x2.mul(k, stepHigh)), f64x2.mul(k, stepLow));
  const first = v128.load(<usize>((i32x4.extract_lane(shifted, 0) & 511) << 4), TABLE);
  const second = v128.load(<usize>((i32x4.extract_lane(shifted, 2) & 511) << 4), TABLE);
  const tail = v128.shuffle<i64>(first, second, 0, 2);
  const bits = v128.shuffle<i64>(first, second, 1, 3);
  const power = i64x2.add(bits, i64x2.shl(shifted, 43));
  const square = f64x2.mul(r, r);
  // exp(r) − 1 by Taylor's series; the next term is below 2^−59.
  const p = f64x2.add(
    f64x2.add(r, tail),
    f64x2.mul(
      square,
      f64x2.add(f64x2.add(half, f64x2.mul(r, sixth)), f64x2.mul(square, last)),
    ),
  );
  return f64x2.add(power, f64x2.mul(power, p));
}

@inline
function constant(index: usize): v128 {
  return v128.load64_splat(CONSTANTS + (index << 3));
}

/** The q of the file's head, for the largest logit. */
@inline
function octaveOf(max: f64): f64 {
  return floor(max / LN2) - LIFT;
}

/** Below this logit, masks included, e is below 2^−1022, and s below 2^−1149: nothing. */
@inline
function leastOf(q: f64): f64 {
  return (q - 1021) * LN2;
}

/** e, with nothing in place of garbage. */
@inline
function kept(e: v128, x: v128, least: v128): v128 {
  return v128.andnot(e, f64x2.lt(x, least));
}

/** Adds to sum + lost, with the rounding error kept (TwoSum). */
function add(term: f64): void {
  const next = sum + term;
  const virtual = next - sum;
  lost += sum - (next - virtual) + (term - virtual);
  sum = next;
}

/**
 * Exponentials of `count` logits, added to sum + lost.
 *
 * @param stored whether they are wanted themselves, at `out`
 * @param low whether some may be below `leastOf(q)`
 */
@inline
function run(z: usize, out: usize, count: i32, q: f64, stored: bool, low: bool): void {
  const rounder = f64x2.splat(ROUNDER - 512 * q);
  const c0 = constant(0);
  const c1 = constant(1);
  const c2 = constant(2);
  const c3 = constant(3);
  const c4 = constant(4);
  const c5 = constant(5);
  const least = f64x2.splat(leastOf(q));
  let total = f64x2.splat(0);
  let errors = f64x2.splat(0);
  let i = 0;
  for (; i + 8 <= count; i += 8, z += 64) {
    const x0 = v128.load(z);
    const x1 = v128.load(z, 16);
    const x2 = v128.load(z, 32);
    const x3 = v128.load(z, 48);
    let e0 = exponential(x0, rounder, c0, c1, c2, c3, c4, c5);
    let e1 = exponential(x1, rounder, c0, c1, c2, c3, c4, c5);
    let e2 = exponential(x2, rounder, c0, c1, c2, c3, c4, c5);
    let e3 = exponential(x3, rounder, c0, c1, c2, c3, c4, c5);
    if (low) {
      e0 = kept(e0, x0, least);
      e1 = kept(e1, x1, least);
      e2 = kept(e2, x2, least);
      e3 = kept(e3, x3, least);
    }
    if (stored) {
      v128.store(out, e0);
      v128.store(out, e1, 16);
      v128.store(out, e2, 32);
      v128.store(out, e3, 48);
      out += 64;
    }
    // Four at a time are summed plainly, and then added with the error kept.
    const four = f64x2.add(f64x2.add(e0, e1), f64x2.add(e2, e3));
    const next = f64x2.add(total, four);
    const virtual = f64x2.sub(next, total);
    errors = f64x2.add(
      errors,
      f64x2.add(f64x2.sub(total, f64x2.sub(next, virtual)), f64x2.sub(four, virtual)),
    );
    total = next;
  }
  add(f64x2.extract_lane(total, 0));
  add(f64x2.extract_lane(total, 1));
  for (; i < count; i += 2, z += 16, out += 16) {
    // The lane beyond the row's end counts as masked.
    const both = i + 1 < count;
    const x = both ? v128.load(z) : f64x2.replace_lane(f64x2.splat(-Infinity), 0, load<f64>(z));
    const e = kept(exponential(x, rounder, c0, c1, c2, c3, c4, c5), x, least);
    add(f64x2.extract_lane(e, 0));
    add(f64x2.extract_lane(e, 1));
    if (stored) {
      store<f64>(out, f64x2.extract_lane(e, 0));
      if (both) store<f64>(out, f64x2.extract_lane(e, 1), 8);
    }
  }
  lost += f64x2.extract_lane(errors, 0) + f64x2.extract_lane(errors, 1);
}

function runStored(z: usize, out: usize, count: i32, q: f64): void {
  run(z, out, count, q, true, false);
}
function runStoredLow(z: usize, out: usize, count: i32, q: f64): void {
  run(z, out, count, q, true, true);
}
function runSummed(z: usize, count: i32, q: f64): void {
  run(z, 0, count, q, false, false);
}
function runSummedLow(z: usize, count: i32, q: f64): void {
  run(z, 0, count, q, false, true);
}

/** The rest of a row into sum + lost, and all its exponentials but top to `out` unless that is 0. */
function restOf(z: usize, out: usize, columns: i32, at: i32, q: f64, min: f64): void {
  const after = <usize>(at + 1) << 3;
  const remaining = columns - at - 1;
  sum = 0;
  lost = 0;
  if (min < leastOf(q)) {
    if (out == 0) {
      runSummedLow(z, at, q);
      runSummedLow(z + after, remaining, q);
    } else {
      runStoredLow(z, out, at, q);
      runStoredLow(z + after, out + after, remaining, q);
    }
  } else if (out == 0) {
    runSummed(z, at, q);
    runSummed(z + after, remaining, q);
  } else {
    runStored(z, out, at, q);
    runStored(z + after, out + after, remaining, q);
  }
}

/** The largest exponential; its rounding error in topLow. */
function topOf(max: f64, q: f64): f64 {
  const rounder = ROUNDER - 512 * q;
  const shifted = max * INVERSE_STEP + rounder;
  const k = shifted - rounder;
  const r = max - k * STEP_HIGH - k * STEP_LOW;
  const entry = <usize>((reinterpret<i64>(shifted) & 511) << 4);
  const power = reinterpret<f64>(load<i64>(entry, TABLE + 8) + (reinterpret<i64>(shifted) << 43));
  const square = r * r;
  const p =
    r + load<f64>(entry, TABLE) + square * (0.5 + r * (1.0 / 6.0) + square * (1.0 / 24.0));
  const top = power + power * p;
  topLow = power - top + power * p;
  return top;
}

/** numerator / (high + low), rounded once or nearly so. */
function quotient(numerator: f64, high: f64, low: f64): f64 {
  const q = numerator / high;
  const better = q + (numerator - product(q, high) - productError - q * low) / high;
  // Near 1e300 the splitting in `product` overflows.
  return better - better == 0 ? better : q;
}

/**
 * log(1 + R), R = (sum + lost) / (top + topLow); what it lacks in logLow.
 *
 * R's own rounding error δ is put right behind the logarithm: log1p(R + δ) = log1p(R) + δ / (1 + R).
 */
function logOfSum(top: f64): f64 {
  const high = sum + lost;
  const rest = high / top;
  const low = sum - high + lost;
  const missing = high - product(rest, top) - productError + low - rest * topLow;
  logLow = missing / top / (1 + rest);
  return log1p(rest);
}

/** Where the row has its (first) largest logit. */
function position(z: usize, max: f64, columns: i32): i32 {
  const m = f64x2.splat(max);
  let at = 0;
  for (; at + 8 <= columns; at += 8) {
    const here = z + (<usize>at << 3);
    const near = v128.or(f64x2.eq(v128.load(here), m), f64x2.eq(v128.load(here, 16), m));
    const next = v128.or(f64x2.eq(v128.load(here, 32), m), f64x2.eq(v128.load(here, 48), m));
    if (v128.any_true(v128.or(near, next))) break;
  }
  while (load<f64>(z + (<usize>at << 3)) != max) at++;
  return at;
}

/**
 * Largest and least logit of each row, as pairs.
 *
 * @returns the first row that has NaN, +Infinity, or nothing that is not masked; or −1
 */
export function extremes(z: usize, rows: i32, columns: i32, out: usize): i32 {
  for (let row = 0; row < rows; row++, out += 16) {
    let high0 = f64x2.splat(-Infinity);
    let high1 = high0;
    let low0 = f64x2.splat(Infinity);
    let low1 = low0;
    let real = i64x2.splat(-1);
    let i = 0;
    for (; i + 8 <= columns; i += 8, z += 64) {
      const x0 = v128.load(z);
      const x1 = v128.load(z, 16);
      const x2 = v128.load(z, 32);
      const x3 = v128.load(z, 48);
      // pmax and pmin let NaN go by; it is the one number that is not equal to itself.
      high0 = f64x2.pmax(f64x2.pmax(high0, x0), x2);
      high1 = f64x2.pmax(f64x2.pmax(high1, x1), x3);
      low0 = f64x2.pmin(f64x2.pmin(low0, x0), x2);
      low1 = f64x2.pmin(f64x2.pmin(low1, x1), x3);
      real = v128.and(
        real,
        v128.and(
          v128.and(f64x2.eq(x0, x0), f64x2.eq(x1, x1)),
          v128.and(f64x2.eq(x2, x2), f64x2.eq(x3, x3)),
        ),
      );
    }
    high0 = f64x2.pmax(high0, high1);
    low0 = f64x2.pmin(low0, low1);
    let high = max(f64x2.extract_lane(high0, 0), f64x2.extract_lane(high0, 1));
    let low = min(f64x2.extract_lane(low0, 0), f64x2.extract_lane(low0, 1));
    let good = i64x2.all_true(real);
    for (; i < columns; i++, z += 8) {
      const x = load<f64>(z);
      if (x != x) good = false;
      if (x > high) high = x;
      if (x < low) low = x;
    }
    if (!good || high == Infinity || high == -Infinity) return row;
    store<f64>(out, high);
    store<f64>(out, low, 8);
  }
  return -1;
}

@inline
function isFar(max: f64): bool {
  return abs(max) > FAR;
}

@inline
function scale(z: usize, count: i32, factor: f64): void {
  const f = f64x2.splat(factor);
  const end = z + (<usize>(count & ~7) << 3);
  for (; z < end; z += 64) {
    v128.store(z, f64x2.mul(v128.load(z), f));
    v128.store(z, f64x2.mul(v128.load(z, 16), f), 16);
    v128.store(z, f64x2.mul(v128.load(z, 32), f), 32);
    v128.store(z, f64x2.mul(v128.load(z, 48), f), 48);
  }
  for (let i = count & ~7; i < count; i++, z += 8) store<f64>(z, load<f64>(z) * factor);
}

/** A probability near 1 is rounded twice and may come out above it. */
@inline
function atMost(entry: usize, limit: f64): void {
  store<f64>(entry, min(load<f64>(entry), limit));
}

/**
 * s_i = e_i / (top + rest) in each row. Rows that are far are left as they are, here and below.
 *
 * @param out rows × columns; may be `z`
 * @param ends the pairs of `extremes`
 */
export function softmax(z: usize, out: usize, rows: i32, columns: i32, ends: usize): void {
  const width = <usize>columns << 3;
  for (let row = 0; row < rows; row++, z += width, out += width, ends += 16) {
    const max = load<f64>(ends);
    if (isFar(max)) continue;
    const q = octaveOf(max);
    const at = position(z, max, columns);
    restOf(z, out, columns, at, q, load<f64>(ends, 8));
    const top = topOf(max, q);
    store<f64>(out + (<usize>at << 3), top);
    lost += topLow;
    add(top);
    scale(out, columns, quotient(1, sum, lost));
    atMost(out + (<usize>at << 3), 1);
  }
}

/** log s_i = −(log(1 + R) + (m − z_i)): a sum of two numbers that are not negative. */
export function logSoftmax(z: usize, out: usize, rows: i32, columns: i32, ends: usize): void {
  // 0 − x and not −x, here and below: a reader who sees −0 looks for a meaning it does not have.
  const zero = f64x2.splat(0);
  const width = <usize>columns << 3;
  for (let row = 0; row < rows; row++, z += width, out += width, ends += 16) {
    const max = load<f64>(ends);
    if (isFar(max)) continue;
    const q = octaveOf(max);
    restOf(z, 0, columns, position(z, max, columns), q, load<f64>(ends, 8));
    const log = logOfSum(topOf(max, q));
    const m = f64x2.splat(max);
    const high = f64x2.splat(log);
    const low = f64x2.splat(logLow);
    let from = z;
    let to = out;
    let i = 0;
    for (; i + 4 <= columns; i += 4, from += 32, to += 32) {
      const gap0 = f64x2.sub(m, v128.load(from));
      const gap1 = f64x2.sub(m, v128.load(from, 16));
      v128.store(to, f64x2.sub(zero, f64x2.add(f64x2.add(gap0, low), high)));
      v128.store(to, f64x2.sub(zero, f64x2.add(f64x2.add(gap1, low), high)), 16);
    }
    for (; i < columns; i++, from += 8, to += 8)
      store<f64>(to, 0 - (max - load<f64>(from) + logLow + log));
  }
}

/**
 * Cross-entropy of rows with one label each: −log s_t, and its gradient (s_i − 1{i=t}) · weight.
 *
 * @param out the gradients, rows × columns; may be `z`; 0 if only the losses are wanted
 * @param labels i32 a row; below 0 for a row that counts for nothing
 * @param weights f64 a row; 0 or at least 1e-200, so that weight / 2^q has all its digits
 * @param losses f64 a row, without the weights
 */
export function crossEntropy(
  z: usize,
  out: usize,
  rows: i32,
  columns: i32,
  ends: usize,
  labels: usize,
  weights: usize,
  losses: usize,
): void {
  const width = <usize>columns << 3;
  const wanted = out != 0;
  for (let row = 0; row < rows; row++, ends += 16, labels += 4, weights += 8, losses += 8) {
    const here = z + width * row;
    const there = wanted ? out + width * row : 0;
    const label = load<i32>(labels);
    if (label < 0) {
      store<f64>(losses, 0);
      if (wanted) memory.fill(there, 0, width);
      continue;
    }
    const max = load<f64>(ends);
    if (isFar(max)) continue;
    const q = octaveOf(max);
    const at = position(here, max, columns);
    const gap = max - load<f64>(here + (<usize>label << 3));
    restOf(here, there, columns, at, q, load<f64>(ends, 8));
    const top = topOf(max, q);
    const log = logOfSum(top);
    store<f64>(losses, gap + logLow + log);
    if (!wanted) continue;
    const rest = sum + lost;
    store<f64>(there + (<usize>at << 3), top);
    lost += topLow;
    add(top);
    const weight = load<f64>(weights);
    const factor = quotient(weight, sum, lost);
    scale(there, columns, factor);
    atMost(there + (<usize>at << 3), weight);
    const entry = there + (<usize>label << 3);
    // s − 1 at the largest class is −R / (1 + R), without the subtraction that would leave 0.
    store<f64>(entry, label == at ? 0 - rest * factor : load<f64>(entry) - weight);
  }
}

/** Two times two entries of a row of −s sᵀ: −s_i times `first` and `second`. */
@inline
function products(out: usize, si: v128, first: v128, second: v128): void {
  const zero = f64x2.splat(0);
  v128.store(out, f64x2.sub(zero, f64x2.mul(first, si)));
  v128.store(out, f64x2.sub(zero, f64x2.mul(second, si)), 16);
}

/** The rest of the row, from column j on, and then its entry on the diagonal. */
@inline
function finish(out: usize, s: usize, diagonal: usize, n: i32, j: i32, row: i32): void {
  const at = <usize>row << 3;
  for (const si = load<f64>(s + at); j < n; j++) {
    const shift = <usize>j << 3;
    store<f64>(out + shift, 0 - load<f64>(s + shift) * si);
  }
  store<f64>(out + at, load<f64>(diagonal + at));
}

/**
 * `count` rows of diag(s) − s sᵀ, the first for s_first, from n probabilities and what is on the
 * diagonal. Four rows at a time, for the memory takes more in when it is written in several
 * places; where fewer are left, the last is written again.
 */
export function jacobian(
  s: usize,
  diagonal: usize,
  n: i32,
  first: i32,
  count: i32,
  out: usize,
): void {
  const width = <usize>n << 3;
  const whole = n & ~3;
  const last = first + count - 1;
  for (let row = first; row <= last; row += 4) {
    const row1 = min(row + 1, last);
    const row2 = min(row + 2, last);
    const row3 = min(row + 3, last);
    const out0 = out + width * (row - first);
    const out1 = out + width * (row1 - first);
    const out2 = out + width * (row2 - first);
    const out3 = out + width * (row3 - first);
    const s0 = v128.load64_splat(s + (<usize>row << 3));
    const s1 = v128.load64_splat(s + (<usize>row1 << 3));
    const s2 = v128.load64_splat(s + (<usize>row2 << 3));
    const s3 = v128.load64_splat(s + (<usize>row3 << 3));
    for (let j: usize = 0; j < <usize>whole << 3; j += 32) {
      const left = v128.load(s + j);
      const right = v128.load(s + j, 16);
      products(out0 + j, s0, left, right);
      products(out1 + j, s1, left, right);
      products(out2 + j, s2, left, right);
      products(out3 + j, s3, left, right);
    }
    finish(out0, s, diagonal, n, whole, row);
    finish(out1, s, diagonal, n, whole, row1);
    finish(out2, s, diagonal, n, whole, row2);
    finish(out3, s, diagonal, n, whole, row3);
  }
}
