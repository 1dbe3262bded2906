/** Where versions of packages are written down, and what differs between two such writings. */

/** Folders with a package.json and its lock. */
export const NODE = [".", "bench"];

/**
 * Folders with a requirements.in, the packages that are asked for, and a requirements.txt, all that
 * they pull in, with the hashes of their files; the oldest Python that it is for. A version in
 * requirements.in is brought up to date, a name alone stays one: each Python has its own newest.
 */
export const PYTHON = [
  { folder: "jupyter", oldest: "3.10" },
  { folder: "bench", oldest: "3.11" },
  { folder: "test/golden", oldest: "3.10" },
];

/** All of these files, from the project's folder on. */
export const PINNED = [
  ...NODE.flatMap((folder) => [inFolder(folder, "package.json"), lockIn(folder)]),
  ...PYTHON.flatMap(({ folder }) => [`${folder}/requirements.in`, `${folder}/requirements.txt`]),
];

/** @param {string} folder @param {string} name */
export function inFolder(folder, name) {
  return folder === "." ? name : `${folder}/${name}`;
}

/** @param {string} folder */
function lockIn(folder) {
  return inFolder(folder, "package-lock.json");
}

/**
 * One line a package whose version changed, or that is new or gone.
 *
 * @param {(name: string) => string} before the text of one of the files
 * @param {(name: string) => string} after
 */
export function differences(before, after) {
  return [
    ...NODE.map((folder) => ({
      kind: ["npm", ...(folder === "." ? [] : [folder])].join(", "),
      name: lockIn(folder),
      versions: nodeVersions,
    })),
    ...PYTHON.map(({ folder }) => ({
      kind: `Python, ${folder}`,
      name: `${folder}/requirements.txt`,
      versions: pythonVersions,
    })),
  ].flatMap(({ kind, name, versions }) => {
    const [old, now] = [versions(before(name)), versions(after(name))];
    const names = [...new Set([...old.keys(), ...now.keys()])].sort();
    return names
      .filter((key) => old.get(key) !== now.get(key))
      .map((key) => `${kind}: ${key} ${old.get(key) ?? "(new)"} → ${now.get(key) ?? "(gone)"}`);
  });
}

/**
 * @param {string} text of a requirements file
 * @returns {Map<string, string>} by package; where Pythons or systems need different versions, all
 */
export function pythonVersions(text) {
  const versions = new Map();
  for (const [, name, version] of text.matchAll(/^([\w.-]+)==(\S+)/gm))
    versions.set(name, versions.has(name) ? `${versions.get(name)} and ${version}` : version);
  return versions;
}

/** @param {string} text of a package-lock.json */
function nodeVersions(text) {
  return new Map(
    Object.entries(JSON.parse(text).packages)
      .filter(([place, { version }]) => place !== "" && version)
      .map(([place, { version }]) => [place.replace(/^node_modules\//, ""), version]),
  );
}
