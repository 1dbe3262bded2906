import { labelsOf } from "./bars.js";
import { type Figure, figure, short } from "./figure.js";

/** How often each class was taken for which: right ones in blue, mistakes in orange. */
export function confusionFigure(
  matrix: readonly (readonly number[])[],
  {
    title = "What was taken for what",
    labels,
  }: { title?: string; labels?: readonly string[] } = {},
): Figure {
  const names = labelsOf(matrix.length, labels);
  const total = matrix.flat().reduce((sum, count) => sum + count, 0);
  const right = matrix.reduce((sum, row, i) => sum + row[i], 0);
  const mistakes = matrix
    .flatMap((row, i) => row.map((count, j) => ({ count, i, j })))
    .filter(({ i, j }) => i !== j)
    .sort((a, b) => b.count - a.count);
  const said = mistakes
    .slice(0, 3)
    .filter(({ count }) => count > 0)
    .map(({ count, i, j }) => `${names[i]} taken for ${names[j]} (${count})`);
  const most = Math.max(1, mistakes[0]?.count ?? 0);
  const share = matrix.map((row, i) => row[i] / row.reduce((sum, count) => sum + count, 0));
  const worst = share.indexOf(Math.min(...share));
  const heat = (keep: (i: number, j: number) => boolean, zmax: number, dark: string) => ({
    type: "heatmap",
    x: names,
    y: names,
    z: matrix.map((row, i) => row.map((count, j) => (keep(i, j) ? count : null))),
    zmin: 0,
    zmax,
    xgap: 2,
    ygap: 2,
    colorscale: [
      [0, "#f7f7f7"],
      [1, dark],
    ],
    showscale: false,
    hovertemplate: "true %{y}, guessed %{x}: %{z}<extra></extra>",
  });
  return figure({
    title,
    description: `A ${names.length} by ${names.length} table of counts, a row for each true class and a column for each guess. ${right} of ${total} are on the diagonal, so right. The commonest mistakes: ${said.join(", ") || "none"}. The class most often missed is ${names[worst]}, right in ${short(100 * share[worst], 0)} % of its cases.`,
    table: {
      head: ["true \\ guessed", ...names],
      rows: matrix.map((row, i) => [names[i], ...row]),
    },
    xAxis: "guessed class",
    yAxis: "true class",
    data: [
      heat((i, j) => i === j, Math.max(...matrix.map((row, i) => row[i])), "#5aa5d6"),
      heat((i, j) => i !== j, most, "#e69f00"),
    ],
    layout: {
      height: 520,
      xaxis: { title: { text: "guessed class" }, type: "category", constrain: "domain" },
      yaxis: {
        title: { text: "true class" },
        type: "category",
        autorange: "reversed",
        scaleanchor: "x",
        constrain: "domain",
      },
      annotations: matrix.flatMap((row, i) =>
        row.map((count, j) => ({
          x: names[j],
          y: names[i],
          text: String(count),
          showarrow: false,
          font: { color: count === 0 ? "#8a8a8e" : "#111111", size: 12 },
        })),
      ),
    },
  });
}
