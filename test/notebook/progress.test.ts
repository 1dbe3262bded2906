import assert from "node:assert/strict";
import { mock, test } from "node:test";
import { ledger, progress } from "../../src/notebook/index.js";

test("progress takes each step once and says how many are done", async () => {
  const lines: string[] = [];
  const log = mock.method(console, "log", (line: string) => lines.push(line));
  const seen: number[] = [];
  await progress([10, 20, 30, 40], { total: 4, says: "epochs" }, (step) => seen.push(step));
  log.mock.restore();
  assert.deepEqual(seen, [10, 20, 30, 40]);
  assert.equal(lines.at(-1), `✓ ${"█".repeat(20)} 4 of 4 epochs`);
  assert.equal(lines[0], `… ${"█".repeat(5)}${"░".repeat(15)} 1 of 4 epochs`);
  await assert.rejects(progress([], { total: 0, says: "epochs" }), /total must be .* got 0/);
});

test("a measured claim below its bound stops the notebook with both numbers", () => {
  const log = mock.method(console, "log", () => {});
  const claims = ledger("test");
  claims.atLeast("T5", 0.9123456789, 0.9, { says: "held-out accuracy" });
  assert.deepEqual(claims.list(), [
    {
      item: "T5",
      says: "held-out accuracy",
      verdict: "measured",
      how: "0.912346, at least 0.9",
    },
  ]);
  assert.throws(
    () => claims.atLeast("T5", 0.8999, 0.9, { says: "held-out accuracy" }),
    /T5, held-out accuracy: 0.8999, should be at least 0.9/,
  );
  assert.throws(() => claims.atLeast("T5", Number.NaN, 0.9, { says: "accuracy" }), /NaN/);
  log.mock.restore();
});
