import katex from "katex";
import MarkdownIt from "markdown-it";
import { escapeHtml } from "../figures/index.js";

const markdown = new MarkdownIt({ html: false, linkify: false, typographer: false });

/** TeX as HTML with MathML beside it for screen readers. Commands that could reach out are off. */
export function typeset(tex: string, displayMode: boolean): string {
  return katex.renderToString(tex, {
    displayMode,
    output: "htmlAndMathml",
    throwOnError: false,
    trust: false,
    strict: "ignore",
    maxSize: 50,
    maxExpand: 200,
  });
}

/** A displayed formula in a box of its own; one with a number can be linked to by it. */
export function equation(tex: string): string {
  const number = /\\tag\{(\w+)\}/.exec(tex)?.[1];
  const id = number ? ` id="${escapeHtml(number)}"` : "";
  const name = number ? `Equation ${escapeHtml(number)}` : "Equation";
  return `<div class="equation"${id} role="group" aria-label="${name}" tabindex="0">${typeset(tex, true)}</div>`;
}

/** Code, in blocks or in line, is set aside first: a dollar there is a dollar. */
const PARTS = /(```[\s\S]*?```|`[^`\n]*`)|\$\$([\s\S]+?)\$\$|\$((?:[^$\\\n]|\\.)+?)\$/g;

/** A markdown cell as HTML. Raw HTML in it is shown as text. */
export function renderMarkdown(source: string): string {
  const formulas: string[] = [];
  const keep = (html: string) => `\uE000${formulas.push(html) - 1}\uE001`;
  const text = source
    .replace(/[\uE000\uE001]/g, "")
    .replace(PARTS, (all, code, display, inline) => {
      if (code !== undefined) return all;
      if (display !== undefined) return `\n\n${keep(equation(display.trim()))}\n\n`;
      return keep(typeset(inline, false));
    });
  return markdown
    .render(text)
    .replace(/<p>(\uE000\d+\uE001)<\/p>/g, (_, held) =>
      /^<div/.test(formulas[Number(held.slice(1, -1))]) ? held : `<p>${held}</p>`,
    )
    .replace(/\uE000(\d+)\uE001/g, (_, k) => formulas[Number(k)])
    .replace(/href="([\w-]+)\.ipynb(#[\w-]*)?"/g, 'href="$1.html$2"')
    .replace(
      /<(h[23])>(.*?)<\/\1>/g,
      (_, tag, inner) => `<${tag} id="${slug(inner)}">${inner}</${tag}>`,
    )
    .replace(/<table>/g, '<div class="wide" role="region" aria-label="Table" tabindex="0"><table>')
    .replace(/<\/table>/g, "</table></div>");
}

/** A heading's text as an id. */
export function slug(html: string): string {
  return html
    .replace(/<[^>]*>/g, "")
    .toLowerCase()
    .replace(/[^a-z0-9]+/g, "-")
    .replace(/^-|-$/g, "");
}
