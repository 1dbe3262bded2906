import { escapeHtml } from "../figures/escape.js";
import { softmaxCrossEntropy, softmaxCrossEntropyGradient } from "../index.js";
import { type Eye, turned } from "./camera.js";
import { h, setText } from "./dom.js";
import type { Ground } from "./ground.js";
import type { Landscape } from "./landscape.js";
import type { LossState } from "./loss.js";

/** As much of Plotly as is used. */
interface Plotly {
  react(div: Element, data: unknown, layout: unknown, config: object): Promise<unknown>;
  restyle(div: Element, change: object, traces: readonly number[]): Promise<unknown>;
  relayout(div: Element, change: object): Promise<unknown>;
  purge(div: Element): void;
}
type PlotlyDiv = HTMLElement & {
  on?(event: string, listener: (event: Record<string, unknown>) => void): void;
};

const COLOURS: Record<Ground, { ink: string; line: string }> = {
  light: { ink: "#1c1c1e", line: "#c9c9c4" },
  dark: { ink: "#e8e8e6", line: "#55565c" },
};
/** Pixels. */
const HEIGHT = 330;
/** The path and the ball float this much above the surface, in nats, so as not to sink into it. */
const ABOVE = { path: 0.15, ball: 0.5 };

/** The landscape as a surface to turn, where the page has Plotly; else a line that says so. */
export function lossSurface(
  outside: (element: HTMLElement) => HTMLElement,
  onDrop: (za: number, zb: number) => void,
) {
  const div: PlotlyDiv = h("div", { style: `height: ${HEIGHT}px` });
  const note = h("p", { class: "note soft" }, "The surface is drawn when it comes into view …");
  const buttons = (
    [
      ["←", "Turn the surface to the left", -15, 0],
      ["→", "Turn the surface to the right", 15, 0],
      ["↑", "Look from higher up", 0, 10],
      ["↓", "Look from lower down", 0, -10],
    ] as const
  ).map(([sign, name, around, up]) => {
    const button = h("button", { type: "button", "aria-label": name, title: name }, sign);
    button.addEventListener("click", () => turn(around, up));
    return button;
  });
  const turns = h("div", { class: "turns", hidden: true }, ...buttons);
  const element = h(
    "div",
    { class: "surface" },
    h("div", { class: "plot" }, outside(div)),
    h("span", { class: "height soft" }, "height: loss in nats"),
    note,
    turns,
  );

  let plotly: Plotly | undefined;
  let eye: Eye = { x: 1, y: 1, z: 1 };
  let facing = -1;
  let wanted: (() => Promise<unknown>) | undefined;
  let drawn = "";
  let busy = false;

  /** One drawing at a time; of those asked for meanwhile the last. */
  const draw = async () => {
    if (plotly === undefined || busy) return;
    busy = true;
    while (wanted !== undefined && plotly !== undefined) {
      const next = wanted;
      wanted = undefined;
      try {
        await next();
      } catch {
        fail("The surface cannot be drawn in this browser: it needs WebGL.");
      }
    }
    busy = false;
  };
  const fail = (text: string) => {
    plotly = undefined;
    wanted = undefined;
    setText(note, `${text} The map and the numbers work all the same.`);
    note.hidden = false;
    turns.hidden = true;
    element.classList.add("missing");
  };
  const turn = (around: number, up: number) => {
    eye = turned(eye, around, up);
    void plotly?.relayout(div, { "scene.camera.eye": eye });
  };

  const load = async () => {
    const page = window as unknown as { softmaxPlotly?: () => Promise<Plotly | undefined> };
    try {
      const library = await page.softmaxPlotly?.();
      if (library === undefined) throw new Error("no Plotly");
      plotly = library;
    } catch {
      fail("The surface is not drawn: this page has no Plotly.");
      return;
    }
    note.hidden = true;
    turns.hidden = false;
    await draw();
  };
  const near = new IntersectionObserver(
    (entries) => {
      if (!entries.some(({ isIntersecting }) => isIntersecting)) return;
      near.disconnect();
      void load();
    },
    { rootMargin: "400px" },
  );

  return {
    element,
    show(
      land: Landscape,
      way: readonly (readonly number[])[],
      state: LossState,
      ground: Ground,
      key: string,
    ): void {
      wanted = async () => {
        const complete = `${key} ${ground}`;
        if (complete === drawn) {
          const [line, ball] = tracks(way, state, land);
          const change = { x: [line.x, ball.x], y: [line.y, ball.y], z: [line.z, ball.z] };
          await plotly?.restyle(div, change, [1, 2]);
          return;
        }
        const fresh = drawn === "";
        // From below the slope one looks onto it; another truth slopes another way.
        if (facing !== state.label) eye = downhill(state);
        facing = state.label;
        drawn = complete;
        await plotly?.react(
          div,
          [surfaceTrace(land), ...tracks(way, state, land)],
          layout(land, state, ground, eye),
          { displayModeBar: false, displaylogo: false, responsive: true, scrollZoom: false },
        );
        if (fresh) listen();
      };
      void draw();
    },
    connect(): void {
      near.observe(element);
    },
    disconnect(): void {
      near.disconnect();
      // A browser has few WebGL contexts; this gives one back.
      if (drawn !== "") plotly?.purge(div);
      plotly = undefined;
      drawn = "";
    },
  };

  function listen(): void {
    div.on?.("plotly_click", (event) => {
      const point = (event.points as { x: number; y: number; curveNumber: number }[])[0];
      if (point?.curveNumber === 0) onDrop(point.x, point.y);
    });
    div.on?.("plotly_relayout", (event) => {
      const camera = event["scene.camera"] as { eye?: Eye } | undefined;
      if (camera?.eye) eye = camera.eye;
    });
  }
}

function surfaceTrace({ x, y, z, figure }: Landscape): object {
  return {
    ...figure.data[0],
    ...{ x, y, z, showscale: false, hoverinfo: "none" },
    contours: {
      x: { highlight: false },
      y: { highlight: false },
      z: { highlight: false, show: true, color: "#ffffff", width: 1, start: 0, end: 40, size: 1 },
    },
  };
}

/** The path and the ball, as far as they are on the picture. */
function tracks(
  way: readonly (readonly number[])[],
  { axes: [a, b], label }: LossState,
  land: Landscape,
) {
  const range = land.x[land.x.length - 1];
  const on = way.filter((z) => Math.abs(z[a]) <= range && Math.abs(z[b]) <= range);
  const points = (list: readonly (readonly number[])[], above: number) => ({
    x: list.map((z) => z[a]),
    y: list.map((z) => z[b]),
    z: list.map((z) => softmaxCrossEntropy(z, label) + above),
  });
  const last = way[way.length - 1];
  const common = { type: "scatter3d", hoverinfo: "none", showlegend: false };
  return [
    { ...common, mode: "lines", line: { color: "#d8400c", width: 7 }, ...points(on, ABOVE.path) },
    {
      ...{ ...common, mode: "markers", ...points(on.includes(last) ? [last] : [], ABOVE.ball) },
      marker: { size: 8, color: "#ff5a1f", line: { color: "#ffffff", width: 2 } },
    },
  ];
}

/** An eye on the side where the loss is low, a little off the line of steepest descent. */
function downhill({ z, label, axes: [a, b] }: LossState): Eye {
  const middle = z.map((zi, i) => (i === a || i === b ? 0 : zi));
  const gradient = softmaxCrossEntropyGradient(middle, label);
  const flat = Math.hypot(gradient[a], gradient[b]) || 1;
  const eye = { x: (-2 * gradient[a]) / flat, y: (-2 * gradient[b]) / flat, z: 1.1 };
  return turned(eye, 24, 0);
}

function layout(
  { figure, low, high }: Landscape,
  { labels, axes: [a, b], label }: LossState,
  ground: Ground,
  eye: Eye,
): object {
  const { ink, line } = COLOURS[ground];
  const scene = figure.layout.scene as Record<string, object>;
  const axis = (name: string, title: string, more: object = {}) => ({
    ...scene[name],
    // Plotly takes a few tags in titles; a label is to be text.
    title: { text: escapeHtml(title) },
    ...{ color: ink, gridcolor: line, zeroline: false, showspikes: false, nticks: 5 },
    ...more,
  });
  return {
    ...{ uirevision: label, height: HEIGHT, showlegend: false, margin: { l: 0, r: 0, t: 0, b: 0 } },
    ...{
      paper_bgcolor: "rgba(0,0,0,0)",
      font: { family: "system-ui, sans-serif", size: 12, color: ink },
    },
    scene: {
      ...{ xaxis: axis("xaxis", `z ${labels[a]}`), yaxis: axis("yaxis", `z ${labels[b]}`) },
      zaxis: axis("zaxis", "", { range: [Math.min(0, low), high + ABOVE.ball] }),
      ...{
        camera: { eye, center: { x: 0, y: 0, z: -0.12 } },
        aspectmode: "manual",
        aspectratio: { x: 1, y: 1, z: 0.75 },
      },
      dragmode: "turntable",
    },
  };
}

export const surfaceStyle = `
.surface { position: relative; }
.plot { border-radius: 8px; overflow: hidden; }
.height { position: absolute; z-index: 1; pointer-events: none; top: 0; left: 0; font-size: 0.87em; }
.missing :is(.plot, .height) { display: none; }
.note { margin: 0; padding: 0.6rem 0.8rem; border-radius: 8px; background: var(--sd-box); }
.surface:not(.missing) .note { position: absolute; inset: 40% 1rem auto; text-align: center; background: none; }
.turns { display: flex; justify-content: center; gap: 0.4rem; }
.turns[hidden], .note[hidden] { display: none; }
@media print { .surface:has(> .note:not([hidden])), .turns { display: none; } }
.turns button { min-width: 2.2rem; padding: 0 0.4rem; }
`;
