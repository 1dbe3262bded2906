import type { MathNode, SymbolNode as NameNode } from "mathjs";
import {
  derivative,
  FunctionNode,
  isNode,
  OperatorNode,
  ParenthesisNode,
  parse,
  SymbolNode,
} from "./mathjs.js";
import { parseFormula, toNode } from "./parser.js";

/** Names of n variables: variables("z", 2) is ["z1", "z2"]. They count from 1, as the article does. */
export function variables(letter: string, n: number): string[] {
  return Array.from({ length: n }, (_, i) => `${letter}${i + 1}`);
}

/** 1{i=j} as it stands in a formula. */
export const indicator = (i: number, j: number): "1" | "0" => (i === j ? "1" : "0");

/**
 * An expression from a template; each value is taken as a bracketed whole. Expressions among the
 * values are put in as they are, so that proofs see which parts of two expressions are the same.
 *
 * @example
 * expr`${"a + b"} * c`.toString(); // "(a + b) * c"
 */
export function expr(strings: TemplateStringsArray, ...values: unknown[]): MathNode {
  let template = templates.get(strings);
  if (template === undefined) {
    template = parse(strings.reduce((text, string, k) => `${text}(${hole(k - 1)})${string}`));
    templates.set(strings, template);
  }
  const nodes = new Map(values.map((value, k) => [hole(k), nodeOf(value)]));
  return template.transform((part) => nodes.get((part as NameNode).name ?? "") ?? part);
}
const templates = new WeakMap<TemplateStringsArray, MathNode>();
const hole = (k: number) => `$${k}$`;
const nodeOf = (value: unknown) => (isNode(value) ? value : parseFormula(String(value)));

/**
 * The sum of one or more expressions, from left to right.
 *
 * @throws {RangeError} if there is none.
 *
 * @example
 * sumOf(["exp(z1)", "exp(z2)"]).toString(); // "exp(z1) + exp(z2)"
 */
export function sumOf(terms: readonly (string | MathNode)[]): MathNode {
  if (terms.length === 0) throw new RangeError("sumOf: requires one or more terms");
  return terms.map(toNode).reduce((a, b) => new OperatorNode("+", "add", [a, b]));
}

/** Softmax's definition, D1, in the variables z1 … zn. */
export function softmaxExpressions(n: number): MathNode[] {
  const terms = variables("z", n).map((z) => parse(`exp(${z})`));
  const total = new ParenthesisNode(sumOf(terms));
  return terms.map((term) => new OperatorNode("/", "divide", [term, total]));
}

/** log s_i, as the logarithm of the definition. */
export function logSoftmaxExpressions(n: number): MathNode[] {
  return softmaxExpressions(n).map((s) => new FunctionNode("log", [s]));
}

/** The loss, D18 with D1 in it, in z1 … zn and the targets y1 … yn. */
export function crossEntropyExpression(n: number): MathNode {
  const terms = logSoftmaxExpressions(n).map(
    (logS, i): MathNode => new OperatorNode("*", "multiply", [new SymbolNode(`y${i + 1}`), logS]),
  );
  return new OperatorNode("-", "unaryMinus", [new ParenthesisNode(sumOf(terms))]);
}

/** Row i, column j: the derivative of expression i by variable j, as mathjs takes it. */
export function symbolicJacobian(
  expressions: readonly (string | MathNode)[],
  names: readonly string[],
): MathNode[][] {
  return expressions.map((expression) => symbolicGradient(expression, names));
}

/** The derivatives of one expression by each variable, as mathjs takes them. */
export function symbolicGradient(
  expression: string | MathNode,
  names: readonly string[],
): MathNode[] {
  const node = toNode(expression);
  return names.map((name) => derivative(node, name, { simplify: false }));
}
