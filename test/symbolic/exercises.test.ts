import assert from "node:assert/strict";
import { test } from "node:test";
import * as symbolic from "../../src/symbolic/index.js";

test("exercises tell right from wrong and guess the usual mistakes", () => {
  const of = "exp(z1) / (exp(z1) + exp(z2))";
  const judge = (claim: string) => symbolic.checkDerivative({ of, by: "z2", claim });
  assert.equal(judge("").outcome, "unanswered");
  assert.equal(judge("-exp(z1 + z2) / (exp(z1) + exp(z2))^2").outcome, "right");
  assert.match(judge("exp(z1 + z2) / (exp(z1) + exp(z2))^2").guess ?? "", /sign/);
  const diagonal = (z: number[]) => {
    const e = z.map((zi) => Math.exp(zi - Math.max(...z)));
    const s = e.map((ei) => ei / e.reduce((x, y) => x + y));
    return s.map((si, i) => s.map((_, j) => (i === j ? si * (1 - si) : 0)));
  };
  assert.match(symbolic.checkJacobian(diagonal).guess ?? "", /diagonal/);
});
