/** The values of a slider: from where to where, and how far a key moves it. */
export interface Scale {
  readonly min: number;
  readonly max: number;
  /** What an arrow key adds; in decades (powers of ten) on a logarithmic scale. */
  readonly step: number;
  /** What Page Up adds. */
  readonly page: number;
  readonly logarithmic?: boolean;
}

/** Where a value lies, from 0 to 1. */
export function fractionOf(scale: Scale, value: number): number {
  const [low, high] = [unit(scale, scale.min), unit(scale, scale.max)];
  return clamp((unit(scale, value) - low) / (high - low), 0, 1);
}

/** The value at a place from 0 to 1, on a step. */
export function valueAt(scale: Scale, fraction: number): number {
  const [low, high] = [unit(scale, scale.min), unit(scale, scale.max)];
  return snapped(scale, low + clamp(fraction, 0, 1) * (high - low));
}

/** What a key makes of a value, as the ARIA practices have it; undefined for other keys. */
export function valueAfterKey(
  scale: Scale,
  value: number,
  key: string,
  shift = false,
): number | undefined {
  const by = (units: number) => snapped(scale, unit(scale, value) + units);
  const step = shift ? scale.page : scale.step;
  switch (key) {
    case "ArrowRight":
    case "ArrowUp":
      return by(step);
    case "ArrowLeft":
    case "ArrowDown":
      return by(-step);
    case "PageUp":
      return by(scale.page);
    case "PageDown":
      return by(-scale.page);
    case "Home":
      return scale.min;
    case "End":
      return scale.max;
    default:
      return undefined;
  }
}

const clamp = (x: number, low: number, high: number) => Math.min(high, Math.max(low, x));
const unit = ({ logarithmic }: Scale, value: number) => (logarithmic ? Math.log10(value) : value);

/** The value at a number of units, on the nearest step, with no more digits than the step has. */
function snapped({ min, max, step, logarithmic }: Scale, units: number): number {
  const steps = Math.round(units / step) * step;
  const value = logarithmic ? Number((10 ** steps).toPrecision(2)) : Number(steps.toFixed(9));
  // 0 - 0.1 + 0.1 may be −0, which reads badly.
  return clamp(value, min, max) + 0;
}
