import assert from "node:assert/strict";
import { chmodSync, writeFileSync } from "node:fs";
import path from "node:path";
import { test } from "node:test";
import { findBrowser } from "../../scripts/support/browser.js";
import { Problem } from "../../scripts/support/problem.js";
import { scratchFolder } from "./scratch.js";

/** Calls with other variables for the time of the call. */
function withVariables<T>(variables: Record<string, string>, work: () => T): T {
  const before = { ...process.env };
  Object.assign(process.env, variables);
  try {
    return work();
  } finally {
    process.env = before;
  }
}

test("the browser named by CHROME_PATH is taken before any other", () => {
  assert.equal(
    withVariables({ CHROME_PATH: process.execPath }, () => findBrowser()),
    process.execPath,
  );
});

test("a CHROME_PATH that names no file is a problem, not a reason to take another", () => {
  assert.throws(
    () => withVariables({ CHROME_PATH: "/nowhere/chrome" }, () => findBrowser()),
    (error) =>
      error instanceof Problem &&
      /CHROME_PATH is \/nowhere\/chrome, and there is no such file/.test(error.message),
  );
});

test("a browser on the PATH is found before those in usual places", (t) => {
  const folder = scratchFolder(t);
  const name = process.platform === "win32" ? "chromium.exe" : "chromium";
  const file = path.join(folder, name);
  writeFileSync(file, "");
  chmodSync(file, 0o755);
  assert.equal(
    withVariables({ CHROME_PATH: "", PATH: folder }, () => findBrowser()),
    file,
  );
});
