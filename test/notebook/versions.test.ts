import assert from "node:assert/strict";
import { readFileSync } from "node:fs";
import { test } from "node:test";
import { versions } from "../../src/notebook/index.js";

const read = (name: string) => readFileSync(new URL(`../../${name}`, import.meta.url), "utf8");

test("the line of versions names what the lock files fix, and nothing of this machine", () => {
  const { packages } = JSON.parse(read("package-lock.json"));
  const of = (name: string) => packages[`node_modules/${name}`].version;
  const pinned = (name: string) =>
    new RegExp(`^${name}==(\\S+)`, "m").exec(read("jupyter/requirements.txt"))?.[1];
  assert.equal(
    versions(),
    `softmax-derivative ${packages[""].version}, mathjs ${of("mathjs")}, Plotly ${of("plotly.js-dist")}, tslab ${of("tslab")}, TypeScript in cells ${of("@tslab/typescript-for-tslab")}, TypeScript in src ${of("typescript")}, JupyterLab ${pinned("jupyterlab")}, nbconvert ${pinned("nbconvert")}; any Node from 20.19`,
  );
  assert.ok(!versions().includes(process.versions.node));
});
