import { escapeHtml } from "../figures/index.js";
import { type Bundle, displayAgain } from "./kernel.js";

const CELLS = 20;

/**
 * Takes steps one after the other and shows how many are done, in one line that is written anew: in
 * a notebook it grows as the steps come, and what is left in the end is the same in every run.
 *
 * (A function to be called with `await`, since the kernel knows no `for await` outside functions.)
 *
 * @param steps what takes long, in steps; a generator of an epoch's number, for example.
 * @param total how many steps there will be.
 * @param says what the steps are, in the plural: it is read after the count.
 * @param each is called after each step, with what the step gave.
 * @throws {RangeError} if total is not a positive whole number.
 *
 * @example
 * await progress(descend(network, examples, options), { total: 20, says: "epochs" }, (epoch) => …);
 */
export async function progress<T>(
  steps: Iterable<T>,
  { total, says }: { readonly total: number; readonly says: string },
  each: (step: T) => void = () => {},
): Promise<void> {
  if (!(Number.isInteger(total) && total > 0))
    throw new RangeError(`progress: total must be a positive whole number, got ${total}`);
  let done = 0;
  const line = () => progressBundle(done, total, says);
  const again = displayAgain(line());
  for (const step of steps) {
    each(step);
    done++;
    again(line());
    // What was written leaves for the reader only when this thread rests.
    await new Promise((resolve) => setTimeout(resolve, 1));
  }
}

/** The bar is for the eye; a screen reader reads the count. */
function progressBundle(done: number, total: number, says: string): Bundle {
  const full = Math.floor((CELLS * Math.min(done, total)) / total);
  const [mark, kind] = done < total ? ["…", "open"] : ["✓", "good"];
  const bar = `${mark} ${"█".repeat(full)}${"░".repeat(CELLS - full)} `;
  const count = `${done} of ${total} ${says}`;
  return {
    "text/html": `<p class="sd-verdict sd-${kind}"><span aria-hidden="true">${bar}</span>${escapeHtml(count)}</p>`,
    "text/plain": `${bar}${count}`,
  };
}
