import assert from "node:assert/strict";
import { mkdtempSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import path from "node:path";
import { after, before, test } from "node:test";
import { pathToFileURL } from "node:url";
import type { Browser } from "playwright-core";
import { type Cut, cutFor, KINDS } from "../../src/export/plotly-cuts.js";
import { figureBundle } from "../../src/notebook/bundles.js";
import { explorable } from "../../src/notebook/explorable.js";
import { bundleOf } from "../../src/notebook/show.js";
import { openBrowser } from "../support/browser.js";
import { built, openPage, root, wakeFigures } from "./support.js";

const folder = mkdtempSync(path.join(tmpdir(), "softmax-derivative-"));
let browser: Browser;
before(async () => {
  browser = await openBrowser();
});
after(async () => {
  await browser?.close();
  rmSync(folder, { recursive: true, force: true });
});

const TRACES: Readonly<Record<string, object>> = {
  bar: { type: "bar", x: [1, 2], y: [1, 2] },
  line: { x: [1, 2], y: [1, 2] },
  surface: {
    type: "surface",
    z: [
      [1, 2],
      [3, 4],
    ],
  },
  polar: { type: "scatterpolar", r: [1, 2], theta: [0, 90] },
};
const figureOf = (...data: object[]) =>
  figureBundle({
    data,
    layout: { title: { text: "T" }, meta: { description: "D", table: { head: [], rows: [] } } },
  });

/** A page with such outputs, and the cuts of Plotly that it carries. */
async function pageOf(...outputs: object[]): Promise<{ html: string; cuts: string[] }> {
  const { readAssets } = await built("assets.js");
  const { renderPage } = await built("page.js");
  const cells = outputs.map((data) => ({
    ...{ cell_type: "code", metadata: {}, source: "1;" },
    outputs: [{ output_type: "display_data", data, metadata: {} }],
  }));
  const html: string = renderPage({ name: "x", notebook: { cells } }, [], readAssets());
  return { html, cuts: [...html.matchAll(/id="page:plotly-(\w+)"/g)].map(([, cut]) => cut) };
}

test("a page carries the cuts of Plotly that its figures need, and no other", async () => {
  const cases: [outputs: object[], cuts: Cut[]][] = [
    [[], []],
    [[figureOf(TRACES.bar), figureOf(TRACES.line, TRACES.bar)], ["cartesian"]],
    [[figureOf(TRACES.surface, TRACES.line)], ["gl3d"]],
    [
      [figureOf(TRACES.surface), figureOf(TRACES.bar)],
      ["cartesian", "gl3d"],
    ],
    [[figureOf(TRACES.surface, TRACES.bar)], ["whole"]],
    [[figureOf(TRACES.polar)], ["whole"]],
    [[bundleOf(explorable("softmax")), bundleOf(explorable("precision"))], []],
    [[bundleOf(explorable("loss"))], ["gl3d"]],
  ];
  for (const [outputs, cuts] of cases) assert.deepEqual((await pageOf(...outputs)).cuts, cuts);
});

test("figures from each cut are drawn on one page, and follow the theme", async () => {
  const { html } = await pageOf(
    ...[TRACES.bar, TRACES.surface, TRACES.polar, TRACES.line].map((trace) => figureOf(trace)),
  );
  const file = path.join(folder, "page.html");
  writeFileSync(file, html);
  const { page, errors, close } = await openPage(browser, pathToFileURL(file).href);
  assert.equal(await wakeFigures(page), 4);
  await page.emulateMedia({ colorScheme: "dark" });
  await page.waitForFunction(() =>
    [...document.querySelectorAll(".drawn .gtitle, .drawn .g-gtitle text")].every(
      (title) => getComputedStyle(title).fill === "rgb(232, 232, 230)",
    ),
  );
  assert.deepEqual(errors, []);
  await close();
});

for (const cut of ["cartesian", "gl3d"] as const)
  test(`Plotly's cut "${cut}" draws the kinds of trace that are said of it`, async () => {
    const context = await browser.newContext();
    const page = await context.newPage();
    const text = readFileSync(path.join(root, "lib", "export", `plotly-${cut}.bundle.js`), "utf8");
    // The build has put all of it in parentheses, for V8 to read it once.
    assert.match(text, /,\(\(\)=>\{"use strict";[\s\S]*\}\)\);\s*$/);
    await page.addScriptTag({ content: text });
    const kinds = await page.evaluate("Object.keys(Plotly.PlotSchema.get().traces)");
    assert.deepEqual((kinds as string[]).sort(), [...KINDS[cut]].sort());
    for (const kind of KINDS[cut]) assert.notEqual(cutFor([{ type: kind }]), "whole");
    await context.close();
  });

test("JupyterLab, the pictures and the pages have one version of Plotly", () => {
  const { dependencies, devDependencies } = JSON.parse(
    readFileSync(path.join(root, "package.json"), "utf8"),
  );
  const all = Object.entries({ ...dependencies, ...devDependencies });
  const versions = all.filter(([name]) => name.startsWith("plotly.js"));
  assert.equal(versions.length, 3);
  assert.equal(new Set(versions.map(([, version]) => version)).size, 1);
});
