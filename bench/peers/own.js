/** This project's batch functions: as they are called, and each form by itself. */
import { prefer } from "../../lib/batch/choose.js";
import * as batch from "../../lib/batch/index.js";

/** Named in the tables and in the goals of suites/numeric.js. */
const USUAL = "this";
const OWN = "this, arrays of allocateRows";
const PLAIN = "this, plain form";

/**
 * @param {string} task
 * @param {Float64Array} z
 * @param {number} rows
 * @param {number} columns
 * @param {Int32Array} labels
 * @returns {Record<string, () => any>}
 */
export function ownForms(task, z, rows, columns, labels) {
  const jacobian = task === "Jacobian";
  const out = new Float64Array(jacobian ? columns * columns : z.length);
  const [ownZ, ownOut] = jacobian
    ? [z, batch.allocateRows(columns, columns, 1)[0]]
    : batch.allocateRows(rows, columns);
  if (!jacobian) ownZ.set(z);
  /** @type {Record<string, (z: Float64Array, out: Float64Array) => any>} */
  const functions = {
    softmax: (a, b) => batch.softmaxRows(a, columns, b),
    "log-softmax": (a, b) => batch.logSoftmaxRows(a, columns, b),
    "cross-entropy": (a, b) => batch.softmaxCrossEntropyRowsWithGradient(a, columns, labels, {}, b),
    Jacobian: (a, b) => batch.softmaxJacobianFlat(a, b),
  };
  const compute = functions[task];
  return {
    [USUAL]: () => compute(z, out),
    [OWN]: () => compute(ownZ, ownOut),
    [PLAIN]: () => {
      prefer("plain");
      try {
        return compute(z, out);
      } finally {
        prefer(undefined);
      }
    },
  };
}
