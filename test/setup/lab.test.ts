import assert from "node:assert/strict";
import { readdirSync, readFileSync } from "node:fs";
import net, { type AddressInfo } from "node:net";
import path from "node:path";
import { test } from "node:test";
import { checkPort, labArguments } from "../../scripts/support/lab.js";
import { Problem } from "../../scripts/support/problem.js";
import { node, root } from "./scratch.js";

const isProblem = (words: RegExp) => (error: unknown) =>
  error instanceof Problem && words.test(error.message);

for (const address of ["127.0.0.1", "::1"])
  test(`a port taken on ${address} is a problem that names another one`, async (t) => {
    const server = net.createServer();
    await new Promise<void>((resolve, reject) =>
      server.once("error", reject).listen(0, address, resolve),
    );
    t.after(() => server.close());
    const { port } = server.address() as AddressInfo;
    for (const flags of [
      ["--port", String(port)],
      [`--port=${port}`],
      [`--ServerApp.port=${port}`],
    ])
      await assert.rejects(
        checkPort(flags),
        isProblem(new RegExp(`Port ${port} is taken.* npm start -- --port \\d+`)),
      );
    const { code, output } = node(["scripts/start.js", "--no-browser", `--port=${port}`]);
    assert.equal(code, 1);
    assert.match(output, new RegExp(`Port ${port} is taken`));
  });

for (const flags of [
  ["--port", "http"],
  ["--port"],
  ["--port=70000"],
  ["--port=-1"],
  ["--port=8.5"],
])
  test(`${flags.join(" ")} is no port`, async () => {
    await assert.rejects(checkPort(flags), isProblem(/--port takes a number from 0 to 65535/));
  });

test("without a chosen port JupyterLab may take the next free one; with one it may not", async () => {
  await checkPort([]);
  assert.ok(!labArguments([]).includes("--ServerApp.port_retries=0"));
  assert.ok(labArguments(["--port", "8899"]).includes("--ServerApp.port_retries=0"));
});

test("flags of the user's come last, so that they win", () => {
  assert.deepEqual(labArguments(["--no-browser", "--port=1"]).slice(-2), [
    "--no-browser",
    "--port=1",
  ]);
});

/** Settings that would switch a protection of Jupyter's off. */
const PROTECTIONS =
  /\btoken\b|password|allow_origin|allow_remote|allow_credentials|disable_check_xsrf|allow_unauthenticated|Content-Security-Policy|\bheaders\b|\.ip\b|0\.0\.0\.0|trust_xheaders|allow_websocket_origin|disable_user_config|allow_hidden|serverapp\.identity|auth_enabled|sandbox|trust/i;

test("no flag or setting of the project switches a protection of Jupyter's off", () => {
  const arguments_ = labArguments([]).join("\n").replace("--allow-root", "");
  assert.doesNotMatch(arguments_, PROTECTIONS);
  const folder = path.join(root, "jupyter");
  for (const name of readdirSync(folder).filter((name) =>
    /config\.py$|overrides\.json$/.test(name),
  )) {
    const settings = readFileSync(path.join(folder, name), "utf8").replace(/^\s*#.*$/gm, "");
    assert.doesNotMatch(settings, PROTECTIONS, name);
  }
});
