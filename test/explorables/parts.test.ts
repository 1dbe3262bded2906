import assert from "node:assert/strict";
import { mock, test } from "node:test";
import fc from "fast-check";
import { changes, savedIn, withSaved } from "../../src/explorables/address.js";
import { Announcer } from "../../src/explorables/announcer.js";
import { groundFor } from "../../src/explorables/ground.js";
import { fractionOf, type Scale, valueAfterKey, valueAt } from "../../src/explorables/scale.js";
import { aligned, listed, setting, the } from "../../src/explorables/words.js";

const logits: Scale = { min: -5, max: 5, step: 0.1, page: 1 };
const temperatures: Scale = { min: 0.1, max: 10, step: 0.05, page: 0.25, logarithmic: true };

test("the address keeps an element's entries and leaves all others as they are", () => {
  assert.equal(
    withSaved("?utm=a%20b&softmax.z=1,2&x", "softmax", { z: "3,-1", temperature: "0.5" }),
    "?utm=a%20b&x&softmax.z=3,-1&softmax.temperature=0.5",
  );
  assert.equal(withSaved("?softmax-2.z=1,2", "softmax", {}), "?softmax-2.z=1,2");
  assert.equal(withSaved("?softmax.z=1,2", "softmax", {}), "");
  assert.deepEqual(savedIn("?softmax.z=1,2&softmax-2.z=3,4&y=5", "softmax"), { z: "1,2" });
});

test("what is written to the address is read back, whatever the texts and the other entries are", () => {
  const text = fc.string({ unit: "grapheme" });
  const query = fc.dictionary(text, text).map((q) => `?${new URLSearchParams(q)}`);
  fc.assert(
    fc.property(
      query,
      fc.dictionary(
        text.filter((t) => t !== ""),
        text,
      ),
      (search, entries) => {
        const key = "sd";
        const written = withSaved(search, key, entries);
        assert.deepEqual({ ...savedIn(written, key) }, { ...entries });
        assert.deepEqual(savedIn(withSaved(written, key, {}), key), {});
      },
    ),
    { seed: 1, numRuns: 300 },
  );
});

test("the address holds only what differs from the start", () => {
  assert.deepEqual(changes({ z: "1,2", t: "3" }, { z: "1,2", t: "1" }), { t: "3" });
});

test("a slider's keys move by a step, a page, or to an end, and never past one", () => {
  assert.equal(valueAfterKey(logits, 2, "ArrowRight"), 2.1);
  assert.equal(valueAfterKey(logits, 2, "ArrowUp"), 2.1);
  assert.equal(valueAfterKey(logits, 2, "ArrowLeft"), 1.9);
  assert.equal(valueAfterKey(logits, 2, "ArrowDown"), 1.9);
  assert.equal(valueAfterKey(logits, 2, "ArrowDown", true), 1);
  assert.equal(valueAfterKey(logits, 2, "PageUp"), 3);
  assert.equal(valueAfterKey(logits, 2, "PageDown"), 1);
  assert.equal(valueAfterKey(logits, 2, "Home"), -5);
  assert.equal(valueAfterKey(logits, 2, "End"), 5);
  assert.equal(valueAfterKey(logits, 4.95, "PageUp"), 5);
  assert.equal(valueAfterKey(logits, 2, "a"), undefined);
  assert.ok(Object.is(valueAfterKey(logits, -0.1, "ArrowRight"), 0), "no negative zero");
});

test("on a logarithmic scale a step down takes back a step up", () => {
  for (const t of [0.1, 0.5, 1, 2, 5]) {
    const up = valueAfterKey(temperatures, t, "ArrowRight") as number;
    assert.ok(up > t);
    assert.equal(valueAfterKey(temperatures, up, "ArrowLeft"), t);
  }
  assert.equal(valueAt(temperatures, 0.5), 1);
});

test("a place on a slider and its value belong together", () => {
  for (const scale of [logits, temperatures]) {
    assert.equal(valueAt(scale, -1), scale.min);
    assert.equal(valueAt(scale, 2), scale.max);
    for (let k = 0; k <= 20; k++) {
      const value = valueAt(scale, k / 20);
      assert.ok(Math.abs(fractionOf(scale, value) - k / 20) < 0.02, `${k}`);
    }
  }
});

test("announcements come at most one a second, and the last always comes", () => {
  mock.timers.enable({ apis: ["setTimeout"] });
  try {
    const heard: string[] = [];
    const announcer = new Announcer((text) => heard.push(text));
    for (let k = 0; k < 25; k++) {
      announcer.say(`${k}`);
      mock.timers.tick(100);
    }
    mock.timers.tick(1000);
    assert.deepEqual(heard, ["9", "19", "24"]);
    announcer.say("dropped");
    announcer.stop();
    mock.timers.tick(2000);
    assert.equal(heard.length, 3);
  } finally {
    mock.timers.reset();
  }
});

test("the ground is told from the ink, as browsers write it", () => {
  assert.equal(groundFor("rgb(28, 28, 30)"), "light");
  assert.equal(groundFor("rgba(0, 0, 0, 0.87)"), "light");
  assert.equal(groundFor("rgb(232, 232, 230)"), "dark");
  assert.equal(groundFor("rgba(255, 255, 255, 0.87)"), "dark");
});

test("numbers and names read well", () => {
  assert.equal(aligned(0, 2), "0.00");
  assert.equal(aligned(-0.001, 2), "0.00");
  assert.equal(aligned(-1.5, 2), "−1.50");
  assert.equal(setting(2), "2.0");
  assert.equal(setting(-0.1), "−0.1");
  assert.equal(the("cat"), "the cat");
  assert.equal(the("class 1"), "class 1");
  assert.equal(listed(["a", "b", "c"]), "a, b and c");
});
