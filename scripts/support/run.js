/** Running other programs as steps of the set-up: quietly, with a sign of life. */
import { spawn } from "node:child_process";
import { fileURLToPath } from "node:url";
import { adviceFor, Problem } from "./problem.js";
import { root, windows } from "./project.js";

const leash = fileURLToPath(new URL("leash.js", import.meta.url));
const again = "Run the same command again; it goes on from here.";
const signals = /** @type {const} */ (["SIGINT", "SIGTERM", "SIGHUP"]);

/**
 * Runs a program to its end. What it prints is shown only if it fails.
 *
 * @param {string} title what is being done, for the reader: "Installing the node packages"
 * @param {string} program
 * @param {string[]} args
 * @param {{env?: NodeJS.ProcessEnv, shell?: boolean, advice?: (output: string) => string | undefined}} [options]
 *   advice: a better word on a failure than the general one, where there is one
 * @returns {Promise<void>}
 * @throws {Problem} if the program fails or cannot be started
 */
export async function run(
  title,
  program,
  args,
  { advice = () => undefined, env = process.env, shell = false } = {},
) {
  const done = showProgress(title);
  const child = spawn(process.execPath, [leash, program, ...args], {
    cwd: root,
    // Its standard input ends with this process, however that ends, and then it ends too.
    stdio: ["pipe", "pipe", "pipe"],
    // A group of its own, so that all that it starts can be ended with it.
    detached: !windows,
    env: { ...env, ...(shell && { LEASH_SHELL: "1" }) },
  });
  const end = () => killGroup(child.pid);
  const stop = () => {
    end();
    process.exit(1);
  };
  for (const signal of signals) process.once(signal, stop);
  process.once("exit", end);

  let output = "";
  for (const stream of [child.stdout, child.stderr])
    stream.on("data", (chunk) => {
      output = (output + chunk).slice(-100_000);
    });
  try {
    const code = await new Promise((resolve, reject) => {
      child.on("error", reject);
      child.on("close", resolve);
    });
    if (code === 0) return;
    const word = advice(output) ?? adviceFor(output) ?? "";
    throw new Problem(
      `${title} failed. ${[word, again].filter(Boolean).join(" ")}\n${tail(output)}`,
    );
  } catch (error) {
    if (error instanceof Problem) throw error;
    throw new Problem(`${title} failed (${error.message}). ${again}`);
  } finally {
    done();
    for (const signal of signals) process.off(signal, stop);
    process.off("exit", end);
  }
}

/** @param {number | undefined} pid */
function killGroup(pid) {
  // On Windows there are no groups; there the leash alone does it, as this process ends.
  if (pid === undefined || windows) return;
  try {
    process.kill(-pid, "SIGTERM");
  } catch {
    // It has ended by itself.
  }
}

/** @param {string} output */
function tail(output) {
  const lines = output
    .split("\n")
    .map((line) => line.trimEnd())
    .filter((line) => line !== "" && !line.includes("A complete log of this run"));
  return lines
    .slice(-6)
    .map((line) => `  | ${line}`)
    .join("\n");
}

/**
 * Says what is being done, and that it is still being done.
 *
 * @param {string} title
 */
export function showProgress(title) {
  const started = Date.now();
  const seconds = () => `${Math.round((Date.now() - started) / 1000)} s`;
  const terminal = process.stdout.isTTY;
  process.stdout.write(terminal ? `${title} …` : `${title} …\n`);
  const timer = setInterval(
    () => process.stdout.write(terminal ? `\r${title} … ${seconds()}` : `  … ${seconds()}\n`),
    terminal ? 1000 : 10_000,
  );
  return () => {
    clearInterval(timer);
    if (terminal) process.stdout.write("\n");
  };
}
