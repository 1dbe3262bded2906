import { createRequire } from "node:module";

/** What a cell shows, in several forms; the front end takes the best it has. */
export interface Bundle {
  readonly "text/plain": string;
  readonly [mime: string]: unknown;
}

interface TslabJupyter {
  lastWriteDisplayData?: (message: object, update: boolean) => void;
}

/**
 * Shows a bundle in the cell that runs, or prints its plain text outside a kernel.
 *
 * The only place that knows tslab. Its public display functions carry one form at a time; a whole
 * bundle goes through the function they use. Nothing of tslab is loaded here: if it runs, it is
 * in Node's cache of modules already.
 */
export function display(bundle: Bundle): void {
  const require = createRequire(import.meta.url);
  const module = require.cache[require.resolve("tslab/dist/jupyter.js")];
  const write = (module?.exports as TslabJupyter | undefined)?.lastWriteDisplayData;
  if (write) write({ data: bundle, metadata: {}, transient: {} }, false);
  else console.log(bundle["text/plain"]);
}
