/**
 * Which notebooks Jupyter trusts before anything is run: those as shipped, to the last byte.
 *
 * Jupyter shows the live outputs of a notebook whose content it has signed; of another one it shows
 * what can do no harm. "As shipped" means one of two things:
 *
 * - the file is, byte for byte, the one that the project's last commit holds: who runs the project's
 *   code from that commit trusts its notebooks no more than that;
 * - `npm run notebooks` has just computed and saved it here.
 *
 * Anything else, an edit or a notebook from a stranger, is left unsigned: also one that is ignored
 * by git, staged but not committed, or in a folder without git. Jupyter's own "Trust Notebook" is
 * there for the reader who has looked at it. Signatures are in .venv, and never the user's own.
 */
import { spawnSync } from "node:child_process";
import { createHash } from "node:crypto";
import fs from "node:fs";
import path from "node:path";
import { digest, keep, readOrNothing } from "./files.js";
import { jupyterEnvironment, root, venvPython } from "./project.js";

const data = jupyterEnvironment.JUPYTER_DATA_DIR;
/** Digests of what has been signed, so that Python is not started for it again. */
const record = path.join(data, "signed-notebooks.json");

/** Signs the notebooks that are as committed and have not been signed yet. */
export function trustCommittedNotebooks() {
  const signed = signedDigests();
  const unsigned = notebooks().filter(({ text }) => !signed.has(digest(text)));
  if (unsigned.length === 0) return;
  const committed = committedBlobs();
  sign(unsigned.filter(({ text }) => isOneOf(committed, text)).map(({ text }) => text));
}

/**
 * Signs notebooks that were computed here just now.
 *
 * @param {string[]} texts
 */
export function trustComputedNotebooks(texts) {
  const signed = signedDigests();
  sign(texts.filter((text) => !signed.has(digest(text))));
}

function notebooks() {
  const folder = path.join(root, "notebooks");
  return fs
    .readdirSync(folder)
    .filter((name) => name.endsWith(".ipynb"))
    .map((name) => ({ name, text: fs.readFileSync(path.join(folder, name), "utf8") }));
}

/** Git's ids of the notebooks in the last commit; none where the project is not a git repository. */
function committedBlobs() {
  const listing = spawnSync("git", ["ls-tree", "HEAD", "notebooks/"], {
    cwd: root,
    encoding: "utf8",
  });
  return [...(listing.stdout ?? "").matchAll(/ blob ([0-9a-f]+)\t/g)].map(([, id]) => id);
}

/**
 * @param {string[]} ids SHA-1 or SHA-256, as the repository has them
 * @param {string} text
 */
function isOneOf(ids, text) {
  const bytes = Buffer.from(text);
  const id = (/** @type {string} */ algorithm) =>
    createHash(algorithm).update(`blob ${bytes.length}\0`).update(bytes).digest("hex");
  return ids.includes(id("sha1")) || ids.includes(id("sha256"));
}

/** @returns {Set<string>} empty if Jupyter's signatures are gone */
function signedDigests() {
  if (!fs.existsSync(path.join(data, "nbsignatures.db"))) return new Set();
  try {
    return new Set(JSON.parse(readOrNothing(record)?.toString() ?? "[]"));
  } catch {
    return new Set();
  }
}

/** @param {string[]} texts */
function sign(texts) {
  if (texts.length === 0) return;
  const { status } = spawnSync(venvPython, [path.join(root, "jupyter", "trust.py")], {
    env: jupyterEnvironment,
    input: JSON.stringify(texts),
    stdio: ["pipe", "ignore", "ignore"],
  });
  // Without a signature the pictures are shown until the cells are run: no reason to stop anyone.
  if (status !== 0) return;
  keep(record, JSON.stringify([...signedDigests(), ...texts.map((text) => digest(text))], null, 1));
}
