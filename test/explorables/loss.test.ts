import assert from "node:assert/strict";
import { test } from "node:test";
import { turned } from "../../src/explorables/camera.js";
import { cividis } from "../../src/explorables/cividis.js";
import { descend } from "../../src/explorables/descent.js";
import { landscape, landscapeKey } from "../../src/explorables/landscape.js";
import { judge, lossModel, place } from "../../src/explorables/loss.js";
import { softmax, softmaxCrossEntropy, softmaxCrossEntropyGradient } from "../../src/index.js";

const read = (attributes: Record<string, string>) =>
  lossModel.read((name) => attributes[name] ?? null);
const ours = { z: "2,1,0.1,-1", labels: "cat,dog,hen,fox" };

test("each step goes against s − y, and only on the axes", () => {
  const start = [2, 1, 0.1, -1];
  const path = descend({ z: start, label: 1, axes: [0, 1], rate: 0.5, steps: 20 });
  assert.equal(path.length, 21);
  for (let k = 0; k < 20; k++) {
    const s = softmax(path[k]);
    const moved = path[k + 1].map((zi, i) => zi - path[k][i]);
    assert.ok(Math.abs(moved[0] + 0.5 * s[0]) < 1e-15);
    assert.ok(Math.abs(moved[1] + 0.5 * (s[1] - 1)) < 1e-15);
    assert.deepEqual(moved.slice(2), [0, 0]);
    assert.ok(softmaxCrossEntropy(path[k + 1], 1) < softmaxCrossEntropy(path[k], 1));
  }
  assert.deepEqual(start, [2, 1, 0.1, -1]);
});

test("the landscape is the module's loss at every point of the grid", () => {
  const state = read(ours);
  const { x, y, z, low, high } = landscape(state);
  for (const [i, zb] of y.entries())
    for (const [j, za] of x.entries())
      assert.equal(z[i][j], softmaxCrossEntropy([za, zb, 0.1, -1], 1));
  assert.equal(low, Math.min(...z.flat()));
  assert.equal(high, Math.max(...z.flat()));
});

test("the landscape is kept while only the ball moves, and not when a fixed logit or the truth does", () => {
  const state = read(ours);
  assert.equal(landscapeKey({ ...state, z: [5, -5, 0.1, -1], steps: 7 }), landscapeKey(state));
  assert.notEqual(landscapeKey({ ...state, z: [2, 1, 0.2, -1] }), landscapeKey(state));
  assert.notEqual(landscapeKey({ ...state, label: 0 }), landscapeKey(state));
});

test("the numbers at the ball are the module's", () => {
  const state = read({ ...ours, steps: "12", rate: "2" });
  const here = place(state);
  const { s, y, gradient, loss } = judge(here, 1);
  assert.deepEqual(s, softmax(here));
  assert.deepEqual(y, [0, 1, 0, 0]);
  assert.deepEqual(gradient, softmaxCrossEntropyGradient(here, 1));
  assert.equal(loss, softmaxCrossEntropy(here, 1));
  assert.match(
    lossModel.say(read(ours)),
    /^Truth dog\. After 0 steps: loss 1\.449 nats at cat 2\.00 and dog 1\.00; s − y is cat 0\.638 and dog −0\.765\.$/,
  );
});

test("sd-loss refuses a truth, axes and a count of steps that are not there", () => {
  const refuses = (attributes: Record<string, string>, message: RegExp) =>
    assert.throws(() => read({ ...ours, ...attributes }), message);
  refuses({ label: "4" }, /sd-loss: label 4 is outside \[0, 4\)/);
  refuses({ axes: "1,1" }, /axes="1,1" must be two different classes/);
  refuses({ axes: "0,4" }, /axes\[1\] 4 is outside \[0, 4\)/);
  refuses({ steps: "101" }, /steps 101 is outside \[0, 101\)/);
  refuses({ rate: "0" }, /rate must be positive and finite, got 0/);
  const state = read({ ...ours, label: "3", axes: "2,0", rate: "0.3", steps: "5" });
  assert.deepEqual(read(lossModel.write(state)), state);
});

test("the camera walks around at its distance and stays above the ground", () => {
  const eye = { x: 2, y: 0, z: 1 };
  const side = turned(eye, 90, 0);
  assert.ok(
    Math.abs(side.x) < 1e-12 && Math.abs(side.y - 2) < 1e-12 && Math.abs(side.z - 1) < 1e-12,
  );
  for (const up of [-100, 100]) {
    const there = turned(eye, 0, up);
    assert.ok(there.z > 0);
    assert.ok(Math.abs(Math.hypot(there.x, there.y, there.z) - Math.hypot(2, 1)) < 1e-12);
  }
});

test("cividis goes from dark blue to yellow, lighter all the way", () => {
  assert.deepEqual(cividis(0), [0, 32, 76]);
  assert.deepEqual(cividis(1), [255, 233, 69]);
  const light = ([r, g, b]: number[]) => 0.2126 * r + 0.7152 * g + 0.0722 * b;
  for (let k = 0; k < 50; k++)
    assert.ok(light(cividis((k + 1) / 50)) > light(cividis(k / 50)), `${k}`);
});
