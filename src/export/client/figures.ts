/** Figures that come alive when they come near, in the place of their pictures. */
import type { Cut } from "../plotly-cuts.js";
import { type Colours, themeOf, withTheme } from "../theme.js";
import { narrowed } from "./narrow.js";
import { loadPlotly, type PlotlyLike } from "./plotly.js";

type Layout = Record<string, unknown>;
const drawn = new Map<Element, { plotly: PlotlyLike; layout: Layout }>();
/** One after the other, so that the page stays quick while they are drawn. */
let queue: Promise<unknown> = Promise.resolve();

/** @returns what to call when the theme has changed */
export function bringFiguresToLife(): () => void {
  document.addEventListener("DOMContentLoaded", () => {
    const near = new IntersectionObserver(
      (entries) => {
        for (const { isIntersecting, target } of entries)
          if (isIntersecting) {
            near.unobserve(target);
            queue = queue.then(() => draw(target as HTMLElement)).catch(console.error);
          }
      },
      { rootMargin: "600px" },
    );
    for (const place of document.querySelectorAll("figure.plot > .live")) near.observe(place);
  });
  return () => {
    for (const [div, { plotly, layout }] of drawn)
      void plotly.relayout(div, themeOf(layout, colours()));
  };
}

async function draw(place: HTMLElement): Promise<void> {
  const figure = place.parentElement;
  const text = figure?.querySelector('script[type="application/json"]')?.textContent;
  const plotly = await loadPlotly(figure?.dataset.plotly as Cut);
  const { data, layout, frames } = narrowed(JSON.parse(text ?? "{}"), place.clientWidth);
  // Over the picture, which is seen until the live figure is there, and again in print.
  const div = document.createElement("div");
  div.className = "drawn";
  place.append(div);
  try {
    await plotly.newPlot(div, data, withTheme(layout, colours()), {
      responsive: true,
      displaylogo: false,
    });
    if (frames) await plotly.addFrames(div, frames);
    drawn.set(div, { plotly, layout });
    // Its buttons are no picture's; what they act on is told by the label.
    place.setAttribute("role", "group");
    for (const svg of div.querySelectorAll(".main-svg")) svg.setAttribute("aria-hidden", "true");
    place.style.setProperty("--height", `${layout.height}px`);
    place.classList.add("is-live");
  } catch (error) {
    div.remove();
    throw error;
  }
}

/** Colours of the current theme. */
function colours(): Colours {
  const style = getComputedStyle(document.documentElement);
  const read = (name: string) => style.getPropertyValue(name).trim();
  return { ink: read("--ink"), line: read("--line"), paper: read("--paper") };
}
