import { escapeHtml } from "../figures/index.js";
import type { SavedLedger } from "./notebook.js";

/** Where an item stands, if it has a place, and the equation that a reference to it shows. */
type Place = (notebook: string, item: string) => { href: string; shows?: string } | undefined;

/** Ledgers as one table. */
export function ledgerTable(ledgers: readonly SavedLedger[], place: Place, caption = ""): string {
  const rows = ledgers.flatMap(({ notebook, entries }) =>
    entries.map((entry) => {
      const { item, says, verdict, how } = entry;
      const at = place(notebook, String(item));
      const name = escapeHtml(item);
      const shows = at?.shows ? ` class="reference" data-shows="${escapeHtml(at.shows)}"` : "";
      const head = at ? `<a href="${escapeHtml(at.href)}"${shows}>${name}</a>` : name;
      return `<tr><th scope="row">${head}</th><td>${escapeHtml(says)}</td><td>${escapeHtml(verdict)}</td><td>${escapeHtml(how)}</td></tr>`;
    }),
  );
  return `<table class="sd-table ledger">${caption ? `<caption>${escapeHtml(caption)}</caption>` : ""}<thead><tr><th scope="col">item</th><th scope="col">claim</th><th scope="col">verdict</th><th scope="col">how</th></tr></thead><tbody>${rows.join("")}</tbody></table>`;
}
