import assert from "node:assert/strict";
import { test } from "node:test";
import {
  confusionFigure,
  decisionRegionsFigure,
  digitImagesFigure,
  type Figure,
  reliabilityFigure,
  weightImagesFigure,
} from "../../src/figures/index.js";

// biome-ignore lint/suspicious/noExplicitAny: figures are plain JSON.
type Json = any;
const trace = (figure: Figure, k = 0): Json => figure.data[k];
const layout = (figure: Figure): Json => figure.layout;

/** A byte matrix as rows of numbers, as Plotly reads it. */
function decoded({ dtype, bdata, shape }: Json): number[][] {
  const bytes = Uint8Array.from(Buffer.from(bdata, "base64"));
  const values = dtype === "i1" ? new Int8Array(bytes.buffer) : bytes;
  const [rows, columns] = shape.split(", ").map(Number);
  assert.equal(values.length, rows * columns);
  return Array.from({ length: rows }, (_, r) => [...values.slice(r * columns, (r + 1) * columns)]);
}

const twoImages = Float64Array.of(0, 1, 0.5, 0, 1, 1, 1, 1);

test("images stand side by side with their own grey levels and a caption each", () => {
  const figure = digitImagesFigure({
    title: "Two",
    images: twoImages,
    captions: ["4? 31 %\nis 9", "1"],
  });
  const [first, second] = layout(figure).shapes;
  const z = decoded(trace(figure).z);
  const at = (shape: Json) =>
    [0, 1].map((r) => z[shape.y0 + 0.5 + r].slice(shape.x0 + 0.5, shape.x0 + 2.5));
  assert.deepEqual(at(first), [
    [0, 255],
    [128, 0],
  ]);
  assert.deepEqual(at(second), [
    [255, 255],
    [255, 255],
  ]);
  assert.deepEqual(
    layout(figure).annotations.map(({ text }: Json) => text),
    ["4? 31 %<br>is 9", "1"],
  );
  assert.match(layout(figure).meta.description, /4\? 31 %, is 9; 1\. On average 69 % .* is ink/);
  assert.deepEqual(layout(figure).meta.table.rows[1], ["2", "1", 1]);
});

test("an image that is not square is refused", () => {
  assert.throws(
    () => digitImagesFigure({ title: "x", images: new Float64Array(6), captions: ["a"] }),
    /6 pixels are no square image/,
  );
});

test("weight images show each unit's own weights by sign, and a frame a moment", () => {
  // 4 pixels × 2 units, row by row: unit a has 1, 2, −3, 0, unit b −1, 0, 0, 0.
  const weights = Float64Array.of(1, -1, 2, 0, -3, 0, 0, 0);
  const moments = [
    { name: "0", weights: new Float64Array(8) },
    { name: "5", weights },
  ];
  const figure = weightImagesFigure({ title: "Weights", moments, units: ["a", "b"] });
  const z = decoded(trace(figure).z);
  const [a, b] = layout(figure).shapes;
  const row = (shape: Json, r: number) =>
    z[shape.y0 + 0.5 + r].slice(shape.x0 + 0.5, shape.x0 + 2.5);
  assert.ok(row(a, 0)[0] > 0 && row(a, 0)[1] > row(a, 0)[0] && row(a, 1)[0] === -127);
  assert.ok(row(b, 0)[0] < 0 && row(b, 0)[1] === 0);
  const frames = figure.frames as Json[];
  assert.deepEqual(
    frames.map(({ name }) => name),
    ["0", "5"],
  );
  assert.ok(
    decoded(frames[0].data[0].z)
      .flat()
      .every((v) => v === 0),
  );
  assert.equal(layout(figure).sliders[0].steps.length, 2);
  assert.match(layout(figure).meta.description, /largest weight is 2.00, of a at row 1, column 2/);
  assert.match(layout(figure).meta.description, /negative is −3.00, of a at row 2, column 1/);
});

test("the confusion figure counts right ones, names the commonest mistakes and the worst class", () => {
  const figure = confusionFigure(
    [
      [8, 2, 0],
      [0, 10, 0],
      [1, 4, 5],
    ],
    { labels: ["cat", "dog", "hen"] },
  );
  const { description, table } = layout(figure).meta;
  assert.match(description, /23 of 30 are on the diagonal/);
  assert.match(
    description,
    /hen taken for dog \(4\), cat taken for dog \(2\), hen taken for cat \(1\)/,
  );
  assert.match(description, /most often missed is hen, right in 50 %/);
  assert.deepEqual(table.rows[2], ["hen", 1, 4, 5]);
  // Each cell has one colour: from the right ones or from the mistakes.
  trace(figure, 0)
    .z.flat()
    .forEach((value: number | null, k: number) => {
      assert.notEqual(value === null, trace(figure, 1).z.flat()[k] === null);
    });
  assert.match(layout(confusionFigure([[1]])).meta.description, /commonest mistakes: none/);
});

test("the reliability figure draws filled bins alone and counts those that are too sure", () => {
  const bin = (from: number, count: number, confidence: number, accuracy: number) => ({
    ...{ from, to: from + 0.5, count, confidence, accuracy },
  });
  const figure = reliabilityFigure([
    { name: "as trained", error: 0.1234, bins: [bin(0, 0, NaN, NaN), bin(0.5, 9, 0.9, 0.7)] },
    { name: "T = 2", error: 0.01, bins: [bin(0, 4, 0.4, 0.5), bin(0.5, 9, 0.75, 0.7)] },
  ]);
  assert.deepEqual(trace(figure, 1).x, [0.9]);
  assert.deepEqual(trace(figure, 2).y, [0.5, 0.7]);
  const { description, table } = layout(figure).meta;
  assert.match(description, /as trained: 1 of 1 points lie below it .* 12.3 points in 100 apart/);
  assert.match(description, /T = 2: 1 of 2 points lie below it .* 1.0 points in 100 apart/);
  assert.equal(table.rows.length, 3);
  assert.notEqual(trace(figure, 1).marker.symbol, trace(figure, 2).marker.symbol);
  assert.ok(!JSON.stringify(figure).includes("null"));
});

test("decision regions follow the classifier, paler where it is undecided", () => {
  const left = (x: number) => (x < 1 ? [0.9, 0.1] : [0.4, 0.6]);
  const figure = decisionRegionsFigure({
    title: "Left and right",
    ...{ points: Float64Array.of(0, 0, 2, 2), labels: Int32Array.of(0, 1) },
    ...{ classes: ["a", "b"], xAxis: "x (cm)", yAxis: "y (cm)" },
    moments: [
      { name: "0", probabilities: () => [1, 0] },
      { name: "9", probabilities: left },
    ],
  });
  const { x, z, colorscale } = trace(figure);
  const rows = decoded(z);
  const levels = [...new Set(rows.flat())].sort((p, q) => p - q);
  assert.equal(levels.length, 2);
  // Class a is 0 to 59, class b 60 to 119; within a class a larger number is surer.
  assert.ok(levels[0] < 60 && levels[1] >= 60 && levels[0] > levels[1] - 60);
  rows[0].forEach((level, k) => {
    assert.equal(level < 60, x[k] < 1);
  });
  assert.equal(colorscale[0][0], 0);
  assert.equal(colorscale.at(-1)[0], 1);
  const { description, table } = layout(figure).meta;
  assert.match(description, /from epoch 0, with 1 points right, to epoch 9, with 2 right/);
  assert.deepEqual(table.rows[0].slice(0, 3), ["0", 1, 1]);
  assert.equal(layout(figure).xaxis.title.text, "x (cm)");
  assert.throws(
    () =>
      decisionRegionsFigure({
        ...{ title: "x", points: new Float64Array(2), labels: new Int32Array(1), moments: [] },
        ...{ classes: ["a", "b", "c", "d", "e"], xAxis: "x", yAxis: "y" },
      }),
    /at most 4 classes, got 5/,
  );
});
