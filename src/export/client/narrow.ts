interface FigureJson {
  readonly data: readonly Record<string, unknown>[];
  readonly layout: Record<string, unknown>;
  readonly frames?: unknown;
}

type Layout = Readonly<Record<string, unknown>>;

const NARROW = 520;

/** A figure for a narrow screen: a title on several lines, small margins, the colour bar below. */
export function narrowed(figure: FigureJson, width: number): FigureJson {
  const { data, layout, frames } = figure;
  if (width >= NARROW) return figure;
  const margin = (layout.margin ?? {}) as Record<string, number>;
  const title = (layout.title ?? {}) as { text?: string };
  const moves = (trace: Record<string, unknown>) =>
    trace.colorbar !== undefined && (trace.colorbar as Layout).orientation !== "h";
  const hasBar = data.some(moves) && !("sliders" in layout);
  const isScene = "scene" in layout;
  const legend = (layout.legend ?? {}) as Record<string, unknown>;
  const hasLegendBelow = legend.orientation === "h" && Number(legend.y) < 0;
  // A line for each name, below an axis title of two lines.
  const more = hasLegendBelow ? 40 + 20 * data.length : 0;
  return {
    data: data.map((trace) =>
      !hasBar || !moves(trace)
        ? withTitleAbove(trace)
        : {
            ...trace,
            colorbar: {
              ...(trace.colorbar as object),
              ...{ orientation: "h", thickness: 12, y: isScene ? 0 : -0.34, yanchor: "top" },
            },
          },
    ),
    layout: {
      ...layout,
      ...axisTitles(layout, Math.floor(width / 8)),
      height: fittingHeight(layout, width) + more,
      ...(hasLegendBelow && { legend: { ...legend, y: -0.32, yanchor: "top" } }),
      annotations: smaller(layout.annotations, Math.max(0.6, width / 600)),
      title: { ...title, text: wrapped(title.text ?? "", Math.floor(width / 9.5)) },
      margin: {
        ...margin,
        l: Math.min(margin.l ?? 60, 60),
        r: Math.min(margin.r ?? 10, 12),
        b: more ? 70 + more : hasBar ? Math.max(margin.b ?? 0, 110) : margin.b,
      },
    },
    frames,
  };
}

/** A colour bar that lies already: its title goes above it, where there is room. */
function withTitleAbove(trace: Record<string, unknown>): Record<string, unknown> {
  const bar = trace.colorbar as Record<string, unknown> | undefined;
  if (bar?.orientation !== "h") return trace;
  return {
    ...trace,
    colorbar: { ...bar, len: 1, title: { ...(bar.title as object), side: "top" } },
  };
}

function axisTitles(layout: Layout, most: number): Layout {
  return Object.fromEntries(
    Object.entries(layout)
      .filter(([key]) => /^xaxis\d*$/.test(key))
      .map(([key, value]) => {
        const axis = value as { title?: { text?: string } };
        const text = wrapped(axis.title?.text ?? "", most);
        return [key, { ...axis, title: { ...axis.title, text } }];
      }),
  );
}

/** Where the axes have one scale, less width needs less height: or the plot floats in its box. */
function fittingHeight(layout: Layout, width: number): number {
  const height = Number(layout.height) || 420;
  const isLocked = Object.entries(layout).some(
    ([key, axis]) => /^[xy]axis\d*$/.test(key) && (axis as Layout)?.scaleanchor !== undefined,
  );
  if (!isLocked) return height;
  const { t = 60, b = 60 } = (layout.margin ?? {}) as Record<string, number>;
  return Math.round(Math.max(260, t + b + 30 + ((height - t - b) * width) / 680));
}

/** Notes in the figure in smaller type, since there is less room between them. */
function smaller(annotations: unknown, factor: number): unknown {
  if (!Array.isArray(annotations)) return annotations;
  return annotations.map((one) => ({
    ...one,
    font: { ...one.font, size: (one.font?.size ?? 13) * factor },
  }));
}

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
