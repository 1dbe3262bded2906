import assert from "node:assert/strict";
import { test } from "node:test";
import { orderSentence, probabilities, softmaxModel } from "../../src/explorables/softmax.js";
import { softmax } from "../../src/index.js";

const read = (attributes: Record<string, string>) =>
  softmaxModel.read((name) => attributes[name] ?? null);

test("sd-softmax shows the module's own numbers", () => {
  const state = read({ z: "2, 1, 0.1, −1", labels: "cat, dog, hen, fox", temperature: "2" });
  assert.deepEqual(state, {
    z: [2, 1, 0.1, -1],
    labels: ["cat", "dog", "hen", "fox"],
    temperature: 2,
  });
  const s = softmax([2, 1, 0.1, -1], { temperature: 2 });
  assert.deepEqual(probabilities(state), s);
  assert.deepEqual(
    softmaxModel.table(state).rows.map((row) => row[2]),
    s,
  );
});

test("sd-softmax's state, written as attributes, is read back the same", () => {
  const state = read({ z: "1e-7,-3.25,800", labels: "a,b,c", temperature: "0.3" });
  assert.deepEqual(read(softmaxModel.write(state)), state);
});

test("attributes that make no sense are refused with their name and value", () => {
  const refuses = (attributes: Record<string, string>, message: RegExp) =>
    assert.throws(() => read(attributes), message);
  refuses({ z: "2,cat" }, /^RangeError: sd-softmax: z\[1\] must be a finite number, got "cat"$/);
  refuses({ z: "2,,1" }, /z\[1\] must be a finite number, got ""/);
  refuses({ z: "2" }, /z="2" must hold 2 to 10 numbers/);
  refuses({ z: "1,Infinity" }, /z\[1\] must be a finite number, got "Infinity"/);
  refuses({ z: "1,2", labels: "cat" }, /labels has 1 entries and z has 2/);
  refuses({ z: "1,2", labels: "cat," }, /labels\[1\] is empty/);
  refuses({ temperature: "0" }, /temperature must be positive and finite, got 0/);
  refuses({ temperature: "warm" }, /temperature must be a finite number, got "warm"/);
});

test("the sentence about the order is what was compared, ties and losses included", () => {
  const says = (z: number[], temperature = 1) => {
    const state = { z, labels: ["cat", "dog", "hen"], temperature };
    return orderSentence(state, probabilities(state));
  };
  assert.equal(says([0.1, 2, -1]), "dog > cat > hen, in z as in s.");
  assert.equal(says([1, 2, 1]), "dog > cat = hen, in z as in s.");
  assert.equal(
    says([0, -800, -900]),
    "cat > dog > hen in z; in s too, but rounding has made dog and hen equal.",
  );
});
