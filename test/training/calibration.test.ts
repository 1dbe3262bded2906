import assert from "node:assert/strict";
import { test } from "node:test";
import {
  confusionMatrix,
  createNetwork,
  evaluate,
  fitTemperature,
  largestOfRows,
  reliability,
} from "../../src/training/index.js";

/** 100 rows with the same logits, labels in the given numbers. */
const rows = (z: readonly number[], counts: readonly number[]) => ({
  z: Float64Array.from(counts.flatMap((n) => new Array(n).fill(z).flat())),
  labels: Int32Array.from(counts.flatMap((n, label) => new Array(n).fill(label))),
});

test("the temperature that makes the probabilities the observed shares is found", () => {
  const truth = [0.7, 0.2, 0.1];
  for (const T of [0.25, 1, 3]) {
    const { z, labels } = rows(
      truth.map((p) => T * Math.log(p)),
      [70, 20, 10],
    );
    assert.ok(Math.abs(fitTemperature(z, 3, labels) / T - 1) < 1e-10);
  }
});

test("where no temperature is best, that is said", () => {
  const right = rows([1, 0], [10, 0]);
  assert.throws(() => fitTemperature(right.z, 2, right.labels), /no smallest value/);
  const wrong = rows([1, 0], [0, 10]);
  assert.throws(() => fitTemperature(wrong.z, 2, wrong.labels), /no smallest value/);
});

test("deserved confidence has no calibration error, and the temperature moves it", () => {
  const { z, labels } = rows([Math.log(8), Math.log(2)], [80, 20]);
  const { bins, error } = reliability(z, 2, labels);
  assert.ok(error < 1e-12);
  const filled = bins.filter(({ count }) => count > 0);
  assert.equal(filled.length, 1);
  assert.equal(filled[0].count, 100);
  assert.equal(filled[0].accuracy, 0.8);
  // At T = 1/2 the odds 4 : 1 become 16 : 1, and 80 of 100 are still right.
  const colder = reliability(z, 2, labels, { temperature: 0.5 });
  assert.ok(Math.abs(colder.error - (16 / 17 - 0.8)) < 1e-12);
});

test("a probability of 1 falls into the last bin, and empty bins have no accuracy", () => {
  const { bins } = reliability(Float64Array.of(800, 0), 2, Int32Array.of(0), { bins: 4 });
  assert.deepEqual(
    bins.map(({ count }) => count),
    [0, 0, 0, 1],
  );
  assert.ok(Number.isNaN(bins[0].accuracy));
});

test("the largest of a row is the first of equals", () => {
  assert.deepEqual([...largestOfRows(Float64Array.of(1, 1, 0, 2), 2)], [0, 1]);
});

test("a confusion matrix counts true classes in rows and guesses in columns", () => {
  const matrix = confusionMatrix(Int32Array.of(0, 0, 1, 2), Int32Array.of(0, 1, 1, 0), 3);
  assert.deepEqual(matrix, [
    [1, 1, 0],
    [0, 1, 0],
    [1, 0, 0],
  ]);
  assert.throws(
    () => confusionMatrix(Int32Array.of(0), Int32Array.of(0, 1), 2),
    /there are 1 labels and 2 guesses/,
  );
});

test("an untrained layer has the loss of a uniform guess and finds the first class", () => {
  const inputs = Float64Array.of(1, 2, 3);
  const labels = Int32Array.of(0, 1, 0);
  const { loss, accuracy } = evaluate(createNetwork([1, 4]), {
    ...{ inputs, labels, columns: 1, classCount: 4 },
  });
  assert.ok(Math.abs(loss - Math.log(4)) < 1e-15);
  assert.ok(Math.abs(accuracy - 2 / 3) < 1e-15);
});

test("labels, bins and temperatures that make no sense are refused by name and value", () => {
  const z = Float64Array.of(1, 0, 0, 1);
  assert.throws(
    () => reliability(z, 2, Int32Array.of(0)),
    /reliability: there are 1 labels for 2 rows/,
  );
  assert.throws(
    () => fitTemperature(z, 2, Int32Array.of(0, 2)),
    /fitTemperature: labels\[1\] = 2 is outside \[0, 2\)/,
  );
  const labels = Int32Array.of(0, 1);
  assert.throws(() => reliability(z, 2, labels, { bins: 0 }), /bins must be .* got 0/);
  assert.throws(
    () => reliability(z, 2, labels, { temperature: 0 }),
    /temperature must be .* got 0/,
  );
  assert.throws(
    () => confusionMatrix(labels, Int32Array.of(0, 5), 2),
    /confusionMatrix: guesses\[1\] = 5 is outside \[0, 2\)/,
  );
});
