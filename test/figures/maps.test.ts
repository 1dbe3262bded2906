import assert from "node:assert/strict";
import { test } from "node:test";
import { COLOURS, gridOf, panelsFigure, regionsFigure } from "../../src/figures/index.js";

const square = { x: [0, 1] as const, y: [0, 1] as const, count: 5 };

test("panels share one scale of colours, stand side by side and are described one by one", () => {
  const panels = [1, 2, 3].map((k) => ({ name: `k = ${k}`, grid: gridOf((x) => k * x, square) }));
  const { data, layout } = panelsFigure({
    ...{ title: "Three ramps", xAxis: "x (m)", yAxis: "y (m)", valueAxis: "height (m)" },
    panels,
  });
  assert.deepEqual(
    (data as { coloraxis: string }[]).map(({ coloraxis }) => coloraxis),
    ["coloraxis", "coloraxis", "coloraxis"],
  );
  const domains = ["xaxis", "xaxis2", "xaxis3"].flatMap(
    (axis) => (layout[axis] as { domain: number[] }).domain,
  );
  assert.ok(domains.every((at, k) => k === 0 || at > domains[k - 1]));
  assert.deepEqual([domains[0], domains[5]], [0, 1]);
  assert.match(
    layout.meta.description,
    /k = 3: lowest 0 at \(0, 0\), highest 3\.000 at \(1\.00, 0\)/,
  );
  assert.deepEqual(layout.meta.table.head, ["x (m)", "y (m)", "k = 1", "k = 2", "k = 3"]);
  assert.deepEqual(layout.meta.table.rows.at(-1), [1, 1, 1, 2, 3]);
});

test("regions have one colour a kind, a share in words, and kinds by name in the table", () => {
  const kinds = ["left", "right"];
  const grid = gridOf((x) => Number(x > 0.4), square); // 2 of 5 columns are left
  const { data, layout } = regionsFigure({
    ...{ title: "Two halves", xAxis: "x (m)", yAxis: "y (m)" },
    ...{ kinds, grid },
  });
  const [{ colorscale, zmin, zmax, colorbar }] = data as {
    colorscale: [number, string][];
    zmin: number;
    zmax: number;
    colorbar: { ticktext: string[] };
  }[];
  assert.deepEqual(colorscale, [
    [0, COLOURS[0]],
    [0.5, COLOURS[0]],
    [0.5, COLOURS[1]],
    [1, COLOURS[1]],
  ]);
  assert.deepEqual([zmin, zmax], [-0.5, 1.5]);
  assert.deepEqual(colorbar.ticktext, kinds);
  assert.match(layout.meta.description, /left in 40 % of it, right in 60 % of it/);
  assert.deepEqual(layout.meta.table.rows[0], [0, 0, "left"]);
});

test("regions refuse more kinds than there are colours to tell apart", () => {
  assert.throws(
    () =>
      regionsFigure({
        ...{ title: "Too many", xAxis: "x", yAxis: "y" },
        ...{ kinds: Array.from({ length: 7 }, (_, k) => `${k}`), grid: gridOf(() => 0, square) },
      }),
    /regionsFigure: 1 to 6 kinds, got 7/,
  );
});
