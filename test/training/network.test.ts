import assert from "node:assert/strict";
import { test } from "node:test";
import { softmaxCrossEntropyRows } from "../../src/batch/index.js";
import {
  copyNetwork,
  createNetwork,
  type Examples,
  forward,
  logitsOf,
  lossGradients,
  type Network,
  randomNumbers,
} from "../../src/training/index.js";

const next = randomNumbers(11);
const examples = (rows: number, columns: number, classCount: number): Examples => ({
  inputs: Float64Array.from({ length: rows * columns }, () => (next() < 0.3 ? 0 : 2 * next() - 1)),
  columns,
  labels: Int32Array.from({ length: rows }, () => Math.floor(classCount * next())),
  classCount,
});

/** A loop version that follows the formulas, row by row. */
function slowLogits(network: Network, x: readonly number[]): number[] {
  return network.reduce<number[]>(
    (input, layer, k) =>
      Array.from({ length: layer.outputs }, (_, i) => {
        const a = input.reduce(
          (sum, xj, j) => sum + xj * layer.weights[j * layer.outputs + i],
          layer.biases[i],
        );
        return k < network.length - 1 ? Math.tanh(a) : a;
      }),
    [...x],
  );
}

test("forward is W tanh(V x + c) + b for each row", () => {
  const network = createNetwork([5, 4, 3], 2);
  network[0].biases.set([0.1, -0.2, 0.3, 0]);
  const { inputs } = examples(6, 5, 3);
  const z = logitsOf(network, inputs);
  for (let r = 0; r < 6; r++)
    slowLogits(network, [...inputs.subarray(5 * r, 5 * r + 5)]).forEach((zi, i) => {
      assert.ok(Math.abs(z[3 * r + i] - zi) < 1e-14);
    });
});

for (const sizes of [
  [4, 3],
  [4, 5, 3],
  [4, 5, 6, 3],
])
  test(`backpropagation through ${sizes.join("-")} agrees with nudging each weight and bias`, () => {
    const network = createNetwork(sizes, 5);
    for (const { weights, biases } of network)
      for (const values of [weights, biases])
        for (let i = 0; i < values.length; i++) values[i] += 0.4 * (next() - 0.5);
    const data = examples(7, 4, 3);
    const loss = () =>
      softmaxCrossEntropyRows(logitsOf(network, data.inputs), data.classCount, data.labels);
    const gradients = lossGradients(network, data);
    const h = 1e-5;
    network.forEach((layer, k) => {
      for (const part of ["weights", "biases"] as const)
        for (let i = 0; i < layer[part].length; i++) {
          const value = layer[part][i];
          layer[part][i] = value + h;
          const above = loss();
          layer[part][i] = value - h;
          const slope = (above - loss()) / (2 * h);
          layer[part][i] = value;
          // h² and 2⁻⁵³/h are about 1e-10 and 1e-11.
          assert.ok(
            Math.abs(gradients[k][part][i] - slope) < 1e-9,
            `layer ${k}, ${part}[${i}]: ${gradients[k][part][i]} against ${slope}`,
          );
        }
    });
  });

test("the gradients leave network and examples as they are", () => {
  const network = createNetwork([4, 5, 3], 5);
  const data = examples(7, 4, 3);
  const [before, inputs] = [copyNetwork(network), data.inputs.slice()];
  lossGradients(network, data);
  assert.deepEqual(network, before);
  assert.deepEqual(data.inputs, inputs);
});

test("one layer starts at zero, several at random within Glorot's bound", () => {
  assert.ok(createNetwork([4, 3])[0].weights.every((w) => w === 0));
  const [{ weights, biases }] = createNetwork([40, 24, 3], 1);
  const bound = Math.sqrt(6 / 64);
  assert.ok(weights.every((w) => Math.abs(w) <= bound));
  assert.ok(new Set(weights).size > 900 && Math.max(...weights) > 0.95 * bound);
  assert.ok(biases.every((b) => b === 0));
  assert.deepEqual(createNetwork([4, 3, 2], 8), createNetwork([4, 3, 2], 8));
});

test("sizes and inputs that make no network are refused", () => {
  assert.throws(() => createNetwork([4]), /two or more positive whole numbers, got \[4\]/);
  assert.throws(() => createNetwork([4, 0]), /got \[4,0\]/);
  assert.throws(
    () => forward(createNetwork([4, 2]), new Float64Array(6)),
    /forward: inputs has 6 entries, which is no multiple of 4 inputs/,
  );
});
