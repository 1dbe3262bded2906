import { jacobianModel } from "./jacobian.js";
import { lossModel } from "./loss.js";
import type { Model } from "./model.js";
import { precisionModel } from "./precision.js";
import { softmaxModel } from "./softmax.js";

/** The live parts without their looks, by name: for pages and notebooks that are made in Node. */
export const catalogue: readonly Model<unknown>[] = [
  softmaxModel,
  jacobianModel,
  lossModel,
  precisionModel,
];

/** @throws {RangeError} if there is no live part of that name; it says which there are. */
export function modelOf(name: string): Model<unknown> {
  const model = catalogue.find((known) => known.name === name);
  if (model === undefined)
    throw new RangeError(
      `explorable: there is no live part "${name}"; there are ${catalogue.map((known) => known.name).join(", ")}`,
    );
  return model;
}
