/** Build: src compiled to lib, with types, and the scripts that run in a browser bundled. */
import fs from "node:fs";
import path from "node:path";
import { pathToFileURL } from "node:url";
import { gzipSync } from "node:zlib";
import { contentsOf, isSubset } from "./support/contents.js";
import { digest, keep, readOrNothing, readStamp, writeStamp } from "./support/files.js";
import { adviceFor, command, Problem } from "./support/problem.js";
import { root } from "./support/project.js";
import { run } from "./support/run.js";

const src = path.join(root, "src");
const lib = path.join(root, "lib");

/** What runs in a browser, each in one file: its source, and its name in lib. */
const bundles = [
  ["explorables/index.ts", "explorables.bundle.js"],
  ["export/client.ts", "export/client.bundle.js"],
  ["export/draw-picture.ts", "export/draw-picture.bundle.js"],
];

/** Plotly as shipped, whole and in its own cuts: its source in node_modules, and its name in lib. */
const plotly = [
  ["plotly.js-dist/plotly.js", "export/plotly-whole.bundle.js"],
  ["plotly.js-cartesian-dist-min/plotly-cartesian.min.js", "export/plotly-cartesian.bundle.js"],
  ["plotly.js-gl3d-dist-min/plotly-gl3d.min.js", "export/plotly-gl3d.bundle.js"],
];

/** The kernels in WebAssembly: their source, and the module of src that holds them as text. */
const kernels = path.join(root, "assembly", "rows.ts");
const kernelsModule = path.join(src, "batch", "kernels.ts");

/** The files of src, sorted, without what the build makes there. */
const sources = () =>
  fs
    .readdirSync(src, { recursive: true, withFileTypes: true })
    .filter((entry) => entry.isFile())
    .map((entry) => path.join(entry.parentPath, entry.name))
    .filter((file) => file !== kernelsModule)
    .sort();

/** Changes when a source, a compiler option or a package does. */
const sourcesDigest = () =>
  digest(
    ...["tsconfig.json", "package.json", "package-lock.json", "scripts/build.js"].map((name) =>
      fs.readFileSync(path.join(root, name)),
    ),
    ...[kernels, ...sources()].flatMap((file) => [path.relative(src, file), fs.readFileSync(file)]),
  );

/** Whether lib was built from these sources, and no file of it or for it is missing. */
export function libraryIsBuilt() {
  try {
    const stamp = JSON.parse(readStamp(lib) ?? "");
    return (
      stamp.sources === sourcesDigest() &&
      isSubset(stamp.files, contentsOf(lib)) &&
      fs.existsSync(kernelsModule)
    );
  } catch {
    return false;
  }
}

/**
 * Builds lib: into a folder beside it, which takes its name when all is done.
 *
 * @throws {Problem} with the compiler's messages, if src has errors
 */
export async function buildLibrary() {
  if (!fs.existsSync(path.join(root, "node_modules", "typescript")))
    throw new Problem("What builds lib is not installed yet: run npm ci first.");
  const wanted = sourcesDigest();
  const next = path.join(root, ".lib.tmp");
  const old = path.join(root, ".lib.old.tmp");
  const remove = (/** @type {string} */ folder) =>
    fs.rmSync(folder, { recursive: true, force: true, maxRetries: 3 });
  remove(next);
  await compileKernels(next);
  await run(
    "Building lib",
    process.execPath,
    // node_modules/.bin/tsc is the kernel's compiler; the project's own is called by its path.
    ["node_modules/typescript/bin/tsc", "-p", "tsconfig.json", "--outDir", next],
    {
      advice: (output) =>
        /error TS(?!5033)\d+/.test(output) ? "There are errors in src:" : undefined,
    },
  );
  await bundle(next);
  for (const file of sources().filter((name) => name.endsWith(".css")))
    fs.copyFileSync(file, path.join(next, path.relative(src, file)));
  writeStamp(next, JSON.stringify({ sources: wanted, files: contentsOf(next) }));
  remove(old);
  if (fs.existsSync(lib)) fs.renameSync(lib, old);
  fs.renameSync(next, lib);
  remove(old);
}

/**
 * Compiles the kernels into a module of src, which git ignores: tests read it there, and lib gets
 * it as any other module, so that it works wherever lib does, without a file to be found or loaded.
 *
 * @param {string} folder for what lies between
 */
async function compileKernels(folder) {
  const source = digest(
    ...[kernels, path.join(root, "scripts", "build.js")].map((file) => fs.readFileSync(file)),
    assemblyscriptVersion(),
  );
  const head = `/** assembly/rows.ts, compiled by scripts/build.js. Source: ${source} */\n`;
  if (readOrNothing(kernelsModule)?.toString().startsWith(head)) return;
  const wasm = path.join(folder, "kernels.wasm");
  await run("Compiling the kernels", process.execPath, [
    ...["node_modules/assemblyscript/bin/asc.js", kernels, "--outFile", wasm],
    ...["-O3", "--enable", "simd", "--runtime", "stub", "--noAssert"],
    // The memory is made by src/batch/compiled.ts; its first 8 KiB are the kernels' table.
    ...["--importMemory", "--memoryBase", "8192"],
  ]);
  const text = fs.readFileSync(wasm, "base64");
  keep(kernelsModule, `${head}export const wasm =\n  "${text}";\n`);
  fs.rmSync(wasm);
}

const assemblyscriptVersion = () =>
  fs.readFileSync(path.join(root, "node_modules", "assemblyscript", "package.json"));

/**
 * Plotly is one function that is called at once. In parentheses V8 reads it; without them it looks
 * it over first and then reads it, which takes a sixth longer.
 *
 * @param {string} text
 */
const readOnce = (text) => text.replace(/,(\(\)=>\{"use strict";[\s\S]*\})\);(\s*)$/, ",($1));$2");

/** @param {string} folder */
async function bundle(folder) {
  const { build } = await import("esbuild");
  try {
    for (const [from, to] of bundles)
      if (fs.existsSync(path.join(src, from)))
        await build({
          entryPoints: [path.join(src, from)],
          outfile: path.join(folder, to),
          bundle: true,
          format: "iife",
          target: "es2022",
          minify: true,
          legalComments: "none",
          logLevel: "silent",
        });
    for (const [from, to] of plotly) {
      const outfile = path.join(folder, to);
      const { outputFiles } = await build({
        entryPoints: [path.join(root, "node_modules", from)],
        outfile,
        write: false,
        // Text of one byte a letter is read faster.
        charset: "ascii",
        minify: true,
        legalComments: "inline",
        logLevel: "silent",
      });
      const text = readOnce(outputFiles[0].text);
      fs.writeFileSync(outfile, text);
      // Pages carry it gzipped and inflate it when a figure comes near.
      fs.writeFileSync(`${outfile}.gz`, gzipSync(text, { level: 9 }));
    }
  } catch (error) {
    throw new Problem(`Bundling lib failed. ${adviceFor(error.message) ?? ""}\n${error.message}`);
  }
}

if (import.meta.url === pathToFileURL(process.argv[1] ?? "").href) await command(buildLibrary);
