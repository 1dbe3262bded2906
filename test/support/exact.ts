/**
 * Softmax in whole numbers: a double is a multiple of 2⁻¹⁰⁷⁴, so sums are exact here, and
 * exponentials and logarithms are good to over a thousand bits. Slow, and independent of Math.
 */

/** Numbers are stored times 2^BITS. */
const BITS = 1200n;
const ONE = 1n << BITS;

/** A finite double, exactly. */
function exact(x: number): bigint {
  const bytes = new DataView(new ArrayBuffer(8));
  bytes.setFloat64(0, x);
  const bits = bytes.getBigUint64(0);
  const exponent = (bits >> 52n) & 0x7ffn;
  const mantissa = bits & 0xfffffffffffffn;
  const size =
    exponent === 0n
      ? mantissa << (BITS - 1074n)
      : exponent < 1075n
        ? ((mantissa | (1n << 52n)) << BITS) >> (1075n - exponent)
        : (mantissa | (1n << 52n)) << (BITS + exponent - 1075n);
  return bits >> 63n ? -size : size;
}

/** exp(−x), x ≥ 0: Taylor's series for x / 2^k, then k squarings. */
function expOfMinus(x: bigint): bigint {
  const halvings = BigInt(Math.max(0, x.toString(2).length - Number(BITS)) + 24);
  const small = x >> halvings;
  let term = ONE;
  let sum = ONE;
  for (let k = 1n; term !== 0n; k++) {
    term = (-term * small) / (k << BITS);
    sum += term;
  }
  for (let k = 0n; k < halvings; k++) sum = (sum * sum) >> BITS;
  return sum;
}

/** A number in [0, 2^900), to about a double's precision; 0 below 2^−1074. */
function rounded(x: bigint): number {
  const beyond = Math.max(0, x.toString(2).length - 60);
  const exponent = beyond - Number(BITS);
  return Number(x >> BigInt(beyond)) * 2 ** (exponent >> 1) * 2 ** (exponent - (exponent >> 1));
}

export interface ExactRow {
  softmax: bigint[];
  /** −log s_i, finite where the class is not masked. */
  surprisal: (bigint | undefined)[];
  /** 1 − s_i. */
  complement: bigint[];
}

/** For logits that are finite or −Infinity, within ±5000. */
export function exactRow(z: readonly number[]): ExactRow {
  const max = Math.max(...z);
  const gaps = z.map((zi) => (zi === -Infinity ? undefined : exact(max) - exact(zi)));
  const e = gaps.map((gap) => (gap === undefined ? 0n : expOfMinus(gap)));
  const sum = e.reduce((a, b) => a + b);
  const rest = sum - ONE;
  // One step of Newton's method doubles the digits of Math's logarithm, which are enough.
  const guess = exact(Math.log1p(rounded(rest)));
  const log = guess + ((sum * expOfMinus(guess)) >> BITS) - ONE;
  return {
    softmax: e.map((ei) => (ei << BITS) / sum),
    surprisal: gaps.map((gap) => (gap === undefined ? undefined : log + gap)),
    complement: e.map((ei) => ((sum - ei) << BITS) / sum),
  };
}

/** How far a double is from a number of `exactRow`, in units of the number's last place. */
export function ulpsFrom(actual: number, value: bigint): number {
  if (!Number.isFinite(actual)) return Infinity;
  const size = value < 0n ? -value : value;
  const digits = BigInt(size.toString(2).length) - BITS;
  const place = digits - 53n < -1074n ? -1074n : digits - 53n;
  const off = exact(actual) - value;
  return Number(((off < 0n ? -off : off) << 20n) >> (BITS + place)) / 2 ** 20;
}
