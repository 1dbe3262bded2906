import assert from "node:assert/strict";
import { after, test } from "node:test";
import { klDivergence, logSoftmaxJvp } from "../src/index.js";
import {
  type Accuracy,
  accuracy,
  errorOf,
  flat,
  golden,
  goldenNames,
  judged,
  ulp,
} from "./support/accuracy.js";

const table: Accuracy[] = [];
for (const [name, [bound]] of Object.entries(judged)) {
  test(`${name} is within ${bound} units of the exact result on all golden cases`, () => {
    const row = accuracy(name);
    table.push(row);
    assert.ok(row.error <= bound, `${name}: ${row.error} at ${row.at}`);
  });
}

const limits = { skip: !goldenNames.includes("limits") };
test("limits with −Infinity and zero weights are met exactly", limits, () => {
  for (const { id, fn, input, expected } of golden("limits"))
    assert.deepEqual(flat(judged[fn as string][1](input)), flat(expected), id);
});

test("each result that is also written with 40 digits is the double beside it", () => {
  let count = 0;
  for (const name of goldenNames)
    for (const { id, expected, expected40 } of golden(name)) {
      if (expected40 === undefined) continue;
      const written = [expected40].flat(2) as string[];
      flat(expected).forEach((double, k) => {
        // One unit off only where more than 40 digits decide a tie between two doubles.
        assert.ok(errorOf(Number(written[k]), double, undefined) <= 1, `${name} ${id}`);
        count++;
      });
    }
  assert.ok(count > 0);
});

test("every golden file is judged", () => {
  assert.deepEqual(
    goldenNames.filter((name) => !(name in judged) && name !== "limits"),
    [],
  );
});

test("the mean of v keeps its digits where one entry is far from all others", () => {
  // Equal logits, so that no class decides the mean; the exact value is of 60 digits.
  const v = Array.from({ length: 1000 }, (_, i) => (i === 0 ? 1e10 / 3 : 1 / (i + 2)));
  const [actual, exact] = [logSoftmaxJvp(new Float64Array(1000), v)[500], -3333333.3373277714];
  assert.ok(Math.abs(actual - exact) <= 4 * 2 ** -52 * 3.4e6, `${actual}`);
});

test("the divergence keeps its digits where two distributions nearly agree", () => {
  for (const [p, q, exact] of [
    [[1.3035626912335762e-15, 1], [6.243423702489539e-16, 1], 9.596273718094233e-16],
    [[1, 1.6e-300], [1, 1e-300], 7.52005806793177e-301],
  ] as const)
    assert.ok(errorOf(klDivergence(p, q), exact, undefined) <= 2, `${klDivergence(p, q)}`);
});

test("the measure counts units in the last place, and no zero, NaN or infinity passes", () => {
  assert.equal(ulp(1), 2 ** -52);
  assert.equal(ulp(-1.75), 2 ** -52);
  assert.equal(ulp(2 - 2 ** -52), 2 ** -52);
  assert.equal(ulp(5e-324), 5e-324);
  assert.equal(errorOf(1 + 2 ** -51, 1, undefined), 2);
  assert.equal(errorOf(1 + 2 ** -51, 1, 4), 0.5);
  assert.equal(errorOf(0, 5e-324, undefined), Infinity);
  assert.equal(errorOf(NaN, 0, undefined), Infinity);
  assert.equal(errorOf(Infinity, 1.7e308, undefined), Infinity);
});

after(() => {
  const rows = table.map(
    (row) =>
      `| ${row.name} | ${row.cases} | ${row.error.toFixed(2)} | ${row.allowed} | ${row.unit} |`,
  );
  console.log(
    ["| golden file | cases | largest error | allowed | unit |", "|---|---|---|---|---|"]
      .concat(rows)
      .join("\n"),
  );
});
