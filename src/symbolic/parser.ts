import type { MathNode } from "mathjs";
import { parse } from "./mathjs.js";
import { argumentsOf, FUNCTIONS, kindOf, OPERATORS, textOf } from "./nodes.js";

const MOST_CHARACTERS = 20_000;
const DEEPEST_BRACKETS = 100;
/** A sum of k terms is k deep, since mathjs reads a + b + c as (a + b) + c. */
const DEEPEST = 500;
const MOST_DIGITS = 15;
const MOST_EXPONENT = 300;

/**
 * A reader's text as an expression: the one door through which text reaches mathjs's parser.
 *
 * Numbers, names, + − * / ^, brackets and a few functions pass. Nothing else does: no assignments,
 * texts, objects, properties, matrices, units' conversions, nor any of mathjs's own commands. The
 * characters, the length and the depth are looked at before mathjs sees anything, and the parsed
 * tree afterwards, so that refusal takes milliseconds.
 *
 * @throws {TypeError} if it is not a text.
 * @throws {SyntaxError} if the text is no such formula; the message says what was met.
 *
 * @example
 * parseFormula("exp(z1) / 2").toString(); // "exp(z1) / 2"
 */
export function parseFormula(text: string): MathNode {
  if (typeof text !== "string") throw new TypeError(`a formula must be a text, got ${typeof text}`);
  refuseText(text);
  let node: MathNode;
  try {
    node = parse(text);
  } catch (error) {
    throw new SyntaxError(`${quoted(text)} is not a formula: ${(error as Error).message}`);
  }
  refuseNodes(node);
  return node;
}

/** A text or an expression as an expression. */
export const toNode = (value: string | MathNode): MathNode =>
  typeof value === "string" ? parseFormula(value) : value;

const quoted = (text: string) => JSON.stringify(text.length > 80 ? `${text.slice(0, 77)}…` : text);

function refuseText(text: string): void {
  if (text.length > MOST_CHARACTERS)
    throw new SyntaxError(
      `a formula may have ${MOST_CHARACTERS} characters, this has ${text.length}`,
    );
  const foreign = /[^A-Za-z0-9_\u0391-\u03c9\s.,+\-*/^()]|\.(?!\d)(?<!\d\.)|\.\s*[A-Za-z_]/.exec(
    text,
  );
  if (foreign)
    throw new SyntaxError(
      `${JSON.stringify(foreign[0])} may not stand in ${quoted(text)}${adviceFor(text)}`,
    );
  const based = /(?<![A-Za-z0-9_])0[xob]\w/i.exec(text);
  if (based) throw new SyntaxError(`${quoted(text)}: numbers are written in decimal digits`);
  let depth = 0;
  let signs = 0;
  for (const character of text) {
    if (character === "(") depth++;
    if (character === ")") depth--;
    if (depth > DEEPEST_BRACKETS)
      throw new SyntaxError(`brackets nested more than ${DEEPEST_BRACKETS} deep`);
    if ("-+^".includes(character)) signs++;
    else if (!/\s/.test(character)) signs = 0;
    if (signs > 20) throw new SyntaxError("too many signs in a row");
  }
  for (const number of text.match(/(?<![A-Za-z0-9_])\.?\d[\d.]*(?:[eE][+-]?\d+)?/g) ?? [])
    refuseNumber(number);
}

/** For three ways of writing that readers bring along. */
function adviceFor(text: string): string {
  if (/\bMath\s*\./.test(text)) return "; write exp and log without Math in front";
  if (/[\u2080-\u2089]/.test(text)) return "; write z1 for z₁";
  if (/\\/.test(text)) return "; write it as in a program, exp(z1) / 2, not in TeX";
  return "";
}

/** What a double does not hold as it is written would not mean what is written. */
function refuseNumber(number: string): void {
  const [digits, exponent = "0"] = number.toLowerCase().split("e");
  if (digits.replace(/^[0.]+/, "").replace(".", "").length > MOST_DIGITS)
    throw new SyntaxError(
      `${number} has more than ${MOST_DIGITS} digits; write it as a fraction or a power`,
    );
  if (digits.length > 300 || Math.abs(Number(exponent)) > MOST_EXPONENT)
    throw new SyntaxError(`${number} is too large or too small; write it as a power`);
}

/** Walks the tree without recursion: it may be deep. */
function refuseNodes(root: MathNode): void {
  const open: [MathNode, number][] = [[root, 1]];
  for (let next = open.pop(); next; next = open.pop()) {
    const [node, depth] = next;
    const kind = kindOf(node);
    const isNumber = kind === "number" && Number.isFinite((node as { value?: unknown }).value);
    const isAllowed = isNumber || kind === "symbol" || kind === "brackets" || OPERATORS.has(kind);
    if (!isAllowed && !FUNCTIONS.has(kind))
      throw new SyntaxError(
        `${quoted(textOf(node))} may not stand in a formula${/^ln\(/.test(textOf(node)) ? "; write log for ln" : ""}`,
      );
    if (depth > DEEPEST)
      throw new SyntaxError(`a formula may be ${DEEPEST} operations deep; this is deeper`);
    for (const part of argumentsOf(node)) open.push([part, depth + 1]);
  }
}
