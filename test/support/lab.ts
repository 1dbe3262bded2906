import { type ChildProcess, spawn } from "node:child_process";
import { createServer } from "node:net";
import path from "node:path";
import { fileURLToPath } from "node:url";

const root = fileURLToPath(new URL("../..", import.meta.url));
const TOKEN = "a-token-of-the-tests-own";
/** A busy machine is waited for; a JupyterLab that ends is noticed at once. */
const PATIENCE = 180_000;

/** A JupyterLab started by the README's command. */
export interface Lab {
  /** The address of a path of the server, with the token that lets a browser in. */
  url(path: string): string;
  /** What was printed so far. */
  log(): string;
  stop(): Promise<void>;
}

/**
 * Starts `npm start` on a free port and waits until the server answers.
 *
 * @throws {Error} with what was printed, if it ends or does not answer in time
 */
export async function startLab(...flags: string[]): Promise<Lab> {
  const port = await freePort();
  const child = spawn(
    process.execPath,
    [
      path.join(root, "scripts", "start.js"),
      ...["--no-browser", "--port", String(port), `--IdentityProvider.token=${TOKEN}`],
      ...flags,
    ],
    { cwd: root, stdio: ["ignore", "pipe", "pipe"] },
  );
  let printed = "";
  for (const stream of [child.stdout, child.stderr])
    stream.on("data", (chunk) => {
      printed += chunk;
    });
  const origin = `http://127.0.0.1:${port}`;
  const url = (where: string) =>
    `${origin}${where}${where.includes("?") ? "&" : "?"}token=${TOKEN}`;
  const deadline = Date.now() + PATIENCE;
  while (!(await answers(url("/api/status")))) {
    if (child.exitCode !== null || Date.now() > deadline) {
      await stop(child);
      throw new Error(`JupyterLab did not start.\n${printed}`);
    }
    await new Promise((resolve) => setTimeout(resolve, 200));
  }
  return { url, log: () => printed, stop: () => stop(child) };
}

/** Ends it as Ctrl-C on a server without a terminal does, and waits for its end. */
async function stop(child: ChildProcess): Promise<void> {
  if (child.exitCode !== null) return;
  const ended = new Promise((resolve) => child.once("exit", resolve));
  child.kill("SIGTERM");
  await ended;
}

async function answers(url: string): Promise<boolean> {
  try {
    return (await fetch(url)).ok;
  } catch {
    return false;
  }
}

function freePort(): Promise<number> {
  return new Promise((resolve, reject) => {
    const server = createServer().once("error", reject);
    server.listen(0, "127.0.0.1", () => {
      const { port } = server.address() as { port: number };
      server.close(() => resolve(port));
    });
  });
}
