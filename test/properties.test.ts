/**
 * What must hold for whatever numbers come in. u = 2⁻⁵³ is half a unit in the last place of 1: what
 * one rounding may change a number by, relative to it. Subnormal numbers are off by up to TINY.
 */
import assert from "node:assert/strict";
import { test } from "node:test";
import fc from "fast-check";
import {
  logSoftmaxRows,
  softmaxCrossEntropyRows,
  softmaxCrossEntropyRowsGradient,
  softmaxRows,
} from "../src/batch/index.js";
import {
  crossEntropy,
  crossEntropyGradient,
  entropy,
  focalLoss,
  klDivergence,
  logSigmoid,
  logSoftmax,
  logSoftmaxJvp,
  logSoftmaxVjp,
  logSumExp,
  oneHot,
  sigmoid,
  sigmoidCrossEntropy,
  sigmoidCrossEntropyGradient,
  sigmoidFocalLoss,
  softmax,
  softmaxCrossEntropy,
  softmaxCrossEntropyGradient,
  softmaxCrossEntropyHessian,
  softmaxJacobian,
  softmaxJvp,
  softmaxVjp,
} from "../src/index.js";
import {
  anyDouble,
  anyVector,
  distribution,
  everyday,
  everydayLogits,
  finite,
  gridLogits,
  holds,
  logits,
  withDistribution,
  withIndex,
  withPartner,
} from "./support/arbitraries.js";

const u = 2 ** -53;
const TINY = 5e-324;
const sum = (values: readonly number[]) => values.reduce((a, b) => a + b, 0);
const sizes = (values: readonly number[]) => sum(values.map(Math.abs));
const near = (actual: number, expected: number, tolerance: number, what = "") =>
  assert.ok(
    Math.abs(actual - expected) <= tolerance,
    `${what} ${actual} and ${expected} differ by more than ${tolerance}`,
  );
const temperature = fc.double({ min: 0.01, max: 100, noNaN: true });

// Softmax and its logarithm

test("probabilities lie in [0, 1] and sum to 1", () => {
  holds([logits, temperature], (z, t) => {
    const s = softmax(z, { temperature: t });
    for (const si of s) assert.ok(si >= 0 && si <= 1, `${si}`);
    // R is the sum of the very e_i that are divided: R, 1 + R and the quotients are rounded once
    // each, and this test's own sum n times.
    near(sum(s), 1, (s.length + 3) * u + s.length * TINY);
  });
});

test("order is kept: ties stay ties, the largest logit has the largest probability", () => {
  holds([logits, temperature], (z, t) => {
    const s = softmax(z, { temperature: t });
    const logS = logSoftmax(z, { temperature: t });
    const largest = z.indexOf(Math.max(...z));
    z.forEach((zi, i) => {
      assert.ok(s[i] <= s[largest]);
      assert.ok(logS[i] <= logS[largest]);
      z.forEach((zj, j) => {
        if (zi === zj) assert.ok(s[i] === s[j] && logS[i] === logS[j]);
        if (zi >= zj) return;
        assert.ok(logS[i] <= logS[j], `log: ${logS[i]} for ${zi}, ${logS[j]} for ${zj}`);
        // Logits this far apart move exp by more than the roundings of two exponentials can.
        if ((zj - zi) / t >= 2 ** -50) assert.ok(s[i] <= s[j], `${s[i]}, ${s[j]}`);
      });
    });
  });
});

test("neighbouring doubles keep their order up to two units in the last place, and in the logarithm exactly", () => {
  holds([finite, finite, fc.integer({ min: 1, max: 4 })], (largest, z, steps) => {
    const bits = new BigInt64Array(Float64Array.of(z).buffer);
    bits[0] += BigInt(steps);
    const neighbour = new Float64Array(bits.buffer)[0];
    const [low, high] = [Math.min(z, neighbour), Math.max(z, neighbour)];
    if (!Number.isFinite(neighbour) || !(high < largest)) return;
    const [, sLow, sHigh] = softmax([largest, low, high]);
    const [, logLow, logHigh] = logSoftmax([largest, low, high]);
    assert.ok(sLow <= sHigh * (1 + 4 * u) + TINY, `${sLow} ${sHigh}`);
    assert.ok(logLow <= logHigh, `${logLow} ${logHigh}`);
  });
});

test("adding one number to all logits changes no bit, where the addition is exact", () => {
  holds([gridLogits, fc.integer({ min: -1e6, max: 1e6 })], (z, c) => {
    const shifted = z.map((zi) => zi + c);
    assert.deepEqual(softmax(shifted), softmax(z));
    assert.deepEqual(logSoftmax(shifted), logSoftmax(z));
    assert.deepEqual(softmaxCrossEntropyGradient(shifted, 0), softmaxCrossEntropyGradient(z, 0));
    assert.equal(softmaxCrossEntropy(shifted, 0), softmaxCrossEntropy(z, 0));
    // logSumExp moves by c; the two sums and log1p are rounded.
    near(logSumExp(shifted), logSumExp(z) + c, 4 * u * (Math.abs(c) + 200));
  });
});

test("a temperature divides the logits: exactly so for a power of two", () => {
  holds([everydayLogits, fc.integer({ min: -20, max: 20 })], (z, k) => {
    const divided = z.map((zi) => zi / 2 ** k);
    assert.deepEqual(softmax(z, { temperature: 2 ** k }), softmax(divided));
    assert.deepEqual(logSoftmax(z, { temperature: 2 ** k }), logSoftmax(divided));
  });
});

test("a temperature of any size, and any finite logits with it, give no NaN and no lost digit", () => {
  holds([everydayLogits, temperature, fc.integer({ min: -960, max: 1000 })], (small, t, k) => {
    // Logits and temperature times the same power of two are the same quotients, bit for bit.
    const z = small.map((zi) => (Math.abs(zi) < 1e-10 ? 0 : zi));
    const scaled = z.map((zi) => zi * 2 ** k);
    assert.deepEqual(
      logSoftmax(scaled, { temperature: t * 2 ** k }),
      logSoftmax(z, { temperature: t }),
    );
  });
});

test("log-softmax is the logarithm of softmax", () => {
  holds([logits, temperature], (z, t) => {
    const s = softmax(z, { temperature: t });
    logSoftmax(z, { temperature: t }).forEach((logS, i) => {
      assert.ok(logS <= 0);
      // exp turns the rounding of log s, |log s| u, into a relative error; 8 u for the rest.
      near(Math.exp(logS), s[i], s[i] * (u * (8 + 2 * Math.min(800, -logS))) + 2 * TINY);
    });
  });
});

test("logSumExp lies between max z and max z + log n", () => {
  holds([logits], (z) => {
    const max = Math.max(...z);
    const result = logSumExp(z);
    // The sum max + log1p(R) is rounded, and log1p(R) is off by less than two units of log n.
    const slack = u * (Math.abs(max) + 4 * Math.log(z.length));
    assert.ok(result >= max - slack && result <= max + Math.log(z.length) + slack, `${result}`);
  });
});

// The Jacobian and its products

test("the Jacobian is symmetric to the bit, its rows sum to 0, its entries lie in [−1/4, 1/4]", () => {
  holds([logits], (z) => {
    const J = softmaxJacobian(z);
    const s = softmax(z);
    J.forEach((row, i) => {
      row.forEach((entry, j) => {
        assert.equal(entry, J[j][i]);
        assert.ok(Math.abs(entry) <= 0.25);
        assert.ok(i === j ? entry >= 0 : entry <= 0);
      });
      // s_i times: 1 − s_i and the other s_j, each within 3 u of its size, and n roundings here.
      near(
        sum(row),
        0,
        s[i] * (1 - s[i] + u) * (z.length + 8) * u + z.length * s[i] * u + z.length * TINY,
      );
    });
    assert.deepEqual(softmaxCrossEntropyHessian(z), J);
  });
});

test("J v and Jᵀ v are the built matrix times v", () => {
  holds([withPartner(logits, everyday)], ([z, v]) => {
    const J = softmaxJacobian(z);
    const s = softmax(z);
    const jvp = softmaxJvp(z, v);
    const logJvp = logSoftmaxJvp(z, v);
    const logVjp = logSoftmaxVjp(z, v);
    assert.deepEqual(softmaxVjp(z, v), jvp);
    // Terms within 4 u of their size, added in n roundings, twice; the products are within 4 scale.
    const tolerance = (terms: number[]) =>
      (2 * z.length + 24) * u * sizes(terms) + z.length * 50 * TINY;
    z.forEach((_, i) => {
      const terms = J[i].map((entry, j) => entry * v[j]);
      near(jvp[i], sum(terms), tolerance(terms), `J v, ${i}:`);
      const ofLog = v.map((vj, j) => (Number(i === j) - s[j]) * vj);
      near(logJvp[i], sum(ofLog), tolerance([...ofLog, v[i]]), `log, J v, ${i}:`);
      const ofTransposed = v.map((vj, j) => (Number(i === j) - s[i]) * vj);
      near(logVjp[i], sum(ofTransposed), tolerance([...ofTransposed, v[i]]), `log, Jᵀ v, ${i}:`);
    });
  });
});

test("u · (J v) equals (Jᵀ u) · v for softmax and for log-softmax", () => {
  holds(
    [withPartner(everydayLogits, everyday), fc.array(everyday, { minLength: 60, maxLength: 60 })],
    ([z, v], pool) => {
      const w = pool.slice(0, z.length);
      const dotted = (a: number[], b: number[]) => a.map((ai, i) => ai * b[i]);
      // |J| ≤ 2 in every row sum, so each side is a sum of terms below 2 · 40 · 40, rounded n + 10 times.
      const tolerance = (z.length + 16) * u * 3200 * z.length;
      near(sum(dotted(w, softmaxJvp(z, v))), sum(dotted(softmaxVjp(z, w), v)), tolerance);
      near(sum(dotted(w, logSoftmaxJvp(z, v))), sum(dotted(logSoftmaxVjp(z, w), v)), tolerance);
    },
  );
});

test("products with v are linear: a power of two goes through them unchanged, however large", () => {
  holds([withPartner(everydayLogits, everyday), fc.integer({ min: 0, max: 1016 })], ([z, v], k) => {
    const clean = v.map((vi) => (Math.abs(vi) < 1e-10 ? 0 : vi));
    for (const product of [softmaxJvp, softmaxVjp, logSoftmaxJvp, logSoftmaxVjp]) {
      const plain = product(z, clean);
      const scaled = product(
        z,
        clean.map((vi) => vi * 2 ** k),
      );
      plain.forEach((entry, i) => {
        if (Math.abs(entry) > 1e-280) assert.equal(scaled[i], entry * 2 ** k);
      });
    }
  });
});

test("the Hessian is positive semi-definite: vᵀ H v ≥ 0 up to rounding", () => {
  holds([withPartner(logits, everyday)], ([z, v]) => {
    const terms = softmaxCrossEntropyHessian(z).flatMap((row, i) =>
      row.map((h, j) => v[i] * h * v[j]),
    );
    // Each term is within 6 u of its size and the sum is rounded n² times.
    assert.ok(sum(terms) >= -(terms.length + 6) * u * sizes(terms) - terms.length * 2000 * TINY);
  });
});

// The loss

test("the gradient sums to 0", () => {
  holds(
    [withDistribution(logits), temperature, fc.double({ min: 0, max: 1, noNaN: true })],
    ([z, y], t, labelSmoothing) => {
      for (const target of [y, 0, z.length - 1]) {
        const options = { temperature: t, labelSmoothing };
        const g = softmaxCrossEntropyGradient(z, target, options);
        // Targets and probabilities sum to 1 each, within (n + 8) roundings, and are divided by t.
        near(sum(g), 0, ((2 * z.length + 16) * u) / t);
        if (labelSmoothing === 0 || typeof target !== "number") continue;
        assert.deepEqual(
          softmaxCrossEntropyGradient(z, oneHot(target, z.length), options),
          g,
          "a class index and its one-hot distribution",
        );
      }
    },
  );
});

test("with one true class the gradient sums to 0 in relation to its own size, however small", () => {
  holds([withIndex(logits)], ([z, label]) => {
    const g = softmaxCrossEntropyGradient(z, label);
    g.forEach((entry, i) => {
      assert.ok(i === label ? entry <= 0 && entry >= -1 : entry >= 0 && entry <= 1);
    });
    // Where the label leads, −R/(1+R) stands against the others' e_i/(1+R): nothing is 1 − something.
    near(sum(g), 0, (z.length + 6) * u * sizes(g) + z.length * TINY);
  });
});

test("the loss is at least the entropy of the target, and both are at least 0", () => {
  holds([withDistribution(logits)], ([z, y]) => {
    const loss = softmaxCrossEntropy(z, y);
    const least = entropy(y);
    assert.ok(least >= 0 && loss >= 0);
    // Gibbs's inequality; logarithm, product and sum are each within 2 u of their size.
    assert.ok(loss >= least * (1 - 8 * u), `${loss} < ${least}`);
    // The cross-entropy of y with itself is its entropy.
    near(crossEntropy(y, y), least, 4 * u * least);
    assert.equal(klDivergence(y, y), 0);
  });
});

test("the loss of a class index is that of its one-hot distribution, and −log s there", () => {
  holds([withIndex(logits), temperature], ([z, label], t) => {
    const loss = softmaxCrossEntropy(z, label, { temperature: t });
    assert.equal(loss, softmaxCrossEntropy(z, oneHot(label, z.length), { temperature: t }));
    assert.equal(loss, -logSoftmax(z, { temperature: t })[label] + 0);
    assert.ok(loss >= 0);
  });
});

test("the divergence is the cross-entropy less the entropy, and not negative", () => {
  const pair = fc
    .integer({ min: 1, max: 8 })
    .chain((n) => fc.tuple(distribution(n), distribution(n)));
  holds([pair], ([p, q]) => {
    const divergence = klDivergence(p, q);
    if (divergence === Infinity) return assert.equal(crossEntropy(p, q), Infinity);
    const cross = crossEntropy(p, q);
    // Two sums of terms up to the cross-entropy's size, logarithms rounded, one subtraction.
    near(divergence, cross - entropy(p), 16 * u * (cross + 1));
    assert.ok(divergence >= -8 * u, `${divergence}`);
  });
});

test("focal loss: gamma 0 is the cross-entropy, and a larger gamma never costs more", () => {
  holds(
    [
      withIndex(logits),
      fc.double({ min: 0, max: 5, noNaN: true }),
      fc.double({ min: 0, max: 5, noNaN: true }),
    ],
    ([z, label], gamma, more) => {
      assert.equal(focalLoss(z, label, { gamma: 0 }), softmaxCrossEntropy(z, label));
      const less = focalLoss(z, label, { gamma: gamma + more });
      assert.ok(less >= 0);
      // Powers are off by a few units each.
      assert.ok(less <= focalLoss(z, label, { gamma }) * (1 + 32 * u) + 2 * TINY);
    },
  );
});

// Two classes

test("with two classes softmax is the sigmoid, bit for bit", () => {
  holds([finite], (x) => {
    assert.equal(softmax([x, 0])[0], sigmoid(x));
    assert.equal(softmax([0, x])[1], sigmoid(x));
    assert.equal(logSoftmax([x, 0])[0], logSigmoid(x));
    assert.equal(softmaxCrossEntropy([x, 0], 0), sigmoidCrossEntropy(x, 1));
    assert.equal(softmaxCrossEntropy([x, 0], 1), sigmoidCrossEntropy(x, 0));
    assert.equal(sigmoidCrossEntropyGradient(x, 1), -sigmoid(-x) + 0);
    assert.equal(sigmoidCrossEntropyGradient(x, 0), sigmoid(x));
    // Where the label trails, s − 1 is a difference of rounded numbers there and none here.
    near(
      softmaxCrossEntropyGradient([x, 0], 0)[0],
      sigmoidCrossEntropyGradient(x, 1),
      2 * u * sigmoid(-x),
    );
    // 1 − s likewise; it is squared, and the loss is the same.
    const binary = sigmoidFocalLoss(x, 1);
    near(focalLoss([x, 0], 0), binary, 12 * u * binary + TINY);
  });
});

test("sigmoid(x) + sigmoid(−x) is 1, and the sigmoid rises with x", () => {
  holds([finite, finite], (x, y) => {
    near(sigmoid(x) + sigmoid(-x), 1, 3 * u);
    // Near 0 the exponentials of neighbours are rounded separately.
    if (x < y) assert.ok(sigmoid(x) <= sigmoid(y) * (1 + 2 * u));
  });
});

// Many rows

test("each row of a batch is what the single functions give, within their stated errors", () => {
  const matrix = fc
    .integer({ min: 1, max: 6 })
    .chain((columns) =>
      fc.tuple(
        fc.constant(columns),
        fc.array(
          fc.tuple(
            fc.array(finite, { minLength: columns, maxLength: columns }),
            fc.integer({ min: 0, max: columns - 1 }),
          ),
          { minLength: 1, maxLength: 4 },
        ),
      ),
    );
  holds([matrix], ([columns, rows]) => {
    const z = Float64Array.from(rows.flatMap(([row]) => row));
    const labels = Int32Array.from(rows.map(([, label]) => label));
    const same = (batch: ArrayLike<number>, single: number[], units: number) =>
      single.forEach((value, k) => {
        if (batch[k] === value) return;
        near(batch[k], value, units * 2 * u * Math.abs(value) + units * TINY, `entry ${k}:`);
      });
    // Both are within 3 units (2 for logarithms) of the exact value, so within twice that of each other.
    same(
      softmaxRows(z, columns),
      rows.flatMap(([row]) => softmax(row)),
      6,
    );
    same(
      logSoftmaxRows(z, columns),
      rows.flatMap(([row]) => logSoftmax(row)),
      4,
    );
    same(
      softmaxCrossEntropyRows(z, columns, labels, { reduction: "none" }),
      rows.map(([row, label]) => softmaxCrossEntropy(row, label)),
      4,
    );
    same(
      softmaxCrossEntropyRowsGradient(z, columns, labels, { reduction: "sum" }),
      rows.flatMap(([row, label]) => softmaxCrossEntropyGradient(row, label)),
      6,
    );
  });
});

// Any double whatsoever

/** What a call must do: return numbers that are neither NaN nor −0, or throw an error that names it. */
function documented(
  name: string,
  fails: boolean,
  call: () => unknown,
  holdsFor: (x: number) => boolean,
) {
  let result: unknown;
  try {
    result = call();
  } catch (error) {
    assert.ok(fails, `${name} threw ${error}`);
    assert.ok(error instanceof RangeError, `${error}`);
    assert.match(error.message, new RegExp(`^${name}: `));
    return;
  }
  assert.ok(!fails, `${name} returned ${result}`);
  for (const x of [result].flat(2) as number[])
    assert.ok(!Number.isNaN(x) && !Object.is(x, -0) && holdsFor(x), `${name} returned ${x}`);
}

const badLogits = (z: readonly number[]) => z.some((zi) => Number.isNaN(zi) || zi === Infinity);
const noClassLeft = (z: readonly number[]) => z.every((zi) => zi === -Infinity);
const masked = (z: readonly number[]) => z.length > 0 && noClassLeft(z);
const noDistribution = (y: readonly number[]) =>
  y.some((yi) => !(yi >= 0)) || !(Math.abs(sum(y) - 1) <= 1e-9);
const outside = (p: number) => !(p >= 0 && p <= 1);
const probability = (x: number) => x >= 0 && x <= 1;
const atMostZero = (x: number) => x <= 0;
const atLeastZero = (x: number) => x >= 0;
const any = () => true;
/** Mostly numbers a temperature may be, and any others. */
const anyTemperature = fc.oneof(
  anyDouble,
  fc.double({ min: 5e-324, noNaN: true, noDefaultInfinity: true }),
);
const anyFraction = fc.oneof(anyDouble, fc.double({ min: 0, max: 1, noNaN: true }));

test("any doubles as logits, at any temperature: a documented result or a documented error", () => {
  holds([fc.oneof(anyVector, logits), anyTemperature], (z, t) => {
    const bad = badLogits(z) || masked(z);
    const badT = !(t > 0 && t < Infinity);
    documented("softmax", bad, () => softmax(z), probability);
    documented("softmax", bad || badT, () => softmax(z, { temperature: t }), probability);
    documented("logSoftmax", bad || badT, () => logSoftmax(z, { temperature: t }), atMostZero);
    documented(
      "logSumExp",
      badLogits(z),
      () => logSumExp(z),
      (x) => x < Infinity,
    );
    documented(
      "softmaxJacobian",
      bad,
      () => softmaxJacobian(z),
      (x) => Math.abs(x) <= 0.25,
    );
    documented(
      "softmaxCrossEntropyHessian",
      bad || z.length === 0,
      () => softmaxCrossEntropyHessian(z),
      (x) => Math.abs(x) <= 0.25,
    );
  });
});

test("any doubles as logits and direction: a documented result or a documented error", () => {
  const pairs = fc.oneof(
    withPartner(logits, anyDouble),
    withPartner(logits, finite),
    fc.tuple(anyVector, anyVector),
  );
  holds([pairs], ([z, v]) => {
    const fails =
      badLogits(z) || masked(z) || v.some((vi) => !Number.isFinite(vi)) || z.length !== v.length;
    documented("softmaxJvp", fails, () => softmaxJvp(z, v), Number.isFinite);
    documented("softmaxVjp", fails, () => softmaxVjp(z, v), Number.isFinite);
    documented("logSoftmaxJvp", fails, () => logSoftmaxJvp(z, v), any);
    documented("logSoftmaxVjp", fails, () => logSoftmaxVjp(z, v), any);
  });
});

test("any doubles as logits, target and options of the loss: a documented result or a documented error", () => {
  const target = (z: number[]) =>
    fc.oneof(
      anyDouble,
      fc.integer({ min: -1, max: z.length }),
      distribution(Math.max(1, z.length)),
      anyVector,
    );
  const problem = fc.oneof(logits, anyVector).chain((z) => fc.tuple(fc.constant(z), target(z)));
  holds([problem, anyFraction, anyTemperature], ([z, y], labelSmoothing, t) => {
    const badTarget =
      typeof y === "number"
        ? !(Number.isInteger(y) && y >= 0 && y < z.length)
        : noDistribution(y) || y.length !== z.length;
    const bad = badLogits(z) || noClassLeft(z);
    const options = { labelSmoothing, temperature: t };
    const badOptions = outside(labelSmoothing) || !(t > 0 && t < Infinity);
    documented(
      "softmaxCrossEntropy",
      bad || badTarget,
      () => softmaxCrossEntropy(z, y),
      atLeastZero,
    );
    documented(
      "softmaxCrossEntropy",
      bad || badTarget || badOptions,
      () => softmaxCrossEntropy(z, y, options),
      atLeastZero,
    );
    documented(
      "softmaxCrossEntropyGradient",
      bad || badTarget || badOptions,
      () => softmaxCrossEntropyGradient(z, y, options),
      any,
    );
    if (typeof y !== "number") return;
    const gamma = t;
    const fails = bad || badTarget || !(gamma >= 0 && gamma < Infinity);
    documented("focalLoss", fails, () => focalLoss(z, y, { gamma }), atLeastZero);
  });
});

test("any doubles as distributions: a documented result or a documented error", () => {
  const pair = fc
    .integer({ min: 1, max: 6 })
    .chain((n) =>
      fc.tuple(
        fc.oneof(distribution(n), fc.array(anyDouble, { minLength: n, maxLength: n })),
        fc.oneof(
          fc.array(fc.double({ min: 0, max: 1, noNaN: true }), { minLength: n, maxLength: n }),
          fc.array(anyDouble, { minLength: n, maxLength: n }),
        ),
      ),
    );
  holds([fc.oneof(pair, fc.tuple(anyVector, anyVector))], ([y, s]) => {
    const fails = noDistribution(y) || s.some(outside) || y.length !== s.length;
    documented("crossEntropy", fails, () => crossEntropy(y, s), atLeastZero);
    documented("crossEntropyGradient", fails, () => crossEntropyGradient(y, s), atMostZero);
    documented("entropy", noDistribution(y) || y.some(outside), () => entropy(y), atLeastZero);
    documented("klDivergence", fails || y.some(outside), () => klDivergence(y, s), any);
  });
});

test("any doubles in the sigmoid's family: a documented result or a documented error", () => {
  const target = fc.oneof(anyFraction, fc.constantFrom(0, 1));
  holds([anyDouble, target, anyTemperature, anyFraction], (x, y, w, alpha) => {
    const nan = Number.isNaN(x);
    documented("sigmoid", nan, () => sigmoid(x), probability);
    documented("logSigmoid", nan, () => logSigmoid(x), atMostZero);
    const badY = nan || outside(y);
    const badW = !(w >= 0 && w < Infinity);
    const weight = { positiveWeight: w };
    documented(
      "sigmoidCrossEntropy",
      badY || badW,
      () => sigmoidCrossEntropy(x, y, weight),
      atLeastZero,
    );
    documented(
      "sigmoidCrossEntropyGradient",
      badY || badW,
      () => sigmoidCrossEntropyGradient(x, y, weight),
      Number.isFinite,
    );
    documented(
      "sigmoidFocalLoss",
      nan || (y !== 0 && y !== 1) || badW || outside(alpha),
      () => sigmoidFocalLoss(x, y, { gamma: w, alpha }),
      atLeastZero,
    );
  });
});

test("any doubles as label and class count: a documented result or a documented error", () => {
  const small = fc.integer({ min: -2, max: 20 });
  // Counts that are whole and huge are right, but would fill the memory.
  const count = fc.oneof(
    anyDouble.filter((n) => !(n > 1e6 && n < 2 ** 32)),
    small,
  );
  holds([fc.oneof(anyDouble, small), count], (label, n) => {
    const fails =
      !(Number.isInteger(n) && n > 0 && n < 2 ** 32) ||
      !(Number.isInteger(label) && label >= 0 && label < n);
    documented(
      "oneHot",
      fails,
      () => oneHot(label, n),
      (x) => x === 0 || x === 1,
    );
  });
});

/** Any double but the largest, whose sum over classes or rows would overflow. */
const anyWeight = anyDouble.filter((w) => !(w > 1e300 && w < Infinity));

test("any doubles in a batch: a documented result or a documented error", () => {
  const problem = fc.integer({ min: 1, max: 4 }).chain((columns) =>
    fc.tuple(
      fc.constant(columns),
      fc.array(
        fc.tuple(
          fc.oneof(
            fc.array(finite, { minLength: columns, maxLength: columns }),
            fc.array(anyDouble, { minLength: columns, maxLength: columns }),
          ),
          fc.oneof(fc.integer({ min: 0, max: columns - 1 }), fc.constantFrom(-100, -1, columns)),
        ),
        { maxLength: 3 },
      ),
      fc.array(fc.oneof(fc.double({ min: 0, max: 10, noNaN: true }), anyWeight), {
        minLength: columns,
        maxLength: columns,
      }),
    ),
  );
  const reduction = fc.constantFrom("none" as const, "sum" as const, "mean" as const);
  holds(
    [problem, anyFraction, reduction, fc.boolean()],
    ([columns, rows, weights], labelSmoothing, reduced, weighted) => {
      const z = Float64Array.from(rows.flatMap(([row]) => row));
      const labels = Int32Array.from(rows.map(([, label]) => label));
      const bad = rows.some(([row]) => badLogits(row) || noClassLeft(row));
      documented(
        "softmaxRows",
        bad,
        () => Array.from(softmaxRows(z, columns)),
        (x) => probability(x),
      );
      documented(
        "logSoftmaxRows",
        bad,
        () => Array.from(logSoftmaxRows(z, columns), (x) => x + 0),
        atMostZero,
      );
      const badLabel = labels.some((label) => label !== -100 && (label < 0 || label >= columns));
      const badWeights = weighted && weights.some((w) => !(w >= 0 && w < Infinity));
      const fails = bad || badLabel || badWeights || outside(labelSmoothing);
      const w = weighted ? weights : weights.map(() => 1);
      // Only a mean over no weight at all is NaN, as in PyTorch, and said so.
      const kept = sum(Array.from(labels).map((label) => (label === -100 ? 0 : w[label])));
      if (reduced === "mean" && !(kept > 0)) return;
      const options = {
        reduction: reduced,
        labelSmoothing,
        ...(weighted && { classWeights: weights }),
      };
      documented(
        "softmaxCrossEntropyRows",
        fails,
        () =>
          [softmaxCrossEntropyRows(z, columns, labels, options as { reduction: "sum" })].flatMap(
            (x) => (typeof x === "number" ? [x] : Array.from(x)),
          ),
        atLeastZero,
      );
      documented(
        "softmaxCrossEntropyRowsGradient",
        fails,
        () =>
          Array.from(softmaxCrossEntropyRowsGradient(z, columns, labels, options), (x) => x + 0),
        any,
      );
    },
  );
});

test("no input is changed, a Float64Array counts like an array, and equal inputs give equal bits", () => {
  holds([withDistribution(logits)], ([z, y]) => {
    const calls: ((z: number[] | Float64Array, y: number[] | Float64Array) => unknown)[] = [
      (a) => softmax(a),
      (a) => logSoftmax(a, { temperature: 3 }),
      (a) => logSumExp(a),
      (a) => softmaxJacobian(a),
      (a, b) => softmaxJvp(a, b),
      (a, b) => logSoftmaxVjp(a, b),
      (a, b) => softmaxCrossEntropy(a, b),
      (a, b) => softmaxCrossEntropyGradient(a, b, { labelSmoothing: 0.1 }),
      (a) => focalLoss(a, 0),
      (_, b) => entropy(b),
      (_, b) => crossEntropyGradient(b, b),
      (_, b) => klDivergence(b, b),
    ];
    const [frozenZ, frozenY] = [Object.freeze([...z]), Object.freeze([...y])] as number[][];
    const [typedZ, typedY] = [Float64Array.from(z), Float64Array.from(y)];
    for (const call of calls) {
      const first = call(frozenZ, frozenY);
      assert.deepEqual(call(frozenZ, frozenY), first);
      assert.deepEqual(call(typedZ, typedY), first);
    }
    assert.deepEqual(Array.from(typedZ), z);
    assert.deepEqual(Array.from(typedY), y);
  });
});

test("no result is touched by a later call, and long rows come out like short ones", () => {
  const z = [0.3, -1.2, 2.5, Number.NEGATIVE_INFINITY];
  // Beyond 2^17 logits the core takes an array of its own. The masked ones change nothing.
  const long = [...z, ...new Array<number>(2 ** 17).fill(Number.NEGATIVE_INFINITY)];
  const calls: ((z: number[]) => number[])[] = [
    (a) => softmax(a),
    (a) => logSoftmax(a),
    (a) => softmaxCrossEntropyGradient(a, 1),
    (a) => softmaxJvp(a, oneHot(2, a.length)),
    (a) => Array.from(softmaxRows(Float64Array.from(a), a.length)),
    (a) => softmaxJacobian(a.slice(0, 4)).flat(),
  ];
  for (const call of calls) {
    const first = call(z);
    const copy = [...first];
    for (const other of calls) {
      other([5, 4, 3, 2]);
      other([1, 2, 3]);
    }
    assert.deepEqual(first, copy);
    if (call === calls[4]) continue; // WebAssembly takes the long one, with its own last bit
    assert.deepEqual(call(long).slice(0, copy.length), copy);
  }
});
