import { COLOURS, type Figure, figure, short } from "./figure.js";
import { type Axes, extremes, type Grid, rounded, sentences, tableOf } from "./grid.js";

export interface PanelsOptions extends Axes {
  /** Maps over the same two axes, drawn side by side in one scale of colours. */
  readonly panels: readonly { readonly name: string; readonly grid: Grid }[];
  readonly note?: string;
}

/** Several maps over the same plane, side by side, in one scale of colours. */
export function panelsFigure(o: PanelsOptions): Figure {
  const { panels } = o;
  const gap = 0.06;
  const width = (1 - gap * (panels.length - 1)) / panels.length;
  const suffix = (k: number) => (k === 0 ? "" : String(k + 1));
  const domain = (k: number) => [k * (width + gap), k * (width + gap) + width].map(rounded);
  const axes = panels.map((_, k) => ({
    [`xaxis${suffix(k)}`]: {
      domain: domain(k),
      title: { text: o.xAxis },
      anchor: `y${suffix(k)}`,
      zeroline: false,
    },
    [`yaxis${suffix(k)}`]: {
      title: { text: k === 0 ? o.yAxis : "" },
      anchor: `x${suffix(k)}`,
      zeroline: false,
    },
  }));
  return figure({
    title: o.title,
    xAxis: o.xAxis,
    yAxis: o.yAxis,
    description: sentences(
      `${panels.length} maps side by side over ${o.xAxis} and ${o.yAxis}, in one scale of colours. ${panels.map(({ name, grid }) => `${name}: ${extremes(grid)}`).join(" ")}`,
      o.note,
    ),
    table: {
      head: [o.xAxis, o.yAxis, ...panels.map(({ name }) => name)],
      rows: tableOf(o, panels[0].grid).rows.map(([a, b], k) => [
        a,
        b,
        ...panels.map(({ grid }) => tableOf(o, grid).rows[k][2]),
      ]),
    },
    data: panels.map(({ grid }, k) => ({
      type: "heatmap",
      ...{ x: grid.x, y: grid.y, z: grid.values },
      ...{
        xaxis: `x${suffix(k)}`,
        yaxis: `y${suffix(k)}`,
        coloraxis: "coloraxis",
        zsmooth: "best",
      },
    })),
    layout: {
      height: 400,
      ...Object.assign({}, ...axes),
      coloraxis: { colorscale: "Cividis", colorbar: { title: { text: o.valueAxis } } },
      annotations: panels.map(({ name }, k) => ({
        ...{ text: name, showarrow: false, xref: "paper", yref: "paper" },
        ...{ x: rounded(k * (width + gap) + width / 2), y: 1.08, xanchor: "center" },
      })),
    },
  });
}

export interface RegionsOptions extends Omit<Axes, "valueAxis"> {
  /** What can be the case at a point; at most six. */
  readonly kinds: readonly string[];
  /** Which of them is the case: values are indices into `kinds`. */
  readonly grid: Grid;
  readonly note?: string;
}

/** A plane parted into regions, one colour a kind; the kinds stand beside the colours. */
export function regionsFigure(o: RegionsOptions): Figure {
  const { kinds, grid } = o;
  if (kinds.length === 0 || kinds.length > COLOURS.length)
    throw new RangeError(`regionsFigure: 1 to ${COLOURS.length} kinds, got ${kinds.length}`);
  const cells = grid.values.flat();
  const share = (kind: number) => cells.filter((v) => v === kind).length / cells.length;
  const scale = kinds.flatMap((_, k) =>
    [k / kinds.length, (k + 1) / kinds.length].map((at) => [rounded(at), COLOURS[k]]),
  );
  return figure({
    title: o.title,
    xAxis: o.xAxis,
    yAxis: o.yAxis,
    description: sentences(
      `A map over ${o.xAxis} and ${o.yAxis}, parted into regions: ${kinds.map((kind, k) => `${kind} in ${short(100 * share(k), 0)} % of it`).join(", ")}.`,
      o.note,
    ),
    table: {
      head: [o.xAxis, o.yAxis, "kind"],
      rows: tableOf({ ...o, valueAxis: "kind" }, grid).rows.map(([a, b, kind]) => [
        a,
        b,
        kinds[Number(kind)],
      ]),
    },
    data: [
      {
        type: "heatmap",
        ...{ x: grid.x, y: grid.y, z: grid.values },
        ...{ zmin: -0.5, zmax: kinds.length - 0.5, colorscale: scale },
        colorbar: { tickvals: kinds.map((_, k) => k), ticktext: kinds },
      },
    ],
    layout: { height: 480, margin: { l: 80, r: 30, t: 60, b: 70 } },
  });
}
