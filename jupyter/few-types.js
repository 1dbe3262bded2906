/**
 * Lets the kernel's compiler read only the types that cells use.
 *
 * By itself it reads the types of all packages in `node_modules/@types` before the first cell, Node's
 * 2.8 MB among them, and goes through them again for each cell: half of a notebook's time. Here a
 * cell is compiled with the language's types, cell-globals.d.ts, and the types of what it imports,
 * without their comments. A cell that has an error there is compiled again with all types, and so are
 * the cells after it: what is an error, and what it says, is as it would be without this file.
 */
import path from "node:path";
import { fileURLToPath } from "node:url";
import { replaceInCompiler } from "./compiler.js";

const globals = path.join(path.dirname(fileURLToPath(import.meta.url)), "cell-globals.d.ts");

/**
 * Takes hold of the kernel's compiler, before the kernel starts.
 *
 * @param {NodeJS.Require} require one that finds tslab
 */
export function compileWithFewTypes(require) {
  let few = false;
  replaceInCompiler(require, ({ createWatchCompilerHost }) => ({
    createWatchCompilerHost: (files, options, system, ...rest) =>
      few
        ? createWatchCompilerHost(
            [...files, globals],
            { ...options, types: [] },
            withoutComments(system),
            ...rest,
          )
        : createWatchCompilerHost(files, options, system, ...rest),
  }));

  const converters = require("tslab/dist/converter.js");
  const { createConverter } = converters;
  const withFew = (options) => {
    few = true;
    try {
      return createConverter(options);
    } finally {
      few = false;
    }
  };
  converters.createConverter = (options) => {
    if (options.isBrowser) return createConverter(options);
    let converter = withFew(options);
    let hasAll = false;
    const withAll = () => {
      if (hasAll) return converter;
      converter.close();
      converter = createConverter(options);
      hasAll = true;
      return converter;
    };
    return {
      convert(declarations, source) {
        const result = converter.convert(declarations, source);
        return hasAll || result.diagnostics.length === 0
          ? result
          : withAll().convert(declarations, source);
      },
      // What is shown while the reader types has the comments, and Node's own names.
      inspect: (...args) => withAll().inspect(...args),
      complete: (...args) => withAll().complete(...args),
      addModule: (...args) => withAll().addModule(...args),
      close: () => converter.close(),
    };
  };
}

/** The same file system, its declarations without comments: a third of the time to read them. */
function withoutComments(system) {
  return Object.assign(Object.create(system), {
    readFile(file, encoding) {
      const text = system.readFile(file, encoding);
      return /node_modules.*\.d\.ts$/.test(file) ? text?.replace(/\/\*\*[\s\S]*?\*\//g, "") : text;
    },
  });
}
