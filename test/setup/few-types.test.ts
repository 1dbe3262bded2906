/** The kernel's compiler reads few types, and no cell notices. */
import assert from "node:assert/strict";
import { createRequire } from "node:module";
import { test } from "node:test";
import { root } from "./scratch.js";

const require = createRequire(`${root}/package.json`);
const { compileWithFewTypes } = await import(`${root}/jupyter/few-types.js`);

/** What tslab's main function makes: a compiler for cells in a folder of the project. */
function converter() {
  process.chdir(`${root}/notebooks`);
  return require("tslab/dist/converter.js").createConverter({ isJS: false, isBrowser: false });
}

const itsOwn = converter();
const { sys } = require("@tslab/typescript-for-tslab");
const { readFile } = sys;
const read: string[] = [];
sys.readFile = (file: string, ...rest: unknown[]) => {
  read.push(file);
  return readFile(file, ...rest);
};
// As in a kernel, what is hooked has not been loaded yet.
delete require.cache[require.resolve("tslab/dist/converter.js")];
compileWithFewTypes(require);
test.after(() => itsOwn.close());

const article = [
  'import { softmax } from "softmax-derivative";\nconst z = [2, 1, 0.1];',
  "const s = softmax(z);\nconsole.log(s);",
  "await Promise.resolve(s);\ns.map((si) => si ** 2)",
];

/** What compiling these cells in turn gives for each. */
function convertAll(compiler: ReturnType<typeof converter>) {
  let declared = "";
  return article.map((source) => {
    const result = compiler.convert(declared, source);
    declared = result.declOutput;
    return result;
  });
}

test("cells of an article are compiled as before, without Node's types", (t) => {
  const expected = convertAll(itsOwn);
  read.length = 0;
  const few = converter();
  t.after(() => few.close());
  assert.deepEqual(convertAll(few), expected);
  assert.ok(read.length > 10);
  assert.deepEqual(
    read.filter((file) => file.includes("@types/")),
    [],
  );
});

for (const [title, source] of [
  ["a module of Node", 'import fs from "node:fs";\nconst here: boolean = fs.existsSync(".");'],
  ["a global of Node", "const folder: string = process.cwd();\nBuffer.from([1]);"],
  ["require", 'const os = require("os");'],
  ["a timer", "const timer = setTimeout(() => 0, 10);\ntimer.unref();"],
] as const)
  test(`a cell that needs all types has them: ${title}`, (t) => {
    const few = converter();
    t.after(() => few.close());
    const result = few.convert("", source);
    assert.deepEqual(result.diagnostics, []);
    assert.deepEqual(result, itsOwn.convert("", source));
    const after = "const next = 1;";
    assert.deepEqual(
      few.convert(result.declOutput, after),
      itsOwn.convert(result.declOutput, after),
    );
  });

for (const [title, source] of [
  ["of a type", 'const b: number = "two";'],
  ["of a name", "procss.cwd();"],
  ["of syntax", "const = 1;"],
] as const)
  test(`an error ${title} says what it would say`, (t) => {
    const few = converter();
    t.after(() => few.close());
    const { diagnostics } = few.convert("", source);
    assert.ok(diagnostics.length > 0);
    assert.deepEqual(diagnostics, itsOwn.convert("", source).diagnostics);
  });

test("what is shown while the reader types has the comments, and Node's names", (t) => {
  const few = converter();
  t.after(() => few.close());
  const { declOutput } = few.convert("", article[0]);
  const source = "softmax(z); proc";
  const { documentation } = few.inspect(declOutput, source, source.indexOf("(") - 1);
  assert.match(documentation.map(({ text }: { text: string }) => text).join(""), /softmax/i);
  assert.ok(few.complete(declOutput, source, source.length).candidates.includes("process"));
});
