import assert from "node:assert/strict";
import { test } from "node:test";
import {
  copyNetwork,
  createNetwork,
  descend,
  evaluate,
  type Examples,
  loadIris,
  lossGradients,
  select,
} from "../../src/training/index.js";

const iris = loadIris();
const options = { epochs: 3, batchSize: 10, rate: 0.1, momentum: 0.5, seed: 4 };
const run = (steps: Iterable<number>) => [...steps];

test("the same seed gives the same bits, another seed others", () => {
  const train = (seed: number) => {
    const network = createNetwork([2, 4, 3], 1);
    assert.deepEqual(run(descend(network, iris, { ...options, seed })), [1, 2, 3]);
    return network;
  };
  assert.deepEqual(train(4), train(4));
  assert.notDeepEqual(train(4), train(5));
});

test("a step with all examples is w − η ∂L/∂w, and the next one adds its momentum", () => {
  const network = createNetwork([2, 4, 3], 1);
  const steps = descend(network, iris, { ...options, epochs: 2, batchSize: 150 });
  const near = (a: Float64Array, b: Float64Array) =>
    a.forEach((x, i) => {
      assert.ok(Math.abs(x - b[i]) < 1e-14);
    });
  let before = copyNetwork(network);
  let gradients = lossGradients(network, iris);
  steps.next();
  const first = network.map(({ weights }, k) => weights.map((w, i) => w - before[k].weights[i]));
  first.forEach((step, k) => {
    near(
      step,
      gradients[k].weights.map((g) => -0.1 * g),
    );
  });
  before = copyNetwork(network);
  gradients = lossGradients(network, iris);
  steps.next();
  network.forEach(({ weights }, k) => {
    near(
      weights,
      before[k].weights.map((w, i) => w + 0.5 * first[k][i] - 0.1 * gradients[k].weights[i]),
    );
  });
});

test("the loss on the flowers falls to below half of log 3", () => {
  const network = createNetwork([2, 3]);
  assert.ok(Math.abs(evaluate(network, iris).loss - Math.log(3)) < 1e-15);
  run(descend(network, iris, { ...options, epochs: 50 }));
  assert.ok(evaluate(network, iris).loss < Math.log(3) / 2);
});

test("the weights of an input that is always zero do not move", () => {
  const inputs = iris.inputs.map((value, i) => (i % 2 === 1 ? 0 : value));
  const network = createNetwork([2, 3]);
  network[0].weights.fill(0.05);
  run(descend(network, { ...iris, inputs }, options));
  assert.deepEqual([...network[0].weights.subarray(3)], [0.05, 0.05, 0.05]);
  assert.ok(network[0].weights.subarray(0, 3).every((w) => w !== 0.05));
});

test("examples too few for a last batch wait, and all are used where there is no full batch", () => {
  const one: Examples = select(iris, [0]);
  const [alone, inBatch] = [1, 50].map((batchSize) => {
    const network = createNetwork([2, 3]);
    run(descend(network, one, { ...options, batchSize }));
    return network;
  });
  assert.deepEqual(alone, inBatch);
  // 150 examples in batches of 100: one step an epoch, so the second never sees 50 of them.
  const network = createNetwork([2, 3]);
  run(descend(network, iris, { ...options, epochs: 1, batchSize: 100, rate: 1, momentum: 0 }));
  // From zero weights, the bias of a class moves by its share of the batch less a third.
  const shares = [...network[0].biases].map((b) => (b + 1 / 3) * 100);
  for (const count of shares) assert.ok(Math.abs(count - Math.round(count)) < 1e-9, String(shares));
  assert.ok(Math.abs(shares.reduce((a, b) => a + b) - 100) < 1e-9);
});

test("options out of range and examples that do not fit are refused by name and value", () => {
  const start = (change: object, network = createNetwork([2, 3])) =>
    descend(network, iris, { ...options, ...change }).next();
  assert.throws(() => start({ epochs: 0 }), /epochs must be a positive whole number, got 0/);
  assert.throws(() => start({ batchSize: 1.5 }), /batchSize must be .* got 1.5/);
  assert.throws(() => start({ rate: -1 }), /rate must be positive and finite, got -1/);
  assert.throws(() => start({ momentum: 1 }), /momentum must be in \[0, 1\), got 1/);
  assert.throws(() => start({}, createNetwork([3, 3])), /have 2 columns, the network 3 inputs/);
});
