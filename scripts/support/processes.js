/** Other processes on this machine. */
import fs from "node:fs";

/**
 * Whether there is a process of this number.
 *
 * @param {number} id
 */
export function isRunning(id) {
  try {
    process.kill(id, 0);
    return !isDead(id);
  } catch (error) {
    // There is one, and it is someone else's.
    return error.code === "EPERM";
  }
}

/**
 * Whether a process has ended and only its entry is left, as in a container whose first process
 * does not clear them away.
 *
 * @param {number} id
 */
function isDead(id) {
  if (process.platform !== "linux") return false;
  try {
    return /\) Z /.test(fs.readFileSync(`/proc/${id}/stat`, "utf8"));
  } catch {
    return false;
  }
}
