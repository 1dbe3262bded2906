/**
 * The three matrix products of a layer, on row-major Float64Array.
 *
 * Plain loops whose innermost runs along rows of both matrices, and which pass over zeros of the
 * left one: four pixels in five of a handwritten digit are zero. `npm run bench -- training`
 * compares them with products that do not know this.
 */

/**
 * out += A B, with A rows × inner, B inner × columns, out rows × columns.
 *
 * @example
 * addProduct(Float64Array.of(1, 2), Float64Array.of(3, 4), 1, 2, 1, new Float64Array(1)); // [11]
 */
export function addProduct(
  a: Float64Array,
  b: Float64Array,
  rows: number,
  inner: number,
  columns: number,
  out: Float64Array,
): Float64Array {
  sizes("addProduct", [a, rows * inner], [b, inner * columns], [out, rows * columns]);
  for (let r = 0; r < rows; r++)
    for (let k = 0; k < inner; k++) {
      const x = a[r * inner + k];
      if (x === 0) continue;
      for (let c = 0, from = k * columns, to = r * columns; c < columns; c++)
        out[to + c] += x * b[from + c];
    }
  return out;
}

/**
 * out += Aᵀ B, with A rows × inner, B rows × columns, out inner × columns.
 *
 * @example
 * const out = new Float64Array(4);
 * addTransposedProduct(Float64Array.of(1, 2), Float64Array.of(3, 4), 1, 2, 2, out); // [3, 4, 6, 8]
 */
export function addTransposedProduct(
  a: Float64Array,
  b: Float64Array,
  rows: number,
  inner: number,
  columns: number,
  out: Float64Array,
): Float64Array {
  sizes("addTransposedProduct", [a, rows * inner], [b, rows * columns], [out, inner * columns]);
  for (let r = 0; r < rows; r++)
    for (let k = 0; k < inner; k++) {
      const x = a[r * inner + k];
      if (x === 0) continue;
      for (let c = 0, from = r * columns, to = k * columns; c < columns; c++)
        out[to + c] += x * b[from + c];
    }
  return out;
}

/**
 * out = A Bᵀ, with A rows × columns, B inner × columns, out rows × inner.
 *
 * @example
 * const out = new Float64Array(1);
 * productWithTransposed(Float64Array.of(1, 2), Float64Array.of(3, 4), 1, 1, 2, out); // [11]
 */
export function productWithTransposed(
  a: Float64Array,
  b: Float64Array,
  rows: number,
  inner: number,
  columns: number,
  out: Float64Array,
): Float64Array {
  sizes("productWithTransposed", [a, rows * columns], [b, inner * columns], [out, rows * inner]);
  for (let r = 0; r < rows; r++)
    for (let k = 0; k < inner; k++) {
      let sum = 0;
      for (let c = 0; c < columns; c++) sum += a[r * columns + c] * b[k * columns + c];
      out[r * inner + k] = sum;
    }
  return out;
}

function sizes(where: string, ...matrices: [Float64Array, number][]): void {
  matrices.forEach(([matrix, length], k) => {
    if (matrix.length !== length)
      throw new RangeError(
        `${where}: ${["the left matrix", "the right matrix", "out"][k]} has ${matrix.length} entries, it needs ${length}`,
      );
  });
}
