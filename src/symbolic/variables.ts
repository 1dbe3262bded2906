import type { MathNode } from "mathjs";
import { argumentsOf, CONSTANTS, kindOf, textOf } from "./nodes.js";

/** Names of the variables in some expressions, sorted. */
export function variablesOf(nodes: readonly MathNode[]): string[] {
  const names = new Set<string>();
  const visit = (node: MathNode) => {
    if (kindOf(node) === "symbol") names.add(textOf(node));
    else argumentsOf(node).forEach(visit);
  };
  nodes.forEach(visit);
  names.delete("e");
  return [...names].filter((name) => !CONSTANTS.has(name)).sort();
}
