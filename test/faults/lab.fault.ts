/** How JupyterLab is started: for this machine only, with all protections on, without a question. */
import assert from "node:assert/strict";
import { createHash } from "node:crypto";
import { readdirSync, readFileSync } from "node:fs";
import path from "node:path";
import { chromium } from "playwright-core";
import {
  copyInto,
  copyProject,
  fault,
  isUp,
  type Lab,
  mustWork,
  npm,
  scratch,
  sleep,
  start,
  stop,
} from "./project.js";

async function startUp(t: Parameters<typeof start>[0], project: string): Promise<Lab> {
  const lab = await start(t, project);
  if (!isUp(lab)) throw new Error(lab.output);
  await mustWork(lab);
  return lab;
}

/** Addresses on which this machine listens at a port, as the system writes them. */
const listening = (port: number) =>
  ["tcp", "tcp6"].flatMap((name) =>
    readFileSync(`/proc/net/${name}`, "utf8")
      .split("\n")
      .map((line) => line.trim().split(/\s+/))
      .filter(
        ([, local, , state]) => state === "0A" && Number.parseInt(local.split(":")[1], 16) === port,
      )
      .map(([, local]) => local.split(":")[0]),
  );

fault(
  "strangers ask JupyterLab: no token, another origin, no XSRF word, a frame",
  {},
  async (t, tell) => {
    const lab = await startUp(t, copyProject(t));
    const local = ["0100007F", "00000000000000000000000001000000"];
    const addresses = listening(Number(new URL(lab.url).port));
    assert.ok(addresses.length > 0);
    for (const address of addresses) assert.ok(local.includes(address), address);

    const ask = (route: string, init: RequestInit = {}) =>
      fetch(`${lab.url}${route}`, { redirect: "manual", ...init });
    for (const route of [
      "/api/contents",
      "/api/kernels",
      "/api/sessions",
      "/api/terminals",
      "/files/package.json",
    ])
      assert.ok([302, 403].includes((await ask(route)).status), route);
    for (const route of ["/lab", "/lab/tree/notebooks"]) {
      const { status, headers } = await ask(route);
      assert.equal(status, 302);
      assert.match(headers.get("location") ?? "", /^\/login/);
    }
    assert.equal((await ask(`/api/kernels?token=${"0".repeat(48)}`)).status, 403);

    // Logged in by cookie, as a browser is: a page elsewhere cannot use that.
    const login = await ask(`/lab?token=${lab.token}`);
    const cookie = login.headers
      .getSetCookie()
      .map((text) => text.split(";")[0])
      .join("; ");
    assert.match(cookie, /username-/);
    assert.equal((await ask("/api/kernels", { headers: { cookie } })).status, 200);
    const forged = await ask("/api/kernels", { method: "POST", headers: { cookie }, body: "{}" });
    assert.equal(forged.status, 403);
    const foreign = await ask("/api/kernels", {
      method: "POST",
      headers: { cookie, origin: "https://example.org" },
      body: "{}",
    });
    assert.ok([403, 404].includes(foreign.status));
    const seen = await ask("/api/kernels", { headers: { cookie, origin: "https://example.org" } });
    assert.equal(seen.headers.get("access-control-allow-origin"), null);
    assert.match(seen.headers.get("content-security-policy") ?? "", /frame-ancestors 'self'/);
    assert.match(
      (await ask("/files/notebooks/1-softmax.ipynb", { headers: { cookie } })).headers.get(
        "content-security-policy",
      ) ?? "",
      /sandbox/,
    );
    const rebound = await ask("/api/kernels", { headers: { cookie, host: "evil.example.org" } });
    assert.ok(rebound.status === 403 || rebound.status === 200);
    await stop(lab);
    tell("this machine's addresses only; all refused");
  },
);

fault(
  "JupyterLab's first start in a fresh browser: nothing is asked and no other host is called",
  {},
  async (t, tell) => {
    const lab = await startUp(t, copyProject(t));
    const browser = await chromium.launch({
      executablePath: process.env.CHROME_PATH,
      args: ["--no-sandbox"],
    });
    t.after(() => browser.close());
    const page = await browser.newPage();
    const elsewhere: string[] = [];
    page.on("request", (request) => {
      const { protocol, host } = new URL(request.url());
      if (/^(http|ws)/.test(protocol) && host !== new URL(lab.url).host)
        elsewhere.push(request.url());
    });
    await page.goto(`${lab.url}/lab/tree/notebooks/1-softmax.ipynb?token=${lab.token}`);
    await page.waitForSelector(".jp-NotebookPanel .jp-Cell", { timeout: 120_000 });
    await sleep(6000);
    assert.equal(await page.locator(".jp-Dialog").count(), 0, "a dialog is open");
    assert.equal(await page.locator(".Toastify__toast").count(), 0, "a notification is shown");
    assert.deepEqual(elsewhere, []);
    const title = await page
      .locator(".jp-NotebookPanel .jp-MarkdownOutput h1")
      .first()
      .textContent();
    await stop(lab);
    tell(`it opens on the notebook "${title?.replace(/¶$/, "")}"`);
  },
);

fault("the site made in two folders of other names", {}, async (t, tell) => {
  const folder = scratch(t);
  const sums = ["one", "another name, ünïcode"].map((name) => {
    const project = path.join(folder, name);
    copyInto(project, ["node_modules", ".venv", "lib"]);
    const { code, output } = npm(project, ["run", "export"]);
    assert.equal(code, 0, output);
    const site = path.join(project, "site");
    return readdirSync(site)
      .sort()
      .map((file) => {
        const bytes = readFileSync(path.join(site, file));
        return `${createHash("sha256").update(bytes).digest("hex")} ${file}`;
      });
  });
  assert.ok(sums[0].length > 1);
  assert.deepEqual(sums[0], sums[1]);
  tell(`${sums[0].length} files, the same bytes`);
});
