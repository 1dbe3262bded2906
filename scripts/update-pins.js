/**
 * npm run update-pins: brings all pinned packages to today's versions, runs all tests, and says what
 * changed. Nothing is committed: `git diff` shows it, `git checkout` takes it back.
 *
 *     npm run update-pins -- --dry-run   says what would change, and leaves everything as it is
 *
 * Which files these are is in scripts/support/pins.js. Python's packages are written with the hashes
 * of all their files for all systems. That takes a resolver that pip does not have: uv, installed
 * for this run into a folder of its own.
 */
import { spawnSync } from "node:child_process";
import fs from "node:fs";
import os from "node:os";
import path from "node:path";
import { parseArgs } from "node:util";
import { setUp } from "./setup.js";
import { writeWhole } from "./support/files.js";
import { npmFlags } from "./support/node-packages.js";
import { differences, inFolder, NODE, PINNED, PYTHON, pythonVersions } from "./support/pins.js";
import { command, Problem } from "./support/problem.js";
import { root, venvPython, windows } from "./support/project.js";
import { run } from "./support/run.js";

await command(async () => {
  const { values } = parseArgs({ options: { "dry-run": { type: "boolean", default: false } } });
  const changed = spawnSync("git", ["status", "--porcelain", "--", ...PINNED], {
    cwd: root,
    encoding: "utf8",
  });
  if (changed.status === 0 && changed.stdout && !values["dry-run"])
    throw new Problem(
      `These files have changes that are not committed; commit or undo them first:\n${changed.stdout}`,
    );
  await setUp();
  const folder = fs.mkdtempSync(path.join(os.tmpdir(), "softmax-pins-"));
  try {
    for (const name of PINNED) {
      fs.mkdirSync(path.dirname(path.join(folder, name)), { recursive: true });
      fs.copyFileSync(path.join(root, name), path.join(folder, name));
    }
    for (const place of NODE) await updateNodePackages(folder, place);
    const uv = await installUv(folder);
    for (const { folder: place, oldest } of PYTHON)
      await updatePythonPackages(uv, folder, place, oldest);
    const lines = differences(
      (name) => read(root, name),
      (name) => read(folder, name),
    );
    console.log(lines.length ? `\n${lines.join("\n")}\n` : "\nEverything is of today already.\n");
    if (values["dry-run"] || lines.length === 0) return 0;
    for (const name of PINNED) writeWhole(path.join(root, name), read(folder, name));
  } finally {
    fs.rmSync(folder, { recursive: true, force: true });
  }
  const tests = spawnSync(process.execPath, ["scripts/test.js"], { cwd: root, stdio: "inherit" });
  console.log(
    tests.status === 0
      ? "\nAll tests pass with these versions."
      : `\nNot all tests pass with these versions. To take them back: git checkout -- ${PINNED.join(" ")}`,
  );
  return tests.status ?? 1;
});

/**
 * @param {string} folder
 * @param {string} name
 */
function read(folder, name) {
  return fs.readFileSync(path.join(folder, name), "utf8");
}

/**
 * The newest version of each package that a package.json names, and of all that they pull in.
 *
 * @param {string} folder that holds the pinned files
 * @param {string} place the folder of package.json and its lock
 */
async function updateNodePackages(folder, place) {
  const { dependencies, devDependencies } = JSON.parse(
    read(folder, inFolder(place, "package.json")),
  );
  const pinned = Object.entries({ ...dependencies, ...devDependencies })
    .filter(([, version]) => /^\d/.test(version))
    .map(([name]) => `${name}@latest`);
  fs.rmSync(path.join(folder, inFolder(place, "package-lock.json")));
  await run(
    `Resolving the packages of ${inFolder(place, "package.json")}`,
    "npm",
    [
      ...["install", ...pinned, "--prefix", path.join(folder, place), "--package-lock-only"],
      // A cache of its own: from an older one npm would answer without a network, and not of today.
      ...["--save-exact", ...npmFlags, "--cache", path.join(folder, "npm")],
      // Whoever runs this, and from whatever registry, the same lock is written.
      "--omit-lockfile-registry-resolved",
    ],
    { shell: windows },
  );
}

/**
 * @param {string} folder where it may be put
 * @returns {Promise<string>} the program
 */
async function installUv(folder) {
  const environment = path.join(folder, "uv");
  await run("Making an environment for uv", venvPython, ["-m", "venv", environment]);
  const bin = path.join(environment, windows ? "Scripts" : "bin");
  await run("Installing uv", path.join(bin, "python"), [
    ...["-m", "pip", "install", "--quiet", "--disable-pip-version-check", "uv"],
  ]);
  return path.join(bin, "uv");
}

/**
 * @param {string} uv the program
 * @param {string} folder that holds the pinned files
 * @param {string} place the folder of requirements.in and .txt
 * @param {string} oldest Python's version
 */
async function updatePythonPackages(uv, folder, place, oldest) {
  const input = path.join(folder, place, "requirements.in");
  const output = path.join(folder, place, "requirements.txt");
  const asked = fs.readFileSync(input, "utf8");
  fs.writeFileSync(input, asked.replace(/==.*$/gm, ""));
  fs.rmSync(output);
  await run(`Resolving the packages of ${place}/requirements.in`, uv, [
    ...["pip", "compile", "--universal", "--generate-hashes", "--no-header", "--quiet"],
    ...["--python-version", oldest, "--cache-dir", path.join(folder, "cache")],
    ...["--output-file", output, input],
  ]);
  // The sources of "via" name the file as it was called here.
  const text = fs.readFileSync(output, "utf8").replaceAll(input, `${place}/requirements.in`);
  fs.writeFileSync(output, text);
  const versions = pythonVersions(text);
  fs.writeFileSync(
    input,
    asked.replace(/^([\w.-]+)==.*$/gm, (_, name) => `${name}==${versions.get(name)}`),
  );
}
