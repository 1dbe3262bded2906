import { choice } from "./choice.js";
import { h, indexed, setText, svg } from "./dom.js";
import type { Host, View } from "./element.js";
import { exact, lastLead, MOST_LEAD, type PrecisionState, sizeOf, verdict } from "./precision.js";
import { forms } from "./precision-forms.js";
import { namedSlider } from "./slider.js";
import { setting } from "./words.js";

/** Sizes of the chart, in pixels; its width is the page's. */
const HEIGHT = 260;
const EDGE = { left: 48, right: 14, top: 12, bottom: 40 };

const SPANS = {
  all: {
    lead: MOST_LEAD,
    ticks: [0, 200, 400, 600, 800],
    powers: [0, -100, -200, -300],
    least: -350,
  },
  near: { lead: 50, ticks: [0, 10, 20, 30, 40, 50], powers: [0, -5, -10, -15, -20], least: -24 },
} as const;
const DASHES = ["2 5", "9 5", ""];
/** Steps along the axis; the curves of the failing forms are ragged, and are to be seen so. */
const POINTS = 400;

/** A slider for the lead, the numbers of three forms, and their curves with a marker. */
export function precisionView(host: Host<PrecisionState>): View<PrecisionState> {
  const lead = namedSlider(h("span", {}, "lead ", indexed("z", "1"), " − ", indexed("z", "2")), {
    name: "lead of the true class",
    scale: { min: 0, max: MOST_LEAD, step: 1, page: 50 },
    onInput: (value) => {
      const state = host.state();
      host.set({ ...state, lead: value });
    },
  });
  const rows = forms.map(({ name }, k) => {
    const cells = [0, 1].map(() => ({ value: h("span"), note: h("small") }));
    const row = h(
      "tr",
      {},
      h("th", { scope: "row" }, swatch(k), name),
      ...cells.map(({ value, note }) => h("td", {}, value, note)),
    );
    return { cells, row };
  });
  const table = h(
    "table",
    {},
    h(
      "thead",
      {},
      h(
        "tr",
        {},
        h("th", { scope: "col" }, "form"),
        h("th", { scope: "col" }, "log ", indexed("s", "1")),
        h("th", { scope: "col" }, indexed("s", "1"), " − 1"),
      ),
    ),
    h("tbody", {}, ...rows.map(({ row }) => row)),
  );
  const quantity = choice({
    legend: "Chart of",
    options: [
      { value: "log", label: "|log s₁|" },
      { value: "rest", label: "|s₁ − 1|" },
    ],
    onInput: (value: PrecisionState["quantity"]) => host.set({ ...host.state(), quantity: value }),
  });
  const span = choice({
    legend: "Leads",
    options: [
      { value: "all", label: "0 to 800" },
      { value: "near", label: "0 to 50" },
    ],
    onInput: (value: PrecisionState["span"]) => host.set({ ...host.state(), span: value }),
  });
  const chart = svg("svg", { class: "chart", height: HEIGHT, role: "img" });
  const box = h("div", { class: "box" }, chart);

  let width = 0;
  let drawn = "";
  const marker = svg("g", { class: "marker" });
  const draw = () => {
    const state = host.state();
    const wanted = `${width} ${state.quantity} ${state.span}`;
    if (width === 0) return;
    if (wanted !== drawn) {
      drawn = wanted;
      chart.setAttribute("width", String(width));
      chart.setAttribute("viewBox", `0 0 ${width} ${HEIGHT}`);
      chart.replaceChildren(...axes(width, state), ...curves(width, state), marker);
    }
    mark(marker, width, state);
  };
  const resized = new ResizeObserver(([{ contentRect }]) => {
    width = Math.round(contentRect.width);
    draw();
  });

  return {
    nodes: [
      h("style", {}, style),
      lead.element,
      h("div", { class: "numbers" }, table),
      h("div", { class: "choices" }, quantity.element, span.element),
      box,
    ],
    connect: () => resized.observe(box),
    disconnect: () => resized.disconnect(),
    show(state) {
      const values = forms.map(({ logS, rest }) => [logS(state.lead), rest(state.lead)]);
      const best = values[values.length - 1];
      lead.set(state.lead, setting(state.lead).replace(/\.0$/, ""));
      rows.forEach(({ cells }, k) => {
        cells.forEach(({ value, note }, q) => {
          setText(value, exact(values[k][q]));
          setText(note, verdict(values[k][q], best[q], state.lead));
        });
      });
      quantity.set(state.quantity);
      span.set(state.span);
      chart.setAttribute("aria-label", describe(state));
      draw();
    },
  };
}

/** Places on the chart: from leads and powers of ten to pixels. */
function places(width: number, { span }: PrecisionState) {
  const { lead, least } = SPANS[span];
  const right = width - EDGE.right;
  const bottom = HEIGHT - EDGE.bottom;
  return {
    ...{ right, bottom },
    x: (m: number) => EDGE.left + ((right - EDGE.left) * m) / lead,
    y: (power: number) => EDGE.top + ((bottom - EDGE.top) * power) / least,
  };
}

function axes(width: number, state: PrecisionState): Node[] {
  const { x, y, right, bottom } = places(width, state);
  const { ticks, powers, least } = SPANS[state.span];
  return [
    ...powers.flatMap((power) => [
      svg("line", { class: "grid", x1: EDGE.left, x2: right, y1: y(power), y2: y(power) }),
      svg(
        "text",
        { x: EDGE.left - 8, y: y(power) + 4, "text-anchor": "end" },
        ...(power === 0
          ? ["1"]
          : ["10", svg("tspan", { dy: -5, "font-size": "9" }, String(power).replace("-", "−"))]),
      ),
    ]),
    ...ticks.map((m) =>
      svg(
        "text",
        {
          x: x(m),
          y: bottom + 18,
          "text-anchor": m === ticks[ticks.length - 1] ? "end" : "middle",
        },
        String(m),
      ),
    ),
    svg("line", { class: "axis", x1: EDGE.left, x2: right, y1: y(least), y2: y(least) }),
    svg(
      "text",
      { x: (EDGE.left + right) / 2, y: HEIGHT - 5, "text-anchor": "middle" },
      "lead of the true class",
    ),
  ];
}

/** A curve a form; where a form gives zero or no number its curve has a gap. */
function curves(width: number, state: PrecisionState): Node[] {
  const { x, y } = places(width, state);
  const { lead: most } = SPANS[state.span];
  const drawn = forms.map((form, k) => {
    let path = "";
    let pen = "M";
    for (let p = 0; p <= POINTS; p++) {
      const lead = (most * p) / POINTS;
      const size = sizeOf(form, state.quantity, lead);
      if (size > 0) path += `${pen}${x(lead).toFixed(1)} ${y(Math.log10(size)).toFixed(1)}`;
      pen = size > 0 ? "L" : "M";
    }
    return svg(
      "g",
      { class: `curve form-${k}` },
      svg("path", { d: path, "stroke-dasharray": DASHES[k] || undefined }),
    );
  });
  // The module's own curve lies below the others, which would hide beneath it.
  return [...drawn.reverse(), ...ends(width, state)];
}

/** Where curves end before the axis does: a dot each, and the leads in words. */
function ends(width: number, state: PrecisionState): Node[] {
  const { x, y, right } = places(width, state);
  const { lead: most } = SPANS[state.span];
  const ended = forms
    .map((form, k) => ({ form, k, lead: lastLead(form, state.quantity, most) }))
    .filter(({ lead }) => lead < most)
    .map(({ form, k, lead }) => {
      const at = { left: x(lead), top: y(Math.log10(sizeOf(form, state.quantity, lead))) };
      return { ...at, k, lead, text: `${form.name} ${lead}` };
    });
  const dots = ended.map(({ k, left, top }) =>
    svg("circle", { class: `end form-${k}`, cx: left, cy: top, r: 4 }),
  );
  // The curves fall to the right: there is room above them on the right, below on the left.
  const middle = (EDGE.left + right) / 2;
  const words = [ended.filter(({ k }) => k < 2), ended.filter(({ k }) => k === 2)]
    .filter((group) => group.length > 0)
    .map((group) => {
      const left = Math.max(...group.map((end) => end.left));
      const top = Math.max(...group.map((end) => end.top));
      const early = left < middle;
      return svg(
        "text",
        {
          class: "words",
          x: early ? left + 14 : left - 16,
          y: top + (early ? -3 : 8),
          "text-anchor": early ? "start" : "end",
        },
        `last value: ${group.map(({ text }) => text).join(", ")}`,
      );
    });
  return [...dots, ...words];
}

function mark(marker: SVGGElement, width: number, state: PrecisionState): void {
  const { x, y, bottom, right } = places(width, state);
  if (x(state.lead) > right) {
    marker.replaceChildren();
    return;
  }
  marker.replaceChildren(
    svg("line", { x1: x(state.lead), x2: x(state.lead), y1: EDGE.top - 4, y2: bottom }),
    ...forms.flatMap((_, k) => {
      const value = sizeOf(forms[k], state.quantity, state.lead);
      if (!(value > 0)) return [];
      return [
        svg("circle", { class: `form-${k}`, cx: x(state.lead), cy: y(Math.log10(value)), r: 5.5 }),
      ];
    }),
  );
}

function describe(state: PrecisionState): string {
  const { lead } = SPANS[state.span];
  const ends = forms.map((form) => {
    const last = lastLead(form, state.quantity, lead);
    return last === lead
      ? `${form.name} has a value throughout`
      : `${form.name} ends at a lead of ${last}`;
  });
  return `The size of ${state.quantity === "log" ? "log s" : "s − 1"} on a logarithmic axis, for leads from 0 to ${lead}. ${ends.join("; ")}. The marker stands at ${setting(state.lead)}.`;
}

/** The curve's line, beside its name. */
const swatch = (k: number) =>
  svg(
    "svg",
    { class: `swatch curve form-${k}`, width: 26, height: 10, "aria-hidden": "true" },
    svg("path", { d: "M1 5H25", "stroke-dasharray": DASHES[k] || undefined }),
  );

const style = `
.form-0 { --form: #c2500a; } .form-1 { --form: #0072b2; } .form-2 { --form: #00795a; }
[data-ground="dark"] .form-0 { --form: #f0904d; } [data-ground="dark"] .form-1 { --form: #62b7ea; } [data-ground="dark"] .form-2 { --form: #2f9d7a; }
.numbers { margin-top: 0.4rem; }
.numbers td { white-space: nowrap; vertical-align: top; }
.numbers tr:last-child th, .numbers tr:last-child td { font-weight: 600; }
.numbers small { display: block; color: var(--sd-bad); font-size: 0.85em; font-weight: 400; min-height: 1.45em; }
.numbers tr:last-child small { color: var(--sd-soft); }
.numbers tbody th { vertical-align: top; }
.swatch { margin-right: 0.5rem; vertical-align: middle; }
.choices { display: flex; flex-wrap: wrap; gap: 0.5rem 1.4rem; margin: 0.9rem 0 0.4rem; }
.box { overflow: hidden; } .chart { display: block; }
.curve path { fill: none; stroke: var(--form); stroke-width: 2.5; stroke-linejoin: round; }
.curve.form-2 path { stroke-width: 4; }
.chart .words { paint-order: stroke; stroke: var(--sd-paper); stroke-width: 5px; stroke-linejoin: round; }
.end { fill: var(--form); }
.grid { stroke: var(--sd-line); } .axis { stroke: var(--sd-soft); }
.marker line { stroke: var(--sd-ink); stroke-width: 1.5; }
.marker circle { fill: var(--form); stroke: var(--sd-paper); stroke-width: 2; }
@container (max-width: 480px) {
  .swatch { display: block; margin: 0 0 0.2rem; }
  .numbers { font-size: 0.83em; }
  .numbers table { table-layout: fixed; }
  .numbers th:first-child { width: 23%; }
  .numbers th, .numbers td { padding-left: 0.1rem; padding-right: 0; }
}
`;
