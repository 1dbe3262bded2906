/** How time and memory grow with rows, columns and n, on log-log pictures, above the copy's floor. */
import { measure, withPeers } from "../support/measure.js";
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
      return tables;
    }),
};

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
