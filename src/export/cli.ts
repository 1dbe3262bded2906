/** node lib/export/cli.js NAME < notebook.ipynb > page.html: what nbconvert's template calls. */
import fs from "node:fs";
import { readAssets } from "./assets.js";
import { renderPage } from "./page.js";
import { named, savedNotebooks } from "./site.js";

const notebook = named(process.argv[2] ?? "notebook", fs.readFileSync(0, "utf8"));
process.stdout.write(renderPage(notebook, savedNotebooks(), readAssets()));
