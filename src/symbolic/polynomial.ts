/**
 * Polynomials with whole-number coefficients (BigInt: nothing rounds) in atoms such as z1, e^z1 or
 * log(e^z1 + e^z2). Exponents may be negative, since e^z1 is never zero.
 */
export type Monomial = ReadonlyMap<string, number>;
export type Polynomial = ReadonlyMap<string, { monomial: Monomial; coefficient: bigint }>;

/** Thrown where a product would grow beyond what is worth waiting for. */
export class TooLarge extends Error {}
const MOST_TERMS = 20_000;

const keyOf = (monomial: Monomial): string =>
  [...monomial.keys()]
    .sort()
    .map((atom) => `${atom}^${monomial.get(atom)}`)
    .join(" ");

function collect(terms: Iterable<[Monomial, bigint]>): Polynomial {
  const sum = new Map<string, { monomial: Monomial; coefficient: bigint }>();
  for (const [monomial, coefficient] of terms) {
    const key = keyOf(monomial);
    const total = (sum.get(key)?.coefficient ?? 0n) + coefficient;
    if (total === 0n) sum.delete(key);
    else sum.set(key, { monomial, coefficient: total });
    if (sum.size > MOST_TERMS) throw new TooLarge(`a polynomial of over ${MOST_TERMS} terms`);
  }
  return sum;
}

function* termsOf(p: Polynomial): Iterable<[Monomial, bigint]> {
  for (const { monomial, coefficient } of p.values()) yield [monomial, coefficient];
}

export const constant = (value: bigint): Polynomial => collect([[new Map(), value]]);
export const power = (atom: string, exponent: number): Polynomial =>
  collect([[new Map(exponent === 0 ? [] : [[atom, exponent]]), 1n]]);
export const isZero = (p: Polynomial): boolean => p.size === 0;

export function add(a: Polynomial, b: Polynomial): Polynomial {
  return collect([...termsOf(a), ...termsOf(b)]);
}

export function scale(p: Polynomial, factor: bigint): Polynomial {
  return collect(Array.from(termsOf(p), ([m, c]) => [m, c * factor] as [Monomial, bigint]));
}

export function multiply(a: Polynomial, b: Polynomial): Polynomial {
  function* products(): Iterable<[Monomial, bigint]> {
    for (const [ma, ca] of termsOf(a))
      for (const [mb, cb] of termsOf(b)) yield [multiplyMonomials(ma, mb), ca * cb];
  }
  return collect(products());
}

export function raise(p: Polynomial, exponent: number): Polynomial {
  let result = constant(1n);
  for (let k = 0; k < exponent; k++) result = multiply(result, p);
  return result;
}

function multiplyMonomials(a: Monomial, b: Monomial): Monomial {
  const product = new Map(a);
  for (const [atom, exponent] of b) {
    const total = (product.get(atom) ?? 0) + exponent;
    if (total === 0) product.delete(atom);
    else product.set(atom, total);
  }
  return product;
}

const gcd = (a: bigint, b: bigint): bigint => (b === 0n ? (a < 0n ? -a : a) : gcd(b, a % b));

/**
 * p = content · monomial · primitive, where the primitive part has no common factor left and its
 * first coefficient (in the order of the keys) is positive. Equal up to such factors means equal
 * primitive parts.
 */
export function split(p: Polynomial): {
  content: bigint;
  monomial: Monomial;
  primitive: Polynomial;
  key: string;
} {
  const keys = [...p.keys()].sort();
  const terms = keys.map((key) => p.get(key) as { monomial: Monomial; coefficient: bigint });
  let content = terms.reduce((g, { coefficient }) => gcd(g, coefficient), 0n);
  const lowest = new Map<string, number>();
  for (const atom of new Set(terms.flatMap(({ monomial }) => [...monomial.keys()]))) {
    const least = Math.min(...terms.map(({ monomial }) => monomial.get(atom) ?? 0));
    if (least !== 0) lowest.set(atom, least);
  }
  const inverse = new Map([...lowest].map(([atom, exponent]) => [atom, -exponent]));
  const reduced = collect(
    terms.map(({ monomial, coefficient }) => [
      multiplyMonomials(monomial, inverse),
      coefficient / content,
    ]),
  );
  const ordered = [...reduced.keys()].sort();
  const sign = (reduced.get(ordered[0])?.coefficient ?? 1n) < 0n ? -1n : 1n;
  content *= sign;
  const primitive = sign < 0n ? scale(reduced, -1n) : reduced;
  const key = ordered.map((k) => `${primitive.get(k)?.coefficient} ${k}`).join(" + ");
  return { content, monomial: lowest, primitive, key };
}
