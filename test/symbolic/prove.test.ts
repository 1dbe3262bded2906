import assert from "node:assert/strict";
import { test } from "node:test";
import * as symbolic from "../../src/symbolic/index.js";

const { expr, indicator, proveIdentity } = symbolic;
const Z = symbolic.variables("z", 4);
const S = symbolic.softmaxExpressions(4);
const J = symbolic.symbolicJacobian(S, Z);

test("the Jacobian of softmax is proved for every entry from two to eight classes", () => {
  for (let n = 2; n <= 8; n++)
    assert.equal(symbolic.proveSoftmaxJacobian(n).verdict, "proved", `n = ${n}`);
});

test("the results are proved for every number of classes", () => {
  assert.equal(symbolic.proveSoftmaxJacobianForEveryN().verdict, "proved");
  assert.equal(symbolic.proveCrossEntropyGradientForEveryC().verdict, "proved");
});

test("near misses of the Jacobian are refuted with a point and both values", () => {
  const wrong = {
    "a missing indicator": expr`-(${S[0]}) * ${S[0]}`,
    "s_i (1 − s_j) everywhere": expr`${S[0]} * (1 - ${S[1]})`,
    "a factor 1 + 2^-40": expr`-(${S[0]}) * ${S[1]} * (1 + 2^(-40))`,
    "a sign": expr`${S[0]} * ${S[1]}`,
    "a square": expr`-(${S[0]})^2`,
  };
  for (const [mistake, claim] of Object.entries(wrong)) {
    const left = mistake === "a missing indicator" ? J[0][0] : J[0][1];
    const { verdict, counterexample } = proveIdentity(left, claim);
    assert.equal(verdict, "refuted", mistake);
    assert.notEqual(counterexample?.left, undefined, mistake);
  }
});

test("the gradient s − y needs a target that sums to 1", () => {
  const gradient = symbolic.symbolicGradient(symbolic.crossEntropyExpression(3), ["z1"])[0];
  const claim = expr`${symbolic.softmaxExpressions(3)[0]} - y1`;
  assert.equal(proveIdentity(gradient, claim, { where: { y3: "1 - y1 - y2" } }).verdict, "proved");
  assert.equal(proveIdentity(gradient, claim, { where: { y3: "2 - y1 - y2" } }).verdict, "refuted");
});

test("a true identity damaged in one coefficient or sign is never proved", () => {
  let state = 12345;
  const random = (n: number) => {
    state = (Math.imul(state, 1103515245) + 12345) & 0x7fffffff;
    return (state >>> 8) % n;
  };
  for (let k = 0; k < 2000; k++) {
    const n = 2 + random(2);
    const [i, j] = [random(n), random(n)];
    const s = (index: number) =>
      `exp(z${index + 1}) / (${symbolic
        .variables("z", n)
        .map((z) => `exp(${z})`)
        .join(" + ")})`;
    const scale = 1 + random(5);
    const left = `${scale} * (${s(i)}) * (${indicator(i, j)} - ${s(j)})`;
    const [a, b] = [scale, -scale];
    const damage = random(3);
    const first = i === j ? (damage === 0 ? a + 1 : a) : damage === 0 ? 1 : 0;
    const second = damage === 1 ? -b : damage === 2 ? b - 1 : b;
    const right = `${first} * (${s(i)}) + (${second}) * (${s(i)}) * (${s(j)})`;
    const truth = `${i === j ? a : 0} * (${s(i)}) + (${b}) * (${s(i)}) * (${s(j)})`;
    assert.equal(proveIdentity(left, truth).verdict, "proved", truth);
    assert.equal(proveIdentity(left, right).verdict, "refuted", `${left} = ${right}`);
  }
});

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

test("a reader's text reaches the parser only as a formula", () => {
  for (const text of [
    "import({}, {})",
    'evaluate("1")',
    'createUnit("x")',
    "f(x) = x",
    "a = 1",
    "[1, 2]",
    '{"a": 1}',
    "a.constructor",
    '"text"',
    "cos.constructor",
    'parse("1")',
    "1; 2",
    `${"(".repeat(10_000)}1${")".repeat(10_000)}`,
    "1+".repeat(20_000),
  ])
    assert.throws(() => symbolic.parseFormula(text), SyntaxError, text.slice(0, 40));
});

test("exercises tell right from wrong and guess the usual mistakes", () => {
  const of = "exp(z1) / (exp(z1) + exp(z2))";
  const judge = (claim: string) => symbolic.checkDerivative({ of, by: "z2", claim });
  assert.equal(judge("").outcome, "unanswered");
  assert.equal(judge("-exp(z1 + z2) / (exp(z1) + exp(z2))^2").outcome, "right");
  assert.match(judge("exp(z1 + z2) / (exp(z1) + exp(z2))^2").guess ?? "", /sign/);
  const diagonal = (z: number[]) => {
    const e = z.map((zi) => Math.exp(zi - Math.max(...z)));
    const s = e.map((ei) => ei / e.reduce((x, y) => x + y));
    return s.map((si, i) => s.map((_, j) => (i === j ? si * (1 - si) : 0)));
  };
  assert.match(symbolic.checkJacobian(diagonal).guess ?? "", /diagonal/);
});
