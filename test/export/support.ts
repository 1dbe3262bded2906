import { mkdtempSync, readdirSync, readFileSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import path from "node:path";
import { after, before } from "node:test";
import { fileURLToPath, pathToFileURL } from "node:url";
import type { Browser, BrowserContextOptions, Page } from "playwright-core";
import { openBrowser } from "../support/browser.js";

export const root = fileURLToPath(new URL("../..", import.meta.url));

/** The built exporter is used, since only the build bundles what runs in a browser. */
export const built = (name: string) =>
  import(pathToFileURL(path.join(root, "lib", "export", name)).href);

/** Names of the pages of the article, the index first. */
export const pageNames = [
  "index",
  ...readdirSync(path.join(root, "notebooks"))
    .filter((name) => name.endsWith(".ipynb"))
    .map((name) => name.replace(".ipynb", "")),
];

/** The project's notebooks as saved, each figure with its picture. */
export async function picturedNotebooks(): Promise<[file: string, text: string][]> {
  const { pictureMaker, withPictures } = await built("pictures.js");
  const maker = pictureMaker(process.env.CHROME_PATH);
  const texts: [string, string][] = [];
  try {
    for (const name of pageNames.slice(1)) {
      const text = readFileSync(path.join(root, "notebooks", `${name}.ipynb`), "utf8");
      texts.push([`${name}.ipynb`, (await withPictures(text, [], maker.draw)).text]);
    }
  } finally {
    await maker.close();
  }
  return texts;
}

/** The article, as `npm run export` writes it from the notebooks as saved, in a folder of its own. */
export async function makeSite(options: { single?: boolean } = {}) {
  const folder = mkdtempSync(path.join(tmpdir(), "softmax-derivative-"));
  const { named, writeSite } = await built("site.js");
  const notebooks = (await picturedNotebooks()).map(([file, text]) => named(file, text));
  const files: string[] = writeSite(notebooks, folder, options);
  return {
    folder,
    files,
    url: (name: string) => pathToFileURL(path.join(folder, `${name}.html`)).href,
    remove: () => rmSync(folder, { recursive: true, force: true }),
  };
}

/** The article's pages in a browser, for the tests of the file that asks; both end with them. */
export function articleInBrowser() {
  let browser: Browser;
  let site: Awaited<ReturnType<typeof makeSite>>;
  before(async () => {
    [site, browser] = await Promise.all([makeSite(), openBrowser()]);
  });
  after(async () => {
    await browser?.close();
    site?.remove();
  });
  return {
    site: () => site,
    open: (name: string, options?: BrowserContextOptions) =>
      openPage(browser, site.url(name), options),
  };
}

/** A page with the network off, and what it requested and complained of. */
export async function openPage(browser: Browser, url: string, options: BrowserContextOptions = {}) {
  const context = await browser.newContext({
    offline: true,
    viewport: { width: 1280, height: 900 },
    ...options,
  });
  const page = await context.newPage();
  const requests: string[] = [];
  const errors: string[] = [];
  page.on("request", (request) => requests.push(request.url()));
  page.on("pageerror", (error) => errors.push(String(error)));
  page.on("console", (message) => {
    if (message.type() === "error") errors.push(message.text());
  });
  await page.goto(url);
  return { page, requests, errors, close: () => context.close() };
}

/** Brings every figure into view and waits until it is live; gives their number. */
export async function wakeFigures(page: Page): Promise<number> {
  const figures = page.locator("figure.plot > .live");
  const count = await figures.count();
  for (let k = 0; k < count; k++) {
    await figures.nth(k).scrollIntoViewIfNeeded();
    await figures
      .nth(k)
      .and(page.locator(".is-live"))
      .locator(".main-svg")
      .first()
      .waitFor({ timeout: 30_000 });
  }
  return count;
}
