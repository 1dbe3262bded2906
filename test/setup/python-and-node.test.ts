import assert from "node:assert/strict";
import { chmodSync, cpSync, mkdirSync, readdirSync, symlinkSync, writeFileSync } from "node:fs";
import path from "node:path";
import { test } from "node:test";
import { node, root, scratchFolder } from "./scratch.js";

const windows = process.platform === "win32" && "programs on the PATH are made as shell scripts";

/** The project as after npm's step, with only these programs on the PATH. */
function project(t: Parameters<typeof scratchFolder>[0], programs: Record<string, string>) {
  const folder = scratchFolder(t);
  for (const name of ["scripts", "jupyter", "package.json", "package-lock.json"])
    cpSync(path.join(root, name), path.join(folder, name), { recursive: true });
  symlinkSync(path.join(root, "node_modules"), path.join(folder, "node_modules"));
  const bin = path.join(folder, "bin");
  mkdirSync(bin);
  for (const [name, script] of Object.entries(programs)) {
    writeFileSync(path.join(bin, name), `#!/bin/sh\n${script}\n`);
    chmodSync(path.join(bin, name), 0o755);
  }
  const start = (env: Record<string, string> = {}) =>
    node(["scripts/start.js", "--no-browser"], {
      cwd: folder,
      env: { PATH: bin, PYTHON: "", ...env },
    });
  return { folder, start };
}

const says = (version: string) => `echo ${version}`;

test("without Python, start says what is needed and where to get it", { skip: windows }, (t) => {
  const { code, output } = project(t, {}).start();
  assert.equal(code, 1);
  assert.match(output, /needs Python 3\.10 or newer; none was found\. Install one from https:/);
});

test("with a Python that is too old, start names it and its version", { skip: windows }, (t) => {
  const { code, output } = project(t, { python3: says("3.8.1"), python: says("2.7.18") }).start();
  assert.equal(code, 1);
  assert.match(output, /3\.10 or newer; python3 is 3\.8\.1, python is 2\.7\.18\. Install one/);
});

test("a newer Python of another name is found after one that is too old", {
  skip: windows,
}, (t) => {
  const found = 'case "$1" in -m) echo "chosen" >&2; exit 1;; *) echo 3.12.4;; esac';
  const { output } = project(t, { python3: says("3.8.1"), "python3.12": found }).start();
  assert.match(output, /Making an environment with Python 3\.12\.4 in \.venv/);
  assert.match(output, /\| chosen/);
});

test("a Python named by PYTHON that does not run or is too old is refused", {
  skip: windows,
}, (t) => {
  const { start } = project(t, { python3: says("3.12.0"), old: says("3.9.0") });
  assert.match(
    start({ PYTHON: "/nowhere/python" }).output,
    /PYTHON is \/nowhere\/python, which does not run; this project needs/,
  );
  assert.match(
    start({ PYTHON: "old" }).output,
    /PYTHON is old, which is Python 3\.9\.0; this project needs/,
  );
});

test("a Python without its venv module is told from other failures", { skip: windows }, (t) => {
  for (const words of [
    "The virtual environment was not created successfully because ensurepip is not available.",
    "/usr/bin/python3: No module named venv",
  ]) {
    const python3 = `case "$1" in -m) echo "${words}" >&2; exit 1;; *) echo 3.12.4;; esac`;
    const { folder, start } = project(t, { python3 });
    const { code, output } = start();
    assert.equal(code, 1);
    assert.match(output, /This Python lacks its venv module\. .* apt install python3-venv/);
    assert.ok(!readdirSync(folder).includes(".setup.lock"));
  }
});

for (const version of ["16.20.2", "18.20.8", "20.18.3"])
  test(`Node ${version} is told that it is too old`, (t) => {
    const fake = path.join(scratchFolder(t), "fake.cjs");
    writeFileSync(
      fake,
      `Object.defineProperty(process.versions, "node", { value: "${version}" });`,
    );
    const { code, output } = node(["--require", fake, "scripts/start.js", "--no-browser"]);
    assert.equal(code, 1);
    assert.equal(
      output,
      `\nThis project needs Node 20.19 or newer; this is ${version}. Install a newer one from https://nodejs.org and run the same command again.\n`,
    );
  });

test("set-up repeats in under a second when nothing changed", () => {
  const times = Array.from({ length: 3 }, () => {
    const { code, output } = node([
      "--input-type=module",
      "--eval",
      'const { setUp } = await import("./scripts/setup.js"); const t = performance.now(); await setUp(); console.log(performance.now() - t);',
    ]);
    assert.equal(code, 0, output);
    return Number(output);
  });
  assert.ok(Math.min(...times) < 1000, `it took ${times.map((time) => time.toFixed(0))} ms`);
});
