/** node lib/export/cli.js NAME < notebook.ipynb > page.html: what nbconvert's template calls. */
import fs from "node:fs";
import { readAssets } from "./assets.js";
import { renderPage } from "./page.js";
import { pictureMaker, withPictures } from "./pictures.js";
import { named, savedNotebooks, savedTexts } from "./site.js";

const name = process.argv[2] ?? "notebook";
let { text, missing } = await withPictures(fs.readFileSync(0, "utf8"), savedTexts());
if (missing.length) {
  // Figures of numbers that a reader has changed: drawn anew, if a browser is there to draw them.
  const support = new URL("../../scripts/support/browser.js", import.meta.url).href;
  const browser = (await import(support)).findBrowser();
  const maker = browser && pictureMaker(browser);
  if (maker) ({ text, missing } = await withPictures(text, [], maker.draw));
  await maker?.close();
  for (const title of missing)
    console.error(`No picture of "${title}": no browser was found to draw it.`);
}
process.stdout.write(renderPage(named(name, text), savedNotebooks(), readAssets()));
