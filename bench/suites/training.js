/** The matrix products of a layer on real digits, ways to compute them, and an epoch of training. */
import { spawnSync } from "node:child_process";
import fs from "node:fs";
import { createRequire } from "node:module";
import os from "node:os";
import path from "node:path";
import { multiply } from "mathjs";
import * as training from "softmax-derivative/training";

const [BATCH, PIXELS] = [50, 784];
const ROUNDS = 15;
/** Seconds of one measurement. */
const SPAN = 0.02;

export default {
  title: "Training",
  /** @param {{python?: string, log: (line: string) => void}} context */
  async run({ python, log }) {
    const [train] = training.stratifiedSplit(training.loadDigits(), [7, 1, 2], 1);
    return [await products(train, python, log), epochs(train, log)];
  },
};

/** @param {training.Examples} train @param {string | undefined} python @param {(line: string) => void} log */
async function products(train, python, log) {
  const sizes = [10, 64];
  /** @type {Map<string, string[]>} */
  const rows = new Map();
  for (const units of sizes) {
    log(`products, ${BATCH} × ${PIXELS} times ${PIXELS} × ${units}`);
    const a = train.inputs.slice(0, BATCH * PIXELS);
    const next = training.randomNumbers(1);
    const b = Float64Array.from({ length: PIXELS * units }, () => next() - 0.5);
    const ways = await waysToMultiply(a, b, units);
    const expected = ways["loops that skip zeros (this module)"]();
    for (const [name, way] of Object.entries(ways)) check(name, way(), expected);
    const times = inTurn(ways);
    if (python) times.NumPy = numpyTime(python, a, b, units, expected);
    for (const [name, seconds] of Object.entries(times))
      rows.set(name, [...(rows.get(name) ?? []), `${(1e3 * seconds).toFixed(3)} ms`]);
  }
  const nonzero = train.inputs.reduce((count, x) => count + (x === 0 ? 0 : 1), 0);
  return {
    title: "A batch of 50 digits times a layer's weights",
    head: ["", ...sizes.map((units) => `784 × ${units}`)],
    rows: [...rows].map(([name, times]) => [name, ...times]),
    note: `Median of ${ROUNDS} rounds in turn; each way is checked against the others. ${Math.round((100 * nonzero) / train.inputs.length)} % of the pixels are not zero. NumPy has one thread.`,
  };
}

/** @param {Float64Array} a @param {Float64Array} b @param {number} units */
async function waysToMultiply(a, b, units) {
  const rowsOf = (/** @type {Float64Array} */ m, /** @type {number} */ columns) =>
    Array.from({ length: m.length / columns }, (_, r) => [
      ...m.subarray(r * columns, (r + 1) * columns),
    ]);
  const [rowsA, rowsB] = [rowsOf(a, PIXELS), rowsOf(b, units)];
  /** @type {Record<string, () => Float64Array | number[][]>} */
  const ways = {
    "loops that skip zeros (this module)": () =>
      training.addProduct(a, b, BATCH, PIXELS, units, new Float64Array(BATCH * units)),
    "the same loops without the skip": () => denseProduct(a, b, units),
    "mathjs multiply": () => /** @type {number[][]} */ (multiply(rowsA, rowsB)),
  };
  try {
    const require = createRequire(import.meta.url);
    const { Matrix } = require("ml-matrix");
    const [matrixA, matrixB] = [new Matrix(rowsA), new Matrix(rowsB)];
    ways["ml-matrix mmul"] = () => matrixA.mmul(matrixB).to2DArray();
  } catch {
    // One of the bench's own packages; without it there is a row less.
  }
  return ways;
}

/** @param {Float64Array} a @param {Float64Array} b @param {number} units */
function denseProduct(a, b, units) {
  const out = new Float64Array(BATCH * units);
  for (let r = 0; r < BATCH; r++)
    for (let k = 0; k < PIXELS; k++) {
      const x = a[r * PIXELS + k];
      for (let c = 0, from = k * units, to = r * units; c < units; c++)
        out[to + c] += x * b[from + c];
    }
  return out;
}

/** @param {Record<string, () => unknown>} ways @returns {Record<string, number>} seconds a call */
function inTurn(ways) {
  /** @type {Record<string, number[]>} */
  const all = Object.fromEntries(Object.keys(ways).map((name) => [name, []]));
  for (let round = 0; round <= ROUNDS; round++)
    for (const [name, way] of Object.entries(ways)) {
      const start = performance.now();
      let calls = 0;
      do {
        way();
        calls++;
      } while (performance.now() - start < 1e3 * SPAN);
      // The first round warms up.
      if (round > 0) all[name].push((performance.now() - start) / 1e3 / calls);
    }
  return Object.fromEntries(Object.entries(all).map(([name, times]) => [name, median(times)]));
}

const NUMPY = `
import statistics, sys, time
import numpy as np
a, b, out = sys.argv[1:4]
units = int(sys.argv[4])
a = np.fromfile(a).reshape(-1, ${PIXELS})
b = np.fromfile(b).reshape(-1, units)
(a @ b).tofile(out)
times = []
for _ in range(${ROUNDS}):
    calls, start = 0, time.perf_counter()
    while time.perf_counter() - start < ${SPAN}:
        a @ b
        calls += 1
    times.append((time.perf_counter() - start) / calls)
print(statistics.median(times))
`;

/**
 * @param {string} python @param {Float64Array} a @param {Float64Array} b @param {number} units
 * @param {Float64Array | number[][]} expected
 */
function numpyTime(python, a, b, units, expected) {
  const folder = fs.mkdtempSync(path.join(os.tmpdir(), "softmax-bench-"));
  try {
    const files = ["a", "b", "out"].map((name) => path.join(folder, name));
    [a, b].forEach((matrix, k) => {
      fs.writeFileSync(
        files[k],
        new Uint8Array(matrix.buffer, matrix.byteOffset, 8 * matrix.length),
      );
    });
    const { status, stdout, stderr } = spawnSync(python, ["-c", NUMPY, ...files, String(units)], {
      encoding: "utf8",
      env: { ...process.env, OMP_NUM_THREADS: "1", OPENBLAS_NUM_THREADS: "1" },
    });
    if (status !== 0) throw new Error(`NumPy failed: ${stderr}`);
    const bytes = fs.readFileSync(files[2]);
    check("NumPy", new Float64Array(new Uint8Array(bytes).buffer), expected);
    return Number(stdout);
  } finally {
    fs.rmSync(folder, { recursive: true, force: true });
  }
}

/** @param {string} name @param {Float64Array | number[][]} got @param {Float64Array | number[][]} expected */
function check(name, got, expected) {
  const [x, y] = [got, expected].map((m) => /** @type {number[]} */ ([...m].flat()));
  const off = x.findIndex((value, k) => Math.abs(value - y[k]) > 1e-10);
  if (x.length !== y.length || off >= 0)
    throw new Error(`${name} computes another product: entry ${off} is ${x[off]}, not ${y[off]}`);
}

/** @param {training.Examples} train @param {(line: string) => void} log */
function epochs(train, log) {
  const rows = [
    { name: "softmax regression, 784-10", sizes: [784, 10] },
    { name: "one hidden layer, 784-64-10", sizes: [784, 64, 10] },
  ].map(({ name, sizes }) => {
    log(`epochs, ${name}`);
    const network = training.createNetwork(sizes, 1);
    const options = { epochs: 4, batchSize: 50, rate: 0.01, momentum: 0.9, seed: 1 };
    const times = [];
    let last = performance.now();
    for (const epoch of training.descend(network, train, options)) {
      if (epoch > 1) times.push(performance.now() - last);
      last = performance.now();
    }
    return [name, `${(median(times) / 1e3).toFixed(2)} s`];
  });
  return {
    title: `An epoch: ${train.labels.length} digits in batches of ${BATCH}`,
    head: ["", "time"],
    rows,
    note: "Median of three epochs after a first one.",
  };
}

/** @param {number[]} values */
function median(values) {
  const sorted = [...values].sort((p, q) => p - q);
  return sorted[Math.floor(sorted.length / 2)];
}
