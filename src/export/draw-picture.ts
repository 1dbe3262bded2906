import type { Colours } from "./theme.js";
import { withTheme } from "./theme.js";

/**
 * Runs in the browser that makes the pictures: a figure as one SVG that is legible anywhere.
 *
 * The SVG holds the colours of both themes and its own paper. A browser shows an image in the theme
 * of the place where it stands, so one picture does for light and dark. What WebGL draws is in it as
 * WebP, in an ink between the two.
 */

interface PlotlyLike {
  newPlot(div: Element, data: unknown, layout: unknown, config: object): Promise<unknown>;
  toImage(div: Element, options: object): Promise<string>;
  purge(div: Element): void;
}

/** Colours that no figure has: they mark what belongs to the theme. */
const MARKS: Colours = { ink: "rgb(1, 2, 3)", line: "rgb(4, 5, 6)", paper: "rgb(7, 8, 9)" };
const MIDDLE: Colours = { ink: "#7a7a7e", line: "#9a9a9e", paper: "#808080" };
const STYLE =
  "svg{--i:#1c1c1e;--l:#dcdcd8;--p:#fdfdfb}" +
  "@media(prefers-color-scheme:dark){svg{--i:#e8e8e6;--l:#3a3b40;--p:#17181b}}";

const SVG = "http://www.w3.org/2000/svg";
/** What Plotly writes though it is the default. */
const DEFAULTS =
  /(?:^|;) ?(?:stroke-opacity: 1|fill-opacity: 1|opacity: 1|stroke-dasharray: none|stroke-miterlimit: 2|pointer-events: (?:all|none)|white-space: pre|display: inline|font-variant: normal|font-style: normal|font-weight: normal|text-shadow: none|text-decoration-line: none|text-transform: none|vector-effect: [\w-]+|shape-rendering: \w+)(?=;|$)/g;

/** The SVG's text. @param width in pixels, at which the figure is laid out. */
export async function drawPicture(
  plotly: PlotlyLike,
  { data, layout }: { data: unknown; layout: Record<string, unknown> },
  width: number,
): Promise<string> {
  const height = Number(layout.height) || 420;
  const div = document.body.appendChild(document.createElement("div"));
  const marked = withTheme(layout, MARKS);
  const scenes = Object.keys(marked).filter((key) => /^scene\d*$/.test(key));
  const middle = withTheme(layout, MIDDLE);
  for (const scene of scenes) {
    marked[scene] = middle[scene];
    for (const axis of ["xaxis", "yaxis", "zaxis"])
      (marked[scene] as Record<string, Record<string, unknown>>)[axis].backgroundcolor =
        "rgba(0,0,0,0)";
  }
  try {
    await plotly.newPlot(
      div,
      data,
      { ...marked, width, height, paper_bgcolor: MARKS.paper },
      { staticPlot: true },
    );
    const url = await plotly.toImage(div, { format: "svg", width, height, scale: 2 });
    const text = decodeURIComponent(url.slice(url.indexOf(",") + 1));
    const svg = new DOMParser().parseFromString(text, "image/svg+xml").documentElement;
    await compact(svg as unknown as SVGElement);
    svg.setAttribute("width", String(width));
    svg.setAttribute("height", String(height));
    const style = document.createElementNS(SVG, "style");
    style.textContent = STYLE;
    svg.prepend(style);
    return new XMLSerializer()
      .serializeToString(svg)
      .replaceAll("rgb(0, 0, 0)", "#000")
      .replaceAll("rgb(255, 255, 255)", "#fff")
      .replace(/rgb\(1, ?2, ?3\)/g, "var(--i)")
      .replace(/rgb\(4, ?5, ?6\)/g, "var(--l)")
      .replace(/rgb\(7, ?8, ?9\)/g, "var(--p)")
      .replace(/&quot;#([\w-]+)&quot;|'#([\w-]+)'/g, "#$1$2")
      .replace(/url\(#clip[0-9a-f]+/g, "url(#c")
      .replace(/ id="clip[0-9a-f]+/g, ' id="c');
  } finally {
    plotly.purge(div);
    div.remove();
  }
}

const styleOf = (element: Element): string => element.getAttribute("style") ?? "";
const INVISIBLE = /fill-opacity:0(?:;|$)/;

async function compact(svg: SVGElement): Promise<void> {
  for (const element of [...svg.querySelectorAll("*")]) {
    for (const { name } of [...element.attributes])
      if (name === "class" || name.startsWith("data-")) element.removeAttribute(name);
    for (const name of ["d", "transform", "x", "y", "width", "height", "points", "cx", "cy", "r"]) {
      const value = element.getAttribute(name);
      if (value) element.setAttribute(name, value.replace(/-?\d+\.\d{2,}/g, rounded));
    }
    const style = element.getAttribute("style");
    if (style !== null) {
      const short = style.replace(/;$/, "").replace(DEFAULTS, "").replace(/^; ?/, "");
      if (short) element.setAttribute("style", short.replace(/([:;]) /g, "$1"));
      else element.removeAttribute("style");
    }
    if (element.localName === "image") await recompress(element);
  }
  for (const element of svg.querySelectorAll("text, rect"))
    if (element.localName === "text" ? !element.textContent : INVISIBLE.test(styleOf(element)))
      if (!element.closest("clipPath")) element.remove();
  // From the inside out: a group that holds nothing, and then the one that held it.
  for (const group of [...svg.querySelectorAll("g")].reverse())
    if (group.childElementCount === 0) group.remove();
}

const rounded = (number: string): string => String(Number(Number(number).toFixed(1)));

/** An image as WebP, if that is smaller. */
async function recompress(image: Element): Promise<void> {
  const href = image.getAttribute("href") ?? image.getAttribute("xlink:href") ?? "";
  if (!href.startsWith("data:image/png")) return;
  const source = new Image();
  source.src = href;
  await source.decode();
  const canvas = document.createElement("canvas");
  [canvas.width, canvas.height] = [source.naturalWidth, source.naturalHeight];
  canvas.getContext("2d")?.drawImage(source, 0, 0);
  const webp = canvas.toDataURL("image/webp", 0.85);
  image.removeAttribute("xlink:href");
  image.setAttribute("href", webp.length < href.length ? webp : href);
}

(window as unknown as { drawPicture: typeof drawPicture }).drawPicture = drawPicture;
