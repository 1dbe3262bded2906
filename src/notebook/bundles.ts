import { type Drawing, escapeHtml, type Figure, type Table } from "../figures/index.js";
import type { ProofResult } from "../symbolic/index.js";
import { drawScript } from "./draw-script.js";
import type { Bundle } from "./kernel.js";
import { tableHtml, tableText } from "./table.js";

/** Pure functions from a value to the forms it is shown in; each has a plain text that says the same. */

export function tableBundle(table: Table, title?: string): Bundle {
  return {
    "text/html": tableHtml(table, title),
    "text/plain": tableText(table, title),
  };
}

export function figureBundle(figure: Figure): Bundle {
  const { description, table } = figure.layout.meta;
  const { data, layout, frames } = figure;
  const json = { data, layout, ...(frames && { frames }) };
  const title = figure.layout.title.text;
  const html = [
    '<figure class="sd-figure">',
    `<div class="sd-plot" role="img" aria-label="${escapeHtml(`${title}. ${description}`)}" style="display:grid;min-height:${layout.height}px" data-figure="${escapeHtml(JSON.stringify(json))}"></div>`,
    `<figcaption>${escapeHtml(description)}</figcaption>`,
    `<details><summary>The figure's data as a table</summary>${tableHtml(table)}</details>`,
    `<script>${drawScript}</script>`,
    "</figure>",
  ].join("");
  return {
    "application/vnd.plotly.v1+json": json,
    "text/html": html,
    "text/plain": `${title}. ${description}`,
  };
}

export function drawingBundle({ svg, title, description }: Drawing): Bundle {
  const plain = `${title}. ${description}`;
  return {
    "image/svg+xml": svg,
    "text/html": `<figure class="sd-figure">${drawingPicture(svg, plain)}<figcaption>${escapeHtml(description)}</figcaption></figure>`,
    "text/plain": plain,
  };
}

/** Ink and paper of a drawing that stands by itself, in the theme of the place where it is shown. */
const DRAWING_THEME =
  "<style>svg{color:#1c1c1e;background:#fdfdfb}" +
  "@media(prefers-color-scheme:dark){svg{color:#e8e8e6;background:#17181b}}</style>";

/** A drawing as an image: what is in it can neither run nor fetch anything. */
export function drawingPicture(svg: string, alt: string): string {
  const themed = svg.replace(/^<svg[^>]*>/, (open) => open + DRAWING_THEME);
  const source = Buffer.from(themed).toString("base64");
  return `<img class="sd-drawing" style="max-width:100%;height:auto" alt="${escapeHtml(alt)}" src="data:image/svg+xml;base64,${source}">`;
}

export function formulaBundle(tex: string, number?: string): Bundle {
  const tag = number ? ` \\tag{${number}}` : "";
  return { "text/latex": `$$${tex}${tag}$$`, "text/plain": number ? `${tex}  (${number})` : tex };
}

/** A result in one line: "D15 proved: … (16 identities, normal form)". */
export function proofLine(result: ProofResult, name: string): string {
  const count = result.identities === 1 ? "1 identity" : `${result.identities} identities`;
  if (result.verdict === "proved") {
    const chance = result.chanceOfError ? `, chance of error below ${result.chanceOfError}` : "";
    return `${name}: proved${chance} (${count}, ${result.method})`;
  }
  if (result.counterexample === undefined) return `${name}: undecided (${result.reason})`;
  const { entry, point, left, right } = result.counterexample;
  const where = Object.entries(point)
    .map(([variable, value]) => `${variable} = ${value}`)
    .join(", ");
  const which = entry
    ? `, ${["row", "column"]
        .slice(0, entry.length)
        .map((word, k) => `${word} ${entry[k]}`)
        .join(", ")}`
    : "";
  return `${name}: refuted${which}: at ${where} the left side is ${left}, the right side ${right}`;
}

export function verdictBundle(line: string, kind: "good" | "bad" | "open"): Bundle {
  const mark = { good: "✓", bad: "✗", open: "…" }[kind];
  return {
    "text/html": `<p class="sd-verdict sd-${kind}"><span aria-hidden="true">${mark} </span>${escapeHtml(line)}</p>`,
    "text/plain": `${mark} ${line}`,
  };
}
