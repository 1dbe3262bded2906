/** The examples in the docstrings do what their comments say. */
import assert from "node:assert/strict";
import { readdirSync, readFileSync } from "node:fs";
import { test } from "node:test";
import * as batch from "../src/batch/index.js";
import * as figures from "../src/figures/index.js";
import * as math from "../src/index.js";
import * as symbolic from "../src/symbolic/index.js";
import * as training from "../src/training/index.js";

const src = new URL("../src/", import.meta.url);
const scope: Record<string, unknown> = { ...math, ...batch, ...symbolic, ...figures, ...training };

/** One docstring's example: statements, each with what its comment promises. */
interface Example {
  file: string;
  /** The function, class or constant that the docstring belongs to. */
  name: string;
  statements: { code: string; promised?: string }[];
}

/** A docstring up to the declaration after it. */
const DOCSTRING =
  /\/\*\*((?:(?!\*\/)[\s\S])*)\*\/\s*export (?:async )?(?:function\*?|const|class) (\w+)/g;

function examplesOf(file: string, text: string): Example[] {
  return Array.from(text.matchAll(DOCSTRING)).flatMap(([, docstring, name]) => {
    const [, example] = docstring.split("@example");
    if (example === undefined) return [];
    const lines = example
      .split("\n")
      .map((line) => line.replace(/^ \* ?/, "").trimEnd())
      .filter((line) => line.trim() !== "");
    const statements: Example["statements"] = [];
    let begun = "";
    for (const line of lines) {
      const [, code, promised] = /^(.*?)(?:\s*\/\/ (.*))?$/.exec(line) as RegExpExecArray;
      begun += `${code}\n`;
      if (!code.endsWith(";")) continue;
      statements.push({ code: begun.trim().slice(0, -1), promised });
      begun = "";
    }
    assert.equal(begun, "", `${file}: the example of ${name} ends in the middle of a statement`);
    return [{ file, name, statements }];
  });
}

const files = ["", "batch/", "symbolic/", "figures/", "training/"].flatMap((folder) =>
  readdirSync(new URL(folder || ".", src))
    .filter((name) => name.endsWith(".ts"))
    .map((name) => folder + name),
);
const examples = files.flatMap((file) =>
  examplesOf(file, readFileSync(new URL(file, src), "utf8")),
);

function evaluated(code: string, known: Record<string, unknown>): unknown {
  return new Function(...Object.keys(known), `"use strict"; return (${code});`)(
    ...Object.values(known),
  );
}

/** Typed arrays are written as arrays in the comments. */
const plain = (value: unknown) =>
  ArrayBuffer.isView(value) ? Array.from(value as Float64Array) : value;

for (const { file, name, statements } of examples)
  test(`${file}: the example of ${name} gives what its comments say`, () => {
    const known = { ...scope };
    for (const { code, promised } of statements) {
      const constant = /^const (\w+) = ([\s\S]*)$/.exec(code);
      const value = evaluated(constant ? constant[2] : code, known);
      if (constant) known[constant[1]] = value;
      // Numbers are written in full, so they are compared to the bit; 0 and −0 differ.
      if (promised !== undefined)
        assert.deepEqual(plain(value), plain(evaluated(promised, known)), code);
    }
  });

test("each function of the math module, its batch and the training has an example with a result", () => {
  const withResult = new Set(
    examples
      .filter(({ statements }) => statements.some(({ promised }) => promised !== undefined))
      .map(({ name }) => name),
  );
  const exported = Object.entries({ ...math, ...batch, ...training });
  assert.ok(exported.length > 25);
  assert.deepEqual(
    exported
      .filter(([name, value]) => typeof value === "function" && !withResult.has(name))
      .map(([name]) => name),
    [],
  );
});

test("a wrong comment, a −0 for 0 and a broken example are found", () => {
  const [{ statements }] = examplesOf(
    "here",
    "/**\n * Doubles.\n *\n * @example\n * const x = [\n *   2,\n * ];\n * x[0] * 2; // 4\n */\nexport function double() {}",
  );
  assert.deepEqual(statements, [
    { code: "const x = [\n  2,\n]", promised: undefined },
    { code: "x[0] * 2", promised: "4" },
  ]);
  assert.throws(() => assert.deepEqual([-0], [0]));
  assert.throws(() =>
    examplesOf("here", "/** @example\n * softmax([\n */\nexport function open() {}"),
  );
});
