/** What a measurement was made on. */
import { spawnSync } from "node:child_process";
import fs from "node:fs";
import os from "node:os";
import path from "node:path";
import { root } from "../../scripts/support/project.js";
import { peerEnvironment } from "./environment.js";

/**
 * @param {string | undefined} python
 * @returns {Record<string, string>} name → value
 */
export function describeMachine(python) {
  const cpus = os.cpus();
  const version = (/** @type {string} */ folder) => {
    try {
      return JSON.parse(fs.readFileSync(path.join(root, folder, "package.json"), "utf8")).version;
    } catch {
      return "not there";
    }
  };
  return {
    date: new Date().toISOString().slice(0, 10),
    processor: `${cpus[0]?.model.trim()}, ${cpus.length} cores, each peer on one`,
    memory: `${Math.round(os.totalmem() / 2 ** 30)} GiB`,
    system: `${os.platform()} ${os.arch()}`,
    load: `${os.loadavg()[0].toFixed(1)} when the run began (0 is a machine with nothing else to do)`,
    node: `${process.versions.node}, V8 ${process.versions.v8}`,
    mathjs: version("node_modules/mathjs"),
    "ml-matrix": version("bench/node_modules/ml-matrix"),
    "tfjs-wasm": version("bench/node_modules/@tensorflow/tfjs-backend-wasm"),
    ...(python && pythonVersions(python)),
  };
}

/** @param {string} python */
function pythonVersions(python) {
  const script = [
    "import json, sys, numpy, scipy, jax, threadpoolctl",
    "numpy.ones((2, 2)) @ numpy.ones((2, 2))",
    "blas = [f\"{i['internal_api']} {i['version']} {i.get('architecture')}\" for i in threadpoolctl.threadpool_info()]",
    "print(json.dumps({'python': sys.version.split()[0], 'numpy': numpy.__version__, 'scipy': scipy.__version__, 'jax': jax.__version__, 'blas': ', '.join(blas)}))",
  ].join("\n");
  const { status, stdout } = spawnSync(python, ["-c", script], {
    encoding: "utf8",
    env: peerEnvironment,
  });
  return status === 0 ? JSON.parse(stdout) : { python: "does not run" };
}
