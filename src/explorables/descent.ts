import { softmaxCrossEntropyGradient } from "../index.js";

export interface Descent {
  /** Where it starts: the logits. */
  readonly z: readonly number[];
  /** The true class. */
  readonly label: number;
  /** The logits that move; the others are fixed. */
  readonly axes: readonly number[];
  /** The step is rate · (s − y). */
  readonly rate: number;
  readonly steps: number;
}

/**
 * Gradient descent on the loss, z ← z − rate · (s − y), on some of the logits.
 *
 * @returns steps + 1 vectors of logits, the start first.
 */
export function descend({ z, label, axes, rate, steps }: Descent): number[][] {
  const path = [[...z]];
  for (let k = 0; k < steps; k++) {
    const here = path[k];
    const gradient = softmaxCrossEntropyGradient(here, label);
    path.push(here.map((zi, i) => (axes.includes(i) ? zi - rate * gradient[i] : zi)));
  }
  return path;
}
