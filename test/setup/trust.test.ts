import assert from "node:assert/strict";
import { spawnSync } from "node:child_process";
import {
  copyFileSync,
  cpSync,
  mkdirSync,
  mkdtempSync,
  readFileSync,
  rmSync,
  symlinkSync,
  writeFileSync,
} from "node:fs";
import { tmpdir } from "node:os";
import path from "node:path";
import { after, before, test } from "node:test";
import { fileURLToPath, pathToFileURL } from "node:url";

/** A small project of its own: this one's scripts and Python packages, and signatures apart. */
const root = fileURLToPath(new URL("../..", import.meta.url));
const project = mkdtempSync(path.join(tmpdir(), "softmax-derivative-"));
const data = path.join(project, ".venv", "share", "jupyter");
const file = (name: string) => path.join(project, "notebooks", name);
const run = (program: string, args: string[]) => {
  const { status, stdout, stderr } = spawnSync(program, args, { cwd: project, encoding: "utf8" });
  assert.equal(status, 0, `${stdout}${stderr}`);
  return stdout;
};
const git = (...args: string[]) =>
  run("git", ["-c", "user.name=t", "-c", "user.email=t@example.invalid", ...args]);

before(() => {
  mkdirSync(data, { recursive: true });
  mkdirSync(path.join(project, "notebooks"));
  for (const name of ["bin", "lib", "pyvenv.cfg"])
    symlinkSync(path.join(root, ".venv", name), path.join(project, ".venv", name));
  cpSync(path.join(root, "scripts"), path.join(project, "scripts"), { recursive: true });
  cpSync(path.join(root, "jupyter"), path.join(project, "jupyter"), { recursive: true });
  writeFileSync(path.join(project, "package.json"), '{"type": "module"}');
  writeFileSync(path.join(project, ".gitignore"), ".venv\nnotebooks/ignored.ipynb\n");
  for (const name of ["1-softmax.ipynb", "2-jacobian.ipynb"])
    copyFileSync(path.join(root, "notebooks", name), file(name));
  git("init", "-q");
  git("add", "-A");
  git("commit", "-q", "-m", "The notebooks");
});
after(() => rmSync(project, { recursive: true, force: true }));

const call = (code: string) =>
  run(process.execPath, [
    "--input-type=module",
    "-e",
    `import * as trust from ${JSON.stringify(pathToFileURL(path.join(project, "scripts/support/trust.js")).href)}; ${code}`,
  ]);
const trustCommitted = () => call("trust.trustCommittedNotebooks()");

/** What Jupyter itself says. */
const isTrusted = (name: string) =>
  run(path.join(project, ".venv", "bin", "python"), [
    "-c",
    [
      "import sys, nbformat, nbformat.sign",
      `with nbformat.sign.NotebookNotary(data_dir=${JSON.stringify(data)}) as notary:`,
      "    print(notary.check_signature(nbformat.read(sys.argv[1], as_version=4)))",
    ].join("\n"),
    file(name),
  ]).trim() === "True";

test("the notebooks as committed are trusted, and again without a start of Python", () => {
  assert.equal(isTrusted("1-softmax.ipynb"), false);
  trustCommitted();
  assert.equal(isTrusted("1-softmax.ipynb"), true);
  assert.equal(isTrusted("2-jacobian.ipynb"), true);
  const record = readFileSync(path.join(data, "signed-notebooks.json"), "utf8");
  // Were Python needed, this would leave the second call without effect on anything but the record.
  rmSync(path.join(project, ".venv", "bin"));
  trustCommitted();
  symlinkSync(path.join(root, ".venv", "bin"), path.join(project, ".venv", "bin"));
  assert.equal(readFileSync(path.join(data, "signed-notebooks.json"), "utf8"), record);
  assert.equal(isTrusted("1-softmax.ipynb"), true);
});

test("a changed notebook is not trusted, nor a stranger's, staged or ignored", () => {
  const text = readFileSync(file("1-softmax.ipynb"), "utf8").replace(
    "const z = [2,",
    "const z = [3,",
  );
  for (const name of ["1-softmax.ipynb", "stranger.ipynb", "staged.ipynb", "ignored.ipynb"])
    writeFileSync(file(name), text.replace("# Softmax", `# ${name}`));
  git("add", "notebooks/staged.ipynb");
  trustCommitted();
  for (const name of ["1-softmax.ipynb", "stranger.ipynb", "staged.ipynb", "ignored.ipynb"])
    assert.equal(isTrusted(name), false, name);
  assert.equal(isTrusted("2-jacobian.ipynb"), true);
});

test("what was computed here is trusted, and an edit of it is not", () => {
  call(
    `import fs from "node:fs"; trust.trustComputedNotebooks([fs.readFileSync(${JSON.stringify(file("stranger.ipynb"))}, "utf8")])`,
  );
  assert.equal(isTrusted("stranger.ipynb"), true);
  const text = readFileSync(file("stranger.ipynb"), "utf8");
  writeFileSync(file("stranger.ipynb"), text.replace("const z = [3,", "const z = [4,"));
  assert.equal(isTrusted("stranger.ipynb"), false);
});

test("when the signatures are gone they are made again", () => {
  rmSync(path.join(data, "nbsignatures.db"));
  assert.equal(isTrusted("2-jacobian.ipynb"), false);
  rmSync(path.join(data, "nbsignatures.db"), { force: true });
  trustCommitted();
  assert.equal(isTrusted("2-jacobian.ipynb"), true);
});

test("without git nothing is signed, and nothing is said", () => {
  rmSync(path.join(project, ".git"), { recursive: true });
  rmSync(path.join(data, "nbsignatures.db"));
  assert.equal(trustCommitted(), "");
  assert.equal(isTrusted("2-jacobian.ipynb"), false);
});
