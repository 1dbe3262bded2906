import { softmaxCrossEntropyGradient } from "../index.js";
import { cividis } from "./cividis.js";
import { h, indexed, svg } from "./dom.js";
import type { Landscape } from "./landscape.js";
import type { LossState } from "./loss.js";
import { number } from "./words.js";

/** Pixels of the picture, stretched to the place there is. */
const PIXELS = 164;
/** Bands of equal loss. */
const BANDS = 18;
/** Arrows along each axis. */
const ARROWS = 7;

/** The landscape from above: bands of loss, arrows of descent, the path, the ball. */
export function lossMap(labels: readonly string[], onDrop: (za: number, zb: number) => void) {
  const canvas = h("canvas", { width: PIXELS, height: PIXELS });
  const over = svg("svg", { viewBox: "-6 -6 12 12", "aria-hidden": "true" });
  const arrows = svg("g", { class: "arrows" });
  const path = svg("g", { class: "path" });
  over.append(arrows, path);
  const picture = h("div", { class: "picture", role: "img" }, canvas, over);
  const across = h("div", { class: "across soft" });
  const along = h("div", { class: "along soft" });
  const element = h("div", { class: "map" }, along, picture, across);
  let range = 6;
  picture.addEventListener("click", ({ clientX, clientY }) => {
    const { left, top, width, height } = picture.getBoundingClientRect();
    const at = (share: number) => Number((range * (2 * share - 1)).toFixed(1)) + 0;
    onDrop(at((clientX - left) / width), at(1 - (clientY - top) / height));
  });

  return {
    element,
    /** Draws the ground, which changes seldom. */
    ground(land: Landscape, { z, label, axes }: LossState): void {
      range = land.x[land.x.length - 1];
      over.setAttribute("viewBox", `${-range} ${-range} ${2 * range} ${2 * range}`);
      paint(canvas, land);
      const step = (2 * range) / ARROWS;
      const middles = Array.from({ length: ARROWS }, (_, k) => -range + step * (k + 0.5));
      arrows.replaceChildren(
        ...middles.flatMap((za) =>
          middles.map((zb) => {
            const at = z.map((zi, i) => (i === axes[0] ? za : i === axes[1] ? zb : zi));
            const gradient = softmaxCrossEntropyGradient(at, label);
            return arrow(za, zb, -gradient[axes[0]], -gradient[axes[1]]);
          }),
        ),
      );
      across.replaceChildren(`−${range}`, indexed("z", labels[axes[0]]), `${range}`);
      along.replaceChildren(`${range}`, indexed("z", labels[axes[1]]), `−${range}`);
    },
    /** Draws the ball and where it has been. */
    ball(way: readonly (readonly number[])[], { axes: [a, b], label }: LossState): void {
      const points = way.map((z) => `${z[a].toFixed(3)},${(-z[b]).toFixed(3)}`);
      const here = way[way.length - 1];
      const at = { cx: here[a], cy: -here[b] };
      path.replaceChildren(
        svg("polyline", { class: "edge", points: points.join(" ") }),
        svg("polyline", { class: "line", points: points.join(" ") }),
        ...way
          .slice(0, -1)
          .map((z) => svg("circle", { class: "step", cx: z[a], cy: -z[b], r: 0.1 })),
        svg("circle", { class: "ball", ...at, r: 0.34 }),
      );
      picture.setAttribute(
        "aria-label",
        `The loss from above, truth ${labels[label]}: ${labels[a]} to the right, ${labels[b]} upwards. The ball is at ${number(here[a], 2)}, ${number(here[b], 2)}.`,
      );
    },
  };
}

function arrow(x: number, y: number, dx: number, dy: number): SVGElement {
  const length = Math.hypot(dx, dy);
  if (length < 0.02) return svg("circle", { cx: x, cy: -y, r: 0.06 });
  const [u, v] = [dx / length, dy / length];
  const [tipX, tipY] = [x + 0.9 * dx, y + 0.9 * dy];
  const barb = (side: number) =>
    `${tipX - 0.24 * u + side * 0.15 * v} ${-(tipY - 0.24 * v - side * 0.15 * u)}`;
  return svg("path", { d: `M${x} ${-y}L${tipX} ${-tipY}M${barb(1)}L${tipX} ${-tipY}L${barb(-1)}` });
}

/** Bands of equal loss, from the landscape's grid by bilinear interpolation. */
function paint(canvas: HTMLCanvasElement, { z, low, high }: Landscape): void {
  const context = canvas.getContext("2d");
  if (context === null) return;
  const image = context.createImageData(PIXELS, PIXELS);
  const last = z.length - 1;
  for (let row = 0; row < PIXELS; row++)
    for (let column = 0; column < PIXELS; column++) {
      const u = (column / (PIXELS - 1)) * last;
      const v = (1 - row / (PIXELS - 1)) * last;
      const [i, j] = [Math.min(last - 1, Math.floor(v)), Math.min(last - 1, Math.floor(u))];
      const [p, q] = [v - i, u - j];
      const loss =
        (1 - p) * ((1 - q) * z[i][j] + q * z[i][j + 1]) +
        p * ((1 - q) * z[i + 1][j] + q * z[i + 1][j + 1]);
      const band = (loss - low) / (high - low || 1);
      const colour = cividis((Math.min(BANDS - 1, Math.floor(band * BANDS)) + 0.5) / BANDS);
      image.data.set([...colour, 255], 4 * (row * PIXELS + column));
    }
  context.putImageData(image, 0, 0);
}

export const mapStyle = `
.map { display: grid; grid-template-columns: auto minmax(0, 1fr); gap: 0.2rem 0.3rem; align-self: start; font-size: 0.87em; }
.picture { position: relative; aspect-ratio: 1; border-radius: 8px; overflow: hidden; cursor: crosshair; }
.picture canvas, .picture svg { position: absolute; inset: 0; width: 100%; height: 100%; }
.across { grid-column: 2; display: flex; justify-content: space-between; }
.along { display: flex; flex-direction: column; justify-content: space-between; align-items: flex-end; max-width: 4.5rem; }
.along .symbol, .across .symbol { color: var(--sd-ink); white-space: normal; overflow-wrap: anywhere; }
.arrows path { fill: none; stroke: #fff; stroke-width: 0.075; stroke-linecap: round; stroke-linejoin: round; opacity: 0.85; }
.arrows circle { fill: #fff; opacity: 0.85; }
.path polyline { fill: none; stroke-linejoin: round; stroke-linecap: round; }
.path .edge { stroke: #fff; stroke-width: 0.3; } .path .line { stroke: #c2350a; stroke-width: 0.16; }
.path .step { fill: #c2350a; stroke: #fff; stroke-width: 0.05; }
.path .ball { fill: #e2490f; stroke: #fff; stroke-width: 0.12; }
`;
