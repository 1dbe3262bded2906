/**
 * Errors as the reader of a cell can use them: name, message, and the lines of cells that led there.
 *
 *     RangeError: softmax: entry 2 is NaN
 *         at line 1 of cell 4: const sure = (z: number[]) => Math.max(...softmax(z));
 *         at line 3 of this cell: sure([1, 2, NaN])
 *
 * The kernel prints the stack of the JavaScript that it made of a cell, with its own functions and
 * the machine's paths. Here its compiler is asked for source maps, each cell runs under a name, and
 * the lines of a stack that lie in cells are translated back; all others are left out.
 */
import { SourceMap } from "node:module";
import path from "node:path";
import { fileURLToPath } from "node:url";
import util from "node:util";
import vm from "node:vm";
import { replaceInCompiler } from "./compiler.js";

const root = path.resolve(path.dirname(fileURLToPath(import.meta.url)), "..");
/** The root as Node writes it, and as the compiler does, which has only / and quotes what is not ASCII. */
const spellings = [root, quoted(root.replaceAll(path.sep, "/"))];
const NAME = "cell:";
/** The kernel puts one line before a cell's own. */
const LINES_BEFORE = 1;
/** Lines shown of a stack: a recursion without end has thousands. */
const SHOWN = 5;

/**
 * @typedef {{source: string, maps: SourceMap[], length: number}} Cell the lines in its JavaScript
 * @type {Cell[]} the cells that ran, in their order
 */
const cells = [];
/** From the JavaScript that runs to what the compiler emitted, and from there to the cell. */
let latestMaps = [];

/**
 * Takes hold of the kernel's parts, before it starts.
 *
 * @param {NodeJS.Require} require one that finds tslab
 */
export function makeErrorsReadable(require) {
  replaceInCompiler(require, withSourceMaps);

  const executors = require("tslab/dist/executor.js");
  const { createExecutor } = executors;
  executors.createExecutor = (...args) => {
    const executor = createExecutor(...args);
    const execute = (source) => {
      cells.push({ source, maps: [], length: 0 });
      return executor.execute(source);
    };
    return { ...executor, execute };
  };

  const { runInThisContext } = vm;
  vm.runInThisContext = (code, options) => {
    if (!code.endsWith("})(__tslab__.exports, __tslab__.require)"))
      return runInThisContext(code, options);
    Object.assign(cells.at(-1), { maps: latestMaps, length: code.split("\n").length });
    const filename = `${NAME}${cells.length}`;
    return runInThisContext(code, { ...options, filename, displayErrors: false });
  };

  Error.stackTraceLimit = 100;
  Error.prepareStackTrace = (error, frames) => [heading(error), ...places(frames)].join("\n");
  const { error } = console;
  console.error = (...values) => error(message(values));
}

/** The two functions of the compiler that the kernel calls, now with source maps. */
function withSourceMaps(ts) {
  return {
    createWatchCompilerHost: (files, options, ...rest) =>
      ts.createWatchCompilerHost(files, { ...options, inlineSourceMap: true }, ...rest),
    transpileModule: (text, options) => {
      const inline = /\n\/\/# sourceMappingURL=data:[^,]*base64,([\w+/=]+)\s*$/.exec(text);
      if (!inline) return ts.transpileModule(text, options);
      const result = ts.transpileModule(text.slice(0, inline.index + 1), {
        ...options,
        compilerOptions: { ...options.compilerOptions, sourceMap: true },
      });
      const first = Buffer.from(inline[1], "base64").toString();
      latestMaps = [result.sourceMapText, first].map((map) => new SourceMap(JSON.parse(map)));
      return { ...result, outputText: result.outputText.replace(/\/\/# sourceMappingURL=.*/, "") };
    },
  };
}

/** Name and message; the list of files that Node adds to a failed require is of no use here. */
function heading(error) {
  try {
    return String(error).replace(/\nRequire stack:(\n- .*)*/, "");
  } catch {
    return "Error";
  }
}

/** The lines of a stack that lie in cells, innermost first. */
function places(frames) {
  const lines = frames.map(place).filter((line) => line !== undefined);
  return lines.filter((line, i) => line !== lines[i - 1]).slice(0, SHOWN);
}

function place(frame) {
  const file = frame.getFileName?.() ?? "";
  if (!file.startsWith(NAME)) return undefined;
  const number = Number(file.slice(NAME.length));
  const line = lineInCell(cells[number - 1], frame.getLineNumber(), frame.getColumnNumber());
  return line === undefined ? undefined : `    at ${describe(number, line)}`;
}

/**
 * @param {Cell} cell
 * @param {number} line from 1
 * @param {number} column from 1
 * @returns {number | undefined} from 1; nothing where the kernel's own code around the cell is
 */
function lineInCell({ source, maps, length }, line, column) {
  if (line >= length) return undefined;
  let at = { line: line - 1, column: column - 1 };
  for (const map of maps) {
    const { originalLine, originalColumn } = map.findEntry(at.line, at.column);
    if (originalLine === undefined) return undefined;
    at = { line: originalLine, column: originalColumn };
  }
  const found = at.line - LINES_BEFORE + 1;
  return found >= 1 && found <= source.split("\n").length ? found : undefined;
}

/** "line 3 of this cell: const s = softmax(z);" */
function describe(number, line) {
  const cell = number === cells.length ? "this cell" : `cell ${number}`;
  const text = cells[number - 1].source.split("\n")[line - 1].trim();
  return `line ${line} of ${cell}${text ? `: ${text}` : ""}`;
}

/** What console.error prints, without the machine's paths. */
function message(values) {
  return spellings.reduce((text, path) => text.replaceAll(path, "."), worded(values));
}

function quoted(text) {
  return JSON.stringify(text)
    .slice(1, -1)
    .replace(/[^ -~]/g, (letter) => {
      const code = letter.charCodeAt(0).toString(16).toUpperCase();
      return `\\u${code.padStart(4, "0")}`;
    });
}

/** Errors by their stack alone, the compiler's words with the line. */
function worded(values) {
  const [format, file, line, , text] = values;
  if (format !== "%s%d:%d - %s")
    return util.format(...values.map((value) => (isPlainError(value) ? value.stack : value)));
  return file ? `${file}line ${line}: ${text}` : `${text}\n    at ${describe(cells.length, line)}`;
}

/** What Node attaches to its own errors; their messages say it. */
const said = ["name", "code", "errno", "syscall", "path", "dest", "requireStack"];

/** Whether an error's stack says all: nothing else of interest is attached to it. */
const isPlainError = (value) =>
  util.types.isNativeError(value) &&
  typeof value.stack === "string" &&
  value.cause === undefined &&
  Object.keys(value).every((key) => said.includes(key));
