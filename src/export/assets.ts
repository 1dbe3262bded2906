import { createHash } from "node:crypto";
import { existsSync, readFileSync } from "node:fs";
import { createRequire } from "node:module";
import path from "node:path";
import { gunzipSync } from "node:zlib";
import type { Cut } from "./plotly-cuts.js";

/** A script that rests in a page until it is wanted. */
export interface Packed {
  /** Gzipped, as base64. */
  readonly packed: string;
  /** The hash of the script itself, as a content security policy has it. */
  readonly hash: string;
}

/** What every page carries: style, its own script, and Plotly, to be run when a figure comes near. */
export interface Assets {
  /** Style for a page with this HTML: of KaTeX's fonts, only those of which it has characters. */
  css(html: string): string;
  readonly client: string;
  /** The live elements' script; empty where there is none. */
  readonly explorables: string;
  /** A cut of Plotly. */
  plotly(cut: Cut): Packed;
}

function pack(gzipped: Buffer): Packed {
  const hash = createHash("sha256").update(gunzipSync(gzipped)).digest("base64");
  return { packed: gzipped.toString("base64"), hash: `'sha256-${hash}'` };
}

/** Reads the assets that the build has put beside this file, and KaTeX's style with its fonts. */
export function readAssets(): Assets {
  const built = (name: string) => readFileSync(new URL(name, import.meta.url));
  const explorables = new URL("../explorables.bundle.js", import.meta.url);
  const own = built("page.css").toString();
  // Many pages carry the same cut.
  const cuts = new Map<Cut, Packed>();
  return {
    css: (html) => katexStyle(html) + own,
    client: inline(built("client.bundle.js").toString()),
    explorables: existsSync(explorables) ? inline(readFileSync(explorables, "utf8")) : "",
    plotly(cut) {
      const known = cuts.get(cut) ?? pack(built(`plotly-${cut}.bundle.js.gz`));
      cuts.set(cut, known);
      return known;
    },
  };
}

/** Fonts that few formulas need, and the class of what needs them. */
const RARE: Readonly<Record<string, RegExp>> = {
  Caligraphic: /"[^"]*\bmathcal\b/,
  Fraktur: /"[^"]*\b(?:mathfrak|textfrak)\b/,
  SansSerif: /"[^"]*\b(?:mathsf|textsf|mathboldsf|mathitsf)\b/,
  Script: /"[^"]*\b(?:mathscr|textscr)\b/,
  Typewriter: /"[^"]*\b(?:mathtt|texttt)\b/,
};

function katexStyle(html: string): string {
  const folder = path.join(
    path.dirname(createRequire(import.meta.url).resolve("katex/package.json")),
    "dist",
  );
  return readFileSync(path.join(folder, "katex.min.css"), "utf8")
    .replace(/@font-face\{[^}]*font-family:"?KaTeX_(\w+)"?[^}]*\}/g, (face, family) =>
      RARE[family] && !RARE[family].test(html) ? "" : face,
    )
    .replace(
      /src:url\((fonts\/[\w-]+\.woff2)\)[^;}]*/g,
      (_, font) =>
        `src:url(data:font/woff2;base64,${readFileSync(path.join(folder, font)).toString("base64")}) format("woff2")`,
    );
}

/** A script's text that can stand inside a <script> element. */
const inline = (script: string): string =>
  script.trim().replaceAll("</script", "<\\/script").replaceAll("<!--", "<\\!--");
