/** How an answer was judged: plain data; src/notebook shows it. */
export interface Judgement {
  readonly outcome: "unanswered" | "right" | "wrong" | "undecided";
  readonly message: string;
  /** The usual mistake it looks like. */
  readonly guess?: string;
  /** Row and column of the wrong entry, counted from 1. */
  readonly entry?: readonly number[];
  /** Both sides as TeX. */
  readonly tex?: { readonly yours: string; readonly expected: string };
}

export const UNANSWERED: Judgement = {
  outcome: "unanswered",
  message: "Not answered yet. Write your answer and run the cell again.",
};
