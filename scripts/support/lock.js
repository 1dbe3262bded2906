/** One set-up at a time in a folder. */
import fs from "node:fs";
import os from "node:os";
import path from "node:path";
import { adviceFor, Problem } from "./problem.js";
import { isRunning } from "./processes.js";
import { root } from "./project.js";

const BEAT = 1000;
/** A lock that has not been touched for so long is left over, whoever made it. */
const STALE = 30 * BEAT;

/**
 * Does the work while holding the project's lock; waits for another set-up to finish first.
 *
 * The lock names its process and is touched every second. It is left over, and taken, when that
 * process has ended or has not touched it for half a minute: process numbers are used again.
 *
 * @template T
 * @param {() => Promise<T>} work
 * @param {string} [file] the lock
 * @returns {Promise<T>}
 * @throws {Problem} if the project's folder cannot be written
 */
export async function withLock(work, file = path.join(root, ".setup.lock")) {
  const mine = JSON.stringify({ process: process.pid, host: os.hostname() });
  for (let told = false; !tryToTake(file, mine); ) {
    if (!removeLeftOver(file) && !told) {
      told = true;
      console.log("Another set-up is at work in this folder; waiting for it …");
    }
    await new Promise((resolve) => setTimeout(resolve, 200));
  }
  const release = () => {
    if (read(file)?.content === mine) fs.rmSync(file, { force: true });
  };
  const beat = setInterval(() => {
    if (read(file)?.content === mine) fs.utimesSync(file, new Date(), new Date());
  }, BEAT);
  process.once("exit", release);
  try {
    return await work();
  } finally {
    clearInterval(beat);
    process.off("exit", release);
    release();
  }
}

/**
 * @param {string} file
 * @param {string} mine
 */
function tryToTake(file, mine) {
  try {
    fs.writeFileSync(file, mine, { flag: "wx" });
    return true;
  } catch (error) {
    if (error.code === "EEXIST") return false;
    throw new Problem(
      `The project's folder cannot be written (${error.code}: ${root}). ${adviceFor(error.code) ?? "Set-up installs everything inside it."}`,
    );
  }
}

/**
 * Removes the lock if the one who made it is gone; says whether there is reason to try again.
 *
 * @param {string} file
 */
function removeLeftOver(file) {
  const lock = read(file);
  if (lock === undefined) return true;
  if (!isLeftOver(lock)) return false;
  // Whoever gives it another name first has it; a lock made in the meantime is put back.
  const aside = `${file}.${process.pid}.tmp`;
  try {
    fs.renameSync(file, aside);
    if (fs.readFileSync(aside, "utf8") !== lock.content) fs.linkSync(aside, file);
  } catch {
    // Another process was faster.
  }
  fs.rmSync(aside, { force: true });
  return true;
}

/** @param {{content: string, touched: number}} lock */
function isLeftOver({ content, touched }) {
  if (Date.now() - touched > STALE) return true;
  try {
    const owner = JSON.parse(content);
    return owner.host === os.hostname() && !isRunning(owner.process);
  } catch {
    // It is being written just now, or was left half-written: its age decides.
    return false;
  }
}

/** @param {string} file */
function read(file) {
  try {
    return { content: fs.readFileSync(file, "utf8"), touched: fs.statSync(file).mtimeMs };
  } catch {
    return undefined;
  }
}
