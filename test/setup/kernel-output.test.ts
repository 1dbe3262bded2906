import assert from "node:assert/strict";
import { readFileSync } from "node:fs";
import path from "node:path";
import { test } from "node:test";
import { node, scratchFolder, writeNotebook } from "./scratch.js";

test("20,000 pieces of output printed in one go all arrive, in their order", (t) => {
  const file = writeNotebook(path.join(scratchFolder(t), "many.ipynb"), [
    "for (let i = 0; i < 20_000; i++) console.log(i);",
    '"after";',
  ]);
  const { code, output } = node(["scripts/notebooks.js", file]);
  assert.equal(code, 0, output);
  const { cells } = JSON.parse(readFileSync(file, "utf8"));
  const [numbers, after] = cells.map(({ outputs }: { outputs: { text: string | string[] }[] }) =>
    outputs.flatMap(({ text }) => text).join(""),
  );
  assert.equal(numbers, Array.from({ length: 20_000 }, (_, i) => `${i}\n`).join(""));
  assert.equal(after, "after\n");
});
