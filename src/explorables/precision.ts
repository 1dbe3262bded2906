import { Attributes } from "./attributes.js";
import type { Model } from "./model.js";
import { type Form, forms } from "./precision-forms.js";
import { setting } from "./words.js";

export const MOST_LEAD = 800;

export interface PrecisionState {
  /** z₁ − z₂, from 0 to 800; no unit. */
  readonly lead: number;
  /** What the chart shows. */
  readonly quantity: "log" | "rest";
  /** How much of the axis the chart shows. */
  readonly span: "all" | "near";
}

/** What is left of log s and of s − 1 as the true class leads by more and more. */
export const precisionModel: Model<PrecisionState> = {
  name: "precision",
  title: "Precision: what is left when one class is sure",
  help: "Move the lead of the true class. The numbers are what three ways of writing the same formula give; a curve ends where its form gives zero or no number at all.",
  attributes: ["lead", "quantity", "span"],
  read(attribute) {
    const attributes = new Attributes("sd-precision", attribute);
    return {
      lead: attributes.within("lead", 40, [0, MOST_LEAD]),
      quantity: attributes.oneOf("quantity", ["log", "rest"]),
      span: attributes.oneOf("span", ["all", "near"]),
    };
  },
  write: ({ lead, quantity, span }) => ({ lead: String(lead), quantity, span }),
  say({ lead }) {
    const each = forms.map(
      ({ name, logS, rest }) => `${name}, log s ${exact(logS(lead))}, s − 1 ${exact(rest(lead))}`,
    );
    return `At a lead of ${setting(lead)}: ${each.join("; ")}.`;
  },
  table: ({ lead }) => ({
    head: [`lead ${setting(lead)}`, "log s₁", "s₁ − 1"],
    rows: forms.map(({ name, logS, rest }) => [name, logS(lead), rest(lead)]),
  }),
};

/** A tiny number with four digits: −4.248 × 10⁻¹⁸. */
export function exact(x: number): string {
  if (Number.isNaN(x)) return "NaN";
  if (x === 0) return "0";
  const sign = x < 0 ? "−" : "";
  const [digits, power] = Math.abs(x).toExponential(3).split("e").map(Number);
  if (power >= -3 && power < 4) return sign + Math.abs(x).toPrecision(4);
  return `${sign}${digits.toFixed(3)} × 10${superscript(power)}`;
}

const superscript = (n: number): string =>
  String(n).replace(/[-\d]/g, (c) => (c === "-" ? "⁻" : "⁰¹²³⁴⁵⁶⁷⁸⁹"[Number(c)]));

/** Doubles below this have fewer digits the smaller they are. */
const SMALLEST_NORMAL = 2 ** -1022;

/**
 * How much of a value is right, beside the best of them, in a few words; in mathematics it is
 * never zero. How right the best is: test/explorables/precision.test.ts, against 64 digits.
 */
export function verdict(value: number, best: number, lead: number): string {
  if (Number.isNaN(value)) return "∞/∞: overflow";
  // −e^(−lead) itself: beyond 745 no double is that small.
  if (value === 0 && best === 0) return `true: −10${superscript(-Math.round(lead / Math.LN10))}`;
  if (value === 0) return "all digits lost";
  const off = Math.abs(value - best) / Math.abs(best);
  if (off === 0 && Math.abs(best) < SMALLEST_NORMAL) return "subnormal: few digits";
  const digits = off === 0 ? 15 : Math.min(15, Math.floor(-Math.log10(off)));
  return digits < 1 ? "no digit right" : `${digits} ${digits === 1 ? "digit" : "digits"} right`;
}

/** The last whole lead up to `most` at which a form still gives a number other than zero. */
export function lastLead(form: Form, quantity: PrecisionState["quantity"], most: number): number {
  for (let lead = most; lead > 0; lead--) if (sizeOf(form, quantity, lead) > 0) return lead;
  return 0;
}

/** What the chart shows: the size of a value; 0 or NaN leave a gap. */
export const sizeOf = (form: Form, quantity: PrecisionState["quantity"], lead: number): number =>
  Math.abs(quantity === "log" ? form.logS(lead) : form.rest(lead));
