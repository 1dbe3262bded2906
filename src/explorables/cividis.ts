/**
 * Cividis, a scale from dark blue to yellow that all kinds of colour vision see alike (Nuñez,
 * Anderton, Renslow 2018, doi 10.1371/journal.pone.0199239), as Plotly draws it.
 */
const STOPS = [
  [0, 32, 76],
  [0, 42, 102],
  [0, 52, 110],
  [39, 63, 108],
  [60, 74, 107],
  [76, 85, 107],
  [91, 95, 109],
  [104, 106, 112],
  [117, 117, 117],
  [131, 129, 120],
  [146, 140, 120],
  [161, 152, 118],
  [176, 165, 114],
  [192, 177, 109],
  [209, 191, 102],
  [225, 204, 92],
  [243, 219, 79],
  [255, 233, 69],
] as const;

/** Red, green and blue, from 0 to 255, at a place from 0 to 1. */
export function cividis(at: number): [red: number, green: number, blue: number] {
  const position = Math.min(1, Math.max(0, at)) * (STOPS.length - 1);
  const k = Math.min(STOPS.length - 2, Math.floor(position));
  const mixed = (c: 0 | 1 | 2) => STOPS[k][c] + (position - k) * (STOPS[k + 1][c] - STOPS[k][c]);
  return [mixed(0), mixed(1), mixed(2)];
}
