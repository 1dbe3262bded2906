/** Folders, notebooks and programs for a test, removed when it ends. */
import { spawnSync } from "node:child_process";
import { mkdtempSync, realpathSync, rmSync, writeFileSync } from "node:fs";
import os from "node:os";
import path from "node:path";
import { fileURLToPath } from "node:url";

export const root = fileURLToPath(new URL("../..", import.meta.url)).replace(/[\\/]$/, "");

/** What a test's context can do for clean-up. */
interface Context {
  after(clean: () => void): void;
}

export function scratchFolder(t: Context): string {
  const folder = mkdtempSync(path.join(realpathSync(os.tmpdir()), "softmax-test-"));
  t.after(() => rmSync(folder, { recursive: true, force: true, maxRetries: 5 }));
  return folder;
}

/** Writes a notebook of these code cells. */
export function writeNotebook(file: string, cells: readonly string[]): string {
  const notebook = {
    cells: cells.map((source, i) => ({
      cell_type: "code",
      execution_count: null,
      id: `cell-${i + 1}`,
      metadata: {},
      outputs: [],
      source,
    })),
    metadata: { kernelspec: { display_name: "TypeScript", language: "typescript", name: "tslab" } },
    nbformat: 4,
    nbformat_minor: 5,
  };
  writeFileSync(file, `${JSON.stringify(notebook, null, 1)}\n`);
  return file;
}

export interface Ended {
  code: number | null;
  output: string;
}

/** Runs Node to its end. */
export function node(
  args: readonly string[],
  {
    cwd = root,
    env = {},
    timeout = 120_000,
  }: { cwd?: string; env?: object; timeout?: number } = {},
): Ended {
  const { status, stdout, stderr } = spawnSync(process.execPath, args, {
    cwd,
    encoding: "utf8",
    timeout,
    env: { ...process.env, ...env },
    maxBuffer: 1e9,
  });
  return { code: status, output: `${stdout}${stderr}` };
}

/** Runs a module's code given as text, as a program of its own. */
export const program = (code: string, ...args: string[]): string[] => [
  "--input-type=module",
  "--eval",
  code,
  "--",
  ...args,
];
