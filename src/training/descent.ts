import { softmaxCrossEntropyRowsGradient } from "../batch/index.js";
import { type Examples, select } from "./examples.js";
import { backward, forward, type Layer, type Network } from "./network.js";
import { randomNumbers, shuffle } from "./random.js";

export interface DescentOptions {
  /** How often each example is used. */
  readonly epochs: number;
  /** Examples a step. */
  readonly batchSize: number;
  /** Learning rate η > 0. */
  readonly rate: number;
  /** How much of the last step is taken again, in [0, 1); 0 by default. */
  readonly momentum?: number;
  /** Of the order in which the examples are used. */
  readonly seed: number;
}

/**
 * Mini-batch gradient descent on the mean cross-entropy, in place.
 *
 * Each step takes the next examples of a shuffled order, computes ∂L/∂z = (s − y)/batch by
 * softmaxCrossEntropyRowsGradient, carries it back to every weight, and moves
 *
 *     v ← μ v − η ∂L/∂w,   w ← w + v.
 *
 * A batch is always full: the few examples left at the end of an epoch would count for too much, so
 * they wait for the next epoch's order. A generator: it rests after each epoch and gives its number, from 1, so that whoever trains can
 * look at the network, keep a copy, or stop. The same seed gives the same bits.
 *
 * @throws {RangeError} if an option is out of its range, or the examples do not fit the network.
 *
 * @example
 * const network = createNetwork([1, 2]);
 * const examples = {
 *   inputs: Float64Array.of(3),
 *   columns: 1,
 *   labels: Int32Array.of(0),
 *   classCount: 2,
 * };
 * Array.from(descend(network, examples, { epochs: 2, batchSize: 1, rate: 1, seed: 1 })); // [1, 2]
 */
export function* descend(
  network: Network,
  examples: Examples,
  { epochs, batchSize, rate, momentum = 0, seed }: DescentOptions,
): Generator<number, void, undefined> {
  for (const [name, value] of Object.entries({ epochs, batchSize }))
    if (!(Number.isInteger(value) && value > 0))
      throw new RangeError(`descend: ${name} must be a positive whole number, got ${value}`);
  if (!(rate > 0 && rate < Number.POSITIVE_INFINITY))
    throw new RangeError(`descend: rate must be positive and finite, got ${rate}`);
  if (!(momentum >= 0 && momentum < 1))
    throw new RangeError(`descend: momentum must be in [0, 1), got ${momentum}`);
  if (examples.columns !== network[0].inputs)
    throw new RangeError(
      `descend: the examples have ${examples.columns} columns, the network ${network[0].inputs} inputs`,
    );
  const next = randomNumbers(seed);
  const size = Math.min(batchSize, examples.labels.length);
  const order = Int32Array.from(examples.labels.keys());
  const speeds = network.map(({ weights, biases }) => ({
    weights: new Float64Array(weights.length),
    biases: new Float64Array(biases.length),
  }));
  for (let epoch = 1; epoch <= epochs; epoch++) {
    shuffle(order, next);
    for (let start = 0; start + size <= order.length; start += size) {
      const batch = select(examples, order.subarray(start, start + size));
      const gradients = lossGradients(network, batch);
      network.forEach((layer, k) => {
        for (const part of ["weights", "biases"] as const) {
          const [w, v, g] = [layer[part], speeds[k][part], gradients[k][part]];
          for (let i = 0; i < w.length; i++) {
            v[i] = momentum * v[i] - rate * g[i];
            w[i] += v[i];
          }
        }
      });
    }
    yield epoch;
  }
}

/**
 * The gradients of the mean loss over the examples, in the network's own shapes.
 *
 * @example
 * const examples = {
 *   inputs: Float64Array.of(3),
 *   columns: 1,
 *   labels: Int32Array.of(0),
 *   classCount: 2,
 * };
 * lossGradients(createNetwork([1, 2]), examples)[0].weights; // [-1.5, 1.5]
 */
export function lossGradients(network: Network, { inputs, labels, classCount }: Examples): Layer[] {
  const values = forward(network, inputs);
  const z = values[network.length];
  // s − y takes the logits' place: they are not needed again.
  const byLogits = softmaxCrossEntropyRowsGradient(z, classCount, labels, {}, z);
  return [...backward(network, values, byLogits)];
}
