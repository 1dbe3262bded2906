/** The reader's changes are theirs: kills while saving, and changes that are not committed. */
import assert from "node:assert/strict";
import { spawn, spawnSync } from "node:child_process";
import { appendFileSync, readdirSync, readFileSync, rmSync, watch, writeFileSync } from "node:fs";
import path from "node:path";
import { pathToFileURL } from "node:url";
import { program, writeNotebook } from "../setup/scratch.js";
import {
  copyProject,
  fault,
  isUp,
  mustEndAll,
  mustWork,
  npm,
  plainEnvironment,
  root,
  scratch,
  sleep,
  start,
  stop,
} from "./project.js";

fault("a notebook's writer killed at 100 random moments", {}, async (t, tell) => {
  const folder = scratch(t);
  const file = path.join(folder, "1-softmax.ipynb");
  const module = pathToFileURL(path.join(root, "scripts", "support", "files.js")).href;
  // Two contents of several megabytes, written in turn without a pause.
  const contents = ["a", "b"].map((letter) => letter.repeat(3_000_000));
  const code = `
    import { writeWhole } from ${JSON.stringify(module)};
    const contents = ["a", "b"].map((letter) => letter.repeat(3_000_000));
    for (let i = 0; ; i++) {
      writeWhole(process.argv.at(-1), contents[i % 2]);
      if (i === 0) process.stdout.write("on");
    }`;
  writeFileSync(file, contents[0]);
  const found = [0, 0];
  let halves = 0;
  for (let i = 0; i < 100; i++) {
    const child = spawn(process.execPath, program(code, file), {
      stdio: ["ignore", "pipe", "inherit"],
    });
    await new Promise((resolve) => child.stdout.once("data", resolve));
    const ended = new Promise((resolve) => child.on("close", resolve));
    await sleep(Math.random() * 30);
    child.kill("SIGKILL");
    await ended;
    const which = contents.indexOf(readFileSync(file, "utf8"));
    assert.ok(which >= 0, "neither the old file nor the new one");
    found[which]++;
    const beside = readdirSync(folder).filter((name) => name.endsWith(".tmp"));
    assert.ok(beside.length <= 1, `left beside it: ${beside.join(", ")}`);
    halves += beside.length;
  }
  assert.ok(halves > 0, "no kill came in the middle of a write");
  tell(
    `always one of the two, whole (${found.join(" and ")} times); ${halves} kills were in the middle of a write`,
  );
});

fault("the site's writer killed at 100 random moments of its writes", {}, async (t, tell) => {
  const site = path.join(scratch(t), "site");
  const notebook = path.join(root, "notebooks", "1-softmax.ipynb");
  const module = pathToFileURL(path.join(root, "lib", "export", "site.js")).href;
  // The page of a notebook with one title or with another.
  const code = `
    import { readFileSync } from "node:fs";
    import { named, writeSite } from ${JSON.stringify(module)};
    const [notebook, site, title] = process.argv.slice(-3);
    writeSite([named(notebook, readFileSync(notebook, "utf8").replace("# Softmax", title))], site);`;
  const titles = ["# Softmax", "# Another softmax"];
  const names = ["index.html", "1-softmax.html"];
  const pages = () => names.map((name) => readFileSync(path.join(site, name), "utf8"));
  const whole = titles.map((title) => {
    const { status, stderr } = spawnSync(process.execPath, program(code, notebook, site, title));
    assert.equal(status, 0, String(stderr));
    return pages();
  });
  assert.notEqual(whole[0][1], whole[1][1]);
  const found = [0, 0];
  let halves = 0;
  for (let i = 0; i < 100; i++) {
    // Rendering takes long and writing does not: the kill waits for the write of one of the two.
    const awaited = `${names[i % 2]}.tmp`;
    const watcher = watch(site);
    const begun = new Promise<void>((resolve) =>
      watcher.on("change", (_, name) => name === awaited && resolve()),
    );
    const args = program(code, notebook, site, titles[(i >> 1) % 2]);
    const child = spawn(process.execPath, args, { stdio: "inherit" });
    const ended = new Promise((resolve) => child.on("close", resolve));
    await begun;
    watcher.close();
    await sleep(Math.random() * 4);
    child.kill("SIGKILL");
    await ended;
    const now = pages();
    for (const [k, page] of now.entries())
      assert.ok(
        whole.some((version) => page === version[k]),
        `${names[k]} is neither the old one nor the new one`,
      );
    found[Number(now[1] !== whole[0][1])]++;
    const beside = readdirSync(site).filter((name) => name.endsWith(".tmp"));
    assert.ok(beside.length <= 1, `left beside it: ${beside.join(", ")}`);
    halves += beside.length;
    for (const name of beside) rmSync(path.join(site, name));
  }
  assert.ok(halves > 0, "no kill came in the middle of a write");
  tell(
    `always one of the two, whole (${found.join(" and ")} times); ${halves} kills were in the middle of a write`,
  );
});

fault("npm run notebooks killed at 10 random moments around its save", {}, async (t, tell) => {
  const project = copyProject(t);
  const file = writeNotebook(path.join(project, "notebooks", "9-scratch.ipynb"), [
    'console.log("x".repeat(2_000_000));',
  ]);
  const old = readFileSync(file, "utf8");
  const { code, output } = npm(project, ["run", "notebooks", "--", file]);
  assert.equal(code, 0, output);
  const saved = readFileSync(file, "utf8");
  assert.notEqual(saved, old);
  const kept = { old: 0, new: 0 };
  for (let i = 0; i < 10; i++) {
    writeFileSync(file, old);
    const child = spawn("npm", ["run", "notebooks", "--", file], {
      cwd: project,
      detached: true,
      env: plainEnvironment,
      stdio: ["ignore", "pipe", "ignore"],
    });
    const ended = new Promise((resolve) => child.on("close", resolve));
    // "ran in 2.1 s" is said a moment before the save.
    await new Promise<void>((resolve) => {
      child.stdout.on("data", (chunk) => /ran in/.test(String(chunk)) && resolve());
      child.on("close", () => resolve());
    });
    await sleep(Math.random() * 40);
    try {
      process.kill(-Number(child.pid), "SIGKILL");
    } catch {
      // It was faster.
    }
    await ended;
    const now = readFileSync(file, "utf8");
    assert.ok(now === old || now === saved);
    kept[now === old ? "old" : "new"]++;
  }
  await mustEndAll(project);
  const next = npm(project, ["run", "notebooks", "--", file]);
  assert.equal(next.code, 0, next.output);
  const beside = readdirSync(path.dirname(file)).filter((name) => name.endsWith(".tmp"));
  assert.deepEqual(beside, []);
  tell(`the old file ${kept.old} times, the new one ${kept.new} times, nothing else`);
});

/** A project under git with one small notebook whose outputs are saved and committed. */
function underGit(project: string) {
  const git = (...args: string[]) => {
    const { status, stdout, stderr } = spawnSync(
      "git",
      ["-c", "user.name=Reader", "-c", "user.email=reader@example.org", ...args],
      { cwd: project, encoding: "utf8" },
    );
    assert.equal(status, 0, stderr);
    return stdout;
  };
  git("init", "--quiet");
  const file = writeNotebook(path.join(project, "notebooks", "9-scratch.ipynb"), ["1 + 1"]);
  assert.equal(npm(project, ["run", "notebooks", "--", file]).code, 0);
  git("add", "--all");
  git("commit", "--quiet", "--message", "All");
  return { git, file };
}

fault("a reader's change that is not committed, and every command", {}, async (t, tell) => {
  const project = copyProject(t);
  const { git, file } = underGit(project);
  const changed = readFileSync(file, "utf8").replace("1 + 1", "20 + 1");
  writeFileSync(file, changed);

  const checked = npm(project, ["run", "notebooks", "--", "--check", file]);
  assert.equal(checked.code, 1);
  assert.match(checked.output, /saved: 2\n {2}rerun: 21/);
  assert.equal(readFileSync(file, "utf8"), changed);

  const exported = npm(project, ["run", "export", "--", file]);
  assert.equal(exported.code, 0, exported.output);
  assert.equal(readFileSync(file, "utf8"), changed);

  const lab = await start(t, project);
  await mustWork(lab);
  await stop(lab);
  assert.equal(readFileSync(file, "utf8"), changed);
  assert.deepEqual(git("status", "--porcelain").trim().split("\n"), [
    "M notebooks/9-scratch.ipynb",
  ]);

  const saved = npm(project, ["run", "notebooks", "--", file]);
  assert.equal(saved.code, 0, saved.output);
  assert.match(saved.output, /outputs saved; the file also has changes that are not committed/);
  const { cells } = JSON.parse(readFileSync(file, "utf8"));
  assert.equal([cells[0].source].flat().join(""), "20 + 1");
  tell("only npm run notebooks writes, it keeps the reader's cells, and it says so");
});

fault("a notebook changed by its reader while it runs", {}, async (t, tell) => {
  const project = copyProject(t);
  const file = writeNotebook(path.join(project, "notebooks", "9-scratch.ipynb"), [
    "await new Promise((end) => setTimeout(end, 3000));",
  ]);
  const child = spawn("npm", ["run", "notebooks", "--", file], {
    cwd: project,
    env: plainEnvironment,
    stdio: ["ignore", "pipe", "pipe"],
  });
  let output = "";
  let changed = "";
  for (const stream of [child.stdout, child.stderr])
    stream.on("data", (chunk) => {
      output += chunk;
      if (changed || !output.includes("running …")) return;
      appendFileSync(file, "\n");
      changed = readFileSync(file, "utf8");
    });
  const code = await new Promise((resolve) => child.on("close", resolve));
  assert.equal(code, 1, output);
  assert.match(output, /9-scratch\.ipynb was changed while it ran; it was not overwritten/);
  assert.equal(readFileSync(file, "utf8"), changed);
  tell("message: … was changed while it ran; it was not overwritten. Run it again.");
});

fault(
  "a notebook that is open in JupyterLab when npm run notebooks saves it",
  {},
  async (t, tell) => {
    const project = copyProject(t);
    const file = writeNotebook(path.join(project, "notebooks", "9-scratch.ipynb"), ["1 + 1"]);
    const lab = await start(t, project);
    await mustWork(lab);
    if (!isUp(lab)) return;
    const answer = await fetch(`${lab.url}/api/sessions`, {
      method: "POST",
      headers: { authorization: `token ${lab.token}` },
      body: JSON.stringify({
        kernel: { name: "tslab" },
        name: "9-scratch.ipynb",
        path: "notebooks/9-scratch.ipynb",
        type: "notebook",
      }),
    });
    assert.equal(answer.status, 201);
    const { code, output } = npm(project, ["run", "notebooks", "--", file]);
    assert.equal(code, 0, output);
    const said = /notebooks\/9-scratch\.ipynb is open in JupyterLab.*/.exec(output)?.[0];
    assert.ok(said, output);
    await stop(lab);
    tell(`message: ${said}`);
  },
);

fault("JupyterLab stopped with a kernel at work, and started again", {}, async (t, tell) => {
  const project = copyProject(t);
  for (const signal of ["SIGTERM", "SIGINT", "SIGKILL"] as const) {
    const lab = await start(t, project);
    await mustWork(lab);
    if (!isUp(lab)) return;
    const loop = spawn(
      path.join(root, ".venv", "bin", "python"),
      [
        path.join(root, "test", "faults", "client.py"),
        lab.url,
        lab.token,
        "while (true) {}",
        "keep",
      ],
      { stdio: "ignore" },
    );
    const ended = new Promise((resolve) => loop.on("close", resolve));
    await sleep(6000);
    assert.equal(loop.exitCode, null, "the kernel is not at work");
    loop.kill("SIGKILL");
    await ended;
    await stop(lab, signal);
    await mustEndAll(project);
  }
  const lab = await start(t, project);
  await mustWork(lab);
  await stop(lab);
  await mustEndAll(project);
  const runtime = path.join(project, ".venv", "var", "runtime");
  const kernels = readdirSync(runtime).filter((name) => name.startsWith("kernel-"));
  tell(
    `no process is left; the next start works (connection files left by SIGKILL: ${kernels.length})`,
  );
});
