import { catalogue } from "../explorables/catalogue.js";
import type { Model } from "../explorables/model.js";
import { escapeHtml } from "../figures/index.js";
import { tableHtml } from "../notebook/table.js";

/** A live part as a cell shows it. */
export interface SavedExplorable {
  readonly name: string;
  readonly attributes: Readonly<Record<string, string>>;
  readonly title: string;
  readonly description: string;
}

const modelOf = (saved: unknown): Model<unknown> | undefined => {
  const named = String((saved as Partial<SavedExplorable> | null)?.name).replace(/^sd-/, "");
  return catalogue.find(({ name }) => name === named);
};

/** Whether a value is a live part of this project's, whose element the page's script defines. */
export function isExplorable(value: unknown): value is SavedExplorable {
  const { attributes, title, description } = (value ?? {}) as Partial<SavedExplorable>;
  return (
    modelOf(value) !== undefined &&
    typeof title === "string" &&
    typeof description === "string" &&
    typeof attributes === "object" &&
    attributes !== null &&
    Object.values(attributes).every((text) => typeof text === "string")
  );
}

/**
 * Its element, with its numbers as a table for a reader whose browser runs no script. Attributes
 * that the part does not know are left out.
 */
export function renderExplorable(saved: SavedExplorable): string {
  const model = modelOf(saved);
  if (model === undefined) return "";
  const attributes = model.attributes
    .filter((name) => Object.hasOwn(saved.attributes, name))
    .map((name) => ` ${name}="${escapeHtml(saved.attributes[name])}"`)
    .join("");
  return [
    `<figure class="explorable"${model.drawsSurface ? ' data-plotly="gl3d"' : ""}>`,
    `<sd-${model.name}${attributes}>${numbers(model, saved)}</sd-${model.name}>`,
    '<figcaption><span class="still">Where scripts run, this is a live part. Here are its numbers.</span>',
    `<span class="live-help">${escapeHtml(saved.description)}</span></figcaption></figure>`,
  ].join("");
}

function numbers(model: Model<unknown>, { title, attributes }: SavedExplorable): string {
  try {
    const state = model.read((name) => attributes[name] ?? null);
    return `<div class="wide" role="group" aria-label="${escapeHtml(title)}" tabindex="0">${tableHtml(model.table(state), title)}</div>`;
  } catch (error) {
    // The element itself will say so as well.
    return `<p>${escapeHtml(title)}. ${escapeHtml((error as Error).message)}</p>`;
  }
}
