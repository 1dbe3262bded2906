/** Set-up and JupyterLab's start under faults: a working JupyterLab, or one message and a next try. */
import assert from "node:assert/strict";
import { spawnSync } from "node:child_process";
import {
  chmodSync,
  chownSync,
  existsSync,
  mkdirSync,
  readdirSync,
  readFileSync,
  renameSync,
  rmSync,
  statSync,
  symlinkSync,
  truncateSync,
  writeFileSync,
  copyFileSync,
} from "node:fs";
import http from "node:http";
import net, { type AddressInfo } from "node:net";
import path from "node:path";
import type { TestContext } from "node:test";
import { PINNED } from "../../scripts/support/pins.js";
import {
  copyInto,
  copyProject,
  fault,
  freePort,
  isUp,
  killGroup,
  mustEndAll,
  mustSay,
  mustWork,
  npm,
  scratch,
  sleep,
  start,
  stop,
  unhelped,
} from "./project.js";

const WORKS = "JupyterLab works";

/** Starts JupyterLab, sees it work without a word of an error, and stops it. */
async function works(t: TestContext, project: string, options: Parameters<typeof start>[2] = {}) {
  const lab = await start(t, project, options);
  await mustWork(lab);
  if (isUp(lab)) assert.doesNotMatch(lab.output(), /Error:|^ +at |^\[E /m);
  await stop(lab);
}

/* Killed. */

fault(
  "npm start killed in each of its stages, one after the other, and started again",
  {},
  async (t, tell) => {
    const project = copyProject(t, []);
    for (const [stage, delay] of [
      ["Installing the node packages", 0],
      ["Installing the node packages", 4000],
      ["Making an environment", 0],
      ["Making an environment", 1500],
      ["Installing JupyterLab", 200],
      ["Installing JupyterLab", 8000],
      ["Building lib", 100],
      ["Building lib", 1500],
      ["Starting JupyterLab", 100],
      ["Starting JupyterLab", 1000],
    ] as const) {
      let killed = false;
      const result = await start(t, project, {
        onOutput: (output, child) => {
          if (killed || !output.includes(stage)) return;
          killed = true;
          setTimeout(() => killGroup(child), delay);
        },
      });
      if (isUp(result)) {
        await sleep(delay);
        killGroup(result.child);
      }
      assert.ok(
        killed,
        `${stage} was not reached:\n${isUp(result) ? result.output() : result.output}`,
      );
      await mustEndAll(project);
    }
    await works(t, project);
    assert.ok(!existsSync(path.join(project, ".downloads.tmp")));
    tell(`${WORKS} after 10 kills`);
  },
);

fault("npm start killed at 12 random moments of one set-up", {}, async (t, tell) => {
  const project = copyProject(t, ["node_modules"]);
  const delays = Array.from({ length: 12 }, () => 300 + Math.floor(Math.random() * 9000));
  for (const delay of delays) {
    const started = start(t, project, {
      onOutput: (output, child) => {
        if (output.split("\n").length === 2) setTimeout(() => killGroup(child), delay);
      },
    });
    const result = await started;
    if (isUp(result)) killGroup(result.child);
    await mustEndAll(project);
  }
  await works(t, project);
  tell(`${WORKS}; killed after ${delays.join(", ")} ms`);
});

fault("only the set-up itself killed, not the npm or pip that it started", {}, async (t, tell) => {
  const project = copyProject(t, ["node_modules"]);
  let killed = false;
  await start(t, project, {
    onOutput: (output, child) => {
      if (killed || !output.includes("Installing JupyterLab")) return;
      killed = true;
      const script = spawnSync("pgrep", ["-g", String(child.pid), "-f", "node scripts/start.js"]);
      const [pid] = String(script.stdout).trim().split("\n").slice(-1);
      setTimeout(() => process.kill(Number(pid), "SIGKILL"), 3000);
    },
  });
  await mustEndAll(project);
  await works(t, project);
  tell(`the installer ended with it; ${WORKS}`);
});

fault("two npm start at once in a fresh folder", {}, async (t, tell) => {
  const project = copyProject(t, ["node_modules"]);
  const labs = await Promise.all([start(t, project), start(t, project)]);
  for (const lab of labs) await mustWork(lab);
  const texts = labs.map((lab) => (isUp(lab) ? lab.output() : ""));
  assert.equal(texts.filter((text) => text.includes("waiting for it")).length, 1);
  assert.equal(texts.filter((text) => text.includes("Installing JupyterLab")).length, 1);
  for (const lab of labs) await stop(lab);
  tell("one waits for the other; both work");
});

/* The disk and its rights. */

/** A small disk of its own, and a way to make it larger. */
function smallDisk(t: TestContext, megabytes: number) {
  const folder = scratch(t);
  const disk = path.join(folder, "disk");
  mkdirSync(disk);
  const mount = (...args: string[]) => {
    const { status, stderr } = spawnSync("mount", args, { encoding: "utf8" });
    if (status !== 0) throw new Error(stderr);
  };
  mount("-t", "tmpfs", "-o", `size=${megabytes}m`, "tmpfs", disk);
  t.after(() => spawnSync("umount", ["-l", disk]));
  return {
    disk,
    project: path.join(disk, "project"),
    resize: (size: number) => mount("-o", `remount,size=${size}m`, disk),
    free: () =>
      Number(
        spawnSync("df", ["-k", "--output=avail", disk], { encoding: "utf8" }).stdout.split("\n")[1],
      ),
  };
}

for (const [title, made, room] of [
  ["the disk fills up while npm installs", [], 100],
  ["the disk fills up while pip installs", ["node_modules"], 60],
  ["the disk fills up while lib is built", ["node_modules", ".venv"], 1],
] as const)
  fault(title, { needsRoot: true }, async (t, tell) => {
    const { project, resize, free } = smallDisk(t, 3000);
    copyInto(project, made, false);
    resize(Math.ceil((3000 * 1024 - free()) / 1024) + room);
    tell(mustSay(await start(t, project), /The disk is full: the project needs about \d+ MB/));
    resize(3000);
    await works(t, project);
  });

fault("the disk is full once all is installed", { needsRoot: true }, async (t, tell) => {
  const { project, disk, resize, free } = smallDisk(t, 3000);
  copyInto(project, ["node_modules", ".venv", "lib"], false);
  const notebook = path.join(project, "notebooks", "1-softmax.ipynb");
  const text = readFileSync(notebook, "utf8").replace('"metadata"', '"metadata" ');
  writeFileSync(notebook, text);
  // A tmpfs cannot be resized below what it holds; the rest is filled.
  spawnSync("dd", ["if=/dev/zero", `of=${path.join(disk, "fill")}`, "bs=64k"]);
  assert.equal(free(), 0);
  const ended = mustSay(await start(t, project), /The disk is full/);
  const saved = npm(project, ["run", "notebooks", "--", notebook]);
  assert.equal(saved.code, 1);
  assert.match(saved.output, /The disk is full/);
  assert.equal(readFileSync(notebook, "utf8"), text);
  rmSync(path.join(disk, "fill"));
  resize(3000);
  await works(t, project);
  tell(ended);
});

for (const [title, made] of [
  ["a read-only folder, fresh", []],
  ["a read-only folder with everything installed", ["node_modules", ".venv", "lib"]],
] as const)
  fault(title, { needsRoot: true }, async (t, tell) => {
    const project = copyProject(t, made);
    const mount = (...args: string[]) => assert.equal(spawnSync("mount", args).status, 0);
    mount("--bind", project, project);
    t.after(() => spawnSync("umount", ["-l", project]));
    mount("-o", "remount,ro,bind", project);
    tell(mustSay(await start(t, project), /The project's folder cannot be written \(EROFS/));
    spawnSync("umount", ["-l", project]);
    if (made.length > 0) await works(t, project);
  });

/** Runs a command as a user that has no home. */
const asStranger = ["setpriv", "--reuid=65534", "--regid=65534", "--clear-groups"];

/** Gives a project to that user; linked files stay root's. */
function giveAway(project: string, owner: number) {
  chmodSync(path.dirname(project), 0o755);
  const walk = (folder: string) => {
    chownSync(folder, owner, owner);
    for (const entry of readdirSync(folder, { withFileTypes: true }))
      if (entry.isDirectory()) walk(path.join(folder, entry.name));
  };
  walk(project);
}

fault("a folder that belongs to someone else", { needsRoot: true }, async (t, tell) => {
  const project = copyProject(t, []);
  chmodSync(path.dirname(project), 0o755);
  tell(
    mustSay(
      await start(t, project, { by: asStranger, env: { HOME: undefined } }),
      /The project's folder cannot be written \(EACCES/,
    ),
  );
});

for (const [title, by, owner, command] of [
  ["not root and no home, in a fresh folder", asStranger, 65534, ["npm", "start", "--"]],
  // npm itself does not run for such a user.
  [
    "a user unknown to the system, in a fresh folder, by node scripts/start.js",
    ["setpriv", "--reuid=54321", "--regid=54321", "--clear-groups"],
    54321,
    ["node", "scripts/start.js"],
  ],
] as const)
  fault(title, { needsRoot: true }, async (t, tell) => {
    const project = copyProject(t, []);
    giveAway(project, owner);
    const cache = path.join(path.dirname(project), "cache");
    mkdirSync(cache);
    chownSync(cache, owner, owner);
    // The Python that this user finds may be another one, for which other packages are to be had.
    const env = { ...unhelped, HOME: undefined, SETUP_CACHE: cache };
    await works(t, project, { by, command, env });
    tell(WORKS);
  });

fault("no HOME, everything installed", {}, async (t, tell) => {
  const project = copyProject(t);
  await works(t, project, { env: { HOME: undefined } });
  tell(WORKS);
});

for (const umask of ["077", "000"])
  fault(`umask ${umask}, in a fresh folder`, {}, async (t, tell) => {
    const project = copyProject(t, ["node_modules"]);
    await works(t, project, { by: ["sh", "-c", `umask ${umask}; exec "$@"`, "sh"] });
    const secret = path.join(project, ".venv", "var", "runtime", "jupyter_cookie_secret");
    assert.equal(statSync(secret).mode & 0o077, 0, "others can read the server's secret");
    tell(WORKS);
  });

fault("a path with spaces, quotes and non-ASCII letters, fresh", {}, async (t, tell) => {
  const project = path.join(scratch(t), `it's a "tést" ñ 数学 & $HOME %41 #1; (x)`);
  copyInto(project, []);
  await works(t, project);
  const { code, output } = npm(project, ["run", "notebooks", "--", "--check"]);
  assert.equal(code, 0, output);
  tell(`${WORKS}, and all notebooks run`);
});

fault("the project's folder moved after set-up", {}, async (t, tell) => {
  const project = copyProject(t);
  await works(t, project);
  const moved = path.join(path.dirname(project), "moved here");
  renameSync(project, moved);
  await works(t, moved);
  tell(WORKS);
});

fault(
  "a fresh set-up with a fresh HOME: what is outside the folder stays untouched",
  {},
  async (t, tell) => {
    const folder = scratch(t);
    const project = copyProject(t, [], folder);
    const [home, tmp] = ["home", "tmp"].map((name) => path.join(folder, name));
    for (const name of [home, tmp]) mkdirSync(name);
    const env = { HOME: home, TMPDIR: tmp, ...unhelped };
    await works(t, project, {
      env: { ...env, XDG_CONFIG_HOME: undefined, XDG_CACHE_HOME: undefined },
    });
    const files = (name: string) =>
      readdirSync(name, { recursive: true, withFileTypes: true })
        .filter((entry) => entry.isFile())
        .map((entry) => path.relative(name, path.join(entry.parentPath, entry.name)));
    // npm, as the one who runs "npm start", logs its own run; that is no doing of the project's.
    const own = /^\.npm\/(_logs\/[^/]*-debug-\d+\.log|_update-notifier-last-checked)$/;
    assert.deepEqual(
      files(home).filter((file) => !own.test(file)),
      [],
    );
    assert.deepEqual(
      files(tmp).filter((file) => !file.startsWith("node-compile-cache/")),
      [],
    );
    assert.ok(!existsSync(path.join(project, ".downloads.tmp")));
    tell(`${WORKS}; HOME holds only npm's own log`);
  },
);

/* The network. */

const offline = ["unshare", "--net", "sh", "-c", 'ip link set lo up; exec "$@"', "sh"];

for (const [title, made] of [
  ["no network, fresh", []],
  ["no network, node packages installed", ["node_modules"]],
] as const)
  fault(title, { needsRoot: true }, async (t, tell) => {
    const project = copyProject(t, made);
    tell(
      mustSay(
        await start(t, project, { by: offline, env: { ...unhelped } }),
        /A package registry could not be reached\. Is there a network/,
      ),
    );
    await works(t, project);
  });

fault("no network, everything installed", { needsRoot: true }, async (t, tell) => {
  const project = copyProject(t);
  const lab = await start(t, project, { by: offline });
  if (!isUp(lab)) throw new Error(lab.output);
  await mustWork(lab, ["nsenter", `--net=/proc/${lab.child.pid}/ns/net`]);
  await stop(lab);
  tell(WORKS);
});

fault("npm run update-pins with no network", { needsRoot: true }, async (t, tell) => {
  const project = copyProject(t);
  const pins = PINNED.map((name) => readFileSync(path.join(project, name), "utf8"));
  const command = ["npm", "run", "update-pins"];
  const ended = await start(t, project, { by: offline, command, flags: [], env: { ...unhelped } });
  tell(mustSay(ended, /A package registry could not be reached\. Is there a network/));
  for (const [k, name] of PINNED.entries())
    assert.equal(readFileSync(path.join(project, name), "utf8"), pins[k], `${name} is as it was`);
});

/** Proxies between here and the registries: what they answer to everything, or nothing. */
const answers: [title: string, answer: string][] = [
  ["a proxy that answers 502", "502 Bad Gateway"],
  ["a proxy that wants a password", "407 Proxy Authentication Required"],
  ["a proxy that drops connections", ""],
];

for (const [title, answer] of answers)
  for (const [tool, made] of [
    ["npm", []],
    ["pip", ["node_modules"]],
  ] as const)
    fault(`${title}, at ${tool}'s turn`, {}, async (t, tell) => {
      const server = net.createServer((socket) =>
        socket
          .on("error", () => {})
          .once("data", () =>
            answer
              ? socket.end(`HTTP/1.1 ${answer}\r\nConnection: close\r\nContent-Length: 0\r\n\r\n`)
              : socket.destroy(),
          ),
      );
      await new Promise<void>((resolve) => server.listen(0, "127.0.0.1", resolve));
      t.after(() => server.close());
      const proxy = `http://127.0.0.1:${(server.address() as AddressInfo).port}`;
      const names = ["HTTP_PROXY", "HTTPS_PROXY", "http_proxy", "https_proxy"];
      const env = Object.fromEntries(names.map((name) => [name, proxy]));
      const project = copyProject(t, made);
      const none = { NO_PROXY: undefined, no_proxy: undefined, ...unhelped };
      tell(
        mustSay(
          await start(t, project, { env: { ...env, ...none } }),
          /registry could not be reached/,
        ),
      );
      await works(t, project);
    });

fault("a registry that answers every question with a log-in page", {}, async (t, tell) => {
  const server = http.createServer((_, response) =>
    response.writeHead(200, { "content-type": "text/html" }).end("<h1>Welcome to our Wi-Fi</h1>"),
  );
  await new Promise<void>((resolve) => server.listen(0, "127.0.0.1", resolve));
  t.after(() => server.close());
  const registry = `http://127.0.0.1:${(server.address() as AddressInfo).port}/`;
  const env = { npm_config_registry: registry, ...unhelped };
  const project = copyProject(t, []);
  tell(
    mustSay(await start(t, project, { env }), /Something else answered than a package registry/),
  );
  await works(t, project);
});

/* What was installed is damaged. */

const python = [".venv", "bin", "python"];
const packages = (project: string) => {
  const lib = path.join(project, ".venv", "lib");
  return path.join(lib, readdirSync(lib)[0], "site-packages");
};
/** Files below a folder, sorted. */
const filesIn = (folder: string) =>
  readdirSync(folder, { recursive: true, withFileTypes: true })
    .filter((entry) => entry.isFile() && !entry.parentPath.includes("__pycache__"))
    .map((entry) => path.join(entry.parentPath, entry.name))
    .sort();
/** Cuts a linked file short, without touching the one it is linked to. */
function cutShort(file: string) {
  copyFileSync(file, `${file}.copy`);
  renameSync(`${file}.copy`, file);
  truncateSync(file, Math.floor(statSync(file).size / 2));
}

const remove = (...parts: string[]) => rmSync(path.join(...parts), { recursive: true });

/** Damage, and whether set-up sees it by itself or JupyterLab must fail first. */
const damages: [
  title: string,
  damage: (project: string) => void,
  seen: "at once" | "by failing",
][] = [
  [".venv without its Python", (project) => remove(project, ...python), "at once"],
  [
    ".venv whose Python is a dangling link",
    (project) => {
      remove(project, ...python);
      symlinkSync("/nowhere/python3", path.join(project, ...python));
    },
    "at once",
  ],
  [
    ".venv made by another Python, since removed",
    (project) => {
      for (const name of readdirSync(path.join(project, ".venv", "bin")).filter((name) =>
        name.startsWith("python"),
      )) {
        remove(project, ".venv", "bin", name);
        symlinkSync(`/nowhere/${name}`, path.join(project, ".venv", "bin", name));
      }
    },
    "at once",
  ],
  [
    ".venv whose Python was updated since",
    (project) => {
      const stamp = path.join(project, ".venv", ".set-up");
      const text = readFileSync(stamp, "utf8").replace(/"python":"[^"]*"/, '"python":"3.10.0"');
      remove(stamp);
      writeFileSync(stamp, text);
    },
    "at once",
  ],
  [
    ".venv without JupyterLab's package",
    (project) => remove(packages(project), "jupyterlab"),
    "at once",
  ],
  [
    ".venv with half of a package",
    (project) => {
      const files = readdirSync(path.join(packages(project), "jupyter_server"));
      for (const name of files.slice(files.length / 2))
        remove(packages(project), "jupyter_server", name);
    },
    "at once",
  ],
  [
    ".venv without JupyterLab's page",
    (project) => remove(project, ".venv", "share", "jupyter", "lab", "static"),
    "at once",
  ],
  [
    ".venv with half of a package, deep inside",
    (project) => {
      const files = filesIn(path.join(packages(project), "jupyter_server", "services"));
      for (const file of files.slice(files.length / 2)) remove(file);
    },
    "by failing",
  ],
  [
    ".venv with a file cut short",
    (project) => cutShort(path.join(packages(project), "tornado", "web.py")),
    "by failing",
  ],
  [
    ".venv is an empty folder",
    (project) => {
      remove(project, ".venv");
      mkdirSync(path.join(project, ".venv"));
    },
    "at once",
  ],
  [
    ".venv is a file",
    (project) => {
      remove(project, ".venv");
      writeFileSync(path.join(project, ".venv"), "");
    },
    "at once",
  ],
  [
    "a .venv of the reader's own, with other packages",
    (project) => {
      remove(project, ".venv");
      spawnSync("python3", ["-m", "venv", "--without-pip", path.join(project, ".venv")]);
    },
    "at once",
  ],
  [
    "node_modules without its record",
    (project) => remove(project, "node_modules", ".package-lock.json"),
    "at once",
  ],
  [
    "node_modules with half of its packages",
    (project) => {
      const names = readdirSync(path.join(project, "node_modules"));
      for (const name of names.slice(names.length / 2)) remove(project, "node_modules", name);
    },
    "at once",
  ],
  [
    "node_modules with half of a package",
    (project) => {
      const files = readdirSync(path.join(project, "node_modules", "tslab"));
      for (const name of files.filter((name) => name !== "package.json"))
        remove(project, "node_modules", "tslab", name);
    },
    "at once",
  ],
  [
    "node_modules is a file",
    (project) => {
      remove(project, "node_modules");
      writeFileSync(path.join(project, "node_modules"), "");
    },
    "at once",
  ],
  ["lib without one of its files", (project) => remove(project, "lib", "softmax.js"), "at once"],
  [
    "lib is empty",
    (project) => {
      remove(project, "lib");
      mkdirSync(path.join(project, "lib"));
    },
    "at once",
  ],
];

for (const [title, damage, seen] of damages)
  fault(title, {}, async (t, tell) => {
    const project = copyProject(t);
    damage(project);
    let ended = WORKS;
    if (seen === "by failing")
      ended = mustSayAfterTools(
        await start(t, project),
        /The Python environment in \.venv is damaged \(.* Run the same command again/,
      );
    await works(t, project);
    if (title.includes(".venv")) return tell(ended);
    const { code, output } = npm(project, [
      "run",
      "notebooks",
      "--",
      "--check",
      "notebooks/1-softmax.ipynb",
    ]);
    assert.equal(code, 0, output);
    tell(ended);
  });

/** As `mustSay`, where Jupyter's own words, with a stack, stand before the message. */
function mustSayAfterTools(result: Awaited<ReturnType<typeof start>>, words: RegExp) {
  assert.ok(!isUp(result), "it started all the same");
  assert.notEqual(result.code, 0);
  const message = result.output.trim().split("\n").at(-1) ?? "";
  assert.match(message, words);
  return `message: ${message}`;
}

/* Ports. */

fault("the wanted port is taken by another JupyterLab of the project's", {}, async (t, tell) => {
  const project = copyProject(t);
  const port = await freePort();
  const flags = ["--no-browser", `--port=${port}`];
  const first = await start(t, project, { flags });
  await mustWork(first);
  tell(mustSay(await start(t, project, { flags }), new RegExp(`Port ${port} is taken`)));
  await stop(first);
  const again = await start(t, project, { flags });
  await mustWork(again);
  await stop(again);
});

fault("no port is chosen and the usual one is taken", {}, async (t, tell) => {
  const project = copyProject(t);
  const server = http.createServer();
  await new Promise<void>((resolve) =>
    server.once("error", () => resolve()).listen(8888, "127.0.0.1", resolve),
  );
  t.after(() => server.close());
  const lab = await start(t, project, { flags: ["--no-browser"] });
  await mustWork(lab);
  await stop(lab);
  tell(`${WORKS}, at ${isUp(lab) ? lab.url : ""}`);
});
