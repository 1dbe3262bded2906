import { serverScript } from "./server-script.js";

/**
 * What a live part's HTML runs in JupyterLab: loads the elements once a page, and says how Plotly
 * is to be had, for the part that draws a surface. Where they cannot be loaded the table of numbers
 * stays.
 */
function enliven(loadFromServer: (file: string) => Promise<void>): void {
  const page = window as unknown as {
    softmaxExplorables?: Promise<void>;
    softmaxPlotly?: () => Promise<unknown>;
    Plotly?: unknown;
  };
  let plotly: Promise<unknown> | undefined;
  page.softmaxPlotly ??= () => {
    plotly ??= page.Plotly
      ? Promise.resolve(page.Plotly)
      : loadFromServer("node_modules/plotly.js-dist/plotly.js").then(() => page.Plotly);
    return plotly;
  };
  page.softmaxExplorables ??= loadFromServer("lib/explorables.bundle.js");
  page.softmaxExplorables.catch(() => {
    // The next one to be shown tries again: the project may have been built meanwhile.
    page.softmaxExplorables = undefined;
  });
}

/** The functions as text, to run by themselves. */
export const explorableScript = `(${enliven.toString()})(${serverScript})`.replaceAll("</", "<\\/");
