import assert from "node:assert/strict";
import { test } from "node:test";
import { all, create } from "mathjs";
import { exact, lastLead, precisionModel, verdict } from "../../src/explorables/precision.js";
import { forms } from "../../src/explorables/precision-forms.js";

const [written, plain, ours] = forms;
const exactly = create(all, { number: "BigNumber", precision: 64 });

test("sd-precision's third form is right to 15 digits wherever doubles have so many", () => {
  for (let lead = 0; lead <= 708; lead += 4) {
    // From a lead of 40 on 1 + e would need more digits than 64; the series needs none of them.
    const logS = lead < 40 ? "log(1 + exp(-m))" : "exp(-m) - exp(-2 m) / 2";
    const digits = (formula: string) =>
      Number(exactly.evaluate(formula, { m: exactly.bignumber(lead) }).toString());
    for (const [got, want] of [
      [-ours.logS(lead), digits(logS)],
      [-ours.rest(lead), digits("1 / (1 + exp(m))")],
    ])
      assert.ok(Math.abs(got / want - 1) < 5e-16, `lead ${lead}: ${got}, not ${want}`);
  }
});

test("the other two forms lose every digit by a lead of 38, and the first overflows at 710", () => {
  for (const form of [written, plain])
    for (const quantity of ["log", "rest"] as const) {
      const last = lastLead(form, quantity, 800);
      assert.ok(last >= 30 && last <= 38, `${form.name}: ${last}`);
    }
  assert.equal(lastLead(ours, "log", 800), 745);
  assert.equal(lastLead(ours, "rest", 800), 745);
  assert.equal(written.logS(709), 0);
  assert.ok(Number.isNaN(written.logS(710)) && Number.isNaN(written.rest(710)));
  assert.equal(plain.logS(800), 0);
});

test("a word stands beside each number: right, lost, overflow, too small", () => {
  assert.equal(verdict(written.rest(40), ours.rest(40), 40), "all digits lost");
  assert.equal(verdict(written.rest(720), ours.rest(720), 720), "∞/∞: overflow");
  assert.equal(verdict(ours.rest(40), ours.rest(40), 40), "15 digits right");
  assert.equal(verdict(ours.rest(720), ours.rest(720), 720), "subnormal: few digits");
  assert.equal(verdict(ours.rest(800), ours.rest(800), 800), "true: −10⁻³⁴⁷");
  assert.equal(verdict(1.5, 1, 1), "no digit right");
  assert.equal(verdict(1.004, 1, 1), "2 digits right");
});

test("tiny numbers are written with a power of ten, others plainly", () => {
  assert.equal(exact(-4.248354255291589e-18), "−4.248 × 10⁻¹⁸");
  assert.equal(exact(-0.31326168751822286), "−0.3133");
  assert.equal(exact(0), "0");
  assert.equal(exact(-0), "0");
  assert.equal(exact(Number.NaN), "NaN");
});

test("sd-precision refuses a lead outside 0 to 800 and an unknown word", () => {
  const read = (attributes: Record<string, string>) =>
    precisionModel.read((name) => attributes[name] ?? null);
  assert.throws(() => read({ lead: "801" }), /sd-precision: lead = 801 is outside \[0, 800\]/);
  assert.throws(() => read({ span: "far" }), /sd-precision: span="far" must be one of all, near/);
  const state = read({ lead: "37", quantity: "rest", span: "near" });
  assert.deepEqual(read(precisionModel.write(state)), state);
});
