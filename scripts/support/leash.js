/**
 * Runs a program that ends when the one who asked for it does, however that ends:
 *
 *     node leash.js PROGRAM [ARGUMENT ...]
 *
 * Standard input is the leash. It closes with the process that holds its other end, even one that
 * was killed outright, and then this process and all that it started are killed too. So a set-up
 * that is started again never finds an older one's installer still at work.
 */
import { spawn, spawnSync } from "node:child_process";

const windows = process.platform === "win32";
const [program, ...args] = process.argv.slice(2);
const shell = process.env.LEASH_SHELL === "1";
const child = spawn(program, args, { stdio: ["ignore", "inherit", "inherit"], shell });

process.stdin.on("end", endAll).on("error", endAll).resume();
child.on("error", (error) => {
  console.error(`${program} could not be started (${error.message})`);
  process.exit(127);
});
child.on("close", (code) => process.exit(code ?? 1));

function endAll() {
  if (windows) spawnSync("taskkill", ["/pid", String(child.pid), "/t", "/f"]);
  // This process leads a group of its own, in which is all that it started.
  else process.kill(-process.pid, "SIGKILL");
  process.exit(1);
}
