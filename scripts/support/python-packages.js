/** The packages of jupyter/requirements.txt, in a Python environment of the project's own. */
import { spawnSync } from "node:child_process";
import fs from "node:fs";
import path from "node:path";
import { contentsOf, isSubset } from "./contents.js";
import { digest, forgetStamp, readStamp, writeStamp } from "./files.js";
import { Problem } from "./problem.js";
import {
  downloads,
  jupyterEnvironment,
  root,
  sitePackages,
  venv,
  venvPython,
  windows,
} from "./project.js";
import { run } from "./run.js";

const requirements = path.join(root, "jupyter", "requirements.txt");
const OLDEST = 10;
const NEWEST_TRIED = 14;

/**
 * Whether the environment is the one that was installed: for these requirements, by a Python that
 * still runs and is still the same, with every package still in its place.
 */
export function pythonPackagesAreThere() {
  try {
    const stamp = JSON.parse(readStamp(venv) ?? "");
    return (
      stamp.requirements === digest(fs.readFileSync(requirements)) &&
      stamp.python === versionOf([venvPython]) &&
      isSubset(stamp.packages, installed())
    );
  } catch {
    return false;
  }
}

/** @throws {Problem} if there is no fitting Python, or it cannot make an environment, or pip fails */
export async function installPythonPackages() {
  const python = findPython();
  // An environment without a fitting stamp is left from a stopped or an older set-up.
  forgetStamp(venv);
  fs.rmSync(venv, { recursive: true, force: true, maxRetries: 3 });
  await run(
    `Making an environment with Python ${python.version} in .venv`,
    python.command[0],
    [...python.command.slice(1), "-m", "venv", venv],
    { env: pipEnvironment, advice: venvAdvice },
  );
  await run(
    "Installing JupyterLab (about a minute)",
    venvPython,
    [
      ...["-m", "pip", "install", "--quiet", "--disable-pip-version-check", "--no-input"],
      ...["--cache-dir", path.join(downloads, "pip"), "--retries", "2", "--timeout", "60"],
      ...["--only-binary", ":all:", "--require-hashes", "-r", requirements],
    ],
    { env: pipEnvironment },
  );
  writeStamp(
    venv,
    JSON.stringify({
      requirements: digest(fs.readFileSync(requirements)),
      python: versionOf([venvPython]),
      packages: installed(),
    }),
  );
}

/** pip asks rustc for its version, and rustup's makes a folder in the reader's home for that. */
const pipEnvironment = { ...jupyterEnvironment, RUSTUP_HOME: path.join(downloads, "rustup") };

/** @param {string} output */
const venvAdvice = (output) =>
  /ensurepip|No module named '?venv/.test(output)
    ? "This Python lacks its venv module. On Debian and Ubuntu, install it by: apt install python3-venv"
    : undefined;

/**
 * The first Python that is new enough: the one named by the variable PYTHON, or the usual names.
 *
 * @returns {{command: string[], version: string}}
 */
function findPython() {
  if (process.env.PYTHON) {
    const version = versionOf([process.env.PYTHON]);
    if (isNewEnough(version)) return { command: [process.env.PYTHON], version };
    throw new Problem(
      `PYTHON is ${process.env.PYTHON}, which ${version ? `is Python ${version}` : "does not run"}; this project needs Python 3.${OLDEST} or newer.`,
    );
  }
  const numbered = Array.from(
    { length: NEWEST_TRIED - OLDEST + 1 },
    (_, i) => `python3.${NEWEST_TRIED - i}`,
  );
  const commands = [
    ...["python3", "python", ...(windows ? [] : numbered)].map((name) => [name]),
    ...(windows ? [["py", "-3"]] : []),
  ];
  const tooOld = [];
  for (const command of commands) {
    const version = versionOf(command);
    if (isNewEnough(version)) return { command, version };
    if (version) tooOld.push(`${command.join(" ")} is ${version}`);
  }
  throw new Problem(
    `This project needs Python 3.${OLDEST} or newer; ${tooOld.length ? tooOld.join(", ") : "none was found"}. Install one from https://www.python.org/downloads, or say where it is by the variable PYTHON; then run the same command again.`,
  );
}

/**
 * @param {string[]} command
 * @returns {string} as "3.11.7"; empty if it does not run
 */
function versionOf([program, ...args]) {
  const print = "import sys; print('%d.%d.%d' % sys.version_info[:3])";
  const probe = spawnSync(program, [...args, "-c", print], {
    encoding: "utf8",
    env: jupyterEnvironment,
    timeout: 20_000,
  });
  return probe.status === 0 ? probe.stdout.trim() : "";
}

/** @param {string} version */
function isNewEnough(version) {
  const [major, minor] = version.split(".").map(Number);
  return major > 3 || (major === 3 && minor >= OLDEST);
}

/** What is in the environment: its packages, and JupyterLab's page. */
const installed = () => [
  ...contentsOf(sitePackages()),
  ...contentsOf(path.join(venv, "share", "jupyter", "lab")),
];
