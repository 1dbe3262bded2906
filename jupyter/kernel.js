/**
 * Starts the TypeScript kernel: `node kernel.js CONNECTION_FILE`. Jupyter calls this.
 *
 * Beside what tslab's own main function does, it makes errors readable and the compiler quicker, sees
 * to it that no output is lost, and that a kernel does not outlive the Jupyter that started it. A
 * thread watches, since a cell in an endless loop leaves the main one no time to.
 */
import { createRequire } from "node:module";
import { Worker } from "node:worker_threads";
import { makeErrorsReadable } from "./cell-errors.js";
import { compileWithFewTypes } from "./few-types.js";
import { makeRoomForOutputs } from "./outputs.js";

const watch = () => {
  const jupyter = process.ppid;
  setInterval(() => {
    try {
      process.kill(jupyter, 0);
      if (process.ppid === jupyter) return;
    } catch (error) {
      if (error.code !== "ESRCH") return;
    }
    process.kill(process.pid, "SIGKILL");
  }, 1000);
};
new Worker(`(${watch})()`, { eval: true }).unref();

const require = createRequire(import.meta.url);
makeErrorsReadable(require);
compileWithFewTypes(require);
makeRoomForOutputs(require);
// Its main function would look for another tslab in the folders above the notebook.
require("tslab/dist/main.js").startKernel({
  configPath: process.argv[2],
  enableFindLocal: false,
});
