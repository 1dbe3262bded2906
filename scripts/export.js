/**
 * npm run export: runs the notebooks, each in a fresh kernel, and writes the article to site/.
 * The notebooks themselves are only read.
 *
 *     npm run export -- notebooks/2-jacobian.ipynb   one notebook
 *     npm run export -- --out folder                 another folder
 *     npm run export -- --single                     the whole article in one file
 *     npm run export -- --no-run                     the notebooks as they are saved
 *     npm run export -- --watch                      again whenever a notebook is saved
 */
import fs from "node:fs";
import path from "node:path";
import { pathToFileURL } from "node:url";
import { parseArgs } from "node:util";
import { allNotebooks, runNotebooks } from "./run-notebooks.js";
import { setUp } from "./setup.js";
import { addPictures } from "./support/pictures.js";
import { command, Problem } from "./support/problem.js";
import { root } from "./support/project.js";

const USAGE =
  "Usage: npm run export -- [notebook …] [--out folder] [--single] [--no-run] [--watch]";

await command(async () => {
  const options = readArguments();
  await setUp();
  const chosen = options.notebooks.length ? options.notebooks : allNotebooks();
  await exportNotebooks(chosen, options);
  if (options.watch) await watch(chosen, options);
});

/** @typedef {{out: string, single: boolean, run: boolean}} Options */

/**
 * @param {string[]} notebooks
 * @param {Options} options
 */
async function exportNotebooks(notebooks, { out, single, run }) {
  const { named, writeSite } = await import(
    pathToFileURL(path.join(root, "lib", "export", "site.js")).href
  );
  const saved = new Map(allNotebooks().map((file) => [file, fs.readFileSync(file, "utf8")]));
  const executed = run
    ? await runNotebooks(notebooks)
    : new Map(notebooks.map((file) => [file, fs.readFileSync(file, "utf8")]));
  const pictured = await addPictures(executed, saved, { draw: true });
  writeSite(
    [...pictured].map(([file, text]) => named(file, text)),
    out,
    { single, log: (/** @type {string} */ line) => console.log(line.replace(root + path.sep, "")) },
  );
}

/**
 * Exports a notebook again when its file has changed. A problem is told, and the watching goes on.
 *
 * @param {string[]} notebooks
 * @param {Options} options
 */
async function watch(notebooks, options) {
  console.log("Watching the notebooks. To stop: Ctrl-C.");
  const read = (/** @type {string} */ file) =>
    fs.existsSync(file) ? fs.readFileSync(file, "utf8") : "";
  const seen = new Map(notebooks.map((file) => [file, read(file)]));
  for (;;) {
    await new Promise((resolve) => setTimeout(resolve, 500));
    const changed = notebooks.filter((file) => ![seen.get(file), ""].includes(read(file)));
    if (changed.length === 0) continue;
    for (const file of changed) seen.set(file, read(file));
    try {
      await exportNotebooks(options.single ? notebooks : changed, options);
    } catch (error) {
      console.error(
        error instanceof Problem || error instanceof SyntaxError ? `\n${error.message}` : error,
      );
    }
  }
}

function readArguments() {
  try {
    const { values, positionals } = parseArgs({
      allowPositionals: true,
      options: {
        out: { type: "string", default: path.join(root, "site") },
        single: { type: "boolean", default: false },
        "no-run": { type: "boolean", default: false },
        watch: { type: "boolean", default: false },
      },
    });
    const notebooks = positionals.map((file) => path.resolve(file));
    for (const file of notebooks) checkNotebook(file);
    const { single, watch } = values;
    return { out: path.resolve(values.out), notebooks, single, watch, run: !values["no-run"] };
  } catch (error) {
    throw error instanceof Problem ? error : new Problem(`${error.message}\n${USAGE}`);
  }
}

/** @param {string} file */
function checkNotebook(file) {
  const name = path.relative(root, file);
  if (!file.endsWith(".ipynb")) throw new Problem(`${name} is not a notebook (.ipynb).\n${USAGE}`);
  if (fs.existsSync(file)) return;
  const names = allNotebooks().map((one) => path.relative(root, one));
  throw new Problem(`There is no notebook ${name}. There are: ${names.join(", ")}.`);
}
