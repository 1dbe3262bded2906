/**
 * Set-up: what the project needs, installed into the project's own folder.
 *
 * Each step leaves a stamp inside the folder that it makes, as its last act. A step whose stamp
 * fits is skipped; one that was stopped half-way has no stamp and is done again from its start.
 * Plain Node without dependencies, since it runs before npm has installed any.
 */
import { spawn, spawnSync } from "node:child_process";
import { createHash } from "node:crypto";
import fs from "node:fs";
import path from "node:path";
import { fileURLToPath } from "node:url";
import { build, sourcesDigest } from "./build.js";

export const root = path.resolve(path.dirname(fileURLToPath(import.meta.url)), "..");
const windows = process.platform === "win32";
const venv = path.join(root, ".venv");

/** The program of this name in the project's Python environment. */
export const inVenv = (name) =>
  windows ? path.join(venv, "Scripts", `${name}.exe`) : path.join(venv, "bin", name);

/** Jupyter's folders, all inside the project: nobody's own settings are read or changed. */
export const jupyterEnvironment = {
  ...process.env,
  JUPYTER_CONFIG_DIR: path.join(venv, "etc", "jupyter"),
  JUPYTER_CONFIG_PATH: "",
  JUPYTER_DATA_DIR: path.join(venv, "share", "jupyter"),
  JUPYTER_PATH: "",
  JUPYTER_RUNTIME_DIR: path.join(venv, "var", "jupyter"),
  JUPYTER_PREFER_ENV_PATH: "1",
  JUPYTERLAB_SETTINGS_DIR: path.join(venv, "var", "lab-settings"),
  JUPYTERLAB_WORKSPACES_DIR: path.join(venv, "var", "lab-workspaces"),
  IPYTHONDIR: path.join(venv, "var", "ipython"),
};

/** A message for the reader: printed without a stack. */
export class SetupError extends Error {
  name = "SetupError";
}

const digest = (...parts) => {
  const hash = createHash("sha256");
  for (const part of parts) hash.update(part).update("\0");
  return hash.digest("hex");
};
const read = (...names) => fs.readFileSync(path.join(root, ...names));
const stampOf = (folder) => path.join(root, folder, ".softmax-derivative");
const isStamped = (folder, value) => {
  try {
    return fs.readFileSync(stampOf(folder), "utf8") === value;
  } catch {
    return false;
  }
};
const unstamp = (folder) => fs.rmSync(stampOf(folder), { force: true });
const stamp = (folder, value) => fs.writeFileSync(stampOf(folder), value);

/** Runs a command quietly, with a sign of life; what it printed is shown only if it fails. */
function run(what, command, args, options = {}) {
  return new Promise((resolve, reject) => {
    const started = Date.now();
    console.log(`${what} …`);
    const child = spawn(command, args, { cwd: root, stdio: ["ignore", "pipe", "pipe"], ...options });
    let output = "";
    child.stdout.on("data", (chunk) => (output += chunk));
    child.stderr.on("data", (chunk) => (output += chunk));
    const alive = setInterval(
      () => console.log(`  … ${Math.round((Date.now() - started) / 1000)} s`),
      10_000,
    );
    child.on("error", (error) => {
      clearInterval(alive);
      reject(new SetupError(`${what} failed: ${error.message}`));
    });
    child.on("close", (code) => {
      clearInterval(alive);
      if (code === 0) resolve(output);
      else reject(new SetupError(`${output.trim().split("\n").slice(-12).join("\n")}\n\n${what} failed.`));
    });
  });
}

const withAdvice = (advice) => (error) => {
  throw new SetupError(`${error.message} ${advice}`);
};

function checkNode() {
  const [major, minor] = process.versions.node.split(".").map(Number);
  if (major < 20 || (major === 20 && minor < 19))
    throw new SetupError(
      `This project needs Node 20.19 or newer; this is ${process.versions.node}. Install a newer one from https://nodejs.org and try again.`,
    );
}

async function installNodePackages() {
  const wanted = digest(read("package-lock.json"), process.versions.modules, process.platform);
  if (isStamped("node_modules", wanted)) return;
  const npm = process.env.npm_execpath;
  const args = ["ci", "--no-audit", "--no-fund", "--loglevel=error", "--fetch-retries=1"];
  const [command, ...first] = npm?.endsWith("js") ? [process.execPath, npm] : ["npm"];
  await run("Installing the node packages", command, [...first, ...args], {
    shell: windows && command === "npm",
  }).catch(withAdvice("Is there a network? Run the same command again; it goes on from here."));
  stamp("node_modules", wanted);
}

/** The first Python that is new enough, as a command and its version. */
function findPython() {
  const candidates = [
    ...(process.env.PYTHON ? [[process.env.PYTHON]] : []),
    ["python3"],
    ["python"],
    ...(windows ? [["py", "-3"]] : []),
  ];
  const seen = [];
  for (const [command, ...args] of candidates) {
    const probe = spawnSync(
      command,
      [...args, "-c", "import sys; print('%d.%d.%d' % sys.version_info[:3])"],
      { encoding: "utf8" },
    );
    const version = probe.status === 0 ? probe.stdout.trim() : "";
    if (!version) continue;
    const [major, minor] = version.split(".").map(Number);
    if (major === 3 && minor >= 10) return { command, args, version };
    seen.push(`${command} is ${version}`);
  }
  throw new SetupError(
    `This project needs Python 3.10 or newer; ${seen.length ? seen.join(", ") : "none was found"}. Install one from https://www.python.org, or say where it is: PYTHON=/path/to/python3 npm start`,
  );
}

async function installPythonPackages() {
  // The path counts: an environment holds absolute paths and does not survive being moved.
  const wanted = digest(read("jupyter", "requirements.txt"), root);
  if (isStamped(".venv", wanted) && fs.existsSync(inVenv("python"))) return;
  const python = findPython();
  if (fs.existsSync(path.join(venv, "pyvenv.cfg")) || fs.existsSync(path.join(venv, "bin")))
    fs.rmSync(venv, { recursive: true, force: true });
  await run(`Making a Python ${python.version} environment in .venv`, python.command, [
    ...python.args,
    "-m",
    "venv",
    venv,
  ]).catch(
    withAdvice(
      "Python's venv module may be missing; on Debian and Ubuntu: apt install python3-venv. Then run the same command again.",
    ),
  );
  await run("Installing JupyterLab (about a minute)", inVenv("python"), [
    ...["-m", "pip", "install", "--quiet", "--disable-pip-version-check", "--no-input"],
    ...["--retries", "2", "--only-binary", ":all:", "--require-hashes"],
    ...["-r", path.join("jupyter", "requirements.txt")],
  ]).catch(withAdvice("Is there a network? Run the same command again; it goes on from here."));
  stamp(".venv", wanted);
}

/** Kernel, server settings and export template: small files, put where Jupyter looks for them. */
function configureJupyter() {
  const kernel = {
    argv: [
      process.execPath,
      path.join(root, "node_modules", "tslab", "bin", "tslab"),
      "kernel",
      "--config-path",
      "{connection_file}",
    ],
    display_name: "TypeScript",
    language: "typescript",
  };
  const share = path.join(venv, "share", "jupyter");
  write(path.join(share, "kernels", "tslab", "kernel.json"), JSON.stringify(kernel));
  for (const [from, to] of [
    ["jupyter_server_config.py", path.join(venv, "etc", "jupyter")],
    ["jupyter_nbconvert_config.py", path.join(venv, "etc", "jupyter")],
    ["overrides.json", path.join(share, "lab", "settings")],
    ["templates/article/conf.json", path.join(share, "nbconvert", "templates", "article")],
    ["templates/article/index.html.j2", path.join(share, "nbconvert", "templates", "article")],
  ])
    write(path.join(to, path.basename(from)), read("jupyter", from));
}

function write(file, content) {
  if (fs.existsSync(file) && fs.readFileSync(file).equals(Buffer.from(content))) return;
  fs.mkdirSync(path.dirname(file), { recursive: true });
  fs.writeFileSync(file, content);
}

async function buildLibrary() {
  const wanted = sourcesDigest();
  if (isStamped("lib", wanted)) return;
  console.log("Building lib …");
  unstamp("lib");
  try {
    await build();
  } catch (error) {
    throw new SetupError(error.message);
  }
  stamp("lib", wanted);
}

/** One set-up at a time: a second one waits for the first. */
async function withLock(work) {
  const lock = path.join(root, ".setup.lock");
  for (let waited = false; ; ) {
    try {
      fs.writeFileSync(lock, String(process.pid), { flag: "wx" });
      break;
    } catch (error) {
      if (error.code !== "EEXIST")
        throw new SetupError(`The project's folder cannot be written: ${error.message}`);
      if (!isRunning(lock)) fs.rmSync(lock, { force: true });
      else if (!waited) {
        console.log("Another set-up is at work in this folder; waiting for it …");
        waited = true;
      }
      await new Promise((resolve) => setTimeout(resolve, 300));
    }
  }
  const release = () => fs.rmSync(lock, { force: true });
  process.once("exit", release);
  for (const signal of ["SIGINT", "SIGTERM"]) process.once(signal, () => process.exit(1));
  try {
    return await work();
  } finally {
    release();
  }
}

function isRunning(lock) {
  try {
    process.kill(Number(fs.readFileSync(lock, "utf8")), 0);
    return true;
  } catch (error) {
    return error.code === "EPERM";
  }
}

/** Everything a command needs; well under a second when nothing changed. */
export async function setUp() {
  checkNode();
  await withLock(async () => {
    await installNodePackages();
    await installPythonPackages();
    configureJupyter();
    await buildLibrary();
  });
}

/** Runs a command's main function; a SetupError ends it with its message alone. */
export async function main(work) {
  try {
    await setUp();
    process.exitCode = (await work()) ?? 0;
  } catch (error) {
    console.error(error instanceof SetupError ? `\n${error.message}` : error);
    process.exitCode = 1;
  }
}
