/** Where things are: the project's folder, and what set-up makes inside it. */
import fs from "node:fs";
import os from "node:os";
import path from "node:path";
import { fileURLToPath } from "node:url";

/** The project's folder. */
export const root = path.resolve(path.dirname(fileURLToPath(import.meta.url)), "..", "..");

export const windows = process.platform === "win32";

/** The project's Python environment; Jupyter and the kernel live in it. */
export const venv = path.join(root, ".venv");

/**
 * Where npm and pip keep what they download, until the step is done. A stopped set-up finds it
 * again; a finished one leaves none behind. Nobody's own caches are read or written, unless the
 * variable SETUP_CACHE names a folder to keep downloads in.
 */
export const downloads = process.env.SETUP_CACHE
  ? path.resolve(process.env.SETUP_CACHE)
  : path.join(root, ".downloads.tmp");

/** The environment's own Python. */
export const venvPython = windows
  ? path.join(venv, "Scripts", "python.exe")
  : path.join(venv, "bin", "python");

// npm and Jupyter give up where a user has no home, as in a container that runs by a bare number.
try {
  os.homedir();
} catch {
  process.env.HOME = path.join(venv, "var", "home");
}

/** Where a running Jupyter leaves word of itself. */
export const runtime = path.join(venv, "var", "runtime");

/** The environment's folder of packages; fails if there is none. */
export function sitePackages() {
  const lib = windows
    ? path.join(venv, "Lib")
    : path.join(venv, "lib", fs.readdirSync(path.join(venv, "lib"))[0]);
  return path.join(lib, "site-packages");
}

/**
 * The environment variables that Python and Jupyter run with.
 *
 * All of Jupyter's folders are inside the project, so that nobody's own settings are read or
 * changed; and variables that would lead Python or pip to another place are taken out.
 */
export const jupyterEnvironment = {
  ...without(process.env, [
    "JUPYTER_CONFIG_PATH",
    "JUPYTER_PATH",
    "PIP_PREFIX",
    "PIP_TARGET",
    "PYTHONHOME",
    "PYTHONPATH",
    "VIRTUAL_ENV",
  ]),
  IPYTHONDIR: path.join(venv, "var", "ipython"),
  JUPYTERLAB_SETTINGS_DIR: path.join(venv, "var", "lab", "settings"),
  JUPYTERLAB_WORKSPACES_DIR: path.join(venv, "var", "lab", "workspaces"),
  JUPYTER_CONFIG_DIR: path.join(venv, "etc", "jupyter"),
  JUPYTER_DATA_DIR: path.join(venv, "share", "jupyter"),
  JUPYTER_PLATFORM_DIRS: "0",
  JUPYTER_PREFER_ENV_PATH: "1",
  JUPYTER_RUNTIME_DIR: runtime,
  PIP_USER: "0",
  PYTHONNOUSERSITE: "1",
  PYTHONUTF8: "1",
};

/**
 * @param {NodeJS.ProcessEnv} variables
 * @param {string[]} names
 */
function without(variables, names) {
  return Object.fromEntries(Object.entries(variables).filter(([name]) => !names.includes(name)));
}
