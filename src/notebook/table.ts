import { escapeHtml, type Table } from "../figures/index.js";

/** A number with the digits a reader wants; all of them stand in the cell's title. */
export function legible(x: number): string {
  if (x === Number.POSITIVE_INFINITY) return "∞";
  if (x === Number.NEGATIVE_INFINITY) return "−∞";
  if (Number.isNaN(x)) return "NaN";
  return String(Number(x.toPrecision(6))).replaceAll("-", "−");
}

const cellText = (value: string | number) =>
  typeof value === "number" ? legible(value) : String(value);

export function tableHtml({ head, rows }: Table, title?: string): string {
  const cell = (value: string | number, k: number) =>
    typeof value === "number"
      ? `<td title="${value}">${escapeHtml(legible(value))}</td>`
      : k === 0
        ? `<th scope="row">${escapeHtml(value)}</th>`
        : `<td>${escapeHtml(value)}</td>`;
  return [
    '<table class="sd-table">',
    title ? `<caption>${escapeHtml(title)}</caption>` : "",
    `<thead><tr>${head.map((h) => (h === "" ? "<td></td>" : `<th scope="col">${escapeHtml(h)}</th>`)).join("")}</tr></thead>`,
    `<tbody>${rows.map((row) => `<tr>${row.map(cell).join("")}</tr>`).join("")}</tbody>`,
    "</table>",
  ].join("");
}

export function tableText({ head, rows }: Table, title?: string): string {
  const lines = [head, ...rows].map((row) => row.map(cellText));
  const widths = head.map((_, k) => Math.max(...lines.map((line) => (line[k] ?? "").length)));
  const body = lines.map((line) =>
    line
      .map((text, k) => (k === 0 ? text.padEnd(widths[k]) : text.padStart(widths[k])))
      .join("  ")
      .trimEnd(),
  );
  return [...(title ? [title] : []), ...body].join("\n");
}
