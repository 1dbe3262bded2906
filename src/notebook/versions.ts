import { readFileSync } from "node:fs";
import { createRequire } from "node:module";

/** The packages that decide what a notebook's outputs are, and the names that readers know. */
const PACKAGES = [
  ["mathjs", "mathjs"],
  ["plotly.js-dist", "Plotly"],
  ["tslab", "tslab"],
  ["@tslab/typescript-for-tslab", "TypeScript in cells"],
  ["typescript", "TypeScript in src"],
] as const;

/** Of jupyter/requirements.txt. */
const PYTHON_PACKAGES = [
  ["jupyterlab", "JupyterLab"],
  ["nbconvert", "nbconvert"],
] as const;

interface Package {
  readonly version: string;
  readonly engines?: { readonly node?: string };
}

/**
 * What a notebook's outputs were made with, in one line for its last cell.
 *
 * Only what the lock files fix is named, so that the line, like all outputs, is the same on every
 * machine. Node and Python are named by the versions that will do: outputs do not depend on them.
 *
 * @returns as "softmax-derivative 0.1.0, mathjs 15.2.0, …; any Node from 20.19".
 *
 * @example
 * versions().split(",")[0]; // "softmax-derivative 0.1.0"
 */
export function versions(): string {
  const root = new URL("../../", import.meta.url);
  const read = (name: string) => readFileSync(new URL(name, root), "utf8");
  const own = JSON.parse(read("package.json")) as Package;
  const require = createRequire(import.meta.url);
  const installed = PACKAGES.map(([name, title]) => {
    const file = require.resolve.paths(name)?.flatMap((folder) => {
      try {
        return [JSON.parse(readFileSync(`${folder}/${name}/package.json`, "utf8")) as Package];
      } catch {
        return [];
      }
    })[0];
    return `${title} ${file?.version ?? "(not installed)"}`;
  });
  const requirements = read("jupyter/requirements.txt");
  const pinned = PYTHON_PACKAGES.map(
    ([name, title]) =>
      `${title} ${new RegExp(`^${name}==(\\S+)`, "m").exec(requirements)?.[1] ?? "(not pinned)"}`,
  );
  const node = own.engines?.node?.replace(">=", "") ?? "";
  const all = [`softmax-derivative ${own.version}`, ...installed, ...pinned];
  return `${all.join(", ")}; any Node from ${node}`;
}
