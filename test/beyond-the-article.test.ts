import assert from "node:assert/strict";
import { readdirSync, readFileSync } from "node:fs";
import { test } from "node:test";
import { LEDGER_MIME } from "../src/notebook/index.js";

interface Cell {
  readonly id: string;
  readonly cell_type: string;
  readonly source: string | readonly string[];
  readonly metadata: { readonly tags?: readonly string[] };
  readonly outputs?: readonly { readonly data?: Readonly<Record<string, unknown>> }[];
}
const folder = new URL("../notebooks/", import.meta.url);
const notebooks = readdirSync(folder)
  .filter((name) => name.endsWith(".ipynb"))
  .map((name) => ({
    name,
    cells: JSON.parse(readFileSync(new URL(name, folder), "utf8")).cells as Cell[],
  }));
const textOf = (value: unknown) => [value].flat().join("");
const verdicts = ({ outputs = [] }: Cell) =>
  outputs.map(({ data }) => textOf(data?.["text/plain"])).filter((text) => /^[✓✗…] /.test(text));

test("in every notebook the exercises wait for an answer, and the solution of each is judged right", () => {
  for (const { name, cells } of notebooks) {
    const tagged = (tag: string) => cells.filter(({ metadata }) => metadata.tags?.includes(tag));
    const [exercises, solutions] = [tagged("exercise"), tagged("solution")];
    assert.ok(exercises.length >= 3, `${name} has ${exercises.length} exercises`);
    assert.equal(solutions.length, exercises.length, name);
    for (const cell of exercises)
      assert.match(verdicts(cell).at(-1) ?? "", /^… Not answered yet/, `${name} ${cell.id}`);
    for (const cell of solutions)
      assert.match(verdicts(cell).at(-1) ?? "", /^✓ Right/, `${name} ${cell.id}`);
  }
});

for (const [name, letter] of [
  ["4-loss-surfaces.ipynb", "G"],
  ["6-further-reading.ipynb", "F"],
])
  test(`each numbered equation of ${name} stands in its ledger`, () => {
    const cells = notebooks.find((notebook) => notebook.name === name)?.cells ?? [];
    const numbers = cells
      .filter(({ cell_type }) => cell_type === "markdown")
      .flatMap(({ source }) => [...textOf(source).matchAll(/\\tag\{(\w+)\}/g)].map(([, n]) => n));
    const items = cells
      .flatMap(({ outputs = [] }) => outputs)
      .flatMap(({ data }) => {
        const saved = data?.[LEDGER_MIME] as { entries: { item: string }[] } | undefined;
        return saved?.entries.map(({ item }) => item) ?? [];
      });
    assert.ok(numbers.length > 10);
    assert.ok(numbers.every((number) => number.startsWith(letter)));
    assert.deepEqual(
      numbers.filter((number) => !items.includes(number)),
      [],
    );
  });
