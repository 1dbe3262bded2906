import assert from "node:assert/strict";
import { test } from "node:test";
import { type MathNode, OperatorNode, parse, SymbolNode } from "mathjs";
import { proveIdentity } from "../../src/symbolic/index.js";
import { PRIMES } from "../../src/symbolic/random-points.js";

const METHODS = ["normal form", "random points"] as const;
type Row = readonly [left: string | MathNode, right: string | MathNode, attack: string];

/** False wherever both sides are defined, or false somewhere: these must never be proved. */
const FALSE: readonly Row[] = [
  // exponents that are not exact as doubles
  ["exp(2^53 * x + x)", "exp(2^53 * x)", "an exponent of 2^53 + 1"],
  ["exp((2^53 + 1) * x) / exp(2^53 * x)", "1", "a quotient of such exponentials"],
  ["x^64 * x", "x^64", "an exponent at the bound"],
  ["((x^64)^64)^64 * x", "((x^64)^64)^64", "powers of powers"],
  ["(((((((((x+1)^64)^64)^64)^64)^64)^64)^64)^64)^64", "(x+1)^64", "a power beyond all doubles"],
  [
    "(((((((((x+1)^64)^64)^64)^64)^64)^64)^64)^64)^64 * (x+1)",
    "(((((((((x+1)^64)^64)^64)^64)^64)^64)^64)^64)^64",
    "a power beyond all doubles, and one more",
  ],
  ["2^(2^60)", "0", "a power too large to compute"],
  // roots
  ["exp(x / 3)^2", "exp(x)", "a third taken twice"],
  ["exp(x / 2)", "exp(x / 3)", "different roots"],
  ["exp(x / 9973)", "exp(x / 9967)", "roots of large denominators"],
  ["exp(x / 3) * exp(x / 2)", "exp(x / 5)", "a sum of fractions taken for a fraction of sums"],
  ["log(exp(x / 3))", "x / 2", "the logarithm of a root"],
  // Euler's number, and names that look like something else
  ["e", "1", "Euler's number"],
  ["e^2", "exp(1)", "a power of Euler's number"],
  ["E", "e", "E is not e in the notebooks"],
  ["exp(1) * x", "x", "Euler's number as a factor"],
  [new SymbolNode("e^z1"), "exp(z1)", "a variable named e^z1"],
  [new SymbolNode("exp 0"), "exp(z1)", "a variable named as atoms are kept"],
  [new SymbolNode("log 1 1 "), "log(z1)", "a variable named as logarithms are kept"],
  [new SymbolNode("1/1"), "1", "a variable named as a number is kept"],
  [new SymbolNode("z1 z2"), "z1 * z2", "a variable named as a product"],
  [new SymbolNode("0 z1"), "z1", "a variable named as a key"],
  ["exp", "exp(1)", "a variable named as a function"],
  ["log * x", "log(x)", "a variable named as a function, multiplied"],
  ["add", "0", "a variable named as an operation"],
  ["z1", "z11", "names that begin alike"],
  ["z_1", "z1", "names that differ in a line"],
  ["exp(z1)", "exp(z11)", "exponents that begin alike"],
  // logarithms
  ["exp(log((a - b)^2) / 2)", "a - b", "a root of a square that may be negative"],
  ["exp(log((a - b) * (c - d)))", "(a - b) * (d - c)", "a sign lost under a logarithm"],
  ["log((a - b)^2)", "2 * log(b - a) + 1", "a square under a logarithm"],
  ["log(a + b)", "log(a) + log(b)", "the logarithm of a sum"],
  ["log(a * b)", "log(a) * log(b)", "the logarithm of a product"],
  ["log(a)^2", "log(a^2)", "a square outside and inside"],
  ["log(a)^2", "2 * log(a)", "a square of a logarithm"],
  ["log(2)", "log(3)", "logarithms of primes"],
  ["log(1009 * 1013)", "log(1009) + log(1019)", "logarithms of primes beyond trial division"],
  ["log(6)", "log(2) * log(3)", "logarithm of a composite number"],
  ["log(log(x^2))", "log(2) + log(x)", "nested logarithms"],
  ["log(log(exp(exp(x))))", "exp(x)", "nested logarithms and exponentials"],
  ["log(a / b)", "log(b) - log(a)", "a quotient turned round"],
  ["log(2 * a)", "2 * log(a)", "a factor taken for a power"],
  ["log(x, 2)", "log(x)", "another base"],
  ["exp(a * b)", "exp(a) * exp(b)", "an exponential of a product"],
  ["exp(a)^b", "exp(a^b)", "a power in the exponent"],
  ["exp(x^2)", "exp(x)^2", "a square in the exponent"],
  ["exp(2 * x^2)", "exp(x^2) + exp(x^2)", "a factor in the exponent"],
  ["exp(exp(x))", "exp(x)^2", "an exponential of an exponential"],
  ["exp(1 / x)", "1 / exp(x)", "a quotient in the exponent"],
  ["exp(x / (1 + y))", "exp(x) / exp(1 + y)", "a quotient by a sum in the exponent"],
  ["exp(1 / (1 + y))", "exp(1 / (1 + y)^2)", "a power below in the exponent"],
  ["exp(log(x) / (1 + y))", "x / (1 + y)", "a logarithm over something in the exponent"],
  // division and zero
  ["x / x + 1", "1", "a quotient that is 1"],
  ["0^0", "0", "zero to the power of zero"],
  ["(x - x)^0", "0", "zero to the power of zero, in disguise"],
  ["x^0", "x", "a power of zero"],
  ["1 / (1 / x)", "1 / x", "a reciprocal of a reciprocal"],
  ["-x^2", "(-x)^2", "a sign before a power"],
  ["2^-1", "-2", "a negative exponent"],
  ["2^3^2", "(2^3)^2", "powers from the right"],
  ["a / b / c", "a / (b / c)", "quotients from the left"],
  ["a - b - c", "a - (b - c)", "differences from the left"],
  ["2 x^2", "(2 x)^2", "an implied product"],
  ["1 / 2 x", "1 / (2 x)", "an implied product after a quotient"],
  // numbers
  ["0.1 + 0.2", "0.3 + 10^-17", "a decimal beside the double's error"],
  ["x + 2^-64", "x", "a tiny summand"],
  ["x * (1 + 10^-50)", "x", "a tiny factor"],
  ["10^15 + 1", "10^15", "a large number"],
  ["10^50 + x", "10^50", "a small thing beside a large one"],
  ["1e300 * x", "1e299 * x", "large numbers"],
  ["1e-300 * x", "0", "a small number"],
  ["(2^61 - 1) * x", "0", "a multiple of the prime"],
  ["((2^61 - 1) * x + 1) / y", "1 / y", "the prime among other terms"],
  ["(2^61 - 1) * (2^61 - 31) * x", "0", "a multiple of two primes"],
  [`${PRIMES.map((_, k) => `(2^61 - ${2n ** 61n - PRIMES[k]})`).join(" * ")} * x`, "0", "of all"],
  ["2^61 * x", "x", "equal modulo the prime"],
  ["x^(2^61 - 1)", "x", "Fermat's little theorem"],
  ["x / (2^61 - 1)", "0", "a division by the prime"],
  ["exp((2^61 - 2) * x)", "1", "Fermat's little theorem in an exponent"],
  ["(1 + x)^64", "1 + x^64", "a power that holds modulo a prime exponent"],
  // other functions
  ["sin(x)", "x", "a function that is not treated"],
  ["sqrt(x^2)", "x", "a root of a square"],
  ["abs(x)", "x", "a size"],
  ["sin(x) * 0 + 1", "2", "an untreated part that does not matter"],
  ["pi", "3", "a constant"],
  ["i^2", "1", "the imaginary unit"],
  [new OperatorNode("mod", "mod", [new SymbolNode("x"), new SymbolNode("y")]), "x", "a remainder"],
  [parse("add(x, 1)"), "x", "an operation called as a function"],
  [parse("number(x)"), "1", "a function named as a kind of node"],
  [parse("brackets(x) * exp.exp(x)"), "x * exp(x)", "a method named as a function"],
  [parse("[x]"), "x", "a matrix"],
];

for (const method of METHODS)
  for (const [left, right, attack] of FALSE)
    test(`by ${method}, ${left} = ${right} is never proved: ${attack}`, () => {
      let verdict = "";
      try {
        ({ verdict } = proveIdentity(left, right, { method }));
      } catch (error) {
        verdict = (error as Error).name; // a clear error is no proof either
      }
      assert.notEqual(verdict, "proved");
    });

/** True, and not to be refuted; proved where the rules suffice. */
const TRUE: readonly (readonly [string, string, "proved" | "undecided"])[] = [
  ["exp(x^2 + x * y) / exp(x^2)", "exp(x * y)", "proved"],
  ["exp(x / 3)^3 * exp(y / 2)^2", "exp(x + y)", "proved"],
  ["exp(exp(x) + exp(-x))", "exp(exp(x)) * exp(1 / exp(x))", "proved"],
  ["log((a + b)^2 * exp(c))", "2 * log(a + b) + c", "proved"],
  ["log((a - b)^3)", "3 * log(a - b)", "proved"],
  ["log(b - a)", "log(-(a - b))", "proved"],
  ["exp(3 * log(a - b))", "(a - b)^3", "proved"],
  ["exp(-log(x + y))", "1 / (x + y)", "proved"],
  ["log(1 / (x + y))", "-log(x + y)", "proved"],
  ["log(log(x^2))", "log(2) + log(log(x))", "proved"],
  ["(x - x)^0", "1", "proved"],
  ["(x^2 - 1) / (x - 1)", "x + 1", "proved"],
  ["1 / (x - 1) - 1 / (x + 1)", "2 / (x^2 - 1)", "proved"],
  ["e^x * e", "exp(x + 1)", "proved"],
  ["(e)^x", "exp(x)", "proved"],
  ["exp(1)^2", "e^2", "proved"],
  ["1e300 * 1e-300", "1", "proved"],
  ["(2^61 - 1) * x / (2^61 - 1)", "x", "proved"],
  ["exp(x / (1 + y)) * exp(x * y / (1 + y))", "exp(x)", "undecided"],
  ["exp((x + y) / (1 + y))", "exp(x / (1 + y)) * exp(y / (1 + y))", "proved"],
  ["log(exp(1 / x))", "1 / x", "proved"],
  ["exp(x)^(1/2)", "exp(x / 2)", "undecided"],
  ["log((a - b) * (c - d))", "log(a - b) + log(c - d)", "undecided"],
  ["sin(x)^2 + cos(x)^2", "1", "undecided"],
  ["sqrt(x)^2", "x", "undecided"],
  ["exp(100 * x) * sin(x) - exp(100 * x) * sin(x) + exp(-100 * x)", "exp(-100 * x)", "undecided"],
  ["sin(pi)", "0", "undecided"],
  ["i^2", "-1", "undecided"],
  ["abs(log(x))", "abs(-log(x))", "undecided"],
];

for (const method of METHODS)
  for (const [left, right, verdict] of TRUE)
    test(`by ${method}, ${left} = ${right} is ${verdict}`, () => {
      const result = proveIdentity(left, right, { method });
      if (method === "normal form") assert.equal(result.verdict, verdict, result.reason ?? "");
      else assert.notEqual(result.verdict, "refuted");
    });

test("a division by an expression that is zero is an error, by either method", () => {
  for (const method of METHODS)
    for (const zero of [
      "a - a",
      "exp(x + y) - exp(x) * exp(y)",
      "log(6) - log(2) - log(3)",
      "(x + 1)^2 - x^2 - 2 * x - 1",
      "0 * x",
      "log(1)",
    ])
      for (const left of [`1 / (${zero})`, `x / (${zero})`, `(${zero})^-2`, `0 / (${zero})`])
        assert.throws(
          () => proveIdentity(left, "1", { method }),
          /division by an expression that is zero/,
          `${left} by ${method}`,
        );
  assert.throws(() => proveIdentity("log(x - x)", "1"), /logarithm of zero/);
});

test("formulas made to vanish at the points of one identity do not vanish at their own", () => {
  // The residues of x in one proof, rebuilt from its seed as anyone could.
  const seed = BigInt(
    `0x${/seed (\w+)/.exec(proveIdentity("x", "x", { method: "random points" }).method)?.[1]}`,
  );
  const residue = draws(seed);
  const roots = [residue(), residue(), residue()].map((r) => {
    const [high, low] = [r / 2n ** 31n, r % 2n ** 31n];
    return `(x - ${high} * 2^31 - ${low})`;
  });
  const left = `y * ${roots.join(" * ")}`;
  assert.notEqual(proveIdentity(left, "0", { method: "random points" }).verdict, "proved");
});

/** The generator of src/symbolic/random-points.ts, written again. */
function draws(seed: bigint): () => bigint {
  let state = seed;
  const word = () => {
    state = BigInt.asUintN(64, state + 0x9e3779b97f4a7c15n);
    let x = state;
    x = BigInt.asUintN(64, (x ^ (x >> 30n)) * 0xbf58476d1ce4e5b9n);
    x = BigInt.asUintN(64, (x ^ (x >> 27n)) * 0x94d049bb133111ebn);
    return x ^ (x >> 31n);
  };
  return () => (((word() << 64n) | word()) % (PRIMES[0] - 1n)) + 1n;
}

test("the primes are primes", () => {
  const power = (base: bigint, exponent: bigint, modulus: bigint) => {
    let result = 1n;
    for (let b = base, k = exponent; k > 0n; k >>= 1n, b = (b * b) % modulus)
      if (k & 1n) result = (result * b) % modulus;
    return result;
  };
  // Miller and Rabin's test; these twelve bases decide for all numbers below 3.3e24.
  const isPrime = (p: bigint) =>
    [2n, 3n, 5n, 7n, 11n, 13n, 17n, 19n, 23n, 29n, 31n, 37n].every((base) => {
      let [odd, twos] = [p - 1n, 0];
      while (odd % 2n === 0n) [odd, twos] = [odd / 2n, twos + 1];
      let x = power(base, odd, p);
      if (x === 1n || x === p - 1n) return true;
      for (let k = 1; k < twos; k++) {
        x = (x * x) % p;
        if (x === p - 1n) return true;
      }
      return false;
    });
  for (const prime of PRIMES) assert.ok(isPrime(prime) && prime > 2n ** 60n, String(prime));
  assert.equal(new Set(PRIMES).size, PRIMES.length);
});
