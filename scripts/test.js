/**
 * npm test: set-up, then every check there is, on Node's own test runner.
 *
 *     npm test                                 all
 *     npm test -- jacobian lab                 files whose path contains one of these
 *     npm test -- --test-name-pattern=masks    flags go to the test runner
 */
import { spawn } from "node:child_process";
import fs from "node:fs";
import path from "node:path";
import { setUp } from "./setup.js";
import { findOrInstallBrowser } from "./support/browser.js";
import { command, Problem } from "./support/problem.js";
import { root } from "./support/project.js";

await command(async () => {
  const flags = process.argv.slice(2).filter((argument) => argument.startsWith("-"));
  const wanted = process.argv.slice(2).filter((argument) => !argument.startsWith("-"));
  await setUp();
  const files = testFiles().filter(
    (file) => wanted.length === 0 || wanted.some((part) => file.includes(part)),
  );
  if (files.length === 0) throw new Problem(`No test file is named like ${wanted.join(" or ")}.`);
  const browser = await findOrInstallBrowser();
  const runner = spawn(
    process.execPath,
    ["--import", "tsx", "--test", "--test-reporter=spec", ...flags, ...files],
    { cwd: root, stdio: "inherit", env: { ...process.env, CHROME_PATH: browser } },
  );
  for (const signal of /** @type {const} */ (["SIGINT", "SIGTERM", "SIGHUP"]))
    process.on(signal, () => runner.kill(signal));
  return new Promise((resolve, reject) => {
    runner.on("error", reject);
    runner.on("close", (code) => resolve(code ?? 1));
  });
});

/** All test files, relative to the project's folder; Node 20 knows no patterns here. */
function testFiles() {
  return fs
    .readdirSync(path.join(root, "test"), { recursive: true, encoding: "utf8" })
    .filter((name) => name.endsWith(".test.ts"))
    .map((name) => path.join("test", name))
    .sort();
}
