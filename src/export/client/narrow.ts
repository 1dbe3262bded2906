import { stacked } from "./stacked.js";

export interface FigureJson {
  readonly data: readonly Record<string, unknown>[];
  readonly layout: Record<string, unknown>;
  readonly frames?: unknown;
}

type Layout = Readonly<Record<string, unknown>>;
type Margin = Readonly<Record<"l" | "r" | "t" | "b", number>>;

const NARROW = 520;
/** Pixels of a line of text, of a letter in it, and of a colour bar with its title and ticks. */
const LINE = 20;
const LETTER = 8.2;
const BAR = 76;

/**
 * A figure for a narrow screen: panels one below the other, long titles on several lines, the legend
 * below the plot, the colour bar below it too or, where something else is there, above.
 */
export function narrowed(figure: FigureJson, width: number): FigureJson {
  if (width >= NARROW) return figure;
  const { data, layout, frames } = stacked(complete(figure));
  const given = layout.margin as Margin;
  const side = { l: Math.min(given.l, 60), r: Math.min(given.r, 12) };
  const inner = width - side.l - side.r;
  const plot = plotHeight({ data, layout }, inner);
  const title = wrapped(textOf(layout), Math.floor(width / 9.5));
  const legend = (layout.legend ?? {}) as Layout;
  const names = data
    .filter(({ name, showlegend }) => name !== undefined && showlegend !== false)
    .map(({ name }) => String(name));
  const legendRoom =
    legend.orientation === "h" && names.length > 0 ? LINE * legendRows(names, inner) : 0;
  const isBelow = legendRoom > 0 && Number(legend.y) < 0;
  const bars = [...data.map(({ colorbar }) => colorbar), (layout.coloraxis as Layout)?.colorbar];
  const hasBar = bars.some((bar) => bar !== undefined);
  const isAbove = isBelow || "sliders" in layout;
  const below = xTitles(layout, inner, columnsOf(data));
  const axisRoom = "scene" in layout ? 0 : 60 + LINE * (linesOf(below) - 1);
  // Hung up by its top: Plotly moves all titles for one that lies and stands on something.
  const barTop = isAbove ? 1 + BAR / plot : -(axisRoom + 10) / plot;
  const bar = (colorbar: unknown) => lyingBar(colorbar as Layout, barTop, inner);

  const lines = lineCount(title);
  const overPlot = (hasBar && isAbove ? BAR : 0) + (isBelow ? 0 : legendRoom);
  const t = 54 + 24 * (lines - 1) + overPlot;
  const b =
    "sliders" in layout
      ? given.b + 15
      : axisRoom + (isBelow ? legendRoom : 0) + (hasBar && !isAbove ? BAR : 0);
  return {
    data: data.map((trace) =>
      trace.colorbar === undefined ? trace : { ...trace, colorbar: bar(trace.colorbar) },
    ),
    layout: {
      ...layout,
      ...below,
      ...yTitles(layout, plot),
      ...scenes(layout),
      ...("coloraxis" in layout && {
        coloraxis: {
          ...(layout.coloraxis as Layout),
          colorbar: bar((layout.coloraxis as Layout).colorbar),
        },
      }),
      ...("sliders" in layout && { sliders: (layout.sliders as Layout[]).map(lowered) }),
      ...(isBelow && { legend: { ...legend, yref: "container", y: 0, yanchor: "bottom" } }),
      height: t + plot + b,
      annotations: smaller(layout.annotations, Math.max(0.6, width / 600)),
      title: { text: title, yref: "container", y: 1, yanchor: "top", pad: { t: 5 + 11 * lines } },
      margin: { ...given, ...side, t, b },
    },
    frames,
  };
}

/** With margins and a height, which a figure of a reader's own may leave to Plotly. */
const complete = ({ data, layout, frames }: FigureJson): FigureJson => ({
  data,
  layout: {
    ...layout,
    height: Number(layout.height) || 420,
    margin: { l: 60, r: 12, t: 60, b: 60, ...(layout.margin as object) },
  },
  frames,
});

const textOf = (titled: unknown): string =>
  String((titled as { title?: { text?: string } } | undefined)?.title?.text ?? "");

/** A colour bar that lies, its title above it, its words on several lines. */
function lyingBar(bar: Layout, y: number, inner: number): Layout {
  const words = bar.ticktext as readonly string[] | undefined;
  return {
    ...bar,
    ...{ orientation: "h", thickness: 12, len: 1, y, yanchor: "top" },
    ...{ title: { ...(bar.title as object), side: "top" }, tickangle: 0, nticks: 5 },
    ...(words && {
      ticktext: words.map((one) => wrapped(one, Math.floor(inner / words.length / LETTER) + 1)),
    }),
  };
}

/** How many rows the names take; each has as much room as the longest. */
function legendRows(names: readonly string[], inner: number): number {
  const longest = 45 + LETTER * Math.max(...names.map((name) => name.length));
  return Math.ceil(names.length / Math.max(1, Math.floor(inner / longest)));
}

/** A slider that leaves room for the title of the axis above it. */
const lowered = (slider: Layout): Layout => {
  const pad = (slider.pad ?? {}) as { t?: number };
  return { ...slider, pad: { ...pad, t: (pad.t ?? 0) + 15 } };
};

/** In space titles stand out at the sides: smaller, seen from further off. The bar tells the height. */
function scenes(layout: Layout): Layout {
  const scene = layout.scene as Record<string, Layout> | undefined;
  if (!scene) return {};
  const axis = (name: string, text: string) => ({
    ...scene[name],
    ...{ title: { text, font: { size: 11 } }, tickfont: { size: 10 }, nticks: 5 },
  });
  const { eye = {} } = (scene.camera ?? {}) as { eye?: Record<string, number> };
  const far = Object.fromEntries(Object.entries(eye).map(([key, value]) => [key, 1.2 * value]));
  return {
    scene: {
      ...scene,
      ...{ xaxis: axis("xaxis", textOf(scene.xaxis)), yaxis: axis("yaxis", textOf(scene.yaxis)) },
      zaxis: axis("zaxis", ""),
      camera: { ...scene.camera, eye: far },
    },
  };
}

const axesOf = (layout: Layout, letter: "x" | "y"): [string, Layout][] =>
  Object.entries(layout).filter(([key]) => new RegExp(`^${letter}axis\\d*$`).test(key)) as [
    string,
    Layout,
  ][];

/** Titles below a plot, and names below its columns, on as many lines as they need. */
function xTitles(layout: Layout, inner: number, names: readonly string[]): Layout {
  const most = Math.floor(inner / LETTER);
  const ticktext = names.map((name) => wrapped(name, Math.floor(most / names.length)));
  const ticks = names.length > 0 ? { tickvals: names, ticktext, tickangle: 0 } : {};
  return Object.fromEntries(
    axesOf(layout, "x").map(([key, axis]) => {
      const text = wrapped(textOf(axis), most);
      return [key, { ...axis, ...ticks, title: { ...(axis.title as object), text } }];
    }),
  );
}

/** Names of the columns, where a few words stand in place of numbers. */
function columnsOf(data: FigureJson["data"]): string[] {
  const x = data[0]?.x;
  const areWords = Array.isArray(x) && x.length <= 8 && x.every((one) => typeof one === "string");
  return areWords && x.some((one) => one.includes(" ")) ? x : [];
}

/** Titles beside a plot as long as it is high, which push it aside where numbers are long. */
const yTitles = (layout: Layout, plot: number): Layout =>
  Object.fromEntries(
    axesOf(layout, "y").map(([key, axis]) => {
      const [from, to] = (axis.domain ?? [0, 1]) as number[];
      const text = wrapped(textOf(axis), Math.floor(((to - from) * plot) / LETTER));
      return [key, { ...axis, automargin: true, title: { ...(axis.title as object), text } }];
    }),
  );

/** Lines of a title, and of the names above it beyond the first. */
const linesOf = (axes: Layout): number =>
  Math.max(
    1,
    ...Object.values(axes).map((axis) => {
      const names = ((axis as Layout).ticktext ?? [""]) as readonly string[];
      return lineCount(textOf(axis)) + Math.max(...names.map(lineCount)) - 1;
    }),
  );

/** Pixels: where both axes have one scale, and in space, less width needs less height. */
function plotHeight({ data, layout }: FigureJson, inner: number): number {
  const { t, b } = layout.margin as Margin;
  const height = Number(layout.height) - t - b;
  if ("scene" in layout) return Math.min(height, Math.round(0.9 * inner));
  const isLocked = [...axesOf(layout, "x"), ...axesOf(layout, "y")].some(
    ([, axis]) => axis.scaleanchor !== undefined,
  );
  const [across, up] = [span("x", data[0] ?? {}, layout), span("y", data[0] ?? {}, layout)];
  return isLocked && across > 0 ? Math.round((inner * up) / across) : height;
}

/** How far an axis reaches: as the layout says, or from the trace's own places or cells. */
function span(letter: "x" | "y", trace: Layout, layout: Layout): number {
  const range = (layout[`${letter}axis`] as Layout | undefined)?.range as number[] | undefined;
  if (range) return Math.abs(range[1] - range[0]);
  const places = trace[letter] as readonly number[] | undefined;
  if (Array.isArray(places) && places.every((place) => typeof place === "number"))
    return Math.max(...places) - Math.min(...places);
  if (Array.isArray(places)) return places.length;
  const cells = String((trace.z as { shape?: string } | undefined)?.shape)
    .split(",")
    .map(Number);
  return cells[letter === "x" ? 1 : 0] || 0;
}

/** Notes at places of the plot in smaller type, since there is less room between them. */
function smaller(annotations: unknown, factor: number): unknown {
  if (!Array.isArray(annotations)) return annotations;
  return annotations.map((one) =>
    one.xref === "paper"
      ? one
      : { ...one, font: { ...one.font, size: (one.font?.size ?? 13) * factor } },
  );
}

const lineCount = (text: string): number => text.split("<br>").length;

/** Lines of at most so many characters, where words allow it. */
function wrapped(text: string, most: number): string {
  const lines = [""];
  for (const word of text.split(" ")) {
    const line = lines[lines.length - 1];
    if (line && line.length + word.length >= most) lines.push(word);
    else lines[lines.length - 1] = line ? `${line} ${word}` : word;
  }
  return lines.join("<br>");
}
