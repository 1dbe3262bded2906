import assert from "node:assert/strict";
import { mkdtempSync, readFileSync, rmSync, readdirSync } from "node:fs";
import { tmpdir } from "node:os";
import path from "node:path";
import { after, before, test } from "node:test";
import { fileURLToPath, pathToFileURL } from "node:url";
import { type Browser, chromium } from "playwright-core";

/** The pages as `npm run export` writes them, from the notebooks as saved, in a real Chromium. */
const root = fileURLToPath(new URL("../..", import.meta.url));
const folder = mkdtempSync(path.join(tmpdir(), "softmax-derivative-"));
let browser: Browser;
let pages: string[];

before(async () => {
  // The built exporter is used, since only the build bundles the page's script.
  const site = await import(pathToFileURL(path.join(root, "lib/export/site.js")).href);
  pages = site.writeSite(site.savedNotebooks(), folder);
  browser = await chromium.launch({
    executablePath: process.env.CHROME_PATH,
    args: [
      ...(process.getuid?.() === 0 ? ["--no-sandbox"] : []),
      ...["--use-gl=angle", "--use-angle=swiftshader", "--enable-unsafe-swiftshader"],
    ],
  });
});
after(async () => {
  await browser?.close();
  rmSync(folder, { recursive: true, force: true });
});

/** How many Plotly figures a notebook holds as saved. */
function savedFigures(name: string): number {
  if (name === "index") return 0;
  const text = readFileSync(path.join(root, "notebooks", `${name}.ipynb`), "utf8");
  return text.match(/"application\/vnd\.plotly\.v1\+json"/g)?.length ?? 0;
}

const notebooks = readdirSync(path.join(root, "notebooks"))
  .filter((file) => file.endsWith(".ipynb"))
  .map((file) => path.basename(file, ".ipynb"));
for (const name of ["index", ...notebooks])
  test(`${name}.html is whole with the network off: figures drawn, formulas typeset, nothing requested`, async () => {
    const context = await browser.newContext({
      offline: true,
      viewport: { width: 1280, height: 900 },
    });
    const page = await context.newPage();
    const requests: string[] = [];
    const errors: string[] = [];
    page.on("request", (request) => requests.push(request.url()));
    page.on("pageerror", (error) => errors.push(String(error)));
    page.on("console", (message) => {
      if (message.type() === "error") errors.push(message.text());
    });
    await page.goto(pathToFileURL(path.join(folder, `${name}.html`)).href);
    const figures = page.locator(".live");
    const count = await figures.count();
    for (let k = 0; k < count; k++) {
      await figures.nth(k).scrollIntoViewIfNeeded();
      await figures.nth(k).locator(".main-svg").first().waitFor({ timeout: 30_000 });
    }
    assert.equal(count, savedFigures(name), "figures");
    assert.equal(await page.locator(".katex-error").count(), 0);
    if (name !== "index") assert.ok((await page.locator(".katex math").count()) > 10);
    assert.equal(await page.locator("h1").count(), 1);
    assert.deepEqual(
      requests.filter((url) => !/^(file|data|blob):/.test(url)),
      [],
    );
    assert.equal(requests.filter((url) => url.startsWith("file:")).length, 1);
    assert.deepEqual(errors, []);
    await context.close();
  });

test("every numbered item that is an equation has a place that can be linked to", () => {
  const text = pages.map((file) => readFileSync(file, "utf8")).join("\n");
  const figures = new Set(["D2", "D19"]);
  for (let k = 1; k <= 25; k++)
    if (!figures.has(`D${k}`)) assert.ok(text.includes(`id="D${k}"`), `D${k}`);
});

test("no page is over 6 MB", () => {
  for (const file of pages) assert.ok(readFileSync(file).length < 6e6, path.basename(file));
});
