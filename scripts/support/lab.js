/** How JupyterLab is called. */
import fs from "node:fs";
import net from "node:net";
import path from "node:path";
import { Problem } from "./problem.js";
import { isRunning } from "./processes.js";
import { root, runtime } from "./project.js";

/** What JupyterLab shows first. */
const FIRST = "notebooks/1-softmax.ipynb";

/**
 * Arguments for Python that start JupyterLab with the given flags of the user's.
 *
 * @param {string[]} flags
 */
export function labArguments(flags) {
  return [
    ...["-m", "jupyterlab"],
    `--ServerApp.root_dir=${root}`,
    `--LabApp.default_url=/lab/tree/${FIRST}`,
    // JupyterLab refuses to run as root unless told; it still listens on this machine only.
    ...(process.getuid?.() === 0 ? ["--allow-root"] : []),
    // A port that was asked for is the one to use, or an error; never silently another.
    ...(chosenPort(flags) === undefined ? [] : ["--ServerApp.port_retries=0"]),
    ...flags,
  ];
}

/**
 * @param {string[]} flags
 * @throws {Problem} if they choose a port that is taken or none at all
 */
export async function checkPort(flags) {
  const chosen = chosenPort(flags);
  if (chosen === undefined) return;
  const port = Number(chosen);
  if (!/^\d+$/.test(chosen) || port > 65535)
    throw new Problem(`--port takes a number from 0 to 65535, not "${chosen}".`);
  for (const address of ["127.0.0.1", "::1"])
    if (await isTaken(port, address))
      throw new Problem(
        `Port ${port} is taken, perhaps by a JupyterLab that is still running. Choose another one, as in: npm start -- --port ${port < 65535 ? port + 1 : 8888}`,
      );
}

/**
 * The last --port that the flags hold, as it was written.
 *
 * @param {string[]} flags
 */
function chosenPort(flags) {
  const at = flags.findLastIndex((flag) => /^--(ServerApp\.)?port(=|$)/.test(flag));
  if (at < 0) return undefined;
  return flags[at].includes("=") ? flags[at].split("=")[1] : (flags[at + 1] ?? "");
}

/**
 * @param {number} port
 * @param {string} address
 */
function isTaken(port, address) {
  return new Promise((resolve) => {
    const server = net.createServer();
    server.once("error", (/** @type {NodeJS.ErrnoException} */ error) =>
      resolve(error.code === "EADDRINUSE" || error.code === "EACCES"),
    );
    server.listen(port, address, () => server.close(() => resolve(false)));
  });
}

/**
 * Those of these notebooks that are open in a JupyterLab of this project that runs now.
 *
 * @param {string[]} notebooks paths
 * @returns {Promise<string[]>}
 */
export async function openInLab(notebooks) {
  const open = new Set();
  const names = fs.existsSync(runtime) ? fs.readdirSync(runtime) : [];
  for (const name of names.filter((name) => /^jpserver-\d+\.json$/.test(name)))
    try {
      const server = JSON.parse(fs.readFileSync(path.join(runtime, name), "utf8"));
      if (!isRunning(server.pid)) continue;
      const answer = await fetch(new URL("api/sessions", server.url), {
        headers: { authorization: `token ${server.token}` },
        signal: AbortSignal.timeout(2000),
      });
      for (const session of await answer.json())
        open.add(path.resolve(server.root_dir, session.path));
    } catch {
      // It ends just now, or is no JupyterLab: nothing is open in it.
    }
  return notebooks.filter((file) => open.has(file));
}
