/**
 * npm run notebooks: runs the notebooks and saves them in place.
 *
 *     npm run notebooks                                all of them
 *     npm run notebooks -- notebooks/2-jacobian.ipynb  this one
 *     npm run notebooks -- --check                     saves nothing; fails where outputs would change
 *     npm run notebooks -- --cell-seconds=60           stops a cell that takes longer (300)
 */
import { spawnSync } from "node:child_process";
import fs from "node:fs";
import path from "node:path";
import { parseArgs } from "node:util";
import { allNotebooks, runNotebooks } from "./run-notebooks.js";
import { setUp } from "./setup.js";
import { writeWhole } from "./support/files.js";
import { openInLab } from "./support/lab.js";
import { describeChange } from "./support/notebook-changes.js";
import { addPictures } from "./support/pictures.js";
import { command, Problem } from "./support/problem.js";
import { root } from "./support/project.js";
import { trustComputedNotebooks } from "./support/trust.js";

await command(async () => {
  const { values, positionals } = readArguments();
  await setUp();
  const notebooks = positionals.length
    ? positionals.map((file) => path.resolve(file))
    : allNotebooks();
  const saved = new Map(notebooks.map((file) => [file, readNotebook(file)]));
  const executed = await runNotebooks(notebooks, {
    cellSeconds: Number(values["cell-seconds"]),
  });
  const rerun = await addPictures(executed, saved, { draw: !values.check });
  const changed = notebooks.filter((file) => saved.get(file) !== rerun.get(file));
  if (changed.length === 0) console.log("Nothing changed.");
  else if (values.check) {
    for (const file of changed)
      console.error(
        `${path.relative(root, file)}: ${describeChange(saved.get(file), rerun.get(file))}`,
      );
    throw new Problem(
      "A rerun gives other outputs than those saved. To save them: npm run notebooks",
    );
  } else {
    for (const file of changed) save(file, saved.get(file), rerun.get(file));
    for (const file of await openInLab(changed))
      console.log(
        `${path.relative(root, file)} is open in JupyterLab, which still shows it as it was. To see what was saved: File > Reload Notebook from Disk. If it was changed there and not saved, JupyterLab will ask which of the two to keep.`,
      );
  }
});

function readArguments() {
  try {
    return parseArgs({
      allowPositionals: true,
      options: {
        check: { type: "boolean", default: false },
        "cell-seconds": { type: "string", default: "300" },
      },
    });
  } catch (error) {
    throw new Problem(error.message);
  }
}

/** @param {string} file */
function readNotebook(file) {
  const name = path.relative(root, file);
  if (!fs.existsSync(file)) throw new Problem(`There is no notebook ${name}.`);
  const text = fs.readFileSync(file, "utf8");
  try {
    if (Array.isArray(JSON.parse(text).cells)) return text;
  } catch {
    // Said below.
  }
  throw new Problem(`${name} is not a notebook of today's format (JSON, nbformat 4).`);
}

/**
 * Saves outputs into a notebook, unless someone has changed it while it ran.
 *
 * @param {string} file
 * @param {string} before
 * @param {string} after
 */
function save(file, before, after) {
  const name = path.relative(root, file);
  if (fs.readFileSync(file, "utf8") !== before)
    throw new Problem(`${name} was changed while it ran; it was not overwritten. Run it again.`);
  const status = spawnSync("git", ["status", "--porcelain", "--", file], { cwd: root });
  const own = status.status === 0 && status.stdout.length > 0;
  writeWhole(file, after);
  trustComputedNotebooks([after]);
  console.log(
    `${name}: outputs saved${own ? "; the file also has changes that are not committed" : ""}`,
  );
}
