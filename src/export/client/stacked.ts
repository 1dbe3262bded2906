import type { FigureJson } from "./narrow.js";

interface Axis {
  readonly domain?: readonly number[];
  readonly title?: { readonly text?: string };
}

/** Pixels between two panels: for the upper one's axis title and the lower one's own. */
const GAP = 90;
/** Pixels of a panel's height. */
const PANEL = 220;

/** Panels that stand side by side one below the other, each as wide as the screen. */
export function stacked(figure: FigureJson): FigureJson {
  const { layout } = figure;
  const axis = (key: string) => (layout[key] ?? {}) as Axis;
  const left = (key: string) => axis(key).domain?.[0] ?? 0;
  const panels = Object.keys(layout)
    .filter((key) => /^xaxis\d*$/.test(key) && axis(key).domain !== undefined)
    .map((key) => key.slice("xaxis".length))
    .sort((a, b) => left(`xaxis${a}`) - left(`xaxis${b}`));
  if (panels.length < 2) return figure;

  const whole = panels.length * PANEL + (panels.length - 1) * GAP;
  const domainOf = (k: number) => {
    const top = 1 - (k * (PANEL + GAP)) / whole;
    return [Math.max(0, top - PANEL / whole), top];
  };
  // The first panel's title was for all in the row.
  const shared = axis(`yaxis${panels[0]}`).title;
  const axes = panels.flatMap((name, k) => {
    const y = axis(`yaxis${name}`);
    return [
      [`xaxis${name}`, { ...axis(`xaxis${name}`), domain: [0, 1], anchor: `y${name}` }],
      [
        `yaxis${name}`,
        { ...y, title: y.title?.text ? y.title : shared, domain: domainOf(k), anchor: `x${name}` },
      ],
    ];
  });
  const margin = layout.margin as Record<string, number>;
  return {
    ...figure,
    layout: {
      ...layout,
      ...Object.fromEntries(axes),
      height: whole + margin.t + margin.b,
      annotations: ((layout.annotations ?? []) as Record<string, unknown>[]).map((note) => {
        if (note.xref !== "paper" || note.yref !== "paper") return note;
        const at = panels.findLastIndex((name) => left(`xaxis${name}`) <= Number(note.x));
        return { ...note, x: 0.5, y: domainOf(Math.max(0, at))[1], yanchor: "bottom" };
      }),
    },
  };
}
