import type { BigNumber, Complex, MathNode } from "mathjs";
import { complex } from "./mathjs.js";
import { textOf } from "./nodes.js";
import { big } from "./counterexample.js";

type Names = readonly string[];
type Values = readonly number[];
const scopeOf = (names: Names, values: readonly unknown[]) =>
  Object.fromEntries(names.map((name, k) => [name, values[k]]));

/** The value of each expression with the variables set, in doubles. */
export function evaluateMatrix(
  nodes: readonly (readonly MathNode[])[],
  names: Names,
  values: Values,
): number[][] {
  const scope = scopeOf(names, values);
  return nodes.map((row) => row.map((node) => node.evaluate({ ...scope }) as number));
}

/** Im f(z + ih) / h: no difference, so no cancellation; h may be as small as doubles go. */
export function complexStep(node: MathNode, by: string, names: Names, values: Values): number {
  const h = 1e-20;
  const scope = scopeOf(names, values);
  scope[by] = complex(scope[by] as number, h);
  return (node.evaluate(scope) as Complex).im / h;
}

/** (f(z + h) − f(z − h)) / 2h: errs by about h² because f bends, and by about 2⁻⁵³/h by rounding. */
export function centralDifference(
  node: MathNode,
  by: string,
  names: Names,
  values: Values,
  h = 1e-5,
): number {
  const at = (shift: number) => {
    const scope = scopeOf(names, values) as Record<string, number>;
    scope[by] += shift;
    return node.evaluate(scope) as number;
  };
  return (at(h) - at(-h)) / (2 * h);
}

/** The central difference in decimal arithmetic with 64 digits, h = 10⁻²⁰: about 40 are right. */
export function bigNumberDerivative(
  node: MathNode,
  by: string,
  names: Names,
  values: Values,
): number {
  const h = big.bignumber("1e-20");
  const code = big.compile(textOf(node));
  const at = (shift: BigNumber) => {
    const scope = scopeOf(
      names,
      values.map((v) => big.bignumber(v)),
    ) as Record<string, BigNumber>;
    scope[by] = scope[by].plus(shift);
    return code.evaluate(scope) as BigNumber;
  };
  return at(h).minus(at(h.neg())).div(h.times(2)).toNumber();
}

/**
 * All derivatives of all expressions, three ways that fail differently.
 *
 * @param names all variables in the expressions; values: where they stand.
 * @param by the variables to differentiate by; all of them unless said otherwise.
 */
export function witnesses(
  expressions: readonly MathNode[],
  names: Names,
  values: Values,
  by: Names = names,
) {
  const each = (f: typeof complexStep) =>
    expressions.map((node) => by.map((name) => f(node, name, names, values)));
  return {
    complexStep: each(complexStep),
    centralDifference: each(centralDifference),
    bigNumber: each(bigNumberDerivative),
  };
}

/** How far the central difference is off the exact derivative, for steps from 10⁻¹ to 10⁻¹². */
export function errorAgainstStep(node: MathNode, by: string, names: Names, values: Values) {
  const exact = bigNumberDerivative(node, by, names, values);
  // The last digit of a power depends on the engine, and the errors here on that of the step.
  const steps = Array.from({ length: 45 }, (_, k) => Number((10 ** (-1 - k / 4)).toPrecision(14)));
  const errors = steps.map((h) => Math.abs(centralDifference(node, by, names, values, h) - exact));
  return { steps, errors };
}
