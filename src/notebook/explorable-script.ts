import { providePlotly, scriptOf } from "./server-script.js";

/**
 * What a live part's HTML runs in JupyterLab: loads the elements once a page. Where they cannot be
 * loaded the table of numbers stays. Plotly is for the part that draws a surface.
 */
function enliven(load: (file: string) => Promise<void>): void {
  const page = window as unknown as { softmaxExplorables?: Promise<void> };
  page.softmaxExplorables ??= load("lib/explorables.bundle.js");
  page.softmaxExplorables.catch(() => {
    // The next one to be shown tries again: the project may have been built meanwhile.
    page.softmaxExplorables = undefined;
  });
}

export const explorableScript = scriptOf(providePlotly, enliven);
