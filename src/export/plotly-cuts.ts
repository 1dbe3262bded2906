/**
 * Plotly as pages carry it: for each figure the smallest of Plotly's own cuts that draws it. Whole,
 * it is three times as much to read, to compile and to carry.
 */
export type Cut = "cartesian" | "gl3d" | "whole";

/** Kinds of trace that a cut draws. */
export const KINDS: Readonly<Record<Exclude<Cut, "whole">, readonly string[]>> = {
  cartesian: [
    ...["bar", "box", "contour", "heatmap", "histogram", "histogram2d", "histogram2dcontour"],
    ...["image", "pie", "scatter", "scatterternary", "violin"],
  ],
  gl3d: [
    ...["cone", "isosurface", "mesh3d", "scatter", "scatter3d", "streamtube", "surface", "volume"],
  ],
};

/** The cut for a figure's traces. */
export function cutFor(data: readonly object[]): Cut {
  const kinds = data.map((trace) => (trace as { type?: string }).type ?? "scatter");
  const draws = (cut: keyof typeof KINDS) => kinds.every((kind) => KINDS[cut].includes(kind));
  return draws("cartesian") ? "cartesian" : draws("gl3d") ? "gl3d" : "whole";
}
