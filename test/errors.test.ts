/** The contract's error table, for each function, argument and position: type and whole message. */
import assert from "node:assert/strict";
import { test } from "node:test";
import { runInNewContext } from "node:vm";
import fc from "fast-check";
import * as batch from "../src/batch/index.js";
import * as m from "../src/index.js";
import { holds } from "./support/arbitraries.js";

type Call = (...values: unknown[]) => unknown;
const on = (f: unknown) => f as Call;
const functions: Record<string, unknown> = { ...m, ...batch };

/** A function, arguments it accepts, and what the first ones must be. */
interface Subject {
  call: Call;
  /** Values that are right, one an argument. */
  right: unknown[];
  /** Vector arguments by position. */
  vectors: Record<number, { name: string; kind: Kind; wanted?: string }>;
}
type Kind =
  | "logits"
  | "loss logits"
  | "lone logits"
  | "direction"
  | "distribution"
  | "probabilities";

const z = [1, 2, 3];
const y = [0.25, 0.5, 0.25];
const rows = Float64Array.of(1, 2, 3, 4, 5, 6);
const labels = Int32Array.of(0, 2);
const subjects: Record<string, Subject> = {
  softmax: { call: on(m.softmax), right: [z, {}], vectors: { 0: { name: "z", kind: "logits" } } },
  logSoftmax: {
    call: on(m.logSoftmax),
    right: [z, {}],
    vectors: { 0: { name: "z", kind: "logits" } },
  },
  logSumExp: {
    call: on(m.logSumExp),
    right: [z],
    vectors: { 0: { name: "z", kind: "lone logits" } },
  },
  softmaxJacobian: {
    call: on(m.softmaxJacobian),
    right: [z],
    vectors: { 0: { name: "z", kind: "logits" } },
  },
  softmaxCrossEntropyHessian: {
    call: on(m.softmaxCrossEntropyHessian),
    right: [z],
    vectors: { 0: { name: "z", kind: "loss logits" } },
  },
  ...Object.fromEntries(
    (["softmaxJvp", "softmaxVjp", "logSoftmaxJvp", "logSoftmaxVjp"] as const).map((name) => [
      name,
      {
        call: on(functions[name]),
        right: [z, [1, -1, 2]],
        vectors: { 0: { name: "z", kind: "logits" }, 1: { name: "v", kind: "direction" } },
      } satisfies Subject,
    ]),
  ),
  ...Object.fromEntries(
    (["softmaxCrossEntropy", "softmaxCrossEntropyGradient"] as const).map((name) => [
      name,
      {
        call: on(functions[name]),
        right: [z, y, {}],
        vectors: {
          0: { name: "z", kind: "loss logits" },
          1: { name: "y", kind: "distribution", wanted: "a class index or an array of numbers" },
        },
      } satisfies Subject,
    ]),
  ),
  ...Object.fromEntries(
    (["crossEntropy", "crossEntropyGradient"] as const).map((name) => [
      name,
      {
        call: on(functions[name]),
        right: [y, y],
        vectors: {
          0: { name: "y", kind: "distribution" },
          1: { name: "s", kind: "probabilities" },
        },
      } satisfies Subject,
    ]),
  ),
  entropy: { call: on(m.entropy), right: [y], vectors: { 0: { name: "p", kind: "distribution" } } },
  klDivergence: {
    call: on(m.klDivergence),
    right: [y, y],
    vectors: { 0: { name: "p", kind: "distribution" }, 1: { name: "q", kind: "probabilities" } },
  },
  focalLoss: {
    call: on(m.focalLoss),
    right: [z, 1, {}],
    vectors: { 0: { name: "z", kind: "loss logits" } },
  },
};

/** Calls with one argument replaced. */
function withArgument({ call, right }: Subject, position: number, value: unknown): unknown {
  return call(...right.map((given, k) => (k === position ? value : given)));
}

const typeError = (message: string) => ({ name: "TypeError", message });
const rangeError = (message: string) => ({ name: "RangeError", message });

/** Entries that are no numbers, as the message shows them. */
const wrongEntries: [unknown, string][] = [
  ["1", '"1"'],
  [null, "null"],
  [undefined, "undefined"],
  [true, "true"],
  [1n, "1n"],
  [[1], "an array"],
  [{}, "an object"],
  [Symbol("s"), "Symbol(s)"],
  [() => 1, "a function"],
  [new Number(1), "a value of type Number"],
  [new Date(0), "a value of type Date"],
];

/** Arguments that are no vectors. */
const wrongVectors: [unknown, string][] = [
  ...wrongEntries.filter(([value]) => !Array.isArray(value)),
  [{ length: 3, 0: 1, 1: 2, 2: 3 }, "an object"],
  [new Float32Array(3), "a value of type Float32Array"],
  [new Int32Array(3), "a value of type Int32Array"],
  [new BigInt64Array(3), "a value of type BigInt64Array"],
  [new ArrayBuffer(24), "a value of type ArrayBuffer"],
  [new DataView(new ArrayBuffer(24)), "a value of type DataView"],
  [new Set([1, 2, 3]), "a value of type Set"],
  [new Map(), "a value of type Map"],
  [[1, 2, 3].values(), "a value of type Array Iterator"],
];

for (const [name, subject] of Object.entries(subjects))
  for (const [position, { name: argument, kind, wanted }] of Object.entries(subject.vectors)) {
    const at = Number(position);
    const right = subject.right[at] as number[];
    const replaced = (k: number, value: unknown) => right.map((x, i) => (i === k ? value : x));
    const throws = (value: unknown, error: object) =>
      assert.throws(() => withArgument(subject, at, value), error);
    const each = (check: (k: number) => void) => {
      for (const k of right.keys()) check(k);
    };

    test(`${name}: ${argument} must be an array of numbers, and the error says what it was`, () => {
      for (const [value, shown] of wrongVectors) {
        if (wanted && typeof value === "number") continue;
        throws(
          value,
          typeError(
            `${name}: ${argument} must be ${wanted ?? "an array of numbers or a Float64Array"}, got ${shown}`,
          ),
        );
      }
      if (!wanted)
        throws(
          3,
          typeError(`${name}: ${argument} must be an array of numbers or a Float64Array, got 3`),
        );
    });

    test(`${name}: each entry of ${argument} must be a number, and the error names index and value`, () => {
      each((k) => {
        for (const [value, shown] of wrongEntries)
          throws(
            replaced(k, value),
            typeError(`${name}: ${argument}[${k}] must be a number, got ${shown}`),
          );
        const sparse = [...right];
        delete sparse[k];
        throws(sparse, typeError(`${name}: ${argument}[${k}] must be a number, got undefined`));
        throws(replaced(k, NaN), rangeError(`${name}: ${argument}[${k}] is NaN`));
        throws(
          Float64Array.from(replaced(k, NaN) as number[]),
          rangeError(`${name}: ${argument}[${k}] is NaN`),
        );
      });
    });

    if (kind.endsWith("logits"))
      test(`${name}: +Infinity in ${argument} is refused, −Infinity masks, and some class must be left`, () => {
        each((k) => {
          throws(
            replaced(k, Infinity),
            rangeError(`${name}: ${argument}[${k}] is Infinity; logits must be below it`),
          );
          assert.doesNotThrow(() => withArgument(subject, at, replaced(k, -Infinity)));
        });
        const all = right.map(() => -Infinity);
        if (kind === "lone logits") assert.equal(withArgument(subject, at, all), -Infinity);
        else
          throws(
            all,
            rangeError(`${name}: every entry of ${argument} is -Infinity: no class is left`),
          );
      });

    if (kind === "loss logits")
      test(`${name}: an empty ${argument} has no loss`, () => {
        throws([], rangeError(`${name}: ${argument} is empty; a loss needs a class`));
        throws(
          new Float64Array(0),
          rangeError(`${name}: ${argument} is empty; a loss needs a class`),
        );
      });

    if (kind === "direction")
      test(`${name}: ${argument} must be finite`, () => {
        each((k) => {
          for (const infinite of [Infinity, -Infinity])
            throws(
              replaced(k, infinite),
              rangeError(`${name}: ${argument}[${k}] is ${infinite}; it must be finite`),
            );
        });
      });

    if (kind === "distribution")
      test(`${name}: ${argument} must be a distribution, and the error gives its sum`, () => {
        throws([], rangeError(`${name}: ${argument} is empty; a loss needs a class`));
        each((k) => {
          throws(
            replaced(k, right[k] + 1),
            rangeError(`${name}: ${argument} must sum to 1, its sum is 2`),
          );
          throws(
            replaced(k, right[k] + 2 ** -20),
            rangeError(`${name}: ${argument} must sum to 1, its sum is ${1 + 2 ** -20}`),
          );
          throws(
            replaced(k, right[k] - 1),
            rangeError(`${name}: ${argument}[${k}] = ${right[k] - 1} is negative (the sum is 0)`),
          );
          throws(
            replaced(k, Infinity),
            rangeError(`${name}: ${argument} must sum to 1, its sum is Infinity`),
          );
          // Off by less than 1e-9: a distribution that was rounded somewhere.
          assert.doesNotThrow(() => withArgument(subject, at, replaced(k, right[k] + 5e-10)));
        });
      });

    if (kind === "probabilities")
      test(`${name}: each entry of ${argument} must be in [0, 1]`, () => {
        each((k) => {
          for (const bad of [-5e-324, 1.0000000000000002, Infinity, -Infinity])
            throws(
              replaced(k, bad),
              rangeError(`${name}: ${argument}[${k}] = ${bad} is outside [0, 1]`),
            );
          for (const good of [0, -0, 1, 5e-324])
            assert.doesNotThrow(() => withArgument(subject, at, replaced(k, good)));
        });
      });
  }

test("two vectors must have one length, and the error gives both", () => {
  const one = [1];
  const pairs: [string, Call, unknown, unknown, string, string][] = [
    ["softmaxJvp", on(m.softmaxJvp), z, [1, 2], "z", "v"],
    ["softmaxVjp", on(m.softmaxVjp), z, [], "z", "v"],
    ["logSoftmaxJvp", on(m.logSoftmaxJvp), [], [1], "z", "v"],
    ["logSoftmaxVjp", on(m.logSoftmaxVjp), z, [1, 2, 3, 4], "z", "v"],
    ["softmaxCrossEntropy", on(m.softmaxCrossEntropy), z, one, "z", "y"],
    ["softmaxCrossEntropyGradient", on(m.softmaxCrossEntropyGradient), one, y, "z", "y"],
    ["crossEntropy", on(m.crossEntropy), y, one, "y", "s"],
    ["crossEntropyGradient", on(m.crossEntropyGradient), one, y, "y", "s"],
    ["klDivergence", on(m.klDivergence), y, [], "p", "q"],
  ];
  for (const [name, call, a, b, nameA, nameB] of pairs)
    assert.throws(
      () => call(a, b),
      rangeError(
        `${name}: ${nameA} has ${(a as number[]).length} entries and ${nameB} has ${(b as number[]).length}; they must be equal`,
      ),
    );
});

test("entropy and divergence refuse an entry of p above 1, though the sum is within 1e-9", () => {
  const p = [1.0000000005, 0];
  assert.throws(() => m.entropy(p), rangeError("entropy: p[0] = 1.0000000005 is outside [0, 1]"));
  assert.throws(
    () => m.klDivergence(p, [0.5, 0.5]),
    rangeError("klDivergence: p[0] = 1.0000000005 is outside [0, 1]"),
  );
});

/** Wrong numbers for an argument that is one number: the value and the end of the message. */
const notANumber = (argument: string, be = "a number"): [unknown, "TypeError", string][] =>
  wrongEntries
    .filter(([value]) => value !== undefined)
    .map(([value, shown]) => [value, "TypeError", `${argument} must be ${be}, got ${shown}`]);
type Wrong = [unknown, "TypeError" | "RangeError", string];
const nan = (argument: string): Wrong => [NaN, "RangeError", `${argument} is NaN`];
const range = (values: number[], message: (x: number) => string): Wrong[] =>
  values.map((x) => [x, "RangeError", message(x)]);

const positiveFinite = (argument: string): Wrong[] => [
  ...notANumber(argument),
  nan(argument),
  ...range(
    [0, -1, Infinity, -Infinity],
    (x) => `${argument} must be positive and finite, got ${x}`,
  ),
];
const fraction = (argument: string): Wrong[] => [
  ...notANumber(argument),
  nan(argument),
  ...range(
    [-5e-324, 1.0000000000000002, Infinity, -Infinity],
    (x) => `${argument} = ${x} is outside [0, 1]`,
  ),
];
const nonNegative = (argument: string): Wrong[] => [
  ...notANumber(argument),
  nan(argument),
  ...range(
    [-5e-324, -1, Infinity, -Infinity],
    (x) => `${argument} must be finite and not negative, got ${x}`,
  ),
];
const classIndex = (argument: string, count: number): Wrong[] => [
  ...range([0.5, NaN, Infinity, -Infinity, 1e-300], (x) => `${argument} ${x} is not an integer`),
  ...range([-1, count, 1e300], (x) => `${argument} ${x} is outside [0, ${count})`),
];
const logit: Wrong[] = [...notANumber("x"), nan("x")];

/** Function, how it takes the value, what is wrong. */
const scalars: [name: string, call: (value: never) => unknown, wrong: Wrong[]][] = [
  ["softmax", (temperature) => m.softmax(z, { temperature }), positiveFinite("temperature")],
  ["logSoftmax", (temperature) => m.logSoftmax(z, { temperature }), positiveFinite("temperature")],
  ...Object.entries({
    softmaxCrossEntropy: m.softmaxCrossEntropy,
    softmaxCrossEntropyGradient: m.softmaxCrossEntropyGradient,
  }).flatMap(([name, f]): typeof scalars => [
    [name, (temperature) => f(z, 0, { temperature }), positiveFinite("temperature")],
    [name, (labelSmoothing) => f(z, 0, { labelSmoothing }), fraction("labelSmoothing")],
    [name, (label) => f(z, label), classIndex("target", 3)],
  ]),
  ["focalLoss", (gamma) => m.focalLoss(z, 0, { gamma }), nonNegative("gamma")],
  [
    "focalLoss",
    (label) => m.focalLoss(z, label),
    [...notANumber("label", "a class index"), ...classIndex("label", 3)],
  ],
  ["sigmoid", (x) => m.sigmoid(x), logit],
  ["logSigmoid", (x) => m.logSigmoid(x), logit],
  ...Object.entries({
    sigmoidCrossEntropy: m.sigmoidCrossEntropy,
    sigmoidCrossEntropyGradient: m.sigmoidCrossEntropyGradient,
  }).flatMap(([name, f]): typeof scalars => [
    [name, (x) => f(x, 1), logit],
    [name, (target) => f(0, target), fraction("y")],
    [name, (positiveWeight) => f(0, 1, { positiveWeight }), nonNegative("positiveWeight")],
  ]),
  ["sigmoidFocalLoss", (x) => m.sigmoidFocalLoss(x, 1), logit],
  [
    "sigmoidFocalLoss",
    (target) => m.sigmoidFocalLoss(0, target),
    [...notANumber("y", "a class index"), ...classIndex("y", 2)],
  ],
  ["sigmoidFocalLoss", (gamma) => m.sigmoidFocalLoss(0, 1, { gamma }), nonNegative("gamma")],
  ["sigmoidFocalLoss", (alpha) => m.sigmoidFocalLoss(0, 1, { alpha }), fraction("alpha")],
  [
    "oneHot",
    (label) => m.oneHot(label, 3),
    [...notANumber("label", "a class index"), ...classIndex("label", 3)],
  ],
  [
    "oneHot",
    (classCount) => m.oneHot(0, classCount),
    [
      ...notANumber("classCount"),
      nan("classCount"),
      ...range(
        [0, -0, -1, 2.5, Infinity, -Infinity],
        (x) => `classCount must be a positive integer, got ${x}`,
      ),
      [2 ** 32, "RangeError", "classCount 4294967296 is more than an array can hold, 4294967295"],
    ],
  ],
];

test("each number of each function: type and message of the error", () => {
  for (const [name, call, wrong] of scalars)
    for (const [value, type, message] of wrong)
      assert.throws(() => call(value as never), { name: type, message: `${name}: ${message}` });
});

test("the message of the article's example is the contract's", () => {
  assert.throws(
    () => m.softmaxCrossEntropy([1, 2, 3, 4], 4),
    rangeError("softmaxCrossEntropy: target 4 is outside [0, 4)"),
  );
});

/** How each function takes its options, and which there are. */
const takesOptions: [name: string, call: Call, known: string[]][] = [
  ["softmax", (o) => on(m.softmax)(z, o), ["temperature"]],
  ["logSoftmax", (o) => on(m.logSoftmax)(z, o), ["temperature"]],
  ...["softmaxCrossEntropy", "softmaxCrossEntropyGradient"].map(
    (name): [string, Call, string[]] => [
      name,
      (o) => on(functions[name])(z, 0, o),
      ["labelSmoothing", "temperature"],
    ],
  ),
  ["focalLoss", (o) => on(m.focalLoss)(z, 0, o), ["gamma"]],
  ...["sigmoidCrossEntropy", "sigmoidCrossEntropyGradient"].map(
    (name): [string, Call, string[]] => [
      name,
      (o) => on(functions[name])(0, 1, o),
      ["positiveWeight"],
    ],
  ),
  ["sigmoidFocalLoss", (o) => on(m.sigmoidFocalLoss)(0, 1, o), ["gamma", "alpha"]],
  ...[
    "softmaxCrossEntropyRows",
    "softmaxCrossEntropyRowsGradient",
    "softmaxCrossEntropyRowsWithGradient",
  ].map((name): [string, Call, string[]] => [
    name,
    (o) => on(functions[name])(rows, 3, labels, o),
    ["reduction", "classWeights", "ignoreIndex", "labelSmoothing"],
  ]),
];

test("options must be an object: a bare temperature is not silently ignored", () => {
  for (const [name, call, known] of takesOptions) {
    for (const [bad, shown] of [
      [0.5, "0.5"],
      [null, "null"],
      ["hot", '"hot"'],
    ])
      assert.throws(() => call(bad), typeError(`${name}: options must be an object, got ${shown}`));
    assert.doesNotThrow(() => call(undefined));
    assert.doesNotThrow(() => call(Object.fromEntries(known.map((option) => [option, undefined]))));
    assert.doesNotThrow(() => call(Object.create(null)));
  }
});

test("an object may hold more than the options, such as a whole case of test data", () => {
  for (const [, call] of takesOptions) assert.doesNotThrow(() => call({ id: "a case", z: [1] }));
});

test("what the table promises instead of an error", () => {
  assert.deepEqual(m.softmax([]), []);
  assert.deepEqual(m.logSoftmax([]), []);
  assert.deepEqual(m.softmaxJacobian([]), []);
  assert.deepEqual(m.softmaxJvp([], []), []);
  assert.equal(m.logSumExp([]), -Infinity);
  assert.deepEqual(m.softmax([0, -Infinity, 0]), [0.5, 0, 0.5]);
  assert.deepEqual(m.logSoftmax([0, -Infinity]), [0, -Infinity]);
  assert.deepEqual(m.softmaxJacobian([0, -Infinity]), [
    [0, 0],
    [0, 0],
  ]);
  assert.deepEqual(m.softmaxCrossEntropyGradient([0, -Infinity], 0), [0, 0]);
  assert.equal(m.softmaxCrossEntropy([0, -Infinity], 1), Infinity);
  assert.equal(m.softmaxCrossEntropy([0, -Infinity], 0, { labelSmoothing: 0.1 }), Infinity);
  assert.equal(m.sigmoidCrossEntropy(Infinity, 1), 0);
  assert.equal(m.sigmoidCrossEntropy(-Infinity, 0), 0);
  assert.equal(m.sigmoidCrossEntropy(-Infinity, 1), Infinity);
  assert.equal(m.crossEntropy([1, 0], [1, 0]), 0);
  assert.equal(m.crossEntropy([0, 1], [1, 0]), Infinity);
  assert.deepEqual(m.crossEntropyGradient([0, 1], [0, 0]), [0, -Infinity]);
});

// Shapes

/** Each function with its first vector argument left open. */
const takers = Object.entries(subjects).map(
  ([name, subject]) =>
    [name, (value: unknown) => withArgument(subject, 0, value), subject.right[0]] as const,
);

test("frozen arrays, subclasses, proxies and arrays of other realms count like plain arrays", () => {
  class Logits extends Array<number> {}
  class Floats extends Float64Array {}
  for (const [name, take, right] of takers) {
    const values = right as number[];
    const expected = take(values);
    const shared = new Float64Array(new SharedArrayBuffer(8 * values.length));
    shared.set(values);
    const withOffset = new Float64Array(
      new Float64Array([9, ...values, 9]).buffer,
      8,
      values.length,
    );
    for (const same of [
      Object.freeze([...values]),
      Logits.from(values),
      Float64Array.from(values),
      Floats.from(values),
      shared,
      withOffset,
      new Proxy([...values], {}),
      runInNewContext(`[${values}]`),
      runInNewContext(`Float64Array.of(${values})`),
    ]) {
      const result = take(same);
      assert.deepEqual(result, expected, name);
      if (Array.isArray(result)) assert.equal(Object.getPrototypeOf(result), Array.prototype);
    }
  }
});

test("each entry is read once, so that one that changes between reads cannot mislead", () => {
  for (const [name, take, right] of takers) {
    const values = right as number[];
    const reads: PropertyKey[] = [];
    const watched = new Proxy([...values], {
      get(target, key, receiver) {
        reads.push(key);
        return Reflect.get(target, key, receiver);
      },
      set() {
        throw new Error("written");
      },
    });
    take(watched);
    assert.deepEqual(reads, ["length", ...values.keys()].map(String), name);

    let asked = 0;
    const changing = [...values];
    Object.defineProperty(changing, 1, { get: () => (asked++ === 0 ? values[1] : NaN) });
    assert.deepEqual(take(changing), take(values), name);
  }
});

test("a call begun by a getter amid another call leaves that one its numbers", () => {
  for (const [name, { right, vectors }] of Object.entries(subjects)) {
    const expected = on(functions[name])(...right);
    const others = right.map((value) =>
      Array.isArray(value) ? value.map((_, i) => Number(i === 0)) : value,
    );
    const amid = <T extends object>(holder: T, key: PropertyKey, value: unknown): T =>
      Object.defineProperty(holder, key, {
        get: () => {
          // It succeeds, and once it fails when it has already taken room.
          on(functions[name])(...others);
          assert.throws(() => on(functions[name])([0, Infinity, 0], ...others.slice(1)));
          return value;
        },
        enumerable: true,
      });
    for (const position of Object.keys(vectors).map(Number)) {
      const values = right[position] as number[];
      for (const k of values.keys()) {
        const given = right.map((value, i) =>
          i === position ? amid([...values], k, values[k]) : value,
        );
        assert.deepEqual(on(functions[name])(...given), expected, name);
      }
    }
    for (const option of takesOptions.find(([taker]) => taker === name)?.[2] ?? [])
      assert.deepEqual(
        on(functions[name])(...right.slice(0, 2), amid({}, option, undefined)),
        on(functions[name])(...right.slice(0, 2)),
        name,
      );
    if (name === "softmax" || name === "logSoftmax")
      assert.deepEqual(on(functions[name])(right[0], amid({}, "temperature", 1)), expected, name);
  }
});

test("an array that shrinks while it is read, a false length and given-away memory are errors", () => {
  for (const [name, take, right] of takers) {
    const shrinking = [...(right as number[])];
    Object.defineProperty(shrinking, 0, {
      get() {
        shrinking.length = 1;
        return 1;
      },
      configurable: true,
    });
    assert.throws(() => take(shrinking), /\[1\] must be a number, got undefined$/);

    for (const length of [-1, 1.5, NaN, Infinity, "2", null]) {
      const lying = new Proxy([0, 0], {
        get: (target, key) => (key === "length" ? length : Reflect.get(target, key)),
      });
      assert.throws(() => take(lying), { name: "TypeError", message: /its length is / }, name);
    }
    const huge = new Proxy([0, 0], {
      get: (target, key) => (key === "length" ? 2 ** 52 : Reflect.get(target, key)),
    });
    assert.throws(() => take(huge), {
      name: "RangeError",
      message: /has 4503599627370496 entries, more than memory can hold$/,
    });

    const transferred = Float64Array.from(right as number[]);
    structuredClone(transferred.buffer, { transfer: [transferred.buffer] });
    assert.throws(() => take(transferred), {
      name: "TypeError",
      message: /its memory has been transferred elsewhere$/,
    });
  }
});

test("an error thrown by a getter comes through as it is", () => {
  const own = new Error("mine");
  for (const [, take, right] of takers) {
    const throwing = [...(right as number[])];
    Object.defineProperty(throwing, 1, {
      get() {
        throw own;
      },
    });
    assert.throws(
      () => take(throwing),
      (error) => error === own,
    );
  }
});

test("ten million logits are summed, exponentiated and differentiated", () => {
  const n = 1e7;
  const z = new Float64Array(n).fill(3);
  assert.equal(m.logSumExp(z), 3 + Math.log(n));
  assert.equal(m.softmax(z)[n - 1], 1 / n);
  assert.equal(m.softmaxCrossEntropy(z, 5), Math.log(n));
  assert.equal(m.softmaxCrossEntropyGradient(z, 5)[5], 1 / n - 1);
  const uniform = new Float64Array(n).fill(1 / n);
  // The check of the sum is compensated: ten million roundings do not make 1e-7 · 1e7 a wrong sum.
  assert.ok(Math.abs(m.entropy(uniform) - Math.log(n)) <= 4e-15);
});

test("a sparse array of a hundred million holes is refused at its first hole", () => {
  assert.throws(
    () => m.softmax(new Array(1e8)),
    typeError("softmax: z[0] must be a number, got undefined"),
  );
});

test("anything at all, in any place, gives numbers or an error that names the function", () => {
  const anything = fc.anything({
    withBigInt: true,
    withDate: true,
    withMap: true,
    withSet: true,
    withTypedArray: true,
    withSparseArray: true,
    withObjectString: true,
    withNullPrototype: true,
  });
  const numbers = (value: unknown): boolean =>
    typeof value === "number" ? !Number.isNaN(value) : Array.isArray(value) && value.every(numbers);
  const names = Object.keys({ ...m });
  holds([fc.constantFrom(...names), anything, anything, anything], (name, a, b, c) => {
    if (name === "oneHot" && typeof b === "number" && b > 1e6) return;
    for (const values of [
      [a, b, c],
      [z, b, c],
      [z, 1, c],
      [y, y, c],
      [0, 1, c],
    ]) {
      let result: unknown;
      try {
        result = on(functions[name])(...values);
      } catch (error) {
        assert.ok(error instanceof TypeError || error instanceof RangeError, String(error));
        assert.ok(error.message.startsWith(`${name}: `), error.message);
        continue;
      }
      assert.ok(numbers(result), `${name} returned ${fc.stringify(result)}`);
    }
  });
});

// Many rows: the documented behaviour

const batchCalls: [string, (z: unknown, columns: unknown) => unknown][] = [
  ["softmaxRows", (a, c) => on(batch.softmaxRows)(a, c)],
  ["logSoftmaxRows", (a, c) => on(batch.logSoftmaxRows)(a, c)],
  ["softmaxCrossEntropyRows", (a, c) => on(batch.softmaxCrossEntropyRows)(a, c, labels)],
  [
    "softmaxCrossEntropyRowsGradient",
    (a, c) => on(batch.softmaxCrossEntropyRowsGradient)(a, c, labels),
  ],
];

test("batch: logits and columns are judged by type, index and value", () => {
  for (const [name, call] of batchCalls) {
    const throws = (a: unknown, c: unknown, type: "TypeError" | "RangeError", message: RegExp) =>
      assert.throws(
        () => call(a, c),
        (error) =>
          error instanceof Error &&
          error.name === type &&
          error.message.startsWith(`${name}: `) &&
          message.test(error.message),
        `${name} ${String(message)}`,
      );
    for (const [bad] of [...wrongVectors, [[1, 2, 3, 4, 5, 6], ""]])
      throws(bad, 3, "TypeError", /z must be a Float64Array/);
    for (const k of rows.keys()) {
      const replaced = (x: number) => rows.map((value, i) => (i === k ? x : value));
      throws(replaced(NaN), 3, "RangeError", new RegExp(`z\\[${k}\\] is NaN`));
      throws(replaced(Infinity), 3, "RangeError", new RegExp(`z\\[${k}\\] is Infinity`));
      assert.doesNotThrow(() => call(replaced(-Infinity), 3));
    }
    throws(
      rows.map((x, i) => (i < 3 ? x : -Infinity)),
      3,
      "RangeError",
      /row 1 of z is -Infinity/,
    );
    for (const columns of [0, -1, 1.5, NaN, Infinity])
      throws(rows, columns, "RangeError", /columns/);
    for (const columns of ["3", null, undefined, 3n]) throws(rows, columns, "TypeError", /columns/);
    throws(rows, 4, "RangeError", /z has 6 entries.* 4 columns/);
  }
});

test("batch: labels, options and out are judged by type, index and value", () => {
  for (const name of ["softmaxCrossEntropyRows", "softmaxCrossEntropyRowsGradient"] as const) {
    const call = (given: unknown, options: unknown = {}) =>
      on(functions[name])(rows, 3, given, options);
    const throws = (f: () => unknown, type: string, message: RegExp) =>
      assert.throws(f, { name: type, message: new RegExp(`^${name}: .*${message.source}`) });
    throws(() => call([0, 2]), "TypeError", /labels must be an Int32Array/);
    throws(() => call(Int32Array.of(0)), "RangeError", /2 rows and labels 1 entries/);
    for (const k of [0, 1])
      for (const label of [-1, 3]) {
        const bad = labels.map((value, i) => (i === k ? label : value));
        throws(
          () => call(bad),
          "RangeError",
          new RegExp(`labels\\[${k}\\] ${label} is outside \\[0, 3\\)`),
        );
      }
    throws(() => call(labels, { reduction: "max" }), "RangeError", /reduction must be .*"max"/);
    throws(
      () => call(labels, { labelSmoothing: 1.5 }),
      "RangeError",
      /labelSmoothing = 1.5 is outside/,
    );
    throws(
      () => call(labels, { classWeights: [1, 1] }),
      "RangeError",
      /3 entries and classWeights has 2/,
    );
    for (const k of [0, 1, 2]) {
      const weights = (w: unknown) => ({
        classWeights: [1, 1, 1].map((x, i) => (i === k ? w : x)),
      });
      throws(
        () => call(labels, weights(-1)),
        "RangeError",
        new RegExp(`classWeights\\[${k}\\] = -1`),
      );
      throws(
        () => call(labels, weights(NaN)),
        "RangeError",
        new RegExp(`classWeights\\[${k}\\] is NaN`),
      );
      throws(() => call(labels, weights("1")), "TypeError", new RegExp(`classWeights\\[${k}\\]`));
    }
  }
  const outs: [string, (out: unknown) => unknown][] = [
    ["softmaxRows", (out) => on(batch.softmaxRows)(rows, 3, out)],
    ["logSoftmaxRows", (out) => on(batch.logSoftmaxRows)(rows, 3, out)],
    [
      "softmaxCrossEntropyRowsGradient",
      (out) => on(batch.softmaxCrossEntropyRowsGradient)(rows, 3, labels, {}, out),
    ],
  ];
  for (const [name, call] of outs) {
    assert.throws(() => call([]), {
      name: "TypeError",
      message: new RegExp(`^${name}: out must be a Float64Array`),
    });
    assert.throws(() => call(new Float64Array(5)), {
      name: "RangeError",
      message: `${name}: out has 5 entries, it needs 6`,
    });
    const out = new Float64Array(6);
    assert.equal(call(out), out);
  }
});

test("batch: inputs are not changed, unless out is z itself; a mean over no row is NaN", () => {
  const z = Float64Array.from(rows);
  const given = Int32Array.from(labels);
  const softmaxed = batch.softmaxRows(z, 3);
  batch.logSoftmaxRows(z, 3);
  batch.softmaxCrossEntropyRows(z, 3, given);
  const gradient = batch.softmaxCrossEntropyRowsGradient(z, 3, given);
  assert.deepEqual(z, rows);
  assert.deepEqual(given, labels);
  assert.deepEqual(batch.softmaxCrossEntropyRowsGradient(z, 3, given, {}, z), gradient);
  assert.deepEqual(batch.softmaxRows(Float64Array.from(rows), 3), softmaxed);
  const none = Int32Array.of(-100, -100);
  assert.equal(batch.softmaxCrossEntropyRows(rows, 3, none), NaN);
  assert.equal(batch.softmaxCrossEntropyRows(rows, 3, none, { reduction: "sum" }), 0);
  assert.deepEqual(
    Array.from(batch.softmaxCrossEntropyRowsGradient(rows, 3, none, { reduction: "sum" })),
    [0, 0, 0, 0, 0, 0],
  );
});
