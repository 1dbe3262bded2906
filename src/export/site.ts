import fs from "node:fs";
import path from "node:path";
import { fileURLToPath } from "node:url";
import { readAssets } from "./assets.js";
import { type Named, renderIndex, renderPage } from "./page.js";

/** The project's notebooks as saved, in reading order: a page's neighbours and its titles. */
export function savedNotebooks(): Named[] {
  const folder = fileURLToPath(new URL("../../notebooks/", import.meta.url));
  return fs
    .readdirSync(folder)
    .filter((file) => file.endsWith(".ipynb"))
    .sort()
    .map((file) => named(file, fs.readFileSync(path.join(folder, file), "utf8")));
}

export const named = (file: string, text: string): Named => ({
  name: path.basename(file, ".ipynb"),
  notebook: JSON.parse(text),
});

/**
 * Writes a page a notebook and the index. Files that are not these pages are left alone, and each
 * page is the old one or the new one, whatever happens in between.
 */
export function writeSite(executed: readonly Named[], folder: string): string[] {
  const assets = readAssets();
  const all = savedNotebooks().map((saved) => executed.find((e) => e.name === saved.name) ?? saved);
  fs.mkdirSync(folder, { recursive: true });
  const pages: [string, string][] = [
    ["index.html", renderIndex(all, assets)],
    ...executed.map(
      (one) => [`${one.name}.html`, renderPage(one, all, assets)] as [string, string],
    ),
  ];
  return pages.map(([name, html]) => {
    const file = path.join(folder, name);
    fs.writeFileSync(`${file}.tmp`, html);
    fs.renameSync(`${file}.tmp`, file);
    return file;
  });
}
