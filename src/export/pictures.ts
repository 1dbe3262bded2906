import { readFileSync } from "node:fs";
import type { Browser, Page } from "playwright-core";
import { PLOT } from "./picture-in.js";
import { safeFigure } from "./safe-figure.js";

/**
 * Static pictures of figures. A figure's HTML in a saved notebook holds one, so that it can be seen
 * where no script runs: on a code host, in a notebook that Jupyter does not trust, in print.
 */

/** Pixels at which a figure is laid out for its picture: the width of the page's column. */
const WIDTH = 720;

/** Draws one figure; gives the address of its picture. */
export type Draw = (figure: { data: unknown; layout: Record<string, unknown> }) => Promise<string>;

export interface Pictured {
  /** The notebook's text with pictures: otherwise the same, byte for byte. */
  readonly text: string;
  /** Titles of figures that have none: what is missing. */
  readonly missing: readonly string[];
  /** How many were drawn anew. */
  readonly drawn: number;
}

/**
 * Puts a picture into the HTML of each figure of a notebook. One of the same figure, to the last
 * character of its JSON, is taken from the notebooks as saved: it is drawn only where there is none,
 * so a rerun gives the same bytes, on any machine, without a browser.
 *
 * @param text the notebook's, as nbformat writes it
 * @param saved texts of notebooks that may have the pictures
 * @param draw draws a figure; without it figures without a picture stay so
 */
export async function withPictures(
  text: string,
  saved: readonly string[],
  draw?: Draw,
): Promise<Pictured> {
  const known = new Map<string, string>();
  for (const one of saved)
    for (const html of figuresIn(one)) {
      const [, , , figure = "", image] = PLOT.exec(html) ?? [];
      if (image) known.set(figure, image);
    }
  const missing: string[] = [];
  let result = text;
  let drawn = 0;
  for (const html of new Set(figuresIn(text))) {
    const [, , label = "", figure = "", there] = PLOT.exec(html) ?? [];
    let image = known.get(figure) ?? there;
    if (!image) {
      const { data, layout } = JSON.parse(unescapeHtml(figure));
      const size = `width="${WIDTH}" height="${Number(layout.height) || 420}"`;
      if (draw) {
        image = `<img class="sd-picture" ${size} style="max-width:100%;height:auto" alt="${label}" src="${await draw({ data, layout })}">`;
        known.set(figure, image);
        drawn++;
      } else {
        missing.push(String(layout.title?.text ?? "a figure"));
        continue;
      }
    }
    const whole = html.replace(PLOT, (_, open, _label, _figure, _image, close) =>
      [open, image, close].join(""),
    );
    result = result.replaceAll(JSON.stringify(html), () => JSON.stringify(whole));
  }
  return { text: result, missing, drawn };
}

/** The lines of HTML in a notebook that hold a figure's place. */
function figuresIn(text: string): string[] {
  if (!text.includes("sd-plot")) return [];
  const { cells } = JSON.parse(text) as {
    cells: { outputs?: { data?: Record<string, unknown> }[] }[];
  };
  return cells.flatMap(({ outputs = [] }) =>
    outputs.flatMap(({ data }) =>
      [data?.["text/html"] ?? []].flat().flatMap((line) => {
        const match = typeof line === "string" && PLOT.test(line);
        return match ? [line] : [];
      }),
    ),
  );
}

const unescapeHtml = (text: string): string =>
  text
    .replaceAll("&lt;", "<")
    .replaceAll("&gt;", ">")
    .replaceAll("&quot;", '"')
    .replaceAll("&#39;", "'")
    .replaceAll("&amp;", "&");

/**
 * A browser that draws pictures; it is started when the first one is wanted. It is cut off from the
 * network.
 *
 * @param executablePath a Chromium's
 */
export function pictureMaker(executablePath: string): { draw: Draw; close(): Promise<void> } {
  let browser: Browser | undefined;
  let ready: Promise<Page> | undefined;
  const start = async (): Promise<Page> => {
    const { chromium } = await import("playwright-core");
    browser = await chromium.launch({
      executablePath,
      args: [
        // A browser refuses its sandbox to root; the page it opens is our own and offline.
        ...(process.getuid?.() === 0 ? ["--no-sandbox"] : []),
        ...["--use-gl=angle", "--use-angle=swiftshader", "--enable-unsafe-swiftshader"],
      ],
    });
    const context = await browser.newContext({ offline: true, deviceScaleFactor: 1 });
    const page = await context.newPage();
    for (const name of ["plotly-whole.bundle.js", "draw-picture.bundle.js"])
      await page.addScriptTag({ content: readFileSync(new URL(name, import.meta.url), "utf8") });
    return page;
  };
  return {
    async draw(figure) {
      ready ??= start();
      const page = await ready;
      const svg = await page.evaluate(
        `drawPicture(Plotly, ${JSON.stringify(safeFigure(figure))}, ${WIDTH})`,
      );
      return `data:image/svg+xml;base64,${Buffer.from(String(svg)).toString("base64")}`;
    },
    async close() {
      await browser?.close();
    },
  };
}
