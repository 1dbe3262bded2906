import katex from "katex";
import MarkdownIt from "markdown-it";
import { escapeHtml } from "../figures/index.js";
import { type Context, uniqueId } from "./context.js";
import { numberOf, withoutNumber } from "./equations.js";
import { normalized } from "./notation.js";

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

/** A displayed formula in a box of its own. Its number stands beside the box and is a link to it. */
export function equation(tex: string, context: Context): string {
  const number = numberOf(tex);
  const box = (name: string, formula: string) =>
    `<div class="wide" role="group" aria-label="${name}" tabindex="0">${typeset(formula, true)}</div>`;
  if (number === undefined) return `<div class="equation">${box("Equation", tex)}</div>`;
  const id = escapeHtml(uniqueId(context, number));
  const link = `<a class="number" href="#${id}" aria-label="Equation ${number}">(${number})</a>`;
  return `<div class="equation" id="${id}">${box(`Equation ${number}`, withoutNumber(tex))}${link}</div>`;
}

/** Code, in blocks or in line, is set aside first: a dollar there is a dollar. */
const PARTS = /(```[\s\S]*?```|`[^`\n]*`)|\$\$([\s\S]+?)\$\$|\$((?:[^$\\\n]|\\.)+?)\$|^(?=## )/gm;
const HELD = /\uE000(\d+)\uE001/g;

/** Addresses that a link may have: the web, and places in the article. */
const SAFE_LINK = /^(?:https?:\/\/|#|(?![\w+.-]*:|\/\/|\\)[^\s])/i;
/** Images that are in the text itself. Others would be fetched. */
const SAFE_IMAGE = /^data:image\/(?:png|jpeg|gif|webp);base64,[A-Za-z0-9+/=]+$/;

const markdown = new MarkdownIt({ html: false, linkify: false, typographer: false });
markdown.validateLink = (address) => SAFE_LINK.test(address) || SAFE_IMAGE.test(address);

/** A markdown cell as HTML. Raw HTML in it is shown as text. */
export function renderMarkdown(source: string, context: Context): string {
  const formulas: string[] = [];
  const keep = (html: string) => `\uE000${formulas.push(html) - 1}\uE001`;
  const text = source
    .replace(/[\uE000\uE001]/g, "")
    .replace(PARTS, (all, code, display, inline) => {
      if (code !== undefined) return all;
      if (display !== undefined) return `\n\n${keep(equation(display.trim(), context))}\n\n`;
      if (inline === undefined) {
        context.explained.clear();
        return "";
      }
      return keep(inlineFormula(inline, context));
    });
  const tokens = markdown.parse(text, {});
  for (const [k, token] of tokens.entries()) {
    if (token.type === "heading_open" || token.type === "heading_close") {
      const level = Math.min(6, Number(token.tag[1]) + context.shift);
      token.tag = `h${level}`;
      if (token.type === "heading_open")
        token.attrSet("id", uniqueId(context, slug(tokens[k + 1].content)));
    }
    for (const child of token.children ?? []) {
      if (child.type === "link_open") tellWhereItLeads(child, context);
      if (child.type === "image" && !SAFE_IMAGE.test(String(child.attrGet("src")))) {
        child.type = "text";
        child.content = child.content || "image";
      }
    }
  }
  return markdown.renderer
    .render(tokens, markdown.options, {})
    .replace(/<p>(\uE000\d+\uE001)<\/p>/g, (_, held) =>
      /^<div/.test(formulas[Number(held.slice(1, -1))]) ? held : `<p>${held}</p>`,
    )
    .replace(HELD, (_, k) => formulas[Number(k)])
    .replace(/<h([2-6]) id="([^"]*)">(.*?)<\/h\1>/g, (_, level, id, inner) => {
      const words = inner.replace(/<span class="letter"[^>]*>/g, "<span>");
      if (Number(level) === 2 + context.shift) context.sections.push({ id, html: words });
      return `<h${level} id="${id}">${words}<a class="anchor" href="#${id}" aria-label="Link to this section">#</a></h${level}>`;
    })
    .replace(/<table>/g, '<div class="wide" role="group" aria-label="Table" tabindex="0"><table>')
    .replace(/<\/table>/g, "</table></div>")
    .replace(/<th><\/th>/g, "<td></td>")
    .replace(/<pre>/g, '<pre tabindex="0">');
}

interface Link {
  attrGet(name: string): string | number | null;
  attrSet(name: string, value: string): void;
}

/** A link to a notebook leads to its page; one to a numbered equation shows it on hover. */
function tellWhereItLeads(link: Link, context: Context): void {
  const address = String(link.attrGet("href") ?? "");
  const [, notebook = "", place] = /^(?:([\w.-]+)\.ipynb)?(?:#([\w.-]+))?$/.exec(address) ?? [];
  if (!notebook && !place) return;
  const name = notebook || context.name;
  link.attrSet("href", context.href(name, place));
  const key = `${name}#${place}`;
  if (place && context.equations.has(key)) {
    context.referred.add(key);
    link.attrSet("class", "reference");
    link.attrSet("data-shows", key);
  }
}

/** A formula in a line. A letter of the notation says what it means, once a section. */
function inlineFormula(tex: string, context: Context): string {
  const html = typeset(tex, false);
  const letter = context.letters.find((one) => one.tex === normalized(tex));
  if (!letter || context.explained.has(letter.tex)) return html;
  context.explained.add(letter.tex);
  return `<span class="letter" tabindex="0" title="${escapeHtml(inWords(letter.meaning))}">${html}</span>`;
}

/** Markdown with formulas, as a title can have it. */
const inWords = (text: string): string =>
  text
    .replace(/\\(?:mathbf|mathrm|dots|text)\b ?/g, "")
    .replace(/\\partial ?/g, "∂")
    .replace(/\\\{|\\\}/g, (brace) => brace[1])
    .replace(/[$`{}*\\]/g, "");

/** A heading's text as an id. */
export function slug(text: string): string {
  return text
    .replace(HELD, "")
    .replace(/<[^>]*>/g, "")
    .toLowerCase()
    .replace(/[^a-z0-9]+/g, "-")
    .replace(/^-|-$/g, "");
}
