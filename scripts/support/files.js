/** Files written so that a kill at any moment leaves the old file or the new one. */
import { createHash } from "node:crypto";
import fs from "node:fs";
import path from "node:path";

/** Name of the stamp that a finished step leaves inside the folder it made. */
const STAMP = ".set-up";

/**
 * Writes a file in one step: into a file beside it, which then takes its name.
 *
 * @param {string} file
 * @param {string | Uint8Array} content
 */
export function writeWhole(file, content) {
  const next = `${file}.${process.pid}.tmp`;
  try {
    const handle = fs.openSync(next, "w");
    try {
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
