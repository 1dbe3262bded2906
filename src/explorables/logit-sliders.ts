import { COLOURS } from "../figures/figure.js";
import { h } from "./dom.js";
import type { Scale } from "./scale.js";
import { namedSlider } from "./slider.js";
import { setting } from "./words.js";

/** Logits that the bars of all parts can be dragged between; wider where an attribute is outside. */
export function logitScale(...vectors: readonly (readonly number[])[]): Scale {
  const all = vectors.flat();
  return {
    min: Math.min(-5, Math.floor(Math.min(...all))),
    max: Math.max(5, Math.ceil(Math.max(...all))),
    step: 0.1,
    page: 1,
  };
}

export const classColour = (i: number): string => COLOURS[i % COLOURS.length];

interface LogitSliders {
  readonly element: HTMLElement;
  readonly rows: readonly HTMLElement[];
  set(z: readonly number[]): void;
}

/** The bars of some logits, one below another. */
export function logitSliders(
  labels: readonly string[],
  scale: Scale,
  onInput: (i: number, value: number) => void,
): LogitSliders {
  const bars = labels.map((label, i) =>
    namedSlider(label, {
      ...{ name: `logit of ${label}`, scale, origin: 0, bar: true, colour: classColour(i) },
      onInput: (value) => onInput(i, value),
    }),
  );
  const rows = bars.map(({ element }) => element);
  return {
    element: h("div", { class: "logits" }, ...rows),
    rows,
    set(z) {
      bars.forEach((bar, i) => {
        bar.set(z[i], setting(z[i]));
      });
    },
  };
}

/** A state with one logit replaced. */
export const withLogit = (z: readonly number[], i: number, value: number): number[] =>
  z.map((zi, k) => (k === i ? value : zi));
