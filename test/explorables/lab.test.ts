import assert from "node:assert/strict";
import { mkdirSync, rmSync, writeFileSync } from "node:fs";
import path from "node:path";
import { after, before, test } from "node:test";
import { fileURLToPath } from "node:url";
import type { Browser, Page } from "playwright-core";
import { number } from "../../src/explorables/words.js";
import { softmax } from "../../src/index.js";
import { openBrowser } from "../support/browser.js";
import { type Lab, startLab } from "../support/lab.js";

/** The live parts in a real JupyterLab: run by the kernel, loaded from the server, in its themes. */
const root = fileURLToPath(new URL("../..", import.meta.url));
const folder = "explorables-test.tmp";
const screenshots = path.join(root, "screenshots");
const PATIENCE = 120_000;

const OURS = 'z: [2, 1, 0.1, -1], labels: ["cat", "dog", "hen", "fox"]';
const cells = [
  'import { explorable, show } from "softmax-derivative/notebook";',
  `show(explorable("softmax", { ${OURS} }));`,
  `show(explorable("jacobian", { ${OURS} }));`,
  `show(explorable("loss", { ${OURS}, label: 1 }));`,
  'show(explorable("precision", { lead: 40 }));',
];

let lab: Lab;
let browser: Browser;

before(async () => {
  mkdirSync(path.join(root, folder), { recursive: true });
  mkdirSync(screenshots, { recursive: true });
  const notebook = {
    cells: cells.map((source, k) => ({
      ...{ cell_type: "code", id: `cell-${k}`, metadata: {}, source },
      ...{ outputs: [], execution_count: null },
    })),
    metadata: { kernelspec: { display_name: "TypeScript", language: "typescript", name: "tslab" } },
    nbformat: 4,
    nbformat_minor: 5,
  };
  writeFileSync(path.join(root, folder, "live.ipynb"), JSON.stringify(notebook));
  [lab, browser] = await Promise.all([
    startLab("--LabApp.expose_app_in_browser=True"),
    openBrowser(),
  ]);
});
after(async () => {
  await browser?.close();
  await lab?.stop();
  rmSync(path.join(root, folder), { recursive: true, force: true });
});

interface App {
  commands: { execute(id: string, args?: object): Promise<unknown> };
  shell: {
    currentWidget: {
      context?: { sessionContext: { session?: { kernel?: { status: string } } } };
    } | null;
  };
}
declare const jupyterapp: App;

async function openAndRun(page: Page): Promise<void> {
  await page.goto(lab.url(`/lab/workspaces/live/tree/${folder}/live.ipynb`));
  await page.locator(".jp-Notebook").first().waitFor({ timeout: PATIENCE });
  await page.waitForFunction(
    () =>
      jupyterapp.shell.currentWidget?.context?.sessionContext.session?.kernel?.status === "idle",
    undefined,
    { timeout: PATIENCE, polling: 200 },
  );
  await page.evaluate(() => jupyterapp.commands.execute("notebook:run-all-cells"));
}

test("in JupyterLab every live part is alive, offline, and leaves the address alone", async () => {
  const context = await browser.newContext({ viewport: { width: 1280, height: 1000 } });
  const page = await context.newPage();
  const [outside, errors]: [string[], string[]] = [[], []];
  await page.route(
    (url) => url.hostname !== "127.0.0.1" && /^https?:$/.test(url.protocol),
    (route) => {
      outside.push(route.request().url());
      return route.abort();
    },
  );
  page.on("pageerror", (error) => errors.push(String(error)));
  await openAndRun(page);

  const dog = page.locator("sd-softmax").getByRole("slider", { name: "logit of dog" });
  await dog.waitFor({ timeout: PATIENCE });
  const address = page.url();
  await dog.scrollIntoViewIfNeeded();
  await dog.focus();
  await page.keyboard.press("PageUp");
  await page.keyboard.press("ArrowDown");
  const s = softmax([2, 1.9, 0.1, -1]).map((p) => number(p));
  assert.deepEqual(await page.locator("sd-softmax .probability").allTextContents(), s);
  assert.ok(await dog.evaluate((element) => element.matches(":focus")), "the cell kept the focus");

  for (const name of ["jacobian", "loss", "precision"])
    await page.locator(`sd-${name}`).getByRole("button", { name: "Reset" }).waitFor();
  await page.locator("sd-loss").scrollIntoViewIfNeeded();
  await page.locator("sd-loss > .js-plotly-plot canvas").first().waitFor({
    state: "attached",
    timeout: 60_000,
  });
  // Keys are the part's, and no commands to the notebook: two d's would delete the cell.
  const step = page.locator("sd-loss").getByRole("button", { name: "Step", exact: true });
  await step.press("Enter");
  await step.press("Space");
  await step.press("d");
  await step.press("d");
  await page.locator("sd-loss").getByText("Step 2 of 100").waitFor();
  await page.waitForTimeout(500);
  assert.equal(await page.locator("sd-loss").count(), 1);

  for (const [theme, ground] of [
    ["JupyterLab Dark", "dark"],
    ["JupyterLab Light", "light"],
  ]) {
    await page.evaluate(
      (name) => jupyterapp.commands.execute("apputils:change-theme", { theme: name }),
      theme,
    );
    await page.locator(`sd-loss .part[data-ground="${ground}"]`).waitFor({ timeout: 30_000 });
    await page.waitForTimeout(1000);
    for (const name of ["softmax", "jacobian", "loss", "precision"]) {
      await page.locator(`sd-${name}`).scrollIntoViewIfNeeded();
      await page.waitForTimeout(300);
      await page
        .locator(`sd-${name}`)
        .screenshot({ path: path.join(screenshots, `lab-live-${name}-${ground}.png`) });
    }
  }
  assert.equal(new URL(page.url()).search, new URL(address).search);
  assert.equal(new URL(page.url()).hash, new URL(address).hash);
  assert.deepEqual({ outside, errors }, { outside: [], errors: [] });
  await context.close();
});
