/** A JupyterLab started by `npm start`, on a free port, with a token of its own. */
import { spawn } from "node:child_process";
import { randomUUID } from "node:crypto";
import { createServer } from "node:net";
import path from "node:path";
import { setTimeout as sleep } from "node:timers/promises";
import { root } from "../../scripts/support/project.js";

/** Milliseconds that a start may take, and between two questions whether it is there. */
const [PATIENCE, PAUSE] = [180_000, 50];

/**
 * Resolves as soon as the server answers.
 *
 * @param {string[]} flags for JupyterLab
 *
 * @returns {Promise<{url: (path: string) => string, stop: () => Promise<void>}>}
 * @throws {Error} with what was printed, if it ends or does not answer in time
 */
export async function startLab(...flags) {
  const [port, token] = [await freePort(), randomUUID()];
  const child = spawn(
    process.execPath,
    [
      path.join(root, "scripts", "start.js"),
      ...["--no-browser", "--port", String(port), `--IdentityProvider.token=${token}`],
      ...flags,
    ],
    { cwd: root, stdio: ["ignore", "pipe", "pipe"] },
  );
  const end = () => child.kill("SIGTERM");
  process.once("exit", end);
  let said = "";
  for (const stream of [child.stdout, child.stderr])
    stream.on("data", (chunk) => {
      said = (said + chunk).slice(-4000);
    });
  const stop = async () => {
    process.off("exit", end);
    if (child.exitCode !== null) return;
    const ended = new Promise((resolve) => child.once("exit", resolve));
    end();
    await ended;
  };
  const url = (/** @type {string} */ where) => `http://127.0.0.1:${port}${where}?token=${token}`;
  const deadline = Date.now() + PATIENCE;
  while (!(await answers(url("/api/status")))) {
    if (child.exitCode !== null || Date.now() > deadline) {
      await stop();
      throw new Error(`JupyterLab did not start.\n${said}`);
    }
    await sleep(PAUSE);
  }
  return { url, stop };
}

/** @param {string} url */
async function answers(url) {
  try {
    return (await fetch(url)).ok;
  } catch {
    return false;
  }
}

/** @returns {Promise<number>} */
function freePort() {
  return new Promise((resolve, reject) => {
    const server = createServer().once("error", reject);
    server.listen(0, "127.0.0.1", () => {
      const { port } = /** @type {import("node:net").AddressInfo} */ (server.address());
      server.close(() => resolve(port));
    });
  });
}
