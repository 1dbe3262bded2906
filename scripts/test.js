/** npm test: set-up, then every check there is, on Node's own test runner. Arguments pick files. */
import { spawn } from "node:child_process";
import fs from "node:fs";
import path from "node:path";
import { main, root } from "./setup.js";

function testFiles(folder) {
  return fs.readdirSync(folder, { withFileTypes: true }).flatMap((entry) => {
    const file = path.join(folder, entry.name);
    if (entry.isDirectory()) return testFiles(file);
    return entry.name.endsWith(".test.ts") ? [path.relative(root, file)] : [];
  });
}

main(() => {
  const wanted = process.argv.slice(2);
  const files = testFiles(path.join(root, "test"))
    .sort()
    .filter((file) => wanted.length === 0 || wanted.some((part) => file.includes(part)));
  const runner = spawn(
    process.execPath,
    ["--import", "tsx", "--test", "--test-reporter=spec", ...files],
    { cwd: root, stdio: "inherit" },
  );
  return new Promise((resolve) => runner.on("close", (code) => resolve(code ?? 1)));
});
