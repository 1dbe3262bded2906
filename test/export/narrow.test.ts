import assert from "node:assert/strict";
import { test } from "node:test";
import { narrowed } from "../../src/export/client/narrow.js";
import { articleInBrowser, pageNames, wakeFigures } from "./support.js";

const article = articleInBrowser();

/** Runs in the page: words of figures that are cut off, or that lie over other words. */
function clashes(): string[] {
  const found: string[] = [];
  for (const place of document.querySelectorAll("figure.plot > .live")) {
    const frame = place.getBoundingClientRect();
    const kinds = [".gtitle", ".xtitle", ".x2title", ".x3title", ".ytitle", ".y2title", ".y3title"];
    const others = [".cbtitle text", ".legendtext", ".slider-label", ".slider-current-value"];
    const texts = [...place.querySelectorAll([...kinds, ...others].join(","))];
    const ticks = [".xtick text", ".ytick text", ".colorbar .crisp text"].join(",");
    const all = [...texts, ...place.querySelectorAll(ticks)]
      .map((element) => {
        const { left, top, right, bottom } = element.getBoundingClientRect();
        return { words: element.textContent ?? "", left, top, right, bottom };
      })
      // Plotly itself leaves out a number that would not fit at an axis's end.
      .filter(({ left, right }) => right > left);
    for (const one of all)
      if (
        one.left < frame.left - 1 ||
        one.right > frame.right + 1 ||
        one.top < frame.top - 1 ||
        one.bottom > frame.bottom + 1
      )
        found.push(`cut off: ${one.words}`);
    for (const [k, one] of all.entries())
      for (const other of all.slice(k + 1)) {
        const across = Math.min(one.right, other.right) - Math.max(one.left, other.left);
        const down = Math.min(one.bottom, other.bottom) - Math.max(one.top, other.top);
        // Boxes of text are a little larger than what is seen of it.
        if (across > 3 && down > 4) found.push(`over one another: ${one.words} | ${other.words}`);
      }
  }
  return found;
}

for (const name of pageNames.slice(1))
  test(`on a phone no word in a figure of ${name}.html is cut off or lies over another`, async () => {
    const { page, close } = await article.open(name, {
      viewport: { width: 360, height: 800 },
    });
    await wakeFigures(page);
    await page.waitForTimeout(300);
    assert.deepEqual(await page.evaluate(clashes), []);
    await close();
  });

test("panels side by side stand one below the other on a narrow screen, each with its own name", () => {
  const axis = (anchor: string, from: number, to: number) => ({ anchor, domain: [from, to] });
  const { layout } = narrowed(
    {
      data: [{ type: "heatmap", z: [[1]] }],
      layout: {
        title: { text: "T" },
        ...{ xaxis: axis("y", 0, 0.45), xaxis2: axis("y2", 0.55, 1) },
        ...{ yaxis: { title: { text: "shared" } }, yaxis2: { title: { text: "" } } },
        annotations: [
          { xref: "paper", yref: "paper", x: 0.2, y: 1.1, text: "left" },
          { xref: "paper", yref: "paper", x: 0.8, y: 1.1, text: "right" },
        ],
      },
    },
    320,
  );
  const of = (key: string) => layout[key] as { domain: number[]; title: { text: string } };
  assert.deepEqual(of("xaxis").domain, [0, 1]);
  assert.deepEqual(of("xaxis2").domain, [0, 1]);
  assert.ok(of("yaxis").domain[0] > of("yaxis2").domain[1], "no overlap");
  assert.equal(of("yaxis2").title.text, "shared");
  const notes = layout.annotations as { y: number }[];
  assert.deepEqual(
    notes.map(({ y }) => y),
    [of("yaxis").domain[1], of("yaxis2").domain[1]],
  );
});

test("a figure on a wide screen is left as it is, and one without margins gets some on a narrow one", () => {
  const figure = { data: [], layout: { title: { text: "T" } } };
  assert.equal(narrowed(figure, 720), figure);
  const { margin, height } = narrowed(figure, 320).layout as {
    margin: Record<string, number>;
    height: number;
  };
  for (const size of [height, ...Object.values(margin)]) assert.ok(size > 0, String(size));
});
