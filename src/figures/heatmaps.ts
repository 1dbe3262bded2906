import { oneHot } from "../index.js";
import { type Labels, labelsOf } from "./bars.js";
import { DIVERGING, type Figure, figure, short } from "./figure.js";

interface HeatmapOptions {
  readonly title: string;
  readonly description: string;
  readonly rows: readonly string[];
  readonly columns: readonly string[];
  readonly xAxis: string;
  readonly yAxis: string;
  readonly unit: string;
}

/** A matrix as colours with its values printed; blue below zero, orange above. */
export function heatmapFigure(matrix: readonly (readonly number[])[], o: HeatmapOptions): Figure {
  const most = Math.max(...matrix.flat().map(Math.abs)) || 1;
  return figure({
    title: o.title,
    description: o.description,
    table: {
      head: [`${o.yAxis} \\ ${o.xAxis}`, ...o.columns],
      rows: matrix.map((row, i) => [o.rows[i], ...row]),
    },
    xAxis: o.xAxis,
    yAxis: o.yAxis,
    data: [
      {
        type: "heatmap",
        z: matrix,
        x: o.columns,
        y: o.rows,
        zmin: -most,
        zmax: most,
        colorscale: DIVERGING,
        xgap: 2,
        ygap: 2,
        colorbar: { title: { text: o.unit } },
      },
    ],
    layout: {
      // Printed values keep their own dark or light ink: they stand on the cell's colour, not the page's.
      annotations: matrix.flatMap((row, i) =>
        row.map((value, j) => ({
          x: o.columns[j],
          y: o.rows[i],
          text: short(value),
          showarrow: false,
          font: { color: value < -0.6 * most ? "#ffffff" : "#111111" },
        })),
      ),
      xaxis: { title: { text: o.xAxis }, side: "bottom" },
      yaxis: { title: { text: o.yAxis }, autorange: "reversed" },
    },
  });
}

/** D16 in colours: the Jacobian of softmax with its values. */
export function jacobianFigure(
  jacobian: readonly (readonly number[])[],
  { labels }: Labels = {},
): Figure {
  const names = labelsOf(jacobian.length, labels);
  const entries = jacobian.flatMap((row, i) => row.map((value, j) => ({ value, i, j })));
  const [high, low] = [...entries]
    .sort((a, b) => b.value - a.value)
    .filter((_, k, all) => k === 0 || k === all.length - 1);
  const at = ({ value, i, j }: (typeof entries)[number]) =>
    `${short(value)} (output ${names[i]}, logit ${names[j]})`;
  return heatmapFigure(jacobian, {
    title: "The Jacobian of softmax",
    description: `A ${names.length} by ${names.length} heatmap, symmetric, positive on the diagonal and negative elsewhere. The largest entry is ${at(high)}${low ? `, the most negative ${at(low)}` : ""}. Each row sums to zero.`,
    rows: names,
    columns: names,
    xAxis: "logit z_j",
    yAxis: "probability s_i",
    unit: "∂s/∂z (no unit)",
  });
}

/** D17: one-hot vectors, one a row. */
export function oneHotFigure(classCount: number, { labels }: Labels = {}): Figure {
  const names = labelsOf(classCount, labels);
  const rows = names.map((name, label) => `${label} (${name})`);
  return heatmapFigure(
    names.map((_, label) => oneHot(label, classCount)),
    {
      title: `One-hot vectors for ${classCount} classes`,
      description: `A ${classCount} by ${classCount} grid: the row of each label holds a single 1, in the label's own column, and 0 elsewhere.`,
      rows,
      columns: names,
      xAxis: "entry of y",
      yAxis: "label",
      unit: "y (no unit)",
    },
  );
}
