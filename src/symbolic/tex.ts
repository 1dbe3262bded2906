import type { MathNode } from "mathjs";
import { argumentsOf, kindOf, textOf } from "./nodes.js";

/** An expression as TeX in the article's letters: z1 is z_1, exp(z1) is e^{z_1}. */
export function toTex(node: MathNode): string {
  const parts = argumentsOf(node);
  const kind = kindOf(node);
  if (kind === "symbol") return textOf(node).replace(/^([A-Za-z])(\w+)$/, "$1_{$2}");
  if (kind === "exp") return ` e^{${toTex(parts[0])}}`;
  if (kind === "log") return `\\log\\left(${toTex(parts[0])}\\right)`;
  return node.toTex({
    parenthesis: "auto",
    handler: (part: MathNode) =>
      part !== node && ["symbol", "exp", "log"].includes(kindOf(part)) ? toTex(part) : undefined,
  });
}
