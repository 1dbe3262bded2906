/** What a folder of packages holds, two levels deep: enough to miss a package or part of one. */
import fs from "node:fs";
import path from "node:path";

/**
 * Names of what is in a folder and in its folders; without Python's caches, which come and go, and
 * without hidden names.
 *
 * @param {string} folder
 * @returns {string[]}
 */
export function contentsOf(folder) {
  return entries(folder)
    .flatMap((entry) =>
      entry.isDirectory()
        ? [
            entry.name,
            ...entries(path.join(folder, entry.name)).map(({ name }) => `${entry.name}/${name}`),
          ]
        : [entry.name],
    )
    .sort();
}

/** @param {string} folder */
const entries = (folder) =>
  fs
    .readdirSync(folder, { withFileTypes: true })
    .filter(({ name }) => name !== "__pycache__" && !name.startsWith("."));

/**
 * @param {string[]} part
 * @param {string[]} whole
 */
export function isSubset(part, whole) {
  const names = new Set(whole);
  return part.every((name) => names.has(name));
}
