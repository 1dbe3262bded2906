/** Time and memory of proving D15, all n² entries, against n: this project, mathjs, SymPy. */
import { spawnSync } from "node:child_process";
import { fileURLToPath } from "node:url";

const at = (/** @type {string} */ relative) => fileURLToPath(new URL(relative, import.meta.url));
const SIZES = [2, 4, 8, 16, 32, 64];
/** Whoever takes longer is stopped, and not asked for larger n. */
const LIMIT_SECONDS = 120;
/** Each figure is the best of this many processes, or of one where it takes long. */
const RUNS = 3;

/** @typedef {{ms: number, derivatives: number, megabytes: number, verdict: string, version?: string}} Cost */

/** @param {string} program @param {string[]} args @returns {Cost | undefined} */
function run(program, args) {
  /** @type {Cost | undefined} */
  let best;
  for (let k = 0; k < RUNS; k++) {
    const { stdout, status, error, stderr } = spawnSync(program, args, {
      encoding: "utf8",
      timeout: LIMIT_SECONDS * 1000,
    });
    if (error && /** @type {{code?: string}} */ (error).code === "ETIMEDOUT") return undefined;
    if (error) throw error;
    if (status !== 0) throw new Error(stderr.trim().split("\n").at(-1));
    const cost = /** @type {Cost} */ (JSON.parse(stdout));
    if (!best || cost.ms < best.ms) best = cost;
    if (cost.ms > 5000) break;
  }
  return best;
}

const seconds = (/** @type {number} */ ms) =>
  (ms / 1000).toLocaleString("en", { maximumSignificantDigits: 2 });

export default {
  title: "Proofs: all n² entries of the Jacobian",
  /** @param {{python?: string, log: (line: string) => void}} context */
  async run({ python, log }) {
    const node = (/** @type {string} */ method) => (/** @type {number} */ n) =>
      run(process.execPath, [at("../peers/proofs.js"), String(n), method]);
    /** @type {[string, (n: number) => Cost | undefined][]} */
    const provers = [
      ["this project, normal form", node("normal form")],
      ["this project, random points", node("random points")],
      ["mathjs simplify", node("simplify")],
    ];
    if (python)
      provers.push(["SymPy cancel", (n) => run(python, [at("../python/proofs.py"), String(n)])]);

    const costs = new Map(
      provers.map(([name]) => [name, /** @type {(Cost | undefined)[]} */ ([])]),
    );
    for (const [name, prove] of provers)
      for (const n of SIZES) {
        const list = costs.get(name) ?? [];
        const isStopped = list.length > 0 && list.at(-1) === undefined;
        const cost = isStopped ? undefined : prove(n);
        list.push(cost);
        const says = cost ? `${seconds(cost.ms)} s, ${cost.verdict}` : `over ${LIMIT_SECONDS} s`;
        if (!isStopped) log(`${name}, n = ${n}: ${says}`);
      }

    const table = (
      /** @type {string} */ title,
      /** @type {(cost: Cost) => string} */ shown,
      /** @type {string} */ note,
    ) => ({
      title,
      head: ["", ...SIZES.map((n) => `n = ${n}`)],
      rows: provers.map(([name]) => [
        name,
        ...(costs.get(name) ?? []).map((cost, k, all) => {
          if (cost) return cost.verdict === "proved" ? shown(cost) : cost.verdict;
          return all[k - 1] || k === 0 ? `over ${LIMIT_SECONDS}` : "not tried";
        }),
      ]),
      note,
    });
    const version = costs.get("SymPy cancel")?.find((cost) => cost)?.version;
    return [
      table(
        "Seconds for the proof",
        ({ ms }) => seconds(ms),
        `Derivatives not counted. Each process proves once; the best of ${RUNS} processes. "Not proved" is what simplify says of true identities that it cannot bring to 0.${version ? ` SymPy ${version}.` : ""}`,
      ),
      table(
        "Seconds for the derivatives before it",
        ({ derivatives }) => seconds(derivatives),
        "mathjs's derivative without simplification, and the closed forms put together; SymPy's diff.",
      ),
      table(
        "Largest memory of the process, megabytes",
        ({ megabytes }) => megabytes.toFixed(0),
        "Of this, Node with mathjs and Python with SymPy take most before anything is proved.",
      ),
    ];
  },
};
