import assert from "node:assert/strict";
import {
  copyFileSync,
  mkdirSync,
  mkdtempSync,
  readdirSync,
  readFileSync,
  rmSync,
  writeFileSync,
} from "node:fs";
import { tmpdir } from "node:os";
import path from "node:path";
import { after, before, test } from "node:test";
import { fileURLToPath, pathToFileURL } from "node:url";
import type { Browser, Download, Page } from "playwright-core";
import { openBrowser } from "../support/browser.js";
import { type Lab, startLab } from "../support/lab.js";

/**
 * The notebooks in a real JupyterLab, started as the README says, in a real Chromium that reaches
 * nothing but that server. They are copies: JupyterLab saves what it has open.
 */
const root = fileURLToPath(new URL("../..", import.meta.url));
const copies = "lab-test.tmp";
const screenshots = path.join(root, "screenshots");
const names = readdirSync(path.join(root, "notebooks")).filter((name) => name.endsWith(".ipynb"));
/** A notebook's cells may take long where other tests run beside this one. */
const PATIENCE = 120_000;

let lab: Lab;
let browser: Browser;

before(async () => {
  mkdirSync(path.join(root, copies), { recursive: true });
  mkdirSync(screenshots, { recursive: true });
  for (const name of names)
    copyFileSync(path.join(root, "notebooks", name), path.join(root, copies, name));
  [lab, browser] = await Promise.all([
    startLab("--LabApp.expose_app_in_browser=True"),
    openBrowser(),
  ]);
});
after(async () => {
  await browser?.close();
  await lab?.stop();
  rmSync(path.join(root, copies), { recursive: true, force: true });
});

/** A page that can reach the server alone; what else it asks for, and its errors, are kept. */
async function openLab(
  where: string,
): Promise<{ page: Page; outside: string[]; errors: string[] }> {
  const context = await browser.newContext({ viewport: { width: 1400, height: 1000 } });
  const page = await context.newPage();
  const outside: string[] = [];
  const errors: string[] = [];
  await page.route(
    (url) => url.hostname !== "127.0.0.1" && /^https?:$/.test(url.protocol),
    (route) => {
      outside.push(route.request().url());
      return route.abort();
    },
  );
  page.on("pageerror", (error) => errors.push(String(error)));
  await page.goto(lab.url(where));
  await page.locator(".jp-Notebook").first().waitFor({ timeout: PATIENCE });
  return { page, outside, errors };
}

/** What the tests use of JupyterLab's own object, which the flag above puts on the page. */
interface App {
  commands: { execute(id: string): Promise<unknown> };
  shell: {
    currentWidget: {
      context?: { sessionContext: { session?: { kernel?: { status: string } } } };
      content: { model: { cells: Iterable<CellModel> } };
    } | null;
  };
}
interface CellModel {
  type: string;
  executionCount: number | null;
  outputs: { toJSON(): { output_type: string; name?: string; text?: string }[] };
}
declare const jupyterapp: App;

/** Clears what is saved and runs all cells, as a reader does by the menu; waits for the last one. */
async function runAllCells(page: Page): Promise<void> {
  const patience = { timeout: PATIENCE, polling: 200 };
  await page.waitForFunction(
    () =>
      jupyterapp.shell.currentWidget?.context?.sessionContext.session?.kernel?.status === "idle",
    undefined,
    patience,
  );
  await page.evaluate(async () => {
    await jupyterapp.commands.execute("notebook:clear-all-cell-outputs");
    void jupyterapp.commands.execute("notebook:run-all-cells");
  });
  await page.waitForFunction(
    () =>
      [...(jupyterapp.shell.currentWidget?.content.model.cells ?? [])].every(
        (cell) => cell.type !== "code" || cell.executionCount !== null,
      ),
    undefined,
    patience,
  );
}

test("JupyterLab opens on the first notebook and asks nothing", async () => {
  const { page, outside, errors } = await openLab("/");
  await page.waitForTimeout(2000);
  assert.match(await page.title(), /^1-softmax/);
  assert.equal(await page.locator(".jp-Dialog").count(), 0, "dialogs");
  assert.equal(await page.locator(".Toastify__toast").count(), 0, "notifications");
  await page.screenshot({ path: path.join(screenshots, "lab-first-start.png") });
  assert.deepEqual({ outside, errors }, { outside: [], errors: [] });
  await page.context().close();
});

for (const name of names)
  test(`${name} runs in JupyterLab: every cell without an error, every figure drawn`, async () => {
    const { page, outside, errors } = await openLab(
      `/lab/workspaces/copy${names.indexOf(name)}/tree/${copies}/${name}`,
    );
    await runAllCells(page);
    const said = await page.evaluate(() =>
      [...(jupyterapp.shell.currentWidget?.content.model.cells ?? [])]
        .filter((cell) => cell.type === "code")
        .flatMap((cell) => cell.outputs.toJSON())
        .filter(({ output_type, name }) => output_type === "error" || name === "stderr"),
    );
    assert.deepEqual(said, []);

    const figures = page.locator(".sd-plot");
    // JupyterLab puts outputs on the page a moment after they have come.
    await figures.nth(savedFigures(name) - 1).waitFor({ state: "attached", timeout: PATIENCE });
    assert.equal(await figures.count(), savedFigures(name), "figures");
    for (let k = 0; k < (await figures.count()); k++) {
      await figures.nth(k).scrollIntoViewIfNeeded();
      const drawing = figures.nth(k).locator(".main-svg").first();
      await drawing.waitFor({ timeout: 60_000 });
      const box = await drawing.boundingBox();
      assert.ok(
        box && box.width > 300 && box.height > 200,
        `figure ${k + 1} is ${box?.width} wide`,
      );
    }
    await page.screenshot({
      path: path.join(screenshots, `lab-${name.replace(".ipynb", "")}.png`),
    });
    assert.deepEqual({ outside, errors }, { outside: [], errors: [] });
    await page.context().close();
  });

test("a notebook as shipped shows live figures before anything is run", async () => {
  const { page } = await openLab("/lab/workspaces/shipped/tree/notebooks/1-softmax.ipynb");
  const figure = page.locator(".sd-plot").first();
  await figure.waitFor({ state: "attached", timeout: PATIENCE });
  await figure.scrollIntoViewIfNeeded();
  await figure.locator(".main-svg").first().waitFor({ timeout: 60_000 });
  await page.context().close();
});

test("a notebook that was changed elsewhere shows pictures, and runs no script before it is run", async () => {
  const changed = path.join(root, copies, "changed.ipynb");
  const text = readFileSync(path.join(root, "notebooks", "1-softmax.ipynb"), "utf8");
  writeFileSync(changed, text.replace("const z = [", "const z = [ "));
  assert.notEqual(readFileSync(changed, "utf8"), text);
  const { page } = await openLab(`/lab/workspaces/changed/tree/${copies}/changed.ipynb`);
  const picture = page.locator("img.sd-picture").first();
  await picture.waitFor({ state: "attached", timeout: PATIENCE });
  await picture.scrollIntoViewIfNeeded();
  const width = await picture.evaluate((image) => (image as HTMLImageElement).naturalWidth);
  assert.ok(width > 300, `the picture is ${width} wide`);
  await page.waitForTimeout(2000);
  assert.equal(await page.locator(".main-svg").count(), 0);
  await page.context().close();
});

test("JupyterLab's File > Save and Export Notebook As > HTML gives the page that npm run export gives", async () => {
  const { page } = await openLab("/lab/workspaces/export/tree/notebooks/1-softmax.ipynb");
  await page.getByRole("menuitem", { name: "File", exact: true }).click();
  await page.getByText("Save and Export Notebook As").hover();
  await page.getByRole("menuitem", { name: "HTML", exact: true }).click();
  // JupyterLab asks whether to sanitize; the project's page does so in any case.
  const download = new Promise<Download>((resolve) => {
    page.on("download", resolve);
    page.context().on("page", (tab) => tab.on("download", resolve));
  });
  await page.locator(".jp-Dialog .jp-mod-accept").click();
  const downloaded = readFileSync(await (await download).path(), "utf8");
  const site = await import(pathToFileURL(path.join(root, "lib/export/site.js")).href);
  const folder = mkdtempSync(path.join(tmpdir(), "softmax-derivative-"));
  try {
    site.writeSite(site.savedNotebooks(), folder);
    const exported = readFileSync(path.join(folder, "1-softmax.html"), "utf8");
    assert.ok(downloaded === exported, "the two pages differ");
  } finally {
    rmSync(folder, { recursive: true, force: true });
  }
  await page.context().close();
});

/** How many Plotly figures a notebook holds as saved. */
function savedFigures(name: string): number {
  const text = readFileSync(path.join(root, "notebooks", name), "utf8");
  return text.match(/"application\/vnd\.plotly\.v1\+json"/g)?.length ?? 0;
}
