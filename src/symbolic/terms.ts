import type { MathNode } from "mathjs";
import { argumentsOf, CONSTANTS, decimal, kindOf, textOf } from "./nodes.js";
import { toNode } from "./parser.js";

/** A subexpression. Equal ones are one object, so that whatever is found out about it is kept once. */
export interface Term {
  /** Parts have smaller numbers than what they are parts of. */
  readonly number: number;
  readonly kind:
    | ("number" | "symbol" | "add" | "minus" | "multiply" | "divide" | "power" | "exp" | "log")
    | "other"; // what the proofs cannot treat
  /** What a symbol, a number or anything else is called. */
  readonly name: string;
  readonly parts: readonly Term[];
  /** A number's value as a fraction: what its decimal notation means. */
  readonly value?: readonly [bigint, bigint];
  /** As it was written. */
  readonly text: () => string;
}

/**
 * The subexpressions of some expressions, each once.
 *
 * The n² derivatives in a matrix repeat the same sum Σ and the same s_i; here each is one term, and
 * normal forms and values are taken of terms. Brackets vanish, a − b is a + (−b), a sum of many is
 * one term, and e^x is exp(x).
 */
export class Terms {
  readonly all: Term[] = [];
  private readonly byKey = new Map<string, Term>();
  private readonly byNode = new WeakMap<MathNode, Term>();
  private readonly replacements = new Map<string, Term>();

  /** @param where expressions put in for variables. */
  constructor(where: Readonly<Record<string, string | MathNode>> = {}) {
    const replacements = Object.entries(where).map(([name, by]) => [name, this.of(by)] as const);
    this.byNode = new WeakMap();
    this.replacements = new Map(replacements);
  }

  of(side: string | MathNode): Term {
    const node = toNode(side);
    let term = this.byNode.get(node);
    if (term === undefined) {
      term = this.read(node);
      this.byNode.set(node, term);
    }
    return term;
  }

  /** 64 bits that depend on every term: other expressions give others. */
  digest(): bigint {
    let [high, low] = [0xdeadbeef, 0x41c6ce57];
    for (const key of this.byKey.keys())
      for (let k = 0; k <= key.length; k++) {
        const code = k < key.length ? key.charCodeAt(k) : 0x10000;
        high = Math.imul(high ^ code, 0x9e3779b1);
        low = Math.imul(low ^ code ^ (high >>> 15), 0x5f356495);
      }
    return (BigInt(high >>> 0) << 32n) | BigInt(low >>> 0);
  }

  private read(node: MathNode): Term {
    const kind = kindOf(node);
    const [first, second] = argumentsOf(node);
    const text = () => textOf(node);
    switch (kind) {
      case "brackets":
      case "unaryPlus":
        return this.of(first);
      case "number": {
        const value = decimal(node);
        return this.make("number", [], `${value[0]}/${value[1]}`, text, value);
      }
      case "symbol":
        if (text() === "e") return this.make("exp", [this.one()], "", text);
        return this.replacements.get(text()) ?? this.symbol(text());
      case "add":
      case "subtract":
        return this.make("add", this.operands(node, ["add", "subtract"]), "", text);
      case "multiply":
        return this.make("multiply", this.operands(node, ["multiply"]), "", text);
      case "unaryMinus":
        return this.make("minus", [this.of(first)], "", text);
      case "divide":
        return this.make("divide", [this.of(first), this.of(second)], "", text);
      case "pow": {
        const [base, exponent] = [this.of(first), this.of(second)];
        const isE = base.kind === "exp" && base.parts[0] === this.one();
        return isE
          ? this.make("exp", [exponent], "", text)
          : this.make("power", [base, exponent], "", text);
      }
      default: {
        const parts = argumentsOf(node).map((part) => this.of(part));
        const treated = (kind === "exp" || kind === "log") && parts.length === 1;
        return this.make(treated ? kind : "other", parts, treated ? "" : kind, text);
      }
    }
  }

  /** What a sum or a product is of: a + b − c, which mathjs reads as (a + b) − c, is of a, b, −c. */
  private operands(node: MathNode, kinds: readonly string[]): Term[] {
    const found: Term[] = [];
    let rest = node;
    for (let kind = kindOf(rest); kinds.includes(kind); kind = kindOf(rest)) {
      const [first, ...others] = argumentsOf(rest);
      for (const other of others.reverse()) {
        const term = this.of(other);
        found.push(
          kind === "subtract" ? this.make("minus", [term], "", () => `-(${term.text()})`) : term,
        );
      }
      rest = first;
    }
    found.push(this.of(rest));
    return found.reverse();
  }

  private symbol(name: string): Term {
    return this.make(CONSTANTS.has(name) ? "other" : "symbol", [], name, () => name);
  }

  private one(): Term {
    return this.make("number", [], "1/1", () => "1", [1n, 1n]);
  }

  private make(
    kind: Term["kind"],
    parts: readonly Term[],
    name: string,
    text: () => string,
    value?: readonly [bigint, bigint],
  ): Term {
    const key = `${kind} ${parts.map((part) => part.number).join(",")} ${name}`;
    let term = this.byKey.get(key);
    if (term === undefined) {
      term = { number: this.all.length, kind, name, parts, text, value };
      this.all.push(term);
      this.byKey.set(key, term);
    }
    return term;
  }
}
