export interface PlotlyLike {
  newPlot(div: Element, data: unknown, layout: unknown, config: object): Promise<unknown>;
  addFrames(div: Element, frames: unknown): Promise<unknown>;
  relayout(div: Element, layout: unknown): Promise<unknown>;
}

const page = window as unknown as {
  Plotly?: PlotlyLike;
  softmaxPlotly?: () => Promise<PlotlyLike>;
};
let loading: Promise<PlotlyLike> | undefined;

/**
 * Plotly, which rests in the page gzipped. It is inflated and run the first time it is wanted, as a
 * script of its own whose hash the page's policy names.
 */
export function loadPlotly(): Promise<PlotlyLike> {
  loading ??= load();
  return loading;
}
page.softmaxPlotly = loadPlotly;

async function load(): Promise<PlotlyLike> {
  const packed = document.getElementById("page:plotly")?.textContent ?? "";
  const bytes = Uint8Array.from(atob(packed.trim()), (character) => character.charCodeAt(0));
  const stream = new Blob([bytes]).stream().pipeThrough(new DecompressionStream("gzip"));
  const script = document.createElement("script");
  script.textContent = await new Response(stream).text();
  document.head.append(script);
  if (typeof page.Plotly?.newPlot !== "function") throw new Error("Plotly did not start");
  return page.Plotly;
}
