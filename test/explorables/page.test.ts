import assert from "node:assert/strict";
import path from "node:path";
import { test } from "node:test";
import type { Page } from "playwright-core";
import { descend } from "../../src/explorables/descent.js";
import { aligned, number } from "../../src/explorables/words.js";
import { oneHot, softmax, softmaxCrossEntropyGradient, softmaxJacobian } from "../../src/index.js";
import { axeFindings, screenshots, stage, swipe } from "./stage.js";

/** The live parts on a page opened from the disk, under the exported pages' policy, in Chromium. */
const SOFTMAX = '<sd-softmax z="2,1,0.1,-1" labels="cat,dog,hen,fox">Softmax.</sd-softmax>';
const PRECISION = '<sd-precision lead="40">Precision.</sd-precision>';
const JACOBIAN = '<sd-jacobian z="2,1,0.1,-1" labels="cat,dog,hen,fox">Jacobian.</sd-jacobian>';
const LOSS = '<sd-loss z="2,1,0.1,-1" labels="cat,dog,hen,fox" label="1">Loss.</sd-loss>';
const ALL = { SOFTMAX, JACOBIAN, LOSS, PRECISION };
const together = Object.values(ALL).join("\n");

test("the numbers shown are the module's, and follow the keyboard", async () => {
  const { page, errors, close } = await stage(SOFTMAX);
  const shown = () => page.locator(".probability").allTextContents();
  const expected = (z: number[], temperature = 1) =>
    softmax(z, { temperature }).map((s) => number(s));
  assert.deepEqual(await shown(), expected([2, 1, 0.1, -1]));
  const dog = page.getByRole("slider", { name: "logit of dog" });
  await dog.focus();
  await page.keyboard.press("ArrowRight");
  await page.keyboard.press("PageUp");
  assert.equal(await dog.getAttribute("aria-valuenow"), "2.1");
  assert.equal(
    await dog.getAttribute("aria-valuetext"),
    `2.1, probability of dog ${number(softmax([2, 2.1, 0.1, -1])[1])}`,
  );
  assert.deepEqual(await shown(), expected([2, 2.1, 0.1, -1]));
  assert.match(
    (await page.locator(".order").textContent()) ?? "",
    /dog > cat > hen > fox, in z as in s\./,
  );
  await page.getByRole("slider", { name: "temperature" }).focus();
  await page.keyboard.press("End");
  assert.deepEqual(await shown(), expected([2, 2.1, 0.1, -1], 10));
  assert.deepEqual(errors, []);
  await close();
});

test("a bar follows the pointer from anywhere on it", async () => {
  const { page, close } = await stage(SOFTMAX);
  const fox = page.getByRole("slider", { name: "logit of fox" });
  const box = await fox.boundingBox();
  assert.ok(box);
  const y = box.y + box.height / 2;
  await page.mouse.move(box.x + box.width / 2, y);
  await page.mouse.down();
  assert.equal(await fox.getAttribute("aria-valuenow"), "0");
  await page.mouse.move(box.x + box.width * 0.9, y + 200, { steps: 5 });
  await page.mouse.up();
  await page.mouse.move(box.x, y);
  assert.equal(await fox.getAttribute("aria-valuenow"), "4");
  assert.match((await page.locator(".order").textContent()) ?? "", /^Order: fox > cat/);
  await close();
});

test("a finger drags a bar sideways, and moves the page up and down", async () => {
  const { page, close } = await stage(`${SOFTMAX}<div style="height:2000px"></div>`, {
    viewport: { width: 360, height: 700 },
    hasTouch: true,
    isMobile: true,
  });
  const cat = page.getByRole("slider", { name: "logit of cat" });
  const box = await cat.boundingBox();
  assert.ok(box);
  const y = box.y + box.height / 2;
  await swipe(page, [box.x + box.width * 0.7, y], [box.x + box.width * 0.2, y]);
  assert.equal(await cat.getAttribute("aria-valuenow"), "-3");
  await page.touchscreen.tap(box.x + box.width * 0.6, y);
  assert.equal(await cat.getAttribute("aria-valuenow"), "1");
  await swipe(page, [box.x + box.width * 0.3, y], [box.x + box.width * 0.3, y - 150]);
  await page.waitForFunction(() => scrollY > 50);
  assert.equal(await cat.getAttribute("aria-valuenow"), "1");
  await close();
});

test("the address keeps what was changed, for each element its own, and leaves anchors alone", async () => {
  const { page, close } = await stage(`${SOFTMAX}${SOFTMAX}${PRECISION}`, {
    query: "?from=a%20friend#D15",
  });
  const dogs = page.getByRole("slider", { name: "logit of dog" });
  await dogs.nth(0).press("PageUp");
  await dogs.nth(1).press("PageDown");
  await page.getByRole("slider", { name: "lead of the true class" }).press("End");
  await page.waitForFunction(() => location.search.includes("precision"));
  const address = new URL(page.url());
  assert.equal(address.hash, "#D15");
  assert.equal(
    address.search,
    "?from=a%20friend&softmax.z=2,2,0.1,-1&softmax-2.z=2,0,0.1,-1&precision.lead=800",
  );
  await page.reload();
  assert.deepEqual(
    await dogs.evaluateAll((all) => all.map((dog) => dog.getAttribute("aria-valuenow"))),
    ["2", "0"],
  );
  const resets = page.getByRole("button", { name: "Reset" });
  for (let k = 0; k < 3; k++) await resets.nth(k).click();
  await page.waitForFunction(() => !location.search.includes("."));
  assert.equal(new URL(page.url()).search, "?from=a%20friend");
  assert.equal(await dogs.nth(0).getAttribute("aria-valuenow"), "1");
  await close();
});

test("an address that makes no sense is passed over", async () => {
  const { page, errors, close } = await stage(SOFTMAX, { query: "?softmax.z=1,cat&softmax.x" });
  const dog = page.getByRole("slider", { name: "logit of dog" });
  assert.equal(await dog.getAttribute("aria-valuenow"), "1");
  assert.deepEqual(errors, []);
  await close();
});

test("changes and resets are announced, and not at every step", async () => {
  const { page, close } = await stage(SOFTMAX);
  const voice = page.getByRole("status");
  await voice.evaluate((element) => {
    const heard: string[] = [];
    Object.assign(window, { heard });
    new MutationObserver(() => heard.push(element.textContent ?? "")).observe(element, {
      childList: true,
      characterData: true,
      subtree: true,
    });
  });
  const cat = page.getByRole("slider", { name: "logit of cat" });
  for (let k = 0; k < 10; k++) await cat.press("ArrowRight");
  const s = softmax([3, 1, 0.1, -1]).map((p) => number(p));
  const last = `Probabilities: cat ${s[0]}, dog ${s[1]}, hen ${s[2]}, fox ${s[3]}; their sum is 1.000.`;
  await page.waitForFunction((text) => window.heard.at(-1) === text, last);
  assert.ok((await page.evaluate(() => window.heard.length)) <= 3);
  await page.getByRole("button", { name: "Reset" }).click();
  await page.waitForFunction(() =>
    /^Reset\. Probabilities: cat 0\.638/.test(window.heard.at(-1) ?? ""),
  );
  await close();
});

test("an attribute that makes no sense gives a message, with the text that was there", async () => {
  const { page, errors, close } = await stage(
    '<sd-softmax z="2,cat">The numbers in words.</sd-softmax>',
  );
  assert.equal(
    await page.locator(".problem").textContent(),
    'This live part cannot start. sd-softmax: z[1] must be a finite number, got "cat"',
  );
  assert.ok(await page.getByText("The numbers in words.").isVisible());
  await page.evaluate(() => document.querySelector("sd-softmax")?.setAttribute("z", "0,0"));
  assert.deepEqual(await page.locator(".probability").allTextContents(), ["0.500", "0.500"]);
  assert.deepEqual(errors, []);
  await close();
});

test("the grid is one stop of the Tab key; arrows walk in it, and a cell is explained on focus and on hover", async () => {
  const { page, errors, close } = await stage(JACOBIAN);
  const J = softmaxJacobian([2, 1, 0.1, -1]).map((row) => row.map((x) => number(x)));
  const shown = () =>
    page
      .locator("tbody tr")
      .evaluateAll((rows) =>
        rows.map((row) => [...row.querySelectorAll(".entry")].map((cell) => cell.textContent)),
      );
  assert.deepEqual(await shown(), J);
  assert.deepEqual(await page.locator(".sum").allTextContents(), Array(4).fill("0.000"));
  const words = page.locator(".explanation");
  assert.equal(await page.locator("td[tabindex='0']").count(), 1);
  await page.getByRole("slider").last().focus();
  await page.keyboard.press("Tab");
  await page.keyboard.press("ArrowRight");
  assert.match((await words.textContent()) ?? "", /^∂sdog\/∂zdog = 0\.235 · \(1 − 0\.235\)/);
  await page.keyboard.press("ArrowDown");
  await page.keyboard.press("Home");
  assert.equal(
    await words.textContent(),
    `∂shen/∂zcat = −0.095 · 0.638 = ${J[2][0]}Raising the cat takes from the hen.`,
  );
  assert.equal(await page.locator("td[tabindex='0']").count(), 1);
  await page.keyboard.press("Tab");
  assert.equal(await page.evaluate(() => document.activeElement?.localName), "body");
  await page.locator(".entry").nth(7).hover();
  assert.match((await words.textContent()) ?? "", /Raising the fox takes from the dog\./);
  await page.getByRole("slider", { name: "logit of cat" }).press("Home");
  const moved = softmaxJacobian([-5, 1, 0.1, -1]).map((row) => row.map((x) => number(x)));
  assert.deepEqual(await shown(), moved);
  assert.deepEqual(errors, []);
  await close();
});

/** The numbers beside the map: a row of z, s, y, s − y for each class. */
const lossNumbers = (page: Page) =>
  page
    .locator("sd-loss tbody tr")
    .evaluateAll((rows) =>
      rows.map((row) => [...row.querySelectorAll("td")].map((cell) => cell.textContent)),
    );
const expectedNumbers = (z: number[], label: number) => {
  const [s, y] = [softmax(z), oneHot(label, z.length)];
  const gradient = softmaxCrossEntropyGradient(z, label);
  return z.map((zi, i) => [aligned(zi, 2), number(s[i]), String(y[i]), number(gradient[i])]);
};

test("without Plotly a line says so, and map, steps and numbers work", async () => {
  const { page, errors, close } = await stage(LOSS);
  await page.getByText("The surface is not drawn: this page has no Plotly.").waitFor();
  const start = { z: [2, 1, 0.1, -1], axes: [0, 1] };
  assert.deepEqual(await lossNumbers(page), expectedNumbers(start.z, 1));
  await page.getByRole("button", { name: "Step" }).click();
  await page.getByRole("button", { name: "Step" }).click();
  const two = descend({ ...start, label: 1, rate: 1, steps: 2 })[2];
  assert.deepEqual(await lossNumbers(page), expectedNumbers(two, 1));
  await page.getByRole("radio", { name: "cat" }).press("ArrowLeft");
  await page.getByRole("radio", { name: "fox" }).press("Space");
  const fox = descend({ ...start, label: 3, rate: 1, steps: 2 })[2];
  assert.deepEqual(await lossNumbers(page), expectedNumbers(fox, 3));
  // The address follows a moment later; the truth was changed last.
  await page.waitForFunction(() => /label=3/.test(location.search));
  await page.reload();
  assert.deepEqual(await lossNumbers(page), expectedNumbers(fox, 3));
  await page.getByRole("button", { name: "Back to the start" }).click();
  assert.deepEqual(await lossNumbers(page), expectedNumbers(start.z, 3));
  assert.deepEqual(errors, []);
  await close();
});

test("a ball dropped on the map runs by itself, stops when told, and ends by itself", async () => {
  const { page, close } = await stage(LOSS);
  const map = page.locator(".picture");
  const box = await map.boundingBox();
  assert.ok(box);
  await map.click({ position: { x: box.width * 0.75, y: box.height * 0.75 } });
  await page.getByText(/Step ([3-9]|\d\d) of 100/).waitFor();
  await page.getByRole("button", { name: "Stop" }).click();
  const count = await page.locator(".state").textContent();
  await page.waitForTimeout(400);
  assert.equal(await page.locator(".state").textContent(), count);
  assert.equal(
    await page.getByRole("slider", { name: "start of cat" }).getAttribute("aria-valuenow"),
    "3",
  );
  assert.equal(
    await page.getByRole("slider", { name: "start of dog" }).getAttribute("aria-valuenow"),
    "-3",
  );
  await page.getByRole("button", { name: "Run" }).click();
  await page.getByText("Step 100 of 100").waitFor();
  assert.ok(await page.getByRole("button", { name: "Run" }).isVisible());
  assert.ok(await page.getByRole("button", { name: "Step" }).isDisabled());
  await page.getByRole("button", { name: "Run" }).click();
  await page.getByText(/Step [3-9] of 100/).waitFor();
  await page.getByRole("button", { name: "Reset" }).click();
  await page.waitForTimeout(300);
  assert.match((await page.locator(".state").textContent()) ?? "", /^Step 0 of 100/);
  await close();
});

test("whoever wants no motion gets all steps at once", async () => {
  const { page, close } = await stage(LOSS, { reducedMotion: "reduce" });
  await page.getByRole("button", { name: "Run" }).click();
  assert.match((await page.locator(".state").textContent()) ?? "", /^Step 100 of 100/);
  const end = descend({ z: [2, 1, 0.1, -1], label: 1, axes: [0, 1], rate: 1, steps: 100 })[100];
  assert.deepEqual(await lossNumbers(page), expectedNumbers(end, 1));
  await close();
});

test("with Plotly the surface is drawn under the page's policy, turned by buttons, and given back", async () => {
  const { page, errors, close } = await stage(LOSS, { plotly: true });
  const plot = page.locator("sd-loss > .js-plotly-plot");
  await plot.locator("canvas").first().waitFor({ state: "attached", timeout: 30_000 });
  const camera = () =>
    plot.evaluate((div) => {
      const { camera, xaxis } = (div as unknown as Plot)._fullLayout.scene;
      return { eye: camera.eye, title: xaxis.title.text };
    });
  await page.waitForFunction(() => {
    const div = document.querySelector("sd-loss > .js-plotly-plot") as Plot | null;
    return div?.data?.length === 3;
  });
  const before = await camera();
  assert.equal(before.title, "z cat");
  await page.getByRole("button", { name: "Turn the surface to the left" }).press("Enter");
  await page.waitForFunction(
    (x) =>
      (document.querySelector("sd-loss > .js-plotly-plot") as unknown as Plot)._fullLayout.scene
        .camera.eye.x !== x,
    before.eye.x,
  );
  await page.getByRole("button", { name: "Step" }).click();
  await page.waitForFunction(
    () =>
      (document.querySelector("sd-loss > .js-plotly-plot") as unknown as Plot).data[1].x.length ===
      2,
  );
  assert.deepEqual(await axeFindings(page), []);
  await page.evaluate(() => {
    const element = document.querySelector("sd-loss") as Element;
    element.remove();
    document.querySelector("main")?.append(element);
  });
  await page.waitForFunction(
    () =>
      (document.querySelector("sd-loss > .js-plotly-plot") as unknown as Plot | null)?.data
        ?.length === 3,
  );
  assert.deepEqual(errors, []);
  await close();
});

test("labels are text and never markup", async () => {
  const label = '<img src="x" onerror="document.title=1"><b>cat</b>';
  const { page, errors, close } = await stage(
    `<sd-softmax z="1,0" labels="${label.replaceAll('"', "&quot;").replaceAll("<", "&lt;")},dog"></sd-softmax>`,
  );
  assert.equal(await page.locator(".class .name").first().textContent(), label);
  assert.equal(await page.locator("sd-softmax img, sd-softmax b").count(), 0);
  assert.deepEqual(errors, []);
  await close();
});

test("an element taken from the page and put back goes on as it was", async () => {
  const { page, errors, close } = await stage(together);
  await page.locator("sd-softmax").getByRole("slider", { name: "logit of dog" }).press("PageUp");
  await page.evaluate(async () => {
    for (const element of document.querySelectorAll(
      "sd-softmax, sd-jacobian, sd-loss, sd-precision",
    )) {
      const parent = element.parentNode as Node;
      element.remove();
      await new Promise(requestAnimationFrame);
      parent.appendChild(element);
    }
  });
  const dog = page.locator("sd-softmax").getByRole("slider", { name: "logit of dog" });
  assert.equal(await dog.getAttribute("aria-valuenow"), "2");
  await dog.press("PageUp");
  await page.waitForFunction(() => location.search.includes("softmax.z=2,3,0.1,-1"));
  assert.deepEqual(errors, []);
  await close();
});

for (const theme of ["light", "dark"] as const)
  for (const width of [360, 1280])
    test(`in the ${theme} theme at ${width} px axe finds nothing, and nothing scrolls sideways`, async () => {
      const { page, errors, close } = await stage(together, {
        theme,
        plotly: true,
        viewport: { width, height: 900 },
      });
      await page.locator("sd-loss").scrollIntoViewIfNeeded();
      await page.waitForFunction(
        () =>
          (document.querySelector("sd-loss > .js-plotly-plot") as Plot | null)?.data?.length === 3,
      );
      assert.deepEqual(await axeFindings(page), []);
      assert.equal(await page.evaluate(() => document.documentElement.scrollWidth), width);
      assert.equal(
        await page.evaluate(
          () =>
            [...document.querySelectorAll("*")].filter(({ shadowRoot }) =>
              shadowRoot?.querySelector(".part")?.getAttribute("data-ground"),
            ).length,
        ),
        Object.keys(ALL).length,
      );
      assert.deepEqual(errors, []);
      await page.screenshot({
        path: path.join(screenshots, `live-${theme}-${width}.png`),
        fullPage: true,
      });
      await close();
    });

test("ten classes fit a phone: what is wide scrolls in its own box, which the keyboard reaches", async () => {
  const z = "2,1,0.1,-1,0,0,0,3,-2,1";
  const body = `<sd-softmax z="${z}"></sd-softmax><sd-jacobian z="${z}"></sd-jacobian><sd-loss z="${z}"></sd-loss>`;
  const { page, close } = await stage(body, { viewport: { width: 360, height: 800 } });
  assert.deepEqual(await axeFindings(page), []);
  assert.equal(await page.evaluate(() => document.documentElement.scrollWidth), 360);
  const last = page.locator("sd-jacobian .sum").last();
  await page.locator("sd-jacobian td[tabindex='0']").press("Control+End");
  const box = await last.boundingBox();
  assert.ok(box && box.x + box.width < 360);
  await close();
});

test("the parts follow the page's theme when it is switched", async () => {
  const { page, close } = await stage(SOFTMAX);
  const ground = () => page.locator(".part").getAttribute("data-ground");
  assert.equal(await ground(), "light");
  await page.evaluate(() => {
    document.documentElement.dataset.theme = "dark";
  });
  await page.locator('.part[data-ground="dark"]').waitFor();
  await close();
});

/** What Plotly keeps on its element. */
interface Plot extends HTMLElement {
  data: { x: number[] }[];
  _fullLayout: {
    scene: { camera: { eye: { x: number } }; xaxis: { title: { text: string } } };
  };
}

declare global {
  interface Window {
    heard: string[];
  }
}
