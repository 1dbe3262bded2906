/**
 * npm run bench: this project and its peers, side by side in one run.
 *
 *     npm run bench                     all suites
 *     npm run bench -- numeric growth   these suites
 *
 * A suite is a file bench/suites/NAME.js with
 *
 *     export default {
 *       title: string,
 *       async run({ python, log }) → [{ title, head: string[], rows: (string|number)[][], note?, figure? }]
 *     }
 *
 * where `python` is the Python of the bench's own environment (undefined if it could not be made),
 * log(line) tells progress, and `figure` is a Plotly figure. Tables go to bench/results as Markdown
 * and JSON, figures to bench/results/pictures.html, each with the machine, the versions and the date.
 */
import fs from "node:fs";
import path from "node:path";
import { setUp } from "../scripts/setup.js";
import { command, Problem } from "../scripts/support/problem.js";
import { root } from "../scripts/support/project.js";
import { makeEnvironment } from "./support/environment.js";
import { describeMachine } from "./support/machine.js";
import { writeResults } from "./support/results.js";

const folder = path.join(root, "bench", "suites");

await command(async () => {
  const there = fs
    .readdirSync(folder)
    .filter((name) => name.endsWith(".js"))
    .map((name) => name.slice(0, -3))
    .sort();
  const wanted = process.argv.slice(2);
  const unknown = wanted.filter((name) => !there.includes(name));
  if (unknown.length > 0)
    throw new Problem(`There is no suite ${unknown.join(", ")}. There are: ${there.join(", ")}.`);

  await setUp();
  const { python, missing } = await makeEnvironment();
  const machine = describeMachine(python);
  const results = [];
  for (const name of wanted.length > 0 ? wanted : there) {
    const started = Date.now();
    const log = (/** @type {string} */ line) => console.log(`  ${name}: ${line}`);
    console.log(`\n${name} …`);
    try {
      const { default: suite } = await import(`./suites/${name}.js`);
      const tables = await suite.run({ python, log });
      results.push({ name, title: suite.title, tables, seconds: (Date.now() - started) / 1000 });
    } catch (error) {
      console.error(`  ${name} failed: ${error?.stack ?? error}`);
      results.push({
        name,
        title: name,
        tables: [],
        failed: String(error?.message ?? error).split("\n")[0],
      });
    }
    // After each suite, so that a run that is stopped keeps what it has.
    const written = writeResults({ machine, missing, results });
    console.log(`  ${name}: ${Math.round((Date.now() - started) / 1000)} s, results in ${written}`);
  }
  const failed = results.filter((result) => result.failed !== undefined);
  if (failed.length > 0) {
    console.error(`\n${failed.map(({ name }) => name).join(", ")} failed; see above.`);
    return 1;
  }
});
