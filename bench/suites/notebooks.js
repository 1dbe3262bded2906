/**
 * How long a reader waits: for JupyterLab, for the last figure after Run All, for the export.
 *
 *     npm run bench -- notebooks
 *
 * BENCH_TESTS=1 in the environment adds `npm test`, which takes minutes. Notebook 2 runs in turn with
 * bench/python/2-jacobian.ipynb, which does the same work in Python, through the same nbclient.
 */
import { spawn } from "node:child_process";
import fs from "node:fs";
import os from "node:os";
import path from "node:path";
import { chromium } from "playwright-core";
import { allNotebooks, runNotebooks } from "../../scripts/run-notebooks.js";
import { findBrowser } from "../../scripts/support/browser.js";
import { root } from "../../scripts/support/project.js";
import { startLab } from "../support/lab.js";
import { peerEnvironment } from "../support/environment.js";

const ROUNDS = 3;
/** The goals of this suite: Run All against Python, and the export on two cores. */
const [OF_PYTHON, EXPORT_SECONDS] = [0.6, 45];

const pythonNotebook = path.join(root, "bench", "python", "2-jacobian.ipynb");
const pythonVenv = path.join(root, "bench", ".venv");

/** @typedef {number[]} Seconds of each round */

export default {
  title: "Notebooks",
  /** @param {{python?: string, log: (line: string) => void}} context */
  async run({ python, log }) {
    const runs = await runAll(python, log);
    const lab = await opening(log);
    return [runs, lab, await commands(log)];
  },
};

/** @param {string | undefined} python @param {(line: string) => void} log */
async function runAll(python, log) {
  const inTypeScript = (/** @type {string} */ file) => async () => {
    await runNotebooks([file], { log: () => undefined });
  };
  /** @type {[string, () => Promise<unknown>][]} */
  const ways = allNotebooks().flatMap((file) => {
    const name = path.basename(file, ".ipynb");
    /** @type {[string, () => Promise<unknown>][]} */
    const own = [[name, inTypeScript(file)]];
    if (python && name === "2-jacobian") own.push([`${name}, in Python`, () => inPython(python)]);
    return own;
  });
  const times = await inTurn(ways, log);
  const own = times.get("2-jacobian") ?? [];
  const theirs = times.get("2-jacobian, in Python");
  const ratio = theirs && median(own.map((seconds, round) => seconds / theirs[round]));
  return {
    title: "Seconds of Run All in a fresh kernel, alone on the machine's cores",
    head: ["notebook", "median", "least", "most"],
    rows: rowsOf(times),
    note: `${ROUNDS} rounds in turn, each from the start of nbclient to the written result. ${
      ratio === undefined
        ? "Python was not there to compare."
        : `Notebook 2 takes ${ratio.toFixed(2)} of the time of its Python (median of the rounds' ratios; the goal is ${OF_PYTHON}).`
    }`,
  };
}

/** @param {string} python */
async function inPython(python) {
  const folder = fs.mkdtempSync(path.join(os.tmpdir(), "softmax-bench-"));
  try {
    const result = path.join(folder, "result");
    await runToEnd(
      python,
      [path.join(root, "bench", "python", "execute.py"), pythonNotebook, result],
      {
        ...peerEnvironment,
        JUPYTER_DATA_DIR: path.join(pythonVenv, "share", "jupyter"),
        JUPYTER_RUNTIME_DIR: folder,
        IPYTHONDIR: path.join(folder, "ipython"),
      },
      () => (fs.existsSync(result) ? fs.readFileSync(result, "utf8") : ""),
    );
  } finally {
    fs.rmSync(folder, { recursive: true, force: true });
  }
}

/** @param {(line: string) => void} log */
async function opening(log) {
  /** @type {Map<string, Seconds>} */
  const times = new Map();
  const add = (/** @type {string} */ name, /** @type {number} */ seconds) => {
    times.set(name, [...(times.get(name) ?? []), seconds]);
    log(`${name}: ${seconds.toFixed(1)} s`);
  };
  const executablePath = findBrowser();
  for (let round = 0; round < ROUNDS; round++) {
    const started = performance.now();
    const since = () => (performance.now() - started) / 1000;
    const lab = await startLab("--LabApp.expose_app_in_browser=True");
    try {
      add("npm start: the server answers", since());
      if (!executablePath) continue;
      const args = process.getuid?.() === 0 ? ["--no-sandbox"] : [];
      const browser = await chromium.launch({ executablePath, args });
      try {
        const page = await browser.newPage();
        await page.goto(lab.url("/lab/tree/notebooks/1-softmax.ipynb"));
        await page.waitForFunction(kernelIsIdle, undefined, { timeout: 180_000 });
        add("… the first notebook is shown, its kernel idle", since());
      } finally {
        await browser.close();
      }
    } finally {
      await lab.stop();
    }
  }
  return {
    title: "Seconds from npm start, already set up",
    head: ["until", "median", "least", "most"],
    rows: rowsOf(times),
    note: executablePath
      ? "In headless Chromium with an empty cache; its own start is counted."
      : "There is no browser here to open a notebook in.",
  };
}

/** In JupyterLab's page: whether the notebook in front has a kernel that waits for work. */
function kernelIsIdle() {
  const { jupyterapp } = /** @type {any} */ (globalThis);
  const { context } = jupyterapp?.shell?.currentWidget ?? {};
  return context?.sessionContext?.session?.kernel?.status === "idle";
}

/** @param {(line: string) => void} log */
async function commands(log) {
  const folder = fs.mkdtempSync(path.join(os.tmpdir(), "softmax-bench-"));
  const script = (/** @type {string} */ name, /** @type {string[]} */ ...args) =>
    runToEnd(process.execPath, [path.join(root, "scripts", name), ...args], process.env);
  try {
    const times = await inTurn(
      [["npm run export, the whole article", () => script("export.js", "--out", folder)]],
      log,
    );
    if (process.env.BENCH_TESTS === "1") {
      const tests = await inTurn([["npm test", () => script("test.js")]], log, 1);
      for (const [name, seconds] of tests) times.set(name, seconds);
    }
    return {
      title: "Seconds of a command",
      head: ["", "median", "least", "most"],
      rows: rowsOf(times),
      note: `On ${os.availableParallelism()} cores, notebooks side by side on them; the goal of the export is ${EXPORT_SECONDS} on two.${process.env.BENCH_TESTS === "1" ? "" : " npm test is measured if BENCH_TESTS=1."}`,
    };
  } finally {
    fs.rmSync(folder, { recursive: true, force: true });
  }
}

/**
 * Each way once a round, one after the other, so that a busy minute falls on all of them.
 *
 * @param {[string, () => Promise<unknown>][]} ways
 * @param {(line: string) => void} log
 */
async function inTurn(ways, log, rounds = ROUNDS) {
  /** @type {Map<string, Seconds>} */
  const times = new Map(ways.map(([name]) => [name, []]));
  for (let round = 0; round < rounds; round++)
    for (const [name, way] of ways) {
      const started = performance.now();
      await way();
      const seconds = (performance.now() - started) / 1000;
      times.get(name)?.push(seconds);
      log(`${name}: ${seconds.toFixed(1)} s`);
    }
  return times;
}

/** @param {Map<string, Seconds>} times */
const rowsOf = (times) =>
  [...times].map(([name, seconds]) => [
    name,
    ...[median(seconds), Math.min(...seconds), Math.max(...seconds)].map((x) => x.toFixed(1)),
  ]);

/** @param {number[]} values */
function median(values) {
  const sorted = [...values].sort((p, q) => p - q);
  return sorted[Math.floor(sorted.length / 2)];
}

/**
 * @param {string} program @param {string[]} args @param {NodeJS.ProcessEnv} env
 * @param {() => string} explain what to add to the error, if it fails
 * @returns {Promise<void>}
 */
function runToEnd(program, args, env, explain = () => "") {
  // Standard input stays open: what runs notebooks ends when it does.
  const child = spawn(program, args, { cwd: root, env, stdio: ["pipe", "pipe", "pipe"] });
  const end = () => child.kill();
  process.once("exit", end);
  let said = "";
  for (const stream of [child.stdout, child.stderr])
    stream.on("data", (chunk) => {
      said = (said + chunk).slice(-4000);
    });
  return new Promise((resolve, reject) => {
    child.once("error", reject);
    child.once("close", (code) => {
      process.off("exit", end);
      if (code === 0) resolve();
      else reject(new Error(`${path.basename(args[0])} ended with ${code}.\n${explain()}${said}`));
    });
  });
}
