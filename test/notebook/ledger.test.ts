import assert from "node:assert/strict";
import { test } from "node:test";
import { CheckError, LEDGER_MIME, ledger } from "../../src/notebook/index.js";
import { proveSoftmaxJacobian } from "../../src/symbolic/index.js";
import { bundleOf } from "../../src/notebook/show.js";

const quiet = <T>(f: () => T): T => {
  const log = console.log;
  console.log = () => {};
  try {
    return f();
  } finally {
    console.log = log;
  }
};

test("a failed comparison names the item, the entry and both values, and writes nothing down", () => {
  const claims = ledger("test");
  assert.throws(
    () => claims.compare("D15", [[1, 2]], [[1, 3]], { says: "J" }),
    (error: Error) =>
      error instanceof CheckError && error.message === "D15, J: row 1, column 2 is 2, expected 3",
  );
  assert.deepEqual(claims.list(), []);
});

test("numbers of different counts and NaN do not agree", () => {
  const claims = ledger("test");
  assert.throws(() => claims.compare("D1", [1], [1, 2]), /1 numbers against 2/);
  assert.throws(() => claims.compare("D1", [NaN], [1]), /entry 1 is NaN, expected 1/);
});

test("a false identity stops the notebook with a point where it fails", () => {
  assert.throws(() => ledger("test").prove("D13", "exp(a)", "exp(a) + 1"), {
    name: "CheckError",
    message: /^D13, .*refuted/,
  });
});

test("a matrix of identities is refuted by the entry that is wrong", () => {
  const lefts = [["a", "b"]];
  assert.throws(() => ledger("test").proveAll("D15", lefts, (_, j) => ["a", "a"][j]), {
    name: "CheckError",
    message: /row 1, column 2/,
  });
});

test("the ledger holds what was done, in the article's order, once for each claim", () => {
  const claims = ledger("test");
  quiet(() => {
    claims.compare("D15", [0.25], [0.25 + 1e-13], { says: "numbers" });
    claims.prove("D6", "exp(a + b)", "exp(a) * exp(b)", { says: "product" });
    claims.prove("D6", "exp(a + b)", "exp(a) * exp(b)", { says: "product" });
    claims.illustrate("D2", "figure");
  });
  const [figure, product, numbers] = claims.list();
  assert.equal(claims.list().length, 3);
  assert.deepEqual(
    [figure.verdict, product.verdict, numbers.verdict],
    ["not an equation", "proved", "agrees to 12 digits"],
  );
  assert.equal(numbers.how, "1 number");
  assert.deepEqual(bundleOf(claims)[LEDGER_MIME], { notebook: "test", entries: claims.list() });
});

test("a proof at random points is never called proved without its bound", () => {
  const claims = ledger("test");
  quiet(() => claims.record("D15", proveSoftmaxJacobian(3, "random points")));
  assert.match(claims.list()[0].verdict, /^proved, chance of error below 2\^−\d+$/);
  assert.match(String(bundleOf(claims)["text/plain"]), /proved, chance of error below/);
});

test("what is undecided is not written down", () => {
  const claims = ledger("test");
  assert.throws(() => claims.prove("D1", "sin(a)", "sin(a) + 0"), /undecided .*sin\(a\)/);
  assert.deepEqual(claims.list(), []);
});

test("compare to decimals takes small numbers that agree to fewer digits, and says to how many", () => {
  const claims = ledger("test");
  const [exact, cancelled] = [1.234567e-4, 1.234568e-4];
  assert.throws(() => claims.compare("D15", exact, cancelled, { digits: 9 }), CheckError);
  claims.compare("D15", exact, cancelled, { decimals: 9 });
  assert.equal(claims.list()[0].verdict, "agrees to 5 digits");
});

test("compare refuses numbers of which no digit agrees, however small, and says what to do", () => {
  const claims = ledger("test");
  assert.throws(
    () => claims.compare("D15", [1.3e-17, 4e-18], [0, 4e-18], { decimals: 9 }),
    /^CheckError: D15, .*entry 1 is 1\.3e-17, expected 0\. Both are so small .* nearer to one another$/,
  );
  assert.throws(
    () => claims.compare("D1", [0.5], [Number.NaN]),
    /expected NaN\. A formula written out plainly has overflowed; take logits nearer to zero$/,
  );
  assert.deepEqual(claims.list(), []);
});
