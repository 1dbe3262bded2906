import assert from "node:assert/strict";
import { test } from "node:test";
import fc from "fast-check";
import { randomNumbers, shuffle } from "../../src/training/index.js";

test("the same seed gives the same numbers, as mulberry32 defines them", () => {
  const next = randomNumbers(1);
  assert.deepEqual(
    [next(), next(), next()],
    [0.6270739405881613, 0.002735721180215478, 0.5274470399599522],
  );
  assert.notEqual(randomNumbers(2)(), randomNumbers(1)());
  assert.throws(() => randomNumbers(0.5), /seed must be a whole number, got 0.5/);
});

test("the numbers lie in [0, 1) and are spread evenly", () => {
  const next = randomNumbers(7);
  const counts = new Array<number>(10).fill(0);
  for (let k = 0; k < 100_000; k++) counts[Math.floor(10 * next())]++;
  // The standard deviation of a count is 95: 500 is more than five of them.
  for (const count of counts) assert.ok(Math.abs(count - 10_000) < 500, String(counts));
});

test("a shuffle keeps every item and depends on the seed alone", () => {
  fc.assert(
    fc.property(fc.array(fc.integer(), { maxLength: 50 }), fc.integer(), (items, seed) => {
      const [a, b] = [0, 0].map(() => shuffle(Int32Array.from(items), randomNumbers(seed)));
      assert.deepEqual(a, b);
      assert.deepEqual(a.slice().sort(), Int32Array.from(items).sort());
    }),
  );
});

test("a shuffle makes all orders of three items about equally often", () => {
  const next = randomNumbers(3);
  const seen = new Map<string, number>();
  for (let k = 0; k < 6000; k++) {
    const order = shuffle(Int32Array.of(1, 2, 3), next).join("");
    seen.set(order, (seen.get(order) ?? 0) + 1);
  }
  assert.equal(seen.size, 6);
  for (const [order, count] of seen) assert.ok(Math.abs(count - 1000) < 150, `${order}: ${count}`);
});
