import assert from "node:assert/strict";
import { mkdtempSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import path from "node:path";
import { after, before, test } from "node:test";
import { pathToFileURL } from "node:url";
import type { Browser } from "playwright-core";
import { openBrowser } from "../support/browser.js";
import { built, openPage, wakeFigures } from "./support.js";

/**
 * Notebooks made to do harm, exported and opened in a browser with the network on. Each payload calls
 * run() or asks a host that does not exist; nothing may run and nothing may be asked for. The page's
 * policy would stop most of it by itself, so what it stopped counts as well: markup that gets so far
 * was not escaped.
 */
const EVIL = "https://evil.invalid/x";
const RUN = "window.ran=1";

interface Payload {
  readonly name: string;
  /** A markdown cell's text. */
  readonly markdown?: string;
  /** An output's data. */
  readonly data?: Record<string, unknown>;
  /** A stream's text. */
  readonly stream?: string;
  /** A code cell's source, and parts of the notebook itself. */
  readonly source?: string;
  readonly cell?: Record<string, unknown>;
  readonly notebook?: Record<string, unknown>;
}

const figure = (
  trace: Record<string, unknown>,
  layout: Record<string, unknown> = {},
  more: Record<string, unknown> = {},
) => ({
  "application/vnd.plotly.v1+json": {
    data: [{ type: "bar", x: ["a", "b"], y: [1, 2], ...trace }],
    layout: {
      title: { text: "A figure" },
      meta: { description: "A description", table: { head: ["x"], rows: [["a"]] } },
      ...layout,
    },
    ...more,
  },
  "text/html": "",
  "text/plain": "a figure",
});
const ledger = (entry: Record<string, unknown>) => ({
  "application/vnd.softmax-derivative.ledger+json": {
    notebook: "x",
    entries: [{ item: "D1", says: "s", verdict: "proved", how: "h", ...entry }],
  },
  "text/plain": "a ledger",
});
const explorable = (more: Record<string, unknown>) => ({
  "application/vnd.softmax-derivative.explorable+json": {
    name: "sd-softmax",
    attributes: {},
    title: "t",
    description: "d",
    ...more,
  },
  "text/plain": "an explorable",
});
const script = `<script>${RUN}</script>`;
const image = `<img src=x onerror="${RUN}">`;

const payloads: readonly Payload[] = [
  // Markdown.
  { name: "a script in prose", markdown: script },
  { name: "an image with a handler in prose", markdown: image },
  { name: "an svg with a handler in prose", markdown: `<svg onload="${RUN}"></svg>` },
  { name: "a javascript link", markdown: `[click](javascript:${RUN})` },
  { name: "a javascript link in capitals", markdown: `[click](JaVaScRiPt:${RUN})` },
  { name: "a javascript link with an entity", markdown: `[click](java&#x73;cript:${RUN})` },
  { name: "a javascript link with a tab", markdown: `[click](java&Tab;script:${RUN})` },
  {
    name: "a javascript link with a control character",
    markdown: `[click](\u0001javascript:${RUN})`,
  },
  { name: "a vbscript link", markdown: "[click](vbscript:msgbox)" },
  { name: "a data link", markdown: `[click](data:text/html,${script})` },
  { name: "a file link", markdown: "[click](file:///etc/passwd)" },
  { name: "a javascript autolink", markdown: `<javascript:${RUN}>` },
  { name: "a reference to javascript", markdown: `[click][a]\n\n[a]: javascript:${RUN}` },
  { name: "an image from elsewhere", markdown: `![x](${EVIL}.png)` },
  { name: "an svg image", markdown: `![x](data:image/svg+xml;base64,PHN2Zy8+)` },
  {
    name: "a link's title that closes the tag",
    markdown: `[x](a.html "\\"><img src=x onerror=${RUN}>")`,
  },
  { name: "a heading with a handler", markdown: `## ${image}` },
  {
    name: "a heading named like the page's own part",
    markdown: "## page:plotly\n\n## Plotly\n\n## page:theme",
  },
  { name: "code with a closing tag", markdown: `\`</code>${script}\`` },
  { name: "a fenced block's language", markdown: `\`\`\`"><img/src=x/onerror=${RUN}>\nx\n\`\`\`` },
  { name: "a table with a handler", markdown: `| a |\n|---|\n| ${image} |` },
  { name: "place holders of the exporter's own", markdown: `\uE0000\uE001 ${script}` },
  { name: "a meta refresh", markdown: `<meta http-equiv="refresh" content="0;url=${EVIL}">` },
  { name: "a base element", markdown: `<base href="${EVIL}">` },
  { name: "a style that imports", markdown: `<style>@import "${EVIL}"</style>` },
  { name: "an unclosed comment", markdown: "<!-- " },
  {
    name: "a template that stands for an equation",
    markdown: `<template data-equation="x#D1">${image}</template>`,
  },
  // TeX.
  { name: "href in TeX", markdown: `$$\\href{javascript:${RUN}}{x}$$` },
  { name: "url in TeX", markdown: `$\\url{javascript:${RUN}}$` },
  { name: "an image in TeX", markdown: `$$\\includegraphics[height=1em]{${EVIL}.png}$$` },
  {
    name: "HTML data in TeX",
    markdown: `$$\\htmlData{x=1}{a} \\htmlStyle{background:url(${EVIL})}{b}$$`,
  },
  { name: "HTML in TeX", markdown: `$$\\text{${script}}$$` },
  { name: "a number with HTML", markdown: `$$x \\tag{D1"><img src=x onerror=${RUN}>}$$` },
  { name: "TeX that grows without end", markdown: "$$\\def\\a{\\a\\a}\\a$$" },
  {
    name: "TeX in an output",
    data: { "text/latex": `$$\\href{javascript:${RUN}}{x}</span>${image}$$`, "text/plain": "x" },
  },
  // HTML outputs.
  { name: "a script in an output", data: { "text/html": script, "text/plain": "x" } },
  {
    name: "a handler in an output",
    data: { "text/html": `<p onclick="${RUN}">x</p>`, "text/plain": "x" },
  },
  {
    name: "a table with an image",
    data: { "text/html": `<table><tr><td>${image}</td></tr></table>`, "text/plain": "x" },
  },
  {
    name: "a frame",
    data: { "text/html": `<iframe srcdoc="${script}"></iframe>`, "text/plain": "x" },
  },
  {
    name: "a form",
    data: { "text/html": `<form action="${EVIL}"><button>x</button></form>`, "text/plain": "x" },
  },
  {
    name: "a tag that does not end",
    data: { "text/html": `<table><tr><td><img src=x onerror=${RUN} `, "text/plain": "x" },
  },
  {
    name: "a class of the page's own",
    data: { "text/html": '<p class="live">x</p>', "text/plain": "x" },
  },
  {
    name: "a title that closes its quotes",
    data: { "text/html": `<p title="a"onmouseover="${RUN}">x</p>`, "text/plain": "x" },
  },
  {
    name: "a style in a table",
    data: { "text/html": `<table style="background:url(${EVIL})"></table>`, "text/plain": "x" },
  },
  {
    name: "a caption with a tag",
    data: { "text/html": `<table><caption>${image}</caption></table>`, "text/plain": "x" },
  },
  { name: "plain text with markup", data: { "text/plain": script } },
  { name: "a stream with markup", stream: `${script}${image}` },
  { name: "javascript as an output", data: { "application/javascript": RUN, "text/plain": "x" } },
  {
    name: "a verdict with markup",
    data: {
      "text/html": `<p class="sd-verdict sd-good"><span aria-hidden="true">✓ </span>${image}</p>`,
      "text/plain": "x",
    },
  },
  // Images.
  {
    name: "a script in an svg",
    data: {
      "image/svg+xml": `<svg xmlns="http://www.w3.org/2000/svg">${script}<image href="${EVIL}"/></svg>`,
      "text/plain": `"><img src=x onerror=${RUN}>`,
    },
  },
  {
    name: "a png that closes its quotes",
    data: { "image/png": `AAAA"onerror="${RUN}"`, "text/plain": "x" },
  },
  // Figures.
  {
    name: "a javascript link in a figure's title",
    data: figure({}, { title: { text: `<a href="javascript:${RUN}">t</a>` } }),
  },
  { name: "a link elsewhere in a label", data: figure({ text: [`<a href="${EVIL}">t</a>`, "b"] }) },
  { name: "a link in a category", data: figure({ x: [`<a href="${EVIL}">a</a>`, "b"] }) },
  {
    name: "a link put together from pieces",
    data: figure({}, { title: { text: `<<i></i>a href="${EVIL}">t</a>` } }),
  },
  { name: "a handler in a figure's title", data: figure({}, { title: { text: image } }) },
  {
    name: "a figure's description with markup",
    data: figure(
      {},
      { meta: { description: `">${image}`, table: { head: [script], rows: [[image]] } } },
    ),
  },
  { name: "a figure whose JSON closes the script", data: figure({ name: `</script>${script}` }) },
  {
    name: "a figure with an image from elsewhere",
    data: figure({}, { images: [{ source: `${EVIL}.png`, x: 0, y: 1, sizex: 1, sizey: 1 }] }),
  },
  { name: "a figure with a map", data: figure({ type: "choropleth", locations: ["DE"], z: [1] }) },
  { name: "a figure with map tiles", data: figure({ type: "scattermap", lat: [1], lon: [1] }) },
  { name: "an image trace", data: figure({ type: "image", source: `${EVIL}.png` }) },
  {
    name: "a link in an annotation",
    data: figure({}, { annotations: [{ text: `<a href="${EVIL}">x</a>`, x: 0, y: 1 }] }),
  },
  {
    name: "a link in a hover text",
    data: figure({ hovertemplate: `<a href="javascript:${RUN}">x</a>` }),
  },
  {
    name: "a figure that reaches for the prototype",
    data: figure(
      {},
      JSON.parse(
        '{"title":{"text":"t"},"__proto__":{"ran":1},"constructor":{"prototype":{"ran":1}}}',
      ),
    ),
  },
  {
    name: "a picture's address that closes its quotes",
    data: {
      ...figure({}),
      "text/html": `<div class="sd-plot" role="img" aria-label="x" data-figure="{}"><img class="sd-picture" src="data:image/png;base64,AA" onerror="${RUN}"></div>`,
    },
  },
  {
    name: "a picture from elsewhere",
    data: {
      ...figure({}),
      "text/html": `<div class="sd-plot" role="img" aria-label="x" data-figure="{}"><img class="sd-picture" src="${EVIL}"></div>`,
    },
  },
  {
    name: "a figure's height as markup",
    data: figure({}, { height: `1"><img src=x onerror=${RUN}>` }),
  },
  // Ledgers and live elements.
  { name: "a ledger's item", data: ledger({ item: image }) },
  { name: "a ledger's claim", data: ledger({ says: script, how: image, verdict: script }) },
  { name: "a live element's name", data: explorable({ name: `sd-x ${image}` }) },
  {
    name: "a live element named like the page's",
    data: explorable({ name: "script", attributes: { src: EVIL } }),
  },
  {
    name: "a live element's handler",
    data: explorable({
      attributes: {
        onclick: RUN,
        style: `background:url(${EVIL})`,
        'x"><img src=x onerror=': RUN,
        z: `"><img src=x onerror=${RUN}>`,
      },
    }),
  },
  { name: "a live element's words", data: explorable({ title: image, description: script }) },
  // The notebook itself.
  { name: "code with markup", source: `"</pre>${script}${image}";` },
  {
    name: "a comment that becomes a summary",
    source: `// </summary>${image}\n${"x;\n".repeat(30)}`,
  },
  {
    name: "a cell's id and tags",
    cell: { id: `"><img src=x onerror=${RUN}>`, metadata: { tags: [image, "hide-input"] } },
  },
  {
    name: "metadata with markup",
    notebook: { metadata: { title: script, kernelspec: { display_name: image } } },
  },
  { name: "a title with markup", markdown: `# </title>${script}` },
  { name: "a question with markup", markdown: `# T\n\n**${image}**` },
];

const folder = mkdtempSync(path.join(tmpdir(), "softmax-derivative-"));
let browser: Browser;
before(async () => {
  browser = await openBrowser();
});
after(async () => {
  await browser?.close();
  rmSync(folder, { recursive: true, force: true });
});

function notebookOf({ markdown, data, stream, source, cell, notebook }: Payload) {
  const outputs = [
    ...(data ? [{ output_type: "display_data", data, metadata: {} }] : []),
    ...(stream ? [{ output_type: "stream", name: "stdout", text: stream }] : []),
  ];
  return {
    cells: [
      ...(/^# /.test(markdown ?? "")
        ? []
        : [{ cell_type: "markdown", metadata: {}, source: "# T" }]),
      { cell_type: "markdown", metadata: {}, source: markdown ?? "text" },
      { cell_type: "code", metadata: {}, source: source ?? "1;", outputs, ...cell },
    ],
    metadata: {},
    nbformat: 4,
    nbformat_minor: 5,
    ...notebook,
  };
}

test("there are 40 payloads and more, each with a name of its own", () => {
  assert.ok(payloads.length >= 40, String(payloads.length));
  assert.equal(new Set(payloads.map(({ name }) => name)).size, payloads.length);
});

for (const kind of ["page", "index page", "single page"] as const)
  test(`on the ${kind} no hostile text runs, asks for anything, or leaves markup behind`, async (t) => {
    const { readAssets } = await built("assets.js");
    const { renderPage } = await built("page.js");
    const { renderIndex } = await built("index-page.js");
    const { renderSingle } = await built("single-page.js");
    const assets = readAssets();
    // The index shows little of a notebook: all of them at once.
    const groups = kind === "page" ? payloads.map((payload) => [payload]) : [payloads];
    for (const group of groups) {
      const all = group.map((payload, k) => ({
        name: `${k}-x${kind === "page" ? "" : `"><img src=x onerror=${RUN}>`}`,
        notebook: notebookOf(payload),
      }));
      const html: string =
        kind === "page"
          ? renderPage(all[0], all, assets)
          : (kind === "index page" ? renderIndex : renderSingle)(all, assets);
      const name = kind === "page" ? group[0].name : "all at once";
      await t.test(name, async () => {
        const file = path.join(folder, "page.html");
        writeFileSync(file, html);
        const { page, requests, errors, close } = await openPage(
          browser,
          pathToFileURL(file).href,
          {
            offline: false,
          },
        );
        try {
          await wakeFigures(page);
          for (const link of await page.locator("main a").all())
            assert.match(
              (await link.getAttribute("href")) ?? (await link.getAttribute("xlink:href")) ?? "#",
              /^(?:https?:\/\/|#|(?![\w+.-]*:)[^\s])/,
            );
          const found = await page.evaluate(() => ({
            ran: (window as unknown as { ran?: unknown }).ran ?? ({} as { ran?: unknown }).ran,
            handlers: [...document.querySelectorAll("main *")]
              .filter((element) => [...element.attributes].some((a) => /^on/i.test(a.name)))
              .map((element) => element.outerHTML.slice(0, 120)),
            foreign: document.querySelectorAll(
              "main :is(iframe, form, object, embed, base, meta, style:not(.drawn *), script:not([type='application/json']), link, svg a)",
            ).length,
          }));
          assert.deepEqual(found, { ran: undefined, handlers: [], foreign: 0 });
          assert.deepEqual(requests.filter((url) => !/^(?:data|blob):/.test(url)).slice(1), []);
          assert.deepEqual(errors, []);
        } finally {
          await close();
        }
      });
    }
  });
