import { type MathNode, parse } from "mathjs";

/** What a mathjs node is, in one word; its arguments; its text. mathjs's types end here. */
interface AnyNode {
  type: string;
  fn?: string | { name: string };
  name?: string;
  value?: unknown;
  args?: MathNode[];
  content?: MathNode;
}

export function kindOf(node: MathNode): string {
  const n = node as unknown as AnyNode;
  if (n.type === "ConstantNode" && typeof n.value === "number") return "number";
  if (n.type === "SymbolNode") return "symbol";
  if (n.type === "ParenthesisNode") return "brackets";
  if (n.type === "OperatorNode") return String((n as { fn: string }).fn);
  if (n.type === "FunctionNode") return String((n.fn as { name: string }).name ?? n.fn);
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

/** Names of the variables in an expression, sorted. */
export function variablesOf(nodes: readonly MathNode[]): string[] {
  const names = new Set<string>();
  const visit = (node: MathNode) => {
    if (kindOf(node) === "symbol") names.add(textOf(node));
    else argumentsOf(node).forEach(visit);
  };
  nodes.forEach(visit);
  names.delete("e");
  return [...names].sort();
}

const MOST_CHARACTERS = 20_000;
const DEEPEST = 100;
const FUNCTIONS = new Set(["exp", "log", "sqrt", "sin", "cos", "tan", "abs"]);
const OPERATORS = new Set([
  ...["add", "subtract", "multiply", "divide", "pow", "unaryMinus", "unaryPlus"],
]);

/**
 * A reader's text as an expression: the one door through which text reaches mathjs's parser.
 *
 * Numbers, names, + − * / ^, brackets and a few functions pass; assignments, strings, objects,
 * properties, matrices and all of mathjs's own commands do not. Length and depth are bounded
 * before anything is parsed.
 *
 * @throws {SyntaxError} if the text is no such formula; the message says what was met.
 */
export function parseFormula(text: string): MathNode {
  if (typeof text !== "string") throw new TypeError(`a formula must be a text, got ${typeof text}`);
  if (text.length > MOST_CHARACTERS)
    throw new SyntaxError(
      `a formula may have ${MOST_CHARACTERS} characters, this has ${text.length}`,
    );
  let depth = 0;
  for (const character of text) {
    if (character === "(") depth++;
    if (character === ")") depth--;
    if (depth > DEEPEST) throw new SyntaxError(`brackets nested more than ${DEEPEST} deep`);
  }
  if (/[-+^]{40}/.test(text.replaceAll(/\s/g, "")))
    throw new SyntaxError("too many signs in a row");
  const long = text.match(/\d[\d.]{16,}/);
  if (long) throw new SyntaxError(`${long[0]} has more than 15 digits; write it as a fraction`);
  let node: MathNode;
  try {
    node = parse(text);
  } catch (error) {
    throw new SyntaxError(`${JSON.stringify(text)} is not a formula: ${(error as Error).message}`);
  }
  refuseOthers(node);
  return node;
}

function refuseOthers(node: MathNode): void {
  const { type } = node as unknown as AnyNode;
  const kind = kindOf(node);
  const allowed =
    type === "FunctionNode"
      ? FUNCTIONS.has(kind)
      : type === "OperatorNode"
        ? OPERATORS.has(kind)
        : kind === "number" || kind === "symbol" || kind === "brackets";
  if (!allowed) throw new SyntaxError(`${JSON.stringify(textOf(node))} may not stand in a formula`);
  argumentsOf(node).forEach(refuseOthers);
}

/** A text or an expression as an expression. */
export const toNode = (value: string | MathNode): MathNode =>
  typeof value === "string" ? parseFormula(value) : value;
