import { softmaxCrossEntropyRows } from "../batch/index.js";
import type { Examples } from "./examples.js";
import { logitsOf, type Network } from "./network.js";

/**
 * The index of each row's largest entry, the first where several are.
 *
 * @example
 * largestOfRows(Float64Array.of(1, 3, 2, 0), 2); // [1, 0]
 */
export function largestOfRows(matrix: Float64Array, columns: number): Int32Array {
  const largest = new Int32Array(matrix.length / columns);
  for (let r = 0; r < largest.length; r++)
    for (let c = 1; c < columns; c++)
      if (matrix[r * columns + c] > matrix[r * columns + largest[r]]) largest[r] = c;
  return largest;
}

/** How well a network does on examples. */
export interface Evaluation {
  /** Mean cross-entropy, in nats. */
  readonly loss: number;
  /** Share of the examples whose most probable class is their own, in [0, 1]. */
  readonly accuracy: number;
}

/**
 * The mean loss on the examples, and the share that the network gets right.
 *
 * @example
 * const examples = {
 *   inputs: Float64Array.of(3),
 *   columns: 1,
 *   labels: Int32Array.of(0),
 *   classCount: 2,
 * };
 * evaluate(createNetwork([1, 2]), examples).loss; // 0.6931471805599453
 */
export function evaluate(network: Network, examples: Examples): Evaluation {
  const z = logitsOf(network, examples.inputs);
  const guesses = largestOfRows(z, examples.classCount);
  const right = guesses.filter((guess, r) => guess === examples.labels[r]).length;
  return {
    loss: softmaxCrossEntropyRows(z, examples.classCount, examples.labels),
    accuracy: right / guesses.length,
  };
}

/**
 * Row = true class, column = guess: how often that was guessed for it.
 *
 * @throws {RangeError} if there are not as many guesses as labels, or one is no class.
 *
 * @example
 * confusionMatrix(Int32Array.of(0, 1), Int32Array.of(0, 0), 2); // [[1, 0], [1, 0]]
 */
export function confusionMatrix(
  labels: Int32Array,
  guesses: Int32Array,
  classCount: number,
): number[][] {
  if (labels.length !== guesses.length)
    throw new RangeError(
      `confusionMatrix: there are ${labels.length} labels and ${guesses.length} guesses`,
    );
  for (const [name, list] of Object.entries({ labels, guesses })) {
    const bad = list.findIndex((c) => !(c >= 0 && c < classCount));
    if (bad >= 0)
      throw new RangeError(
        `confusionMatrix: ${name}[${bad}] = ${list[bad]} is outside [0, ${classCount})`,
      );
  }
  const matrix = Array.from({ length: classCount }, () => new Array<number>(classCount).fill(0));
  labels.forEach((label, r) => {
    matrix[label][guesses[r]]++;
  });
  return matrix;
}
