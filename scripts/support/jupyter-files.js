/** Kernel, settings and export template, put where the project's own Jupyter looks for them. */
import fs from "node:fs";
import path from "node:path";
import { keep } from "./files.js";
import { root, venv } from "./project.js";

const jupyter = path.join(root, "jupyter");
const etc = path.join(venv, "etc", "jupyter");
const share = path.join(venv, "share", "jupyter");

/**
 * The files as they should be: small enough to be compared each time, so that they fit the
 * project's folder after it was moved, and the Node in use after that was changed.
 *
 * @returns {[file: string, content: string | Uint8Array][]}
 */
function files() {
  const kernel = {
    argv: [process.execPath, path.join(jupyter, "kernel.js"), "{connection_file}"],
    display_name: "TypeScript",
    language: "typescript",
    // A notice of Node's names its process, and so would be another one in each run.
    env: { NODE_NO_WARNINGS: "1" },
  };
  const template = path.join(share, "nbconvert", "templates", "article");
  return [
    // JupyterLab runs scripts of its own by Node. The project's package.json calls scripts below it
    // modules; these are not, and would fail with a page of their source on the terminal.
    [path.join(venv, "package.json"), "{}\n"],
    [path.join(share, "kernels", "tslab", "kernel.json"), JSON.stringify(kernel, null, 1)],
    copied("jupyter_server_config.py", etc),
    copied("jupyter_nbconvert_config.py", etc),
    copied("overrides.json", path.join(share, "lab", "settings")),
    copied("templates/article/conf.json", template),
    copied("templates/article/index.html.j2", template),
  ];
}

/**
 * @param {string} from
 * @param {string} folder
 * @returns {[string, Uint8Array]}
 */
function copied(from, folder) {
  return [path.join(folder, path.basename(from)), fs.readFileSync(path.join(jupyter, from))];
}

export function configureJupyter() {
  for (const [file, content] of files()) keep(file, content);
}
