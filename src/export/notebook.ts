import type { Entry } from "../notebook/index.js";

/** As much of the notebook format (nbformat 4.5) as a page needs. */
export interface Notebook {
  readonly cells: readonly Cell[];
}
export interface Cell {
  readonly cell_type: "markdown" | "code" | "raw";
  readonly id?: string;
  readonly source: string | readonly string[];
  readonly outputs?: readonly Output[];
  readonly metadata: { readonly tags?: readonly string[] };
}
export interface Output {
  readonly output_type: string;
  readonly text?: string | readonly string[];
  readonly data?: Readonly<Record<string, unknown>>;
}

/** A notebook with the name of its file, without extension. */
export interface Named {
  readonly name: string;
  readonly notebook: Notebook;
}

export const textOf = (value: unknown): string =>
  Array.isArray(value) ? value.join("") : String(value ?? "");

/** The first heading of a notebook. */
export function titleOf(notebook: Notebook): string {
  for (const cell of notebook.cells)
    if (cell.cell_type === "markdown") {
      const heading = /^# (.+)$/m.exec(textOf(cell.source));
      if (heading) return heading[1];
    }
  return "Notebook";
}

/** The question a notebook opens with: its first bold line. */
export function questionOf(notebook: Notebook): string {
  const first = notebook.cells.find((cell) => cell.cell_type === "markdown");
  return /^\*\*(.+?)\*\*/m.exec(textOf(first?.source))?.[1] ?? "";
}

export interface SavedLedger {
  readonly notebook: string;
  readonly entries: readonly Entry[];
}

export function ledgersOf(notebook: Notebook, mime: string): SavedLedger[] {
  return notebook.cells.flatMap((cell) =>
    (cell.outputs ?? []).flatMap((output) => {
      const saved = output.data?.[mime] as SavedLedger | undefined;
      return saved && Array.isArray(saved.entries) ? [saved] : [];
    }),
  );
}
