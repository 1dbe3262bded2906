import { softmaxCrossEntropyRows } from "../batch/index.js";
import type { Examples } from "./examples.js";
import { logitsOf, type Network } from "./network.js";

/** The index of each row's largest entry, the first where several are. */
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

/** The mean loss on the examples, and the share that the network gets right. */
export function evaluate(network: Network, examples: Examples): Evaluation {
  const z = logitsOf(network, examples.inputs);
  const guesses = largestOfRows(z, examples.classCount);
  const right = guesses.filter((guess, r) => guess === examples.labels[r]).length;
  return {
    loss: softmaxCrossEntropyRows(z, examples.classCount, examples.labels),
    accuracy: right / guesses.length,
  };
}

/** Row = true class, column = guess: how often that was guessed for it. */
export function confusionMatrix(
  labels: Int32Array,
  guesses: Int32Array,
  classCount: number,
): number[][] {
  if (labels.length !== guesses.length)
    throw new RangeError(
      `confusionMatrix: there are ${labels.length} labels and ${guesses.length} guesses`,
    );
  const matrix = Array.from({ length: classCount }, () => new Array<number>(classCount).fill(0));
  labels.forEach((label, r) => {
    matrix[label][guesses[r]]++;
  });
  return matrix;
}
