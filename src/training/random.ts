/**
 * A small generator of pseudo-random numbers, the same in every run and on every machine: whole
 * numbers only, by T. Ettinger's mulberry32 (public domain). Good enough to shuffle and to start
 * weights; not for secrets.
 *
 * @param seed a whole number; only its last 32 bits count.
 * @returns a function that gives the next number in [0, 1), a multiple of 2⁻³².
 *
 * @example
 * const next = randomNumbers(1);
 * next(); // 0.6270739405881613
 */
export function randomNumbers(seed: number): () => number {
  if (!Number.isInteger(seed))
    throw new RangeError(`randomNumbers: seed must be a whole number, got ${seed}`);
  let state = seed | 0;
  return () => {
    state = (state + 0x6d2b79f5) | 0;
    let t = Math.imul(state ^ (state >>> 15), 1 | state);
    t = (t + Math.imul(t ^ (t >>> 7), 61 | t)) ^ t;
    return ((t ^ (t >>> 14)) >>> 0) / 4294967296;
  };
}

/**
 * Shuffles in place; every order is equally likely as far as the generator goes.
 *
 * Source: R. Durstenfeld, Algorithm 235, Comm. ACM 7 (1964), doi 10.1145/364520.364540.
 *
 * @example
 * shuffle(Int32Array.of(1, 2, 3, 4), randomNumbers(1)); // [4, 2, 1, 3]
 */
export function shuffle(items: Int32Array, next: () => number): Int32Array {
  for (let last = items.length - 1; last > 0; last--) {
    const k = Math.floor(next() * (last + 1));
    [items[last], items[k]] = [items[k], items[last]];
  }
  return items;
}
