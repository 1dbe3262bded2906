import { readFileSync } from "node:fs";
import { createRequire } from "node:module";
import path from "node:path";

/** What every page carries: style, its own script, and Plotly, to be run when a figure comes near. */
export interface Assets {
  readonly css: string;
  readonly client: string;
  readonly plotly: string;
}

/** Reads the assets that the build has put beside this file, and KaTeX's style with its fonts. */
export function readAssets(): Assets {
  const built = (name: string) => readFileSync(new URL(name, import.meta.url), "utf8");
  const folder = path.join(
    path.dirname(createRequire(import.meta.url).resolve("katex/package.json")),
    "dist",
  );
  const katex = readFileSync(path.join(folder, "katex.min.css"), "utf8").replace(
    /src:url\((fonts\/[\w-]+\.woff2)\)[^;}]*/g,
    (_, font) =>
      `src:url(data:font/woff2;base64,${readFileSync(path.join(folder, font)).toString("base64")}) format("woff2")`,
  );
  return {
    css: katex + built("page.css"),
    client: inline(built("client.bundle.js")),
    plotly: inline(built("plotly.bundle.js")),
  };
}

/** A script's text that can stand inside a <script> element. */
const inline = (script: string): string =>
  script.trim().replaceAll("</script", "<\\/script").replaceAll("<!--", "<\\!--");
