import { verdictBundle } from "./bundles.js";
import { displayAgain } from "./kernel.js";

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
  const line = () => {
    const full = Math.floor((CELLS * Math.min(done, total)) / total);
    return verdictBundle(
      `${"█".repeat(full)}${"░".repeat(CELLS - full)} ${done} of ${total} ${says}`,
      done < total ? "open" : "good",
    );
  };
  const again = displayAgain(line());
  for (const step of steps) {
    each(step);
    done++;
    again(line());
    // What was written leaves for the reader only when this thread rests.
    await new Promise((resolve) => setTimeout(resolve, 1));
  }
}
