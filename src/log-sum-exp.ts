import { logits, type Vector } from "./arguments.js";
import { exponentials, logOfSum } from "./exponentials.js";
import { giveBack } from "./room.js";

/**
 * log Σ_l exp(z_l): a maximum with soft corners, between max z and max z + log n.
 *
 * Source: the second term of D8; how it is computed: src/exponentials.ts.
 *
 * @param z logits, n numbers, no unit; −Infinity contributes nothing.
 * @returns a number, no unit; −Infinity for an empty z or where every logit is −Infinity.
 * @throws {TypeError} if z is not an array of numbers; the message names the entry.
 * @throws {RangeError} if a logit is NaN or +Infinity.
 *
 * @example
 * logSumExp([1000, 1000]); // 1000.6931471805599
 * logSumExp([]); // -Infinity
 */
export function logSumExp(z: Vector): number {
  const { z: checked, largest } = logits("logSumExp", "z", z);
  const max = checked.length === 0 ? Number.NEGATIVE_INFINITY : checked[largest];
  if (max === Number.NEGATIVE_INFINITY) return max;
  const x = exponentials(checked, largest);
  giveBack(checked);
  return x.max + logOfSum(x);
}
