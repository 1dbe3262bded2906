/**
 * Set-up: what the project needs, installed into the project's own folder.
 *
 *     node packages → Python environment → kernel and settings → build of lib
 *
 * Each step ends by leaving a record inside the folder that it made. A step whose record fits is
 * skipped; one that was stopped half-way has none and is done again from its start.
 *
 * The commands call it; by itself it does only this:
 *
 *     node scripts/setup.js
 *
 * This and all it imports is plain Node without dependencies: it runs before npm has installed any.
 */
import fs from "node:fs";
import { pathToFileURL } from "node:url";
import { buildLibrary, libraryIsBuilt } from "./build.js";
import { configureJupyter } from "./support/jupyter-files.js";
import { withLock } from "./support/lock.js";
import { checkNode, installNodePackages, nodePackagesAreThere } from "./support/node-packages.js";
import { command, Problem } from "./support/problem.js";
import { downloads, root, venv } from "./support/project.js";
import { installPythonPackages, pythonPackagesAreThere } from "./support/python-packages.js";
import { trustCommittedNotebooks } from "./support/trust.js";

const steps = [
  { isDone: nodePackagesAreThere, work: installNodePackages },
  { isDone: pythonPackagesAreThere, work: installPythonPackages },
  { isDone: libraryIsBuilt, work: buildLibrary },
];

/**
 * Brings the project to where every command can run; well under a second when nothing changed.
 *
 * @throws {Problem} with what to do, if a step fails; the next call goes on from there
 */
export async function setUp() {
  checkNode();
  checkFolder();
  if (!steps.every(({ isDone }) => isDone()))
    await withLock(async () => {
      for (const { isDone, work } of steps) if (!isDone()) await work();
    });
  if (!process.env.SETUP_CACHE) fs.rmSync(downloads, { recursive: true, force: true });
  configureJupyter();
  trustCommittedNotebooks();
}

/** @throws {Problem} if nothing can be written into the project's folder */
function checkFolder() {
  try {
    for (const folder of [root, venv].filter((name) => fs.existsSync(name)))
      fs.accessSync(folder, fs.constants.W_OK);
  } catch (error) {
    throw new Problem(
      `The project's folder cannot be written (${error.code}: ${error.path}). Everything is installed inside it, and Jupyter writes there: is the folder yours, and not read-only? If not, copy the project to a folder that is.`,
    );
  }
}

if (import.meta.url === pathToFileURL(process.argv[1] ?? "").href) await command(setUp);
