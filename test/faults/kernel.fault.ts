/** Cells that go wrong, in the commands that run notebooks. */
import assert from "node:assert/strict";
import { spawn } from "node:child_process";
import { existsSync, readdirSync, readFileSync } from "node:fs";
import path from "node:path";
import { writeNotebook } from "../setup/scratch.js";
import { copyProject, fault, mustEndAll, npm, plainEnvironment, sleep } from "./project.js";

/** A cell, what is said of it, and how the kernel is called. */
const faults: [title: string, source: string, says: RegExp, args?: string[], env?: object][] = [
  [
    "a cell throws",
    'throw new Error("on purpose");',
    /Error: on purpose\n {4}at line 1 of this cell/,
  ],
  [
    "a cell kills its kernel",
    'process.kill(process.pid, "SIGKILL");',
    /The kernel ended in this cell: it exits, or ran out of memory/,
  ],
  ["a cell exits the process", "process.exit(0);", /The kernel ended in this cell/],
  [
    "a cell runs out of memory",
    "const all: number[][] = [];\nwhile (true) all.push(Array(1e5).fill(Math.random()));",
    /The kernel ended in this cell: it exits, or ran out of memory/,
    [],
    { NODE_OPTIONS: "--max-old-space-size=200" },
  ],
  [
    "a cell loops without end",
    "while (true) {}",
    /It was still running after 4 s, and was stopped/,
    ["--cell-seconds=4"],
  ],
  [
    "a cell waits for what never comes",
    "await new Promise(() => {});",
    /It was still running after 4 s, and was stopped/,
    ["--cell-seconds=4"],
  ],
  [
    "a cell prints 100 MB",
    'const line = "x".repeat(1e6);\nfor (let i = 0; i < 100; i++) console.log(line);',
    /It printed more than 10 MB/,
  ],
  [
    "a cell prints 100 MB without an end of line",
    'for (let i = 0; i < 1e5; i++) process.stdout.write("x".repeat(1000));',
    /It printed more than 10 MB/,
  ],
  [
    "a cell prints without end",
    'while (true) console.log("and so on");',
    /It printed more than 10 MB|It was still running after 20 s, and was stopped/,
    ["--cell-seconds=20"],
  ],
  [
    "a cell prints a million pieces at once",
    'for (let i = 0; i < 1e6; i++) process.stdout.write("x");',
    /It ended, but what it printed did not all arrive within 60 s after that/,
  ],
  [
    "nobody catches a cell's promise",
    'Promise.reject(new RangeError("not caught"));\nawait new Promise((end) => setTimeout(end, 100));',
    /UnhandledPromiseRejection: RangeError: not caught\n {4}at line 1/,
  ],
  [
    "a timer of a cell throws",
    'setTimeout(() => { throw new RangeError("late"); }, 1);\nawait new Promise((end) => setTimeout(end, 100));',
    /UncaughtException: RangeError: late\n {4}at line 1/,
  ],
  [
    "a cell leaves a child process behind",
    'import { spawn } from "node:child_process";\nspawn("sleep", ["600"], { cwd: process.cwd() });\nprocess.exit(1);',
    /The kernel ended in this cell/,
  ],
];

for (const [title, source, says, args = [], env = {}] of faults)
  fault(title, {}, async (t, tell) => {
    const project = copyProject(t);
    const file = writeNotebook(path.join(project, "notebooks", "9-scratch.ipynb"), [
      "1 + 1",
      source,
    ]);
    const before = readFileSync(file, "utf8");
    // What runs a notebook is the same in all commands; one fault is tried on each of them.
    const commands = [
      ["run", "notebooks"],
      ["run", "notebooks", "--check"],
      ["run", "export"],
    ].slice(0, title === "a cell throws" ? 3 : 1);
    for (const [run, name, ...flags] of commands) {
      const { code, output } = npm(project, [run, name, "--", ...flags, ...args, file], env);
      assert.equal(code, 1, output);
      assert.ok(output.includes(`cell 2 failed:\n\n${source.replace(/^/gm, "    ")}\n`), output);
      assert.match(output, says);
      assert.equal(readFileSync(file, "utf8"), before);
      await mustEndAll(project);
      assert.deepEqual(leftBehind(project), []);
      if (name === "notebooks" && flags.length === 0)
        tell(`message: ${says.exec(output)?.[0].split("\n")[0]}`);
    }
    writeNotebook(file, ["1 + 1", "2 + 2"]);
    const next = npm(project, ["run", "notebooks", "--", file]);
    assert.equal(next.code, 0, next.output);
  });

for (const signal of ["SIGTERM", "SIGINT", "SIGKILL"] as const)
  fault(`npm run notebooks ends by ${signal} in the middle of a cell`, {}, async (t, tell) => {
    const project = copyProject(t);
    const file = writeNotebook(path.join(project, "notebooks", "9-scratch.ipynb"), [
      "await new Promise((end) => setTimeout(end, 60_000));",
    ]);
    const before = readFileSync(file, "utf8");
    const child = spawn("npm", ["run", "notebooks", "--", file], {
      cwd: project,
      detached: true,
      env: plainEnvironment,
      stdio: "ignore",
    });
    await sleep(6000);
    const ended = new Promise((resolve) => child.on("close", resolve));
    process.kill(-Number(child.pid), signal);
    await ended;
    await mustEndAll(project);
    assert.equal(readFileSync(file, "utf8"), before);
    writeNotebook(file, ["1 + 1"]);
    const next = npm(project, ["run", "notebooks", "--", file]);
    assert.equal(next.code, 0, next.output);
    assert.deepEqual(leftBehind(project), []);
    tell("no process and no file is left, the next run works");
  });

/** Files that a run needs only while it runs. */
function leftBehind(project: string): string[] {
  const runs = path.join(project, ".venv", "var", "runs");
  return [
    ...(existsSync(runs) ? readdirSync(runs) : []),
    ...readdirSync(project).filter((name) => name.endsWith(".tmp")),
    ...readdirSync(path.join(project, "notebooks")).filter((name) => name.endsWith(".tmp")),
  ];
}
