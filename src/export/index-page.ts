import { escapeHtml, type Figure } from "../figures/index.js";
import { LEDGER_MIME } from "../notebook/index.js";
import type { Assets } from "./assets.js";
import type { Context } from "./context.js";
import { ledgerTable } from "./ledger-table.js";
import {
  ledgersOf,
  type Named,
  questionOf,
  type SavedLedger,
  textOf,
  titleOf,
} from "./notebook.js";
import { contextOf, renderShell, shownEquations } from "./page.js";
import { pictureIn } from "./picture-in.js";

export const TITLE = "The derivative of softmax and of the cross-entropy";

/** The front page: what this is, the sections, and the ledgers of all notebooks as one table. */
export function renderIndex(all: readonly Named[], assets: Assets): string {
  const context = contextOf({ name: "index", notebook: { cells: [] } }, all, {
    id: (place) => place,
    href: (notebook, place) =>
      `${encodeURIComponent(notebook)}.html${place ? `#${encodeURIComponent(place)}` : ""}`,
  });
  return renderShell(
    {
      title: TITLE,
      contents: [],
      header: "<span>The derivative of softmax</span>",
      main: frontMatter(all, context),
      neighbours: "",
      footer: credits,
      equations: shownEquations(context, () => false),
    },
    assets,
  );
}

/** The front page's text; also the opening of the edition in one file. */
export function frontMatter(all: readonly Named[], context: Context): string {
  const ledgers = all.flatMap(({ name, notebook }) =>
    ledgersOf(notebook, LEDGER_MIME).map((ledger) => ({ ...ledger, notebook: name })),
  );
  return [
    `<div class="front"><h1>${TITLE}</h1>`,
    `<p class="standfirst">A network gives four numbers to a photograph: cat, dog, hen, fox. How do they become probabilities, what moves when one of them is nudged, and why is the slope of the loss simply <i>s</i> − <i>y</i>?</p>`,
    `<p>This is Thomas Kurbiel’s article as a document that runs and proves itself. Its formulas D1 to D25 are derived in his order, computed by a small module of tested functions, and proved by machine: the computer differentiates the definition and shows by exact arithmetic that the closed form is the same function. Everything on these pages was computed when they were made, and nothing is fetched when you read them.</p>`,
    // In the edition in one file the figure itself is further down.
    context.shift === 0 ? frontPicture(all, context) : "",
    `<h2 id="sections">Sections</h2><ol class="sections">${all.map((one) => section(one, context)).join("")}</ol>`,
    ledgers.length ? ledgerOf(ledgers, context) : "",
    `<h2 id="notebooks">Run it yourself</h2><p>Each section is a notebook, and each page lets you download its own. With the project’s folder, <code>npm start</code> opens them all in JupyterLab: change a number, run the cells, and every table, proof and figure follows. <code>npm run export</code> makes these pages from what you then have.</p>`,
    "</div>",
  ].join("\n");
}

export const credits = `<p>After Thomas Kurbiel, <a href="https://towardsdatascience.com/derivative-of-the-softmax-function-and-the-categorical-cross-entropy-loss-ffceefc081d1"><i>Derivative of the Softmax Function and the Categorical Cross-Entropy Loss</i></a> (2021): the derivation, its order and its numbered items are his. Prose, code and figures are this project’s own, under the MIT licence.</p>`;

function section({ name, notebook }: Named, context: Context): string {
  return `<li><a href="${escapeHtml(context.href(name))}">${escapeHtml(titleOf(notebook))}</a><p>${escapeHtml(questionOf(notebook))}</p></li>`;
}

/** The loss as a surface, if a notebook has it: the picture that the whole article is about. */
function frontPicture(all: readonly Named[], context: Context): string {
  for (const { name, notebook } of all)
    for (const cell of notebook.cells)
      for (const { data } of cell.outputs ?? []) {
        const figure = data?.["application/vnd.plotly.v1+json"] as Partial<Figure> | undefined;
        const kind = (figure?.data?.[0] as { type?: string } | undefined)?.type;
        const picture = pictureIn(textOf(data?.["text/html"]));
        if (kind !== "surface" || !picture) continue;
        const alt = `${figure?.layout?.title?.text}. ${figure?.layout?.meta?.description ?? ""}`;
        return `<figure class="picture"><img alt="${escapeHtml(alt)}" width="720" height="${Number(figure?.layout?.height) || 420}" src="${picture}"><figcaption>The loss over two of the four logits, from <a href="${escapeHtml(context.href(name))}">${escapeHtml(titleOf(notebook))}</a>. There you can turn it.</figcaption></figure>`;
      }
  return "";
}

function ledgerOf(ledgers: readonly SavedLedger[], context: Context): string {
  const entries = ledgers.flatMap((ledger) => ledger.entries);
  const count = (start: string) =>
    entries.filter(({ verdict }) => String(verdict).startsWith(start)).length;
  const table = ledgerTable(ledgers, (notebook, item) => {
    const key = `${notebook}#${item}`;
    if (!context.equations.has(key)) return { href: context.href(notebook) };
    context.referred.add(key);
    return { href: context.href(notebook, item), shows: key };
  });
  return `<h2 id="ledger">What is claimed, and what was done to show it</h2>
<p>${entries.length} claims in ${ledgers.length} ledgers: <b>${count("proved")} proved</b> as identities, <b>${count("agrees")} that agree</b> in numbers, ${count("measured")} measured, and ${count("not an equation")} that are no equations but definitions or pictures, and are shown. A claim that does not hold stops its notebook, and there is no page.</p>
<details class="ledger"><summary>All claims</summary><div class="wide" role="group" aria-label="Ledger of all notebooks" tabindex="0">${table}</div></details>`;
}
