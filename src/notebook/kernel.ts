import { createRequire } from "node:module";

/** What a cell shows, in several forms; the front end takes the best it has. */
export interface Bundle {
  readonly "text/plain": string;
  readonly [mime: string]: unknown;
}

interface TslabJupyter {
  lastWriteDisplayData?: (message: object, update: boolean) => void;
}

/** Writes a message to the front end; undefined outside a kernel. */
function writer(): TslabJupyter["lastWriteDisplayData"] {
  const require = createRequire(import.meta.url);
  const module = require.cache[require.resolve("tslab/dist/jupyter.js")];
  return (module?.exports as TslabJupyter | undefined)?.lastWriteDisplayData;
}

/**
 * Shows a bundle in the cell that runs, or prints its plain text outside a kernel.
 *
 * The only place that knows tslab. Its public display functions carry one form at a time; a whole
 * bundle goes through the function they use. Nothing of tslab is loaded here: if it runs, it is
 * in Node's cache of modules already.
 */
export function display(bundle: Bundle): void {
  const write = writer();
  if (write) write({ data: bundle, metadata: {}, transient: {} }, false);
  else console.log(bundle["text/plain"]);
}

let shown = 0;

/** Shows a bundle that can be shown anew in the same place, by calling what this returns. */
export function displayAgain(bundle: Bundle): (bundle: Bundle) => void {
  const write = writer();
  if (!write) return (next) => console.log(next["text/plain"]);
  const transient = { display_id: `softmax-derivative-${process.pid}-${++shown}` };
  write({ data: bundle, metadata: {}, transient }, false);
  return (next) => write({ data: next, metadata: {}, transient }, true);
}
