import highlighter from "highlight.js/lib/core";
import typescript from "highlight.js/lib/languages/typescript";
import { escapeHtml } from "../figures/index.js";
import { LEDGER_MIME } from "../notebook/index.js";
import { type Context, uniqueId } from "./context.js";
import { renderMarkdown } from "./markdown.js";
import { type Cell, type Output, textOf } from "./notebook.js";
import { renderOutput } from "./output.js";
import { isSetUp, summaryOf } from "./summary.js";

highlighter.registerLanguage("typescript", typescript);

/** More lines, or as many characters, are folded. */
const LONG_LINES = 8;
const LONG_TEXT = 500;

/** A cell as a reader of the article meets it: code only as far as it says something. */
export function renderCell(cell: Cell, context: Context): string {
  const html = renderContent(cell, context);
  if (html === "") return html;
  // An item that is no displayed equation stands where it is claimed.
  const claimed = [...textOf(cell.source).matchAll(/\bclaims\.\w+\("(\w+)"/g)].map(
    ([, item]) => item,
  );
  const places = (cell.cell_type === "code" ? claimed : [])
    .filter((item) => !context.equations.has(`${context.name}#${item}`))
    .concat(String(cell.id ?? ""))
    .filter((place) => context.linked.has(`${context.name}#${place}`))
    .filter((place) => !context.ids.has(context.id(place)));
  return [...new Set(places)]
    .map((place) => `<span id="${escapeHtml(uniqueId(context, place))}"></span>`)
    .concat(html)
    .join("");
}

function renderContent(cell: Cell, context: Context): string {
  const source = textOf(cell.source);
  if (cell.cell_type === "markdown") return renderMarkdown(source, context);
  if (cell.cell_type !== "code" || source.trim() === "") return "";
  const tags = cell.metadata?.tags ?? [];
  const saved = cell.outputs ?? [];
  const code = `<pre class="code" tabindex="0"><code>${highlighter.highlight(source, { language: "typescript" }).value}</code></pre>`;
  if (tags.includes("solution"))
    return folded("solution", "Solution", code + rendered(saved, context));
  // A check is one line that opens: what was claimed, and in it how.
  const verdicts = saved.map(verdictIn);
  if (saved.length === 1 && verdicts[0] && !tags.includes("exercise") && isCheck(source))
    return `<details class="check"><summary>${verdicts[0]}</summary>${code}</details>`;
  const outputs = rendered(saved, context);
  const long = source.split("\n").length > LONG_LINES || source.length > LONG_TEXT;
  const isFolded =
    tags.includes("hide-input") ||
    isSetUp(source) ||
    (long && !tags.includes("exercise")) ||
    (saved.length > 0 &&
      (verdicts.every(Boolean) || saved.every(isPicture)) &&
      !tags.includes("exercise"));
  return `<div class="cell">${isFolded ? folded("code", escapeHtml(summaryOf(source)), code) : code}${outputs}</div>`;
}

const folded = (kind: string, summary: string, inner: string): string =>
  `<details class="${kind}"><summary>${summary}</summary>${inner}</details>`;

/** Outputs in their order; a run of verdicts is one list. */
function rendered(outputs: readonly Output[], context: Context): string {
  return outputs.map((output) => renderOutput(output, context)).join("");
}

/** Statements that do nothing but prove or compare. */
const isCheck = (source: string): boolean =>
  source
    .split("\n")
    .every((line) => /^(?:claims\.|symbolic\.|show\(symbolic\.|\/\/|const )/.test(line));

const isPicture = ({ data }: Output): boolean =>
  data?.["application/vnd.plotly.v1+json"] !== undefined ||
  data?.["application/vnd.softmax-derivative.explorable+json"] !== undefined ||
  data?.[LEDGER_MIME] !== undefined ||
  data?.["image/svg+xml"] !== undefined;

/** The inside of an output that is a single verdict, as src/notebook writes it. */
function verdictIn({ data }: Output): string | undefined {
  const [, kind, mark, words] =
    /^<p class="sd-verdict sd-(good|bad|open)"><span aria-hidden="true">([✓✗…]) <\/span>([^<>]*)<\/p>$/.exec(
      textOf(data?.["text/html"]),
    ) ?? [];
  return (
    kind &&
    `<span class="sd-verdict sd-${kind}"><span aria-hidden="true">${mark} </span>${words}</span>`
  );
}
