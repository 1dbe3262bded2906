import assert from "node:assert/strict";
import { test } from "node:test";
import { describeChange } from "../../scripts/support/notebook-changes.js";

const notebook = (...cells: object[]) => JSON.stringify({ cells });
const prose = { cell_type: "markdown", source: "Prose." };
const cell = (source: string, ...outputs: object[]) => ({ cell_type: "code", source, outputs });
const prints = (text: string) => ({ output_type: "stream", name: "stdout", text });
const shows = (data: object) => ({ output_type: "display_data", data });

test("a changed output names the code cell, its source, and the first line that differs", () => {
  const text = describeChange(
    notebook(prose, cell("1"), prose, cell("a\nb", prints("one\ntwo\nthree"))),
    notebook(prose, cell("1"), prose, cell("a\nb", prints("one\n2\n3"))),
  );
  assert.match(
    text,
    /^a rerun changes the outputs of cell 2:\n\n {4}a\n {4}b\n\n {2}saved: two\n {2}rerun: 2\n$/,
  );
});

test("an output that is new or gone is set against nothing", () => {
  const [none, one] = [notebook(cell("1")), notebook(cell("1", prints("1")))];
  assert.match(describeChange(none, one), /saved: \n {2}rerun: 1/);
  assert.match(describeChange(one, none), /saved: 1\n {2}rerun: \n/);
});

test("of an output in several forms the plain text is compared first", () => {
  const text = describeChange(
    notebook(cell("1", shows({ "text/html": "<b>1</b>", "text/plain": "one" }))),
    notebook(cell("1", shows({ "text/html": "<b>2</b>", "text/plain": "two" }))),
  );
  assert.match(text, /saved: text\/plain: one\n {2}rerun: text\/plain: two/);
});

test("a form that is JSON is compared by its values", () => {
  const text = describeChange(
    notebook(cell("1", shows({ "application/json": { a: 1 } }))),
    notebook(cell("1", shows({ "application/json": { a: 2 } }))),
  );
  assert.match(
    text,
    /saved: application\/json: \{"a":1\}\n {2}rerun: application\/json: \{"a":2\}/,
  );
});

test("long lines are cut", () => {
  const text = describeChange(
    notebook(cell("1", prints("a".repeat(1000)))),
    notebook(cell("1", prints("b".repeat(1000)))),
  );
  assert.ok(text.length < 800);
});

test("files that differ only in their form say so", () => {
  const same = notebook(cell("1", prints("1")));
  assert.match(describeChange(same, `${same}\n`), /outputs are the same/);
});
