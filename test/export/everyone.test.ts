import assert from "node:assert/strict";
import { readFileSync } from "node:fs";
import path from "node:path";
import { test } from "node:test";
import type { AxeResults } from "axe-core";
import type { Page } from "playwright-core";
import { articleInBrowser, pageNames, root, wakeFigures } from "./support.js";

/** The pages for readers with a screen reader, a keyboard, a phone, or a printer. */
const article = articleInBrowser();
const axe = readFileSync(path.join(root, "node_modules/axe-core/axe.min.js"), "utf8");

async function violations(page: Page): Promise<string[]> {
  // Into the page by the debugger, which its policy does not bind.
  await page.evaluate(axe);
  const { violations } = (await page.evaluate(
    "axe.run(document, { runOnly: ['wcag2a', 'wcag2aa', 'wcag21a', 'wcag21aa', 'wcag22aa', 'best-practice'] })",
  )) as AxeResults;
  return violations.map(({ id, nodes }) => `${id}: ${nodes[0].html.slice(0, 200)}`);
}

for (const name of pageNames)
  for (const colorScheme of ["light", "dark"] as const)
    test(`axe finds nothing on ${name}.html in the ${colorScheme} theme, folded parts open`, async () => {
      const { page, close } = await article.open(name, { colorScheme });
      await wakeFigures(page);
      await page.evaluate(() => {
        for (const details of document.querySelectorAll("details")) details.open = true;
      });
      assert.deepEqual(await violations(page), []);
      await close();
    });

for (const name of pageNames)
  test(`${name}.html has one h1, headings in order, landmarks, a language and a way past the top`, async () => {
    const { page, close } = await article.open(name);
    const levels = await page
      .locator("h1, h2, h3, h4, h5, h6")
      .evaluateAll((all) => all.map((heading) => Number(heading.tagName[1])));
    assert.equal(levels.filter((level) => level === 1).length, 1);
    assert.equal(levels[0], 1);
    for (const [k, level] of levels.entries())
      if (k > 0) assert.ok(level <= levels[k - 1] + 1, `h${level} after h${levels[k - 1]}`);
    assert.equal(await page.locator("html").getAttribute("lang"), "en");
    for (const landmark of ["banner", "main", "contentinfo"] as const)
      assert.equal(await page.getByRole(landmark).count(), 1, landmark);
    await page.keyboard.press("Tab");
    assert.equal(await page.evaluate(() => document.activeElement?.className), "skip");
    await page.keyboard.press("Enter");
    assert.equal(await page.evaluate(() => document.activeElement?.tagName), "MAIN");
    await close();
  });

for (const name of pageNames)
  test(`a screen reader meets every formula of ${name}.html as mathematics, near or far`, async () => {
    const { page, close } = await article.open(name);
    const shown = await page
      .locator(".katex")
      .evaluateAll((all) => all.filter((formula) => formula.checkVisibility()).length);
    const devtools = await page.context().newCDPSession(page);
    const { nodes } = await devtools.send("Accessibility.getFullAXTree");
    const told = nodes.filter(({ ignored, role }) => !ignored && role?.value === "MathMLMath");
    assert.equal(told.length, shown);
    await close();
  });

for (const name of pageNames.slice(1))
  test(`every figure of ${name}.html has a description, a caption and its data as a table`, async () => {
    const { page, close } = await article.open(name);
    for (const figure of await page.locator("figure.plot").all()) {
      const label = (await figure.locator(".live").getAttribute("aria-label")) ?? "";
      assert.ok(label.length > 40, label);
      assert.match((await figure.locator("figcaption").textContent()) ?? "", /^Figure \d+\. .{20}/);
      assert.ok((await figure.locator("figcaption table tbody tr").count()) > 0, label);
    }
    await close();
  });

for (const name of pageNames)
  for (const javaScriptEnabled of [true, false])
    test(`at 360 px ${name}.html scrolls sideways nowhere but in boxes made for it, ${javaScriptEnabled ? "with" : "without"} scripts`, async () => {
      const { page, close } = await article.open(name, {
        javaScriptEnabled,
        viewport: { width: 360, height: 740 },
      });
      if (javaScriptEnabled) {
        await wakeFigures(page);
        await page.evaluate(() => {
          for (const details of document.querySelectorAll("details")) details.open = true;
        });
      }
      const { width, out } = await page.evaluate(() => ({
        width: document.documentElement.scrollWidth,
        out: [...document.querySelectorAll("body *")]
          .filter(
            (element) =>
              element.getBoundingClientRect().right > 361 &&
              !element.closest(".wide, pre, .live, .katex-mathml, [hidden]"),
          )
          .map((element) => element.outerHTML.slice(0, 100)),
      }));
      assert.deepEqual(out, []);
      assert.equal(width, 360);
      await close();
    });

test("what has the keyboard's focus is outlined, and can be seen", async () => {
  const { page, close } = await article.open(pageNames[1]);
  for (let k = 0; k < 12; k++) {
    await page.keyboard.press("Tab");
    const { width, top, name } = await page.evaluate(() => {
      const element = document.activeElement as HTMLElement;
      const { outlineWidth, outlineStyle } = getComputedStyle(element);
      return {
        width: outlineStyle === "none" ? 0 : Number.parseFloat(outlineWidth),
        top: element.getBoundingClientRect().top,
        name: element.outerHTML.slice(0, 80),
      };
    });
    assert.ok(width >= 2, name);
    assert.ok(top >= 0 && top < 900, name);
  }
  await close();
});

test("a reader who wants less motion gets no smooth scrolling and no transition", async () => {
  const moving = (page: Page) =>
    page.evaluate(
      () =>
        [...document.querySelectorAll("html, body *")].filter((element) => {
          const { scrollBehavior, transitionDuration, animationName } = getComputedStyle(element);
          return (
            scrollBehavior === "smooth" ||
            !/^(?:0s(?:, 0s)*)?$/.test(transitionDuration) ||
            !["none", ""].includes(animationName)
          );
        }).length,
    );
  const still = await article.open(pageNames[1], { reducedMotion: "reduce" });
  await wakeFigures(still.page);
  assert.equal(await moving(still.page), 0);
  await still.close();
  const usual = await article.open(pageNames[1], { reducedMotion: "no-preference" });
  assert.ok((await moving(usual.page)) > 0);
  await usual.close();
});
