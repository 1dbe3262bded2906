import { COLOURS, type Figure, figure, plottable, short } from "./figure.js";

export interface Curve {
  readonly name: string;
  readonly y: readonly number[];
}
export interface LineOptions {
  readonly title: string;
  readonly x: readonly number[];
  readonly curves: readonly Curve[];
  readonly xAxis: string;
  readonly yAxis: string;
  readonly xLog?: boolean;
  readonly yLog?: boolean;
  readonly description?: string;
  readonly annotations?: readonly object[];
}

const DASHES = ["solid", "dash", "dot", "dashdot"];

/** Several curves over one axis, told apart by colour and by dash. */
export function lineFigure(o: LineOptions): Figure {
  const describe = ({ name, y }: Curve) => {
    const last = y.findLastIndex((v) => Number.isFinite(v) && !(o.yLog && v === 0));
    return last < 0
      ? `${name}: no value that can be drawn`
      : `${name}: from ${short(y[0])} to ${short(y[last])} at ${short(o.x[last], 0)}${last < y.length - 1 ? ", where it ends" : ""}`;
  };
  return figure({
    title: o.title,
    description:
      o.description ??
      `${o.curves.length === 1 ? "One curve" : `${o.curves.length} curves`} over ${o.xAxis}, from ${short(o.x[0])} to ${short(o.x.at(-1) as number)}. ${o.curves.map(describe).join("; ")}.`,
    table: {
      head: [o.xAxis, ...o.curves.map((c) => c.name)],
      rows: o.x
        .map((x, k) => [x, ...o.curves.map((c) => c.y[k])])
        .filter((_, k) => k % Math.ceil(o.x.length / 20) === 0),
    },
    xAxis: o.xAxis,
    yAxis: o.yAxis,
    data: o.curves.map((curve, k) => ({
      type: "scatter",
      mode: "lines",
      name: curve.name,
      x: o.x,
      y: curve.y.map((v) => (o.yLog && v <= 0 ? null : plottable(v))),
      line: {
        color: COLOURS[k % COLOURS.length],
        dash: DASHES[k % DASHES.length],
        width: 3 - k / 2,
      },
    })),
    layout: {
      showlegend: o.curves.length > 1,
      legend: { orientation: "h", y: -0.22 },
      margin: { l: 80, r: 30, t: 60, b: 100 },
      xaxis: { title: { text: o.xAxis }, type: o.xLog ? "log" : "linear", exponentformat: "power" },
      yaxis: { title: { text: o.yAxis }, type: o.yLog ? "log" : "linear", exponentformat: "power" },
      ...(o.annotations && { annotations: o.annotations }),
    },
  });
}

/** What several forms make of a quantity that is small and negative, as one class's lead grows. */
export function precisionFigure(
  leads: readonly number[],
  forms: Readonly<Record<string, readonly number[]>>,
  { quantity }: { readonly quantity: string },
): Figure {
  const ends = Object.entries(forms).map(([name, values]) => {
    const last = values.findLastIndex((v) => Number.isFinite(v) && v !== 0);
    return last === values.length - 1
      ? `${name} has a value at every lead`
      : last < 0
        ? `${name} never has one`
        : `${name} has its last value other than zero at a lead of ${leads[last]}`;
  });
  return lineFigure({
    title: `What is left of ${quantity}`,
    description: `The size of ${quantity} against the lead of the true class, on a logarithmic axis. ${ends.join("; ")}. A curve ends where the form gives zero or no number.`,
    x: leads,
    curves: Object.entries(forms).map(([name, values]) => ({ name, y: values.map(Math.abs) })),
    xAxis: "lead of the true class, z₁ − z₂ (no unit)",
    yAxis: `size of ${quantity}, |${quantity}|`,
    yLog: true,
  });
}

/** Error of the central difference against its step, with the slopes of its two causes. */
export function errorAgainstStepFigure({
  steps,
  errors,
}: {
  readonly steps: readonly number[];
  readonly errors: readonly number[];
}): Figure {
  const best = errors.indexOf(Math.min(...errors.filter((e) => e > 0)));
  const label = (x: number, y: number, text: string) => ({
    x: Math.log10(x),
    y: Math.log10(y),
    text,
    showarrow: false,
  });
  return lineFigure({
    title: "Error of a central difference against its step",
    description: `A curve shaped like a V on logarithmic axes. For large steps the error grows like h squared, because the function bends; for small steps it grows like 2⁻⁵³ over h, because of rounding. The best step tried is ${short(steps[best])}, with an error of ${short(errors[best])}.`,
    x: steps,
    curves: [
      { name: "error", y: errors },
      {
        name: "slope 2: h²/20 (the function bends)",
        y: steps.map((h) => (h > 1e-6 ? (h * h) / 20 : 0)),
      },
      { name: "slope −1: 2⁻⁵³/h (rounding)", y: steps.map((h) => (h < 1e-3 ? 2 ** -53 / h : 0)) },
    ],
    xAxis: "step h (no unit)",
    yAxis: "absolute error (no unit)",
    xLog: true,
    yLog: true,
    annotations: [label(1e-2, 1e-7, "slope 2"), label(1e-9, 1e-9, "slope −1")],
  });
}
