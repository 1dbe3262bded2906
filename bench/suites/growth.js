/** How time and memory grow with rows, columns and n, on log-log pictures, above the copy's floor. */
import fs from "node:fs";
import path from "node:path";
import { logits, measure, withPeers } from "../support/measure.js";
import { pinned } from "../support/peer.js";

const powers = (/** @type {number} */ from, /** @type {number} */ to) =>
  Array.from({ length: to - from + 1 }, (_, k) => 4 ** (from + k));

/** What grows: the shape for each size, and whose growth is measured. */
const series = [
  {
    title: "softmax of rows of 1000",
    task: "softmax",
    over: "rows",
    sizes: powers(0, 5),
    shape: (/** @type {number} */ x) => [x, 1000],
  },
  {
    title: "softmax of one row",
    task: "softmax",
    over: "columns",
    sizes: powers(1, 10),
    shape: (/** @type {number} */ x) => [1, x],
  },
  {
    title: "Jacobian of n logits",
    task: "Jacobian",
    over: "n",
    sizes: [...powers(1, 5), 2048],
    shape: (/** @type {number} */ x) => [1, x],
  },
];
const wanted = [
  "copying the array",
  "plain stable loop",
  "this",
  "this, arrays of allocateRows",
  "this, plain form",
  "NumPy, out=",
  "JAX, jit",
];

export default {
  title: "Growth",
  /** @param {{python?: string, log: (line: string) => void}} context */
  run: ({ python, log }) =>
    withPeers(python, async (processes, folder) => {
      const tables = [];
      for (const { title, task, over, sizes, shape } of series) {
        /** @type {Map<string, {seconds: number[], bytes: number[]}>} */
        const found = new Map();
        for (const [k, size] of sizes.entries()) {
          log(`${title}, ${over} = ${size}`);
          const [rows, columns] = shape(size);
          const only = (/** @type {string} */ name) => wanted.includes(name);
          const timings = await measure(processes, {
            ...{ task, rows, columns, folder, log, only, rounds: 7 },
          });
          for (const { name, median, process } of timings) {
            const line = found.get(name) ?? { seconds: [], bytes: [] };
            found.set(name, line);
            const { heap, buffers } = await process.ask({ do: "memory", peer: name, calls: 10 });
            line.seconds[k] = median;
            line.bytes[k] = Math.round(heap + buffers);
          }
        }
        const head = [over, ...sizes.map(String)];
        const lines = [...found];
        tables.push({
          title: `${title}: time in µs`,
          head,
          rows: lines.map(([name, { seconds }]) => [name, ...seconds.map((s) => s * 1e6)]),
          note: `Median of 7 rounds in turn, ${pinned}.`,
          figure: picture(`${title}: time`, over, "seconds a call", sizes, lines, "seconds"),
        });
        tables.push({
          title: `${title}: memory in bytes`,
          head,
          rows: lines.map(([name, { bytes }]) => [name, ...bytes]),
          note: "Node: bytes allocated by a call. Python: the most held at one moment of a call.",
          figure: picture(`${title}: memory`, over, "bytes a call", sizes, lines, "bytes"),
        });
      }
      tables.push(await allocations(processes[0], folder, log));
      return tables;
    }),
};

/** Who is asked what a call allocates: this project's functions, and what else there is in Node. */
const allocating = [
  "plain stable loop",
  "this: softmax(z)",
  "this: softmaxJacobian(z), number[][]",
  "this",
  "mathjs, naive on arrays",
  "ml-matrix",
];

/**
 * Bytes allocated by a call, over many calls.
 *
 * @param {{ask: (request: object) => Promise<any>}} node
 * @param {string} folder
 * @param {(line: string) => void} log
 */
async function allocations(node, folder, log) {
  const file = path.join(folder, "logits");
  const head = ["", "n", "on the heap", "in array buffers", "for each entry of the result"];
  const rows = [];
  for (const task of ["softmax", "Jacobian"])
    for (const n of [4, 1000]) {
      log(`bytes allocated by a call, ${task}, n = ${n}`);
      fs.writeFileSync(file, logits(n));
      const { peers } = await node.ask({ do: "prepare", task, rows: 1, columns: n, file });
      const entries = task === "Jacobian" ? n * n : n;
      // So many that the counters' own steps do not show, so few that no collection cuts in.
      const calls = Math.max(4, Math.round(20000 / entries));
      for (const peer of allocating.filter((name) => peers.includes(name))) {
        const { heap, buffers } = await node.ask({ do: "memory", peer, calls });
        const name = peer === "this" ? "this, batch with out given" : peer;
        const each = ((heap + buffers) / entries).toFixed(1);
        rows.push([`${task}: ${name}`, n, Math.round(heap), Math.round(buffers), each]);
      }
    }
  return {
    title: "bytes allocated by a call",
    head,
    rows,
    note: "Means over 4 to 5000 calls, with no collection between. Array buffers of up to 64 bytes lie on the heap. Where a result's place is given, nothing of its size is allocated.",
  };
}

/**
 * @param {string} title
 * @param {string} xAxis
 * @param {string} yAxis
 * @param {number[]} x
 * @param {[string, Record<string, number[]>][]} lines
 * @param {string} key
 */
function picture(title, xAxis, yAxis, x, lines, key) {
  return {
    data: lines.map(([name, values]) => ({
      ...{ type: "scatter", mode: "lines+markers", name, x },
      y: values[key].map((value) => (value > 0 ? value : null)),
      ...(name.startsWith("copying") && { line: { dash: "dot", color: "#777" } }),
    })),
    layout: {
      title: { text: title },
      xaxis: { type: "log", title: { text: xAxis } },
      yaxis: { type: "log", title: { text: yAxis }, exponentformat: "power" },
    },
  };
}
