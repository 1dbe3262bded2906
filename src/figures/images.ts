import { byteMatrix } from "./bytes.js";
import { DIVERGING, type Figure, figure, short } from "./figure.js";
import { overFrames } from "./frames.js";

/** Where images of side × side pixels stand in one big one, each with room above for its caption. */
interface Mosaic {
  readonly side: number;
  readonly across: number;
  readonly down: number;
  readonly count: number;
  readonly above: number;
}
const BESIDE = 2;
const width = ({ side, across }: Mosaic) => across * (side + 2 * BESIDE);
const height = ({ side, down, above }: Mosaic) => down * (side + above) + BESIDE;
const place = ({ side, across, above }: Mosaic, k: number) => ({
  left: (k % across) * (side + 2 * BESIDE) + BESIDE,
  top: Math.floor(k / across) * (side + above) + above,
});

function mosaicOf(pixels: number, captions: readonly string[], most: number): Mosaic {
  const side = Math.sqrt(pixels);
  if (!Number.isInteger(side) || side === 0)
    throw new RangeError(`images: ${pixels} pixels are no square image`);
  const count = captions.length;
  const across = Math.min(most, count);
  const lines = Math.max(...captions.map((caption) => caption.split("\n").length));
  return { side, across, down: Math.ceil(count / across), count, above: 2 + 9 * lines };
}

function tiles<T extends Uint8Array | Int8Array>(
  mosaic: Mosaic,
  into: T,
  pixel: (image: number, p: number) => number,
) {
  for (let k = 0; k < mosaic.count; k++) {
    const { left, top } = place(mosaic, k);
    for (let p = 0; p < mosaic.side ** 2; p++)
      into[(top + Math.floor(p / mosaic.side)) * width(mosaic) + left + (p % mosaic.side)] = pixel(
        k,
        p,
      );
  }
  return byteMatrix(into, height(mosaic), width(mosaic));
}
const area = (mosaic: Mosaic) => width(mosaic) * height(mosaic);

function layoutOf(mosaic: Mosaic, captions: readonly string[], axis: string) {
  const spots = captions.map((caption, k) => ({ caption, ...place(mosaic, k) }));
  const hidden = {
    ...{ showticklabels: false, ticks: "", showgrid: false, zeroline: false, showline: false },
    constrain: "domain",
  };
  return {
    height: 130 + Math.round((height(mosaic) * 640) / width(mosaic)),
    margin: { l: 40, r: 20, t: 80, b: 50 },
    xaxis: { ...hidden, title: { text: axis } },
    yaxis: {
      ...hidden,
      title: { text: "pixel rows" },
      autorange: "reversed",
      scaleanchor: "x",
      constraintoward: "top",
    },
    annotations: spots.map(({ caption, left, top }) => ({
      x: left + (mosaic.side - 1) / 2,
      y: top - 0.5,
      text: caption.replaceAll("\n", "<br>"),
      showarrow: false,
      yanchor: "bottom",
      // Captions stand on the paper of the images, whatever the page's theme.
      font: { size: 12, color: "#111111" },
    })),
    shapes: spots.map(({ left, top }) => ({
      type: "rect",
      x0: left - 0.5,
      y0: top - 0.5,
      x1: left + mosaic.side - 0.5,
      y1: top + mosaic.side - 0.5,
      line: { color: "#9a9a9e", width: 1 },
    })),
  };
}

const inOneLine = (caption: string) => caption.replaceAll("\n", ", ");

export interface DigitImagesOptions {
  readonly title: string;
  /** Images one after the other, row by row, each pixel from 0 (paper) to 1 (ink). */
  readonly images: Float64Array;
  /** What stands above each image, in one line or two; as many as there are images. */
  readonly captions: readonly string[];
  /** Images side by side; 10 by default. */
  readonly across?: number;
}

/** Square images of grey pixels in rows, each with its caption. */
export function digitImagesFigure(options: DigitImagesOptions): Figure {
  const { title, images, captions, across = 10 } = options;
  const pixels = images.length / captions.length;
  const mosaic = mosaicOf(pixels, captions, across);
  const ink = captions.map(
    (_, k) => images.subarray(k * pixels, (k + 1) * pixels).reduce((sum, v) => sum + v, 0) / pixels,
  );
  const axis = `pixel columns (${mosaic.side} an image)`;
  return figure({
    title,
    description: `${captions.length} images of ${mosaic.side} by ${mosaic.side} pixels, from left to right and from the top: ${captions.map(inOneLine).join("; ")}. On average ${short(100 * (ink.reduce((a, b) => a + b, 0) / ink.length), 0)} % of an image is ink.`,
    table: {
      head: ["image", "caption", "share of ink (no unit)"],
      rows: captions.map((caption, k) => [
        String(k + 1),
        inOneLine(caption),
        Number(ink[k].toFixed(3)),
      ]),
    },
    xAxis: axis,
    yAxis: "pixel rows",
    data: [
      {
        type: "heatmap",
        z: tiles(mosaic, new Uint8Array(area(mosaic)), (k, p) =>
          Math.round(255 * images[k * pixels + p]),
        ),
        zmin: 0,
        zmax: 255,
        colorscale: [
          [0, "#f7f7f7"],
          [1, "#111111"],
        ],
        showscale: false,
        hoverinfo: "skip",
      },
    ],
    layout: layoutOf(mosaic, captions, axis),
  });
}

export interface WeightImagesOptions {
  readonly title: string;
  /** Weights at some moments of the training: pixels × units, row-major, as a layer keeps them. */
  readonly moments: readonly { readonly name: string; readonly weights: Float64Array }[];
  /** Names of the units: what stands above each image. */
  readonly units: readonly string[];
  readonly across?: number;
  /** What a moment's name counts, for the slider; "epoch " by default. */
  readonly prefix?: string;
}

/** The weights of each unit as an image, blue below zero and orange above, over training time. */
export function weightImagesFigure(options: WeightImagesOptions): Figure {
  const { title, moments, units, across = 5, prefix = "epoch " } = options;
  const n = units.length;
  const last = moments[moments.length - 1];
  const pixels = last.weights.length / n;
  const mosaic = mosaicOf(pixels, units, across);
  // A few weights are far larger than all others; they may saturate, or the others would be pale.
  const sizes = last.weights.map(Math.abs).sort();
  const limit = sizes[Math.floor(0.998 * (sizes.length - 1))] || 1;
  const clip = (w: number) => Math.max(-1, Math.min(1, w / limit));
  const trace = (weights: Float64Array) => ({
    type: "heatmap",
    z: tiles(mosaic, new Int8Array(area(mosaic)), (k, p) =>
      Math.round(127 * clip(weights[p * n + k])),
    ),
    coloraxis: "coloraxis",
    hoverinfo: "skip",
  });
  const where = (p: number) =>
    `row ${Math.floor(p / mosaic.side) + 1}, column ${(p % mosaic.side) + 1}`;
  const extremes = units.map((unit, k) => {
    const own = Float64Array.from({ length: pixels }, (_, p) => last.weights[p * n + k]);
    const [high, low] = [Math.max(...own), Math.min(...own)];
    return { unit, high, highAt: where(own.indexOf(high)), low, lowAt: where(own.indexOf(low)) };
  });
  const top = extremes.reduce((a, b) => (b.high > a.high ? b : a));
  const bottom = extremes.reduce((a, b) => (b.low < a.low ? b : a));
  const axis = `pixel columns (${mosaic.side} an image)`;
  const plain = layoutOf(mosaic, units, axis);
  const barTop = 1 + 66 / (plain.height - plain.margin.t - plain.margin.b);
  const layout = {
    ...plain,
    height: plain.height + 90,
    margin: { ...plain.margin, t: 170 },
    coloraxis: {
      cmin: -127,
      cmax: 127,
      colorscale: DIVERGING,
      colorbar: {
        title: { text: "weight (no unit)", side: "top" },
        tickvals: [-127, 0, 127],
        ticktext: [`≤ ${short(-limit, 2)}`, "0", `≥ ${short(limit, 2)}`],
        // Hung up by its top: for one that stands on the plot Plotly moves all other titles.
        ...{ orientation: "h", y: barTop, yanchor: "top", len: 0.6, thickness: 12 },
      },
    },
  };
  const several = moments.length > 1;
  return figure({
    title,
    description: `${n} images of weights, one a unit: orange where ink speaks for it, blue where ink speaks against it.${several ? ` A slider goes from ${prefix}${moments[0].name} to ${prefix}${last.name}.` : ""} At the end the largest weight is ${short(top.high, 2)}, of ${top.unit} at ${top.highAt}; the most negative is ${short(bottom.low, 2)}, of ${bottom.unit} at ${bottom.lowAt}.`,
    table: {
      head: ["unit", "largest weight", "its pixel", "most negative weight", "its pixel"],
      rows: extremes.map((e) => [
        e.unit,
        Number(e.high.toFixed(3)),
        e.highAt,
        Number(e.low.toFixed(3)),
        e.lowAt,
      ]),
    },
    xAxis: axis,
    yAxis: "pixel rows",
    data: [trace(last.weights)],
    ...(several && {
      frames: moments.map(({ name, weights }) => ({ name, data: [{ z: trace(weights).z }] })),
    }),
    layout: several
      ? {
          ...layout,
          height: layout.height + 110,
          margin: { ...layout.margin, b: 160 },
          ...overFrames(
            moments.map(({ name }) => name),
            { prefix },
          ),
        }
      : layout,
  });
}
