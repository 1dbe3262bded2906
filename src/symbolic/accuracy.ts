import type { BigNumber } from "mathjs";
import { big } from "./counterexample.js";

/** Logits, with the quantities that can be measured there, in decimal arithmetic with 64 digits. */
export interface Reference {
  readonly z: readonly number[];
  readonly softmax: readonly BigNumber[];
  readonly logSoftmax: readonly BigNumber[];
  /** Of the loss by the logits, the first class being true: s − y. */
  readonly gradient: readonly BigNumber[];
}

/** A double is a fraction over a power of two; its digits end within the first hundred here. */
const exactly = (x: number): BigNumber => big.bignumber(x.toPrecision(100));
const sumOf = (terms: readonly BigNumber[]) =>
  terms.reduce((a, b) => a.plus(b), big.bignumber(0)) as BigNumber;

/**
 * The definitions, followed literally with 64 digits, but for two things: the largest logit is
 * subtracted first, and 1 − s_i is the sum of the others, since a lead of 800 takes 347 digits.
 */
export function reference(z: readonly number[]): Reference {
  const largest = Math.max(...z);
  const shifted = z.map((zi) => exactly(zi).minus(exactly(largest)));
  const exponentials = shifted.map((x) => x.exp());
  const total = sumOf(exponentials);
  const softmax = exponentials.map((e) => e.div(total));
  const others = softmax.map((_, i) => sumOf(softmax.filter((_, k) => k !== i)));
  return {
    z,
    softmax,
    // log(1 − r) is −(r + r²/2 + …), of which two terms are enough where r is tiny.
    logSoftmax: others.map((r, i) =>
      r.lt("1e-40") ? r.plus(r.times(r).div(2)).neg() : shifted[i].minus(total.ln()),
    ),
    gradient: softmax.map((s, j) => (j === 0 ? others[0].neg() : s)),
  };
}

/**
 * |value − exact| in units in the last place of the exact value: 1 is the last bit of a double.
 * Infinity where the value is no number.
 */
export function errorInUlp(value: number, exact: BigNumber): number {
  if (!Number.isFinite(value)) return Number.POSITIVE_INFINITY;
  const size = exact.abs().toNumber();
  const exponent = Math.max(size === 0 ? -1074 : Math.floor(Math.log2(size)), -1022);
  const ulp = big.bignumber(2).pow(exponent - 52);
  return exactly(value).minus(exact).abs().div(ulp).toNumber();
}

/** The largest error of a function over some logits, in ulp. */
export function largestError(
  yours: (z: number[]) => ArrayLike<number>,
  quantity: "softmax" | "logSoftmax" | "gradient",
  references: readonly Reference[],
): number {
  return Math.max(
    ...references.flatMap((each) => {
      const values = yours([...each.z]);
      return each[quantity].map((exact, i) => errorInUlp(values[i], exact));
    }),
  );
}

/** Logits to measure at: two to six of them, spread over a unit up to 1,400, some so large that exp overflows. */
export function seededLogits({ cases, seed = 1 }: { cases: number; seed?: number }): number[][] {
  let state = seed;
  // mulberry32, a small generator of pseudo-random numbers; two of its words fill a double.
  const word = () => {
    state = (state + 0x6d2b79f5) | 0;
    let t = Math.imul(state ^ (state >>> 15), 1 | state);
    t = (t + Math.imul(t ^ (t >>> 7), 61 | t)) ^ t;
    return ((t ^ (t >>> 14)) >>> 0) / 2 ** 32;
  };
  const random = () => word() + word() / 2 ** 32;
  return Array.from({ length: cases }, (_, k) => {
    const spread = [1, 10, 100, 1400][k % 4];
    return Array.from({ length: 2 + (k % 5) }, () => (random() - 0.25) * spread);
  });
}
