import { byteMatrix } from "./bytes.js";
import { type Figure, figure, short } from "./figure.js";
import { overFrames } from "./frames.js";

export interface DecisionRegionsOptions {
  readonly title: string;
  /** Points in the plane: x, y, x, y, … */
  readonly points: Float64Array;
  /** Class of each point. */
  readonly labels: Int32Array;
  readonly classes: readonly string[];
  readonly xAxis: string;
  readonly yAxis: string;
  /** At some moments of the training: the probabilities of the classes at any point of the plane. */
  readonly moments: readonly {
    readonly name: string;
    readonly probabilities: (x: number, y: number) => readonly number[];
  }[];
  readonly prefix?: string;
}

const [ACROSS, DOWN] = [60, 42];
const FILLS = ["#7db8e0", "#f2c063", "#6fc7aa", "#e0b0cc"];
const DOTS = ["#00486f", "#8a5a00", "#00553c", "#7a3a5f"];
const SYMBOLS = ["circle", "diamond", "square", "cross"];
/** Steps of colour a class has, from undecided to sure. */
const SHADES = 60;

/** Which class a classifier gives each point of the plane, and how surely, over training time. */
export function decisionRegionsFigure(options: DecisionRegionsOptions): Figure {
  const { title, points, labels, classes, xAxis, yAxis, moments, prefix = "epoch " } = options;
  if (classes.length > FILLS.length)
    throw new RangeError(
      `decisionRegionsFigure: at most ${FILLS.length} classes, got ${classes.length}`,
    );
  const coordinates = (axis: 0 | 1) => points.filter((_, i) => i % 2 === axis);
  const [xs, ys] = [coordinates(0), coordinates(1)];
  const [x, y] = [gridOver(xs, ACROSS), gridOver(ys, DOWN)];
  const shade = (s: readonly number[]) => {
    const top = s.indexOf(Math.max(...s));
    const sure = (s[top] - 1 / s.length) / (1 - 1 / s.length);
    return top * SHADES + Math.min(SHADES - 1, Math.floor(SHADES * sure));
  };
  const regions = moments.map(({ name, probabilities }) => ({
    name,
    z: Uint8Array.from(y.flatMap((b) => x.map((a) => shade(probabilities(a, b))))),
    right: xs.filter((a, k) => {
      const s = probabilities(a, ys[k]);
      return s.indexOf(Math.max(...s)) === labels[k];
    }).length,
  }));
  const areas = regions.map(({ z }) =>
    classes.map((_, c) => z.filter((v) => Math.floor(v / SHADES) === c).length / z.length),
  );
  const [first, last] = [regions[0], regions[regions.length - 1]];
  const end = classes.length * SHADES;
  return figure({
    title,
    description: `${labels.length} points of ${classes.length} classes in the plane, coloured behind by the class that is most probable there, paler where it is less sure. A slider goes from ${prefix}${first.name}, with ${first.right} points right, to ${prefix}${last.name}, with ${last.right} right. At the end ${classes.map((name, c) => `${name} has ${short(100 * areas[areas.length - 1][c], 0)} %`).join(", ")} of the plane shown.`,
    table: {
      head: [
        prefix.trim(),
        "points right",
        ...classes.map((name) => `${name}: share of the plane`),
      ],
      rows: regions.map(({ name, right }, k) => [
        name,
        right,
        ...areas[k].map((share) => Number(share.toFixed(3))),
      ]),
    },
    xAxis,
    yAxis,
    data: [
      {
        type: "heatmap",
        x,
        y,
        z: byteMatrix(last.z, DOWN, ACROSS),
        zmin: 0,
        zmax: end,
        colorscale: classes.flatMap((_, c) => [
          [c / classes.length, "#fafafa"],
          [c + 1 === classes.length ? 1 : (c + 1) / classes.length - 1e-6, FILLS[c]],
        ]),
        showscale: false,
        hoverinfo: "skip",
      },
      ...classes.map((name, c) => ({
        type: "scatter",
        mode: "markers",
        name,
        x: Array.from(xs.filter((_, k) => labels[k] === c)),
        y: Array.from(ys.filter((_, k) => labels[k] === c)),
        marker: {
          symbol: SYMBOLS[c],
          color: DOTS[c],
          size: 8,
          line: { color: "#ffffff", width: 1 },
        },
      })),
    ],
    frames: regions.map(({ name, z }) => ({
      name,
      data: [{ z: byteMatrix(z, DOWN, ACROSS) }],
      traces: [0],
    })),
    layout: {
      height: 580,
      margin: { l: 70, r: 30, t: 110, b: 170 },
      legend: { orientation: "h", y: 1.01, yanchor: "bottom" },
      xaxis: { title: { text: xAxis }, range: [x[0], x[ACROSS - 1]], zeroline: false },
      yaxis: { title: { text: yAxis }, range: [y[0], y[DOWN - 1]], zeroline: false },
      ...overFrames(
        moments.map(({ name }) => name),
        { prefix },
      ),
    },
  });
}

/** Evenly spaced values over the range of some, with a tenth of it to spare on either side. */
function gridOver(values: Float64Array, count: number): number[] {
  const [low, high] = [Math.min(...values), Math.max(...values)];
  const spare = (high - low || 1) / 10;
  return Array.from({ length: count }, (_, k) =>
    Number((low - spare + ((high - low + 2 * spare) * k) / (count - 1)).toFixed(4)),
  );
}
