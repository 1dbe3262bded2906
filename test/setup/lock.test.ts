import assert from "node:assert/strict";
import { spawn } from "node:child_process";
import { existsSync, readFileSync, utimesSync, writeFileSync } from "node:fs";
import os from "node:os";
import path from "node:path";
import { test } from "node:test";
import { pathToFileURL } from "node:url";
import { withLock } from "../../scripts/support/lock.js";
import { Problem } from "../../scripts/support/problem.js";
import { node, program, root, scratchFolder } from "./scratch.js";

const lockModule = pathToFileURL(path.join(root, "scripts", "support", "lock.js")).href;

test("a lock is there while the work is done, and gone when it fails", async (t) => {
  const file = path.join(scratchFolder(t), "lock");
  assert.equal(await withLock(async () => existsSync(file), file), true);
  await assert.rejects(
    withLock(async () => {
      throw new Error("work");
    }, file),
    /work/,
  );
  assert.equal(existsSync(file), false);
});

test("of eight processes at once, one at a time holds the lock", async (t) => {
  const folder = scratchFolder(t);
  const [lock, count] = ["lock", "count"].map((name) => path.join(folder, name));
  writeFileSync(count, "0");
  const code = `
    import fs from "node:fs";
    import { withLock } from ${JSON.stringify(lockModule)};
    const [lock, count] = process.argv.slice(-2);
    await withLock(async () => {
      const before = Number(fs.readFileSync(count, "utf8"));
      await new Promise((end) => setTimeout(end, 20));
      fs.writeFileSync(count, String(before + 1));
    }, lock);`;
  const ends = Array.from({ length: 8 }, () => {
    const child = spawn(process.execPath, program(code, lock, count), { stdio: "ignore" });
    return new Promise((end) => child.on("close", end));
  });
  assert.deepEqual(await Promise.all(ends), Array(8).fill(0));
  assert.equal(readFileSync(count, "utf8"), "8");
  assert.equal(existsSync(lock), false);
});

test("a lock whose process was killed is taken", async (t) => {
  const lock = path.join(scratchFolder(t), "lock");
  const code = `
    import { withLock } from ${JSON.stringify(lockModule)};
    await withLock(async () => process.kill(process.pid, "SIGKILL"), process.argv.at(-1));`;
  node(program(code, lock));
  assert.ok(existsSync(lock));
  assert.equal(await withLock(async () => "done", lock), "done");
});

for (const [title, content] of [
  ["an empty lock", ""],
  ["a lock of another machine", JSON.stringify({ process: 1, host: "elsewhere" })],
  [
    "a lock of a process that never touches it",
    JSON.stringify({ process: 1, host: os.hostname() }),
  ],
])
  test(`${title} is taken once it has not been touched for half a minute`, async (t) => {
    const lock = path.join(scratchFolder(t), "lock");
    writeFileSync(lock, content);
    const minuteAgo = Date.now() / 1000 - 60;
    utimesSync(lock, minuteAgo, minuteAgo);
    assert.equal(await withLock(async () => "done", lock), "done");
  });

test("a lock in a folder that is not there is a problem with what to do", async (t) => {
  const lock = path.join(scratchFolder(t), "missing", "lock");
  await assert.rejects(
    withLock(async () => undefined, lock),
    (error) => error instanceof Problem && /cannot be written \(ENOENT/.test(error.message),
  );
});
