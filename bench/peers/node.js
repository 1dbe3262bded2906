/**
 * Node's peers: this project's own forms, and what else one would use in JavaScript.
 *
 * Speaks the protocol of bench/support/measure.js: a JSON line in, a JSON line out.
 */
import fs from "node:fs";
import path from "node:path";
import readline from "node:readline";
import * as ours from "../../lib/index.js";
import { ownForms } from "./own.js";
import { plain } from "./plain.js";

const optional = async (/** @type {() => Promise<any>} */ load) => {
  try {
    return await load();
  } catch {
    return undefined;
  }
};
const mathjs = await optional(() => import("mathjs"));
const ml = await optional(() => import("ml-matrix"));
const tf = await optional(async () => {
  const core = await import("@tensorflow/tfjs-core");
  const backend = await import("@tensorflow/tfjs-backend-wasm");
  const folder = path.resolve("node_modules/@tensorflow/tfjs-backend-wasm/dist");
  backend.setWasmPaths(`${folder}/`);
  backend.setThreadsCount(1);
  if (!(await core.setBackend("wasm"))) throw new Error("no WebAssembly backend");
  return core;
});

/** @param {string} file */
function readDoubles(file) {
  const { buffer, byteOffset, byteLength } = fs.readFileSync(file);
  return new Float64Array(buffer.slice(byteOffset, byteOffset + byteLength));
}

/**
 * The peers for a task: name → a function that computes once and returns where the result is.
 *
 * @param {{task: string, rows: number, columns: number, file: string}} request
 * @returns {Promise<Record<string, () => any>>}
 */
async function peersFor({ task, rows, columns, file }) {
  const z = readDoubles(file);
  const out = new Float64Array(task === "Jacobian" ? columns * columns : rows * columns);
  const labels = Int32Array.from({ length: rows }, (_, row) => (row * 7919) % columns);
  const nested = () =>
    Array.from({ length: rows }, (_, row) =>
      Array.from(z.subarray(row * columns, (row + 1) * columns)),
    );
  const source = task === "Jacobian" ? Float64Array.from(out, (_, i) => i) : z;
  const target = new Float64Array(source.length);
  /** @type {Record<string, () => any>} */
  const peers = {
    "copying the array": () => {
      target.set(source);
      return target;
    },
  };

  Object.assign(peers, plain(task, z, rows, columns, out, labels));
  Object.assign(peers, ownForms(task, z, rows, columns, labels));
  if (task === "Jacobian" || rows === 1) Object.assign(peers, vectorForms(task, Array.from(z)));
  if (mathjs && z.length <= 1000) Object.assign(peers, mathjsForms(task, nested(), columns));
  if (ml) Object.assign(peers, mlMatrixForms(task, nested(), labels));
  if (tf) Object.assign(peers, tfjsForms(task, z, rows, columns));
  return peers;
}

/** This project's functions of one vector. */
function vectorForms(/** @type {string} */ task, /** @type {number[]} */ z) {
  switch (task) {
    case "softmax":
      return { "this: softmax(z)": () => ours.softmax(z) };
    case "log-softmax":
      return { "this: logSoftmax(z)": () => ours.logSoftmax(z) };
    case "Jacobian":
      return { "this: softmaxJacobian(z), number[][]": () => ours.softmaxJacobian(z) };
    default:
      return {};
  }
}

/** The naive form as one writes it with mathjs on arrays: no shift, no thought of speed. */
function mathjsForms(task, z, columns) {
  const { exp, map, sum, divide, log, multiply, subtract, diag } = mathjs;
  const softmax = (row) => {
    const e = map(row, exp);
    return divide(e, sum(e));
  };
  switch (task) {
    case "softmax":
      return { "mathjs, naive on arrays": () => z.map(softmax) };
    case "log-softmax":
      return { "mathjs, naive on arrays": () => z.map((row) => map(softmax(row), (x) => log(x))) };
    case "Jacobian":
      if (columns > 200) return {};
      return {
        "mathjs, naive on arrays": () => {
          const s = softmax(z[0]);
          const outer = multiply(
            s.map((x) => [x]),
            [s],
          );
          return subtract(diag(s), outer);
        },
      };
    default:
      return {};
  }
}

function mlMatrixForms(task, z, labels) {
  const { Matrix } = ml;
  const Z = new Matrix(z);
  const softmax = () => {
    const e = Z.clone().subColumnVector(Z.max("row")).exp();
    return e.divColumnVector(e.sum("row"));
  };
  switch (task) {
    case "softmax":
      return { "ml-matrix": softmax };
    case "log-softmax":
      return {
        "ml-matrix": () => {
          const shifted = Z.clone().subColumnVector(Z.max("row"));
          const logs = Matrix.exp(shifted)
            .sum("row")
            .map((x) => Math.log(x));
          return shifted.subColumnVector(logs);
        },
      };
    case "Jacobian":
      return {
        "ml-matrix": () => {
          const s = softmax();
          const J = s.transpose().mmul(s).mul(-1);
          for (let i = 0; i < s.columns; i++) J.set(i, i, J.get(i, i) + s.get(0, i));
          return J;
        },
      };
    default:
      return {
        "ml-matrix": () => {
          const s = softmax();
          let loss = 0;
          labels.forEach((label, row) => {
            loss -= Math.log(s.get(row, label));
            s.set(row, label, s.get(row, label) - 1);
          });
          return { loss: loss / s.rows, gradient: s.div(s.rows) };
        },
      };
  }
}

/** tfjs computes in float32 and is asked for the numbers, or it would not have to compute. */
function tfjsForms(task, z, rows, columns) {
  if (task !== "softmax" && task !== "log-softmax") return {};
  const input = tf.tensor2d(Float32Array.from(z), [rows, columns]);
  const compute = task === "softmax" ? tf.softmax : tf.logSoftmax;
  return {
    "tfjs-wasm (float32)": () => {
      const result = compute(input);
      const numbers = result.dataSync();
      result.dispose();
      return numbers;
    },
  };
}

/** @type {Record<string, () => any>} */
let peers = {};
/** How often a peer is called in one measurement. @type {Map<string, number>} */
let calls = new Map();

/** Seconds for n calls. */
function secondsFor(/** @type {() => any} */ work, /** @type {number} */ n) {
  const started = process.hrtime.bigint();
  for (let k = 0; k < n; k++) work();
  return Number(process.hrtime.bigint() - started) * 1e-9;
}

const commands = {
  async prepare(request) {
    peers = await peersFor(request);
    calls = new Map();
    globalThis.gc?.();
    return { peers: Object.keys(peers) };
  },
  /** Seconds a call, over about as many seconds as asked. */
  time({ peer, seconds }) {
    const work = peers[peer];
    let n = calls.get(peer);
    if (n === undefined) {
      // Warm up until the optimizing compilers have had their time, then see how many calls fit.
      secondsFor(work, 1);
      const end = Date.now() + 300;
      let spent = 0;
      let done = 0;
      let batch = 1;
      while (Date.now() < end) {
        spent = secondsFor(work, batch);
        done = batch;
        if (spent < 0.02) batch *= 2;
      }
      n = Math.max(1, Math.round((seconds * done) / spent));
      calls.set(peer, n);
    }
    return { seconds: secondsFor(work, n) / n };
  },
  /** Writes a peer's result to a file, so that others can be compared with it. */
  result({ peer, file }) {
    fs.writeFileSync(file, new Uint8Array(numbers(peers[peer]()).buffer));
    return {};
  },
  compare({ peer, file }) {
    return { difference: difference(numbers(peers[peer]()), readDoubles(file)) };
  },
  /** Bytes allocated by a call: on the heap, and for array buffers beside it. */
  memory({ peer, calls: n }) {
    const work = peers[peer];
    for (let k = 0; k < 2000 && k < n * 20; k++) work();
    globalThis.gc?.();
    const before = process.memoryUsage();
    for (let k = 0; k < n; k++) work();
    const after = process.memoryUsage();
    return {
      heap: Math.max(0, (after.heapUsed - before.heapUsed) / n),
      buffers: Math.max(0, (after.arrayBuffers - before.arrayBuffers) / n),
    };
  },
};

/** A result as one Float64Array. */
function numbers(/** @type {any} */ value) {
  if (value?.gradient !== undefined) return numbers(value.gradient);
  if (typeof value?.to1DArray === "function") return Float64Array.from(value.to1DArray());
  return Float64Array.from(ArrayBuffer.isView(value) ? value : value.flat());
}

/** Largest relative difference. */
function difference(/** @type {Float64Array} */ a, /** @type {Float64Array} */ b) {
  if (a.length !== b.length) return Number.POSITIVE_INFINITY;
  let largest = 0;
  for (let i = 0; i < a.length; i++)
    if (a[i] !== b[i]) largest = Math.max(largest, Math.abs((a[i] - b[i]) / b[i]));
  return largest;
}

for await (const line of readline.createInterface({ input: process.stdin })) {
  let answer;
  try {
    const { do: name, ...request } = JSON.parse(line);
    answer = await commands[name](request);
  } catch (error) {
    answer = { error: String(error?.stack ?? error) };
  }
  process.stdout.write(`${JSON.stringify(answer)}\n`);
}
