/** Static pictures in the notebooks' figures: kept while the figure is the same, else drawn anew. */
import path from "node:path";
import { pathToFileURL } from "node:url";
import { findOrInstallBrowser } from "./browser.js";
import { root } from "./project.js";
import { showProgress } from "./run.js";

/**
 * Adds to each notebook's figures their pictures. One whose JSON is in the notebook as saved takes
 * its picture from there, so that a rerun gives the same bytes on every machine. The others are
 * drawn in a browser; where there is none, that is said, and the notebook stays whole otherwise.
 *
 * @param {Map<string, string>} rerun texts of the notebooks as run, by path
 * @param {Map<string, string>} saved as saved
 * @param {{draw: boolean}} options draw: whether new pictures may be made
 * @returns {Promise<Map<string, string>>} the texts with pictures
 */
export async function addPictures(rerun, saved, { draw }) {
  const { pictureMaker, withPictures } = await import(
    pathToFileURL(path.join(root, "lib", "export", "pictures.js")).href
  );
  const texts = [...saved.values()];
  const results = new Map();
  const missing = [];
  for (const [file, text] of rerun) {
    const kept = await withPictures(text, texts);
    results.set(file, kept.text);
    if (kept.missing.length) missing.push(file);
  }
  if (!draw || missing.length === 0) return results;
  let maker;
  try {
    maker = pictureMaker(await findOrInstallBrowser());
    for (const file of missing) {
      const name = path.relative(root, file);
      const done = showProgress(`${name}: drawing its figures`);
      try {
        results.set(file, (await withPictures(results.get(file), texts, maker.draw)).text);
      } finally {
        done();
      }
    }
  } catch (error) {
    console.error(
      `Pictures of figures are missing in ${missing.map((file) => path.relative(root, file)).join(", ")}: no browser could draw them.\n${error.message}`,
    );
  } finally {
    await maker?.close();
  }
  return results;
}
