import type { Ground } from "./ground.js";

type Colour = readonly [red: number, green: number, blue: number];

/** Blue below zero, orange above, the page's ground between: apart for every kind of colour vision. */
const ENDS: Record<Ground, { negative: Colour; zero: Colour; positive: Colour }> = {
  light: { negative: [86, 160, 211], zero: [246, 246, 243], positive: [240, 165, 48] },
  dark: { negative: [16, 82, 130], zero: [38, 39, 43], positive: [138, 80, 0] },
};

/** Text on every one of these colours; the contrast is measured in the tests. */
export const HEAT_INK: Record<Ground, string> = { light: "#16161a", dark: "#f4f4f2" };

/** The colour for a value from −1 to 1. */
export function heatColour(value: number, ground: Ground): Colour {
  const { negative, zero, positive } = ENDS[ground];
  const end = value < 0 ? negative : positive;
  const share = Math.min(1, Math.abs(value));
  const mixed = (k: 0 | 1 | 2) => Math.round(zero[k] + share * (end[k] - zero[k]));
  return [mixed(0), mixed(1), mixed(2)];
}

export const css = ([r, g, b]: Colour): string => `rgb(${r}, ${g}, ${b})`;
