import { lossSurfaceFigure } from "../figures/loss.js";
import type { LossState } from "./loss.js";

/** The loss over the two logits of the axes, on a grid; all others as they are. */
export interface Landscape {
  /** Logits along the first and the second axis, rising. */
  readonly x: readonly number[];
  readonly y: readonly number[];
  /** Losses in nats; a row a value of y, a column a value of x. */
  readonly z: readonly (readonly number[])[];
  readonly low: number;
  readonly high: number;
  /** The figure's layout and surface, for Plotly. */
  readonly figure: ReturnType<typeof lossSurfaceFigure>;
}

/** The same numbers that the article's figure of the surface shows. */
export function landscape({ z, label, axes, labels }: LossState): Landscape {
  const figure = lossSurfaceFigure({ z, label, axes, labels });
  const surface = figure.data[0] as Pick<Landscape, "x" | "y" | "z">;
  const losses = surface.z.flat();
  return {
    ...{ x: surface.x, y: surface.y, z: surface.z, figure },
    low: Math.min(...losses),
    high: Math.max(...losses),
  };
}

/** What the landscape depends on: while this stays, it need not be computed again. */
export function landscapeKey({ z, label, axes }: LossState): string {
  return JSON.stringify([label, axes, z.map((zi, i) => (axes.includes(i) ? 0 : zi))]);
}
