/** The pinned versions of packages, and the words in which an update of them is told. */
import assert from "node:assert/strict";
import { readFileSync } from "node:fs";
import path from "node:path";
import { test } from "node:test";
import { differences, NODE, PINNED, PYTHON, pythonVersions } from "../../scripts/support/pins.js";
import { root } from "./scratch.js";

const read = (name: string) => readFileSync(path.join(root, name), "utf8");

test("every file of pins is there, and between a file and itself nothing differs", () => {
  assert.deepEqual(differences(read, read), []);
  for (const name of PINNED) assert.ok(read(name).length > 0, name);
});

for (const { folder } of PYTHON)
  test(`${folder}/requirements.txt has what is asked for, each file by its hash`, () => {
    const text = read(`${folder}/requirements.txt`);
    const versions = pythonVersions(text);
    for (const line of read(`${folder}/requirements.in`).trim().split("\n")) {
      const [name, version] = line.split("==");
      assert.ok(versions.has(name), name);
      if (version) assert.equal(versions.get(name), version, name);
    }
    const packages = text.split(/^(?=\S)/m).filter((part) => !part.startsWith("#"));
    assert.ok(packages.length >= versions.size && versions.size > 0);
    for (const one of packages)
      assert.match(one, /^[\w.-]+==.*\n(.*\n)* +--hash=sha256:[\da-f]{64}/);
  });

for (const folder of NODE)
  test(`the lock in ${folder} has the versions of package.json, each file by its hash`, () => {
    const { dependencies, devDependencies } = JSON.parse(read(path.join(folder, "package.json")));
    const { packages } = JSON.parse(read(path.join(folder, "package-lock.json")));
    const wanted = Object.entries<string>({ ...dependencies, ...devDependencies });
    for (const [name, version] of wanted.filter(([, one]) => one !== "file:"))
      assert.equal(packages[`node_modules/${name}`].version, version, name);
    for (const [place, { link, resolved, integrity }] of Object.entries<Record<string, string>>(
      packages,
    ))
      if (place.includes("node_modules/") && !link) {
        assert.match(integrity, /^sha512-/, place);
        assert.equal(resolved, undefined, `${place} names a registry`);
      }
  });

test("an update is told package by package: changed, new, gone, and one for each Python", () => {
  const lock = (packages: object) => JSON.stringify({ packages });
  const texts = (npm: object, python: string) => (name: string) =>
    name.endsWith(".json")
      ? lock(name.startsWith("bench") ? {} : npm)
      : name.startsWith("bench")
        ? python
        : "";
  const before = texts(
    {
      "": { version: "1.0.0" },
      "node_modules/old": { version: "1.0.0" },
      "node_modules/same": { version: "2.0.0" },
    },
    "gone==1.0 \\\n    --hash=sha256:0\nnumpy==2.4.6\n",
  );
  const after = texts(
    {
      "": { version: "2.0.0" },
      "node_modules/old": { version: "1.1.0" },
      "node_modules/same": { version: "2.0.0" },
      "node_modules/same/node_modules/new": { version: "3.0.0" },
    },
    "numpy==2.4.6 ; python_full_version < '3.12' \\\n    --hash=sha256:0\nnumpy==2.5.5 ; python_full_version >= '3.12'\n",
  );
  assert.deepEqual(differences(before, after), [
    "npm: old 1.0.0 → 1.1.0",
    "npm: same/node_modules/new (new) → 3.0.0",
    "Python, bench: gone 1.0 → (gone)",
    "Python, bench: numpy 2.4.6 → 2.4.6 and 2.5.5",
  ]);
});
