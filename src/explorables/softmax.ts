import { softmax } from "../index.js";
import { Attributes } from "./attributes.js";
import type { Model } from "./model.js";
import { number, setting } from "./words.js";

export interface SoftmaxState {
  readonly z: readonly number[];
  readonly labels: readonly string[];
  readonly temperature: number;
}

/** D1, live: logits and a temperature in, probabilities out. */
export const softmaxModel: Model<SoftmaxState> = {
  name: "softmax",
  title: "Softmax: from logits to probabilities",
  help: "Drag a logit or the temperature, or use the arrow keys. The probabilities fill exactly 1 between them, and their order is that of the logits.",
  attributes: ["z", "labels", "temperature"],
  read(attribute) {
    const attributes = new Attributes("sd-softmax", attribute);
    const z = attributes.logits("z", [2, 1, 0.1, -1]);
    return {
      z,
      labels: attributes.labels(z.length),
      temperature: attributes.positive("temperature", 1),
    };
  },
  write: ({ z, labels, temperature }) => ({
    z: z.join(","),
    labels: labels.join(","),
    temperature: String(temperature),
  }),
  say(state) {
    const s = probabilities(state);
    return `Probabilities: ${state.labels.map((label, i) => `${label} ${number(s[i])}`).join(", ")}; their sum is ${number(total(s))}.`;
  },
  table(state) {
    const s = probabilities(state);
    return {
      head: ["class", "logit z", `probability s at temperature ${setting(state.temperature)}`],
      rows: state.labels.map((label, i) => [label, state.z[i], s[i]]),
    };
  },
};

export const probabilities = ({ z, temperature }: SoftmaxState): number[] =>
  softmax(z, { temperature });

export const total = (s: readonly number[]): number => s.reduce((sum, si) => sum + si, 0);

/** What became of the order, compared and not assumed: "cat > dog = hen, in z as in s". */
export function orderSentence({ z, labels }: SoftmaxState, s: readonly number[]): string {
  const byLogit = z.map((_, i) => i).sort((i, j) => z[j] - z[i]);
  const pairs = byLogit.slice(1).map((j, k) => [byLogit[k], j]);
  const chain = [
    labels[byLogit[0]],
    ...pairs.map(([i, j]) => `${z[i] === z[j] ? "=" : ">"} ${labels[j]}`),
  ].join(" ");
  const merged = pairs.filter(([i, j]) => z[i] > z[j] && s[i] === s[j]);
  if (pairs.some(([i, j]) => s[i] < s[j])) return `${chain} in z, but not in s.`;
  if (merged.length === 0) return `${chain}, in z as in s.`;
  const lost = merged.map(([i, j]) => `${labels[i]} and ${labels[j]}`).join(", ");
  return `${chain} in z; in s too, but rounding has made ${lost} equal.`;
}
