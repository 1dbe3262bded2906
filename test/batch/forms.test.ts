/** The two forms of the batch functions: in WebAssembly and in TypeScript. */
import assert from "node:assert/strict";
import { spawnSync } from "node:child_process";
import { after, afterEach, test } from "node:test";
import { fileURLToPath } from "node:url";
import fc from "fast-check";
import { build } from "esbuild";
import { formFor, prefer } from "../../src/batch/choose.js";
import { compiled, isAvailable } from "../../src/batch/compiled.js";
import * as batch from "../../src/batch/index.js";
import { plain } from "../../src/batch/plain.js";
import { softmaxJacobian } from "../../src/index.js";
import { accuracy, judged } from "../support/accuracy.js";
import { holds } from "../support/arbitraries.js";
import { openBrowser } from "../support/browser.js";
import { exactRow, ulpsFrom } from "../support/exact.js";
import { numbersFrom } from "../support/random.js";

const {
  allocateRows,
  logSoftmaxRows,
  softmaxCrossEntropyRows,
  softmaxCrossEntropyRowsGradient,
  softmaxCrossEntropyRowsWithGradient,
  softmaxJacobianFlat,
  softmaxRows,
} = batch;
const forms = ["plain", "compiled"] as const;

afterEach(() => prefer(undefined));

const root = fileURLToPath(new URL("../..", import.meta.url));
const bits = (x: Float64Array) => Buffer.from(x.buffer, x.byteOffset, x.byteLength).toString("hex");
/** The same bits; a failure does not show them, there are many. */
const same = (x: Float64Array, wanted: string, what: string) => assert.ok(bits(x) === wanted, what);

/** Logits of a network, say: normally distributed. */
function normal(count: number, width: number, seed: number): Float64Array {
  const uniform = numbersFrom(seed);
  return Float64Array.from(
    { length: count },
    () => width * Math.sqrt(-2 * Math.log(1 - uniform())) * Math.cos(2 * Math.PI * uniform()),
  );
}

// Accuracy

const table: string[] = [];
for (const form of forms)
  test(`the ${form} form keeps the bounds on the golden cases`, () => {
    prefer(form);
    for (const name of Object.keys(judged).filter((file) => file.startsWith("batch"))) {
      const { error, at, cases, allowed } = accuracy(name);
      table.push(`| ${name} | ${form} | ${cases} | ${error.toFixed(2)} | ${allowed} |`);
      assert.ok(error <= allowed, `${name}: ${error} at ${at}`);
    }
    // The cases for one vector, as batches of one row.
    const single = {
      softmax: (i: { z: number[] }) => softmaxRows(Float64Array.from(i.z), i.z.length),
      logSoftmax: (i: { z: number[] }) => logSoftmaxRows(Float64Array.from(i.z), i.z.length),
      crossEntropyLogits: (i: { z: number[]; target: number }) =>
        softmaxCrossEntropyRows(Float64Array.from(i.z), i.z.length, Int32Array.of(i.target)),
      crossEntropyGrad: (i: { z: number[]; target: number }) =>
        softmaxCrossEntropyRowsGradient(
          Float64Array.from(i.z),
          i.z.length,
          Int32Array.of(i.target),
        ),
      softmaxJacobian: (i: { z: number[] }) => softmaxJacobianFlat(Float64Array.from(i.z)),
    };
    for (const [name, run] of Object.entries(single)) {
      const { error, at, cases } = accuracy(name, (i) => (i.z.length === 0 ? [] : run(i)));
      table.push(`| ${name}, one row | ${form} | ${cases} | ${error.toFixed(2)} | 3 |`);
      assert.ok(error <= 3, `${name}: ${error} at ${at}`);
    }
  });

for (const form of forms)
  test(`the ${form} form is within 3 units of exact whole-number arithmetic on random rows`, () => {
    prefer(form);
    const worst = { softmax: 0, "log-softmax": 0, loss: 0, gradient: 0 };
    const note = (name: keyof typeof worst, error: number, at: string) => {
      if (error > worst[name]) worst[name] = error;
      assert.ok(error <= 3, `${name} ${at}: ${error} units`);
    };
    const row = (z: Float64Array, label: number, at: string) => {
      const exact = exactRow([...z]);
      softmaxRows(z, z.length).forEach((s, i) => {
        note("softmax", ulpsFrom(s, exact.softmax[i]), `${at} [${i}]`);
      });
      logSoftmaxRows(z, z.length).forEach((s, i) => {
        note("log-softmax", ulpsFrom(-s, exact.surprisal[i] ?? 0n), `${at} [${i}]`);
      });
      const { loss, gradient } = softmaxCrossEntropyRowsWithGradient(
        z,
        z.length,
        Int32Array.of(label),
      );
      note("loss", ulpsFrom(loss, exact.surprisal[label] ?? 0n), at);
      gradient.forEach((g, i) => {
        const [value, wanted] = i === label ? [-g, exact.complement[i]] : [g, exact.softmax[i]];
        note("gradient", ulpsFrom(value, wanted), `${at} [${i}]`);
      });
    };
    let seed = 0;
    for (const columns of [1, 2, 3, 5, 8, 17, 100]) {
      for (const width of [0.1, 3, 30, 250])
        for (const centre of [0, -90, 1000]) {
          const z = normal(columns, width, seed++).map((x) => x + centre);
          const label = seed % 2 === 0 ? z.indexOf(Math.max(...z)) : seed % columns;
          row(z, label, `seed ${seed - 1}, ${columns} columns`);
        }
      // A class so far ahead that all others together are near or below the least normal number.
      for (const lead of [680, 708, 712, 738, 742, 745.2, 749])
        for (const label of [0, columns - 1]) {
          const z = normal(columns, 1, seed++);
          z[0] = Math.max(...z) + lead;
          row(z, label, `seed ${seed - 1}, ${columns} columns, lead ${lead}`);
        }
    }
    for (const [name, error] of Object.entries(worst))
      table.push(`| ${name}, random rows | ${form} | 182 | ${error.toFixed(2)} | 3 |`);
  });

after(() =>
  console.log(
    ["| cases | form | number | largest error, ulp | allowed |", "|---|---|---|---|---|", ...table]
      .map((line) => `${line}`)
      .join("\n"),
  ),
);

// One form against the other

/** Logits of all sizes, with masks; mostly such as the kernels take themselves. */
const anyLogit = fc.oneof(
  { arbitrary: fc.double({ min: -60, max: 60, noNaN: true }), weight: 6 },
  { arbitrary: fc.double({ min: -2500, max: 2500, noNaN: true }), weight: 2 },
  { arbitrary: fc.double({ noNaN: true, max: Number.MAX_VALUE }), weight: 1 },
  {
    arbitrary: fc.constantFrom(-Infinity, 0, -0, 5e-324, 708, 745.5, -1.7976931348623157e308, -1e9),
    weight: 2,
  },
);
const matrices = fc.integer({ min: 1, max: 40 }).chain((columns) =>
  fc.tuple(
    fc.constant(columns),
    fc.array(
      fc
        .tuple(
          fc.array(anyLogit, { minLength: columns, maxLength: columns }),
          fc.oneof(
            fc.constant(0),
            fc.constantFrom(1.7e308, 2001, 1999.5, -2001, -1.7e308, 1000, 1e-310),
          ),
          fc.integer({ min: -1, max: columns - 1 }),
        )
        // One logit is set, so that no row is masked altogether, and rows of all heights occur.
        .map(([row, top, label]) => [row.with(row.length >> 1, top), label] as const),
      { minLength: 1, maxLength: 4 },
    ),
  ),
);

test("both forms agree within their stated errors on any logits, masks and sizes", () => {
  const close = (a: ArrayLike<number>, b: ArrayLike<number>, units: number) => {
    for (let k = 0; k < b.length; k++) {
      if (a[k] === b[k]) continue;
      const size = Math.max(Math.abs(a[k]), Math.abs(b[k]));
      const off = Math.abs(a[k] - b[k]);
      assert.ok(off <= units * (2 ** -52 * size + 2 ** -1074), `entry ${k}: ${a[k]} and ${b[k]}`);
    }
  };
  holds([matrices], ([columns, rows]) => {
    const z = Float64Array.from(rows.flatMap(([row]) => row));
    const labels = Int32Array.from(rows, ([, label]) => label);
    const options = { ignoreIndex: -1, reduction: "none" } as const;
    const results = forms.map((form) => {
      prefer(form);
      const both = softmaxCrossEntropyRowsWithGradient(z, columns, labels, options);
      return {
        softmax: softmaxRows(z, columns),
        log: logSoftmaxRows(z, columns),
        losses: both.loss,
        gradient: both.gradient,
      };
    });
    close(results[1].softmax, results[0].softmax, 6);
    close(results[1].log, results[0].log, 6);
    close(results[1].losses, results[0].losses, 6);
    close(results[1].gradient, results[0].gradient, 6);
  });
});

test("a probability is never above 1, in either form, nor an entry of a gradient", () => {
  const lead = fc.double({ min: 40, max: 1000, noNaN: true });
  const base = fc.double({ min: -900, max: 900, noNaN: true });
  holds([base, lead, fc.integer({ min: 2, max: 40 })], (top, gap, columns) => {
    const z = new Float64Array(columns).fill(top - gap);
    z[columns >> 1] = top;
    for (const form of forms) {
      prefer(form);
      const label = Int32Array.of(columns - 1 === columns >> 1 ? 0 : columns - 1);
      for (const numbers of [
        softmaxRows(z, columns),
        softmaxCrossEntropyRowsGradient(z, columns, label),
      ])
        assert.ok(
          numbers.every((x) => Math.abs(x) <= 1),
          `${form}: ${numbers}`,
        );
    }
  });
});

test("a mean is the same, to the bit, when all class weights are multiplied by a power of two", () => {
  const z = normal(5 * 30, 4, 11);
  const labels = Int32Array.of(0, 7, 29, 7, 12);
  const weights = normal(30, 1, 12).map(Math.abs);
  for (const form of forms)
    for (const labelSmoothing of [0, 0.1]) {
      prefer(form);
      const mean = (power: number) => {
        const classWeights = weights.map((w) => w * 2 ** power);
        const options = { classWeights, labelSmoothing } as const;
        const { loss, gradient } = softmaxCrossEntropyRowsWithGradient(z, 30, labels, options);
        return [loss, bits(gradient)];
      };
      for (const power of [-960, -500, -3, 700, 1020]) assert.deepEqual(mean(power), mean(0));
    }
});

test("no −0 comes out of either form, whatever is masked, smoothed or without weight", () => {
  const some = fc.record({
    labelSmoothing: fc.constantFrom(0, 0.1, 1, 1e-320),
    weight: fc.constantFrom(0, 1, 2.5),
    reduction: fc.constantFrom("mean" as const, "sum" as const),
  });
  holds([matrices, some], ([columns, rows], { weight, ...options }) => {
    const z = Float64Array.from(rows.flatMap(([row]) => row));
    const labels = Int32Array.from(rows, ([, label]) => Math.max(0, label));
    const classWeights = Float64Array.from({ length: columns }, (_, c) => (c % 2 ? 1 : weight));
    for (const form of forms) {
      prefer(form);
      const both = softmaxCrossEntropyRowsWithGradient(z, columns, labels, {
        ...options,
        classWeights,
      });
      for (const numbers of [
        softmaxRows(z, columns),
        logSoftmaxRows(z, columns),
        [both.loss],
        both.gradient,
        softmaxJacobianFlat(z.slice(0, columns)),
      ])
        assert.ok(!numbers.some((x: number) => Object.is(x, -0)), form);
    }
  });
});

test("both forms agree on class weights of all sizes", () => {
  const z = normal(2 * 100, 3, 5);
  const labels = Int32Array.of(3, 50);
  for (const weight of [0, 5e-324, 1e-310, 1e-300, 1e-210, 1e-190, 1, 1e190, 1e300]) {
    const classWeights = new Float64Array(100).fill(weight);
    const options = { classWeights, reduction: "sum" } as const;
    const [expected, actual] = forms.map((form) => {
      prefer(form);
      return softmaxCrossEntropyRowsGradient(z, 100, labels, options);
    });
    const close = (g: number, i: number) =>
      Math.abs(g - actual[i]) <= 6 * (2 ** -52 * Math.abs(g) + 2 ** -1074);
    assert.ok(expected.every(close), `weight ${weight}`);
  }
});

test("both forms refuse the same rows in the same words, and leave out as it was", () => {
  const bad = fc.constantFrom("NaN", "Infinity", "masked");
  holds([matrices, bad, fc.nat(), fc.boolean()], ([columns, rows], kind, where, inPlace) => {
    const z = Float64Array.from(rows.flatMap(([row]) => row));
    const row = where % rows.length;
    if (kind === "masked") z.fill(-Infinity, row * columns, (row + 1) * columns);
    else z[row * columns + (where % columns)] = Number(kind);
    const labels = new Int32Array(rows.length);
    for (const call of [
      (out: Float64Array) => softmaxRows(z, columns, out),
      (out: Float64Array) => logSoftmaxRows(z, columns, out),
      (out: Float64Array) => softmaxCrossEntropyRowsGradient(z, columns, labels, {}, out),
    ]) {
      const messages = forms.map((form) => {
        prefer(form);
        const out = inPlace ? z : new Float64Array(z.length).fill(7);
        const before = bits(out);
        try {
          call(out);
          return "no error";
        } catch (error) {
          assert.ok(error instanceof RangeError);
          same(out, before, "out is as it was");
          return error.message;
        }
      });
      assert.match(messages[0], kind === "masked" ? /row \d+ of z is -Infinity/ : / is (NaN|Inf)/);
      assert.equal(messages[1], messages[0]);
    }
  });
});

test("a bad row far behind in a large matrix leaves out as it was, too", () => {
  const [rows, columns] = [300, 500];
  const z = normal(rows * columns, 3, 1);
  z[rows * columns - 1] = Number.NaN;
  for (const form of forms) {
    prefer(form);
    const out = new Float64Array(z.length).fill(7);
    assert.throws(() => softmaxRows(z, columns, out), /softmaxRows: z\[149999\] is NaN/);
    assert.ok(out.every((x) => x === 7));
    const before = bits(z);
    assert.throws(() => logSoftmaxRows(z, columns, z), /logSoftmaxRows: z\[149999\] is NaN/);
    same(z, before, "z is as it was");
  }
});

// Where things lie

test("a row gives the same bits wherever it stands, in place or not, copied or not", () => {
  const columns = 37;
  const rows = 900; // several pieces
  const z = normal(rows * columns, 3, 2);
  z[5] = -Infinity;
  z[100 * columns] = 5000; // a row that is left to the plain form
  const labels = Int32Array.from({ length: rows }, (_, row) => row % columns);
  prefer("compiled");
  for (const call of [
    (a: Float64Array, out?: Float64Array) => softmaxRows(a, columns, out),
    (a: Float64Array, out?: Float64Array) => logSoftmaxRows(a, columns, out),
    (a: Float64Array, out?: Float64Array) =>
      softmaxCrossEntropyRowsGradient(
        a,
        columns,
        labels.subarray(0, a.length / columns),
        { reduction: "sum" },
        out,
      ),
  ]) {
    const wanted = bits(call(z));
    same(call(z), wanted, "a second time");
    const first = z.slice(0, columns);
    same(call(first), wanted.slice(0, 16 * columns), "the first row alone");
    const inPlace = z.slice();
    assert.equal(call(inPlace, inPlace), inPlace);
    same(inPlace, wanted, "in place");
    const [own, other] = allocateRows(rows, columns);
    own.set(z);
    call(own, other);
    same(other, wanted, "both in a memory of their own");
    same(own, bits(z), "the input is not changed");
    same(call(own), wanted, "to a new array");
    const outside = new Float64Array(z.length);
    call(own, outside);
    same(outside, wanted, "out of that memory");
    call(z, other);
    same(other, wanted, "into that memory");
    call(own, own);
    same(own, wanted, "in place there");
    // Overlapping, but not the same entries.
    for (const shift of [1, columns]) {
      const wide = new Float64Array(z.length + shift);
      const from = wide.subarray(shift);
      from.set(z);
      call(from, wide.subarray(0, z.length));
      same(wide.subarray(0, z.length), wanted, `overlapping by ${shift}`);
    }
  }
});

test("the loss and its gradient together are the same bits as each by itself", () => {
  const [rows, columns] = [50, 30];
  const z = normal(rows * columns, 3, 3);
  const labels = Int32Array.from({ length: rows }, (_, row) => (row % 7 ? row % columns : -100));
  const classWeights = Array.from({ length: columns }, (_, c) => (c % 5) / 2);
  for (const form of forms)
    for (const reduction of ["none", "sum", "mean"] as const)
      for (const labelSmoothing of [0, 0.1]) {
        prefer(form);
        const options = { reduction: reduction as "mean", labelSmoothing, classWeights };
        const both = softmaxCrossEntropyRowsWithGradient(z, columns, labels, options);
        assert.deepEqual(both.loss, softmaxCrossEntropyRows(z, columns, labels, options));
        assert.deepEqual(
          both.gradient,
          softmaxCrossEntropyRowsGradient(z, columns, labels, options),
        );
      }
});

test("the flat Jacobian is the Jacobian, on both forms, in a memory of its own and elsewhere", () => {
  for (const n of [1, 2, 3, 7, 8, 33, 200]) {
    const z = normal(n, 3, n);
    if (n > 3) z[2] = -Infinity;
    const wanted = softmaxJacobian(z).flat();
    for (const form of forms) {
      prefer(form);
      assert.deepEqual([...softmaxJacobianFlat(z)], wanted);
      assert.deepEqual([...softmaxJacobianFlat(z, new Float64Array(n * n))], wanted);
      assert.deepEqual([...softmaxJacobianFlat(z, allocateRows(n, n, 1)[0])], wanted);
      assert.deepEqual([...softmaxJacobianFlat(z, allocateRows(1, n * n, 1)[0])], wanted);
    }
  }
  assert.equal(softmaxJacobianFlat(new Float64Array(0)).length, 0);
  assert.throws(() => softmaxJacobianFlat([0] as never), /softmaxJacobianFlat: z must be a Float/);
  assert.throws(() => softmaxJacobianFlat(Float64Array.of(NaN)), /z\[0\] is NaN/);
  assert.throws(
    () => softmaxJacobianFlat(Float64Array.of(0, 0), new Float64Array(3)),
    /out has 3 entries, it needs 4/,
  );
});

test("allocateRows gives zeros in one memory that is not taken away by later calls", () => {
  const [a, b, c] = allocateRows(3, 5, 3);
  assert.deepEqual([a.length, b.length, c.length], [15, 15, 15]);
  assert.ok(a.buffer === b.buffer && a.every((x) => x === 0));
  a.fill(1);
  for (let k = 0; k < 20; k++) allocateRows(100, 100);
  softmaxRows(new Float64Array(3_000_000), 1_500_000);
  assert.ok(a.length === 15 && a.every((x) => x === 1) && b.every((x) => x === 0));
  for (const bad of [0, -1, 1.5, NaN])
    assert.throws(() => allocateRows(bad, 1), /allocateRows: rows/);
  assert.throws(
    () => allocateRows(1, 0),
    /allocateRows: columns must be a positive integer, got 0/,
  );
  assert.throws(() => allocateRows(1, 1, 0), /allocateRows: count/);
  assert.throws(() => allocateRows("1" as never, 1), TypeError);
  assert.throws(() => allocateRows(1e9, 1e9), /more than memory can hold/);
});

// Which form is used

test("large inputs are computed by WebAssembly, small ones are not worth the call", () => {
  assert.ok(isAvailable());
  assert.equal(formFor(4), plain);
  assert.equal(formFor(1000), compiled);
});

test("without WebAssembly everything works, by the plain form", () => {
  const program = `import("softmax-derivative/batch").then((b) => {
    const [z, out] = b.allocateRows(2, 1000);
    b.softmaxRows(z, 1000, out);
    console.log(typeof WebAssembly, out[0], b.softmaxJacobianFlat(new Float64Array(20))[1]);
  })`;
  const { stdout, stderr } = spawnSync(
    process.execPath,
    ["--noexpose-wasm", "--input-type=module", "--eval", program],
    { cwd: root, encoding: "utf8" },
  );
  assert.equal(stdout, "undefined 0.001 -0.0025000000000000005\n", stderr);
});

test("the kernels run in a browser, to the same bits as in Node", async () => {
  const { outputFiles } = await build({
    stdin: {
      contents: `export * from "./src/batch/index.js"; export { isAvailable } from "./src/batch/compiled.js";`,
      resolveDir: root,
    },
    bundle: true,
    write: false,
    format: "iife",
    globalName: "batch",
  });
  const z = normal(3000, 3, 4);
  const browser = await openBrowser();
  try {
    const page = await browser.newPage();
    await page.addScriptTag({ content: outputFiles[0].text });
    const result = await page.evaluate(
      `({ available: batch.isAvailable(), s: [...batch.softmaxRows(new Float64Array(${JSON.stringify([...z])}), 1000)] })`,
    );
    const { available, s } = result as { available: boolean; s: number[] };
    assert.ok(available);
    same(Float64Array.from(s), bits(softmaxRows(z, 1000)), "the bits");
  } finally {
    await browser.close();
  }
});
