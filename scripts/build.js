/** Build: src compiled to lib, with types, and the page's script bundled for the browser. */
import { spawnSync } from "node:child_process";
import { createHash } from "node:crypto";
import fs from "node:fs";
import path from "node:path";
import { fileURLToPath, pathToFileURL } from "node:url";

const root = path.resolve(path.dirname(fileURLToPath(import.meta.url)), "..");

/** Files of src, sorted, so that the same sources always give the same digest. */
function sources(folder = path.join(root, "src")) {
  return fs
    .readdirSync(folder, { withFileTypes: true })
    .sort((a, b) => (a.name < b.name ? -1 : 1))
    .flatMap((entry) => {
      const file = path.join(folder, entry.name);
      return entry.isDirectory() ? sources(file) : [file];
    });
}

/** Changes when a source, a compiler option or a package does. */
export function sourcesDigest() {
  const hash = createHash("sha256");
  for (const name of ["tsconfig.json", "package-lock.json", "scripts/build.js"])
    hash.update(fs.readFileSync(path.join(root, name)));
  for (const file of sources())
    hash.update(path.relative(root, file)).update(fs.readFileSync(file));
  return hash.digest("hex");
}

export async function build() {
  const lib = path.join(root, "lib");
  fs.rmSync(lib, { recursive: true, force: true });
  // node_modules/.bin/tsc is the kernel's compiler; the project's own is called by its path.
  const tsc = spawnSync(
    process.execPath,
    [path.join(root, "node_modules", "typescript", "bin", "tsc"), "-p", "tsconfig.json"],
    { cwd: root, encoding: "utf8" },
  );
  if (tsc.status !== 0) throw new Error(`${tsc.stdout}${tsc.stderr}\nBuilding lib failed.`);
  const { build: bundle } = await import("esbuild");
  const options = { bundle: true, minify: true, legalComments: "none", logLevel: "error" };
  const bundles = [
    ["explorables/index.ts", "explorables.bundle.js"],
    ["export/client.ts", "export/client.bundle.js"],
  ];
  for (const [from, to] of bundles.filter(([from]) => fs.existsSync(path.join(root, "src", from))))
    await bundle({
      ...options,
      entryPoints: [path.join(root, "src", from)],
      format: "iife",
      target: "es2022",
      outfile: path.join(lib, to),
    });
  // Plotly as shipped, minified once here: half the size, the same program.
  await bundle({
    ...options,
    bundle: false,
    charset: "ascii",
    entryPoints: [path.join(root, "node_modules", "plotly.js-dist", "plotly.js")],
    outfile: path.join(lib, "export", "plotly.bundle.js"),
  });
  for (const file of sources().filter((file) => file.endsWith(".css")))
    fs.copyFileSync(file, path.join(lib, path.relative(path.join(root, "src"), file)));
}

if (import.meta.url === pathToFileURL(process.argv[1] ?? "").href) await build();
