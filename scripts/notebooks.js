/**
 * npm run notebooks: runs the notebooks and saves them in place.
 *
 *     npm run notebooks                       all of them
 *     npm run notebooks -- notebooks/2*.ipynb some
 *     npm run notebooks -- --check            saves nothing; fails where outputs would change
 */
import fs from "node:fs";
import path from "node:path";
import { allNotebooks, runNotebooks } from "./run-notebooks.js";
import { main, root, SetupError } from "./setup.js";

const args = process.argv.slice(2);
const check = args.includes("--check");
const chosen = args.filter((arg) => !arg.startsWith("--")).map((arg) => path.resolve(arg));

main(async () => {
  const notebooks = chosen.length ? chosen : allNotebooks();
  const before = new Map(notebooks.map((file) => [file, fs.readFileSync(file, "utf8")]));
  let results;
  try {
    results = await runNotebooks(notebooks);
  } catch (error) {
    throw new SetupError(error.message);
  }
  let changed = 0;
  for (const [file, text] of results) {
    if (text === before.get(file)) continue;
    changed++;
    const name = path.relative(root, file);
    if (check) console.error(`${name}: ${firstDifference(before.get(file), text)}`);
    else if (fs.readFileSync(file, "utf8") !== before.get(file))
      throw new SetupError(`${name} was changed while it ran; it was not overwritten.`);
    else {
      // The old file or the new one, whatever happens in between.
      const next = `${file}.${process.pid}.tmp`;
      fs.writeFileSync(next, text);
      fs.renameSync(next, file);
      console.log(`${name}: saved`);
    }
  }
  if (changed === 0) console.log("Nothing changed.");
  return check && changed ? 1 : 0;
});

/** Which cell a rerun changed, for a person to look at. */
function firstDifference(before, after) {
  const [saved, rerun] = [JSON.parse(before), JSON.parse(after)];
  const at = rerun.cells.findIndex(
    (cell, i) => JSON.stringify(cell) !== JSON.stringify(saved.cells[i]),
  );
  if (at < 0) return "the file is formatted otherwise; run npm run notebooks";
  const plain = (cell) =>
    JSON.stringify(cell?.outputs?.map((output) => output.text ?? output.data ?? output)).slice(0, 600);
  return `a rerun changes cell "${rerun.cells[at].id}"\n  saved: ${plain(saved.cells[at])}\n  rerun: ${plain(rerun.cells[at])}`;
}
