/** Runs notebooks in fresh kernels, as many at a time as there are cores. */
import { spawn } from "node:child_process";
import fs from "node:fs";
import os from "node:os";
import path from "node:path";
import { Problem } from "./support/problem.js";
import { isRunning } from "./support/processes.js";
import { jupyterEnvironment, root, venv, venvPython } from "./support/project.js";
import { checkForDamage } from "./support/python-damage.js";

/** Seconds a cell may take. */
const CELL_SECONDS = 300;
const runs = path.join(venv, "var", "runs");
const signals = /** @type {const} */ (["SIGINT", "SIGTERM", "SIGHUP"]);

/** Paths of the article's notebooks, in reading order. */
export function allNotebooks() {
  const folder = path.join(root, "notebooks");
  return fs
    .readdirSync(folder)
    .filter((name) => name.endsWith(".ipynb"))
    .sort()
    .map((name) => path.join(folder, name));
}

/**
 * Runs notebooks, each in a kernel of its own. The files themselves are only read.
 *
 * @param {string[]} notebooks paths
 * @param {{cellSeconds?: number, log?: (line: string) => void}} [options]
 *   cellSeconds: how long a cell may take
 * @returns {Promise<Map<string, string>>} each notebook's text with its outputs, in the given order
 * @throws {Problem} if any of them fails; it names each such notebook, the cell, its source and the
 *   error
 */
export async function runNotebooks(
  notebooks,
  { cellSeconds = CELL_SECONDS, log = console.log } = {},
) {
  const folder = makeRunFolder();
  const children = new Set();
  let stopped = false;
  const stop = () => {
    stopped = true;
    for (const child of children) child.kill();
  };
  for (const signal of signals) process.on(signal, stop);

  const results = new Map(notebooks.map((notebook) => [notebook, ""]));
  const failures = [];
  const waiting = [...notebooks];
  const worker = async () => {
    for (let notebook = waiting.shift(); notebook && !stopped; notebook = waiting.shift()) {
      const name = path.relative(root, notebook);
      const started = Date.now();
      log(`${name}: running …`);
      try {
        results.set(notebook, await execute(notebook, folder, cellSeconds, children));
        log(`${name}: ran in ${((Date.now() - started) / 1000).toFixed(1)} s`);
      } catch (error) {
        failures.push(`${name}: ${error.message}`);
      }
    }
  };
  try {
    await Promise.all(
      Array.from({ length: Math.min(os.availableParallelism(), notebooks.length) }, worker),
    );
  } finally {
    for (const signal of signals) process.off(signal, stop);
    fs.rmSync(folder, { recursive: true, force: true });
  }
  if (stopped) throw new Problem("Stopped. No notebook was changed.");
  if (failures.length) throw new Problem(failures.join("\n\n"));
  return results;
}

/**
 * Runs one notebook by jupyter/execute.py.
 *
 * @param {string} notebook
 * @param {string} folder for what is needed only during the run
 * @param {number} cellSeconds
 * @param {Set<import("node:child_process").ChildProcess>} children those at work
 * @returns {Promise<string>}
 */
async function execute(notebook, folder, cellSeconds, children) {
  const result = path.join(folder, path.basename(notebook));
  const child = spawn(
    venvPython,
    [path.join(root, "jupyter", "execute.py"), notebook, result, String(cellSeconds)],
    {
      cwd: root,
      // The kernel's connection file, and whatever else is temporary, goes when the folder does.
      env: {
        ...jupyterEnvironment,
        JUPYTER_RUNTIME_DIR: folder,
        ...{ TMPDIR: folder, TEMP: folder, TMP: folder },
      },
      // Its standard input ends with this process, however that ends, and then it ends too.
      stdio: ["pipe", "ignore", "pipe"],
    },
  );
  children.add(child);
  let errors = "";
  child.stderr.on("data", (chunk) => {
    errors = (errors + chunk).slice(-20_000);
  });
  try {
    const code = await new Promise((resolve, reject) => {
      child.on("error", reject);
      child.on("close", resolve);
    });
    const text = fs.existsSync(result) ? fs.readFileSync(result, "utf8") : "";
    if (code === 0 && text) return text;
    const memory = /heap out of memory/.test(errors) ? "\n(It ran out of memory.)" : "";
    if (!text) checkForDamage();
    throw new Error(text ? text + memory : `the run ended with code ${code}.\n${errors.trim()}`);
  } finally {
    children.delete(child);
  }
}

/** A folder for this run; those of runs that were killed are removed. */
function makeRunFolder() {
  fs.mkdirSync(runs, { recursive: true });
  for (const name of fs.readdirSync(runs)) {
    if (!isRunning(Number.parseInt(name, 10)))
      fs.rmSync(path.join(runs, name), { recursive: true, force: true });
  }
  return fs.mkdtempSync(path.join(runs, `${process.pid}-`));
}
