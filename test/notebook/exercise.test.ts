import assert from "node:assert/strict";
import { test } from "node:test";
import { exercise } from "../../src/notebook/index.js";
import { checkJacobian } from "../../src/symbolic/index.js";

/** What a call prints where no kernel runs. */
function printed(call: () => void): string {
  const { log } = console;
  const lines: string[] = [];
  console.log = (line: string) => lines.push(line);
  try {
    call();
  } finally {
    console.log = log;
  }
  return lines.join("\n");
}

test("an exercise shows the judgement, the guess, and both sides", () => {
  assert.match(
    printed(() => exercise([], [1])),
    /Not answered yet/,
  );
  assert.match(
    printed(() => exercise(undefined, 1)),
    /Not answered yet/,
  );
  assert.match(
    printed(() => exercise([0, 0], [3, 3], { unanswered: [0, 0] })),
    /Not answered yet/,
  );
  assert.match(
    printed(() => exercise([1 / 3], [1 / 3])),
    /✓ Right/,
  );
  assert.match(
    printed(() => exercise([1, 2], [1])),
    /That is 2 numbers; 1 is asked for/,
  );
  assert.match(
    printed(() => exercise([0.3], [1 / 3])),
    /Number 1, 0.3, is not right/,
  );
  assert.match(
    printed(() => exercise("0.5" as unknown as number, 0.5)),
    /a text, not numbers/,
  );
  assert.match(
    printed(() => exercise([Number.NaN], [1])),
    /Number 1, NaN, is not right/,
  );
  const diagonal = (z: number[]) => z.map((_, i) => z.map((_, j) => (i === j ? 1 : 0)));
  assert.match(
    printed(() => exercise(checkJacobian(diagonal))),
    /✗ At .*\n.*yours: .*expected: /,
  );
  assert.match(
    printed(() => exercise.identity("x", "-x")),
    /It looks as if the sign is turned round/,
  );
});

test("an answer that is only rounded, or no number, is told so", () => {
  assert.match(
    printed(() => exercise(1.0986, Math.log(3))),
    /Number 1, 1.0986, is rounded, and right as far as it goes\. Write it so/,
  );
  assert.match(
    printed(() => exercise(1.0987, Math.log(3))),
    /Number 1, 1.0987, is not right/,
  );
  assert.match(
    printed(() => exercise([0.5, "1/2"] as unknown as number[], [0.5, 0.5])),
    /Number 2 is no number, but "1\/2"/,
  );
  assert.match(
    printed(() => exercise([0.5], [0.5, 0.5])),
    /That is 1 number; 2 are asked for/,
  );
});
