import { softmax, softmaxCrossEntropyGradient, softmaxJacobian } from "../index.js";
import { Attributes } from "./attributes.js";
import type { Model } from "./model.js";
import { number, the } from "./words.js";

export interface JacobianState {
  readonly z: readonly number[];
  readonly labels: readonly string[];
  /** The cell that is explained: row i, the probability; column j, the logit, or n for the sum. */
  readonly cell: readonly [number, number];
}

/** D15 and D16, live: how each probability moves when each logit moves. */
export const jacobianModel: Model<JacobianState> = {
  name: "jacobian",
  title: "The Jacobian: nudge one logit, and what moves?",
  help: "Touch a cell, or walk through the grid with the arrow keys: each cell is explained with its numbers. Drag the logits, and all cells follow. Each row sums to zero.",
  attributes: ["z", "labels", "cell"],
  read(attribute) {
    const where = "sd-jacobian";
    const attributes = new Attributes(where, attribute);
    const z = attributes.logits("z", [2, 1, 0.1, -1]);
    return {
      z,
      labels: attributes.labels(z.length),
      cell: attributes.pair("cell", [1, 0], [z.length - 1, z.length]),
    };
  },
  write: ({ z, labels, cell }) => ({
    z: z.join(","),
    labels: labels.join(","),
    cell: cell.join(","),
  }),
  say: (state) => `${explain(state)}.`,
  table({ z, labels }) {
    const J = softmaxJacobian(z);
    return {
      head: ["∂s / ∂z", ...labels, "sum"],
      rows: J.map((row, i) => [labels[i], ...row, rowSum(row)]),
    };
  },
};

export const rowSum = (row: readonly number[]): number => row.reduce((sum, x) => sum + x, 0);

/** A letter with an index stands as [letter, index] between the texts. */
type Formula = readonly (string | readonly [letter: string, index: string])[];

/** A cell with its numbers: ∂s_dog/∂z_cat = −0.235 · 0.638 = −0.150, "raising the cat takes from the dog". */
export function explanation({ z, labels, cell: [i, j] }: JacobianState): {
  formula: Formula;
  meaning: string;
} {
  const s = softmax(z);
  const J = softmaxJacobian(z);
  const name = labels[i];
  if (j === z.length) {
    const terms = J[i].map((x, k) =>
      k === 0 ? number(x) : `${x < 0 ? "−" : "+"} ${number(Math.abs(x))}`,
    );
    return {
      formula: [`${terms.join(" ")} = 0`],
      meaning: `the row of ${the(name)} sums to zero, up to rounding: raising all logits alike moves nothing`,
    };
  }
  const head = ["∂", ["s", name], "/∂", ["z", labels[j]], " = "] as const;
  const value = number(J[i][j]);
  if (i === j) {
    // 1 − s without the subtraction, which would lose it where s is near 1.
    const [si, others] = [number(s[i]), number(-softmaxCrossEntropyGradient(z, i)[i])];
    return {
      formula: [...head, `${si} · (1 − ${si}) = ${si} · ${others} = ${value}`],
      meaning: `raising ${the(name)} gives to ${the(name)}`,
    };
  }
  return {
    formula: [...head, `−${number(s[i])} · ${number(s[j])} = ${value}`],
    meaning: `raising ${the(labels[j])} takes from ${the(name)}`,
  };
}

/** The same in one line of text. */
export function explain(state: JacobianState): string {
  const { formula, meaning } = explanation(state);
  const text = formula.map((part) => (typeof part === "string" ? part : part.join("_")));
  return `${text.join("")}: ${meaning}`;
}
