/** This project's batch functions. */
import * as batch from "../../lib/batch/index.js";

/**
 * @param {string} task
 * @param {Float64Array} z
 * @param {number} rows
 * @param {number} columns
 * @param {Int32Array} labels
 * @returns {Record<string, () => any>}
 */
export function ownForms(task, z, _rows, columns, labels) {
  const out = new Float64Array(z.length);
  switch (task) {
    case "softmax":
      return { "this: softmaxRows": () => batch.softmaxRows(z, columns, out) };
    case "log-softmax":
      return { "this: logSoftmaxRows": () => batch.logSoftmaxRows(z, columns, out) };
    case "Jacobian":
      return {};
    default:
      return {
        "this: loss, then gradient": () => ({
          loss: batch.softmaxCrossEntropyRows(z, columns, labels),
          gradient: batch.softmaxCrossEntropyRowsGradient(z, columns, labels, {}, out),
        }),
      };
  }
}
