/**
 * Measuring peers side by side: in turn, round after round, each on the same core.
 *
 * A peer process reads a line {"do": …} and answers with a line:
 *
 *     prepare {task, rows, columns, file}   → {peers: names}; the file holds the logits as doubles
 *     time {peer, seconds}                  → {seconds} a call
 *     compare {peer, file}                  → {difference} from the doubles in the file, relative
 *     memory {peer, calls}                  → {heap, buffers} in bytes a call
 */
import fs from "node:fs";
import os from "node:os";
import path from "node:path";
import { startNode, startPython } from "./peer.js";

export const ROUNDS = 9;
/** Seconds of one measurement; a call that takes longer is measured alone. */
const SPAN = 0.02;

/**
 * Logits like those of a network before training is over: a normal distribution of width 3.
 *
 * @param {number} length
 */
export function logits(length) {
  const z = new Float64Array(length);
  let state = 20261125;
  const uniform = () => {
    state = (Math.imul(state, 1664525) + 1013904223) >>> 0;
    return (state + 0.5) / 2 ** 32;
  };
  for (let i = 0; i < length; i++)
    z[i] = 3 * Math.sqrt(-2 * Math.log(uniform())) * Math.cos(2 * Math.PI * uniform());
  return z;
}

/**
 * Starts the peers' processes, gives them to `work`, and ends them.
 *
 * @template T
 * @param {string | undefined} python
 * @param {(peers: {ask: (request: object) => Promise<any>}[], folder: string) => Promise<T>} work
 */
export async function withPeers(python, work) {
  const peers = [startNode(), ...(python ? [startPython(python)] : [])];
  const folder = fs.mkdtempSync(path.join(os.tmpdir(), "softmax-bench-"));
  try {
    return await work(peers, folder);
  } finally {
    for (const peer of peers) peer.stop();
    fs.rmSync(folder, { recursive: true, force: true });
  }
}

/**
 * @typedef {{name: string, median: number, least: number, most: number}} Timing seconds a call
 *
 * @param {{ask: (request: object) => Promise<any>}[]} processes
 * @param {{task: string, rows: number, columns: number, folder: string,
 *   log: (line: string) => void, rounds?: number, only?: (name: string) => boolean}} what
 * @returns {Promise<(Timing & {difference: number, process: {ask: (request: object) => Promise<any>}})[]>} difference: from this project's result
 */
export async function measure(
  processes,
  { task, rows, columns, folder, log, rounds = ROUNDS, only },
) {
  const file = path.join(folder, "logits");
  const reference = path.join(folder, "reference");
  fs.writeFileSync(file, logits(rows * columns));
  const peers = [];
  for (const process of processes) {
    const { peers: names } = await process.ask({ do: "prepare", task, rows, columns, file });
    for (const name of names)
      if (only === undefined || only(name)) peers.push({ name, process, seconds: [] });
  }
  const first = peers.find(({ name }) => name.startsWith("plain"));
  await first?.process.ask({ do: "result", peer: first.name, file: reference });
  const failed = new Set();
  for (let round = 0; round < rounds; round++)
    for (const peer of peers.filter((one) => !failed.has(one)))
      try {
        peer.seconds.push(
          (await peer.process.ask({ do: "time", peer: peer.name, seconds: SPAN })).seconds,
        );
      } catch (error) {
        failed.add(peer);
        log(`${peer.name} fails: ${error.message.split("\n")[0]}`);
      }
  const timings = [];
  for (const { name, process, seconds } of peers.filter((one) => !failed.has(one))) {
    const sorted = seconds.toSorted((a, b) => a - b);
    const compared = name.startsWith("copying")
      ? { difference: 0 }
      : await process.ask({ do: "compare", peer: name, file: reference });
    timings.push({
      name,
      process,
      median: sorted[Math.floor(sorted.length / 2)],
      least: sorted[0],
      most: sorted.at(-1),
      difference: compared.difference,
    });
  }
  return timings;
}
