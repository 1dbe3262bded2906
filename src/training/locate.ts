import { createRequire } from "node:module";

/**
 * The path of a file in an installed data package.
 *
 * @throws {Error} if the package is not installed; it says what to do.
 */
export function locate(name: string, file: string, where: string): string {
  try {
    return createRequire(import.meta.url).resolve(`${name}/${file}`);
  } catch {
    throw new Error(
      `${where}: the npm package "${name}" is not installed; npm install in the project's folder brings it`,
    );
  }
}
