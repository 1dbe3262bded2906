import assert from "node:assert/strict";
import { test } from "node:test";
import fc from "fast-check";
import { type Examples, select, stratifiedSplit } from "../../src/training/index.js";

/** Examples whose one input is their own number. */
const numbered = (labels: readonly number[], classCount: number): Examples => ({
  inputs: Float64Array.from(labels.keys()),
  columns: 1,
  labels: Int32Array.from(labels),
  classCount,
});

test("select copies the rows in the order given", () => {
  const chosen = select(numbered([0, 1, 0, 1], 2), [3, 0, 3]);
  assert.deepEqual([...chosen.inputs], [3, 0, 3]);
  assert.deepEqual([...chosen.labels], [1, 0, 1]);
  assert.throws(() => select(numbered([0], 1), [2]), /rows\[0\] = 2, but there are 1 examples/);
});

test("a split puts every example into exactly one part, with its own label", () => {
  fc.assert(
    fc.property(
      fc.array(fc.integer({ min: 0, max: 3 }), { maxLength: 100 }),
      fc.array(fc.integer({ min: 1, max: 9 }), { minLength: 1, maxLength: 4 }),
      fc.integer(),
      (labels, shares, seed) => {
        const parts = stratifiedSplit(numbered(labels, 4), shares, seed);
        const all = parts.flatMap(({ inputs }) => [...inputs]);
        assert.deepEqual(
          all.sort((a, b) => a - b),
          [...labels.keys()],
        );
        for (const part of parts)
          part.labels.forEach((label, r) => {
            assert.equal(label, labels[part.inputs[r]]);
          });
      },
    ),
  );
});

test("a split gives each part its share of each class, to within one example", () => {
  const labels = Array.from({ length: 997 }, (_, k) => (k % 7 === 0 ? 1 : k % 3 === 0 ? 2 : 0));
  const parts = stratifiedSplit(numbered(labels, 3), [7, 1, 2], 1);
  for (const label of [0, 1, 2]) {
    const whole = labels.filter((l) => l === label).length;
    [0.7, 0.1, 0.2].forEach((share, k) => {
      const count = parts[k].labels.filter((l) => l === label).length;
      assert.ok(Math.abs(count - share * whole) < 1, `${label}, part ${k}: ${count} of ${whole}`);
    });
  }
});

test("the seed decides which examples go where", () => {
  const examples = numbered(new Array(100).fill(0), 1);
  const [a, b, c] = [1, 1, 2].map((seed) => stratifiedSplit(examples, [1, 1], seed)[0].inputs);
  assert.deepEqual(a, b);
  assert.notDeepEqual(a, c);
  assert.throws(() => stratifiedSplit(examples, [1, 0], 1), /shares\[1\] = 0 must be positive/);
});
