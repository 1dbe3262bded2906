/** Problems a reader can do something about, told in one message without a stack. */

/** A message for the reader: what is wrong and what to do. */
export class Problem extends Error {
  name = "Problem";
}

/** What went wrong underneath, as a tool or the system words it, and what to do about it. */
const causes = [
  {
    signs: /ENOSPC|No space left|Disk quota exceeded|EDQUOT/i,
    advice: "The disk is full: the project needs about 700 MB.",
  },
  {
    signs: /EROFS|EACCES|EPERM|Permission denied|Read-only file system/i,
    advice:
      "Something in the project's folder may not be written. Is the folder yours, and not read-only?",
  },
  {
    signs: /EINTEGRITY|DO NOT MATCH THE HASHES/i,
    advice:
      "A package is not the one that the lock file names; it was not installed. Something between here and the registry changes what is downloaded.",
  },
  {
    signs: /invalid json response/,
    advice:
      "Something else answered than a package registry. Is it a page where one logs in to the network?",
  },
  {
    signs:
      /FETCH_ERROR|ENOTFOUND|EAI_AGAIN|ECONN|ETIMEDOUT|EHOSTUNREACH|ENETUNREACH|socket hang up|network|proxy|\bE[45]\d\d\b|HTTP error|Max retries|NewConnectionError|No matching distribution|timed out|certificate/i,
    advice: "A package registry could not be reached. Is there a network, and does its proxy work?",
  },
];

/**
 * The advice for what a tool printed or the system said, if its cause is a known one.
 *
 * @param {string} text
 * @returns {string | undefined}
 */
export const adviceFor = (text) => causes.find(({ signs }) => signs.test(text))?.advice;

/**
 * Runs a command's main function. Its result is the exit code; a problem ends it with the
 * problem's message alone and exit code 1.
 *
 * @param {() => Promise<number | undefined> | number | undefined} work
 */
export async function command(work) {
  try {
    process.exitCode = (await work()) ?? 0;
  } catch (error) {
    process.exitCode = 1;
    if (error instanceof Problem) console.error(`\n${error.message}`);
    else if (error?.syscall && adviceFor(error.code))
      console.error(`\n${adviceFor(error.code)}\n(${error.message})`);
    else console.error(error);
  }
}
