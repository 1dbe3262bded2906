/** Files written so that a kill at any moment leaves the old file or the new one. */
import { createHash } from "node:crypto";
import fs from "node:fs";
import path from "node:path";
import { isRunning } from "./processes.js";

/** Name of the stamp that a finished step leaves inside the folder it made. */
const STAMP = ".set-up";

/**
 * Writes a file in one step: into a file beside it, which then takes its name. A link stays a link,
 * a file keeps its mode, and one that may not be written is not replaced.
 *
 * @param {string} file
 * @param {string | Uint8Array} content
 */
export function writeWhole(file, content) {
  const old = fs.statSync(file, { throwIfNoEntry: false });
  if (old) {
    file = fs.realpathSync(file);
    fs.accessSync(file, fs.constants.W_OK);
  }
  removeLeftOvers(file);
  const next = `${file}.${process.pid}.tmp`;
  try {
    const handle = fs.openSync(next, "w");
    try {
      if (old) fs.fchmodSync(handle, old.mode);
      fs.writeFileSync(handle, content);
      fs.fsyncSync(handle);
    } finally {
      fs.closeSync(handle);
    }
    fs.renameSync(next, file);
  } catch (error) {
    fs.rmSync(next, { force: true });
    throw error;
  }
}

/**
 * Removes what writers of a file that were killed have left beside it.
 *
 * @param {string} file
 */
function removeLeftOvers(file) {
  const [folder, start] = [path.dirname(file), `${path.basename(file)}.`];
  for (const name of fs.readdirSync(folder)) {
    const writer = /^(\d+)\.tmp$/.exec(name.startsWith(start) ? name.slice(start.length) : "")?.[1];
    if (writer && !isRunning(Number(writer))) fs.rmSync(path.join(folder, name), { force: true });
  }
}

/**
 * Writes a file, with its folder, unless it holds just that already.
 *
 * @param {string} file
 * @param {string | Uint8Array} content
 */
export function keep(file, content) {
  if (readOrNothing(file)?.equals(Buffer.from(content))) return;
  fs.mkdirSync(path.dirname(file), { recursive: true });
  writeWhole(file, content);
}

/**
 * @param {string} file
 * @returns {Buffer | undefined} nothing if it cannot be read
 */
export function readOrNothing(file) {
  try {
    return fs.readFileSync(file);
  } catch {
    return undefined;
  }
}

/** @param {(string | Uint8Array)[]} parts */
export function digest(...parts) {
  const hash = createHash("sha256");
  for (const part of parts) hash.update(String(part.length)).update("\0").update(part);
  return hash.digest("hex");
}

/**
 * What the stamp in a folder says. The stamp is a step's last act, and it goes with its folder.
 *
 * @param {string} folder
 */
export const readStamp = (folder) => readOrNothing(path.join(folder, STAMP))?.toString();

/**
 * @param {string} folder
 * @param {string} text
 */
export const writeStamp = (folder, text) => writeWhole(path.join(folder, STAMP), text);

/** @param {string} folder whose step is to be done again; a file in its place has no stamp */
export function forgetStamp(folder) {
  if (fs.existsSync(path.join(folder, STAMP))) fs.rmSync(path.join(folder, STAMP));
}
