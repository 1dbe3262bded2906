import assert from "node:assert/strict";
import { readFileSync, rmSync } from "node:fs";
import path from "node:path";
import { test } from "node:test";
import { node, root, writeNotebook } from "./scratch.js";

/** A cell, and what its standard error says. */
const cases: [title: string, source: string, says: string][] = [
  [
    "a wrong argument",
    "const sure = (z: number[]): number => {\n  // its own line\n  return Math.max(...softmax(z));\n};\ntry { sure([1, NaN]); } catch (error) { console.error(error); }",
    "RangeError: softmax: z[1] is NaN\n    at line 3 of this cell: return Math.max(...softmax(z));\n    at line 5 of this cell: try { sure([1, NaN]); } catch (error) { console.error(error); }",
  ],
  [
    "an error thrown in a function of an earlier cell",
    "interface Row {\n  z: number[];\n}\nconst row: Row = { z: [NaN] };\n\ntry { sure(row.z); } catch (error) { console.error(error); }",
    "RangeError: softmax: z[0] is NaN\n    at line 3 of cell 2: return Math.max(...softmax(z));\n    at line 6 of this cell: try { sure(row.z); } catch (error) { console.error(error); }",
  ],
  [
    "a check that fails",
    'try { ledger("x").compare("D1", [1, 2], [1, 3]); } catch (error) { console.error(error); }',
    'CheckError: D1, the numbers agree: entry 2 is 2, expected 3\n    at line 1 of this cell: try { ledger("x").compare("D1", [1, 2], [1, 3]); } catch (error) { console.error(error); }',
  ],
  [
    "a recursion without end",
    "const f = (n: number): number => f(n + 1);\ntry { f(0); } catch (error) { console.error(error); }",
    "RangeError: Maximum call stack size exceeded\n    at line 1 of this cell: const f = (n: number): number => f(n + 1);",
  ],
  [
    "an error after an await",
    "const later = async () => {\n  await null;\n  return softmax([NaN]);\n};\nawait later().catch((error) => console.error(error));",
    "RangeError: softmax: z[0] is NaN\n    at line 3 of this cell: return softmax([NaN]);\n    at line 5 of this cell: await later().catch((error) => console.error(error));",
  ],
  [
    "a missing module",
    'try { require("nothing-there"); } catch (error) { console.error(error); }',
    "Error: Cannot find module 'nothing-there'\n    at line 1 of this cell: try { require(\"nothing-there\"); } catch (error) { console.error(error); }",
  ],
  [
    "an error with a cause",
    'console.error(new Error("outer", { cause: new RangeError("inner") }));',
    'Error: outer\n    at line 1 of this cell: console.error(new Error("outer", { cause: new RangeError("inner") })); {\n  [cause]: RangeError: inner\n      at line 1 of this cell: console.error(new Error("outer", { cause: new RangeError("inner") }));\n}',
  ],
  ["a path of this machine in a message", "console.error(process.cwd());", "./notebooks"],
];

const imports =
  'import { softmax } from "softmax-derivative";\nimport { ledger } from "softmax-derivative/notebook";';

test("an error in a cell shows name, message and the cell's own lines, and no path", async (t) => {
  // Beside the notebooks, where the package resolves; by its name, none of them.
  const file = path.join(root, "notebooks", `.errors-${process.pid}.tmp`);
  t.after(() => rmSync(file, { force: true }));
  writeNotebook(file, [imports, ...cases.map(([, source]) => source)]);
  const { code, output } = node(["scripts/notebooks.js", file]);
  assert.equal(code, 0, output);
  const { cells } = JSON.parse(readFileSync(file, "utf8"));
  for (const [i, [title, , says]] of cases.entries())
    await t.test(title, () => {
      const texts = cells[i + 1].outputs.map(({ text }: { text: string | string[] }) => text);
      assert.equal(texts.flat().join("").trimEnd(), says);
    });
});

for (const [title, source, says] of [
  [
    "a cell that throws",
    'const z: number[] = [1];\n\nthrow new RangeError("on purpose");',
    'RangeError: on purpose\n    at line 3 of this cell: throw new RangeError("on purpose");',
  ],
  [
    "a cell that the compiler refuses",
    'const a = 1;\nconst b: number = "two";',
    "Type 'string' is not assignable to type 'number'.\n    at line 2 of this cell: const b: number = \"two\";",
  ],
  [
    "a path of this machine in the compiler's words",
    'import * as figures from "softmax-derivative/figures";\nconst z: number = figures;',
    "Type 'typeof import(\"./lib/figures/index\")' is not assignable to type 'number'.\n    at line 2 of this cell: const z: number = figures;",
  ],
  [
    "a promise that nobody catches",
    'Promise.reject(new Error("nobody catches"));\nawait new Promise((end) => setTimeout(end, 100));',
    'UnhandledPromiseRejection: Error: nobody catches\n    at line 1 of this cell: Promise.reject(new Error("nobody catches"));',
  ],
])
  test(`${title} ends a run with the cell's number, its source and the error`, (t) => {
    const file = path.join(root, "notebooks", `.fails-${process.pid}.tmp`);
    t.after(() => rmSync(file, { force: true }));
    writeNotebook(file, ["1 + 1", source]);
    const before = readFileSync(file, "utf8");
    const { code, output } = node(["scripts/notebooks.js", file]);
    assert.equal(code, 1, output);
    const indented = source.replace(/^/gm, "    ");
    assert.ok(output.includes(`cell 2 failed:\n\n${indented}\n\n${says}\n`), output);
    assert.doesNotMatch(output, /node_modules|node:internal|evalmachine/);
    assert.equal(readFileSync(file, "utf8"), before);
  });
