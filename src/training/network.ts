import { addProduct, addTransposedProduct, productWithTransposed } from "./products.js";
import { randomNumbers } from "./random.js";

/** One layer, a = W x + b. */
export interface Layer {
  readonly inputs: number;
  readonly outputs: number;
  /** W transposed: inputs × outputs, row-major, so W_ij is weights[j * outputs + i]. */
  readonly weights: Float64Array;
  readonly biases: Float64Array;
}

/** Layers in order. Between two of them stands tanh; the last gives the logits. */
export type Network = readonly Layer[];

/**
 * A network of layers of the given sizes.
 *
 * One layer starts at zero. With hidden layers the weights must differ, or all hidden units would
 * learn the same: they start at random in ±√(6 / (inputs + outputs)) (X. Glorot, Y. Bengio, 2010,
 * proceedings.mlr.press/v9/glorot10a), the biases at zero.
 *
 * @param sizes inputs, hidden units if any, classes: [784, 10] or [784, 64, 10].
 *
 * @example
 * createNetwork([2, 3])[0].weights.length; // 6
 */
export function createNetwork(sizes: readonly number[], seed = 1): Network {
  if (sizes.length < 2 || !sizes.every((size) => Number.isInteger(size) && size > 0))
    throw new RangeError(
      `createNetwork: sizes must be two or more positive whole numbers, got [${sizes}]`,
    );
  const next = randomNumbers(seed);
  return sizes.slice(1).map((outputs, k) => {
    const inputs = sizes[k];
    const bound = sizes.length === 2 ? 0 : Math.sqrt(6 / (inputs + outputs));
    const weights = Float64Array.from({ length: inputs * outputs }, () => bound * (2 * next() - 1));
    return { inputs, outputs, weights, biases: new Float64Array(outputs) };
  });
}

/**
 * A copy that stays as it is while the network goes on training.
 *
 * @example
 * copyNetwork(createNetwork([1, 2]))[0].biases; // [0, 0]
 */
export function copyNetwork(network: Network): Network {
  return network.map((layer) => ({
    ...layer,
    weights: layer.weights.slice(),
    biases: layer.biases.slice(),
  }));
}

/**
 * Forward: what each layer makes of many inputs at once.
 *
 * @param inputs rows × inputs of the first layer, row-major.
 * @returns the inputs, then the hidden units' values (after tanh), and at last the logits z; each
 *   rows × units.
 * @throws {RangeError} if the inputs do not fit the first layer.
 *
 * @example
 * const network = createNetwork([2, 3]);
 * forward(network, Float64Array.of(1, 2))[1]; // [0, 0, 0]
 */
export function forward(network: Network, inputs: Float64Array): Float64Array[] {
  const rows = inputs.length / network[0].inputs;
  if (!Number.isInteger(rows))
    throw new RangeError(
      `forward: inputs has ${inputs.length} entries, which is no multiple of ${network[0].inputs} inputs`,
    );
  const values = [inputs];
  network.forEach((layer, k) => {
    const a = new Float64Array(rows * layer.outputs);
    for (let r = 0; r < rows; r++) a.set(layer.biases, r * layer.outputs);
    addProduct(values[k], layer.weights, rows, layer.inputs, layer.outputs, a);
    if (k < network.length - 1) for (let i = 0; i < a.length; i++) a[i] = Math.tanh(a[i]);
    values.push(a);
  });
  return values;
}

/**
 * The logits alone: rows × classes.
 *
 * @example
 * logitsOf(createNetwork([2, 3]), Float64Array.of(1, 2)); // [0, 0, 0]
 */
export function logitsOf(network: Network, inputs: Float64Array): Float64Array {
  return forward(network, inputs)[network.length];
}

/**
 * Backward: from the loss's gradient by the logits to its gradients by all weights and biases.
 *
 * With δ = ∂L/∂a of a layer (for the last, ∂L/∂z = s − y), and x what came into it,
 *
 *     ∂L/∂W_ij = Σ δ_i x_j,   ∂L/∂b_i = Σ δ_i,   ∂L/∂x_j = Σ_i δ_i W_ij,
 *
 * the first two summed over the rows; and through x = tanh(a) of the layer before it,
 * δ_j = ∂L/∂x_j (1 − x_j²).
 *
 * @param values what forward gave.
 * @param byLogits ∂L/∂z, rows × classes.
 * @returns a layer of gradients for each layer of the network, in the same shapes.
 *
 * @example
 * const network = createNetwork([2, 2]);
 * const values = forward(network, Float64Array.of(3, 5));
 * backward(network, values, Float64Array.of(1, -1))[0].weights; // [3, -3, 5, -5]
 */
export function backward(
  network: Network,
  values: readonly Float64Array[],
  byLogits: Float64Array,
): Network {
  const gradients: Layer[] = [];
  let delta = byLogits;
  for (let k = network.length - 1; k >= 0; k--) {
    const { inputs, outputs, weights } = network[k];
    const x = values[k];
    const rows = x.length / inputs;
    const gradient = new Float64Array(weights.length);
    addTransposedProduct(x, delta, rows, inputs, outputs, gradient);
    const biases = new Float64Array(outputs);
    for (let i = 0; i < delta.length; i++) biases[i % outputs] += delta[i];
    gradients.unshift({ inputs, outputs, weights: gradient, biases });
    if (k === 0) break;
    const before = productWithTransposed(delta, weights, rows, inputs, outputs, x.slice());
    for (let i = 0; i < before.length; i++) before[i] *= 1 - x[i] * x[i];
    delta = before;
  }
  return gradients;
}
