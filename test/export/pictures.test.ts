import assert from "node:assert/strict";
import { test } from "node:test";
import { pictureIn } from "../../src/export/picture-in.js";
import { type Draw, withPictures } from "../../src/export/pictures.js";
import { barFigure } from "../../src/figures/index.js";
import { bundleOf } from "../../src/notebook/show.js";

const figureOf = (values: number[]) =>
  barFigure({ title: "T", labels: ["a", "b"], values, xAxis: "x (no unit)", yAxis: "y (no unit)" });
/** A notebook as nbformat writes it, with a number as Python writes it and JavaScript would not. */
const notebookOf = (...all: number[][]) =>
  `${JSON.stringify(
    {
      cells: all.map((values) => ({
        cell_type: "code",
        outputs: [{ data: { "text/html": [bundleOf(figureOf(values))["text/html"]] } }],
      })),
    },
    null,
    1,
  ).replace('"cell_type"', '"number": 1e-05,\n   "cell_type"')}\n`;

/** Draws something that is never the same twice, as another machine's browser might. */
function drawer(): { draw: Draw; count: () => number } {
  let count = 0;
  return {
    draw: async () => `data:image/png;base64,AAA${++count}`,
    count: () => count,
  };
}
const pictures = (text: string) =>
  JSON.parse(text).cells.map((cell: { outputs: { data: { "text/html": string[] } }[] }) =>
    pictureIn(cell.outputs[0].data["text/html"].join("")),
  );

test("a picture is drawn once and kept while the figure's JSON is the same, whatever would be drawn now", async () => {
  const { draw, count } = drawer();
  const first = await withPictures(notebookOf([1, 2]), [], draw);
  assert.equal(count(), 1);
  assert.equal(first.drawn, 1);
  assert.deepEqual(pictures(first.text), ["data:image/png;base64,AAA1"]);
  const rerun = await withPictures(notebookOf([1, 2]), [first.text], draw);
  assert.equal(count(), 1);
  assert.equal(rerun.text, first.text);
  // Without any browser the bytes are the same as well.
  assert.equal((await withPictures(notebookOf([1, 2]), [first.text])).text, first.text);
});

test("a figure with another number is drawn anew, and the others keep theirs", async () => {
  const { draw } = drawer();
  const saved = (await withPictures(notebookOf([1, 2], [3, 4]), [], draw)).text;
  const changed = await withPictures(notebookOf([1, 2], [3, 5]), [saved], draw);
  assert.equal(changed.drawn, 1);
  assert.deepEqual(pictures(changed.text), [
    "data:image/png;base64,AAA1",
    "data:image/png;base64,AAA3",
  ]);
});

test("without a browser a figure that nobody has drawn is named, and the text stays as it was", async () => {
  const text = notebookOf([1, 2]);
  assert.deepEqual(await withPictures(text, []), { text, missing: ["T"], drawn: 0 });
});

test("nothing but the pictures changes in a notebook's text", async () => {
  const text = notebookOf([1, 2], [1, 2]);
  const { text: pictured } = await withPictures(text, [], drawer().draw);
  assert.match(pictured, /"number": 1e-05/);
  assert.equal(pictured.replace(/<img class=\\"sd-picture\\"[^>]*>/g, ""), text);
  assert.equal(pictures(pictured).length, 2);
});

test("a picture that is none of ours is not taken for one", () => {
  const html = (source: string) =>
    `<div class="sd-plot" role="img" aria-label="x" data-figure="{}"><img class="sd-picture" src="${source}"></div>`;
  assert.equal(pictureIn(html("data:image/png;base64,AAAA")), "data:image/png;base64,AAAA");
  for (const source of [
    "https://example.invalid/x.png",
    "data:text/html;base64,AAAA",
    "data:image/png;base64,AA AA",
    "javascript:1",
  ])
    assert.equal(pictureIn(html(source)), undefined, source);
});
