/** What a cell shows: values, proofs, the ledger of claims, exercises. */
export { exercise } from "./exercise.js";
export { EXPLORABLE_MIME, type ExplorableAttribute, explorable } from "./explorable.js";
export { CheckError, type Entry, Ledger, LEDGER_MIME, ledger } from "./ledger.js";
export { progress } from "./progress.js";
export {
  type Displayable,
  formula,
  jupyterDisplay,
  type Showable,
  type ShowOptions,
  show,
} from "./show.js";
export { versions } from "./versions.js";
