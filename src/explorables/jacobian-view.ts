import { softmaxJacobian } from "../index.js";
import { h, indexed, setText } from "./dom.js";
import type { Host, View } from "./element.js";
import { css, HEAT_INK, heatColour } from "./heat-colour.js";
import { explanation, type JacobianState, rowSum } from "./jacobian.js";
import { logitScale, logitSliders, withLogit } from "./logit-sliders.js";
import { number } from "./words.js";

/** No entry of the Jacobian exceeds 1/4; colours reach their ends there. */
const MOST = 1 / 4;

/** The matrix as a grid of colours with the sum of each row, one cell of which is explained. */
export function jacobianView(host: Host<JacobianState>): View<JacobianState> {
  const { labels } = host.start;
  const n = labels.length;
  const logits = logitSliders(labels, logitScale(host.start.z, host.state().z), (i, value) => {
    const state = host.state();
    host.set({ ...state, z: withLogit(state.z, i, value) });
  });

  const select = (i: number, j: number) => {
    const state = host.state();
    if (state.cell[0] !== i || state.cell[1] !== j) host.set({ ...state, cell: [i, j] });
  };
  const cells = labels.map((_, i) =>
    Array.from({ length: n + 1 }, (_, j) => {
      const cell = h("td", { role: "gridcell", class: j === n ? "sum" : "entry", tabindex: -1 });
      cell.addEventListener("focus", () => select(i, j));
      cell.addEventListener("pointerenter", (event) => {
        // A finger that moves over the grid moves the page; it selects by touching.
        if (event.pointerType !== "touch") select(i, j);
      });
      return cell;
    }),
  );
  const columnHeads = labels.map((label) =>
    h("th", { scope: "col", role: "columnheader" }, indexed("z", label)),
  );
  const rowHeads = labels.map((label) =>
    h("th", { scope: "row", role: "rowheader" }, indexed("s", label)),
  );
  const grid = h(
    "table",
    {
      role: "grid",
      class: "grid",
      "aria-label": "Jacobian: rows are probabilities, columns are logits",
    },
    h(
      "thead",
      { role: "rowgroup" },
      h(
        "tr",
        { role: "row" },
        h(
          "td",
          { role: "gridcell", class: "corner" },
          h("span", { class: "soft" }, "∂", h("i", {}, "s"), " / ∂", h("i", {}, "z")),
        ),
        ...columnHeads,
        h("th", { scope: "col", role: "columnheader", class: "soft" }, "sum"),
      ),
    ),
    h(
      "tbody",
      { role: "rowgroup" },
      ...cells.map((row, i) => h("tr", { role: "row" }, rowHeads[i], ...row)),
    ),
  );
  // With many classes the grid scrolls in its own box.
  grid.style.minWidth = `${3.75 * (n + 2)}em`;
  grid.addEventListener("keydown", (event) => {
    if (event.altKey || event.metaKey) return;
    const next = cellAfterKey(host.state().cell, event.key, n, event.ctrlKey);
    if (next === undefined) return;
    event.preventDefault();
    event.stopPropagation();
    cells[next[0]][next[1]].focus();
  });
  const words = h("p", { class: "explanation" });

  return {
    nodes: [
      h("style", {}, style),
      h(
        "div",
        { class: "columns" },
        h(
          "div",
          { class: "side" },
          h("p", { class: "soft first" }, "logits ", h("i", { class: "symbol" }, "z")),
          logits.element,
        ),
        h("div", { class: "scroll" }, grid),
      ),
      words,
    ],
    show(state, ground) {
      logits.set(state.z);
      const [row, column] = state.cell;
      softmaxJacobian(state.z).forEach((values, i) => {
        cells[i].forEach((cell, j) => {
          const value = j === n ? rowSum(values) : values[j];
          // The sum is zero but for rounding; six digits of the noise would say nothing.
          setText(cell, j === n ? Math.abs(value).toFixed(3) : number(value));
          if (j < n) {
            cell.style.background = css(heatColour(value / MOST, ground));
            cell.style.color = HEAT_INK[ground];
          }
          const current = i === row && j === column;
          cell.tabIndex = current ? 0 : -1;
          cell.setAttribute("aria-selected", String(current));
        });
      });
      for (const [heads, at] of [
        [rowHeads, row],
        [columnHeads, column],
      ] as const)
        heads.forEach((head, k) => {
          head.classList.toggle("current", k === at);
        });
      const { formula, meaning } = explanation(state);
      const parts = formula.map((part) => (typeof part === "string" ? part : indexed(...part)));
      words.replaceChildren(
        h("span", { class: "formula" }, ...parts),
        h("span", {}, `${meaning[0].toUpperCase()}${meaning.slice(1)}.`),
      );
    },
  };
}

/** Where a key leads in a grid of n rows and n + 1 columns, as the ARIA practices have it. */
export function cellAfterKey(
  [i, j]: readonly [number, number],
  key: string,
  n: number,
  control = false,
): readonly [number, number] | undefined {
  const clamp = (x: number, most: number) => Math.min(most, Math.max(0, x));
  switch (key) {
    case "ArrowRight":
      return [i, clamp(j + 1, n)];
    case "ArrowLeft":
      return [i, clamp(j - 1, n)];
    case "ArrowDown":
      return [clamp(i + 1, n - 1), j];
    case "ArrowUp":
      return [clamp(i - 1, n - 1), j];
    case "Home":
      return [control ? 0 : i, 0];
    case "End":
      return [control ? n - 1 : i, n];
    case "PageUp":
      return [0, j];
    case "PageDown":
      return [n - 1, j];
    default:
      return undefined;
  }
}

const style = `
.columns { display: grid; grid-template-columns: minmax(0, 4fr) minmax(0, 6fr); gap: 0.4rem 1.6rem; align-items: start; }
.first { margin: 0 0 0.35rem; font-size: 0.93em; }
.side .setting { grid-template-columns: auto minmax(0, 1fr) 2.6rem; }
.side .logits { display: grid; grid-template-columns: auto minmax(0, 1fr) 2.6rem; gap: 0 0.5rem; }
.side .setting { display: grid; grid-column: 1 / -1; grid-template-columns: subgrid; grid-template-rows: auto; }
.side .setting .slider { grid-column: 2; grid-row: 1; }
.side .name { font-weight: 600; max-width: 7rem; overflow-wrap: anywhere; }
.scroll { overflow-x: auto; padding: 4px; margin: -4px; }
.grid { border-collapse: separate; border-spacing: 3px; margin: -3px; table-layout: fixed; width: calc(100% + 6px); }
.grid th, .grid td { border: 0; padding: 0; text-align: center; }
.grid thead th, .grid .corner { height: 1.9rem; }
.grid th:first-child { text-align: right; padding-right: 0.4rem; }
.grid th { overflow-wrap: anywhere; }
.grid th.current { color: var(--sd-ink); font-weight: 700; }
.grid tbody td { height: 2.7rem; min-width: 2.7rem; white-space: nowrap; border-radius: 6px; cursor: pointer; }
.grid .entry { font-weight: 500; }
.grid .sum { color: var(--sd-soft); }
.grid [aria-selected="true"] { box-shadow: inset 0 0 0 2.5px var(--sd-ink); }
.grid td:focus { outline: none; }
.grid td:focus-visible { outline: 3px solid var(--sd-link); outline-offset: 2px; }
.explanation { min-height: 4.4em; padding: 0.6rem 0.8rem; border-radius: 8px; background: var(--sd-box); margin-top: 0.9rem; }
.explanation span { display: block; } .explanation .symbol { display: inline; }
.formula { font-size: 1.08em; }
@container (max-width: 560px) {
  .columns { grid-template-columns: minmax(0, 1fr); }
  .grid { font-size: 0.8em; border-spacing: 2px; }
  .grid th:first-child, .grid .corner { width: 3rem; padding-right: 0.25rem; }
  .grid .entry, .grid .sum { font-size: 0.95em; letter-spacing: -0.02em; }
  .formula { font-size: 1em; }
  .grid tbody td { height: 2.9rem; }
}
`;
