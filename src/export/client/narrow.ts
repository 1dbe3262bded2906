interface FigureJson {
  readonly data: readonly Record<string, unknown>[];
  readonly layout: Record<string, unknown>;
  readonly frames?: unknown;
}

const NARROW = 520;

/** A figure for a narrow screen: a title on several lines, small margins, the colour bar below. */
export function narrowed(figure: FigureJson, width: number): FigureJson {
  const { data, layout, frames } = figure;
  if (width >= NARROW) return figure;
  const margin = (layout.margin ?? {}) as Record<string, number>;
  const title = (layout.title ?? {}) as { text?: string };
  const hasBar = data.some((trace) => trace.colorbar !== undefined);
  const isScene = "scene" in layout;
  return {
    data: data.map((trace) =>
      trace.colorbar === undefined
        ? trace
        : {
            ...trace,
            colorbar: {
              ...(trace.colorbar as object),
              ...{ orientation: "h", thickness: 12, y: isScene ? 0 : -0.25, yanchor: "top" },
            },
          },
    ),
    layout: {
      ...layout,
      title: { ...title, text: wrapped(title.text ?? "", Math.floor(width / 9.5)) },
      margin: {
        ...margin,
        l: Math.min(margin.l ?? 60, 60),
        r: Math.min(margin.r ?? 10, 12),
        b: hasBar ? Math.max(margin.b ?? 0, 110) : margin.b,
      },
    },
    frames,
  };
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
