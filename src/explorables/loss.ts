import { oneHot, softmax, softmaxCrossEntropy, softmaxCrossEntropyGradient } from "../index.js";
import { Attributes } from "./attributes.js";
import { descend } from "./descent.js";
import type { Model } from "./model.js";
import { listed, number, setting } from "./words.js";

/** A run ends here; by then a step moves the ball by less than can be seen. */
export const MOST_STEPS = 100;

export interface LossState {
  /** The start of the descent; the logits that are not on the axes stay. */
  readonly z: readonly number[];
  readonly labels: readonly string[];
  /** The true class. */
  readonly label: number;
  readonly axes: readonly [number, number];
  /** Step size: the step is rate · (s − y). */
  readonly rate: number;
  /** Steps taken so far. The path follows from the rest. */
  readonly steps: number;
}

/** D18 and D25, live: the loss over two logits, and a ball that follows −(s − y). */
export const lossModel: Model<LossState> = {
  name: "loss",
  title: "The loss as a landscape, and a ball that rolls down",
  help: "Choose the true class, touch the map or the surface to drop a ball, and watch gradient descent: each step moves the logits against s − y. Turn the surface with a finger, the mouse or the buttons.",
  drawsSurface: true,
  attributes: ["z", "labels", "label", "axes", "rate", "steps"],
  read(attribute) {
    const where = "sd-loss";
    const attributes = new Attributes(where, attribute);
    const z = attributes.logits("z", [2, 1, 0.1, -1]);
    const n = z.length;
    const axes = attributes.pair("axes", [0, 1], [n - 1, n - 1]);
    if (axes[0] === axes[1])
      throw new RangeError(`${where}: axes="${axes}" must be two different classes`);
    return {
      ...{ z, axes },
      labels: attributes.labels(n),
      label: attributes.classIndex("label", 1, n),
      rate: attributes.positive("rate", 1),
      steps: attributes.classIndex("steps", 0, MOST_STEPS + 1),
    };
  },
  write: ({ z, labels, label, axes, rate, steps }) => ({
    ...{ z: z.join(","), labels: labels.join(","), label: String(label) },
    ...{ axes: axes.join(","), rate: String(rate), steps: String(steps) },
  }),
  say(state) {
    const { labels, label, axes, steps } = state;
    const here = place(state);
    const { loss, gradient } = judge(here, label);
    const at = axes.map((i) => `${labels[i]} ${number(here[i], 2)}`);
    const slope = axes.map((i) => `${labels[i]} ${number(gradient[i])}`);
    return `Truth ${labels[label]}. After ${steps} ${steps === 1 ? "step" : "steps"}: loss ${number(loss)} nats at ${listed(at)}; s − y is ${listed(slope)}.`;
  },
  table(state) {
    const here = place(state);
    const { s, y, gradient, loss } = judge(here, state.label);
    return {
      head: [`loss ${number(loss)} nats, step size ${setting(state.rate)}`, "z", "s", "y", "s − y"],
      rows: state.labels.map((label, i) => [label, here[i], s[i], y[i], gradient[i]]),
    };
  },
};

/** Where the ball is. */
export const place = (state: LossState): number[] => descend(state)[state.steps];

/** All that is shown of a place. */
export function judge(z: readonly number[], label: number) {
  return {
    s: softmax(z),
    y: oneHot(label, z.length),
    gradient: softmaxCrossEntropyGradient(z, label),
    loss: softmaxCrossEntropy(z, label),
  };
}
