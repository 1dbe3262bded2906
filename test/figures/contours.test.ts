import assert from "node:assert/strict";
import { test } from "node:test";
import { contourFigure, gridOf } from "../../src/figures/index.js";

const options = {
  title: "A bowl",
  ...{ xAxis: "x (m)", yAxis: "y (m)", valueAxis: "height (m)" },
  grid: gridOf((x, y) => x * x + y * y, { x: [-2, 2], y: [-2, 2], count: 5 }),
};
const paths = [
  { name: "straight", points: [[2, 2] as const, [1, 1] as const, [0, 0] as const] },
  { name: "one step", points: [[2, 2] as const, [0, 0.5] as const] },
];

test("paths are told apart by colour and by shape, and described by their ends", () => {
  const { data, layout } = contourFigure({
    ...options,
    ...{ paths, mark: { name: "lowest point", at: [0, 0] } },
  });
  const [bowl, ...traces] = data as {
    type: string;
    name: string;
    x: number[];
    y: number[];
    line: { color: string };
    marker: { symbol: string };
  }[];
  assert.equal(bowl.type, "contour");
  assert.deepEqual(
    traces.map(({ name }) => name),
    ["straight", "one step", "lowest point"],
  );
  assert.deepEqual(
    [traces[0].x, traces[0].y],
    [
      [2, 1, 0],
      [2, 1, 0],
    ],
  );
  assert.equal(new Set(traces.slice(0, 2).map(({ line }) => line.color)).size, 2);
  assert.equal(new Set(traces.map(({ marker }) => marker.symbol)).size, 3);
  assert.match(
    layout.meta.description,
    /straight: 2 steps, from \(2\.00, 2\.00\) to \(0, 0\); one step: 1 step, from \(2\.00, 2\.00\) to \(0, 0\.50\)\. Marked: lowest point, at \(0, 0\)\./,
  );
  assert.deepEqual(layout.meta.table.rows[1], ["straight", 1, 1, 1]);
});

test("without paths the table holds the heights", () => {
  const { data, layout } = contourFigure(options);
  assert.equal(data.length, 1);
  assert.deepEqual(layout.meta.table.head, ["x (m)", "y (m)", "height (m)"]);
  assert.deepEqual(layout.meta.table.rows[0], [-2, -2, 8]);
  assert.equal(layout.showlegend, false);
});

test("arrows go from their first point to their second", () => {
  const { layout } = contourFigure({
    ...options,
    arrows: [[[1, 1] as const, [0.5, 0.25] as const]],
  });
  const [{ ax, ay, x, y, showarrow }] = layout.annotations as Record<string, unknown>[];
  assert.deepEqual([ax, ay, x, y, showarrow], [1, 1, 0.5, 0.25, true]);
});
