import assert from "node:assert/strict";
import { test } from "node:test";
import * as figures from "../../src/figures/index.js";
import { softmaxCrossEntropyGradient, softmaxJacobian } from "../../src/index.js";

const z = [2, 1, 0.1, -1];
const labels = ["cat", "dog", "hen", "fox"];
const leads = [0, 20, 40];
const loss = { z, label: 1, axes: [0, 1], labels } as const;

const all: Record<string, figures.Figure> = {
  rankOrder: figures.rankOrderFigure(z, { labels }),
  temperature: figures.temperatureFigure(z, { labels }),
  bar: figures.barFigure({ title: "t", labels, values: z, xAxis: "class", yAxis: "no unit" }),
  line: figures.lineFigure({
    title: "t",
    x: leads,
    curves: [{ name: "c", y: [1, 2, 3] }],
    xAxis: "lead (no unit)",
    yAxis: "size (no unit)",
  }),
  precision: figures.precisionFigure(leads, { naive: [1, 0, NaN] }, { quantity: "log s" }),
  errorAgainstStep: figures.errorAgainstStepFigure({ steps: [0.1, 0.01], errors: [1e-3, 1e-5] }),
  jacobian: figures.jacobianFigure(softmaxJacobian(z), { labels }),
  oneHot: figures.oneHotFigure(4, { labels }),
  lossSurface: figures.lossSurfaceFigure(loss),
  lossContour: figures.lossContourFigure({ ...loss, path: [z, [1, 2, 0, 0]] }),
};

/** Titles of all axes of a layout, those of a 3-D scene included. */
function axisTitles(layout: Record<string, unknown>): string[] {
  return Object.entries(layout).flatMap(([key, value]) =>
    /^[xyz]axis\d*$/.test(key)
      ? [(value as { title?: { text?: string } }).title?.text ?? ""]
      : key === "scene"
        ? axisTitles(value as Record<string, unknown>)
        : [],
  );
}

for (const [name, figure] of Object.entries(all)) {
  test(`the ${name} figure has a title, labelled axes, a description and its data as a table`, () => {
    const { title, meta } = figure.layout;
    const titles = axisTitles(figure.layout);
    assert.notEqual(title.text, "");
    assert.ok(titles.length >= 2);
    for (const axis of titles) assert.notEqual(axis, "");
    assert.match(meta.description, /[.]$/);
    assert.ok(meta.table.rows.length > 0);
    for (const row of meta.table.rows) assert.equal(row.length, meta.table.head.length);
  });

  test(`the ${name} figure is plain JSON`, () => {
    assert.deepEqual(JSON.parse(JSON.stringify(figure.data)), figure.data);
  });
}

test("a figure without a description is refused", () => {
  const parts = { title: "t", xAxis: "x", yAxis: "y", data: [], table: { head: [], rows: [[1]] } };
  assert.throws(() => figures.figure({ ...parts, description: " " }), {
    name: "TypeError",
    message: /description/,
  });
});

test("the rank-order figure names the classes from the largest to the smallest", () => {
  assert.match(all.rankOrder.layout.meta.description, /cat .*dog .*hen .*fox /);
});

test("the Jacobian's heatmap prints each entry in its place", () => {
  const J = softmaxJacobian(z);
  const printed = all.jacobian.layout.annotations as { x: string; y: string; text: string }[];
  assert.equal(printed.length, 16);
  const at = printed.find(({ x, y }) => y === "cat" && x === "dog");
  assert.equal(at?.text, J[0][1].toFixed(3).replace("-", "−"));
});

test("the arrows of the contour are the descent direction y − s", () => {
  const arrows = all.lossContour.layout.annotations as Record<"x" | "y" | "ax" | "ay", number>[];
  for (const { x, y, ax, ay } of arrows) {
    const gradient = softmaxCrossEntropyGradient([ax, ay, z[2], z[3]], 1);
    assert.ok(Math.abs(x - ax + gradient[0]) < 1e-12 && Math.abs(y - ay + gradient[1]) < 1e-12);
  }
});

test("a value that is no number leaves a gap instead of a false point", () => {
  const [trace] = all.precision.data as { y: (number | null)[] }[];
  assert.deepEqual(trace.y, [1, null, null]);
});

test("text in a figure's labels stays text in its drawing", () => {
  const { svg } = figures.lastLayerDrawing({
    z: [0, 0],
    s: [0.5, 0.5],
    y: [1, 0],
    labels: ["<script>alert(1)</script>", '"&'],
  });
  assert.doesNotMatch(svg, /<script/);
  assert.match(svg, /&lt;script&gt;/);
});

test("the colours can be told apart by colour-blind readers", () => {
  // Okabe and Ito's set; distances in a simulation of each kind of colour vision (Viénot 1999,
  // Machado 2009 at full strength), in linear sRGB.
  const simulations: Record<string, number[][]> = {
    protanopia: [
      [0.152286, 1.052583, -0.204868],
      [0.114503, 0.786281, 0.099216],
      [-0.003882, -0.048116, 1.051998],
    ],
    deuteranopia: [
      [0.367322, 0.860646, -0.227968],
      [0.280085, 0.672501, 0.047413],
      [-0.01182, 0.04294, 0.968881],
    ],
    tritanopia: [
      [1.255528, -0.076749, -0.178779],
      [-0.078411, 0.930809, 0.147602],
      [0.004733, 0.691367, 0.3039],
    ],
  };
  const linear = (hex: string) =>
    [1, 3, 5].map((k) => (Number.parseInt(hex.slice(k, k + 2), 16) / 255) ** 2.2);
  for (const [kind, matrix] of Object.entries(simulations)) {
    const seen = figures.COLOURS.map((hex) =>
      matrix.map((row) => row.reduce((sum, a, k) => sum + a * linear(hex)[k], 0)),
    );
    seen.forEach((a, i) => {
      for (const b of seen.slice(0, i))
        assert.ok(Math.hypot(...a.map((x, k) => x - b[k])) > 0.1, `${kind}: ${i}`);
    });
  }
});
