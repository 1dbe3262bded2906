import assert from "node:assert/strict";
import { test } from "node:test";
import { parse } from "mathjs";
import { proveIdentity } from "../../src/symbolic/index.js";

/**
 * Identities that are true by construction: a random expression on the left, and on the right the
 * same after random steps that keep its value. Then one coefficient or sign of the right is damaged.
 */
const IDENTITIES = 2_500;
const SEED = 20261125;

type Op = "+" | "-" | "*" | "/";
type Tree =
  | { op: "number"; value: number }
  | { op: "name"; name: string }
  | { op: Op; a: Tree; b: Tree }
  | { op: "^"; a: Tree; k: number }
  | { op: "exp" | "log" | "minus"; a: Tree };

const number = (value: number): Tree => ({ op: "number", value });
const on = (op: Op, a: Tree, b: Tree): Tree => ({ op, a, b });
const exp = (a: Tree): Tree => ({ op: "exp", a });
const log = (a: Tree): Tree => ({ op: "log", a });
const minus = (a: Tree): Tree => ({ op: "minus", a });
const raised = (a: Tree, k: number): Tree => ({ op: "^", a, k });

function textOf(tree: Tree): string {
  switch (tree.op) {
    case "number":
      return String(tree.value);
    case "name":
      return tree.name;
    case "^":
      return `(${textOf(tree.a)})^${tree.k}`;
    case "exp":
    case "log":
      return `${tree.op}(${textOf(tree.a)})`;
    case "minus":
      return `(-${textOf(tree.a)})`;
    default:
      return `(${textOf(tree.a)} ${tree.op} ${textOf(tree.b)})`;
  }
}

function generator(seed: number) {
  let state = seed;
  const random = () => {
    state = (state + 0x6d2b79f5) | 0;
    let t = Math.imul(state ^ (state >>> 15), 1 | state);
    t = (t + Math.imul(t ^ (t >>> 7), 61 | t)) ^ t;
    return ((t ^ (t >>> 14)) >>> 0) / 2 ** 32;
  };
  const below = (n: number) => Math.floor(random() * n);
  const pick = <T>(list: readonly T[]): T => list[below(list.length)];
  return { below, pick };
}
const { below, pick } = generator(SEED);

const NAMES = ["z1", "z2", "z3", "y"];
const name = (): Tree => ({ op: "name", name: pick(NAMES) });
const linear = (): Tree =>
  pick([
    () => name(),
    () => on(pick(["+", "-"]), name(), name()),
    () => on("*", number(1 + below(3)), name()),
    () => on("/", name(), number(2 + below(2))),
  ])();
/** Positive for all values of the names, so that it may be divided by and have a logarithm. */
const positive = (): Tree =>
  pick([
    () => exp(linear()),
    () => on("+", exp(name()), exp(name())),
    () => on("+", exp(linear()), number(1 + below(5))),
    () => on("*", number(2 + below(4)), exp(name())),
    () => on("/", exp(name()), on("+", on("+", exp(name()), exp(name())), number(1))),
  ])();
function expression(depth: number): Tree {
  if (depth === 0) return pick([positive, positive, linear, () => number(1 + below(6))])();
  const smaller = () => expression(depth - 1);
  return pick([
    () => on("+", smaller(), smaller()),
    () => on("-", smaller(), smaller()),
    () => on("*", smaller(), smaller()),
    () => on("/", smaller(), positive()),
    () => minus(smaller()),
    () => raised(smaller(), 2),
    () => log(positive()),
  ])();
}

/** Steps that keep the value, each for the trees that it fits. */
const STEPS: readonly ((tree: Tree) => Tree | undefined)[] = [
  (t) => {
    const b = expression(0);
    return on("-", on("+", t, b), b);
  },
  (t) => {
    const b = expression(0);
    return on("+", b, on("-", t, b));
  },
  (t) => {
    const b = positive();
    return on("/", on("*", t, b), b);
  },
  (t) => {
    const b = positive();
    return on("*", b, on("/", t, b));
  },
  (t) => {
    const k = 2 + below(5);
    return on("/", on("*", number(k), t), number(k));
  },
  (t) => on("-", on("*", number(3), t), on("*", number(2), t)),
  (t) => minus(minus(t)),
  (t) => log(exp(t)),
  (t) => (t.op === "+" ? on("+", t.b, t.a) : undefined),
  (t) => (t.op === "*" ? on("*", t.b, t.a) : undefined),
  (t) => (t.op === "-" ? minus(on("-", t.b, t.a)) : undefined),
  (t) => (t.op === "-" ? on("+", t.a, minus(t.b)) : undefined),
  (t) =>
    t.op === "*" && (t.b.op === "+" || t.b.op === "-")
      ? on(t.b.op, on("*", t.a, t.b.a), on("*", t.a, t.b.b))
      : undefined,
  (t) =>
    t.op === "/" && (t.a.op === "+" || t.a.op === "-")
      ? on(t.a.op, on("/", t.a.a, t.b), on("/", t.a.b, t.b))
      : undefined,
  (t) => (t.op === "/" ? on("*", t.a, on("/", number(1), t.b)) : undefined),
  (t) => (t.op === "^" && t.k === 2 ? on("*", t.a, t.a) : undefined),
  (t) =>
    t.op === "^" && t.k === 2 && (t.a.op === "+" || t.a.op === "-")
      ? on(
          "+",
          on(t.a.op, raised(t.a.a, 2), on("*", number(2), on("*", t.a.a, t.a.b))),
          raised(t.a.b, 2),
        )
      : undefined,
  (t) => (t.op === "exp" ? on("/", number(1), exp(minus(t.a))) : undefined),
  (t) => (t.op === "exp" ? raised(exp(on("/", t.a, number(2))), 2) : undefined),
  (t) => (t.op === "exp" && t.a.op === "+" ? on("*", exp(t.a.a), exp(t.a.b)) : undefined),
  (t) => (t.op === "exp" && t.a.op === "-" ? on("/", exp(t.a.a), exp(t.a.b)) : undefined),
  (t) => (t.op === "exp" ? on("*", exp(on("+", t.a, number(1))), exp(number(-1))) : undefined),
  (t) => (t.op === "log" && t.a.op === "*" ? on("+", log(t.a.a), log(t.a.b)) : undefined),
  (t) => (t.op === "log" && t.a.op === "/" ? on("-", log(t.a.a), log(t.a.b)) : undefined),
  (t) => (t.op === "log" ? on("/", log(raised(t.a, 3)), number(3)) : undefined),
];

function places(tree: Tree): number {
  if (tree.op === "number" || tree.op === "name") return 1;
  return 1 + places(tree.a) + ("b" in tree ? places(tree.b) : 0);
}

/** The tree with the subtree at a place changed; places are counted from the root down. */
function changedAt(tree: Tree, place: number, change: (tree: Tree) => Tree | undefined): Tree {
  if (place === 0) return change(tree) ?? tree;
  if (tree.op === "number" || tree.op === "name") return tree;
  const inA = places(tree.a);
  if (place <= inA) return { ...tree, a: changedAt(tree.a, place - 1, change) };
  if ("b" in tree) return { ...tree, b: changedAt(tree.b, place - 1 - inA, change) };
  return tree;
}

function rewritten(tree: Tree): Tree {
  let result = tree;
  for (let step = 0, wanted = 3 + below(5); step < wanted; ) {
    const next = changedAt(result, below(places(result)), pick(STEPS));
    if (next !== result) step++;
    result = next;
  }
  return result;
}

/** One coefficient or one sign changed. */
function damaged(tree: Tree): Tree {
  for (;;) {
    const next = changedAt(tree, below(places(tree)), (t) => {
      if (t.op === "number") return number(t.value + pick([1, -1, 2]));
      if (t.op === "+") return on("-", t.a, t.b);
      if (t.op === "-") return on("+", t.a, t.b);
      if (t.op === "minus") return t.a;
      if (t.op === "name" || t.op === "exp") return pick([minus(t), on("*", number(2), t)]);
      return undefined;
    });
    if (JSON.stringify(next) !== JSON.stringify(tree)) return next;
  }
}

const POINTS = [
  { z1: 0.31, z2: -0.74, z3: 1.13, y: 0.56 },
  { z1: -1.2, z2: 0.45, z3: 0.27, y: 1.9 },
  { z1: 0.9, z2: 1.6, z3: -0.35, y: -0.8 },
];
/** mathjs's own doubles as the judge of what is false: the sides differ where it can be seen. */
function isPlainlyFalse(left: string, right: string): boolean {
  const [f, g] = [parse(left).compile(), parse(right).compile()];
  return POINTS.some((point) => {
    const [a, b] = [f.evaluate({ ...point }), g.evaluate({ ...point })];
    if (!Number.isFinite(a) || !Number.isFinite(b)) return false;
    return Math.abs(a - b) > 1e-6 * Math.max(1, Math.abs(a), Math.abs(b));
  });
}

test(`of ${IDENTITIES} random identities nearly each is proved, none is refuted, and damaged none is proved`, () => {
  const methods = ["normal form", "random points"] as const;
  let undecided = 0;
  let refused = 0;
  for (let k = 0; k < IDENTITIES; k++) {
    const tree = expression(2);
    const [left, right] = [tree, rewritten(tree)].map(textOf);
    const wrong = textOf(damaged(rewritten(tree)));
    const isFalse = isPlainlyFalse(left, wrong);
    if (isFalse) refused++;
    for (const method of methods) {
      const { verdict } = proveIdentity(left, right, { method });
      assert.notEqual(verdict, "refuted", `seed ${SEED}, ${k}: ${left} = ${right}`);
      if (verdict === "undecided") undecided++;
      if (!isFalse) continue;
      let verdictOnWrong = "error";
      try {
        verdictOnWrong = proveIdentity(left, wrong, { method }).verdict;
      } catch {
        // The damage made a division by zero of it.
      }
      assert.notEqual(verdictOnWrong, "proved", `seed ${SEED}, ${k}: ${left} = ${wrong}`);
    }
  }
  // exp(x / (1 + y)) exp(x y / (1 + y)) = exp(x) and its like are beyond the rules.
  assert.ok(undecided <= IDENTITIES / 100, `${undecided} were undecided`);
  assert.ok(refused >= 2_000, `${refused} were plainly false`);
});
