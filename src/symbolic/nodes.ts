import type { MathNode } from "mathjs";

/** What a mathjs node is, in one word; its arguments; its text. mathjs's types end here. */
interface AnyNode {
  type: string;
  fn?: string | { type: string; name: string };
  name?: string;
  value?: unknown;
  args?: MathNode[];
  content?: MathNode;
}

export const OPERATORS: ReadonlySet<string> = new Set([
  ...["add", "subtract", "multiply", "divide", "pow", "unaryMinus", "unaryPlus"],
]);
export const FUNCTIONS: ReadonlySet<string> = new Set([
  ...["exp", "log", "sqrt", "sin", "cos", "tan", "abs"],
]);
/** Names that mean a number to mathjs; e is treated, these are not. */
export const CONSTANTS: ReadonlySet<string> = new Set([
  ...["pi", "PI", "tau", "phi", "i", "E", "Infinity", "NaN", "null", "undefined", "version"],
  ...["LN2", "LN10", "LOG2E", "LOG10E", "SQRT1_2", "SQRT2", "true", "false"],
]);

/** The kind of an operation or a function that a formula may have, else the type of the node. */
export function kindOf(node: MathNode): string {
  const n = node as unknown as AnyNode;
  if (n.type === "ConstantNode" && typeof n.value === "number") return "number";
  if (n.type === "SymbolNode") return "symbol";
  if (n.type === "ParenthesisNode") return "brackets";
  if (typeof n.fn === "string") return OPERATORS.has(n.fn) ? n.fn : n.type;
  // a.exp(x) has a function called exp as well, but its fn is no symbol.
  if (n.fn?.type === "SymbolNode" && FUNCTIONS.has(n.fn.name)) return n.fn.name;
  return n.type;
}

export function argumentsOf(node: MathNode): MathNode[] {
  const n = node as unknown as AnyNode;
  return n.content ? [n.content] : (n.args ?? []);
}

export const textOf = (node: MathNode): string => node.toString();

/** A constant as the fraction that its decimal notation means: 0.1 is 1/10. */
export function decimal(node: MathNode): [bigint, bigint] {
  const text = String((node as unknown as AnyNode).value);
  const match = /^(-?\d+)(?:\.(\d+))?(?:e([+-]?\d+))?$/.exec(text);
  if (!match) throw new RangeError(`${text} is not a finite number`);
  const [, whole, part = "", exponent = "0"] = match;
  const shift = Number(exponent) - part.length;
  const digits = BigInt(whole + part);
  return shift >= 0 ? [digits * 10n ** BigInt(shift), 1n] : [digits, 10n ** BigInt(-shift)];
}
