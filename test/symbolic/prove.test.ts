import assert from "node:assert/strict";
import { test } from "node:test";
import { expr, proveIdentities, proveIdentity } from "../../src/symbolic/index.js";

test("what cannot be treated is undecided, and the node is named", () => {
  const result = proveIdentity("sin(x) + 1", "1 + sin(x)");
  assert.equal(result.verdict, "undecided");
  assert.match(result.reason ?? "", /sin\(x\)/);
});

test("division by an expression that is zero is an error that says so", () => {
  assert.throws(() => proveIdentity("1 / (a - a)", "1"), /division by an expression that is zero/);
});

test("exponents, logarithms and decimals mean what is written", () => {
  for (const [left, right] of [
    ["exp(a + b)", "exp(a) * exp(b)"],
    ["exp(2 * x)", "exp(x)^2"],
    ["exp(-x)", "1 / exp(x)"],
    ["exp(x / 3)^3", "exp(x)"],
    ["log(exp(x))", "x"],
    ["log(a / b)", "log(a) - log(b)"],
    ["log(6)", "log(2) + log(3)"],
    ["0.1 + 0.2", "0.3"],
    ["exp(log(a))", "a"],
  ])
    assert.equal(proveIdentity(left, right).verdict, "proved", `${left} = ${right}`);
});

test("of several identities the first that fails decides, and is named by row and column", () => {
  const lefts = [
    ["a", "b"],
    ["c", "sin(d)"],
    ["e1", "f"],
  ];
  const wrong = proveIdentities(lefts, (i, j) => (i === 1 && j === 0 ? "c + 1" : lefts[i][j]));
  assert.deepEqual(
    [wrong.verdict, wrong.identities, wrong.counterexample?.entry],
    ["refuted", 3, [2, 1]],
  );
  const unknown = proveIdentities(lefts, (i, j) => (i === 2 ? "0" : `${lefts[i][j]} + 0`));
  assert.deepEqual([unknown.verdict, unknown.identities], ["undecided", 4]);
  const vector = proveIdentities(["a", "b"], (i) => ["a", "a"][i]);
  assert.deepEqual(vector.counterexample?.entry, [2]);
});

test("expressions put in for variables are put in once, on both sides", () => {
  assert.equal(proveIdentity("x + y", "1", { where: { y: "1 - x" } }).verdict, "proved");
  assert.equal(proveIdentity("x - y", "y - x", { where: { x: "y", y: "x" } }).verdict, "refuted");
  const { counterexample } = proveIdentity("x + y", "2", { where: { y: "1 - x" } });
  assert.deepEqual(Object.keys(counterexample?.point ?? {}), ["x"]);
});

test("a template takes each value as a bracketed whole and shares expressions", () => {
  const sum = expr`a + b`;
  assert.equal(expr`${sum} * ${"c - d"} / ${2}`.toString(), "(a + b) * (c - d) / (2)");
  assert.equal(expr`exp(${"x"})`.toString(), "exp((x))");
  const shared: unknown[] = [];
  expr`${sum} - ${sum}`.traverse((node) => {
    if (node === sum) shared.push(node);
  });
  assert.equal(shared.length, 2);
});

test("verdicts, points and seeds are the same in every run", () => {
  const run = (method: "normal form" | "random points") =>
    JSON.stringify([
      proveIdentity("exp(a + b)", "exp(a) * exp(b)", { method }),
      proveIdentity("exp(a + b)", "exp(a) + exp(b)", { method }),
    ]);
  assert.equal(run("normal form"), run("normal form"));
  assert.equal(run("random points"), run("random points"));
});
