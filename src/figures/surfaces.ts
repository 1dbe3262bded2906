import { type Figure, figure } from "./figure.js";
import { type Axes, extremes, type Grid, sentences, tableOf } from "./grid.js";

export interface SurfaceOptions extends Axes {
  readonly grid: Grid;
  /** Where the reader stands, in Plotly's units. */
  readonly eye?: { readonly x: number; readonly y: number; readonly z: number };
  /** Said after what is computed from the numbers. */
  readonly note?: string;
}

/** A surface over two axes. */
export function surfaceFigure(o: SurfaceOptions): Figure {
  return figure({
    title: o.title,
    xAxis: o.xAxis,
    yAxis: o.yAxis,
    description: sentences(`A surface over ${o.xAxis} and ${o.yAxis}: ${extremes(o.grid)}`, o.note),
    table: tableOf(o, o.grid),
    data: [surface(o.grid, o.valueAxis)],
    layout: { height: 520, margin: { l: 0, r: 0, t: 60, b: 0 }, scene: scene(o) },
  });
}

export interface SurfaceFamilyOptions extends Omit<SurfaceOptions, "grid"> {
  /** What the slider changes, such as "temperature T". */
  readonly parameter: string;
  /** One surface a step, all over the same axes. */
  readonly members: readonly { readonly label: string; readonly grid: Grid }[];
  /** The step shown first; the first by default. */
  readonly start?: number;
}

/** A family of surfaces with a slider; all of them share the axes and the colours. */
export function surfaceFamilyFigure(o: SurfaceFamilyOptions): Figure {
  const { members, start = 0 } = o;
  if (members[start] === undefined)
    throw new RangeError(`surfaceFamilyFigure: there is no member ${start} of ${members.length}`);
  const all = members.flatMap(({ grid }) => grid.values.flat());
  const range = [Math.min(...all), Math.max(...all)] as const;
  const [first, last] = [members[0], members[members.length - 1]];
  const said = ({ label, grid }: (typeof members)[number]) =>
    `At ${o.parameter} = ${label}: ${extremes(grid)}`;
  return figure({
    title: o.title,
    xAxis: o.xAxis,
    yAxis: o.yAxis,
    description: sentences(
      `A surface over ${o.xAxis} and ${o.yAxis} with a slider for the ${o.parameter}. ${said(first)} ${said(last)}`,
      o.note,
    ),
    table: {
      head: [o.parameter, o.xAxis, o.yAxis, o.valueAxis],
      rows: members.flatMap(({ label, grid }) =>
        tableOf(o, grid, 3).rows.map((row) => [label, ...row]),
      ),
    },
    data: [surface(members[start].grid, o.valueAxis, range)],
    // A frame holds what differs; Plotly keeps the axes and the colours of the first surface.
    frames: members.map(({ label, grid }) => ({ name: label, data: [{ z: grid.values }] })),
    layout: {
      height: 600,
      margin: { l: 0, r: 0, t: 60, b: 110 },
      scene: scene(o, range),
      sliders: [
        sliderOf(
          o.parameter,
          members.map(({ label }) => label),
          start,
        ),
      ],
    },
  });
}

/** A slider that shows one frame a step. */
export function sliderOf(prefix: string, labels: readonly string[], active: number): object {
  return {
    active,
    currentvalue: { prefix: `${prefix} = ` },
    ...{ x: 0.06, len: 0.88, pad: { t: 30 } },
    steps: labels.map((label) => ({
      label,
      method: "animate",
      args: [[label], { mode: "immediate", frame: { duration: 0, redraw: true } }],
    })),
  };
}

/** The surface of a grid, coloured by height, with its contours on it and below it. */
export const surface = (grid: Grid, valueAxis: string, range?: readonly [number, number]) => ({
  type: "surface",
  ...{ x: grid.x, y: grid.y, z: grid.values },
  colorscale: "Cividis",
  ...(range && { cmin: range[0], cmax: range[1] }),
  colorbar: { title: { text: valueAxis } },
  contours: { z: { show: true, usecolormap: true, project: { z: true } } },
});

/**
 * Three axes with their titles. Few ticks on the ground: near a corner those of two axes come close,
 * and each number that is new takes Plotly some milliseconds. Contours are drawn at those of height.
 */
export const axesOf = (o: Omit<Axes, "title">, range?: readonly [number, number]) => ({
  xaxis: { title: { text: o.xAxis }, nticks: 5 },
  yaxis: { title: { text: o.yAxis }, nticks: 5 },
  zaxis: { title: { text: o.valueAxis }, ...(range && { range }) },
});

const scene = (o: Omit<SurfaceOptions, "grid">, range?: readonly [number, number]) => ({
  ...axesOf(o, range),
  // A little below the middle, so that the titles of the lower axes stay in the picture.
  camera: { eye: o.eye ?? { x: 1.6, y: -1.6, z: 0.9 }, center: { x: 0, y: 0, z: -0.2 } },
});
