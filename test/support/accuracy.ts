/**
 * How far results are off the exact ones: one measure for this module (test/accuracy.test.ts) and
 * for its peers (bench/suites/accuracy.js).
 */
import assert from "node:assert/strict";
import { readdirSync, readFileSync } from "node:fs";
import path from "node:path";
import { pathToFileURL } from "node:url";
import * as batch from "../../src/batch/index.js";
import * as m from "../../src/index.js";

/** One case of test/golden: exact results, rounded once. Schema: test/golden/README.md. */
export interface Case {
  id: string;
  fn?: string;
  input: Record<string, unknown>;
  expected: unknown;
  expected40?: unknown;
  scale?: unknown;
}

/** test/golden, or another folder of the same form in the environment variable GOLDEN. */
const folder = process.env.GOLDEN
  ? pathToFileURL(`${path.resolve(process.env.GOLDEN)}/`)
  : new URL("../golden/", import.meta.url);
const special = new Map([
  ["Infinity", Infinity],
  ["-Infinity", -Infinity],
  ["NaN", NaN],
]);
const revive = (_: string, value: unknown) =>
  typeof value === "string" && special.has(value) ? special.get(value) : value;
/** The cases of one file. */
export const golden = (name: string): Case[] =>
  JSON.parse(readFileSync(new URL(`${name}.json`, folder), "utf8"), revive).cases;

const rows = (z: number[][]) => Float64Array.from(z.flat());
// biome-ignore lint/suspicious/noExplicitAny: golden inputs are named in their README, not typed.
type Input = any;
const lossOptions = (i: Input) => ({
  reduction: i.reduction,
  ...(i.weight && { classWeights: i.weight }),
  ...(i.ignoreIndex !== undefined && { ignoreIndex: i.ignoreIndex }),
  ...(i.labelSmoothing !== undefined && { labelSmoothing: i.labelSmoothing }),
});
const smoothing = (i: Input) => ({ labelSmoothing: i.labelSmoothing });
const temperature = (i: Input) => ({ temperature: i.temperature });
const focal = (i: Input) => ({ gamma: i.gamma, ...(i.alpha >= 0 && { alpha: i.alpha }) });
const weight = (i: Input) => (i.posWeight === undefined ? {} : { positiveWeight: i.posWeight });

/** File → the function it judges, and the error allowed (ulp, or multiples of scale · 2⁻⁵²). */
export const judged: Record<string, [bound: number, run: (i: Input) => unknown]> = {
  softmax: [3, (i) => m.softmax(i.z)],
  logSoftmax: [2, (i) => m.logSoftmax(i.z)],
  logSumExp: [2, (i) => m.logSumExp(i.z)],
  softmaxJacobian: [3, (i) => m.softmaxJacobian(i.z)],
  softmaxVjp: [4, (i) => m.softmaxVjp(i.z, i.v)],
  logSoftmaxVjp: [4, (i) => m.logSoftmaxVjp(i.z, i.v)],
  logSoftmaxJvp: [4, (i) => m.logSoftmaxJvp(i.z, i.v)],
  crossEntropyLogits: [2, (i) => m.softmaxCrossEntropy(i.z, i.target)],
  crossEntropyGrad: [3, (i) => m.softmaxCrossEntropyGradient(i.z, i.target)],
  crossEntropySoft: [2, (i) => m.softmaxCrossEntropy(i.z, i.y)],
  crossEntropySoftGrad: [2, (i) => m.softmaxCrossEntropyGradient(i.z, i.y)],
  crossEntropyProbs: [2, (i) => m.crossEntropy(i.y, i.p)],
  crossEntropyProbsGrad: [2, (i) => m.crossEntropyGradient(i.y, i.p)],
  labelSmoothing: [2, (i) => m.softmaxCrossEntropy(i.z, i.target, smoothing(i))],
  labelSmoothingGrad: [2, (i) => m.softmaxCrossEntropyGradient(i.z, i.target, smoothing(i))],
  temperature: [
    3,
    (i) =>
      i.fn === "softmax"
        ? m.softmax(i.z, temperature(i))
        : i.fn === "logSoftmax"
          ? m.logSoftmax(i.z, temperature(i))
          : m.softmaxCrossEntropyGradient(i.z, i.target, temperature(i)),
  ],
  sigmoid: [3, (i) => m.sigmoid(i.x)],
  logSigmoid: [3, (i) => m.logSigmoid(i.x)],
  binaryCrossEntropyLogits: [3, (i) => m.sigmoidCrossEntropy(i.x, i.y, weight(i))],
  binaryCrossEntropyLogitsGrad: [2, (i) => m.sigmoidCrossEntropyGradient(i.x, i.y, weight(i))],
  focalLoss: [8, (i) => m.focalLoss(i.z, i.target, focal(i))],
  binaryFocalLoss: [8, (i) => m.sigmoidFocalLoss(i.x, i.y, focal(i))],
  batchSoftmax: [3, (i) => batch.softmaxRows(rows(i.z), i.z[0].length)],
  batchLogSoftmax: [2, (i) => batch.logSoftmaxRows(rows(i.z), i.z[0].length)],
  batchCrossEntropyLogits: [
    2,
    (i) =>
      batch.softmaxCrossEntropyRows(
        rows(i.z),
        i.z[0].length,
        Int32Array.from(i.targets),
        lossOptions(i),
      ),
  ],
  batchCrossEntropyGrad: [
    3,
    (i) =>
      batch.softmaxCrossEntropyRowsGradient(
        rows(i.z),
        i.z[0].length,
        Int32Array.from(i.targets),
        lossOptions(i),
      ),
  ],
};

/** All numbers of a number, vector or matrix, row by row. */
export const flat = (value: unknown): number[] =>
  typeof value === "number" ? [value] : Array.from(value as Iterable<unknown>).flatMap(flat);

/** Distance from a double to the next one away from zero. */
export function ulp(x: number): number {
  let exponent = Math.max(Math.floor(Math.log2(Math.abs(x) || 5e-324)), -1022);
  if (exponent > -1022 && 2 ** exponent > Math.abs(x)) exponent--; // log2 rounded up
  return 2 ** Math.max(exponent - 52, -1074);
}

/** The error in ulp, or in units of scale · 2⁻⁵²; Infinity where zero, finite and infinite are mixed up. */
export function errorOf(actual: number, expected: number, scale: number | undefined): number {
  if (Object.is(actual, expected) || actual === expected) return 0;
  if (!Number.isFinite(expected) || !Number.isFinite(actual)) return Infinity;
  if (actual === 0 && expected !== 0 && scale === undefined) return Infinity;
  return (
    Math.abs(actual - expected) / (scale === undefined ? ulp(expected) : scale * 2 ** -52 || 5e-324)
  );
}

/** Names of all golden files. */
export const goldenNames = readdirSync(folder)
  .filter((file) => file.endsWith(".json"))
  .map((file) => file.replace(".json", ""));

/** One row of the accuracy table. */
export interface Accuracy {
  name: string;
  cases: number;
  /** The largest error, and where. */
  error: number;
  at: string;
  /** Cases in which a number has no right digit: off by 2⁵¹ units or more, or all lost. */
  lost: number;
  allowed: number;
  unit: "ulp" | "scale · 2⁻⁵²";
}

/**
 * The largest error over the cases of one file.
 *
 * @param run what is judged; this module's function by default.
 */
export function accuracy(name: string, run: (i: Input, id: string) => unknown = judged[name][1]) {
  const cases = golden(name);
  const row: Accuracy = {
    name,
    cases: cases.length,
    error: 0,
    at: "",
    lost: 0,
    allowed: judged[name][0],
    unit: cases[0].scale === undefined ? "ulp" : "scale · 2⁻⁵²",
  };
  for (const { id, input, expected, scale } of cases) {
    const exact = flat(expected);
    const scales = scale === undefined ? [] : flat(scale);
    const actual = flat(run(input, id));
    assert.equal(actual.length, exact.length, `${name} ${id}: length`);
    const errors = actual.map((value, k) =>
      errorOf(value, exact[k], scales.length === 1 ? scales[0] : scales[k]),
    );
    if (errors.some((error) => error >= 2 ** 51)) row.lost++;
    errors.forEach((error, k) => {
      if (error <= row.error) return;
      row.error = error;
      row.at = `${id} [${k}]: ${actual[k]}, exactly ${exact[k]}`;
    });
  }
  return row;
}
