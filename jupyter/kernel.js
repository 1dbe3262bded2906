/**
 * Starts the TypeScript kernel: `node kernel.js CONNECTION_FILE`. Jupyter calls this.
 *
 * Beside tslab's own main function, it makes sure that a kernel does not outlive the Jupyter that
 * started it. A thread watches, since a cell in an endless loop leaves the main one no time to.
 */
import { createRequire } from "node:module";
import { Worker } from "node:worker_threads";

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

process.argv.splice(2, Number.POSITIVE_INFINITY, "kernel", "--config-path", process.argv[2]);
createRequire(import.meta.url)("tslab/dist/main.js").main();
