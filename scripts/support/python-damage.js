/** Damage inside the Python environment, looked for when something in it has failed. */
import fs from "node:fs";
import path from "node:path";
import { forgetStamp } from "./files.js";
import { Problem } from "./problem.js";
import { sitePackages, venv } from "./project.js";

/**
 * @throws {Problem} if a file of an installed package is missing or cut short; the environment is
 *   then made anew by the next set-up
 */
export function checkForDamage() {
  const file = firstDamaged();
  if (file === undefined) return;
  forgetStamp(venv);
  throw new Problem(
    `The Python environment in .venv is damaged (${file} is missing or cut short). Run the same command again: it is then installed anew.`,
  );
}

/**
 * The first file, by the packages' own records of what they installed, that is not as it was.
 *
 * @returns {string | undefined}
 */
export function firstDamaged() {
  let folder;
  try {
    folder = sitePackages();
  } catch {
    return "its folder of packages";
  }
  for (const name of fs.readdirSync(folder).filter((name) => name.endsWith(".dist-info"))) {
    const record = path.join(folder, name, "RECORD");
    if (!fs.existsSync(record)) return `${name}/RECORD`;
    for (const line of fs.readFileSync(record, "utf8").split("\n")) {
      // path,hash,size; what was compiled or written later has neither hash nor size.
      const [, file, size] = /^"?(.+?)"?,[^,]+,(\d+)\r?$/.exec(line) ?? [];
      if (file === undefined) continue;
      const found = fs.statSync(path.join(folder, file), { throwIfNoEntry: false });
      if (found?.size !== Number(size)) return file;
    }
  }
  return undefined;
}
