import assert from "node:assert/strict";
import { test } from "node:test";
import { gridOf, surfaceFamilyFigure, surfaceFigure } from "../../src/figures/index.js";

const axes = { title: "A saddle", xAxis: "x (m)", yAxis: "y (m)", valueAxis: "height (m)" };
const square = { x: [-1, 1] as const, y: [-1, 1] as const, count: 5 };
const saddle = (k: number) => gridOf((x, y) => k * x * y, square);

test("a surface says where it is lowest and highest, and its table holds the corners", () => {
  const { data, layout } = surfaceFigure({ ...axes, grid: saddle(1), note: "It is a saddle." });
  assert.match(
    layout.meta.description,
    /lowest −1\.000 at \(1\.00, −1\.00\), highest 1\.000 at \(−1\.00, −1\.00\)\. It is a saddle\.$/,
  );
  assert.deepEqual(layout.meta.table.head, ["x (m)", "y (m)", "height (m)"]);
  assert.deepEqual(layout.meta.table.rows[0], [-1, -1, 1]);
  assert.deepEqual(layout.meta.table.rows.at(-1), [1, 1, 1]);
  assert.equal((data[0] as { type: string }).type, "surface");
  assert.deepEqual((layout.scene as { zaxis: object }).zaxis, { title: { text: "height (m)" } });
});

test("a level surface is said to be level", () => {
  const { layout } = surfaceFigure({ ...axes, grid: gridOf(() => 0.5, square) });
  assert.match(layout.meta.description, /level, 0\.500 everywhere/);
});

test("a family of surfaces has a frame a member, in one range, and a slider that names each", () => {
  const members = [1, 2, 4].map((k) => ({ label: `${k}`, grid: saddle(k) }));
  const {
    data,
    frames = [],
    layout,
  } = surfaceFamilyFigure({
    ...axes,
    ...{ parameter: "steepness k", members, start: 1 },
  });
  assert.deepEqual(
    frames.map((frame) => (frame as { name: string }).name),
    ["1", "2", "4"],
  );
  const shown = data[0] as { z: unknown; cmin: number; cmax: number };
  assert.deepEqual([shown.cmin, shown.cmax], [-4, 4]);
  assert.deepEqual(shown.z, members[1].grid.values);
  assert.deepEqual((frames[2] as { data: object[] }).data, [{ z: members[2].grid.values }]);
  const [slider] = layout.sliders as {
    active: number;
    steps: { label: string; args: unknown[] }[];
  }[];
  assert.equal(slider.active, 1);
  assert.deepEqual(
    slider.steps.map(({ label, args }) => [label, (args[0] as string[])[0]]),
    [
      ["1", "1"],
      ["2", "2"],
      ["4", "4"],
    ],
  );
  assert.match(
    layout.meta.description,
    /At steepness k = 1: lowest −1\.000 .* At steepness k = 4: lowest −4\.000/,
  );
  assert.equal(layout.meta.table.rows.length, 3 * 9);
});

test("a family refuses a start that is no member", () => {
  assert.throws(
    () => surfaceFamilyFigure({ ...axes, parameter: "k", members: [], start: 0 }),
    /surfaceFamilyFigure: there is no member 0 of 0/,
  );
});
