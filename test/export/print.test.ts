import assert from "node:assert/strict";
import { inflateSync } from "node:zlib";
import { test } from "node:test";
import { articleInBrowser, pageNames, wakeFigures } from "./support.js";

/** The pages on A4, as Chromium prints them. */
const article = articleInBrowser();

/** The streams of a PDF, those that are compressed inflated. */
function contentOf(pdf: Buffer): string {
  const parts: string[] = [];
  for (let at = pdf.indexOf("stream\n"); at >= 0; at = pdf.indexOf("stream\n", at + 7)) {
    const end = pdf.indexOf("endstream", at);
    try {
      parts.push(inflateSync(pdf.subarray(at + 7, end)).toString("latin1"));
    } catch {
      // Not a compressed one.
    }
  }
  return parts.join("\n");
}

for (const awake of [false, true])
  test(`on paper a page has its pictures and numbers, and no controls, ${awake ? "after" : "before"} its figures came alive`, async () => {
    for (const name of pageNames.slice(1)) {
      const { page, close } = await article.open(name, { colorScheme: "dark" });
      if (awake) await wakeFigures(page);
      await page.emulateMedia({ media: "print", colorScheme: "dark" });
      const seen = (selector: string) =>
        page.locator(selector).evaluateAll((all) =>
          all.map((element) => {
            const { width, height } = element.getBoundingClientRect();
            return width > 0 && height > 0 && getComputedStyle(element).visibility === "visible";
          }),
        );
      const pictures = await seen("figure.plot > .live > img");
      assert.equal(pictures.length, await page.locator("figure.plot").count());
      assert.ok(pictures.every(Boolean), "pictures");
      assert.ok(
        (await seen(".drawn")).every((visible) => !visible),
        "live figures",
      );
      const numbers = await seen(".equation > .number");
      if (numbers.length) assert.ok(numbers.every(Boolean), "equation numbers");
      for (const control of ["#page\\:theme", ".contents", ".neighbours", ".skip", "footer"])
        assert.ok(
          (await seen(control)).every((visible) => !visible),
          control,
        );
      assert.equal(
        await page.evaluate(() => getComputedStyle(document.body).backgroundColor),
        "rgb(255, 255, 255)",
      );
      await close();
    }
  });

for (const name of pageNames)
  test(`nothing on ${name}.html is wider than the paper`, async () => {
    // A4 without its margins: 176 mm.
    const { page, close } = await article.open(name, { viewport: { width: 665, height: 900 } });
    await page.emulateMedia({ media: "print" });
    const cut = await page
      .locator(".wide, .katex, pre, table, img")
      .evaluateAll((all) =>
        all
          .filter((element) => element.getBoundingClientRect().right > innerWidth + 1)
          .map(({ textContent, outerHTML }) => (textContent || outerHTML).slice(0, 100)),
      );
    assert.deepEqual(cut, []);
    await close();
  });

test("the PDF is A4, and the pictures are drawn in it", async () => {
  const { page, close } = await article.open("3-cross-entropy");
  const pdf = await page.pdf({ preferCSSPageSize: true });
  const size = /\/MediaBox ?\[0 0 ([\d.]+) ([\d.]+)\]/.exec(pdf.toString("latin1"))?.map(Number);
  assert.ok(Math.abs((size?.[1] ?? 0) - 595) < 1.5 && Math.abs((size?.[2] ?? 0) - 842) < 1.5);
  // The pictures are vectors: the colours of the bars are fills in the PDF.
  const content = contentOf(pdf);
  const fill = (r: number, g: number, b: number) =>
    new RegExp(
      [r, g, b]
        .map((c) =>
          c === 0
            ? "0"
            : `0?${(Math.floor((c / 255) * 100) / 100).toFixed(2).slice(1).replace(".", "\\.")}\\d*`,
        )
        .join(" +"),
    );
  for (const [r, g, b] of [
    [0, 114, 178],
    [230, 159, 0],
  ])
    assert.match(content, fill(r, g, b));
  await page.evaluate(() => {
    for (const image of document.querySelectorAll("img")) image.remove();
  });
  const without = await page.pdf({ preferCSSPageSize: true });
  assert.ok(pdf.length > without.length + 50_000, `${pdf.length} against ${without.length}`);
  await close();
});
