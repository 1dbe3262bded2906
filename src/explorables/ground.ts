/** Whether a part stands on a light or a dark page, whoever decided it: system, switch or JupyterLab. */
export type Ground = "light" | "dark";

/** The ground that an ink was made for. `ink` is a computed colour: "rgb(28, 28, 30)". */
export function groundFor(ink: string): Ground {
  const [r, g, b] = (ink.match(/[\d.]+/g) ?? ["0", "0", "0"]).map(Number);
  return 0.299 * r + 0.587 * g + 0.114 * b > 127 ? "dark" : "light";
}

/** Tells the ground now and after every change; the result stops it. */
export function watchGround(element: Element, tell: (ground: Ground) => void): () => void {
  const look = () => tell(groundFor(getComputedStyle(element).color));
  const attributes = new MutationObserver(look);
  for (const place of [document.documentElement, document.body])
    attributes.observe(place, { attributes: true });
  const system = matchMedia("(prefers-color-scheme: dark)");
  system.addEventListener("change", look);
  look();
  return () => {
    attributes.disconnect();
    system.removeEventListener("change", look);
  };
}
