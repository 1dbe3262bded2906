import { escapeHtml, type Figure } from "../figures/index.js";
import { tableHtml } from "../notebook/table.js";
import { equation } from "./markdown.js";
import { type Output, textOf } from "./notebook.js";

/** One output of a cell, from the richest form that is known to be safe. */
export function renderOutput({ data, text }: Output): string {
  if (data === undefined) return preformatted(textOf(text));
  const plain = textOf(data["text/plain"]);
  const figure = data["application/vnd.plotly.v1+json"] as Figure | undefined;
  if (isFigure(figure)) return renderFigure(figure);
  if (data["image/svg+xml"]) {
    const source = Buffer.from(textOf(data["image/svg+xml"])).toString("base64");
    return `<figure><img class="drawing" alt="${escapeHtml(plain)}" src="data:image/svg+xml;base64,${source}"></figure>`;
  }
  if (data["text/latex"])
    return equation(textOf(data["text/latex"]).replace(/^\s*\$\$|\$\$\s*$/g, ""));
  const html = textOf(data["text/html"]);
  if (html && isPlainMarkup(html))
    return html.includes("<table")
      ? `<div class="wide" role="region" aria-label="Table" tabindex="0">${html}</div>`
      : html;
  return preformatted(plain);
}

const preformatted = (text: string): string =>
  text.trim() === "" ? "" : `<pre class="output" tabindex="0">${escapeHtml(text)}</pre>`;

const TAG =
  /^<\/?(?:table|caption|thead|tbody|tr|th|td|p|span)(?: (?:class|scope|title|aria-hidden)="[^"<>]*")*>$/;

/** Whether HTML holds nothing but tables and paragraphs: all else is shown as its plain text. */
export function isPlainMarkup(html: string): boolean {
  const tags = html.match(/<[^>]*>?/g) ?? [];
  return tags.every((tag) => TAG.test(tag));
}

function isFigure(figure: Figure | undefined): figure is Figure {
  return Array.isArray(figure?.data) && typeof figure?.layout?.title?.text === "string";
}

function renderFigure(figure: Figure): string {
  const { data, layout, frames } = figure;
  const { description = "", table } = layout.meta ?? {};
  const title = layout.title.text;
  const height = Number(layout.height) || 420;
  const json = JSON.stringify({ data, layout, frames });
  return [
    '<figure class="plot">',
    `<div class="live" role="img" aria-label="${escapeHtml(`${title}. ${description}`)}" style="min-height:${height}px" data-figure="${escapeHtml(json)}"></div>`,
    `<figcaption>${escapeHtml(description)}`,
    table
      ? `<details><summary>Data as a table</summary><div class="wide" role="region" aria-label="Data" tabindex="0">${tableHtml(table)}</div></details>`
      : "",
    "</figcaption></figure>",
  ].join("");
}
