import assert from "node:assert/strict";
import { mkdirSync, readFileSync } from "node:fs";
import path from "node:path";
import { before, test } from "node:test";
import { articleInBrowser, pageNames, root, wakeFigures } from "./support.js";

/** Pictures of the pages for a person to look at, in screenshots/, a piece a file. */
const folder = path.join(root, "screenshots");
const PIECE = 2400;
const article = articleInBrowser();
before(() => mkdirSync(folder, { recursive: true }));

for (const name of pageNames)
  for (const width of [360, 1280])
    for (const colorScheme of ["light", "dark"] as const)
      test(`${name}.html at ${width} px in the ${colorScheme} theme is photographed from top to bottom`, async () => {
        const { page, close } = await article.open(name, {
          colorScheme,
          viewport: { width, height: 900 },
        });
        await wakeFigures(page);
        await page.evaluate(() => scrollTo({ top: 0, behavior: "instant" }));
        const height = await page.evaluate(() => document.documentElement.scrollHeight);
        for (let top = 0, piece = 1; top < height; top += PIECE, piece++) {
          const file = path.join(folder, `${name}-${width}-${colorScheme}-${piece}.png`);
          await page.screenshot({
            path: file,
            fullPage: true,
            clip: { x: 0, y: top, width, height: Math.min(PIECE, height - top) },
          });
          // A picture of nothing would be a few hundred bytes; the last piece may be a strip.
          if (height - top > 400) assert.ok(readFileSync(file).length > 3000, file);
        }
        await close();
      });
