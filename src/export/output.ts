import { escapeHtml, type Figure } from "../figures/index.js";
import { drawingPicture } from "../notebook/bundles.js";
import { LEDGER_MIME } from "../notebook/index.js";
import { tableHtml } from "../notebook/table.js";
import type { Context } from "./context.js";
import { bareTex } from "./equations.js";
import { isExplorable, renderExplorable } from "./explorable.js";
import { ledgerTable } from "./ledger-table.js";
import { equation } from "./markdown.js";
import { type Output, type SavedLedger, textOf } from "./notebook.js";
import { pictureIn } from "./picture-in.js";
import { cutFor } from "./plotly-cuts.js";
import { isFigure, safeFigure } from "./safe-figure.js";

/** One output of a cell, from the richest form that is known to be safe. */
export function renderOutput({ data, text }: Output, context: Context): string {
  if (data === undefined) return preformatted(textOf(text));
  const plain = textOf(data["text/plain"]);
  const html = textOf(data["text/html"]);
  const figure = data["application/vnd.plotly.v1+json"];
  if (isFigure(figure)) return renderFigure(safeFigure(figure), pictureIn(html), context);
  const explorable = data["application/vnd.softmax-derivative.explorable+json"];
  if (isExplorable(explorable)) return renderExplorable(explorable);
  const ledger = data[LEDGER_MIME] as SavedLedger | undefined;
  if (Array.isArray(ledger?.entries))
    return `<figure class="table">${wide(
      "Ledger",
      ledgerTable([{ ...ledger, notebook: context.name }], (_, item) => placeOf(item, context)),
    )}</figure>`;
  if (data["image/svg+xml"])
    return `<figure class="picture">${drawingPicture(textOf(data["image/svg+xml"]), plain)}<figcaption>${numbered(context)}${escapeHtml(plain)}</figcaption></figure>`;
  for (const type of ["image/png", "image/jpeg", "image/webp"] as const) {
    const source = textOf(data[type]).replace(/\s/g, "");
    if (data[type] && /^[A-Za-z0-9+/]+={0,2}$/.test(source))
      return `<figure class="picture"><img alt="${escapeHtml(plain)}" src="data:${type};base64,${source}"></figure>`;
  }
  if (data["text/latex"]) return equation(bareTex(textOf(data["text/latex"])), context);
  if (html && isPlainMarkup(html)) return html.includes("<table") ? captioned(html) : html;
  return preformatted(plain);
}

const preformatted = (text: string): string =>
  text.trim() === "" ? "" : `<pre class="output" tabindex="0">${escapeHtml(text)}</pre>`;

const wide = (name: string, html: string): string =>
  `<div class="wide" role="group" aria-label="${name}" tabindex="0">${html}</div>`;

/** A table as a figure, its caption outside of the box in which a wide one scrolls. */
function captioned(html: string): string {
  const [all = "", caption = ""] = /<caption>([^<"]*)<\/caption>/.exec(html) ?? [];
  const words = caption ? `<figcaption>${caption}</figcaption>` : "";
  return `<figure class="table">${words}${wide(caption || "Table", html.replace(all, ""))}</figure>`;
}

/** Where an item of this notebook stands on the page: its equation, if it has one. */
const placeOf = (item: string, context: Context): { href: string; shows?: string } | undefined => {
  const key = `${context.name}#${item}`;
  if (!context.equations.has(key)) return undefined;
  context.referred.add(key);
  return { href: context.href(context.name, item), shows: key };
};

const TAG =
  /^<\/?(?:table|caption|thead|tbody|tr|th|td|p|span)(?: (?:class|scope|title|aria-hidden)="[^"<>]*")*>$/;
const CLASS = /^(?: ?sd-[\w-]+)*$/;

/** Whether HTML holds nothing but tables and paragraphs: all else is shown as its plain text. */
export function isPlainMarkup(html: string): boolean {
  const tags = html.match(/<[^>]*>?/g) ?? [];
  const classes = [...html.matchAll(/ class="([^"]*)"/g)];
  return tags.every((tag) => TAG.test(tag)) && classes.every(([, name]) => CLASS.test(name));
}

const numbered = (context: Context): string => {
  context.figures++;
  return `<b>Figure ${context.figures}.</b> `;
};

/** Significant digits of a drawn number: more than a screen can show, fewer than a double has. */
const DRAWN_DIGITS = 6;
const drawable = (_: string, value: unknown) =>
  typeof value === "number" && !Number.isInteger(value)
    ? Number(value.toPrecision(DRAWN_DIGITS))
    : value;

/** A figure's JSON as it can stand in a script element. Its table has all digits. */
const embedded = (value: unknown): string =>
  JSON.stringify(value, drawable).replaceAll("<", "\\u003c").replaceAll("\u2028", "\\u2028");

function renderFigure(figure: Figure, picture: string | undefined, context: Context): string {
  const { data, layout, frames } = figure;
  const { meta, ...drawn } = layout;
  const description = String(meta?.description ?? "");
  const table = meta?.table;
  const height = Math.min(2000, Number(layout.height) || 420);
  const label = escapeHtml(`${layout.title.text}. ${description}`);
  const image = picture
    ? `<img alt="${label}" width="720" height="${height}" src="${picture}">`
    : "";
  const rows =
    Array.isArray(table?.head) && Array.isArray(table.rows) && table.rows.every(Array.isArray)
      ? `<details><summary>Data as a table</summary>${wide("Data of the figure", tableHtml(table))}</details>`
      : "";
  return [
    `<figure class="plot" data-plotly="${cutFor(data)}">`,
    `<div class="live" role="img" aria-label="${label}" style="--height:${height}px">${image}</div>`,
    `<script type="application/json">${embedded({ data, layout: drawn, frames })}</script>`,
    `<figcaption>${numbered(context)}${escapeHtml(description)}${rows}</figcaption></figure>`,
  ].join("");
}
