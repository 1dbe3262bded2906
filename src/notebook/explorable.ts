import { modelOf } from "../explorables/catalogue.js";
import { escapeHtml } from "../figures/index.js";
import { explorableScript } from "./explorable-script.js";
import type { Bundle } from "./kernel.js";
import { type Displayable, jupyterDisplay } from "./show.js";
import { tableHtml, tableText } from "./table.js";

export const EXPLORABLE_MIME = "application/vnd.softmax-derivative.explorable+json";

/** What an attribute can be given as: a list is written with commas. */
export type ExplorableAttribute = string | number | readonly (string | number)[];

/**
 * A live part, to be shown by show(): its sliders call the math module in the browser.
 *
 * Where no script runs there is a table of its numbers instead, and its plain text says the same.
 *
 * @param name "softmax", "jacobian", "loss" or "precision".
 * @param attributes what it starts with: z, labels and so on; see src/explorables.
 * @throws {RangeError | TypeError} if there is no such part, or an attribute makes no sense to it;
 *   the message names the attribute and its value.
 *
 * @example
 * show(explorable("softmax", { z: [2, 1, 0.1, -1], labels: ["cat", "dog", "hen", "fox"] }));
 */
export function explorable(
  name: string,
  attributes: { readonly [attribute: string]: ExplorableAttribute } = {},
): Displayable {
  const model = modelOf(name);
  const unknown = Object.keys(attributes).find((key) => !model.attributes.includes(key));
  if (unknown !== undefined)
    throw new RangeError(
      `explorable: ${name} has no attribute "${unknown}"; it has ${model.attributes.join(", ")}`,
    );
  const comma = [attributes.labels].flat().find((label) => /,/.test(String(label ?? "")));
  if (Array.isArray(attributes.labels) && comma !== undefined)
    throw new RangeError(`explorable: the label "${comma}" holds a comma, which separates labels`);
  const written: Record<string, string> = Object.fromEntries(
    Object.entries(attributes).map(([key, value]) => [key, [value].flat().join(",")]),
  );
  // Bad attributes are to be met here, where they are written, and not in a browser.
  const state = model.read((key) => written[key] ?? null);
  const { title, help } = model;
  const table = model.table(state);
  const plain = `${title} (a live part; here are its numbers). ${model.say(state)}`;
  const tag = `sd-${name}`;
  const list = Object.entries(written)
    .map(([key, value]) => ` ${key}="${escapeHtml(value)}"`)
    .join("");
  const html = [
    '<figure class="sd-explorable">',
    `<${tag}${list}>${tableHtml(table, title)}</${tag}>`,
    `<figcaption>${escapeHtml(help)}</figcaption>`,
    `<script>${explorableScript}</script>`,
    "</figure>",
  ].join("");
  return {
    [jupyterDisplay]: (): Bundle => ({
      [EXPLORABLE_MIME]: { name, attributes: written, title, description: help },
      "text/html": html,
      "text/plain": `${plain}\n${tableText(table)}`,
    }),
  };
}
