import assert from "node:assert/strict";
import { test } from "node:test";
import { logSoftmax, softmax, softmaxCrossEntropyGradient } from "../../src/index.js";
import { errorInUlp, largestError, reference, seededLogits } from "../../src/symbolic/index.js";

test("the reference values are those of a double's exact digits", () => {
  const { softmax: s, logSoftmax: log, gradient } = reference([0.1, 0.3]);
  // Python's decimal, 60 digits: 1/(1 + exp(Decimal(0.3) − Decimal(0.1))), not 1/(1 + exp(0.2)).
  assert.equal(s[0].toPrecision(40), "0.4501660026875220955628264281760284012192");
  assert.ok(s[0].plus(s[1]).minus(1).abs().lt("1e-60"));
  assert.ok(log[0].minus(s[0].ln()).abs().lt("1e-60"));
  assert.ok(gradient[0].plus(gradient[1]).abs().lt("1e-60"));
});

test("a lead of 800 keeps its digits in the reference", () => {
  const { logSoftmax: log, gradient } = reference([800, 0]);
  assert.equal(gradient[0].toPrecision(5), "-3.6679e-348");
  assert.equal(log[0].toPrecision(5), "-3.6679e-348");
});

test("errors are counted in units in the last place", () => {
  const { softmax: s } = reference([0, 0]);
  assert.equal(errorInUlp(0.5, s[0]), 0);
  assert.equal(errorInUlp(0.5 + 2 ** -53, s[0]), 1);
  assert.equal(errorInUlp(0.5 + 2 ** -50, s[0]), 8);
  assert.equal(errorInUlp(0, s[0]), 2 ** 52);
  assert.equal(errorInUlp(Number.NaN, s[0]), Number.POSITIVE_INFINITY);
});

test("this module stays within three units, the plain stable form loses the gradient", () => {
  const references = seededLogits({ cases: 200 }).map(reference);
  assert.ok(largestError(softmax, "softmax", references) <= 3);
  assert.ok(largestError(logSoftmax, "logSoftmax", references) <= 2);
  assert.ok(largestError((z) => softmaxCrossEntropyGradient(z, 0), "gradient", references) <= 3);
  const plain = (z: number[]) => {
    const e = z.map((zi) => Math.exp(zi - Math.max(...z)));
    const sum = e.reduce((a, b) => a + b);
    return e.map((ei, j) => ei / sum - (j === 0 ? 1 : 0));
  };
  assert.ok(largestError(plain, "gradient", references) > 2 ** 52);
});

test("the same seed gives the same logits", () => {
  assert.deepEqual(seededLogits({ cases: 9, seed: 3 }), seededLogits({ cases: 9, seed: 3 }));
  assert.notDeepEqual(seededLogits({ cases: 9, seed: 3 }), seededLogits({ cases: 9, seed: 4 }));
});
