import { createHash } from "node:crypto";
import { escapeHtml } from "../figures/index.js";
import type { Assets } from "./assets.js";
import { renderCell } from "./cells.js";
import type { Context } from "./context.js";
import { equationsOf, linkedPlacesOf, withoutNumber } from "./equations.js";
import { typeset } from "./markdown.js";
import { lettersOf } from "./notation.js";
import { type Named, titleOf } from "./notebook.js";
import type { Cut } from "./plotly-cuts.js";

/** One notebook as a page that is complete in itself. */
export function renderPage(one: Named, others: readonly Named[], assets: Assets): string {
  const { name, notebook } = one;
  const at = others.findIndex((other) => other.name === name);
  const all = at < 0 ? [one] : others.with(at, one);
  const context = contextOf(one, all, {
    id: (place) => place,
    href: (other, place) => {
      const file = other === name ? "" : `${encodeURIComponent(other)}.html`;
      return place ? `${file}#${place}` : file || "#page:main";
    },
  });
  const cells = notebook.cells.map((cell) => renderCell(cell, context)).join("\n");
  return renderShell(
    {
      title: titleOf(notebook),
      contents: context.sections,
      header: `<a href="index.html">The derivative of softmax</a>`,
      main: cells,
      neighbours: at < 0 ? "" : neighbours(all[at - 1], all[at + 1]),
      footer: download(one),
      equations: shownEquations(context, (other) => other === name),
    },
    assets,
  );
}

/** What a page's parts share. */
export function contextOf(
  { name }: Named,
  all: readonly Named[],
  place: Pick<Context, "id" | "href"> & Partial<Context>,
): Context {
  return {
    name,
    shift: 0,
    equations: equationsOf(all),
    letters: lettersOf(all),
    linked: linkedPlacesOf(all),
    referred: new Set(),
    explained: new Set(),
    ids: new Set(),
    sections: [],
    figures: 0,
    ...place,
  };
}

function neighbours(before: Named | undefined, after: Named | undefined): string {
  const link = (one: Named | undefined, rel: string, words: string) =>
    one
      ? `<a rel="${rel}" href="${encodeURIComponent(one.name)}.html"><small>${words}</small>${escapeHtml(titleOf(one.notebook))}</a>`
      : "<span></span>";
  return `<nav class="neighbours" aria-label="Sections">${link(before, "prev", "← Previous")}<a href="index.html"><small>All sections</small>Contents</a>${link(after, "next", "Next →")}</nav>`;
}

/** The notebook without its outputs, as a file in the page: code and prose, to be run again. */
export function download({ name, notebook }: Named): string {
  const cells = notebook.cells.map((cell) =>
    cell.cell_type === "code" ? { ...cell, outputs: [], execution_count: null } : cell,
  );
  const source = Buffer.from(`${JSON.stringify({ ...notebook, cells }, null, 1)}\n`);
  return `<p>This page was computed from a notebook. To change its numbers, <a download="${escapeHtml(name)}.ipynb" href="data:application/x-ipynb+json;base64,${source.toString("base64")}">download the notebook</a> (prose and code, without outputs) into the project’s folder <code>notebooks</code> and run it there.</p>`;
}

/**
 * The equations of other pages that references show, once each. One of the page itself is shown from
 * where it stands.
 *
 * @param here whether a notebook is on the page
 */
export function shownEquations(
  { referred, equations }: Context,
  here: (notebook: string) => boolean,
): string {
  return [...referred]
    .filter((key) => !here(key.replace(/#.*/, "")))
    .sort()
    .map(
      (key) =>
        `<template data-equation="${escapeHtml(key)}">${typeset(withoutNumber(equations.get(key) ?? ""), true)}</template>`,
    )
    .join("\n");
}

export interface Shell {
  readonly title: string;
  readonly contents: readonly { readonly id: string; readonly html: string }[];
  readonly header: string;
  readonly main: string;
  readonly neighbours: string;
  readonly footer: string;
  readonly equations: string;
}

const hashOf = (script: string): string =>
  `'sha256-${createHash("sha256").update(script).digest("base64")}'`;

/** A whole page around its parts. */
export function renderShell(parts: Shell, assets: Assets): string {
  const { title, contents, header, main, footer, equations } = parts;
  const hasExplorables = main.includes('<figure class="explorable"');
  const figures = main.matchAll(/<figure class="[a-z]+" data-plotly="([a-z0-9]+)">/g);
  const cuts = [...new Set([...figures].map(([, cut]) => cut as Cut))].sort();
  const plotly = cuts.map((cut) => ({ cut, ...assets.plotly(cut) }));
  const explorables = hasExplorables ? assets.explorables : "";
  const hashes = [
    hashOf(assets.client),
    ...plotly.map(({ hash }) => hash),
    ...(explorables ? [hashOf(explorables)] : []),
  ];
  const policy = `default-src 'none'; img-src data: blob:; style-src 'unsafe-inline'; font-src data:; script-src ${hashes.join(" ")}; base-uri 'none'; form-action 'none'`;
  const list = contents.map(({ id, html }) => `<li><a href="#${id}">${html}</a></li>`).join("");
  const nav = contents.length
    ? `<nav class="contents" aria-label="On this page"><details><summary>On this page</summary><ol>${list}</ol></details></nav>`
    : "";
  const body = `${main}${equations}`;
  return `<!DOCTYPE html>
<html lang="en">
<head>
<meta charset="utf-8">
<meta http-equiv="Content-Security-Policy" content="${policy}">
<meta name="viewport" content="width=device-width, initial-scale=1">
<meta name="color-scheme" content="light dark">
<title>${escapeHtml(title)}</title>
<style>${assets.css(body)}</style>
</head>
<body>
<a class="skip" href="#page:main">Skip to the text</a>
<header class="top">${header}<button type="button" id="page:theme" hidden>Theme: as the system</button></header>
<div class="columns">
${nav}
<main id="page:main" tabindex="-1">
${main}
</main>
</div>
${parts.neighbours}
<footer>${footer}</footer>
${equations}
<div id="page:popover" role="tooltip" hidden></div>
<script>${assets.client}</script>
${explorables ? `<script>${explorables}</script>` : ""}
${plotly.map(({ cut, packed }) => `<script type="text/plain" id="page:plotly-${cut}">${packed}</script>`).join("\n")}
</body>
</html>
`;
}
