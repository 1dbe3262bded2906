import { escapeHtml } from "../figures/index.js";

/** A live element as a cell shows it. */
export interface SavedExplorable {
  readonly name: string;
  readonly attributes: Readonly<Record<string, unknown>>;
  readonly title: string;
  readonly description: string;
}

/** Whether a value is a live element of ours. */
export function isExplorable(value: unknown): value is SavedExplorable {
  const { name, title, description } = (value ?? {}) as Partial<SavedExplorable>;
  return (
    typeof name === "string" &&
    /^(?:sd-)?[a-z]+(?:-[a-z]+)*$/.test(name) &&
    typeof title === "string" &&
    typeof description === "string"
  );
}

/** Attributes that a page or a browser gives a meaning of its own are not a notebook's to set. */
const ATTRIBUTE =
  /^(?!on|style$|class$|id$|slot$|is$|part$|tabindex$|hidden$|role$|aria-)[a-z][a-z0-9-]*$/;

/** Its element, with a text that stands there until the element is alive. */
export function renderExplorable(saved: SavedExplorable): string {
  const { name, title, description } = saved;
  const tag = name.startsWith("sd-") ? name : `sd-${name}`;
  const attributes = Object.entries(saved.attributes ?? {})
    .filter(([key]) => ATTRIBUTE.test(key))
    .map(([key, value]) => ` ${key}="${escapeHtml(value)}"`)
    .join("");
  return `<figure class="explorable"><${tag}${attributes}><p class="fallback"><b>${escapeHtml(title)}.</b> This part needs a browser that runs the page's script.</p></${tag}><figcaption>${escapeHtml(description)}</figcaption></figure>`;
}
