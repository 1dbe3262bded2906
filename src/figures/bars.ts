import { softmax } from "../index.js";
import { COLOURS, type Figure, figure, short } from "./figure.js";

export interface Labels {
  readonly labels?: readonly string[];
}
/** @throws {RangeError} if labels are given, and not one for each of the n classes. */
export function labelsOf(n: number, labels?: readonly string[]): string[] {
  if (labels !== undefined && labels.length !== n)
    throw new RangeError(
      `figure: labels has ${labels.length} entries for ${n} classes: ${labels.join(", ")}`,
    );
  return labels ? [...labels] : Array.from({ length: n }, (_, i) => `class ${i + 1}`);
}

/** D2: the logits as bars beside their softmax as bars. */
export function rankOrderFigure(z: readonly number[], { labels }: Labels = {}): Figure {
  const names = labelsOf(z.length, labels);
  const s = softmax(z);
  const order = names.map((_, i) => i).sort((a, b) => z[b] - z[a]);
  const bars = (y: readonly number[], axis: string, name: string) => ({
    type: "bar",
    name,
    x: names,
    y,
    text: y.map((v) => short(v)),
    textposition: "outside",
    cliponaxis: false,
    xaxis: `x${axis}`,
    yaxis: `y${axis}`,
    marker: { color: names.map((_, i) => COLOURS[i % COLOURS.length]) },
    showlegend: false,
  });
  return figure({
    title: "Softmax keeps the order",
    description: `Two bar charts side by side, logits on the left, probabilities on the right. In both, from the largest to the smallest: ${order.map((i) => `${names[i]} (${short(z[i])}, ${short(s[i])})`).join(", ")}.`,
    table: { head: ["class", "logit", "probability"], rows: names.map((n, i) => [n, z[i], s[i]]) },
    xAxis: "class",
    yAxis: "logit (no unit)",
    data: [bars(z, "", "logit"), bars(s, "2", "probability")],
    layout: {
      xaxis: { domain: [0, 0.44], title: { text: "class" } },
      yaxis: { title: { text: "logit z (no unit)" } },
      xaxis2: { domain: [0.58, 1], title: { text: "class" } },
      yaxis2: { anchor: "x2", title: { text: "probability s (no unit)" }, rangemode: "tozero" },
    },
  });
}

export interface BarOptions {
  readonly title: string;
  readonly labels: readonly string[];
  readonly values: readonly number[];
  readonly xAxis: string;
  readonly yAxis: string;
}

/** Bars, one a label. */
export function barFigure({ title, labels, values, xAxis, yAxis }: BarOptions): Figure {
  const largest = values.indexOf(Math.max(...values));
  const smallest = values.indexOf(Math.min(...values));
  return figure({
    title,
    xAxis,
    yAxis,
    description: `${labels.length} bars. The largest is ${labels[largest]} with ${short(values[largest])}, the smallest ${labels[smallest]} with ${short(values[smallest])}.`,
    table: { head: [xAxis, yAxis], rows: labels.map((label, i) => [label, values[i]]) },
    data: [
      {
        type: "bar",
        x: labels,
        y: values,
        text: values.map((v) => short(v)),
        textposition: "outside",
        cliponaxis: false,
        marker: { color: labels.map((_, i) => COLOURS[i % COLOURS.length]) },
      },
    ],
  });
}

/** Probabilities against temperature, from winner-takes-all to uniform, with a slider. */
export function temperatureFigure(z: readonly number[], { labels }: Labels = {}): Figure {
  const names = labelsOf(z.length, labels);
  const temperatures = [0.1, 0.2, 0.35, 0.5, 0.75, 1, 1.5, 2, 3, 5, 10, 30];
  const bars = temperatures.map((temperature) => softmax(z, { temperature }));
  const trace = (s: readonly number[]) => ({
    type: "bar",
    x: names,
    y: s,
    text: s.map((v) => short(v)),
    textposition: "outside",
    cliponaxis: false,
    marker: { color: names.map((_, i) => COLOURS[i % COLOURS.length]) },
  });
  const top = names[z.indexOf(Math.max(...z))];
  const start = temperatures.indexOf(1);
  return figure({
    title: "Temperature: from winner-takes-all to uniform",
    description: `Bars of softmax(z/T) with a slider for T. At T = ${temperatures[0]}, ${top} has ${short(Math.max(...bars[0]))}; at T = ${temperatures.at(-1)} all classes lie between ${short(Math.min(...(bars.at(-1) as number[])))} and ${short(Math.max(...(bars.at(-1) as number[])))}.`,
    table: {
      head: ["temperature T", ...names],
      rows: temperatures.map((t, k) => [t, ...bars[k]]),
    },
    xAxis: "class",
    yAxis: "probability (no unit)",
    data: [trace(bars[start])],
    frames: temperatures.map((t, k) => ({ name: String(t), data: [trace(bars[k])] })),
    layout: {
      height: 480,
      margin: { l: 70, r: 30, t: 60, b: 130 },
      yaxis: { range: [0, 1.1], title: { text: "probability s (no unit)" } },
      sliders: [
        {
          active: start,
          currentvalue: { prefix: "temperature T = " },
          pad: { t: 45 },
          steps: temperatures.map((t) => ({
            label: String(t),
            method: "animate",
            args: [[String(t)], { mode: "immediate", frame: { duration: 0 } }],
          })),
        },
      ],
    },
  });
}
