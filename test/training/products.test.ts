import assert from "node:assert/strict";
import { test } from "node:test";
import fc from "fast-check";
import {
  addProduct,
  addTransposedProduct,
  productWithTransposed,
} from "../../src/training/index.js";

type Matrix = number[][];
const multiply = (a: Matrix, b: Matrix): Matrix =>
  a.map((row) => b[0].map((_, c) => row.reduce((sum, x, k) => sum + x * b[k][c], 0)));
const transpose = (a: Matrix): Matrix => a[0].map((_, c) => a.map((row) => row[c]));
const flat = (a: Matrix) => Float64Array.from(a.flat());

/** Whole numbers, many of them zero: their sums and products are exact. */
const matrices = fc
  .tuple(
    fc.integer({ min: 1, max: 6 }),
    fc.integer({ min: 1, max: 6 }),
    fc.integer({ min: 1, max: 6 }),
  )
  .chain(([rows, inner, columns]) => {
    const matrix = (height: number, width: number) =>
      fc.array(
        fc.array(fc.oneof(fc.constant(0), fc.integer({ min: -9, max: 9 })), {
          minLength: width,
          maxLength: width,
        }),
        { minLength: height, maxLength: height },
      );
    return fc.record({
      a: matrix(rows, inner),
      b: matrix(inner, columns),
      g: matrix(rows, columns),
      size: fc.constant([rows, inner, columns] as const),
    });
  });

test("the three products are those of the textbook, zeros or not", () => {
  fc.assert(
    fc.property(matrices, ({ a, b, g, size: [rows, inner, columns] }) => {
      const start = (length: number) => new Float64Array(length).fill(1);
      const plusOne = (m: Matrix) => flat(m).map((x) => x + 1);
      assert.deepEqual(
        addProduct(flat(a), flat(b), rows, inner, columns, start(rows * columns)),
        plusOne(multiply(a, b)),
      );
      assert.deepEqual(
        addTransposedProduct(flat(a), flat(g), rows, inner, columns, start(inner * columns)),
        plusOne(multiply(transpose(a), g)),
      );
      const back = productWithTransposed(
        flat(g),
        flat(b),
        rows,
        inner,
        columns,
        start(rows * inner),
      );
      // 0 and −0 are the same here.
      assert.deepEqual(
        back.map((x) => x + 0),
        flat(multiply(g, transpose(b))).map((x) => x + 0),
      );
    }),
  );
});

test("matrices that do not fit are refused with both sizes", () => {
  const [four, six] = [new Float64Array(4), new Float64Array(6)];
  assert.throws(
    () => addProduct(four, six, 2, 2, 2, four),
    /addProduct: the right matrix has 6 entries, it needs 4/,
  );
  assert.throws(
    () => addTransposedProduct(four, four, 2, 2, 2, six),
    /addTransposedProduct: out has 6 entries, it needs 4/,
  );
  assert.throws(
    () => productWithTransposed(six, four, 2, 2, 2, four),
    /productWithTransposed: the left matrix has 6 entries, it needs 4/,
  );
});
