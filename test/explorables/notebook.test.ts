import assert from "node:assert/strict";
import { test } from "node:test";
import vm from "node:vm";
import { catalogue } from "../../src/explorables/catalogue.js";
import { EXPLORABLE_MIME, explorable, jupyterDisplay } from "../../src/notebook/index.js";

const ours = { z: [2, 1, 0.1, -1], labels: ["cat", "dog", "hen", "fox"] };

test("every live part can be shown: as data, as an element with a table in it, and in words", () => {
  for (const { name, title, help } of catalogue) {
    const bundle = explorable(name)[jupyterDisplay]();
    assert.deepEqual(bundle[EXPLORABLE_MIME], { name, attributes: {}, title, description: help });
    const html = String(bundle["text/html"]);
    assert.match(html, new RegExp(`<sd-${name}><table class="sd-table">.*</table></sd-${name}>`));
    assert.match(html, /lib\/explorables\.bundle\.js/);
    assert.ok(bundle["text/plain"].startsWith(`${title} (a live part; here are its numbers).`));
    assert.deepEqual(explorable(name)[jupyterDisplay](), bundle, "the same bytes again");
  }
});

test("attributes are written as the element reads them, and escaped", () => {
  const labels = ['<b>"cat"', "dog & co", "hen", "fox"];
  const bundle = explorable("softmax", { ...ours, labels, temperature: 2 })[jupyterDisplay]();
  assert.deepEqual((bundle[EXPLORABLE_MIME] as { attributes: object }).attributes, {
    z: "2,1,0.1,-1",
    labels: '<b>"cat",dog & co,hen,fox',
    temperature: "2",
  });
  const html = String(bundle["text/html"]);
  assert.match(html, / labels="&lt;b&gt;&quot;cat&quot;,dog &amp; co,hen,fox" temperature="2">/);
  assert.ok(!html.includes("<b>"));
  assert.match(bundle["text/plain"], /Probabilities: <b>"cat" 0\.\d{3}, /);
});

test("what makes no sense is refused where it is written", () => {
  assert.throws(
    () => explorable("jacobi"),
    /no live part "jacobi"; there are softmax, jacobian, loss, precision/,
  );
  assert.throws(
    () => explorable("softmax", { zz: 1 }),
    /softmax has no attribute "zz"; it has z, /,
  );
  assert.throws(() => explorable("softmax", { z: [1, Number.NaN] }), /z\[1\] must be a finite/);
  assert.throws(() => explorable("loss", { ...ours, label: 4 }), /label 4 is outside \[0, 4\)/);
  assert.throws(
    () => explorable("softmax", { z: [1, 2], labels: ["cat, big", "dog"] }),
    /label "cat, big" holds a comma/,
  );
});

test("the script that loads the parts is whole, closes no element, and loads each file once a page", async () => {
  // As built: the test's own compiler would put its helpers into the script.
  const built = new URL("../../lib/notebook/index.js", import.meta.url).href;
  const { explorable } = (await import(built)) as typeof import("../../src/notebook/index.js");
  const html = String(explorable("softmax")[jupyterDisplay]()["text/html"]);
  const script = /<script>(.*)<\/script><\/figure>$/s.exec(html)?.[1] as string;
  assert.ok(!/<\/|<!--/.test(script));
  const asked: string[] = [];
  const head = {
    append(element: { src: string; onload(): void; onerror(): void }) {
      asked.push(element.src);
      if (element.src.endsWith("plotly.js")) page.Plotly = {};
      // The server's root is the folder above the project's, as its address tells.
      setImmediate(() =>
        element.src.startsWith("/lab-base/files/proj/") ? element.onload() : element.onerror(),
      );
    },
  };
  const page: Record<string, unknown> = { Plotly: undefined };
  const context = vm.createContext({
    window: page,
    location: { pathname: "/lab-base/lab/tree/proj/notebooks/1-softmax.ipynb" },
    document: {
      head,
      createElement: () => ({ remove() {} }),
      getElementById: () => ({ textContent: '{"baseUrl": "/lab-base/"}' }),
    },
  });
  vm.runInContext(script, context);
  vm.runInContext(script, context);
  await page.softmaxExplorables;
  assert.deepEqual(asked, [
    "/lab-base/files/lib/explorables.bundle.js",
    "/lab-base/files/proj/lib/explorables.bundle.js",
  ]);
  await (page.softmaxPlotly as () => Promise<unknown>)();
  await (page.softmaxPlotly as () => Promise<unknown>)();
  assert.equal(asked.length, 4);
  assert.match(asked[3], /proj\/node_modules\/plotly\.js-dist\/plotly\.js$/);
});
