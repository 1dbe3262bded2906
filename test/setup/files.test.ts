import assert from "node:assert/strict";
import {
  chmodSync,
  lstatSync,
  readdirSync,
  readFileSync,
  statSync,
  symlinkSync,
  writeFileSync,
} from "node:fs";
import path from "node:path";
import { test } from "node:test";
import {
  forgetStamp,
  keep,
  readStamp,
  writeStamp,
  writeWhole,
} from "../../scripts/support/files.js";
import { scratchFolder } from "./scratch.js";

test("a file written whole holds the new content, and nothing is left beside it", (t) => {
  const folder = scratchFolder(t);
  const file = path.join(folder, "a.ipynb");
  writeWhole(file, "old");
  writeWhole(file, "new");
  assert.equal(readFileSync(file, "utf8"), "new");
  assert.deepEqual(readdirSync(folder), ["a.ipynb"]);
});

test("a write that fails leaves the old file and nothing beside it", (t) => {
  const folder = scratchFolder(t);
  const file = path.join(folder, "a.ipynb");
  writeWhole(file, "old");
  assert.throws(() => writeWhole(file, 3 as never));
  assert.equal(readFileSync(file, "utf8"), "old");
  assert.deepEqual(readdirSync(folder), ["a.ipynb"]);
});

test("what a killed writer left beside a file is removed; what a living one writes is not", (t) => {
  const folder = scratchFolder(t);
  const file = path.join(folder, "a.ipynb");
  // No process has this number: it is above every system's largest.
  writeFileSync(`${file}.4194305.tmp`, "half");
  writeFileSync(`${file}.${process.ppid}.tmp`, "half");
  writeFileSync(`${file}.mine.tmp`, "not a writer's");
  writeWhole(file, "new");
  assert.deepEqual(readdirSync(folder).sort(), [
    "a.ipynb",
    `a.ipynb.${process.ppid}.tmp`,
    "a.ipynb.mine.tmp",
  ]);
});

test("a link stays a link and a file keeps its mode when written whole", (t) => {
  const folder = scratchFolder(t);
  const [file, link] = ["a", "b"].map((name) => path.join(folder, name));
  writeFileSync(file, "old");
  chmodSync(file, 0o640);
  symlinkSync(file, link);
  writeWhole(link, "new");
  assert.ok(lstatSync(link).isSymbolicLink());
  assert.equal(readFileSync(file, "utf8"), "new");
  assert.equal(statSync(file).mode & 0o777, 0o640);
});

test("a file that is already right is not written again", (t) => {
  const file = path.join(scratchFolder(t), "deep", "a");
  keep(file, "text");
  const { ino } = statSync(file);
  keep(file, "text");
  assert.equal(statSync(file).ino, ino);
  keep(file, "other");
  assert.equal(readFileSync(file, "utf8"), "other");
});

test("a stamp is read back, and is gone once forgotten", (t) => {
  const folder = scratchFolder(t);
  assert.equal(readStamp(folder), undefined);
  writeStamp(folder, "done");
  assert.equal(readStamp(folder), "done");
  forgetStamp(folder);
  assert.equal(readStamp(folder), undefined);
  forgetStamp(folder);
  const file = path.join(folder, "a");
  writeFileSync(file, "");
  forgetStamp(file);
  assert.equal(readStamp(file), undefined);
});
