import assert from "node:assert/strict";
import { test } from "node:test";
import { lastLayerDrawing, rankOrderFigure } from "../../src/figures/index.js";
import { formula, jupyterDisplay, ledger, show } from "../../src/notebook/index.js";
import { bundleOf } from "../../src/notebook/show.js";
import { proveIdentity } from "../../src/symbolic/index.js";

/** What is printed while f runs, outside a kernel. */
function printed(f: () => void): string {
  const log = console.log;
  const lines: unknown[] = [];
  console.log = (line: unknown) => lines.push(line);
  try {
    f();
  } finally {
    console.log = log;
  }
  return lines.join("\n");
}

const z = [2, 1, 0.1, -1];
const values: Record<string, unknown> = {
  vector: z,
  "typed vector": Float64Array.from(z),
  matrix: [z, z],
  figure: rankOrderFigure(z),
  drawing: lastLayerDrawing({ z, s: [0.6, 0.2, 0.1, 0.1], y: [0, 1, 0, 0] }),
  table: { head: ["a", "b"], rows: [["x", 1]] },
  formula: formula("e^x", "D1"),
  proof: proveIdentity("exp(a + b)", "exp(a) * exp(b)"),
  ledger: ledger("test"),
  text: "plain words",
};

for (const [name, value] of Object.entries(values))
  test(`a ${name} is shown with a plain text that says the same`, () => {
    const bundle = bundleOf(value);
    assert.notEqual(bundle["text/plain"].trim(), "");
    assert.equal(
      printed(() => show(value as string)),
      bundle["text/plain"],
    );
  });

test("a vector's plain text holds every number under its label", () => {
  const text = bundleOf(z, { labels: ["cat", "dog", "hen", "fox"], title: "logits" })["text/plain"];
  assert.equal(text, "logits\ncat  dog  hen  fox\n2      1  0.1   −1");
});

test("names that are more or fewer than the values are refused, with both numbers", () => {
  const names = ["cat", "dog", "hen", "fox"];
  assert.throws(
    () => bundleOf([2, 1, 0.1], { labels: names }),
    new RangeError("show: labels has 4 names for 3 values: cat, dog, hen, fox"),
  );
  assert.throws(
    () => bundleOf([z, z], { rows: ["s"] }),
    /^RangeError: show: rows has 1 name for 2 values: s$/,
  );
  assert.throws(() => bundleOf([z], { columns: ["a"] }), /columns has 1 name for 4 values: a/);
  assert.throws(
    () => rankOrderFigure([2, 1, 0.1], { labels: names }),
    new RangeError("figure: labels has 4 entries for 3 classes: cat, dog, hen, fox"),
  );
});

test("a matrix has heads on its rows and columns, and all digits in each cell's title", () => {
  const html = String(bundleOf([[1 / 3]], { rows: ["s"], columns: ["z"] })["text/html"]);
  assert.match(html, /<th scope="row">s<\/th>/);
  assert.match(html, /<th scope="col">z<\/th>/);
  assert.match(html, /title="0.3333333333333333">0.333333</);
});

test("a figure comes as Plotly's own type, as HTML with description and table, and as text", () => {
  const bundle = bundleOf(values.figure);
  assert.deepEqual(Object.keys(bundle), [
    "application/vnd.plotly.v1+json",
    "text/html",
    "text/plain",
  ]);
  assert.match(bundle["text/plain"], /from the largest to the smallest: class 1/);
  assert.match(String(bundle["text/html"]), /<figcaption>.*<table/);
});

test("text becomes no markup in any form", () => {
  const evil = '<img src=x onerror="alert(1)">';
  for (const value of [
    bundleOf(z, { labels: [evil, evil, evil, evil], title: evil }),
    bundleOf({ head: [evil], rows: [[evil]] }),
    bundleOf(rankOrderFigure([1, 2], { labels: [evil, evil] })),
  ])
    assert.doesNotMatch(String(value["text/html"]), /<img src=x/);
});

test("an object that says how it is shown is shown that way", () => {
  const bundle = { "text/plain": "mine" };
  assert.equal(bundleOf({ [jupyterDisplay]: () => bundle }), bundle);
});

test("a value without a form is refused by name", () => {
  assert.throws(() => bundleOf(new Date(0)), { name: "TypeError", message: /^show: .*object/ });
  assert.throws(() => bundleOf(undefined), { name: "TypeError", message: /undefined/ });
});

test("a refuted identity shows the point and both values", () => {
  const text = bundleOf(proveIdentity("exp(a)", "exp(2 * a)"), { title: "false" })["text/plain"];
  assert.match(text, /^✗ false: refuted: at a = .* left side is .* right side /);
});
