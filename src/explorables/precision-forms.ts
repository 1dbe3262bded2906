import { logSoftmax, softmaxCrossEntropyGradient } from "../index.js";

/**
 * log s₁ and s₁ − 1 for two classes with logits (lead, 0), by three forms. The first two are here
 * to be seen failing; the third is this module.
 */
export interface Form {
  readonly name: string;
  /** In nats. */
  readonly logS: (lead: number) => number;
  /** No unit. */
  readonly rest: (lead: number) => number;
}

/** s₁ by D1 as written: overflows. */
const naive = (lead: number): number => Math.exp(lead) / (Math.exp(lead) + Math.exp(0));

/** s₁ with the largest logit subtracted, as most libraries have it. */
const plain = (lead: number): number => 1 / (1 + Math.exp(-lead));

export const forms: readonly Form[] = [
  {
    name: "naive",
    logS: (lead) => Math.log(naive(lead)),
    rest: (lead) => naive(lead) - 1,
  },
  {
    name: "plain stable",
    logS: (lead) => lead - (lead + Math.log(1 + Math.exp(-lead))),
    rest: (lead) => plain(lead) - 1,
  },
  {
    name: "this module",
    logS: (lead) => logSoftmax([lead, 0])[0],
    rest: (lead) => softmaxCrossEntropyGradient([lead, 0], 0)[0],
  },
];
