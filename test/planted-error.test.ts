import assert from "node:assert/strict";
import { spawn, spawnSync } from "node:child_process";
import { once } from "node:events";
import { cpSync, existsSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import path from "node:path";
import { after, before, test } from "node:test";
import { fileURLToPath } from "node:url";
import { jupyterEnvironment, venvPython } from "../scripts/support/project.js";
import { copyProject } from "./support/project-copy.js";

/**
 * Do the checks notice? A copy of the project gets a wrong sign in the Jacobian, in src and in lib;
 * its unit tests and its second notebook must both fail, and say where.
 */
const root = fileURLToPath(new URL("..", import.meta.url));
let copy: string;

before(() => {
  copy = copyProject(["src", "lib", "test", "package.json", "tsconfig.json"]);
  for (const file of ["src/softmax-jacobian.ts", "lib/softmax-jacobian.js"]) plant(file);
});
after(() => rmSync(copy, { recursive: true, force: true }));

/** Turns −s_i s_j into s_i s_j. */
function plant(file: string): void {
  const right = readFileSync(path.join(copy, file), "utf8");
  const wrong = right.replace("0 - si * s[j]", "si * s[j]");
  assert.notEqual(wrong, right, `${file} has no 0 - si * s[j] to damage`);
  writeFileSync(path.join(copy, file), wrong);
}

test("a wrong sign in the Jacobian fails the unit tests", () => {
  const { status, stdout } = spawnSync(
    process.execPath,
    [
      ...["--import", "tsx", "--test", "--test-name-pattern=softmaxJacobian is within"],
      "test/accuracy.test.ts",
    ],
    { cwd: copy, encoding: "utf8", env: { ...process.env, NODE_TEST_CONTEXT: undefined } },
  );
  assert.notEqual(status, 0);
  assert.match(stdout, /softmaxJacobian: .* at .*exactly/);
});

test("a wrong sign in the Jacobian stops notebook 2 at the entry that is wrong", async () => {
  const notebook = path.join(copy, "2-jacobian.ipynb");
  const result = path.join(copy, "result");
  cpSync(path.join(root, "notebooks", "2-jacobian.ipynb"), notebook);
  const child = spawn(
    venvPython,
    [path.join(root, "jupyter", "execute.py"), notebook, result],
    // The run ends when its standard input does.
    { env: jupyterEnvironment as NodeJS.ProcessEnv, stdio: ["pipe", "ignore", "pipe"] },
  );
  let stderr = "";
  child.stderr.on("data", (chunk) => {
    stderr += chunk;
  });
  const [status] = await once(child, "close");
  assert.equal(status, 1, stderr);
  assert.ok(existsSync(result), stderr);
  assert.match(
    readFileSync(result, "utf8"),
    /cell \d+ failed:[\s\S]*CheckError: D16, .*: row 1, column 2 is 0\.1497\d+, expected -0\.1497/,
  );
});
