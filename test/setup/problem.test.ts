import assert from "node:assert/strict";
import path from "node:path";
import { test } from "node:test";
import { pathToFileURL } from "node:url";
import { adviceFor } from "../../scripts/support/problem.js";
import { node, program, root } from "./scratch.js";

const module = (name: string) =>
  JSON.stringify(pathToFileURL(path.join(root, "scripts", "support", name)).href);

const advice = {
  disk: /disk is full/,
  folder: /may not be written/,
  changed: /not the one that the lock file names/,
  network: /registry could not be reached/,
  page: /Something else answered than a package registry/,
};

for (const [said, wanted] of [
  ["npm error code ENOSPC\nnpm error nospc ENOSPC: no space left on device, write", advice.disk],
  ["OSError: [Errno 28] No space left on device", advice.disk],
  ["error TS5033: Could not write file '/x': ENOSPC: no space left on device", advice.disk],
  ["EROFS: read-only file system, mkdir '/x/node_modules'", advice.folder],
  ["PermissionError: [Errno 13] Permission denied: '.venv'", advice.folder],
  ["npm error code EINTEGRITY\nnpm error sha512-… integrity checksum failed", advice.changed],
  ["ERROR: THESE PACKAGES DO NOT MATCH THE HASHES FROM THE REQUIREMENTS FILE.", advice.changed],
  ["npm error code ECONNREFUSED\nnpm error errno ECONNREFUSED", advice.network],
  ["npm error code ENOTFOUND\nnpm error network request to … failed", advice.network],
  ["npm error code E502\nnpm error 502 Bad Gateway - GET …", advice.network],
  ["npm error code E407\nnpm error 407 Proxy Authentication Required", advice.network],
  [
    "npm error code FETCH_ERROR\nnpm error invalid json response body at … reason: Unexpected token '<'",
    advice.page,
  ],
  [
    "npm error code FETCH_ERROR\nnpm error request to … failed, reason: Proxy connection ended before receiving CONNECT response",
    advice.network,
  ],
  ["ERROR: No matching distribution found for anyio==4.16.0", advice.network],
  [
    "ProxyError('Cannot connect to proxy.', OSError('Tunnel connection failed: 503'))",
    advice.network,
  ],
  ["error TS2322: Type 'string' is not assignable to type 'number'.", undefined],
] as [string, RegExp | undefined][])
  test(`what a tool says is understood: ${said.replace("\n", ", ")}`, () => {
    const found = adviceFor(said);
    if (wanted) assert.match(found ?? "", wanted);
    else assert.equal(found, undefined);
  });

/** Runs `command(work)` as a script does. */
const runCommand = (work: string) =>
  node(
    program(`import { command, Problem } from ${module("problem.js")}; await command(${work});`),
  );

test("a problem ends a command with its message alone and exit code 1", () => {
  const { code, output } = runCommand('() => { throw new Problem("Do this."); }');
  assert.deepEqual({ code, output }, { code: 1, output: "\nDo this.\n" });
});

test("a system's error of a known cause ends a command with advice, not a stack", () => {
  const { code, output } = runCommand(
    '() => { throw Object.assign(new Error("EROFS: read-only file system, open x"), { code: "EROFS", syscall: "open" }); }',
  );
  assert.equal(code, 1);
  assert.match(output, /may not be written/);
  assert.doesNotMatch(output, /\n {4}at /);
});

test("a command's result is its exit code", () => {
  assert.equal(runCommand("() => 3").code, 3);
  assert.equal(runCommand("() => undefined").code, 0);
});

test("a step that fails says which, what to do, and the last that the tool said", () => {
  const work = `import { run } from ${module("run.js")};
    import { command } from ${module("problem.js")};
    await command(() => run("Making tea", process.execPath, ["-e", "console.error('ENOSPC: no space left'); process.exit(3)"]));`;
  const { code, output } = node(program(work));
  assert.equal(code, 1);
  assert.match(
    output,
    /Making tea …\n\nMaking tea failed\. The disk is full: .* Run the same command again; it goes on from here\.\n {2}\| ENOSPC: no space left\n$/,
  );
});

test("a step whose program is not there says so", () => {
  const work = `import { run } from ${module("run.js")};
    import { command } from ${module("problem.js")};
    await command(() => run("Making tea", "no-such-program", []));`;
  const { code, output } = node(program(work));
  assert.equal(code, 1);
  assert.match(output, /Making tea failed\..*\n {2}\| no-such-program could not be started/);
});
