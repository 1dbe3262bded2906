import type { Figure } from "../figures/index.js";

/**
 * Figures as Plotly may have them when the notebook is not to be trusted. Plotly reads a little HTML
 * in titles and labels, links among it, and some kinds of trace fetch maps or images.
 */

/** Kinds of trace that draw what they are given and fetch nothing. */
const KINDS =
  /^(?:bar|barpolar|box|contour|heatmap|histogram|histogram2d|histogram2dcontour|isosurface|mesh3d|pie|sankey|scatter|scatter3d|scattergl|scatterpolar|surface|table|violin|volume|waterfall|cone|streamtube|splom|parcoords|indicator)$/;

/** Whether a value is a figure that can be drawn here. */
export function isFigure(value: unknown): value is Figure {
  const figure = value as Figure | undefined;
  return (
    Array.isArray(figure?.data) &&
    typeof figure.layout?.title?.text === "string" &&
    figure.data.every((trace) => {
      const kind = (trace as { type?: unknown } | null)?.type ?? "scatter";
      return typeof kind === "string" && KINDS.test(kind);
    })
  );
}

const TAGS = /<(?!\/?(?:b|i|em|strong|sub|sup|br)\s*\/?>)[^<>]*>/gi;
/** Keys that reach out or that reach into JavaScript's own objects. */
const LEFT_OUT = new Set([
  "__proto__",
  "constructor",
  "prototype",
  "images",
  "mapbox",
  "map",
  "geo",
]);

/** The same figure without links, markup other than emphasis, and whatever would fetch something. */
export function safeFigure<T>(value: T, key = ""): T {
  if (typeof value === "string") return (key === "bdata" ? value : plain(value)) as T;
  if (Array.isArray(value)) return value.map((item) => safeFigure(item, key)) as T;
  if (typeof value === "object" && value !== null)
    return Object.fromEntries(
      Object.entries(value)
        .filter(([name]) => !LEFT_OUT.has(name))
        .map(([name, item]) => [name, safeFigure(item, name)]),
    ) as T;
  return value;
}

/** A tag taken out may put another one together: again, until none is left. */
function plain(text: string): string {
  const next = text.replace(TAGS, "");
  return next === text ? text : plain(next);
}
