import { escapeHtml } from "../figures/index.js";
import type { Assets } from "./assets.js";
import { renderCell } from "./cells.js";
import type { Context } from "./context.js";
import { credits, frontMatter, TITLE } from "./index-page.js";
import { type Named, titleOf } from "./notebook.js";
import { contextOf, renderShell, shownEquations } from "./page.js";

/** The whole article in one file. */
export function renderSingle(all: readonly Named[], assets: Assets): string {
  const shared: Partial<Context> = { shift: 1, ids: new Set(), referred: new Set() };
  const contextFor = (one: Named): Context =>
    contextOf(one, all, {
      ...shared,
      id: (place) => `${one.name}.${place}`,
      href: (notebook, place) => `#${notebook}${place ? `.${place}` : ""}`,
    });
  const front = contextFor({ name: "index", notebook: { cells: [] } });
  const opening = frontMatter(all, front);
  const parts = all.map((one) => {
    const context = contextFor(one);
    const cells = one.notebook.cells.map((cell) => renderCell(cell, context)).join("\n");
    return `<article id="${escapeHtml(one.name)}" class="part" aria-label="${escapeHtml(titleOf(one.notebook))}">${cells}</article>`;
  });
  return renderShell(
    {
      title: TITLE,
      contents: all.map(({ name, notebook }) => ({
        id: escapeHtml(name),
        html: escapeHtml(titleOf(notebook)),
      })),
      header: "<span>The derivative of softmax</span>",
      main: `${opening}\n${parts.join("\n")}`,
      neighbours: "",
      footer: credits,
      equations: shownEquations(front, () => true),
    },
    assets,
  );
}
