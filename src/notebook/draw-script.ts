/**
 * What a figure's HTML runs in JupyterLab: loads Plotly once, from the Jupyter server itself, and
 * draws every figure that is not drawn yet, in the place of its static picture. Nothing is fetched
 * from anywhere else. Where Plotly cannot be found the picture, the description and the table are
 * still there, and a line says so.
 */
function draw(): void {
  interface PlotlyLike {
    newPlot(div: Element, data: unknown, layout: unknown, config: object): Promise<unknown>;
    addFrames(div: Element, frames: unknown): Promise<unknown>;
  }
  const page = window as unknown as {
    softmaxPlotly?: () => Promise<PlotlyLike>;
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
  let loaded: Promise<PlotlyLike> | undefined;
  page.softmaxPlotly ??= () => {
    loaded ??= loadFromServer();
    return loaded;
  };
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

/** The function above as text; what it needs is all inside it. */
export const drawScript = `(${draw.toString().replaceAll("</", "<\\/")})()`;
