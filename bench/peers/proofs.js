/**
 * Proves all n² entries of softmax's Jacobian once, in this process, and prints what it took.
 *
 *     node bench/peers/proofs.js n "normal form" | "random points" | "simplify"
 *
 * Answers {"ms": …, "derivatives": …, "megabytes": …, "verdict": …}: milliseconds for the proof and
 * for mathjs's derivatives before it, the largest resident set, and what was found.
 */
import { simplify } from "mathjs";
import {
  expr,
  indicator,
  proveIdentities,
  softmaxExpressions,
  symbolicJacobian,
  variables,
} from "softmax-derivative/symbolic";

const [n, method] = [Number(process.argv[2]), process.argv[3]];

/** @param {number} n @param {string} method */
function prove(n, method) {
  const started = performance.now();
  const s = softmaxExpressions(n);
  const jacobian = symbolicJacobian(s, variables("z", n));
  const closed = s.map((si, i) => s.map((sj, j) => expr`${si} * (${indicator(i, j)} - ${sj})`));
  const derived = performance.now();
  const verdict =
    method === "simplify"
      ? bySimplify(jacobian, closed)
      : proveIdentities(jacobian, (i, j) => closed[i][j], {
          method: /** @type {"normal form" | "random points"} */ (method),
        }).verdict;
  return { ms: performance.now() - derived, derivatives: derived - started, verdict };
}

/** @param {import("mathjs").MathNode[][]} jacobian @param {import("mathjs").MathNode[][]} closed */
function bySimplify(jacobian, closed) {
  for (const [i, row] of jacobian.entries())
    for (const [j, entry] of row.entries())
      if (simplify(`(${entry}) - (${closed[i][j]})`).toString() !== "0") return "not proved";
  return "proved";
}

if (method !== "simplify") for (let k = 0; k < 3; k++) prove(4, method); // compiled by then
const result = prove(n, method);
const megabytes = process.resourceUsage().maxRSS / 1024;
console.log(JSON.stringify({ ...result, megabytes }));
