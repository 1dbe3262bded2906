import { softmaxCrossEntropy, softmaxCrossEntropyGradient } from "../index.js";
import { labelsOf } from "./bars.js";
import { COLOURS, type Figure, figure, short } from "./figure.js";
import { axesOf, surface } from "./surfaces.js";

export interface LossFigureOptions {
  /** The logits; the two of `axes` vary, the others stay. */
  readonly z: readonly number[];
  /** The true class. */
  readonly label: number;
  readonly axes: readonly [number, number];
  readonly labels?: readonly string[];
  /** Points of a descent, each a vector like z. */
  readonly path?: readonly (readonly number[])[];
}

const RANGE = 6;
const LOSS = "loss (nats)";
const grid = (count: number) =>
  Array.from({ length: count }, (_, k) => -RANGE + (2 * RANGE * k) / (count - 1));

/** The loss over two logits as a surface. */
export function lossSurfaceFigure(options: LossFigureOptions): Figure {
  const { x, y, losses, names, common } = landscape(options, 41);
  return figure({
    ...common,
    title: `The loss as a landscape (truth: ${names[options.label]})`,
    data: [surface({ x, y, values: losses }, LOSS)],
    layout: {
      height: 520,
      margin: { l: 0, r: 0, t: 60, b: 30 },
      scene: {
        ...axesOf({ ...common, valueAxis: LOSS }),
        camera: { eye: { x: 1.65, y: -1.65, z: 1 } },
      },
    },
  });
}

/** The loss over two logits from above, with y − s, the direction of descent, as arrows. */
export function lossContourFigure(options: LossFigureOptions): Figure {
  const { x, y, losses, names, common, at, place } = landscape(options, 49);
  const [a, b] = options.axes;
  const most = Math.max(...losses.flat());
  // Dark on the colour scale's bright end, white elsewhere.
  const inkAt = (za: number, zb: number) =>
    softmaxCrossEntropy(at(za, zb), options.label) > 0.6 * most ? "#111111" : "#ffffff";
  // From −5 to 5: an arrow that starts on the frame would be cut off by it.
  const feet = Array.from({ length: 9 }, (_, k) => -5 + 1.25 * k);
  const arrows = feet.flatMap((za) =>
    feet.map((zb) => {
      const gradient = softmaxCrossEntropyGradient(at(za, zb), options.label);
      // Plotly draws an arrow from (ax, ay) to (x, y); the arrow is a unit long where |s − y| is 1.
      return {
        ...{ x: za - gradient[a], y: zb - gradient[b], ax: za, ay: zb, text: "" },
        ...{ xref: "x", yref: "y", axref: "x", ayref: "y", showarrow: true },
        ...{ arrowhead: 2, arrowsize: 1, arrowwidth: 1.6, arrowcolor: inkAt(za, zb) },
      };
    }),
  );
  const { path } = options;
  const walked = path
    ? ` A path of ${path.length - 1} steps runs from ${place(path[0])} to ${place(path[path.length - 1])}.`
    : "";
  return figure({
    ...common,
    description: `${common.description} Arrows show y − s, the direction of descent; they are longest where the loss is steepest.${walked}`,
    title: `Loss and direction of descent (truth: ${names[options.label]})`,
    data: [
      {
        type: "contour",
        x,
        y,
        z: losses,
        colorscale: "Cividis",
        ncontours: 16,
        colorbar: { title: { text: LOSS } },
      },
      ...(path
        ? [
            {
              type: "scatter",
              mode: "lines+markers",
              name: "descent",
              x: path.map((z) => z[a]),
              y: path.map((z) => z[b]),
              line: { color: COLOURS[4], width: 3 },
              marker: { size: 5 },
            },
          ]
        : []),
    ],
    layout: {
      height: 560,
      xaxis: { title: { text: common.xAxis }, range: [-RANGE, RANGE], constrain: "domain" },
      yaxis: {
        title: { text: common.yAxis },
        range: [-RANGE, RANGE],
        scaleanchor: "x",
        constrain: "domain",
      },
      annotations: arrows,
    },
  });
}

function landscape({ z, label, axes: [a, b], labels }: LossFigureOptions, count: number) {
  const names = labelsOf(z.length, labels);
  const at = (za: number, zb: number) => z.map((zi, i) => (i === a ? za : i === b ? zb : zi));
  const [x, y] = [grid(count), grid(count)];
  const losses = y.map((zb) => x.map((za) => softmaxCrossEntropy(at(za, zb), label)));
  const corners = [-RANGE, RANGE].flatMap((za) =>
    [-RANGE, RANGE].map((zb) => ({
      z: at(za, zb),
      loss: softmaxCrossEntropy(at(za, zb), label),
    })),
  );
  const [low, high] = [...corners].sort((p, q) => p.loss - q.loss).filter((_, k) => k % 3 === 0);
  const xAxis = `logit of ${names[a]} (no unit)`;
  const yAxis = `logit of ${names[b]} (no unit)`;
  const place = (z: readonly number[]) =>
    `${names[a]} at ${short(z[a], 1)} and ${names[b]} at ${short(z[b], 1)}`;
  return {
    ...{ x, y, losses, names, at, place },
    common: {
      xAxis,
      yAxis,
      description: `The loss over the logits of ${names[a]} and ${names[b]}, the truth being ${names[label]}. It falls to ${short(low.loss)} nats with ${place(low.z)} and rises to ${short(high.loss)} with ${place(high.z)}; between them it bends once, like a sheet folded along a line, and has no hollow to get stuck in.`,
      table: {
        head: [xAxis, yAxis, LOSS],
        rows: [-6, -3, 0, 3, 6].flatMap((za) =>
          [-6, -3, 0, 3, 6].map((zb) => [za, zb, softmaxCrossEntropy(at(za, zb), label)]),
        ),
      },
    },
  };
}
