import { choice } from "./choice.js";
import { descend } from "./descent.js";
import { h, indexed, setText } from "./dom.js";
import type { Host, View } from "./element.js";
import type { Ground } from "./ground.js";
import { type Landscape, landscape, landscapeKey } from "./landscape.js";
import { classColour, logitScale, withLogit } from "./logit-sliders.js";
import { judge, type LossState, MOST_STEPS } from "./loss.js";
import { lossMap, mapStyle } from "./loss-map.js";
import { lossSurface, surfaceStyle } from "./loss-surface.js";
import { namedSlider } from "./slider.js";
import { aligned, number, setting } from "./words.js";

/** Milliseconds a step takes to be seen. */
const PACE = 90;

/** The surface and the map of one landscape, the ball on both, and its numbers. */
export function lossView(host: Host<LossState>): View<LossState> {
  const { labels, axes } = host.start;
  const change = (part: Partial<LossState>) => host.set({ ...host.state(), ...part });

  let timer: ReturnType<typeof setInterval> | undefined;
  const stop = () => {
    clearInterval(timer);
    timer = undefined;
    setText(run, "Run");
  };
  const step = () => {
    const { steps } = host.state();
    if (steps < MOST_STEPS) change({ steps: steps + 1 });
    if (steps + 1 >= MOST_STEPS) stop();
  };
  const start = () => {
    // Whoever wants no motion gets where it leads.
    if (matchMedia("(prefers-reduced-motion: reduce)").matches) {
      change({ steps: MOST_STEPS });
      return;
    }
    if (host.state().steps >= MOST_STEPS) change({ steps: 0 });
    setText(run, "Stop");
    timer = setInterval(step, PACE);
  };
  const drop = (za: number, zb: number) => {
    stop();
    const { z } = host.state();
    change({ z: withLogit(withLogit(z, axes[0], za), axes[1], zb), steps: 0 });
    start();
  };

  const truth = choice({
    legend: "True class",
    options: labels.map((label, i) => ({ value: String(i), label })),
    onInput: (value) => change({ label: Number(value) }),
  });
  const map = lossMap(labels, drop);
  const surface = lossSurface(host.outside, drop);

  const logits = labels.map((label, i) => {
    const moves = axes.includes(i);
    return namedSlider(h("span", {}, moves ? "start " : "fixed ", indexed("z", label)), {
      name: moves ? `start of ${label}` : `fixed logit of ${label}`,
      ...{ scale: logitScale([-6, 6], host.start.z), origin: 0, bar: true, colour: classColour(i) },
      onInput: (value) => {
        stop();
        change({ z: withLogit(host.state().z, i, value), steps: moves ? 0 : host.state().steps });
      },
    });
  });
  const { rate } = host.start;
  const size = namedSlider("step size", {
    name: "step size",
    scale: {
      ...{ min: Math.min(0.1, rate), max: Math.max(10, rate) },
      ...{ step: 0.05, page: 0.25, logarithmic: true },
    },
    onInput: (value) => change({ rate: value }),
  });
  const button = (text: string, act: () => void) => {
    const element = h("button", { type: "button" }, text);
    element.addEventListener("click", act);
    return element;
  };
  const one = button("Step", () => {
    stop();
    step();
  });
  const run = button("Run", () => (timer === undefined ? start() : stop()));
  const back = button("Back to the start", () => {
    stop();
    change({ steps: 0 });
  });

  const count = h("span");
  const loss = h("b");
  const rows = labels.map((label, i) => {
    const cells = [0, 1, 2, 3].map(() => h("td"));
    const moves = axes.includes(i);
    const name = h("th", { scope: "row" }, label, ...(moves ? [] : [h("small", {}, " fixed")]));
    return { cells, row: h("tr", {}, name, ...cells) };
  });
  const head = ["z", "s", "y", "s − y"].map((letters) =>
    h("th", { scope: "col" }, h("i", { class: "symbol" }, letters)),
  );
  const table = h(
    "table",
    {},
    h("thead", {}, h("tr", {}, h("th", { scope: "col" }, "class"), ...head)),
    h("tbody", {}, ...rows.map(({ row }) => row)),
  );

  let land: Landscape | undefined;
  let key = "";
  const ground = (state: LossState) => {
    const next = landscapeKey(state);
    if (land === undefined || next !== key) {
      key = next;
      land = landscape(state);
      map.ground(land, state);
    }
    return land;
  };

  return {
    nodes: [
      h("style", {}, style + mapStyle + surfaceStyle),
      truth.element,
      h("div", { class: "pictures" }, surface.element, map.element),
      h("div", { class: "buttons" }, run, one, back),
      h(
        "div",
        { class: "lower" },
        h("div", { class: "settings" }, size.element, ...logits.map(({ element }) => element)),
        h("div", { class: "numbers" }, h("p", { class: "state" }, count, loss), table),
      ),
    ],
    connect: () => surface.connect(),
    reset: stop,
    disconnect() {
      stop();
      surface.disconnect();
    },
    show(state: LossState, theme: Ground) {
      const way = descend(state);
      const here = way[way.length - 1];
      const { s, y, gradient, loss: value } = judge(here, state.label);
      truth.set(String(state.label));
      size.set(state.rate, setting(state.rate));
      logits.forEach((slider, i) => {
        slider.set(state.z[i], setting(state.z[i]));
      });
      setText(count, `Step ${state.steps} of ${MOST_STEPS}, loss `);
      setText(loss, `${number(value)} nats`);
      rows.forEach(({ cells }, i) => {
        const shown = [aligned(here[i], 2), number(s[i]), String(y[i]), number(gradient[i])];
        cells.forEach((cell, k) => {
          setText(cell, shown[k]);
        });
      });
      const there = ground(state);
      map.ball(way, state);
      surface.show(there, way, state, theme, key);
      // Not "disabled": that would take the keyboard's place from under whoever has just pressed it.
      back.setAttribute("aria-disabled", String(state.steps === 0));
      one.setAttribute("aria-disabled", String(state.steps >= MOST_STEPS));
    },
  };
}

const style = `
.pictures { display: grid; grid-template-columns: minmax(0, 11fr) minmax(0, 9fr); gap: 0.6rem 1rem; margin-top: 0.8rem; }
.buttons { display: flex; flex-wrap: wrap; gap: 0.5rem; margin: 0.8rem 0 0.3rem; justify-content: flex-end; }
.buttons button:first-child { min-width: 4.6rem; font-weight: 650; }
button[aria-disabled="true"] { color: var(--sd-soft); cursor: default; border-style: dashed; }
.lower { display: grid; grid-template-columns: minmax(0, 11fr) minmax(0, 9fr); gap: 0.6rem 1.6rem; align-items: start; }
.settings { display: grid; grid-template-columns: auto minmax(0, 1fr) 2.6rem; gap: 0 0.5rem; }
.settings .setting { display: grid; grid-column: 1 / -1; grid-template-columns: subgrid; }
.settings .setting .slider { grid-column: 2; grid-row: 1; }
.state { margin: 0.2rem 0 0.4rem; }
.numbers th, .numbers td { padding-left: 0.35rem; padding-right: 0.2rem; }
.numbers td:nth-child(4) { padding-left: 0.8rem; }
.numbers th { white-space: nowrap; }
small { color: var(--sd-soft); }
@container (max-width: 560px) {
  .pictures, .lower { grid-template-columns: minmax(0, 1fr); }
  .buttons { justify-content: flex-start; }
}
`;
