/**
 * npm run update-pins: brings all pinned packages to today's versions, runs all tests, and says what
 * changed. Nothing is committed: `git diff` shows it, `git checkout` takes it back.
 *
 *     npm run update-pins -- --dry-run   says what would change, and leaves everything as it is
 *
 * npm's packages go to package.json and package-lock.json; Python's, with the hashes of all their
 * files for all systems and for Python 3.10 and newer, to jupyter/requirements.in and .txt. That
 * takes a resolver that pip does not have: uv, installed for this run into a folder of its own.
 */
import { spawnSync } from "node:child_process";
import fs from "node:fs";
import os from "node:os";
import path from "node:path";
import { parseArgs } from "node:util";
import { setUp } from "./setup.js";
import { writeWhole } from "./support/files.js";
import { command, Problem } from "./support/problem.js";
import { root, venvPython, windows } from "./support/project.js";
import { run } from "./support/run.js";

const PINNED = [
  "package.json",
  "package-lock.json",
  "jupyter/requirements.in",
  "jupyter/requirements.txt",
];
const OLDEST_PYTHON = "3.10";

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
    const before = new Map(PINNED.map((name) => [name, read(root, name)]));
    for (const name of PINNED) {
      fs.mkdirSync(path.dirname(path.join(folder, name)), { recursive: true });
      fs.writeFileSync(path.join(folder, name), before.get(name) ?? "");
    }
    await updateNodePackages(folder);
    await updatePythonPackages(folder);
    const lines = differences(before, folder);
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
 * The newest version of each package that package.json names, and of all that they pull in.
 *
 * @param {string} folder that holds package.json and its lock
 */
async function updateNodePackages(folder) {
  const file = path.join(folder, "package.json");
  const own = JSON.parse(fs.readFileSync(file, "utf8"));
  for (const group of ["dependencies", "devDependencies"])
    for (const [name, version] of Object.entries(own[group] ?? {}))
      if (/^\d/.test(version)) own[group][name] = newestOf(name) ?? version;
  fs.writeFileSync(file, `${JSON.stringify(own, null, 2)}\n`);
  fs.rmSync(path.join(folder, "package-lock.json"));
  await run(
    "Resolving npm's packages",
    "npm",
    [
      ...["install", "--prefix", folder, "--package-lock-only", "--ignore-scripts"],
      // Whoever runs this, and from whatever registry, the same lock is written.
      ...["--no-audit", "--no-fund", "--omit-lockfile-registry-resolved"],
    ],
    { shell: windows },
  );
}

/** @param {string} name */
function newestOf(name) {
  const { status, stdout, stderr } = spawnSync("npm", ["view", name, "version", "--json"], {
    cwd: root,
    encoding: "utf8",
    shell: windows,
  });
  if (status !== 0)
    throw new Problem(`npm does not know the newest version of ${name}.\n${stderr}`);
  return JSON.parse(stdout);
}

/** @param {string} folder that holds jupyter/requirements.in and .txt */
async function updatePythonPackages(folder) {
  const input = path.join(folder, "jupyter", "requirements.in");
  const output = path.join(folder, "jupyter", "requirements.txt");
  const names = fs.readFileSync(input, "utf8").replace(/==.*$/gm, "");
  const environment = path.join(folder, "uv");
  await run("Making an environment for uv", venvPython, ["-m", "venv", environment]);
  const bin = path.join(environment, windows ? "Scripts" : "bin");
  await run("Installing uv", path.join(bin, "python"), [
    ...["-m", "pip", "install", "--quiet", "--disable-pip-version-check", "uv"],
  ]);
  fs.writeFileSync(input, names);
  fs.rmSync(output);
  await run("Resolving Python's packages", path.join(bin, "uv"), [
    ...["pip", "compile", "--universal", "--generate-hashes", "--no-header", "--quiet"],
    ...["--python-version", OLDEST_PYTHON, "--cache-dir", path.join(folder, "cache")],
    ...["--output-file", output, input],
  ]);
  // The sources of "via" name the file as it was called here.
  const text = fs.readFileSync(output, "utf8").replaceAll(input, "jupyter/requirements.in");
  fs.writeFileSync(output, text);
  const versions = pythonVersions(text);
  const pinned = names.replace(/^[\w.-]+$/gm, (name) =>
    read(root, "jupyter/requirements.in").includes(`${name}==`)
      ? `${name}==${versions.get(name)}`
      : name,
  );
  fs.writeFileSync(input, pinned);
}

/** @param {string} text of a requirements file */
function pythonVersions(text) {
  return new Map(
    [...text.matchAll(/^([\w.-]+)==(\S+)/gm)].map(([, name, version]) => [name, version]),
  );
}

/** @param {string} text of a package-lock.json */
function nodeVersions(text) {
  return new Map(
    Object.entries(JSON.parse(text).packages)
      .filter(([place, { version }]) => place !== "" && version)
      .map(([place, { version }]) => [place.replace(/^node_modules\//, ""), version]),
  );
}

/**
 * One line a package whose version changed, or that is new or gone.
 *
 * @param {Map<string, string>} before
 * @param {string} folder
 */
function differences(before, folder) {
  return [
    ["npm", "package-lock.json", nodeVersions],
    ["Python", "jupyter/requirements.txt", pythonVersions],
  ].flatMap(([kind, name, versions]) => {
    const [old, now] = [versions(before.get(name)), versions(read(folder, name))];
    const names = [...new Set([...old.keys(), ...now.keys()])].sort();
    return names
      .filter((key) => old.get(key) !== now.get(key))
      .map((key) => `${kind}: ${key} ${old.get(key) ?? "(new)"} → ${now.get(key) ?? "(gone)"}`);
  });
}
