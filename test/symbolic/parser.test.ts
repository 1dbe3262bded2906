import assert from "node:assert/strict";
import { test } from "node:test";
import { parseFormula, proveIdentity } from "../../src/symbolic/index.js";

test("formulas pass as they are written", () => {
  for (const text of [
    "exp(z1) / (exp(z1) + exp(z2))",
    "-z1^2 + .5 * 2.5e-3 + 1.",
    "log(a / b) - 2a",
    "e^-x",
    "σ1 * (1 - σ1)",
    "sqrt(x) + sin(x) + cos(x) + tan(x) + abs(x)",
    "123456789012345",
    "0.00000000000000000000000123456789012345",
    Array.from({ length: 400 }, (_, k) => `x${k}`).join(" + "),
  ])
    assert.equal(parseFormula(text).type.endsWith("Node"), true, text);
});

/**
 * Ways out of mathjs's parser that were open in one version or another, from its HISTORY.md, its
 * issues 821 and 822, its own security tests, and the advisories fixed up to 15.2.0; and its
 * commands that read text or change mathjs.
 */
const ESCAPES = {
  "CVE-2017-16058: a constructor reached from an array": `[].map.constructor("console.log('x')")()`,
  "a constructor reached from a function": `sqrt.constructor("console.log('x')")()`,
  "issue 821: import of a constructor":
    'import({matrix:cos.constructor},{override:1});x=["process.exit()"];x()',
  "issue 821: map over source text":
    '["//","a/*\\nreturn process"]._data.map(cos.constructor)[1]()',
  "issue 821: a range that is none":
    'a=["process.exit()"]._data;a.isRange=true;x={subset:cos.constructor}[a];x()',
  "issue 822: Object.assign": "{}.constructor.assign(cos.constructor, {binding: cos.bind})",
  "call and apply": '[].map.constructor.call(null, "console.log(1)")()',
  "a disguised constructor": '[].map[concat("constr", "uctor")]("console.log(1)")()',
  "a property by name": 'prop = "constructor"; [].map[prop]("console.log(1)")()',
  "CVE-2017-1001002: code in a function's name": 'f(x) = "console.log(1)"; typed(f)',
  "CVE-2017-1001003: a property in unicode": '{"constr\\u0075ctor": 1}',
  "CVE-2020-7743: pollution through config": 'config({"__proto__": {"polluted": true}})',
  "pollution through an object": '{"__proto__": {"polluted": true}}',
  "11.9.1: properties of functions": 'cos.toString.constructor("return 1")()',
  "13.1.1: a raw function overwritten": 'f(x) = 1; import({"map": f}, {override: true})',
  "CVE-2026-41139: an index that is no array": '[1,2].subset({"length": 1, "reduce": f})',
  "CVE-2026-40897: a property set on an array": 'a = [1]; a["map"] = f; a.map(1)',
  "getters and setters": '{}.__defineGetter__("x", f)',
  chain: 'chain(cos).constructor("1").done()',
  evaluate: 'evaluate("1")',
  eval: 'eval("1")',
  "compile and evaluate": 'compile("1").evaluate()',
  parser: 'parser().evaluate("1")',
  parse: 'parse("1")',
  simplify: 'simplify("x")',
  derivative: 'derivative("x^2", "x")',
  rationalize: 'rationalize("x")',
  resolve: "resolve(x, {})",
  createUnit: 'createUnit("x")',
  "createUnit without quotes": "createUnit(x)",
  import: "import({}, {})",
  "import without braces": "import(x)",
  config: "config({})",
  "config without braces": "config(x)",
  typed: "typed(x)",
  reviver: "reviver(x)",
  help: "help(sin)",
  format: "format(x)",
  print: 'print("$x", {x: 1})',
  random: "random()",
  "a method called exp": "x.exp(1)",
  "a method called exp, with a space": "x .exp(1)",
  "a property": "a.constructor",
  "a property of a bracket": "(a).b",
  "an index": "a[1]",
  "a matrix": "[1, 2]",
  "an object": '{"a": 1}',
  "a string": '"text"',
  "a string in single quotes": "'text'",
  "an assignment": "a = 1",
  "a function's definition": "f(x) = x",
  "several statements": "1; 2",
  "several lines": "1\n2",
  "a condition": "a ? b : c",
  "a comparison": "a < b",
  "a logical word": "a and b",
  "a conversion of units": "2 inch to cm",
  "a range": "1:10",
  "a factorial": "5!",
  "a transpose": "a'",
  "a remainder": "5 mod 3",
  "a percentage": "5%",
  "an element-wise product": "a .* b",
  "a comment": "1 # 2",
  "a dollar and braces": "$\u007b1}",
  "a comma": "1, 2",
  "another function": "gamma(x)",
  "an empty text": "",
  "no formula at all": ") (",
  "the null character": "x\u0000",
  "letters that look like others": "ехp(x)",
};

for (const [name, text] of Object.entries(ESCAPES))
  test(`a formula may not hold ${name}`, () => {
    assert.throws(() => parseFormula(text), SyntaxError);
    assert.equal(({} as Record<string, unknown>).polluted, undefined);
  });

test("what is no text is a TypeError", () => {
  for (const value of [undefined, null, 1, {}, ["x"], { toString: () => "x" }])
    assert.throws(() => parseFormula(value as unknown as string), TypeError);
});

test("numbers that a double would not hold as written are refused", () => {
  for (const text of [
    "1e400",
    "1e-400",
    "1e999999999",
    "1E-999999999 * x",
    "0.1234567890123456",
    "9007199254740993",
    `1${"0".repeat(400)}`,
    `0.${"0".repeat(400)}1`,
    "0x10",
    "0b101",
    "NaN",
    "Infinity",
    "true",
    "null",
  ])
    assert.throws(() => parseFormula(text), SyntaxError, text);
});

/** Milliseconds of processor time that a call takes, and megabytes it leaves behind. */
function cost(call: () => void): { ms: number; megabytes: number } {
  const [time, memory] = [process.cpuUsage(), process.memoryUsage().rss];
  call();
  const { user, system } = process.cpuUsage(time);
  return {
    ms: (user + system) / 1000,
    megabytes: (process.memoryUsage().rss - memory) / 2 ** 20,
  };
}

const ENDLESS = {
  "a million terms": "1+".repeat(1_000_000),
  "a sum of 9,000 terms": `x${"+x".repeat(9_000)}`,
  "a product of 9,000": `x${"*x".repeat(9_000)}`,
  "10,000 brackets": `${"(".repeat(10_000)}1${")".repeat(10_000)}`,
  "10,000 open brackets": "(".repeat(10_000),
  "10,000 nested exponentials": `${"exp(".repeat(10_000)}1${")".repeat(10_000)}`,
  "a tower of 5,000 powers": Array(5_000).fill("9").join("^"),
  "10,000 signs": `${"-".repeat(10_000)}1`,
  "10,000 signs with spaces": `${"- ".repeat(9_000)}1`,
  "10,000 digits": "9".repeat(10_000),
  "100 MB": "x".repeat(100_000_000),
};

for (const [name, text] of Object.entries(ENDLESS))
  test(`${name} are refused within a second and 100 MB`, () => {
    const { ms, megabytes } = cost(() => assert.throws(() => parseFormula(text), SyntaxError));
    assert.ok(ms < 1000, `${ms} ms`);
    assert.ok(megabytes < 100, `${megabytes} MB`);
  });

test("what the parser lets pass but would grow for ever is judged undecided within seconds", () => {
  const tower = (height: number) => Array(height).fill("9").join("^");
  const nested = (height: number) =>
    Array.from({ length: height }).reduce((inner: string) => `(${inner})^64`, "(a + b + c + 2)");
  for (const left of [
    tower(4),
    tower(20),
    `x^(${tower(3)})`,
    "(a + b + c + d + f + g + h)^64",
    "(a + b + c + d)^64 * (a - b + c - d)^64",
    "(((((2^64)^64)^64)^64)^64)^64",
    "(((((x^64)^64)^64)^64)^64)^64",
    nested(2),
    nested(6),
    `${Array.from({ length: 40 }, (_, k) => `1/(x${k} + y${k})`).join(" + ")}`,
    "(1 + x)^64 / (1 + y)^64 + (1 + x + y)^64 / (1 - x)^64 + z^64",
    "exp(1e300 * x)",
    "exp(exp(exp(exp(exp(exp(x))))))^64",
    "1e300^64",
    "exp(x / 9973) + exp(x / 9967)",
  ])
    for (const method of ["normal form", "random points"] as const) {
      const { ms, megabytes } = cost(() => {
        const { verdict } = proveIdentity(left, `2 * (${left}) + w`, { method });
        assert.notEqual(verdict, "proved", left);
      });
      assert.ok(ms < 5000, `${left} by ${method}: ${ms} ms`);
      assert.ok(megabytes < 500, `${left} by ${method}: ${megabytes} MB`);
    }
});
