import { cpSync, mkdirSync, mkdtempSync, readdirSync, realpathSync, symlinkSync } from "node:fs";
import { tmpdir } from "node:os";
import path from "node:path";
import { fileURLToPath } from "node:url";

const root = fileURLToPath(new URL("../..", import.meta.url));

/** A folder with these parts of the project, where the package under its own name is the copy. */
export function copyProject(parts: readonly string[]): string {
  const copy = mkdtempSync(path.join(realpathSync(tmpdir()), "softmax-derivative-"));
  for (const name of parts)
    cpSync(path.join(root, name), path.join(copy, name), { recursive: true });
  const modules = path.join(copy, "node_modules");
  mkdirSync(modules);
  for (const name of readdirSync(path.join(root, "node_modules")))
    symlinkSync(
      name === "softmax-derivative" ? copy : path.join(root, "node_modules", name),
      path.join(modules, name),
      "junction",
    );
  return copy;
}
