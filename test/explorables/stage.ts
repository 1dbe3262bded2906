import { createHash } from "node:crypto";
import { mkdirSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import path from "node:path";
import { after, before } from "node:test";
import { fileURLToPath, pathToFileURL } from "node:url";
import type { Browser, BrowserContextOptions, Page } from "playwright-core";
import { openBrowser } from "../support/browser.js";

/** A page on the disk for live parts to be tried on, under the policy of the exported pages. */

const root = fileURLToPath(new URL("../..", import.meta.url));
const read = (file: string) => readFileSync(path.join(root, file), "utf8");
const folder = mkdtempSync(path.join(tmpdir(), "softmax-derivative-"));
let browser: Browser;

/** Where pictures for a person to look at are put. */
export const screenshots = path.join(root, "screenshots");

before(async () => {
  mkdirSync(screenshots, { recursive: true });
  browser = await openBrowser();
});
after(async () => {
  await browser?.close();
  rmSync(folder, { recursive: true, force: true });
});

export interface StageOptions extends BrowserContextOptions {
  readonly theme?: "light" | "dark";
  /** Defines window.softmaxPlotly, as the exported page does. */
  readonly plotly?: boolean;
  readonly query?: string;
}

export interface Stage {
  readonly page: Page;
  /** What went wrong on the page: errors and breaches of the policy. */
  readonly errors: string[];
  close(): Promise<void>;
}

let count = 0;

/** Opens a page that holds `body`, with the built bundle. */
export async function stage(body: string, options: StageOptions = {}): Promise<Stage> {
  const { theme = "light", plotly = false, query = "", ...context } = options;
  const inline = (script: string) => script.trim().replaceAll("</script", "<\\/script");
  const scripts = [
    ...(plotly
      ? [
          inline(read("lib/export/plotly-gl3d.bundle.js")),
          "window.softmaxPlotly = () => Promise.resolve(window.Plotly);",
        ]
      : []),
    inline(read("lib/explorables.bundle.js")),
  ];
  const hashes = scripts.map(
    (script) => `'sha256-${createHash("sha256").update(script).digest("base64")}'`,
  );
  const policy = `default-src 'none'; img-src data: blob:; style-src 'unsafe-inline'; font-src data:; script-src ${hashes.join(" ")}; base-uri 'none'; form-action 'none'`;
  const html = `<!DOCTYPE html><html lang="en" data-theme="${theme}"><head><meta charset="utf-8">
<meta http-equiv="Content-Security-Policy" content="${policy}">
<meta name="viewport" content="width=device-width, initial-scale=1"><title>Stage</title>
<style>${read("src/export/page.css")}</style></head>
<body><main><h1>Stage</h1>${body}<p id="D15">An anchor</p></main>
${scripts.map((script) => `<script>${script}</script>`).join("\n")}</body></html>`;
  const file = path.join(folder, `${++count}.html`);
  writeFileSync(file, html);
  const opened = await browser.newContext({
    offline: true,
    viewport: { width: 1280, height: 900 },
    ...context,
  });
  const page = await opened.newPage();
  const errors: string[] = [];
  page.on("pageerror", (error) => errors.push(String(error)));
  page.on("console", (message) => {
    if (message.type() === "error") errors.push(message.text());
  });
  await page.goto(pathToFileURL(file).href + query);
  return { page, errors, close: () => opened.close() };
}

/** Moves a finger over the page; playwright itself only taps. */
export async function swipe(
  page: Page,
  from: readonly [number, number],
  to: readonly [number, number],
): Promise<void> {
  const session = await page.context().newCDPSession(page);
  const touch = (type: "touchStart" | "touchMove" | "touchEnd", at?: readonly [number, number]) =>
    session.send("Input.dispatchTouchEvent", {
      type,
      touchPoints: at ? [{ x: at[0], y: at[1] }] : [],
    });
  await touch("touchStart", from);
  for (let k = 1; k <= 8; k++)
    await touch("touchMove", [
      from[0] + ((to[0] - from[0]) * k) / 8,
      from[1] + ((to[1] - from[1]) * k) / 8,
    ]);
  await touch("touchEnd");
  await session.detach();
}

/** What axe finds, a line each: rule and place. */
export async function axeFindings(page: Page): Promise<string[]> {
  // The page's policy allows no foreign script; the browser's own evaluation is outside of it.
  await page.evaluate(read("node_modules/axe-core/axe.min.js"));
  return page.evaluate(async () => {
    const { axe } = window as unknown as {
      axe: { run(): Promise<{ violations: { id: string; nodes: { target: unknown }[] }[] }> };
    };
    const { violations } = await axe.run();
    return violations.flatMap(({ id, nodes }) =>
      nodes.map(({ target }) => `${id}: ${JSON.stringify(target)}`),
    );
  });
}
