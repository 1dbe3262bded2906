/** The loops one writes by hand: shift by the maximum, exponentiate, divide. */

/**
 * @param {string} task
 * @param {Float64Array} z
 * @param {number} rows
 * @param {number} columns
 * @param {Float64Array} out
 * @param {Int32Array} labels
 * @returns {Record<string, () => any>}
 */
export function plain(task, z, rows, columns, out, labels) {
  const name = "plain stable loop";
  switch (task) {
    case "softmax":
      return { [name]: () => softmax(z, rows, columns, out) };
    case "log-softmax":
      return { [name]: () => logSoftmax(z, rows, columns, out) };
    case "Jacobian":
      return { [name]: () => jacobian(z, columns, out) };
    default:
      return { [name]: () => crossEntropy(z, rows, columns, labels, out) };
  }
}

function softmax(z, rows, columns, out) {
  for (let row = 0; row < rows; row++) {
    const start = row * columns;
    const end = start + columns;
    let max = -Infinity;
    for (let i = start; i < end; i++) if (z[i] > max) max = z[i];
    let sum = 0;
    for (let i = start; i < end; i++) {
      out[i] = Math.exp(z[i] - max);
      sum += out[i];
    }
    for (let i = start; i < end; i++) out[i] /= sum;
  }
  return out;
}

function logSoftmax(z, rows, columns, out) {
  for (let row = 0; row < rows; row++) {
    const start = row * columns;
    const end = start + columns;
    let max = -Infinity;
    for (let i = start; i < end; i++) if (z[i] > max) max = z[i];
    let sum = 0;
    for (let i = start; i < end; i++) sum += Math.exp(z[i] - max);
    const shift = max + Math.log(sum);
    for (let i = start; i < end; i++) out[i] = z[i] - shift;
  }
  return out;
}

function crossEntropy(z, rows, columns, labels, out) {
  softmax(z, rows, columns, out);
  let loss = 0;
  for (let row = 0; row < rows; row++) {
    const at = row * columns + labels[row];
    loss -= Math.log(out[at]);
    out[at] -= 1;
  }
  for (let i = 0; i < out.length; i++) out[i] /= rows;
  return { loss: loss / rows, gradient: out };
}

function jacobian(z, n, out) {
  const s = softmax(z, 1, n, new Float64Array(n));
  for (let i = 0; i < n; i++) {
    const si = s[i];
    for (let j = 0; j < n; j++) out[i * n + j] = -si * s[j];
    out[i * n + i] += si;
  }
  return out;
}
