/** Softmax, log-softmax, cross-entropy with its gradient, and the Jacobian: time a call. */
import { measure, ROUNDS, withPeers } from "../support/measure.js";
import { pinned } from "../support/peer.js";

const sizes = [
  [1, 4],
  [1, 1000],
  [128, 1000],
  [1024, 1000],
  [64, 50257],
];
const tasks = {
  softmax: sizes,
  "log-softmax": sizes,
  "cross-entropy": sizes.slice(1),
  Jacobian: [
    [1, 4],
    [1, 100],
    [1, 1000],
  ],
};

/**
 * Goals: time of the first divided by the time of the second, at most so much. Where a size is
 * given, there only; else from 128 × 1000 up.
 */
const own = "this, arrays of allocateRows";
const large = ["128 × 1000", "1024 × 1000", "64 × 50257"];
const goals = [
  ...["softmax", "log-softmax"].flatMap((task) =>
    ["NumPy", "NumPy, out=", "SciPy"].map((peer) => ({ task, own, peer, most: 0.9, at: large })),
  ),
  { task: "cross-entropy", own, peer: "NumPy, fused by hand", most: 0.9, at: large },
  { task: "cross-entropy", own, peer: "JAX, jit", most: 0.8, at: large },
  { task: "Jacobian", own, peer: "copying the array", most: 1, at: ["1 × 1000"] },
  { task: "Jacobian", own, peer: "NumPy, out=", most: 0.35, at: ["1 × 1000"] },
  {
    task: "softmax",
    own: "this: softmax(z)",
    peer: "plain stable loop",
    most: 1.5,
    at: ["1 × 1000"],
  },
  { task: "softmax", own: "this", peer: "NumPy", most: 1 / 50, at: ["1 × 4"] },
  { task: "softmax", own: "this", peer: "mathjs, naive on arrays", most: 1 / 150, at: ["1 × 4"] },
];

export default {
  title: "Time",
  /** @param {{python?: string, log: (line: string) => void}} context */
  run: ({ python, log }) =>
    withPeers(python, async (processes, folder) => {
      const tables = [];
      /** @type {Map<string, {median: number, least: number}>} */
      const seconds = new Map();
      for (const [task, shapes] of Object.entries(tasks)) {
        /** @type {Map<string, (string|number)[]>} */
        const rows = new Map();
        const noise = [];
        for (const [k, [count, columns]] of shapes.entries()) {
          log(`${task}, ${count} × ${columns}`);
          const timings = await measure(processes, { task, rows: count, columns, folder, log });
          const entries = task === "Jacobian" ? columns * columns : count * columns;
          for (const { name, median, least, most, difference } of timings) {
            if (!rows.has(name)) rows.set(name, [name, ...shapes.map(() => "")]);
            /** @type {(string|number)[]} */ (rows.get(name))[k + 1] = time(median, entries);
            noise.push(most / least);
            seconds.set([task, `${count} × ${columns}`, name].join(), { median, least });
            if (difference > (name.includes("float32") ? 1e-2 : 1e-9))
              throw new Error(`${name} computes another ${task}: off by ${difference}`);
          }
        }
        tables.push({
          title: task === "cross-entropy" ? "cross-entropy (mean) with its gradient" : task,
          head: ["", ...shapes.map((shape) => shape.join(" × "))],
          rows: [...rows.values()],
          note: `Median of ${ROUNDS} rounds in turn, ${pinned}; in half of all series the slowest round took over ${median(noise).toFixed(2)} times the quickest.`,
        });
      }
      return [goalTable(seconds), ...tables];
    }),
};

/** @param {Map<string, {median: number, least: number}>} seconds */
function goalTable(seconds) {
  const rows = goals.flatMap(({ task, own, peer, most, at }) =>
    at.flatMap((size) => {
      const a = seconds.get([task, size, own].join());
      const b = seconds.get([task, size, peer].join());
      if (a === undefined || b === undefined) return [];
      const ratio = a.median / b.median;
      const quickest = a.least / b.least;
      return [
        [
          ...[task, size, own, peer, ratio.toFixed(3), quickest.toFixed(3), most.toFixed(3)],
          ratio <= most ? "met" : "missed",
        ],
      ];
    }),
  );
  return {
    title: "Goals",
    head: ["", "size", "time of", "in times of", "ratio", "of the quickest rounds", "at most", ""],
    rows,
    note: "Ratio: of the medians, which is what is judged. Where the machine has other work, the quickest rounds say more.",
  };
}

/** A time a call, and for larger arrays a time an entry. */
const time = (/** @type {number} */ seconds, /** @type {number} */ entries) =>
  entries < 1000
    ? `${Number((seconds * 1e9).toPrecision(3))} ns`
    : `${((seconds * 1e9) / entries).toFixed(2)} ns/entry`;

const median = (/** @type {number[]} */ values) =>
  values.toSorted((a, b) => a - b)[Math.floor(values.length / 2)];
