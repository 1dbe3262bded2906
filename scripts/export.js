/**
 * npm run export: runs the notebooks, each in a fresh kernel, and writes the article to site/.
 *
 *     npm run export -- notebooks/2-jacobian.ipynb   one notebook
 *     npm run export -- --out folder                 another folder
 */
import path from "node:path";
import { pathToFileURL } from "node:url";
import { allNotebooks, runNotebooks } from "./run-notebooks.js";
import { main, root, SetupError } from "./setup.js";

const args = process.argv.slice(2);
const out = args.indexOf("--out");
const folder = path.resolve(out >= 0 ? (args[out + 1] ?? "site") : path.join(root, "site"));
const chosen = args.filter((arg, k) => !arg.startsWith("--") && (out < 0 || k !== out + 1));

main(async () => {
  const notebooks = chosen.length ? chosen.map((file) => path.resolve(file)) : allNotebooks();
  let results;
  try {
    results = await runNotebooks(notebooks);
  } catch (error) {
    throw new SetupError(error.message);
  }
  const site = await import(pathToFileURL(path.join(root, "lib", "export", "site.js")).href);
  const executed = [...results].map(([file, text]) => site.named(file, text));
  for (const file of site.writeSite(executed, folder)) console.log(path.relative(root, file));
});
