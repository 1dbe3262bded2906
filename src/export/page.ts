import { createHash } from "node:crypto";
import highlighter from "highlight.js/lib/core";
import typescript from "highlight.js/lib/languages/typescript";
import { escapeHtml } from "../figures/index.js";
import { LEDGER_MIME } from "../notebook/index.js";
import type { Assets } from "./assets.js";
import { renderMarkdown, slug } from "./markdown.js";
import { type Cell, ledgersOf, type Notebook, questionOf, textOf, titleOf } from "./notebook.js";
import { renderOutput } from "./output.js";

highlighter.registerLanguage("typescript", typescript);

/** A notebook with the name of its file, without extension. */
export interface Named {
  readonly name: string;
  readonly notebook: Notebook;
}

const LONG_CODE = 12;

/** One notebook as a page that is complete in itself. */
export function renderPage(
  { name, notebook }: Named,
  all: readonly Named[],
  assets: Assets,
): string {
  const title = titleOf(notebook);
  const at = all.findIndex((other) => other.name === name);
  const link = (other: Named | undefined, rel: string, text: string) =>
    other
      ? `<a rel="${rel}" href="${other.name}.html">${text} ${escapeHtml(titleOf(other.notebook))}</a>`
      : "<span></span>";
  const neighbours = `${link(all[at - 1], "prev", "←")}<a href="index.html">Contents</a>${link(all[at + 1], "next", "→")}`;
  const contents = notebook.cells
    .filter((cell) => cell.cell_type === "markdown")
    .flatMap((cell) => [...textOf(cell.source).matchAll(/^## (.+)$/gm)])
    .map(
      ([, text]) =>
        `<li><a href="#${slug(text)}">${renderMarkdown(text).replace(/<\/?p>/g, "")}</a></li>`,
    );
  const body = [
    contents.length
      ? `<nav class="contents" aria-label="On this page"><ul>${contents.join("")}</ul></nav>`
      : "",
    `<main id="main">${notebook.cells.map(renderCell).join("\n")}</main>`,
    `<nav class="neighbours" aria-label="Sections">${neighbours}</nav>`,
  ].join("\n");
  return html(title, body, assets);
}

/** The contents page: the sections, and the ledgers of all notebooks as one table. */
export function renderIndex(all: readonly Named[], assets: Assets): string {
  const sections = all.map(
    ({ name, notebook }) =>
      `<li><a href="${name}.html">${escapeHtml(titleOf(notebook))}</a><br>${escapeHtml(questionOf(notebook))}</li>`,
  );
  const rows = all.flatMap(({ name, notebook }) =>
    ledgersOf(notebook, LEDGER_MIME).flatMap(({ entries }) =>
      entries.map(
        ({ item, says, verdict, how }) =>
          `<tr><th scope="row"><a href="${name}.html#${escapeHtml(item)}">${escapeHtml(item)}</a></th><td>${escapeHtml(says)}</td><td>${escapeHtml(verdict)}</td><td>${escapeHtml(how)}</td></tr>`,
      ),
    ),
  );
  const ledger = `<h2 id="ledger">What is claimed, and what was done to show it</h2>
<div class="wide" role="region" aria-label="Ledger" tabindex="0"><table><thead><tr><th scope="col">item</th><th scope="col">claim</th><th scope="col">verdict</th><th scope="col">how</th></tr></thead><tbody>${rows.join("")}</tbody></table></div>`;
  const body = `<main id="main"><h1>The derivative of softmax and of the cross-entropy</h1>
<p>Thomas Kurbiel's article as a document that runs and proves itself. Each section was computed when this page was made; every equation in it was judged by machine.</p>
<ol class="sections">${sections.join("")}</ol>
${rows.length ? ledger : ""}</main>`;
  return html("The derivative of softmax", body, assets);
}

function renderCell(cell: Cell): string {
  const source = textOf(cell.source);
  if (cell.cell_type === "markdown") return renderMarkdown(source);
  if (cell.cell_type !== "code" || source.trim() === "") return "";
  const tags = cell.metadata.tags ?? [];
  const code = `<pre class="code" tabindex="0"><code>${highlighter.highlight(source, { language: "typescript" }).value}</code></pre>`;
  const outputs = (cell.outputs ?? []).map(renderOutput).join("");
  const folded = (summary: string, inner: string) =>
    `<details><summary>${summary}</summary>${inner}</details>`;
  if (tags.includes("solution")) return folded("Solution", code + outputs);
  if (tags.includes("hide-input") || source.split("\n").length > LONG_CODE)
    return folded("Code", code) + outputs;
  return code + outputs;
}

const hashOf = (script: string): string =>
  `'sha256-${createHash("sha256").update(script).digest("base64")}'`;

function html(title: string, body: string, { css, client, plotly }: Assets): string {
  const needsPlotly = body.includes('class="live"');
  const scripts = [client, ...(needsPlotly ? [plotly] : [])];
  const policy = `default-src 'none'; img-src data: blob:; style-src 'unsafe-inline'; font-src data:; script-src ${scripts.map(hashOf).join(" ")}; base-uri 'none'; form-action 'none'`;
  return `<!DOCTYPE html>
<html lang="en">
<head>
<meta charset="utf-8">
<meta http-equiv="Content-Security-Policy" content="${policy}">
<meta name="viewport" content="width=device-width, initial-scale=1">
<meta name="color-scheme" content="light dark">
<title>${escapeHtml(title)}</title>
<style>${css}</style>
</head>
<body>
<a class="skip" href="#main">Skip to the text</a>
<header><a href="index.html">softmax-derivative</a><button type="button" id="theme">Light or dark</button></header>
${body}
<script>${client}</script>
${needsPlotly ? `<script type="text/plain" id="plotly">${plotly}</script>` : ""}
</body>
</html>
`;
}
