import { short } from "../figures/figure.js";

/** Numbers and names as a reader wants them in a sentence. */

/** A number with a few decimals and a true minus sign. */
export const number = (x: number, digits = 3): string => short(x, digits);

/** A number with as many decimals as all others of its column have. */
export const aligned = (x: number, digits: number): string =>
  x
    .toFixed(digits)
    .replace("-", "−")
    .replace(/^−(0\.?0*)$/, "$1");

/** A logit, temperature or step size as the reader set it: no more digits than it has. */
export const setting = (x: number): string => {
  const text = String(Number(x.toPrecision(6)));
  return (/^-?\d+$/.test(text) ? `${text}.0` : text).replaceAll("-", "−");
};

/** "the cat", but "class 1" and "Cat A" as they are. */
export const the = (label: string): string => (/^\p{Ll}+$/u.test(label) ? `the ${label}` : label);

/** "a", "a and b", "a, b and c". */
export const listed = (parts: readonly string[]): string =>
  parts.length < 2
    ? parts.join("")
    : `${parts.slice(0, -1).join(", ")} and ${parts[parts.length - 1]}`;
