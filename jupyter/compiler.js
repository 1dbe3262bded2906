/**
 * Gives the kernel other functions of the TypeScript compiler than its own ones.
 *
 * @param {NodeJS.Require} require one that finds tslab
 * @param {(ts: object) => object} replace from the compiler's functions so far to the new ones
 */
export function replaceInCompiler(require, replace) {
  const tslab = require.resolve("tslab/dist/main.js");
  const compiler = require.resolve("@tslab/typescript-for-tslab", { paths: [tslab] });
  const ts = require(compiler);
  require.cache[compiler].exports = { ...ts, ...replace(ts) };
}
