import { unmaskedLogits, type Vector } from "./arguments.js";
import { complement, exponentials, probability } from "./exponentials.js";
import { list } from "./list.js";
import { giveBack } from "./room.js";

/**
 * Jacobian of softmax: how each probability moves when each logit moves.
 *
 * With s = softmax(z), row i, column j holds
 *
 *     ∂s_i/∂z_j = s_i (1{i=j} − s_j)
 *
 * The matrix is symmetric, and each of its rows sums to zero (up to rounding): raising all logits
 * together changes no probability.
 *
 * Source: D15, D16 of the article.
 *
 * @param z logits, n numbers, no unit; −Infinity masks a class, whose row and column are 0.
 * @returns n × n, no unit; row = probability i, column = logit j; entries in [−1/4, 1/4].
 * @throws {TypeError} if z is not an array of numbers; the message names the entry.
 * @throws {RangeError} if a logit is NaN or +Infinity, or all are −Infinity.
 *
 * @example
 * softmaxJacobian([0, 0]); // [[0.25, -0.25], [-0.25, 0.25]]
 */
export function softmaxJacobian(z: Vector): number[][] {
  return jacobian("softmaxJacobian", z);
}

/**
 * Hessian of the cross-entropy loss by the logits: diag(s) − s sᵀ, whatever the target.
 *
 * It is the Jacobian of the gradient s − y, and so the Jacobian of softmax itself. Positive
 * semi-definite: vᵀHv is the variance of v under s.
 *
 * @param z logits, n numbers, no unit; −Infinity masks a class.
 * @returns n × n, no unit, symmetric.
 * @throws {TypeError} if z is not an array of numbers; the message names the entry.
 * @throws {RangeError} if z is empty, a logit is NaN or +Infinity, or all are −Infinity.
 *
 * @example
 * softmaxCrossEntropyHessian([0, 0]); // [[0.25, -0.25], [-0.25, 0.25]]
 */
export function softmaxCrossEntropyHessian(z: Vector): number[][] {
  const where = "softmaxCrossEntropyHessian";
  const hessian = jacobian(where, z);
  if (hessian.length === 0) throw new RangeError(`${where}: z is empty; a loss needs a class`);
  return hessian;
}

function jacobian(where: string, z: Vector): number[][] {
  const { z: checked, largest } = unmaskedLogits(where, "z", z);
  const n = checked.length;
  const x = exponentials(checked, largest);
  giveBack(checked);
  const s = list(n, (i) => probability(x, i));
  return s.map((si, i) => {
    const row = new Array<number>(n);
    // 0 − x and not −x, which would make −0 of the products with a masked class.
    for (let j = 0; j < n; j++) row[j] = 0 - si * s[j];
    // s (1 − s) is at most 1/4; rounding must not carry it over.
    row[i] = Math.min(si * complement(x, i), 0.25);
    return row;
  });
}
