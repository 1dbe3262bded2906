/** Where one looks at the surface from; its middle is at 0, 0, 0. */
export interface Eye {
  readonly x: number;
  readonly y: number;
  readonly z: number;
}

/** The eye walked around the surface by some degrees, and lifted by some; it stays above ground. */
export function turned({ x, y, z }: Eye, around: number, up: number): Eye {
  const radian = Math.PI / 180;
  const distance = Math.hypot(x, y, z);
  const direction = Math.atan2(y, x) + around * radian;
  const height = Math.min(85, Math.max(5, Math.asin(z / distance) / radian + up)) * radian;
  const flat = distance * Math.cos(height);
  return {
    x: flat * Math.cos(direction),
    y: flat * Math.sin(direction),
    z: distance * Math.sin(height),
  };
}
