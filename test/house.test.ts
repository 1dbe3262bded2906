import assert from "node:assert/strict";
import { spawnSync } from "node:child_process";
import { readdirSync, readFileSync } from "node:fs";
import path from "node:path";
import { test } from "node:test";
import { fileURLToPath } from "node:url";

const root = fileURLToPath(new URL("..", import.meta.url));
const run = (...args: string[]) => {
  const { status, stdout, stderr } = spawnSync(process.execPath, args, {
    cwd: root,
    encoding: "utf8",
  });
  assert.equal(status, 0, `${stdout}${stderr}`);
};

test("sources and tests have no type error", () => {
  run("node_modules/typescript/bin/tsc", "-p", "test/tsconfig.json");
});

test("all files are formatted and linted", () => {
  run("node_modules/@biomejs/biome/bin/biome", "ci", ".");
});

test("the math module imports nothing from outside itself", () => {
  for (const folder of ["src", "src/batch"])
    for (const file of readdirSync(path.join(root, folder)).filter((name) =>
      name.endsWith(".ts"),
    )) {
      const text = readFileSync(path.join(root, folder, file), "utf8");
      const outside = [...text.matchAll(/from "([^"]+)"/g)].filter(
        ([, from]) => !/^\.\.?\/[\w-]+\.js$/.test(from),
      );
      assert.deepEqual(outside, [], `${folder}/${file}`);
    }
});
