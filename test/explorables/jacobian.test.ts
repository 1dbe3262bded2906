import assert from "node:assert/strict";
import { test } from "node:test";
import { css, HEAT_INK, heatColour } from "../../src/explorables/heat-colour.js";
import { explain, jacobianModel } from "../../src/explorables/jacobian.js";
import { cellAfterKey } from "../../src/explorables/jacobian-view.js";
import { softmaxJacobian } from "../../src/index.js";

const read = (attributes: Record<string, string>) =>
  jacobianModel.read((name) => attributes[name] ?? null);
const ours = { z: "2,1,0.1,-1", labels: "cat,dog,hen,fox" };

test("a cell is explained with its numbers", () => {
  assert.equal(
    explain(read({ ...ours, cell: "1,0" })),
    "∂s_dog/∂z_cat = −0.235 · 0.638 = −0.150: raising the cat takes from the dog",
  );
  assert.equal(
    explain(read({ ...ours, cell: "0,0" })),
    "∂s_cat/∂z_cat = 0.638 · (1 − 0.638) = 0.638 · 0.362 = 0.231: raising the cat gives to the cat",
  );
  assert.match(
    explain(read({ ...ours, cell: "1,4" })),
    /^−0\.150 \+ 0\.180 − 0\.022 − 0\.007 = 0: the row of the dog sums to zero, up to rounding/,
  );
});

test("1 − s is not lost where s is near 1", () => {
  assert.match(explain(read({ z: "40,0", cell: "0,0" })), /= 1\.000 · 4\.2e−18 = 4\.2e−18/);
});

test("the table holds the module's Jacobian and the sum of each row", () => {
  const J = softmaxJacobian([2, 1, 0.1, -1]);
  const { rows } = jacobianModel.table(read(ours));
  rows.forEach((row, i) => {
    assert.deepEqual(row.slice(1, 5), J[i]);
    assert.ok(Math.abs(row[5] as number) < 1e-16);
  });
});

test("keys lead through the grid and not out of it", () => {
  assert.deepEqual(cellAfterKey([1, 4], "ArrowRight", 4), [1, 4]);
  assert.deepEqual(cellAfterKey([0, 0], "ArrowUp", 4), [0, 0]);
  assert.deepEqual(cellAfterKey([3, 1], "ArrowDown", 4), [3, 1]);
  assert.deepEqual(cellAfterKey([1, 2], "Home", 4), [1, 0]);
  assert.deepEqual(cellAfterKey([1, 2], "End", 4, true), [3, 4]);
  assert.deepEqual(cellAfterKey([1, 2], "PageDown", 4), [3, 2]);
  assert.equal(cellAfterKey([1, 2], "x", 4), undefined);
});

test("the ink on every heat colour has a contrast of 4.5 or more, in both themes", () => {
  const luminance = (colour: readonly number[]) =>
    colour
      .map((c) => c / 255)
      .map((c) => (c <= 0.04045 ? c / 12.92 : ((c + 0.055) / 1.055) ** 2.4))
      .reduce((sum, c, k) => sum + c * [0.2126, 0.7152, 0.0722][k], 0);
  for (const ground of ["light", "dark"] as const) {
    const hex = HEAT_INK[ground].match(/[\da-f]{2}/g) as string[];
    const ink = luminance(hex.map((part) => Number.parseInt(part, 16)));
    for (let k = -20; k <= 20; k++) {
      const paper = luminance(heatColour(k / 20, ground));
      const contrast = (Math.max(ink, paper) + 0.05) / (Math.min(ink, paper) + 0.05);
      assert.ok(contrast >= 4.5, `${ground} ${k / 20}: ${contrast.toFixed(2)}`);
    }
  }
  assert.equal(css(heatColour(0, "light")), "rgb(246, 246, 243)");
});

test("sd-jacobian refuses a cell that is not in the grid", () => {
  assert.throws(
    () => read({ ...ours, cell: "4,0" }),
    /sd-jacobian: cell\[0\] 4 is outside \[0, 4\)/,
  );
  assert.throws(() => read({ ...ours, cell: "1" }), /cell="1" must hold 2 indices/);
  const state = read({ ...ours, cell: "2,4" });
  assert.deepEqual(read(jacobianModel.write(state)), state);
});
