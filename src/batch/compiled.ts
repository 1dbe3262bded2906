import type { Form } from "./form.js";
import { wasm } from "./kernels.js";
import { crossEntropyOfRow, logSoftmaxOfRow, plain, softmaxOfRow } from "./plain.js";
import { type Rows, refuse } from "./rows.js";

/**
 * The kernels of assembly/rows.ts. They see only their own memory: arrays that lie elsewhere are
 * copied through it in pieces, those of `allocateRows` are used where they are.
 */
interface Kernels {
  prepare(): void;
  extremes(z: number, rows: number, columns: number, ends: number): number;
  softmax(z: number, out: number, rows: number, columns: number, ends: number): void;
  logSoftmax(z: number, out: number, rows: number, columns: number, ends: number): void;
  crossEntropy(
    z: number,
    out: number,
    rows: number,
    columns: number,
    ends: number,
    labels: number,
    weights: number,
    losses: number,
  ): void;
  jacobian(s: number, diagonal: number, n: number, first: number, count: number, out: number): void;
}

const PAGE = 65536;
/** The kernels' own table and constants are below this address. */
const START = 16384;
/** Bytes a row beside its entries: extremes 16, label 4 (padded to 8), weight 8, loss 8. */
const ROW_BYTES = 40;
/** A piece that is copied in and out: 128 KiB stay in the fast caches. */
const PIECE = 16384;
/** More entries than this, 16 MB of them, are quicker copied in pieces than computed where they are. */
const LARGE = 2 ** 21;
/** Rows whose largest logit is beyond this are computed by the plain form; see assembly/rows.ts. */
const FAR = 2000;
/** Rows that weigh less, but something, are the plain form's too. */
const LEAST_WEIGHT = 1e-200;

/** A memory with the kernels on it: what they know of each row, then room for entries. */
interface Space {
  readonly kernels: Kernels;
  readonly buffer: ArrayBuffer;
  readonly doubles: Float64Array;
  /** Rows and entries there is room for. */
  readonly rows: number;
  readonly entries: number;
  /** Addresses. */
  readonly ends: number;
  readonly labels: number;
  readonly weights: number;
  readonly losses: number;
  readonly data: number;
}

/** Compiled at first use; undefined where that cannot be. */
let program: { module: WebAssembly.Module | undefined } | undefined;

function compiledProgram(): WebAssembly.Module | undefined {
  if (program === undefined) {
    program = { module: undefined };
    try {
      const text = atob(wasm);
      program.module = new WebAssembly.Module(Uint8Array.from(text, (c) => c.charCodeAt(0)));
    } catch {
      // No WebAssembly, none with vectors, a policy against it, or an engine that compiles no more
      // than 4 KiB at once on a page's main thread (Chrome before 2023).
    }
  }
  return program.module;
}

/** Whether this engine runs the kernels. */
export function isAvailable(): boolean {
  return compiledProgram() !== undefined;
}

function makeSpace(rows: number, entries: number): Space {
  const ends = START;
  const labels = ends + 16 * rows;
  const weights = labels + 8 * rows;
  const losses = weights + 8 * rows;
  const data = START + Math.ceil((ROW_BYTES * rows) / 64) * 64;
  const pages = Math.ceil((data + 8 * entries) / PAGE);
  const memory = new WebAssembly.Memory({ initial: pages, maximum: pages });
  const { exports } = new WebAssembly.Instance(compiledProgram() as WebAssembly.Module, {
    env: { memory },
    host: { log1p: Math.log1p },
  });
  const kernels = exports as unknown as Kernels;
  kernels.prepare();
  const buffer = memory.buffer as ArrayBuffer;
  const doubles = new Float64Array(buffer);
  return { kernels, buffer, doubles, rows, entries, ends, labels, weights, losses, data };
}

/** The memories of `allocateRows`, each kept by its arrays. */
const owned = new WeakMap<ArrayBufferLike, Space>();

/**
 * Float64Arrays of rows × columns zeros that the kernels use where they are, all in one memory.
 *
 * Each call has a memory of its own, as large as it needs to be. It never grows, for that would
 * take the arrays' entries from them; it goes when its arrays do.
 */
export function allocate(rows: number, columns: number, count: number): Float64Array[] {
  const length = rows * columns;
  const space = makeSpace(rows, length * count);
  owned.set(space.buffer, space);
  return Array.from(
    { length: count },
    (_, k) => new Float64Array(space.buffer, space.data + 8 * length * k, length),
  );
}

/** The memory for all other arrays. When it is too small, a larger one takes its place. */
let shared: Space | undefined;

/** An array, none wanted, or a new one. */
type Result = Float64Array | undefined | "new";

/** Where rows are computed: where they are, if the result's place, if any, is there too. */
function spaceFor({ z, count, columns }: Rows, out: Result): Space {
  if (z.length <= LARGE && (out === undefined || (out !== "new" && out.buffer === z.buffer))) {
    const own = owned.get(z.buffer);
    if (own !== undefined && own.rows >= count) return own;
  }
  return sharedSpace(count, Math.max(columns, PIECE));
}

function sharedSpace(rows: number, entries: number): Space {
  if (shared === undefined || shared.rows < rows || shared.entries < entries)
    shared = makeSpace(
      2 ** Math.ceil(Math.log2(Math.max(rows, shared?.rows ?? 1024))),
      Math.max(entries, shared?.entries ?? 0),
    );
  return shared;
}

/**
 * Calls `compute` for pieces of rows that are in the space's memory, with the address of the
 * piece; copies them in first, and `out` afterwards, where they are not.
 */
function inPieces(
  space: Space,
  rows: Rows,
  out: Float64Array | undefined,
  compute: (z: number, out: number, first: number, count: number) => void,
): void {
  const { z, columns, count } = rows;
  if (z.buffer === space.buffer) {
    compute(z.byteOffset, out?.byteOffset ?? 0, 0, count);
    return;
  }
  const { data, doubles } = space;
  const atOnce = Math.max(1, Math.floor(PIECE / columns));
  for (let first = 0; first < count; first += atOnce) {
    const some = Math.min(atOnce, count - first);
    const start = first * columns;
    const end = start + some * columns;
    doubles.set(some === count ? z : z.subarray(start, end), data / 8);
    compute(data, out === undefined ? 0 : data, first, some);
    out?.set(doubles.subarray(data / 8, data / 8 + end - start), start);
  }
}

/**
 * The space for rows that are all good, with their extremes in it.
 *
 * @throws {RangeError} at the first row that is not
 */
function checked(where: string, rows: Rows, out: Result): Space {
  const space = spaceFor(rows, out);
  inPieces(space, rows, undefined, (z, _, first, count) => {
    const bad = space.kernels.extremes(z, count, rows.columns, space.ends + 16 * first);
    if (bad >= 0) refuse(where, rows, first + bad);
  });
  return space;
}

/** Rows that the kernels leave to the plain form. */
function eachFar({ doubles, ends }: Space, count: number, compute: (row: number) => void): void {
  for (let row = 0; row < count; row++)
    if (Math.abs(doubles[ends / 8 + 2 * row]) > FAR) compute(row);
}

export const compiled: Form = {
  softmax(where, rows, out) {
    const space = checked(where, rows, out ?? "new");
    const result = out ?? new Float64Array(rows.z.length);
    inPieces(space, rows, result, (z, to, first, count) =>
      space.kernels.softmax(z, to, count, rows.columns, space.ends + 16 * first),
    );
    eachFar(space, rows.count, (row) => softmaxOfRow(rows, row, result));
    return result;
  },
  logSoftmax(where, rows, out) {
    const space = checked(where, rows, out ?? "new");
    const result = out ?? new Float64Array(rows.z.length);
    inPieces(space, rows, result, (z, to, first, count) =>
      space.kernels.logSoftmax(z, to, count, rows.columns, space.ends + 16 * first),
    );
    eachFar(space, rows.count, (row) => logSoftmaxOfRow(rows, row, result));
    return result;
  },
  crossEntropy(where, rows, targets, gradient) {
    if (targets.weights.some((w) => w !== 0 && w < LEAST_WEIGHT))
      return plain.crossEntropy(where, rows, targets, gradient);
    const space = checked(where, rows, gradient);
    const { kernels, buffer, doubles } = space;
    new Int32Array(buffer, space.labels, rows.count).set(targets.labels);
    doubles.set(targets.weights, space.weights / 8);
    inPieces(space, rows, gradient, (z, to, first, count) =>
      kernels.crossEntropy(
        z,
        to,
        count,
        rows.columns,
        space.ends + 16 * first,
        space.labels + 4 * first,
        space.weights + 8 * first,
        space.losses + 8 * first,
      ),
    );
    const losses = doubles.slice(space.losses / 8, space.losses / 8 + rows.count);
    eachFar(space, rows.count, (row) => {
      losses[row] = crossEntropyOfRow(rows, row, targets, gradient);
    });
    return losses;
  },
  jacobian(s, diagonal, out) {
    const n = s.length;
    const own = owned.get(out.buffer);
    if (own !== undefined && ROW_BYTES * own.rows >= 16 * n) {
      // What is known of rows is not needed here; s and the diagonal take its place.
      own.doubles.set(s, own.ends / 8);
      own.doubles.set(diagonal, own.ends / 8 + n);
      own.kernels.jacobian(own.ends, own.ends + 8 * n, n, 0, n, out.byteOffset);
      return;
    }
    const { kernels, doubles, data } = sharedSpace(1, 2 * n + Math.max(n, PIECE));
    const piece = data + 16 * n;
    doubles.set(s, data / 8);
    doubles.set(diagonal, data / 8 + n);
    const atOnce = Math.max(1, Math.floor(PIECE / n));
    for (let first = 0; first < n; first += atOnce) {
      const some = Math.min(atOnce, n - first);
      kernels.jacobian(data, data + 8 * n, n, first, some, piece);
      out.set(doubles.subarray(piece / 8, piece / 8 + some * n), first * n);
    }
  },
};
