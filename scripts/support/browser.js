/** The browser that the tests drive: an installed Chrome or Chromium, or one installed for them. */
import { spawnSync } from "node:child_process";
import fs from "node:fs";
import path from "node:path";
import { Problem } from "./problem.js";
import { root, windows } from "./project.js";
import { run } from "./run.js";

/** Where Playwright puts a browser of the project's own. */
const downloads = path.join(root, "node_modules", ".cache", "browsers");

const names = [
  "chromium",
  "chromium-browser",
  "google-chrome",
  "google-chrome-stable",
  "chrome",
  "microsoft-edge",
];

/**
 * Path of a browser that the tests can drive. One that is not there is installed.
 *
 * @throws {Problem} if there is none and none can be installed: no test is skipped for want of it
 */
export async function findOrInstallBrowser() {
  return findBrowser() ?? (await installBrowser());
}

/**
 * Path of an installed browser: the one named by the variable CHROME_PATH, one on the PATH, one in
 * its usual place, or the project's own.
 *
 * @returns {string | undefined}
 * @throws {Problem} if CHROME_PATH names none
 */
export function findBrowser() {
  const chosen = process.env.CHROME_PATH;
  if (chosen) {
    if (fs.existsSync(chosen)) return chosen;
    throw new Problem(`CHROME_PATH is ${chosen}, and there is no such file.`);
  }
  const suffix = windows ? ".exe" : "";
  const folders = (process.env.PATH ?? "").split(path.delimiter).concat("/usr/bin", "/snap/bin");
  const onPath = names.flatMap((name) => folders.map((folder) => path.join(folder, name + suffix)));
  return [...onPath, ...usualPlaces(), ...ownBrowsers()].find((file) => fs.existsSync(file));
}

function usualPlaces() {
  const { LOCALAPPDATA, PROGRAMFILES } = process.env;
  const programs = [PROGRAMFILES, process.env["PROGRAMFILES(X86)"], LOCALAPPDATA];
  return [
    "/Applications/Google Chrome.app/Contents/MacOS/Google Chrome",
    "/Applications/Chromium.app/Contents/MacOS/Chromium",
    ...programs
      .filter((folder) => folder !== undefined)
      .map((folder) => path.join(folder, "Google", "Chrome", "Application", "chrome.exe")),
  ];
}

/** Browsers among the downloads, by the names that Playwright's archives give them. */
function ownBrowsers() {
  if (!fs.existsSync(downloads)) return [];
  return fs
    .readdirSync(downloads, { recursive: true, encoding: "utf8" })
    .filter((name) => /[\\/](chrome|chrome\.exe|Chromium|Google Chrome for Testing)$/.test(name))
    .map((name) => path.join(downloads, name))
    .filter((file) => fs.statSync(file).isFile());
}

async function installBrowser() {
  const tries = [];
  try {
    await run(
      "Downloading Chromium for the tests",
      process.execPath,
      [path.join(root, "node_modules", "playwright-core", "cli.js"), "install", "chromium"],
      { env: { ...process.env, PLAYWRIGHT_BROWSERS_PATH: downloads } },
    );
  } catch (error) {
    tries.push(error.message);
  }
  const installed = findBrowser();
  if (installed) return installed;
  if (process.getuid?.() === 0 && spawnSync("apt-get", ["--version"]).status === 0) {
    const env = { ...process.env, DEBIAN_FRONTEND: "noninteractive" };
    try {
      await run("Reading Debian's package lists", "apt-get", ["update", "-q"], { env });
      await run(
        "Installing Chromium by apt",
        "apt-get",
        ["install", "-q", "-y", "--no-install-recommends", "chromium"],
        { env },
      );
    } catch (error) {
      tries.push(error.message);
    }
  }
  const browser = findBrowser();
  if (browser) return browser;
  throw new Problem(
    `The tests need Chrome or Chromium, and it could not be installed. Install one, or say where it is by the variable CHROME_PATH; then run the same command again.\n\n${tries.join("\n\n")}`,
  );
}
