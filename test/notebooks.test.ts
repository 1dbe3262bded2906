import assert from "node:assert/strict";
import { spawnSync } from "node:child_process";
import { readdirSync, readFileSync } from "node:fs";
import { test } from "node:test";
import { fileURLToPath } from "node:url";
import { LEDGER_MIME } from "../src/notebook/index.js";

const root = fileURLToPath(new URL("..", import.meta.url));
const folder = new URL("../notebooks/", import.meta.url);
const notebooks = readdirSync(folder)
  .filter((name) => name.endsWith(".ipynb"))
  .map((name) => ({ name, text: readFileSync(new URL(name, folder), "utf8") }));

test("a rerun of every notebook in the real kernel gives the outputs that are saved", () => {
  const { status, stdout, stderr } = spawnSync(
    process.execPath,
    ["scripts/notebooks.js", "--check"],
    { cwd: root, encoding: "utf8" },
  );
  assert.equal(status, 0, `${stdout}${stderr}`);
});

test("the ledgers of the article's notebooks hold every item from D1 to D25", () => {
  const items = new Set(
    notebooks.flatMap(({ text }) =>
      JSON.parse(text).cells.flatMap((cell: { outputs?: { data?: Record<string, unknown> }[] }) =>
        (cell.outputs ?? []).flatMap(({ data }) => {
          const saved = data?.[LEDGER_MIME] as { entries: { item: string }[] } | undefined;
          return saved?.entries.map(({ item }) => item) ?? [];
        }),
      ),
    ),
  );
  const missing = Array.from({ length: 25 }, (_, k) => `D${k + 1}`).filter((d) => !items.has(d));
  assert.deepEqual(missing, []);
});

test("saved notebooks hold no path of the machine they ran on", () => {
  for (const { name, text } of notebooks)
    assert.ok(!text.includes(root.replace(/\/$/, "")) && !/\/(home|root|Users)\//.test(text), name);
});
