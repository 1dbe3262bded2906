/** The exported pages beside nbconvert's own pages of the same notebooks: size, network, speed. */
import { spawnSync } from "node:child_process";
import fs from "node:fs";
import os from "node:os";
import path from "node:path";
import { pathToFileURL } from "node:url";
import { chromium } from "playwright-core";
import { findOrInstallBrowser } from "../../scripts/support/browser.js";
import { jupyterEnvironment, root, venvPython } from "../../scripts/support/project.js";

const ROUNDS = 7;

export default {
  title: "The page",
  /** @param {{log: (line: string) => void}} context */
  async run({ log }) {
    const executablePath = await findOrInstallBrowser();
    const folder = fs.mkdtempSync(path.join(os.tmpdir(), "softmax-derivative-bench-"));
    const browser = await chromium.launch({
      executablePath,
      args: [
        ...(process.getuid?.() === 0 ? ["--no-sandbox"] : []),
        ...["--use-gl=angle", "--use-angle=swiftshader", "--enable-unsafe-swiftshader"],
      ],
    });
    try {
      const names = await makePages(folder, executablePath, log);
      const rows = [];
      for (const name of names)
        for (const [kind, label] of /** @type {const} */ ([
          ["site", "this project"],
          ["nbconvert", "nbconvert --template lab"],
        ])) {
          const file = path.join(folder, kind, `${name}.html`);
          log(`${name}, ${label}`);
          rows.push([name, label, ...(await measure(browser, file))]);
        }
      const single = fs.statSync(path.join(folder, "single", "softmax-derivative.html")).size;
      return [
        {
          title: "Pages opened from the disk, network off",
          head: [
            "notebook",
            "made by",
            "size",
            "requests to the network",
            "first formula",
            "figures drawn",
            "first live figure",
          ],
          rows,
          note: `Median of ${ROUNDS} openings, in milliseconds from the start of the navigation; the first formula as painted, the first live figure when it has been scrolled to at once. “none” means not within 5 s for a formula, 10 s for a figure. The whole article in one file: ${megabytes(single)}.`,
        },
      ];
    } finally {
      await browser.close();
      fs.rmSync(folder, { recursive: true, force: true });
    }
  },
};

const megabytes = (/** @type {number} */ bytes) => `${(bytes / 1e6).toFixed(2)} MB`;

/**
 * @param {string} folder
 * @param {string} executablePath
 * @param {(line: string) => void} log
 * @returns {Promise<string[]>} names of the notebooks
 */
async function makePages(folder, executablePath, log) {
  const lib = (/** @type {string} */ name) =>
    import(pathToFileURL(path.join(root, "lib", "export", name)).href);
  const { named, writeSite } = await lib("site.js");
  const { pictureMaker, withPictures } = await lib("pictures.js");
  const maker = pictureMaker(executablePath);
  const notebooks = path.join(root, "notebooks");
  const files = fs
    .readdirSync(notebooks)
    .filter((name) => name.endsWith(".ipynb"))
    .sort();
  const all = [];
  for (const file of files) {
    const text = fs.readFileSync(path.join(notebooks, file), "utf8");
    all.push(named(file, (await withPictures(text, [], maker.draw)).text));
  }
  await maker.close();
  log("the project's pages");
  writeSite(all, path.join(folder, "site"));
  writeSite(all, path.join(folder, "single"), { single: true });
  log("nbconvert's pages");
  const { status, stderr } = spawnSync(
    venvPython,
    [
      ...["-m", "jupyter", "nbconvert", "--to", "html", "--HTMLExporter.template_name=lab"],
      ...["--output-dir", path.join(folder, "nbconvert")],
      ...files.map((file) => path.join(notebooks, file)),
    ],
    { env: jupyterEnvironment, encoding: "utf8" },
  );
  if (status !== 0) throw new Error(stderr);
  return files.map((file) => path.basename(file, ".ipynb"));
}

/**
 * @param {import("playwright-core").Browser} browser
 * @param {string} file
 */
async function measure(browser, file) {
  const formulas = [];
  const firsts = [];
  let requests = new Set();
  let figures = 0;
  for (let round = 0; round < ROUNDS; round++) {
    const context = await browser.newContext({
      offline: true,
      viewport: { width: 1280, height: 900 },
    });
    const page = await context.newPage();
    requests = new Set();
    page.on("request", (request) => {
      if (/^https?:/.test(request.url())) requests.add(request.url());
    });
    await page.addInitScript(watch);
    await page.goto(pathToFileURL(file).href, { waitUntil: "commit" });
    formulas.push(await time(page, "formula"));
    firsts.push(await time(page, "figure"));
    if (round === 0) figures = await countFigures(page);
    await context.close();
    // What does not come with the network off is waited for once.
    if (![...formulas, ...firsts].every(Number.isFinite)) break;
  }
  return [
    megabytes(fs.statSync(file).size),
    requests.size,
    median(formulas),
    figures,
    median(firsts),
  ];
}

/** Runs in the page: notes when there is a typeset formula, and a figure drawn by Plotly. */
function watch() {
  const seen = /** @type {Record<string, number>} */ ({});
  Object.assign(window, { seen });
  const look = () => {
    const formula = document.querySelector(
      ".katex-html, mjx-container, .MathJax, .MathJax_Display",
    );
    if (formula && seen.formula === undefined && formula.getBoundingClientRect().width > 0)
      seen.formula = performance.now();
    const place = document.querySelector("figure.plot, .sd-figure, .js-plotly-plot");
    if (place && !seen.scrolled) {
      seen.scrolled = 1;
      place.scrollIntoView({ block: "center", behavior: "instant" });
    }
    if (document.querySelector(".js-plotly-plot .main-svg") && seen.figure === undefined)
      seen.figure = performance.now();
    requestAnimationFrame(look);
  };
  requestAnimationFrame(look);
}

/**
 * @param {import("playwright-core").Page} page
 * @param {string} name
 */
async function time(page, name) {
  // What asks the network for its means has them refused at once, and will not come to it later.
  await page.waitForLoadState("load");
  const limit = name === "figure" ? 10_000 : 5_000;
  const found = await page
    .waitForFunction((key) => /** @type {any} */ (window).seen?.[key], name, { timeout: limit })
    .catch(() => undefined);
  return found ? Number(await found.jsonValue()) : Number.POSITIVE_INFINITY;
}

/** @param {import("playwright-core").Page} page */
async function countFigures(page) {
  const height = await page.evaluate(() => document.documentElement.scrollHeight);
  for (let top = 0; top < height; top += 700) {
    await page.evaluate((y) => scrollTo({ top: y, behavior: "instant" }), top);
    await page.waitForTimeout(100);
  }
  await page.waitForTimeout(3000);
  return page.locator(".js-plotly-plot .main-svg:first-child").count();
}

/** @param {number[]} values */
function median(values) {
  const middle = [...values].sort((a, b) => a - b)[Math.floor(values.length / 2)];
  return Number.isFinite(middle) ? `${Math.round(middle)} ms` : "none";
}
