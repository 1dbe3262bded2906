import assert from "node:assert/strict";
import { readdirSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import path from "node:path";
import { after, before, test } from "node:test";
import { fileURLToPath } from "node:url";
import { runNotebooks } from "../scripts/run-notebooks.js";
import { copyProject } from "./support/project-copy.js";

/**
 * The reader is asked to change a number. The article's own notebooks then run to their end, with
 * as many classes as there are, or stop with an error that says what does not fit.
 */
const root = fileURLToPath(new URL("..", import.meta.url));
const article = ["1-softmax.ipynb", "2-jacobian.ipynb", "3-cross-entropy.ipynb"];
let folder: string;

before(() => {
  folder = copyProject(["lib", "jupyter", "package.json"]);
});
after(() => rmSync(folder, { recursive: true, force: true }));

interface Cell {
  cell_type: string;
  source: string[];
  outputs?: { data?: Record<string, string | string[]> }[];
}

/** A copy of a notebook with other numbers in its first cell. */
function changed(name: string, values: Record<string, string>): string {
  const notebook = JSON.parse(readFileSync(path.join(root, "notebooks", name), "utf8"));
  const [first] = notebook.cells.filter(({ cell_type }: Cell) => cell_type === "code");
  first.source = first.source.map((line: string) => {
    const [, constant] = /^const (\w+) = /.exec(line) ?? [];
    return values[constant] === undefined ? line : `const ${constant} = ${values[constant]};\n`;
  });
  const file = path.join(folder, `${readdirSync(folder).length}-${name}`);
  writeFileSync(file, JSON.stringify(notebook));
  return file;
}

/** The plain text of all outputs. */
const printed = (text: string) =>
  JSON.parse(text)
    .cells.flatMap(({ outputs = [] }: Cell) =>
      outputs.map(({ data }) => data?.["text/plain"] ?? ""),
    )
    .flat()
    .join("\n");

test("with a fifth class, and that the true one, notebooks 1 to 3 prove 25 entries for 16", async () => {
  const five = {
    z: "[2, 1, 0.1, -1, 0.5]",
    classes: '["cat", "dog", "hen", "fox", "owl"]',
    truth: "4",
  };
  const files = article.map((name) => changed(name, five));
  const results = await runNotebooks(files, { log: () => {} });
  const [softmax, jacobian, crossEntropy] = files.map((file) => printed(results.get(file) ?? ""));
  assert.match(softmax, /s_i \/ s_j = exp\(z_i − z_j\): proved \(25 identities/);
  assert.match(jacobian, /D15, ∂s_i\/∂z_j = s_i \(1\{i=j\} − s_j\): proved \(25 identities/);
  assert.match(jacobian, /against 64-digit arithmetic: agrees to \d+ digits, 25 numbers/);
  assert.match(crossEntropy, /D25, ∇L = s − y: proved \(5 identities/);
  assert.match(crossEntropy, /softmaxCrossEntropyGradient\(z, owl\) against mathjs's derivative/);
});

test("three logits with four names stop notebook 1 where they first meet, with both numbers", async () => {
  const file = changed(article[0], { z: "[2, 1, 0.1]" });
  await assert.rejects(
    runNotebooks([file], { log: () => {} }),
    /show: labels has 4 names for 3 values: cat, dog, hen, fox/,
  );
});
