import type { Cut } from "../plotly-cuts.js";

export interface PlotlyLike {
  newPlot(div: Element, data: unknown, layout: unknown, config: object): Promise<unknown>;
  addFrames(div: Element, frames: unknown): Promise<unknown>;
  relayout(div: Element, layout: unknown): Promise<unknown>;
}

const page = window as unknown as {
  Plotly?: PlotlyLike;
  softmaxPlotly?: () => Promise<PlotlyLike>;
};
const loading = new Map<Cut, Promise<PlotlyLike>>();

/**
 * A cut of Plotly, which rests in the page gzipped. It is inflated and run the first time it is
 * wanted, as a script of its own whose hash the page's policy names.
 */
export function loadPlotly(cut: Cut): Promise<PlotlyLike> {
  const known = loading.get(cut) ?? load(cut);
  loading.set(cut, known);
  return known;
}
/** For live parts, which draw surfaces. */
page.softmaxPlotly = () => loadPlotly("gl3d");

async function load(cut: Cut): Promise<PlotlyLike> {
  const packed = document.getElementById(`page:plotly-${cut}`)?.textContent ?? "";
  const stream = new Blob([bytesOf(packed)]).stream().pipeThrough(new DecompressionStream("gzip"));
  const script = document.createElement("script");
  script.textContent = await new Response(stream).text();
  withReadableCanvases(() => document.head.append(script));
  // Each cut calls itself Plotly; taken away, one that did not start is not mistaken for another.
  const plotly = page.Plotly;
  page.Plotly = undefined;
  if (typeof plotly?.newPlot !== "function") throw new Error("Plotly did not start");
  return plotly;
}

/**
 * Canvases made by `work` are kept where they can be read. Plotly makes the letters of a surface's
 * axes on one, and reads it once for each word; fetched from the graphics card every time, that
 * is a tenth of a second.
 */
function withReadableCanvases(work: () => void): void {
  const prototype = HTMLCanvasElement.prototype;
  const { getContext } = prototype;
  prototype.getContext = function (this: HTMLCanvasElement, kind: string, options?: object) {
    const given = kind === "2d" ? { ...options, willReadFrequently: true } : options;
    return Reflect.apply(getContext, this, [kind, given]);
  } as typeof getContext;
  try {
    work();
  } finally {
    prototype.getContext = getContext;
  }
}

/** A loop: Uint8Array.from with a function takes ten times as long for a megabyte. */
function bytesOf(base64: string): Uint8Array<ArrayBuffer> {
  const text = atob(base64);
  const bytes = new Uint8Array(text.length);
  for (let k = 0; k < text.length; k++) bytes[k] = text.charCodeAt(k);
  return bytes;
}
