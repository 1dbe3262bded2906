import { COLOURS, type Figure, figure, short } from "./figure.js";

/** As much of a reliability diagram as is drawn: bins of confidence, and what was found in each. */
export interface ReliabilityCurve {
  readonly name: string;
  /** Mean gap between confidence and accuracy, in [0, 1]. */
  readonly error: number;
  readonly bins: readonly {
    readonly from: number;
    readonly to: number;
    readonly count: number;
    readonly confidence: number;
    readonly accuracy: number;
  }[];
}

const SYMBOLS = ["circle", "diamond", "square"];
const round = (x: number) => Number(x.toFixed(4));

/** Share of right guesses against the confidence in them; on the diagonal, confidence is deserved. */
export function reliabilityFigure(
  curves: readonly ReliabilityCurve[],
  { title = "Is the confidence deserved?" }: { readonly title?: string } = {},
): Figure {
  const xAxis = "confidence: probability given to the guess (no unit)";
  const yAxis = "share of guesses that are right (no unit)";
  const filled = curves.map(({ bins }) => bins.filter(({ count }) => count > 0));
  const most = Math.max(1, ...filled.flat().map(({ count }) => count));
  const below = (k: number) => filled[k].filter((b) => b.accuracy < b.confidence).length;
  return figure({
    title,
    description: `Points for bins of guesses: right, how sure the network was; up, how often it was right; a larger point holds more guesses. The dashed diagonal is where both agree. ${curves
      .map(
        ({ name, error }, k) =>
          `${name}: ${below(k)} of ${filled[k].length} points lie below it (too sure), and on average confidence and accuracy are ${short(100 * error, 1)} points in 100 apart`,
      )
      .join("; ")}.`,
    table: {
      head: ["", "confidence from", "to", "guesses", "mean confidence", "right"],
      rows: curves.flatMap(({ name }, k) =>
        filled[k].map((b) => [
          name,
          round(b.from),
          round(b.to),
          b.count,
          round(b.confidence),
          round(b.accuracy),
        ]),
      ),
    },
    xAxis,
    yAxis,
    data: [
      {
        type: "scatter",
        mode: "lines",
        name: "deserved",
        x: [0, 1],
        y: [0, 1],
        line: { color: "#8a8a8e", dash: "dash", width: 2 },
      },
      ...curves.map(({ name }, k) => ({
        type: "scatter",
        mode: "lines+markers",
        name,
        x: filled[k].map((b) => round(b.confidence)),
        y: filled[k].map((b) => round(b.accuracy)),
        text: filled[k].map((b) => `${b.count} guesses`),
        line: { color: COLOURS[k % COLOURS.length], width: 2 },
        marker: {
          symbol: SYMBOLS[k % SYMBOLS.length],
          size: filled[k].map((b) => round(7 + 15 * Math.sqrt(b.count / most))),
          opacity: 0.85,
        },
      })),
    ],
    layout: {
      height: 500,
      legend: { orientation: "h", y: -0.2 },
      margin: { l: 80, r: 30, t: 60, b: 110 },
      xaxis: { title: { text: xAxis }, range: [0, 1.04], constrain: "domain" },
      yaxis: { title: { text: yAxis }, range: [0, 1.04], scaleanchor: "x", constrain: "domain" },
    },
  });
}
