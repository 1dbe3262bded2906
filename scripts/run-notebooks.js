/** Runs notebooks in fresh kernels, as many at a time as there are cores. */
import { spawn } from "node:child_process";
import fs from "node:fs";
import os from "node:os";
import path from "node:path";
import { inVenv, jupyterEnvironment, root } from "./setup.js";

/** Paths of all notebooks, in reading order. */
export function allNotebooks() {
  const folder = path.join(root, "notebooks");
  return fs
    .readdirSync(folder)
    .filter((name) => name.endsWith(".ipynb"))
    .sort()
    .map((name) => path.join(folder, name));
}

/** Runs one notebook; gives its JSON text with the new outputs, or throws with cell and error. */
function execute(notebook, signal) {
  return new Promise((resolve, reject) => {
    const child = spawn(inVenv("python"), [path.join(root, "jupyter", "execute.py"), notebook], {
      cwd: root,
      env: jupyterEnvironment,
      stdio: ["ignore", "pipe", "pipe"],
      signal,
    });
    const output = [];
    let errors = "";
    child.stdout.on("data", (chunk) => output.push(chunk));
    child.stderr.on("data", (chunk) => (errors += chunk));
    child.on("error", reject);
    child.on("close", (code) => {
      if (code === 0) resolve(Buffer.concat(output).toString("utf8"));
      else reject(new Error(errors.trim() || `the runner ended with code ${code}`));
    });
  });
}

/**
 * Runs all given notebooks.
 *
 * @returns Map from path to the executed notebook's text, in the given order.
 * @throws if a notebook fails; the message names it, the cell, its source and the error.
 */
export async function runNotebooks(notebooks, log = console.log) {
  const results = new Map(notebooks.map((notebook) => [notebook, undefined]));
  const failures = [];
  const waiting = [...notebooks];
  const worker = async () => {
    for (let next = waiting.shift(); next; next = waiting.shift()) {
      const name = path.relative(root, next);
      const started = Date.now();
      log(`${name}: running …`);
      try {
        results.set(next, await execute(next));
        log(`${name}: done in ${((Date.now() - started) / 1000).toFixed(1)} s`);
      } catch (error) {
        failures.push(`${name}: ${error.message}`);
      }
    }
  };
  await Promise.all(Array.from({ length: Math.min(os.cpus().length, notebooks.length) }, worker));
  if (failures.length) throw new Error(failures.join("\n\n"));
  return results;
}
