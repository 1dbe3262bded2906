import assert from "node:assert/strict";
import { spawn, spawnSync } from "node:child_process";
import {
  existsSync,
  mkdirSync,
  mkdtempSync,
  readdirSync,
  readFileSync,
  rmSync,
  writeFileSync,
} from "node:fs";
import { tmpdir } from "node:os";
import path from "node:path";
import { after, before, test } from "node:test";
import { pathToFileURL } from "node:url";
import { built, picturedNotebooks, root } from "./support.js";

/** The ways to a page: npm run export, jupyter nbconvert, JupyterLab's menu. */
const folder = mkdtempSync(path.join(tmpdir(), "softmax-derivative-"));
const NAME = "2-jacobian";
const notebook = path.join(folder, "notebooks", `${NAME}.ipynb`);
const python = path.join(root, ".venv", "bin", "python");
let page: string;
let environment: NodeJS.ProcessEnv;

before(async () => {
  const project = await import(
    pathToFileURL(path.join(root, "scripts", "support", "project.js")).href
  );
  environment = project.jupyterEnvironment;
  const [, text] = (await picturedNotebooks()).find(([file]) => file === `${NAME}.ipynb`) ?? [];
  mkdirSync(path.dirname(notebook));
  writeFileSync(notebook, text ?? "");
  const { named, writeSite } = await built("site.js");
  writeSite([named(notebook, text ?? "")], path.join(folder, "site"));
  page = readFileSync(path.join(folder, "site", `${NAME}.html`), "utf8");
});
after(() => rmSync(folder, { recursive: true, force: true }));

/** Where two texts part, for a message that can be read. */
function assertSame(actual: string, expected: string): void {
  const at = [...expected].findIndex((character, k) => character !== actual[k]);
  assert.ok(
    actual === expected,
    `at ${at}: ${actual.slice(at, at + 200)}\ninstead of ${expected.slice(at, at + 200)}`,
  );
}

test("jupyter nbconvert gives the page that npm run export gives, byte for byte", () => {
  const out = path.join(folder, "nbconvert");
  const { status, stderr } = spawnSync(
    python,
    ["-m", "jupyter", "nbconvert", "--to", "html", "--output-dir", out, notebook],
    { env: environment, encoding: "utf8" },
  );
  assert.equal(status, 0, stderr);
  assertSame(readFileSync(path.join(out, `${NAME}.html`), "utf8"), page);
});

test("JupyterLab's File → Export → HTML gives the same page", async () => {
  const runtime = path.join(folder, "runtime");
  const server = spawn(
    python,
    [
      ...["-m", "jupyter_server", "--no-browser", `--ServerApp.root_dir=${folder}`],
      ...["--ServerApp.port=0", "--IdentityProvider.token=secret", "--allow-root"],
    ],
    { env: { ...environment, JUPYTER_RUNTIME_DIR: runtime }, stdio: "ignore" },
  );
  try {
    const about = await waitFor(() => {
      const name = existsSync(runtime)
        ? readdirSync(runtime).find((file) => /^jpserver-\d+\.json$/.test(file))
        : undefined;
      return name && JSON.parse(readFileSync(path.join(runtime, name), "utf8"));
    });
    // What the menu's command asks the server for.
    const address = `http://127.0.0.1:${about.port}/nbconvert/html/notebooks/${NAME}.ipynb?download=true&token=secret`;
    const response = await fetch(address);
    assert.equal(response.status, 200);
    assertSame(await response.text(), page);
  } finally {
    server.kill();
    await new Promise((resolve) => server.once("close", resolve));
  }
});

async function waitFor<T>(look: () => T | undefined): Promise<T> {
  for (let k = 0; k < 600; k++) {
    try {
      const found = look();
      if (found) return found;
    } catch {
      // It is being written.
    }
    await new Promise((resolve) => setTimeout(resolve, 100));
  }
  throw new Error("nothing came in a minute");
}

const runExport = (...args: string[]) =>
  spawnSync(process.execPath, ["scripts/export.js", ...args], { cwd: root, encoding: "utf8" });

test("one notebook as saved goes into a folder that has other files, and they stay", () => {
  const out = path.join(folder, "mine");
  mkdirSync(path.join(out, "photos"), { recursive: true });
  writeFileSync(path.join(out, "diary.txt"), "mine");
  writeFileSync(path.join(out, "photos", "1.png"), "mine");
  writeFileSync(path.join(out, "index.html"), "an older page");
  const { status, stdout, stderr } = runExport("--no-run", "--out", out, notebook);
  assert.equal(status, 0, stderr);
  assert.match(stdout, /2-jacobian\.html: \d\.\d MB/);
  assert.deepEqual(readdirSync(out).sort(), [
    "2-jacobian.html",
    "diary.txt",
    "index.html",
    "photos",
  ]);
  assert.equal(readFileSync(path.join(out, "diary.txt"), "utf8"), "mine");
  assert.equal(readFileSync(path.join(out, "photos", "1.png"), "utf8"), "mine");
  assert.match(readFileSync(path.join(out, "index.html"), "utf8"), /^<!DOCTYPE html>/);
  assertSame(readFileSync(path.join(out, "2-jacobian.html"), "utf8"), page);
});

test("without a browser the page is made all the same, and what is missing is said", () => {
  const bare = path.join(folder, "bare", `${NAME}.ipynb`);
  mkdirSync(path.dirname(bare));
  // Numbers that no saved notebook has, so that there is no picture of them.
  writeFileSync(
    bare,
    readFileSync(notebook, "utf8")
      .replace(/<img class=\\"sd-picture\\"[^>]*>/g, "")
      .replaceAll("The Jacobian of softmax", "Another Jacobian"),
  );
  const { status, stderr } = spawnSync(
    process.execPath,
    ["scripts/export.js", "--no-run", "--out", path.join(folder, "bare"), bare],
    { cwd: root, encoding: "utf8", env: { ...process.env, CHROME_PATH: "/nowhere/chromium" } },
  );
  assert.equal(status, 0, stderr);
  assert.match(stderr, /Pictures of figures are missing in .*2-jacobian\.ipynb/);
  assert.match(stderr, /CHROME_PATH is \/nowhere\/chromium/);
  const html = readFileSync(path.join(folder, "bare", `${NAME}.html`), "utf8");
  assert.match(html, /aria-label="Another Jacobian\. [^"]*" style="--height:420px"><\/div>/);
});

test("--single writes the whole article into one file of less than 6 MB", () => {
  const out = path.join(folder, "single");
  const { status, stderr } = runExport("--no-run", "--single", "--out", out);
  assert.equal(status, 0, stderr);
  assert.deepEqual(readdirSync(out), ["softmax-derivative.html"]);
  const html = readFileSync(path.join(out, "softmax-derivative.html"), "utf8");
  assert.ok(Buffer.byteLength(html) < 6e6);
  const ids = [...html.matchAll(/ id="([^"]+)"/g)].map(([, id]) => id);
  assert.equal(new Set(ids).size, ids.length, "ids are unique");
  const known = new Set(ids);
  for (const [, place] of html.matchAll(/ href="#([^"]+)"/g)) assert.ok(known.has(place), place);
  assert.ok(known.has("2-jacobian.D15"));
});

test("--watch exports a notebook again when it is saved, and ends with Ctrl-C", async () => {
  const out = path.join(folder, "watched");
  const watched = path.join(folder, `${NAME}.ipynb`);
  const text = readFileSync(notebook, "utf8");
  writeFileSync(watched, text);
  const child = spawn(
    process.execPath,
    ["scripts/export.js", "--no-run", "--watch", "--out", out, watched],
    { cwd: root },
  );
  let said = "";
  child.stdout.on("data", (chunk) => {
    said += chunk;
  });
  child.stderr.on("data", (chunk) => {
    said += chunk;
  });
  await waitFor(() => said.includes("Watching the notebooks") || undefined);
  writeFileSync(watched, "{ half a notebook");
  await waitFor(() => /SyntaxError|JSON|is not a notebook/.test(said) || undefined);
  writeFileSync(watched, text.replace("# The Jacobian of softmax", "# Another title"));
  const file = path.join(out, `${NAME}.html`);
  await waitFor(() => readFileSync(file, "utf8").includes("<title>Another title") || undefined);
  child.kill("SIGINT");
  await new Promise((resolve) => child.once("close", resolve));
});

for (const [args, message] of [
  [["--colour"], /Unknown option '--colour'[\s\S]*Usage: npm run export/],
  [
    ["notebooks/9-nothing.ipynb"],
    /There is no notebook notebooks\/9-nothing\.ipynb\. There are: .*1-softmax/,
  ],
  [["README.md"], /README\.md is not a notebook \(\.ipynb\)/],
  [["--out"], /--out[\s\S]*Usage/],
] as const)
  test(`export ${args.join(" ")} says what is wrong, and starts nothing`, () => {
    const { status, stderr, stdout } = runExport(...args);
    assert.equal(status, 1);
    assert.match(stderr, message);
    assert.doesNotMatch(stderr, /\n\s+at /);
    assert.equal(stdout, "");
  });
