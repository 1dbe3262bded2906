import assert from "node:assert/strict";
import fs from "node:fs";
import path from "node:path";
import { test } from "node:test";
import { fileURLToPath } from "node:url";

interface Cell {
  readonly id: string;
  readonly metadata: { readonly tags?: readonly string[] };
  readonly outputs?: readonly { readonly data?: Record<string, string | readonly string[]> }[];
}

const folder = path.join(path.dirname(fileURLToPath(import.meta.url)), "../../notebooks");
/** The plain texts a cell shows. What is saved is what a rerun gives: test/notebooks.test.ts. */
const shownBy = ({ outputs = [] }: Cell): string[] =>
  outputs.map(({ data }) => [data?.["text/plain"] ?? ""].flat().join(""));

for (const name of fs.readdirSync(folder).filter((file) => file.endsWith(".ipynb"))) {
  const { cells } = JSON.parse(fs.readFileSync(path.join(folder, name), "utf8")) as {
    cells: Cell[];
  };
  const tagged = (tag: string) => cells.filter(({ metadata }) => metadata.tags?.includes(tag));

  test(`${name} ends with three to five exercises, each with its solution below it`, () => {
    const [exercises, solutions] = [tagged("exercise"), tagged("solution")];
    assert.ok(exercises.length >= 3 && exercises.length <= 5, `${exercises.length} exercises`);
    assert.equal(solutions.length, exercises.length);
    for (const [k, exercise] of exercises.entries())
      assert.equal(cells.indexOf(solutions[k]), cells.indexOf(exercise) + 1, exercise.id);
  });

  test(`in ${name} every untouched exercise says that it is unanswered`, () => {
    for (const cell of tagged("exercise"))
      assert.match(shownBy(cell).at(-1) ?? "", /^… Not answered yet/, cell.id);
  });

  test(`in ${name} every solution is judged right`, () => {
    for (const cell of tagged("solution"))
      assert.match(shownBy(cell).at(-1) ?? "", /^✓ Right/, cell.id);
  });

  test(`the ledger of ${name} holds only verdicts that are computed`, () => {
    const ledgers = cells.flatMap(({ outputs = [] }) =>
      outputs.flatMap(({ data }) => {
        const ledger = data?.["application/vnd.softmax-derivative.ledger+json"];
        return ledger ? [ledger as unknown as { entries: { verdict: string; how: string }[] }] : [];
      }),
    );
    assert.equal(ledgers.length, 1);
    for (const { verdict, how } of ledgers[0].entries) {
      assert.match(
        verdict,
        /^(proved|proved, chance of error below 2\^−\d+|agrees to \d+ digits|measured|not an equation)$/,
      );
      assert.equal(how.includes("random points"), verdict.startsWith("proved, chance"));
    }
  });
}
