/**
 * Set-up: what the project needs, installed into the project's own folder.
 *
 *     node packages → Python environment → kernel and settings → build of lib
 *
 * Each step ends by leaving a record inside the folder that it made. A step whose record fits is
 * skipped; one that was stopped half-way has none and is done again from its start.
 *
 * This and all it imports is plain Node without dependencies: it runs before npm has installed any.
 */
import { buildLibrary, libraryIsBuilt } from "./build.js";
import { configureJupyter } from "./support/jupyter-files.js";
import { withLock } from "./support/lock.js";
import { checkNode, installNodePackages, nodePackagesAreThere } from "./support/node-packages.js";
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
  if (!steps.every(({ isDone }) => isDone()))
    await withLock(async () => {
      for (const { isDone, work } of steps) if (!isDone()) await work();
    });
  configureJupyter();
  trustCommittedNotebooks();
}
