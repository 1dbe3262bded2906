import type { MathNode } from "mathjs";
import { ConstantNode, OperatorNode } from "./mathjs.js";
import { argumentsOf, kindOf, textOf } from "./nodes.js";

/**
 * The same expression without the zeros and ones that differentiation leaves behind: 0 + x is x,
 * 1 · x is x, 0 · x and 0 / x are 0, x^1 is x, −(−x) is x. Nothing is multiplied out or cancelled.
 *
 * @example
 * tidy(parseFormula("0 + 1 * exp(z2) + 0 * x")).toString(); // "exp(z2)"
 */
export function tidy(node: MathNode): MathNode {
  const inner = node.map(tidy) as MathNode;
  const kind = kindOf(inner);
  const [a, b, ...more] = argumentsOf(inner);
  if (more.length > 0) return inner;
  switch (kind) {
    case "brackets":
      return ["number", "symbol", "brackets"].includes(kindOf(a)) || isFunction(a) ? a : inner;
    case "unaryMinus":
      if (is(a, "0")) return a;
      return kindOf(bare(a)) === "unaryMinus" ? argumentsOf(bare(a))[0] : inner;
    case "add":
      return is(a, "0") ? b : is(b, "0") ? a : inner;
    case "subtract":
      if (is(b, "0")) return a;
      return is(a, "0") ? new OperatorNode("-", "unaryMinus", [b]) : inner;
    case "multiply":
      if (is(a, "0") || is(b, "0")) return new ConstantNode(0);
      return is(a, "1") ? b : is(b, "1") ? a : inner;
    case "divide":
      return is(a, "0") ? a : is(b, "1") ? a : inner;
    case "pow":
      return is(b, "1") ? a : inner;
    default:
      return inner;
  }
}

const bare = (node: MathNode): MathNode =>
  kindOf(node) === "brackets" ? bare(argumentsOf(node)[0]) : node;
const is = (node: MathNode, text: string) => textOf(bare(node)) === text;
const isFunction = (node: MathNode) => node.type === "FunctionNode";
