import { COLOURS, type Figure, figure, short } from "./figure.js";
import { type Axes, extremes, type Grid, rounded, sentences, tableOf } from "./grid.js";

export interface ContourOptions extends Axes {
  readonly grid: Grid;
  /** Lines over the picture, each a list of points [x, y], such as the steps of a descent. */
  readonly paths?: readonly Path[];
  /** One point that is marked with a star. */
  readonly mark?: { readonly name: string; readonly at: Point };
  /** Arrows over the picture, each from one point to another, such as a gradient's. */
  readonly arrows?: readonly (readonly [Point, Point])[];
  readonly note?: string;
}
type Point = readonly [number, number];
export interface Path {
  readonly name: string;
  readonly points: readonly Point[];
}

const SYMBOLS = ["circle", "square", "diamond", "triangle-up"];
/** On Cividis, which runs from blue to yellow, these three stand out for every kind of vision. */
const PATH_COLOURS = ["#ffffff", COLOURS[4], COLOURS[3], COLOURS[5]];

/** Level lines from above, with paths told apart by colour and by the shape of their points. */
export function contourFigure(o: ContourOptions): Figure {
  const { grid, paths = [], mark, arrows = [] } = o;
  const { x, y } = grid;
  const place = ([a, b]: Point) => `(${short(a, 2)}, ${short(b, 2)})`;
  const said = ({ name, points }: Path) =>
    `${name}: ${points.length === 2 ? "1 step" : `${points.length - 1} steps`}, from ${place(points[0])} to ${place(points[points.length - 1])}`;
  return figure({
    title: o.title,
    xAxis: o.xAxis,
    yAxis: o.yAxis,
    description: sentences(
      `Level lines over ${o.xAxis} and ${o.yAxis}: ${extremes(grid)}${paths.length ? ` ${paths.map(said).join("; ")}.` : ""}${mark ? ` Marked: ${mark.name}, at ${place(mark.at)}.` : ""}`,
      o.note,
    ),
    table: paths.length
      ? {
          head: ["path", "step", o.xAxis, o.yAxis],
          rows: paths.flatMap(({ name, points }) =>
            points.slice(0, 21).map(([a, b], step) => [name, step, rounded(a), rounded(b)]),
          ),
        }
      : tableOf(o, grid),
    data: [
      {
        type: "contour",
        ...{ x, y, z: grid.values },
        colorscale: "Cividis",
        ncontours: 24,
        colorbar: { title: { text: o.valueAxis } },
      },
      ...paths.map(({ name, points }, k) => ({
        type: "scatter",
        mode: "lines+markers",
        name,
        x: points.map(([a]) => rounded(a)),
        y: points.map(([, b]) => rounded(b)),
        line: { color: PATH_COLOURS[k % PATH_COLOURS.length], width: 2.5 },
        marker: {
          symbol: SYMBOLS[k % SYMBOLS.length],
          size: 8,
          line: { color: "#111111", width: 1 },
        },
      })),
      ...(mark
        ? [
            {
              type: "scatter",
              mode: "markers",
              name: mark.name,
              x: [rounded(mark.at[0])],
              y: [rounded(mark.at[1])],
              marker: {
                symbol: "star",
                size: 16,
                color: COLOURS[1],
                line: { color: "#111111", width: 1 },
              },
            },
          ]
        : []),
    ],
    layout: {
      height: 600,
      margin: { l: 70, r: 30, t: 60, b: 110 },
      annotations: arrows.map(([[ax, ay], [ex, ey]]) => ({
        ...{ x: rounded(ex), y: rounded(ey), ax: rounded(ax), ay: rounded(ay), text: "" },
        ...{ xref: "x", yref: "y", axref: "x", ayref: "y", showarrow: true },
        ...{ arrowhead: 2, arrowwidth: 1.6, arrowcolor: "#ffffff" },
      })),
      showlegend: paths.length > 0,
      legend: { orientation: "h", y: -0.16, bgcolor: "rgba(128,128,128,0.25)" },
      xaxis: { title: { text: o.xAxis }, range: [x[0], x[x.length - 1]], constrain: "domain" },
      yaxis: {
        title: { text: o.yAxis },
        range: [y[0], y[y.length - 1]],
        scaleanchor: "x",
        constrain: "domain",
      },
    },
  });
}
