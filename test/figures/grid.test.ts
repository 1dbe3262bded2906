import assert from "node:assert/strict";
import { test } from "node:test";
import { gridOf } from "../../src/figures/index.js";

test("a grid has a row for each y and a column for each x, from limit to limit", () => {
  const grid = gridOf((x, y) => 10 * x + y, { x: [0, 2], y: [5, 6], count: 3 });
  assert.deepEqual(grid.x, [0, 1, 2]);
  assert.deepEqual(grid.y, [5, 5.5, 6]);
  assert.deepEqual(grid.values, [
    [5, 15, 25],
    [5.5, 15.5, 25.5],
    [6, 16, 26],
  ]);
});

test("a grid's values have six significant digits", () => {
  const { values } = gridOf((x) => x / 3, { x: [1, 2], y: [0, 1], count: 2 });
  assert.deepEqual(values[0], [0.333333, 0.666667]);
});

test("a grid refuses a count below 2 and limits that are not finite, and names them", () => {
  const f = () => 0;
  assert.throws(
    () => gridOf(f, { x: [0, 1], y: [0, 1], count: 1 }),
    /gridOf: count must be a whole number of at least 2, got 1/,
  );
  assert.throws(
    () => gridOf(f, { x: [0, 1], y: [0, Number.POSITIVE_INFINITY], count: 2 }),
    /gridOf: the limits of y must be finite, got 0,Infinity/,
  );
});
