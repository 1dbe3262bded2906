/**
 * The n numbers entry(0), …, entry(n − 1). Adding 0 turns −0 into 0 and changes nothing else: a
 * reader who sees −0 for log 1 or for a masked entry looks for a meaning that it does not have.
 * (Array.from does the same several times slower.)
 */
export function list(n: number, entry: (i: number) => number): number[] {
  const result = new Array<number>(n);
  for (let i = 0; i < n; i++) result[i] = entry(i) + 0;
  return result;
}
