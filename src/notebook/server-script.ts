/**
 * What runs in JupyterLab to load a file of this project from the Jupyter server itself. Nothing is
 * fetched from anywhere else.
 *
 * @param file the file's path in the project, as in "lib/explorables.bundle.js"
 * @returns when the script has run; rejects where the server has no such file
 */
function loadFromServer(file: string): Promise<void> {
  const page = window as unknown as { define?: unknown };
  const load = (url: string) =>
    new Promise<void>((resolve, reject) => {
      // An AMD loader on the page would swallow the script; it is set aside while that loads.
      const define = page.define;
      page.define = undefined;
      const script = document.createElement("script");
      script.src = url;
      const end = (done: () => void) => {
        page.define = define;
        script.remove();
        done();
      };
      script.onload = () => end(resolve);
      script.onerror = () => end(() => reject(new Error(url)));
      document.head.append(script);
    });
  const config = document.getElementById("jupyter-config-data");
  const base = config ? JSON.parse(config.textContent ?? "{}").baseUrl : "/";
  // Where the server's root is another folder, the page's own address holds the way to the project.
  const opened = /\/(?:tree|notebooks)\/(.*?)notebooks\/[^/]*$/.exec(location.pathname);
  return load(`${base}files/${file}`).catch(() =>
    load(`${base}files/${opened ? opened[1] : ""}${file}`),
  );
}

/** Says how Plotly is to be had: once a page, from this server. */
export function providePlotly(load: typeof loadFromServer): void {
  const page = window as unknown as { softmaxPlotly?: () => Promise<unknown>; Plotly?: unknown };
  let loaded: Promise<unknown> | undefined;
  page.softmaxPlotly ??= () => {
    loaded ??= (
      page.Plotly ? Promise.resolve() : load("node_modules/plotly.js-dist/plotly.js")
    ).then(() => {
      if (page.Plotly === undefined) throw new Error("Plotly did not start");
      return page.Plotly;
    });
    return loaded;
  };
}

/** Functions as a script that runs them one after the other; what they need is all inside them. */
export const scriptOf = (...functions: ((load: typeof loadFromServer) => void)[]): string => {
  const calls = functions.map((one) => `(${one.toString()})(load);`);
  return `((load) => { ${calls.join("\n")} })(${loadFromServer.toString()});`.replaceAll(
    "</",
    "<\\/",
  );
};
