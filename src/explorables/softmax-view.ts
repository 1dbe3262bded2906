import { h, setText } from "./dom.js";
import type { Host, View } from "./element.js";
import { classColour, logitScale, withLogit } from "./logit-sliders.js";
import { namedSlider, slider } from "./slider.js";
import { orderSentence, probabilities, type SoftmaxState, total } from "./softmax.js";
import { number, setting } from "./words.js";

/** A row a class: the bar of z, to be dragged, and beside it the bar of s. */
export function softmaxView(host: Host<SoftmaxState>): View<SoftmaxState> {
  const { start } = host;
  const scale = logitScale(start.z, host.state().z);
  const rows = start.labels.map((label, i) => {
    const colour = classColour(i);
    const bar = slider({
      ...{ name: `logit of ${label}`, scale, origin: 0, colour, bar: true },
      onInput: (value) => {
        const state = host.state();
        host.set({ ...state, z: withLogit(state.z, i, value) });
      },
    });
    const logit = h("span", { class: "value", "aria-hidden": "true" });
    const fill = h("span", { class: "fill" });
    const probability = h("span", { class: "value probability" });
    const out = h("span", { class: "out", "aria-hidden": "true" }, fill);
    fill.style.background = colour;
    const element = h(
      "div",
      { class: "class" },
      h("span", { class: "name" }, label),
      ...[bar.element, logit, out, probability],
    );
    return { label, bar, logit, fill, probability, element };
  });

  const strip = h(
    "div",
    { class: "strip", role: "img" },
    ...rows.map((_, i) => {
      const piece = h("span");
      piece.style.background = classColour(i);
      return piece;
    }),
  );
  const sum = h("span", { class: "value sum" });
  const order = h("p", { class: "order" });
  const { temperature } = start;
  const heat = namedSlider(h("span", {}, "temperature ", h("i", { class: "symbol" }, "T")), {
    name: "temperature",
    scale: {
      ...{ min: Math.min(0.1, temperature), max: Math.max(10, temperature) },
      ...{ step: 0.05, page: 0.25, logarithmic: true },
    },
    origin: 1,
    onInput: (value) => host.set({ ...host.state(), temperature: value }),
  });

  return {
    nodes: [
      h("style", {}, style),
      h(
        "div",
        { class: "classes" },
        h(
          "div",
          { class: "class heads soft" },
          h("span", {}, "logit ", h("i", { class: "symbol" }, "z")),
          h("span", {}, "probability ", h("i", { class: "symbol" }, "s")),
        ),
        ...rows.map(({ element }) => element),
        h(
          "div",
          { class: "class total" },
          h("span", { class: "name soft" }, "sum of ", h("i", { class: "symbol" }, "s")),
          strip,
          sum,
        ),
      ),
      heat.element,
      order,
    ],
    show(state) {
      const s = probabilities(state);
      rows.forEach(({ label, bar, logit, fill, probability }, i) => {
        bar.set(state.z[i], `${setting(state.z[i])}, probability of ${label} ${number(s[i])}`);
        setText(logit, setting(state.z[i]));
        setText(probability, number(s[i]));
        fill.style.width = `${100 * s[i]}%`;
        (strip.children[i] as HTMLElement).style.flexGrow = String(s[i]);
      });
      strip.setAttribute(
        "aria-label",
        `The ${s.length} probabilities end to end fill the length 1.`,
      );
      setText(sum, number(total(s)));
      const temperature = setting(state.temperature);
      heat.set(state.temperature, temperature);
      order.replaceChildren(h("span", { class: "soft" }, "Order: "), orderSentence(state, s));
    },
  };
}

const style = `
.classes { display: grid; grid-template-columns: auto minmax(0, 1fr) auto minmax(0, 1fr) auto; gap: 0.1rem 0.6rem; align-items: center; }
.class { display: grid; grid-column: 1 / -1; grid-template-columns: subgrid; align-items: center; }
.heads { font-size: 0.93em; }
.heads span:first-child { grid-column: 2; margin-left: 4px; }
.heads span:last-child { grid-column: 4; }
.class > .name { font-weight: 600; max-width: 7rem; overflow-wrap: anywhere; }
.total > .name { font-weight: 400; grid-column: 1 / 4; text-align: right; font-size: 0.93em; }
/* Fixed, or the bars would change their length while they are dragged. */
.class > .value { min-width: 2.9rem; }
.class > .probability, .class > .sum { min-width: 3.2rem; }
.probability { font-weight: 600; }
.out { position: relative; height: 22px; border-radius: 3px; background: var(--track); overflow: hidden; }
.out .fill { left: 0; border-radius: 3px 0 0 3px; }
.strip { display: flex; height: 22px; border-radius: 3px; overflow: hidden; }
.strip span { flex: 0 0 0; min-width: 0; }
.total { padding-top: 0.35rem; margin-top: 0.3rem; border-top: 1px solid var(--sd-line); }
.setting { margin-top: 0.6rem; }
@container (max-width: 480px) {
  .classes { grid-template-columns: auto minmax(0, 1fr) 3.2rem; gap: 0 0.6rem; }
  .class > .out, .class > .strip { grid-column: 2; }
  .class > .out { margin-bottom: 0.55rem; height: 14px; }
  .class > .probability { margin-bottom: 0.55rem; }
  .heads { display: none; }
  .total > .name { grid-column: 1; text-align: left; }
  .class > .value { min-width: 3.2rem; }
}
`;
