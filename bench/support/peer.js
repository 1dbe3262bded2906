/** A process that computes on request, one JSON line in and one out, pinned to one core. */
import { spawn, spawnSync } from "node:child_process";
import os from "node:os";
import path from "node:path";
import readline from "node:readline";
import { root } from "../../scripts/support/project.js";
import { peerEnvironment } from "./environment.js";

const canPin = spawnSync("taskset", ["-V"]).status === 0;
/** The last core: the first one has the system's own work more often. */
const core = String(os.cpus().length - 1);

/** All peers run on this one core, one at a time. */
export const pinned = canPin ? `pinned to core ${core}` : "not pinned: there is no taskset here";

/** @param {string} program @param {string[]} args */
export function startPeer(program, args) {
  const [command, ...first] = canPin ? ["taskset", "-c", core, program] : [program];
  const child = spawn(command, [...first, ...args], {
    cwd: path.join(root, "bench"),
    env: peerEnvironment,
    stdio: ["pipe", "pipe", "pipe"],
  });
  let errors = "";
  child.stderr.on("data", (chunk) => {
    errors = (errors + chunk).slice(-4000);
  });
  /** @type {((line: string | undefined) => void)[]} */
  const waiting = [];
  readline.createInterface({ input: child.stdout }).on("line", (line) => waiting.shift()?.(line));
  const end = () => {
    for (const settle of waiting.splice(0)) settle(undefined);
  };
  child.on("error", end);
  child.on("close", end);
  process.once("exit", () => child.kill());
  return {
    /**
     * @param {object} request
     * @returns {Promise<any>} the answer
     */
    async ask(request) {
      const line = await new Promise((resolve) => {
        waiting.push(resolve);
        if (child.exitCode !== null || !child.stdin.writable) end();
        else child.stdin.write(`${JSON.stringify(request)}\n`);
      });
      if (line === undefined) throw new Error(`${program} ended.\n${errors}`);
      const answer = JSON.parse(line);
      if (answer.error) throw new Error(answer.error);
      return answer;
    },
    stop: () => child.kill(),
  };
}

/** Node's peers; with room for all that is allocated in a measurement, so that no collection cuts in. */
export const startNode = () =>
  startPeer(process.execPath, [
    "--expose-gc",
    "--max-semi-space-size=128",
    path.join("peers", "node.js"),
  ]);

/** @param {string} python */
export const startPython = (python) => startPeer(python, [path.join("peers", "python.py")]);
