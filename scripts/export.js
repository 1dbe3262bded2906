/**
 * npm run export: runs the notebooks, each in a fresh kernel, and writes the article to site/.
 * The notebooks themselves are only read.
 *
 *     npm run export -- notebooks/2-jacobian.ipynb   one notebook
 *     npm run export -- --out folder                 another folder
 */
import path from "node:path";
import { pathToFileURL } from "node:url";
import { parseArgs } from "node:util";
import { allNotebooks, runNotebooks } from "./run-notebooks.js";
import { setUp } from "./setup.js";
import { command, Problem } from "./support/problem.js";
import { root } from "./support/project.js";

await command(async () => {
  const { out, notebooks } = readArguments();
  await setUp();
  const executed = await runNotebooks(notebooks.length ? notebooks : allNotebooks());
  const site = await import(pathToFileURL(path.join(root, "lib", "export", "site.js")).href);
  const named = [...executed].map(([file, text]) => site.named(file, text));
  for (const file of site.writeSite(named, out)) console.log(path.relative(root, file));
});

function readArguments() {
  try {
    const { values, positionals } = parseArgs({
      allowPositionals: true,
      options: { out: { type: "string", default: path.join(root, "site") } },
    });
    return {
      out: path.resolve(values.out),
      notebooks: positionals.map((file) => path.resolve(file)),
    };
  } catch (error) {
    throw new Problem(error.message);
  }
}
