/**
 * npm start: set-up, then JupyterLab, opened on the first notebook. Flags are passed on to it.
 *
 *     npm start -- --no-browser --port 8899
 */
import { spawn } from "node:child_process";
import { setUp } from "./setup.js";
import { checkPort, labArguments } from "./support/lab.js";
import { command } from "./support/problem.js";
import { jupyterEnvironment, root, venvPython } from "./support/project.js";
import { checkForDamage } from "./support/python-damage.js";

await command(async () => {
  const flags = process.argv.slice(2);
  // Before a long set-up, and again after it.
  await checkPort(flags);
  await setUp();
  await checkPort(flags);
  console.log("Starting JupyterLab. To stop it: Ctrl-C.");
  const lab = spawn(venvPython, labArguments(flags), {
    cwd: root,
    env: jupyterEnvironment,
    stdio: "inherit",
  });
  // A terminal sends Ctrl-C to JupyterLab by itself; a second one would cut its question short.
  let asked = false;
  process.on("SIGINT", () => {
    asked = true;
    if (!process.stdin.isTTY) lab.kill("SIGTERM");
  });
  for (const signal of /** @type {const} */ (["SIGTERM", "SIGHUP"]))
    process.on(signal, () => {
      asked = true;
      lab.kill("SIGTERM");
    });
  const code = await new Promise((resolve, reject) => {
    lab.on("error", reject);
    lab.on("close", (status, signal) => resolve(status ?? (asked ? 0 : `signal ${signal}`)));
  });
  if (code !== 0) {
    checkForDamage();
    console.error(`\nJupyterLab ended with an error (${code}); its own words are above.`);
    return 1;
  }
  return 0;
});
