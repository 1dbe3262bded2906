import { providePlotly, scriptOf } from "./server-script.js";

/**
 * What a figure's HTML runs in JupyterLab: draws every figure that is not drawn yet, in the place of
 * its static picture. Where Plotly cannot be found the picture, the description and the table are
 * still there, and a line says so.
 */
function draw(): void {
  interface PlotlyLike {
    newPlot(div: Element, data: unknown, layout: unknown, config: object): Promise<unknown>;
    addFrames(div: Element, frames: unknown): Promise<unknown>;
  }
  const page = window as unknown as { softmaxPlotly(): Promise<PlotlyLike> };
  const waiting = () => document.querySelectorAll<HTMLElement>(".sd-plot:not([data-drawn])");
  const drawAll = (plotly: PlotlyLike) => {
    const ink = getComputedStyle(document.body).getPropertyValue("--jp-ui-font-color1").trim();
    for (const div of waiting()) {
      div.dataset.drawn = "yes";
      const { data, layout, frames } = JSON.parse(div.dataset.figure ?? "{}");
      const font = { ...layout.font, ...(ink && { color: ink }) };
      const picture = div.querySelector("img");
      // Over the picture, which stays until the live figure is there.
      const live = div.appendChild(document.createElement("div"));
      for (const child of div.children) (child as HTMLElement).style.gridArea = "1 / 1";
      live.style.minWidth = "0";
      plotly
        .newPlot(live, data, { ...layout, font }, { responsive: true })
        .then(() => {
          picture?.remove();
          div.setAttribute("role", "group");
        })
        .then(() => frames && plotly.addFrames(live, frames))
        .catch(() => live.remove());
    }
  };
  page.softmaxPlotly().then(
    (plotly) => {
      // The output may be put on the page a moment after its script has run.
      for (const wait of [0, 100, 500, 2000]) setTimeout(drawAll, wait, plotly);
    },
    () => {
      for (const div of waiting()) {
        div.dataset.drawn = "no";
        const line = document.createElement("p");
        line.textContent =
          "The figure cannot be drawn live: Plotly was not found on this Jupyter server.";
        div.after(line);
      }
    },
  );
}

export const drawScript = scriptOf(providePlotly, draw);
