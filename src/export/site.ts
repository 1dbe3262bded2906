import fs from "node:fs";
import path from "node:path";
import { fileURLToPath } from "node:url";
import { readAssets } from "./assets.js";
import { renderIndex } from "./index-page.js";
import type { Named } from "./notebook.js";
import { renderPage } from "./page.js";
import { renderSingle } from "./single-page.js";

const notebooks = fileURLToPath(new URL("../../notebooks/", import.meta.url));

/** Files of the project's notebooks, in reading order. */
const savedFiles = (): string[] =>
  fs
    .readdirSync(notebooks)
    .filter((file) => file.endsWith(".ipynb"))
    .sort()
    .map((file) => path.join(notebooks, file));

/** The texts of the project's notebooks as saved: they have the pictures that are known. */
export const savedTexts = (): string[] => savedFiles().map((file) => fs.readFileSync(file, "utf8"));

/** The project's notebooks as saved, in reading order: a page's neighbours and its titles. */
export const savedNotebooks = (): Named[] =>
  savedFiles().map((file) => named(file, fs.readFileSync(file, "utf8")));

export const named = (file: string, text: string): Named => ({
  name: path.basename(file, ".ipynb"),
  notebook: JSON.parse(text),
});

export interface SiteOptions {
  /** One file with the whole article, in place of a page a notebook. */
  readonly single?: boolean;
  readonly log?: (line: string) => void;
}

/**
 * Writes a page a notebook and the index, or the edition in one file. Files that are not these pages
 * are left alone, and each page is the old one or the new one, whatever happens in between.
 *
 * @returns the files written
 */
export function writeSite(
  executed: readonly Named[],
  folder: string,
  { single = false, log = () => {} }: SiteOptions = {},
): string[] {
  const assets = readAssets();
  const saved = savedNotebooks();
  const all = saved.map((one) => executed.find((e) => e.name === one.name) ?? one);
  fs.mkdirSync(folder, { recursive: true });
  const pages: [string, () => string][] = single
    ? [["softmax-derivative.html", () => renderSingle(all, assets)]]
    : [
        ["index.html", () => renderIndex(all, assets)],
        ...executed.map((one): [string, () => string] => [
          `${one.name}.html`,
          () => renderPage(one, all, assets),
        ]),
      ];
  return pages.map(([name, render]) => {
    const file = path.join(folder, name);
    const html = render();
    fs.writeFileSync(`${file}.tmp`, html);
    fs.renameSync(`${file}.tmp`, file);
    log(`${file}: ${(Buffer.byteLength(html) / 1e6).toFixed(1)} MB`);
    return file;
  });
}
