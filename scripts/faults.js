/**
 * npm run test:faults: set-up, then faults of many kinds tried on copies of the project, each of which
 * must end in a working JupyterLab or in one clear message. It takes about an hour, and prints a
 * table.
 *
 *     npm run test:faults                                all
 *     npm run test:faults -- kernel                      files whose path contains one of these
 *     npm run test:faults -- --test-name-pattern=proxy   flags go to the test runner
 */
import { spawn } from "node:child_process";
import fs from "node:fs";
import os from "node:os";
import path from "node:path";
import { setUp } from "./setup.js";
import { findOrInstallBrowser } from "./support/browser.js";
import { command, Problem } from "./support/problem.js";
import { root, venvPython } from "./support/project.js";
import { run } from "./support/run.js";

await command(async () => {
  const flags = process.argv.slice(2).filter((argument) => argument.startsWith("-"));
  const wanted = process.argv.slice(2).filter((argument) => !argument.startsWith("-"));
  await setUp();
  const files = fs
    .readdirSync(path.join(root, "test", "faults"))
    .filter((name) => name.endsWith(".fault.ts"))
    .map((name) => path.join("test", "faults", name))
    .filter((file) => wanted.length === 0 || wanted.some((part) => file.includes(part)))
    .sort();
  if (files.length === 0)
    throw new Problem(`No file of faults is named like ${wanted.join(" or ")}.`);
  const browser = await findOrInstallBrowser();
  // What the copies install is downloaded once.
  const cache = process.env.SETUP_CACHE ?? fs.mkdtempSync(path.join(os.tmpdir(), "softmax-cache-"));
  const wheels = path.join(cache, "wheels");
  await run("Downloading what the copies install", venvPython, [
    ...["-m", "pip", "download", "--quiet", "--disable-pip-version-check", "--dest", wheels],
    ...["--only-binary", ":all:", "-r", path.join(root, "jupyter", "requirements.txt")],
  ]);
  fs.chmodSync(cache, 0o755);
  const runner = spawn(
    process.execPath,
    [
      ...["--import", "tsx", "--test", "--test-concurrency=1"],
      ...["--test-reporter=./test/faults/table.js", ...flags, ...files],
    ],
    {
      cwd: root,
      stdio: "inherit",
      env: {
        ...process.env,
        CHROME_PATH: browser,
        SETUP_CACHE: cache,
        PIP_NO_INDEX: "1",
        PIP_FIND_LINKS: wheels,
      },
    },
  );
  for (const signal of /** @type {const} */ (["SIGINT", "SIGTERM", "SIGHUP"]))
    process.on(signal, () => runner.kill(signal));
  const code = await new Promise((resolve, reject) => {
    runner.on("error", reject);
    runner.on("close", resolve);
  });
  if (!process.env.SETUP_CACHE) fs.rmSync(cache, { recursive: true, force: true });
  return code ?? 1;
});
