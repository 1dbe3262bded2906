import assert from "node:assert/strict";
import { readFileSync } from "node:fs";
import path from "node:path";
import { test } from "node:test";
import { articleInBrowser, pageNames, root, wakeFigures } from "./support.js";

/** The pages as `npm run export` writes them, from the notebooks as saved, in a real Chromium. */
const article = articleInBrowser();

const sections = pageNames.slice(1);
const textOf = (name: string) =>
  readFileSync(path.join(article.site().folder, `${name}.html`), "utf8");

/** How many Plotly figures a notebook holds as saved. */
function savedFigures(name: string): number {
  if (name === "index") return 0;
  const text = readFileSync(path.join(root, "notebooks", `${name}.ipynb`), "utf8");
  return text.match(/"application\/vnd\.plotly\.v1\+json"/g)?.length ?? 0;
}

for (const name of pageNames)
  test(`${name}.html is whole with the network off: figures drawn, formulas typeset, nothing requested`, async () => {
    const { page, requests, errors, close } = await article.open(name);
    assert.equal(await wakeFigures(page), savedFigures(name), "figures");
    assert.equal(await page.locator(".katex-error").count(), 0);
    if (name !== "index") assert.ok((await page.locator(".katex math").count()) > 10);
    assert.deepEqual(
      requests.filter((url) => !/^(file|data|blob):/.test(url)),
      [],
    );
    assert.equal(requests.filter((url) => url.startsWith("file:")).length, 1);
    assert.deepEqual(errors, []);
    await close();
  });

for (const name of sections)
  test(`without JavaScript ${name}.html has every formula, a picture of every figure, and what is folded opens`, async () => {
    const { page, close } = await article.open(name, { javaScriptEnabled: false });
    const pictures = page.locator("figure.plot > .live > img");
    assert.equal(await pictures.count(), savedFigures(name));
    for (const picture of await pictures.all()) {
      await picture.scrollIntoViewIfNeeded();
      const { width = 0, height = 0 } = (await picture.boundingBox()) ?? {};
      assert.ok(width > 400 && height > 200, `${width} × ${height}`);
      assert.ok(((await picture.getAttribute("alt")) ?? "").length > 40);
      // As decoded by the browser, not only as asked for by attributes.
      assert.ok(await picture.evaluate((image: HTMLImageElement) => image.naturalWidth > 0));
    }
    assert.ok((await page.locator(".katex").first().boundingBox())?.width);
    const folded = page.locator("main details").first();
    const inner = folded.locator("pre").first();
    assert.equal(await inner.isVisible(), false);
    await folded.locator("summary").click();
    assert.equal(await inner.isVisible(), true);
    assert.equal(await page.locator("#page\\:theme").isVisible(), false);
    await close();
  });

test("what a live part can do is told only where scripts run; else its table is whole, on a phone too", async () => {
  for (const javaScriptEnabled of [true, false]) {
    const { page, close } = await article.open("1-softmax", {
      javaScriptEnabled,
      viewport: { width: 360, height: 800 },
    });
    const part = page.locator("figure.explorable").first();
    assert.equal(await part.locator(".live-help").isVisible(), javaScriptEnabled);
    assert.equal(await part.locator(".still").isVisible(), !javaScriptEnabled);
    for (const caption of await page.locator("figure.explorable caption:visible").all()) {
      const { x = -1, width = 0 } = (await caption.boundingBox()) ?? {};
      assert.ok(x >= 0 && x + width <= 360, `${await caption.textContent()}: ${x} + ${width}`);
    }
    await close();
  }
});

test("a picture gives way to the live figure only when that is drawn, and comes back in print", async () => {
  const { page, close } = await article.open("1-softmax");
  const place = page.locator("figure.plot > .live").first();
  assert.equal(await place.locator("img").isVisible(), true);
  assert.equal(await page.evaluate(() => "Plotly" in window), false, "Plotly is not parsed yet");
  await wakeFigures(page);
  assert.equal(await place.locator("img").isVisible(), false);
  assert.equal(await place.locator(".drawn").isVisible(), true);
  await page.emulateMedia({ media: "print" });
  assert.equal(await place.locator("img").isVisible(), true);
  assert.equal(await place.locator(".drawn").isVisible(), false);
  await close();
});

test("the theme is the system's until the switch is used; it is kept, and figures follow", async () => {
  const { page, close } = await article.open("1-softmax", { colorScheme: "dark" });
  const paper = () => page.evaluate(() => getComputedStyle(document.body).backgroundColor);
  const figureInk = () =>
    page.evaluate(() => {
      const title = document.querySelector(".drawn .gtitle, .drawn .g-gtitle text");
      return title && getComputedStyle(title).fill;
    });
  const [dark, light] = ["rgb(23, 24, 27)", "rgb(253, 253, 251)"];
  await wakeFigures(page);
  assert.equal(await paper(), dark);
  assert.equal(await figureInk(), "rgb(232, 232, 230)");
  const button = page.getByRole("button", { name: "Theme: as the system" });
  await button.click();
  assert.equal(await paper(), light);
  await page.waitForFunction(
    (ink) => {
      const title = document.querySelector(".drawn .gtitle, .drawn .g-gtitle text");
      return title && getComputedStyle(title).fill === ink;
    },
    "rgb(28, 28, 30)",
    { timeout: 10_000 },
  );
  await page.reload();
  assert.equal(await paper(), light);
  await page.getByRole("button", { name: "Theme: light" }).click();
  assert.equal(await paper(), dark);
  await page.getByRole("button", { name: "Theme: dark" }).click();
  await page.emulateMedia({ colorScheme: "light" });
  assert.equal(await paper(), light);
  await close();
});

test("a static picture is dark in the dark theme and light in the light one, by system and by switch", async () => {
  const { page, close } = await article.open("index", { colorScheme: "light" });
  const picture = page.locator(".front figure img");
  await picture.scrollIntoViewIfNeeded();
  /** Brightness of the picture's corner as it is on the screen. */
  const brightness = async () => {
    const png = (await picture.screenshot()).toString("base64");
    return page.evaluate(async (source) => {
      const image = new Image();
      image.src = `data:image/png;base64,${source}`;
      await image.decode();
      const canvas = document.createElement("canvas");
      [canvas.width, canvas.height] = [image.width, image.height];
      const context = canvas.getContext("2d") as CanvasRenderingContext2D;
      context.drawImage(image, 0, 0);
      return context.getImageData(8, 8, 1, 1).data[0];
    }, png);
  };
  assert.ok((await brightness()) > 240);
  await page.emulateMedia({ colorScheme: "dark" });
  assert.ok((await brightness()) < 40);
  await page.getByRole("button", { name: "Theme" }).click();
  assert.ok((await brightness()) > 240);
  await close();
});

test("a reference shows its equation on hover and on focus, also from another page, and Escape hides it", async () => {
  const { page, close } = await article.open("3-cross-entropy");
  const box = page.locator("#page\\:popover");
  const reference = page.locator("main p a[data-shows='2-jacobian#D15']").first();
  assert.equal(await reference.getAttribute("href"), "2-jacobian.html#D15");
  await reference.hover();
  await box.waitFor({ state: "visible" });
  assert.match((await box.textContent()) ?? "", /^D15.*\\frac/s);
  assert.ok((await box.locator("math").count()) === 1);
  await page.keyboard.press("Escape");
  assert.equal(await box.isVisible(), false);
  await page.mouse.move(0, 0);
  await reference.focus();
  assert.equal(await box.isVisible(), true);
  assert.equal(await reference.getAttribute("aria-describedby"), "page:popover");
  const { x = -1, width = 0 } = (await box.boundingBox()) ?? {};
  assert.ok(x >= 0 && x + width <= 1280);
  await reference.blur();
  await box.waitFor({ state: "hidden" });
  await close();
});

test("a letter says what it stands for, once a section, in the words of notebook 1", async () => {
  const { page, close } = await article.open("2-jacobian");
  const letters = page.locator("main .letter");
  assert.ok((await letters.count()) >= 5);
  const letter = letters.filter({ hasText: "\\mathbf s" }).first();
  await letter.focus();
  assert.match(
    (await page.locator("#page\\:popover").textContent()) ?? "",
    /^probabilities, ?s ?= ?softmax\(z\)$/,
  );
  await close();
});

test("the table of contents marks the section that is being read, and is folded on a narrow screen", async () => {
  const { page, close } = await article.open("2-jacobian", {
    reducedMotion: "reduce",
  });
  const contents = page.getByRole("navigation", { name: "On this page" });
  const current = contents.locator("[aria-current]");
  const link = contents.getByRole("link").nth(3);
  await link.click();
  await page.waitForFunction(
    (hash) => document.querySelector("[aria-current]")?.getAttribute("href") === hash,
    await link.getAttribute("href"),
  );
  assert.equal(await current.count(), 1);
  await page.mouse.wheel(0, 20_000);
  await page.waitForFunction(
    (hash) => document.querySelector("[aria-current]")?.getAttribute("href") !== hash,
    await link.getAttribute("href"),
  );
  await page.setViewportSize({ width: 600, height: 800 });
  assert.equal(await link.isVisible(), false);
  await contents.getByText("On this page").click();
  assert.equal(await link.isVisible(), true);
  await close();
});

test("the notebook can be downloaded from its page, offline, and is its prose and code", async () => {
  for (const name of sections) {
    const { page, close } = await article.open(name, { acceptDownloads: true });
    const [download] = await Promise.all([
      page.waitForEvent("download"),
      page.getByRole("link", { name: "download the notebook" }).click(),
    ]);
    assert.equal(download.suggestedFilename(), `${name}.ipynb`);
    const saved = JSON.parse(readFileSync(await download.path(), "utf8"));
    const own = JSON.parse(readFileSync(path.join(root, "notebooks", `${name}.ipynb`), "utf8"));
    const words = ({ cells }: { cells: { cell_type: string; source: string[] }[] }) =>
      cells.map(({ cell_type, source }) => [cell_type, source]);
    assert.deepEqual(words(saved), words(own));
    assert.equal(saved.nbformat, 4);
    await close();
  }
});

test("every numbered item that is an equation has a place, and its number is a link to it", () => {
  const text = sections.map(textOf).join("\n");
  const figures = new Set(["D2", "D19"]);
  for (let k = 1; k <= 25; k++)
    if (!figures.has(`D${k}`)) {
      assert.ok(text.includes(`<div class="equation" id="D${k}">`), `D${k}`);
      assert.ok(text.includes(`href="#D${k}" aria-label="Equation D${k}">(D${k})</a>`), `D${k}`);
    }
});

test("every link inside the article leads to a place that is there", () => {
  const ids = new Map(
    pageNames.map((name) => [
      name,
      new Set([...textOf(name).matchAll(/ id="([^"]+)"/g)].map(([, id]) => id)),
    ]),
  );
  for (const name of pageNames)
    for (const [, address] of textOf(name).matchAll(/<a [^>]*href="([^":]+)"/g)) {
      const [file, place] = address.split("#");
      const there = ids.get(file ? file.replace(".html", "") : name);
      assert.ok(there, `${name}: ${address}`);
      if (place && !place.startsWith("page:")) assert.ok(there.has(place), `${name}: ${address}`);
    }
});

test("the front page names each section with its question, and counts every claim of the ledgers", async () => {
  const { page, close } = await article.open("index");
  assert.equal(await page.locator(".sections li").count(), sections.length);
  for (const question of await page.locator(".sections p").allTextContents())
    assert.match(question, /\?$/);
  await page.locator("details.ledger summary").click();
  const rows = await page.locator(".ledger tbody tr").count();
  const words = (await page.locator("#ledger + p").textContent()) ?? "";
  const [, all, proved, agree, measured, shown] =
    /^(\d+) claims.*?(\d+) proved.*?(\d+) that agree.*?(\d+) measured.*? and (\d+) that/
      .exec(words)
      ?.map(Number) ?? [];
  assert.equal(all, rows);
  assert.equal(proved + agree + measured + shown, all);
  await close();
});

test("no cell is numbered, and a folded one says what it does", async () => {
  for (const name of sections) {
    assert.doesNotMatch(textOf(name), /In ?\[\d*\]|Out ?\[\d*\]/);
    const summaries = [...textOf(name).matchAll(/<details class="code"><summary>([^<]*)/g)];
    assert.ok(summaries.length > 0);
    for (const [, words] of summaries)
      assert.match(words, /^(?:Set-up: imports|Code that |Code: ) *\S/);
  }
});

test("no page is over 6 MB", () => {
  for (const file of article.site().files)
    assert.ok(readFileSync(file).length < 6e6, path.basename(file));
});

test("a page's policy allows its own scripts by their hashes, and nothing from elsewhere", () => {
  for (const name of pageNames) {
    const [, policy = ""] =
      /<meta http-equiv="Content-Security-Policy" content="([^"]*)">/.exec(textOf(name)) ?? [];
    assert.match(policy, /^default-src 'none'; /);
    assert.doesNotMatch(policy, /script-src[^;]*unsafe|https?:|\*/);
  }
});
