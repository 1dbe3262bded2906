import type { MathNode } from "mathjs";
import {
  type ProofOptions,
  type ProofResult,
  proveIdentities,
  proveIdentity,
} from "../symbolic/index.js";
import { proofLine, tableBundle, verdictBundle } from "./bundles.js";
import { type Bundle, display } from "./kernel.js";
import { type Displayable, jupyterDisplay } from "./show.js";

/** A claim that does not hold; it stops the notebook, and the kernel names the cell's line. */
export class CheckError extends Error {
  override name = "CheckError";
}

/** One line of the ledger. */
export interface Entry {
  readonly item: string;
  readonly says: string;
  readonly verdict:
    | "proved"
    | `proved, chance of error below ${string}`
    | `agrees to ${number} digits`
    | "measured"
    | "not an equation";
  readonly how: string;
}

export const LEDGER_MIME = "application/vnd.softmax-derivative.ledger+json";

type Side = string | MathNode;
type Numbers = number | readonly number[] | readonly (readonly number[])[];
interface ClaimOptions extends ProofOptions {
  /** What is claimed, in words or plain signs. */
  readonly says?: string;
}

/** The claims of one notebook and what was done to show each; it holds only what was computed. */
export class Ledger implements Displayable {
  private readonly entries = new Map<string, Entry>();
  constructor(readonly notebook: string) {}

  /** Proves one identity. @throws {CheckError} unless it is proved. */
  prove(item: string, left: Side, right: Side, options: ClaimOptions = {}): void {
    this.record(item, proveIdentity(left, right, options), options.says);
  }

  /** Proves a vector or a matrix of identities, entry by entry. @throws {CheckError} unless all are. */
  proveAll(
    item: string,
    lefts: readonly Side[] | readonly (readonly Side[])[],
    rights: ((i: number, j: number) => Side) | readonly Side[] | readonly (readonly Side[])[],
    options: ClaimOptions = {},
  ): void {
    const right =
      typeof rights === "function"
        ? rights
        : (i: number, j: number) => {
            const row = rights[i];
            return Array.isArray(row) ? (row[j] as Side) : (row as Side);
          };
    this.record(item, proveIdentities(lefts, right, options), options.says);
  }

  /** Takes down a result of src/symbolic. @throws {CheckError} unless it is "proved". */
  record(item: string, result: ProofResult, says = result.claim ?? "identity"): void {
    const line = proofLine(result, `${item}, ${says}`);
    if (result.verdict !== "proved") throw new CheckError(line);
    const count = result.identities === 1 ? "1 identity" : `${result.identities} identities`;
    const verdict: Entry["verdict"] = result.chanceOfError
      ? `proved, chance of error below ${result.chanceOfError}`
      : "proved";
    this.enter({ item, says, verdict, how: `${result.method}, ${count}` });
    display(verdictBundle(line, "good"));
  }

  /**
   * Compares numbers, to `digits` significant digits of the largest entry, of 1 where all that is
   * expected is 0; or, where all entries may come out small because one side cancels, to `decimals`
   * places after the point.
   *
   * @throws {CheckError} if they differ, or if no digit agrees; it names the entry and both values,
   *   and says so where one side has overflowed or lost its digits.
   */
  compare(
    item: string,
    actual: Numbers,
    expected: Numbers,
    {
      says = "the numbers agree",
      digits = 12,
      decimals,
    }: { says?: string; digits?: number; decimals?: number } = {},
  ): void {
    const [a, b] = [flatten(actual), flatten(expected)];
    if (a.length !== b.length)
      throw new CheckError(`${item}, ${says}: ${a.length} numbers against ${b.length}`);
    const size = Math.max(...b.map(({ value }) => Math.abs(value))) || 1;
    const most = decimals === undefined ? 0.5 * 10 ** -digits : (0.5 * 10 ** -decimals) / size;
    let worst = 0;
    a.forEach(({ value, place }, k) => {
      const error = Object.is(value, b[k].value) ? 0 : Math.abs(value - b[k].value) / size;
      if (!(error < Math.min(most, 0.05)))
        throw new CheckError(
          `${item}, ${says}: ${place}${value}, expected ${b[k].value}${reasonFor(value, b[k].value)}`,
        );
      worst = Math.max(worst, error);
    });
    const agreed = worst === 0 ? 16 : Math.min(16, Math.floor(-Math.log10(2 * worst)));
    const count = a.length === 1 ? "1 number" : `${a.length} numbers`;
    const verdict: Entry["verdict"] = `agrees to ${agreed} digits`;
    this.enter({ item, says, verdict, how: count });
    display(verdictBundle(`${item}, ${says}: ${verdict}, ${count}`, "good"));
  }

  /**
   * Takes down a number that was measured and must not be below a bound, such as an accuracy.
   *
   * @throws {CheckError} if it is below, or no number; it names both.
   */
  atLeast(item: string, value: number, bound: number, { says }: { says: string }): void {
    const measured = `${Number(value.toPrecision(6))}`;
    if (!(value >= bound))
      throw new CheckError(`${item}, ${says}: ${measured}, should be at least ${bound}`);
    const how = `${measured}, at least ${bound}`;
    this.enter({ item, says, verdict: "measured", how });
    display(verdictBundle(`${item}, ${says}: measured ${how}`, "good"));
  }

  /** Takes down an item that is no equation: a figure, a definition. */
  illustrate(item: string, says: string): void {
    this.enter({ item, says, verdict: "not an equation", how: "shown" });
  }

  /** Running a cell again replaces its entry. */
  private enter(entry: Entry): void {
    this.entries.set(`${entry.item} ${entry.says}`, entry);
  }

  /** All entries in the article's order. */
  list(): Entry[] {
    const number = ({ item }: Entry) => Number(/\d+/.exec(item)?.[0] ?? Number.MAX_SAFE_INTEGER);
    return [...this.entries.values()].sort((p, q) => number(p) - number(q));
  }

  [jupyterDisplay](): Bundle {
    const entries = this.list();
    const head = ["item", "claim", "verdict", "how"];
    const rows = entries.map(({ item, says, verdict, how }) => [item, says, verdict, how]);
    return {
      [LEDGER_MIME]: { notebook: this.notebook, entries },
      ...tableBundle({ head, rows }, "Ledger: what was claimed, and what was done to show it"),
    };
  }
}

/** A fresh ledger for a notebook. */
export const ledger = (notebook: string): Ledger => new Ledger(notebook);

/** What logits that are large or far apart do to a formula written out plainly. */
function reasonFor(value: number, expected: number): string {
  if (!Number.isFinite(expected))
    return ". A formula written out plainly has overflowed; take logits nearer to zero";
  const bothSmall = Math.max(Math.abs(value), Math.abs(expected)) < 1e-8;
  return bothSmall
    ? ". Both are so small that a formula written out plainly keeps no digit of them; take logits nearer to one another"
    : "";
}

function flatten(numbers: Numbers): { value: number; place: string }[] {
  if (typeof numbers === "number") return [{ value: numbers, place: "" }];
  return (numbers as readonly (number | readonly number[])[]).flatMap((row, i) =>
    typeof row === "number"
      ? [{ value: row, place: `entry ${i + 1} is ` }]
      : row.map((value, j) => ({ value, place: `row ${i + 1}, column ${j + 1} is ` })),
  );
}
