/** What the property tests draw from, and how they run. */
import fc from "fast-check";

/** At least 10,000 cases a property, new ones each time; PROPERTY_RUNS=… draws more. */
const parameters = {
  numRuns: Number(process.env.PROPERTY_RUNS ?? 10_000),
  ...(process.env.PROPERTY_SEED && { seed: Number(process.env.PROPERTY_SEED) }),
};

/**
 * Asserts that `check` throws for no value drawn. A failure names the smallest case found and the
 * seed; with PROPERTY_SEED=… in the environment the same cases are drawn again.
 */
export function holds<T extends [unknown, ...unknown[]]>(
  arbitraries: { [K in keyof T]: fc.Arbitrary<T[K]> },
  check: (...values: T) => void,
): void {
  const { failed, numRuns, seed, counterexample, errorInstance } = fc.check(
    fc.property<T>(...arbitraries, check),
    parameters,
  );
  if (failed)
    throw new Error(
      `seed ${seed}, case ${numRuns}, smallest: ${fc.stringify(counterexample)}\n${errorInstance}`,
      { cause: errorInstance },
    );
}

/** Doubles at which formulas break. */
const corners = [
  0,
  -0,
  5e-324,
  -5e-324,
  2.2250738585072014e-308,
  1e-20,
  2 ** -53,
  1 - 2 ** -53,
  1,
  -1,
  36.7,
  37,
  -37,
  709.78,
  -745.13,
  -745.2,
  1e16,
  1.7976931348623157e308,
  -1.7976931348623157e308,
];

/** Any double whatsoever: NaN, infinities, both zeros, subnormals, all magnitudes. */
export const anyDouble = fc.oneof(
  fc.double(),
  fc.constantFrom(...corners, Number.NaN, Number.POSITIVE_INFINITY, Number.NEGATIVE_INFINITY),
);

/** A finite double: everyday sizes mostly, all sizes sometimes. */
export const finite = fc.oneof(
  { arbitrary: fc.double({ min: -40, max: 40, noNaN: true }), weight: 4 },
  { arbitrary: fc.double({ min: -1000, max: 1000, noNaN: true }), weight: 2 },
  { arbitrary: fc.double({ noNaN: true, noDefaultInfinity: true }), weight: 1 },
  { arbitrary: fc.constantFrom(...corners), weight: 1 },
);

/** A finite double of everyday size. */
export const everyday = fc.double({ min: -40, max: 40, noNaN: true });

const vectorOf = (entry: fc.Arbitrary<number>, least = 1) =>
  fc.oneof(
    { arbitrary: fc.array(entry, { minLength: least, maxLength: 8 }), weight: 8 },
    { arbitrary: fc.array(entry, { minLength: least, maxLength: 60 }), weight: 1 },
    // Few different values: ties.
    {
      arbitrary: fc
        .tuple(entry, entry)
        .chain((pair) => fc.array(fc.constantFrom(...pair), { minLength: least, maxLength: 8 })),
      weight: 1,
    },
  );

/** Logits that every function takes: finite or masked, at least one of them finite. */
export const logits = vectorOf(
  fc.oneof(
    { arbitrary: finite, weight: 12 },
    { arbitrary: fc.constant(Number.NEGATIVE_INFINITY), weight: 1 },
  ),
).filter((z) => z.some((zi) => zi !== Number.NEGATIVE_INFINITY));

/** Logits of everyday size, none masked. */
export const everydayLogits = vectorOf(everyday);

/** Multiples of 2⁻¹⁰ between −100 and 100: differences and shifts by whole numbers are exact. */
export const gridLogits = vectorOf(fc.integer({ min: -102400, max: 102400 }).map((k) => k / 1024));

/** Vectors of any doubles. */
export const anyVector = vectorOf(anyDouble, 0);

/** A vector together with another of the same length. */
export const withPartner = (
  z: fc.Arbitrary<number[]>,
  partner: fc.Arbitrary<number>,
): fc.Arbitrary<[number[], number[]]> =>
  z.chain((values) =>
    fc.tuple(
      fc.constant(values),
      fc.array(partner, { minLength: values.length, maxLength: values.length }),
    ),
  );

/** A vector and an index into it. */
export const withIndex = (z: fc.Arbitrary<number[]>): fc.Arbitrary<[number[], number]> =>
  z.chain((values) =>
    fc.tuple(fc.constant(values), fc.integer({ min: 0, max: values.length - 1 })),
  );

/**
 * A distribution of n multiples of 2⁻¹⁰, which sum to exactly 1: the gaps between n − 1 marks on a
 * ruler of 1024 parts.
 */
export const distribution = (n: number): fc.Arbitrary<number[]> =>
  fc
    .array(fc.integer({ min: 0, max: 1024 }), { minLength: n - 1, maxLength: n - 1 })
    .map((marks) => {
      const cuts = [0, ...marks.sort((a, b) => a - b), 1024];
      return cuts.slice(1).map((cut, k) => (cut - cuts[k]) / 1024);
    });

/** Logits and a distribution over their classes. */
export const withDistribution = (z: fc.Arbitrary<number[]>): fc.Arbitrary<[number[], number[]]> =>
  z.chain((values) => fc.tuple(fc.constant(values), distribution(values.length)));
