/** Other processes on this machine. */

/**
 * Whether there is a process of this number.
 *
 * @param {number} id
 */
export function isRunning(id) {
  try {
    process.kill(id, 0);
    return true;
  } catch (error) {
    // There is one, and it is someone else's.
    return error.code === "EPERM";
  }
}
