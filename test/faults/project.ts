/** Copies of the project, and `npm start` in them, for faults to be tried on. Linux only. */
import { type ChildProcess, spawn, spawnSync } from "node:child_process";
import {
  cpSync,
  existsSync,
  mkdirSync,
  mkdtempSync,
  readdirSync,
  readFileSync,
  readlinkSync,
  realpathSync,
  rmSync,
} from "node:fs";
import net, { type AddressInfo } from "node:net";
import os from "node:os";
import path from "node:path";
import { type TestContext, test } from "node:test";
import { root } from "../setup/scratch.js";

export { root };
export const isRoot = process.getuid?.() === 0;

/** What set-up makes; beside lib, there is a source that the build writes. */
const MADE = ["node_modules", ".venv", "lib"] as const;
const KERNELS = path.join("src", "batch", "kernels.ts");
type Made = (typeof MADE)[number];

/** A fault: its title is a row of the table; `tell` says in what it ended. */
export function fault(
  title: string,
  options: { needsRoot?: boolean },
  body: (t: TestContext, tell: (ended: string) => void) => Promise<void>,
): void {
  const cannot =
    process.platform !== "linux"
      ? "not tried: needs Linux"
      : options.needsRoot && !isRoot
        ? "not tried: needs root"
        : false;
  test(title, { skip: cannot }, (t) =>
    body(t, (ended) => t.diagnostic(`ended: ${ended.replace(/\s+/g, " ").slice(0, 240)}`)),
  );
}

export function scratch(t: TestContext): string {
  const folder = mkdtempSync(path.join(realpathSync(os.tmpdir()), "softmax-fault-"));
  t.after(() => {
    for (const { pid } of processesIn(folder)) kill(pid);
    for (const name of ["disk", "project"]) spawnSync("umount", ["-l", path.join(folder, name)]);
    rmSync(folder, { recursive: true, force: true, maxRetries: 5 });
  });
  return folder;
}

/**
 * A copy of the project with what set-up made of it, or a part of that. Those files are linked, not
 * copied: a fault may delete and replace them, not write into them.
 */
export function copyProject(t: TestContext, made: readonly Made[] = MADE, folder = scratch(t)) {
  const project = path.join(folder, "project");
  copyInto(project, made);
  return project;
}

export function copyInto(project: string, made: readonly Made[], link = true): void {
  const { stdout } = spawnSync("git", ["ls-files", "-co", "--exclude-standard", "-z"], {
    cwd: root,
    encoding: "utf8",
  });
  mkdirSync(project, { recursive: true });
  for (const name of stdout.split("\0").filter(Boolean))
    if (existsSync(path.join(root, name)))
      cpSync(path.join(root, name), path.join(project, name), { recursive: true });
  for (const name of made) {
    const from = path.join(root, name);
    const copied = link && spawnSync("cp", ["-al", from, project]).status === 0;
    if (!copied) spawnSync("cp", ["-a", from, project]);
  }
  if (made.includes("lib")) cpSync(path.join(root, KERNELS), path.join(project, KERNELS));
  rmSync(path.join(project, ".venv", "var"), { recursive: true, force: true });
}

/** This process's variables without those that npm and the test runner add. */
export const plainEnvironment = Object.fromEntries(
  Object.entries(process.env).filter(
    ([name]) => !/^npm_|^NODE_TEST|^NODE_OPTIONS$|^INIT_CWD$/i.test(name),
  ),
);

/** Without what makes set-up faster in these tests: downloads kept from one copy to the next. */
export const unhelped = {
  SETUP_CACHE: undefined,
  PIP_NO_INDEX: undefined,
  PIP_FIND_LINKS: undefined,
};

export interface Lab {
  url: string;
  token: string;
  child: ChildProcess;
  output: () => string;
}
export interface Ended {
  code: number | null;
  output: string;
}
interface StartOptions {
  env?: Record<string, string | undefined>;
  /** A program with arguments that runs the command given after them. */
  by?: readonly string[];
  flags?: readonly string[];
  /** What is run instead of `npm start --`. */
  command?: readonly string[];
  /** Called with all output so far, each time there is more. */
  onOutput?: (output: string, child: ChildProcess) => void;
}

/** A port that is free now. */
export function freePort(): Promise<number> {
  return new Promise((resolve, reject) => {
    const server = net.createServer();
    server.once("error", reject);
    server.listen(0, "127.0.0.1", () => {
      const { port } = server.address() as AddressInfo;
      server.close(() => resolve(port));
    });
  });
}

/** `npm start` in a folder: JupyterLab once it serves, or the command's end. */
export async function start(
  t: TestContext,
  project: string,
  { env = {}, by = [], command = ["npm", "start", "--"], flags, onOutput }: StartOptions = {},
): Promise<Lab | Ended> {
  const last = flags ?? ["--no-browser", `--port=${await freePort()}`];
  const [program, ...args] = [...by, ...command, ...last];
  const child = spawn(program, args, {
    cwd: project,
    detached: true,
    env: { ...plainEnvironment, ...env } as NodeJS.ProcessEnv,
    stdio: ["ignore", "pipe", "pipe"],
  });
  t.after(() => killGroup(child));
  let output = "";
  return new Promise((resolve, reject) => {
    const late = setTimeout(
      () => reject(new Error(`neither up nor ended after 10 minutes:\n${output}`)),
      600_000,
    );
    for (const stream of [child.stdout, child.stderr])
      stream?.on("data", (chunk) => {
        output += chunk;
        onOutput?.(output, child);
        const [, url, token] = /(http:\/\/127\.0\.0\.1:\d+)\/lab\S*token=(\w+)/.exec(output) ?? [];
        if (!token) return;
        clearTimeout(late);
        resolve({ url, token, child, output: () => output });
      });
    child.on("error", reject);
    child.on("close", (code) => {
      clearTimeout(late);
      resolve({ code, output });
    });
  });
}

/** Any other command of the project's, to its end. */
export function npm(project: string, args: readonly string[], env: object = {}): Ended {
  const { status, stdout, stderr } = spawnSync("npm", args, {
    cwd: project,
    encoding: "utf8",
    env: { ...plainEnvironment, ...env },
    maxBuffer: 1e9,
  });
  return { code: status, output: `${stdout}${stderr}` };
}

export const isUp = (result: Lab | Ended): result is Lab => "url" in result;

/**
 * Sees a JupyterLab that works: it answers with its token and not without, and a kernel computes.
 *
 * @param inside how a program is run where the server can be reached
 */
export async function mustWork(result: Lab | Ended, inside: readonly string[] = []): Promise<void> {
  if (!isUp(result)) throw new Error(`ended with code ${result.code}:\n${result.output}`);
  const { url, token } = result;
  if (inside.length === 0)
    for (const [query, status] of [
      ["", 403],
      [`?token=${token}`, 200],
    ]) {
      const answer = await ask(`${url}/api/kernelspecs${query}`);
      if (answer.status !== status) throw new Error(`${query}: HTTP ${answer.status}`);
    }
  const [program, ...args] = [
    ...inside,
    path.join(root, ".venv", "bin", "python"),
    ...[path.join(root, "test", "faults", "client.py"), url, token, "6 * 7"],
  ];
  const { stdout, stderr } = spawnSync(program, args, { encoding: "utf8", timeout: 180_000 });
  if (stdout !== '"42\\n"\n')
    throw new Error(`the kernel said ${stdout}\n${stderr}\n${result.output()}`);
}

/** JupyterLab tells its address a moment before it answers there. */
async function ask(url: string): Promise<Response> {
  for (let tries = 0; ; tries++)
    try {
      return await fetch(url);
    } catch (error) {
      if (tries === 50) throw error;
      await sleep(200);
    }
}

/** Sees one clear message: exit code not 0, these words, no stack. Gives the message. */
export function mustSay(result: Lab | Ended, words: RegExp): string {
  if (isUp(result)) throw new Error(`it started all the same:\n${result.output()}`);
  const { code, output } = result;
  if (code === 0) throw new Error(`exit code 0:\n${output}`);
  const message = output.split(/\n\n/).find((part) => words.test(part));
  if (message === undefined) throw new Error(`${words} is not said:\n${output}`);
  if (/\n {4}at /.test(output)) throw new Error(`a stack is shown:\n${output}`);
  return `message: ${message.trim().split("\n")[0]}`;
}

/** Ends JupyterLab as a closed terminal would, and waits for its end. */
export async function stop(result: Lab | Ended, signal: NodeJS.Signals = "SIGTERM") {
  if (!isUp(result) || result.child.exitCode !== null) return;
  const ended = new Promise((resolve) => result.child.on("close", resolve));
  killGroup(result.child, signal);
  await ended;
}

export function killGroup(child: ChildProcess, signal: NodeJS.Signals = "SIGKILL"): void {
  if (child.pid) kill(-child.pid, signal);
}

function kill(pid: number, signal: NodeJS.Signals = "SIGKILL") {
  try {
    process.kill(pid, signal);
  } catch {
    // It has ended.
  }
}

/** Processes that work in a folder or name it in their command. */
export function processesIn(folder: string): { pid: number; command: string }[] {
  return readdirSync("/proc")
    .filter((name) => /^\d+$/.test(name) && Number(name) !== process.pid)
    .flatMap((name) => {
      try {
        const command = readFileSync(`/proc/${name}/cmdline`, "utf8").replaceAll("\0", " ");
        const cwd = readlinkSync(`/proc/${name}/cwd`);
        return command && (command.includes(folder) || `${cwd}/`.startsWith(`${folder}/`))
          ? [{ pid: Number(name), command }]
          : [];
      } catch {
        return [];
      }
    });
}

/** Waits until no process is left in a folder; fails with their commands if they stay. */
export async function mustEndAll(folder: string, seconds = 10): Promise<void> {
  const until = Date.now() + seconds * 1000;
  while (processesIn(folder).length > 0) {
    if (Date.now() > until)
      throw new Error(
        `still at work: ${processesIn(folder)
          .map(({ command }) => command)
          .join("; ")}`,
      );
    await new Promise((resolve) => setTimeout(resolve, 200));
  }
}

export const sleep = (milliseconds: number): Promise<void> =>
  new Promise((resolve) => setTimeout(resolve, milliseconds));
