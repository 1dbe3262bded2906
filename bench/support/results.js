/** Results for people (Markdown, pictures) and for programs (JSON), in bench/results. */
import fs from "node:fs";
import path from "node:path";
import { keep } from "../../scripts/support/files.js";
import { root } from "../../scripts/support/project.js";

const folder = path.join(root, "bench", "results");
const plotly = path.join(root, "lib", "export", "plotly.bundle.js");

/**
 * @typedef {{title: string, head: string[], rows: (string|number)[][], note?: string,
 *   figure?: {data: object[], layout: object}}} Table
 * @typedef {{name: string, title: string, tables: Table[], seconds?: number, failed?: string}} Result
 * @param {{machine: Record<string, string>, missing: string[], results: Result[]}} all
 * @returns {string} where they are, for the reader
 */
export function writeResults(all) {
  keep(path.join(folder, "results.json"), `${JSON.stringify(all, null, 1)}\n`);
  keep(path.join(folder, "results.md"), markdown(all));
  const figures = all.results.flatMap(({ tables }) => tables.flatMap(({ figure }) => figure ?? []));
  if (figures.length > 0) keep(path.join(folder, "pictures.html"), page(all.machine, figures));
  return path.relative(process.cwd(), folder) || ".";
}

/** @param {{machine: Record<string, string>, missing: string[], results: Result[]}} all */
function markdown({ machine, missing, results }) {
  const sections = results.flatMap(({ title, tables, failed }) => [
    `## ${title}`,
    ...(failed === undefined ? [] : [`Failed: ${failed}`]),
    ...tables.flatMap((table) => [
      `### ${table.title}`,
      tableText(table),
      ...(table.note ? [table.note] : []),
    ]),
  ]);
  return `${[
    "# Results of npm run bench",
    Object.entries(machine)
      .map(([name, value]) => `- ${name}: ${value}`)
      .concat(missing.map((line) => `- not measured: ${line}`))
      .join("\n"),
    ...sections,
  ].join("\n\n")}\n`;
}

/** @param {Table} table */
function tableText({ head, rows }) {
  const line = (/** @type {(string|number)[]} */ cells) =>
    `| ${cells.map((cell) => (typeof cell === "number" ? short(cell) : cell)).join(" | ")} |`;
  return [line(head), line(head.map((_, k) => (k === 0 ? "---" : "---:"))), ...rows.map(line)].join(
    "\n",
  );
}

/** Three digits, without an exponent where one can read it. */
const short = (/** @type {number} */ x) =>
  Number.isInteger(x) ? String(x) : x >= 100 ? x.toFixed(0) : String(Number(x.toPrecision(3)));

/**
 * @param {Record<string, string>} machine
 * @param {{data: object[], layout: object}[]} figures
 */
function page(machine, figures) {
  const text = (/** @type {string} */ value) =>
    value.replace(/[&<>]/g, (c) => `&#${c.charCodeAt(0)};`);
  const json = JSON.stringify(figures).replace(/</g, "\\u003c");
  return `<!doctype html>
<html lang="en"><meta charset="utf-8"><title>Results of npm run bench</title>
<style>body{font:16px/1.5 system-ui,sans-serif;max-width:70rem;margin:2rem auto;padding:0 1rem}dt{font-weight:600}.plot{height:34rem}</style>
<h1>Results of npm run bench</h1>
<dl>${Object.entries(machine)
    .map(([name, value]) => `<dt>${text(name)}<dd>${text(value)}`)
    .join("")}</dl>
<div id="plots"></div>
<script>${fs.readFileSync(plotly, "utf8").replace(/<\/script/gi, "<\\/script")}</script>
<script>for (const { data, layout } of ${json}) {
  const place = document.getElementById("plots").appendChild(document.createElement("div"));
  place.className = "plot";
  Plotly.newPlot(place, data, layout, { responsive: true });
}</script>
`;
}
