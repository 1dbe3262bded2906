/**
 * What a figure's HTML runs in JupyterLab: loads Plotly once, from the Jupyter server itself, and
 * draws every figure that is not drawn yet. Nothing is fetched from anywhere else. Where Plotly
 * cannot be found the description and the table are still there, and a line says so.
 */
function draw(): void {
  interface PlotlyLike {
    newPlot(div: Element, data: unknown, layout: unknown, config: object): Promise<unknown>;
    addFrames(div: Element, frames: unknown): Promise<unknown>;
  }
  const page = window as unknown as {
    softmaxPlotly?: Promise<PlotlyLike>;
    Plotly?: PlotlyLike;
    define?: unknown;
  };
  const load = (url: string) =>
    new Promise<PlotlyLike>((resolve, reject) => {
      // An AMD loader on the page would swallow Plotly; it is set aside while the script loads.
      const define = page.define;
      page.define = undefined;
      const script = document.createElement("script");
      script.src = url;
      const end = () => {
        page.define = define;
      };
      script.onload = () => {
        end();
        page.Plotly ? resolve(page.Plotly) : reject(new Error(url));
      };
      script.onerror = () => {
        end();
        reject(new Error(url));
      };
      document.head.append(script);
    });
  const loadFromServer = async () => {
    if (page.Plotly) return page.Plotly;
    const config = document.getElementById("jupyter-config-data");
    const base = config ? JSON.parse(config.textContent ?? "{}").baseUrl : "/";
    const opened = /\/(?:tree|notebooks)\/(.*?)notebooks\/[^/]*$/.exec(location.pathname);
    const file = "node_modules/plotly.js-dist/plotly.js";
    return load(`${base}files/${file}`).catch(() =>
      load(`${base}files/${opened ? opened[1] : ""}${file}`),
    );
  };
  const drawAll = (plotly: PlotlyLike) => {
    const ink = getComputedStyle(document.body).getPropertyValue("--jp-ui-font-color1").trim();
    for (const div of document.querySelectorAll<HTMLElement>(".sd-plot:not([data-drawn])")) {
      div.dataset.drawn = "yes";
      const figure = JSON.parse(div.dataset.figure ?? "{}");
      const font = { ...figure.layout.font, ...(ink && { color: ink }) };
      plotly
        .newPlot(div, figure.data, { ...figure.layout, font }, { responsive: true })
        .then(() => figure.frames && plotly.addFrames(div, figure.frames));
    }
  };
  page.softmaxPlotly ??= loadFromServer();
  page.softmaxPlotly.then(
    (plotly) => {
      // The output may be put on the page a moment after its script has run.
      for (const wait of [0, 100, 500, 2000]) setTimeout(drawAll, wait, plotly);
    },
    () => {
      for (const div of document.querySelectorAll(".sd-plot:not([data-drawn])"))
        div.textContent =
          "The figure cannot be drawn: Plotly was not found on this Jupyter server.";
    },
  );
}

/** The function above as text; what it needs is all inside it. */
export const drawScript = `(${draw.toString().replaceAll("</", "<\\/")})()`;
