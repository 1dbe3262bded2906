import assert from "node:assert/strict";
import { spawnSync } from "node:child_process";
import {
  chmodSync,
  existsSync,
  mkdirSync,
  readFileSync,
  symlinkSync,
  writeFileSync,
} from "node:fs";
import path from "node:path";
import { test } from "node:test";
import { root, scratchFolder } from "./scratch.js";

const skip = process.platform === "win32" && "continuous integration runs on Linux";
const find = (name: string) =>
  ["/bin", "/usr/bin"].map((folder) => path.join(folder, name)).find(existsSync) ?? name;

/** Runs .ci/run where only some programs are there; apt-get and npm write down what they are asked. */
function run(t: Parameters<typeof scratchFolder>[0], programs: Record<string, string>) {
  const folder = scratchFolder(t);
  const bin = path.join(folder, "bin");
  const log = path.join(folder, "log");
  mkdirSync(bin);
  writeFileSync(log, "");
  for (const name of ["bash", "dirname", "env"]) symlinkSync(find(name), path.join(bin, name));
  const all = {
    "apt-get": `echo "apt-get $*" >> "${log}"`,
    npm: `echo "npm $*" >> "${log}"; exit 7`,
    ...programs,
  };
  for (const [name, script] of Object.entries(all)) {
    writeFileSync(path.join(bin, name), `#!/bin/sh\n${script}\n`);
    chmodSync(path.join(bin, name), 0o755);
  }
  const { status, stderr } = spawnSync(find("bash"), [path.join(root, ".ci", "run")], {
    encoding: "utf8",
    env: { PATH: bin },
  });
  return { status, stderr, asked: readFileSync(log, "utf8").trim().split("\n") };
}

test("on a bare machine, .ci/run installs a browser and Python and then runs the tests", {
  skip,
}, (t) => {
  const { status, stderr, asked } = run(t, { id: "echo 0", python3: "exit 1" });
  assert.deepEqual(asked, [
    "apt-get update -qq",
    "apt-get install -y -qq --no-install-recommends chromium python3 python3-venv",
    "npm test",
  ]);
  assert.equal(status, 7, stderr);
});

test("on a machine that has all, or for another user than root, .ci/run only runs the tests", {
  skip,
}, (t) => {
  assert.deepEqual(run(t, { id: "echo 0", python3: "exit 0", chromium: "" }).asked, ["npm test"]);
  assert.deepEqual(run(t, { id: "echo 0", python3: "exit 0", "google-chrome": "" }).asked, [
    "npm test",
  ]);
  assert.deepEqual(run(t, { id: "echo 1000", python3: "exit 1" }).asked, ["npm test"]);
});
