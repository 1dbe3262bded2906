/** A table: what a figure shows, for those who cannot see it. */
export interface Table {
  readonly head: readonly string[];
  readonly rows: readonly (readonly (string | number)[])[];
}

/** A Plotly figure as plain JSON, with its description and its data inside. */
export interface Figure {
  readonly data: readonly object[];
  readonly layout: {
    readonly title: { readonly text: string };
    readonly meta: { readonly description: string; readonly table: Table };
    readonly [key: string]: unknown;
  };
  readonly frames?: readonly object[];
}

/** A picture as SVG, with its description. */
export interface Drawing {
  readonly svg: string;
  readonly title: string;
  readonly description: string;
}

/** Colours that colour-blind readers can tell apart (Okabe and Ito 2008), best first. */
export const COLOURS = ["#0072B2", "#E69F00", "#009E73", "#CC79A7", "#D55E00", "#56B4E9"] as const;

/** Blue through white to orange: below zero, zero, above; apart for every kind of colour vision. */
export const DIVERGING = [
  [0, "#0a5c8f"],
  [0.5, "#f7f7f7"],
  [1, "#d98200"],
] as const;

export interface FigureParts {
  readonly title: string;
  /** Whole sentences, computed from the numbers. */
  readonly description: string;
  readonly table: Table;
  /** Axis titles with their unit, or "no unit". */
  readonly xAxis: string;
  readonly yAxis: string;
  readonly data: readonly object[];
  readonly layout?: Readonly<Record<string, unknown>>;
  readonly frames?: readonly object[];
}

/** Puts a figure together; refuses one that says nothing to a reader who cannot see it. */
export function figure(parts: FigureParts): Figure {
  const { title, description, table, xAxis, yAxis, data, layout = {}, frames } = parts;
  for (const [name, text] of Object.entries({ title, description, xAxis, yAxis }))
    if (typeof text !== "string" || text.trim() === "")
      throw new TypeError(`figure: ${name} must be a text that is not empty`);
  if (table.rows.length === 0) throw new RangeError("figure: the data table has no rows");
  const is3d = data.some((trace) => (trace as { type?: string }).type === "surface");
  return {
    data,
    layout: {
      title: { text: title },
      height: 420,
      margin: { l: 70, r: 30, t: 60, b: 60 },
      paper_bgcolor: "rgba(0,0,0,0)",
      plot_bgcolor: "rgba(0,0,0,0)",
      font: { family: "system-ui, sans-serif", size: 13 },
      meta: { description, table },
      ...(is3d
        ? {}
        : {
            xaxis: { title: { text: xAxis }, zeroline: false },
            yaxis: { title: { text: yAxis }, zeroline: false },
          }),
      ...layout,
    },
    ...(frames && { frames }),
  };
}

/** A number as a reader wants it in a sentence or a label. */
export function short(x: number, digits = 3): string {
  if (x === 0 || !Number.isFinite(x)) return String(x).replace("-", "−");
  const size = Math.abs(x);
  const text = size >= 0.001 && size < 1e5 ? x.toFixed(digits) : x.toExponential(1);
  return text.replaceAll("-", "−");
}

/** What is missing in JSON: Plotly leaves a gap where a value is null. */
export const plottable = (x: number): number | null => (Number.isFinite(x) ? x : null);
