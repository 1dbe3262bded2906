/** The packages of package-lock.json, in node_modules. */
import fs from "node:fs";
import path from "node:path";
import { contentsOf, isSubset } from "./contents.js";
import { digest, readStamp, writeStamp } from "./files.js";
import { adviceFor, Problem } from "./problem.js";
import { downloads, root, windows } from "./project.js";
import { run } from "./run.js";

const modules = path.join(root, "node_modules");
const lockFile = path.join(root, "package-lock.json");

/** @throws {Problem} if this Node is too old */
export function checkNode() {
  const [major, minor] = process.versions.node.split(".").map(Number);
  if (major > 20 || (major === 20 && minor >= 19)) return;
  throw new Problem(
    `This project needs Node 20.19 or newer; this is ${process.versions.node}. Install a newer one from https://nodejs.org and run the same command again.`,
  );
}

/**
 * Whether node_modules holds what package-lock.json asks for on this machine.
 *
 * npm writes its own record of what it installed, node_modules/.package-lock.json, as its last
 * act; so a stopped installation has none. Packages deleted by hand are missed as well, and so are parts
 * of one where set-up itself installed them.
 */
export function nodePackagesAreThere() {
  try {
    const stamp = JSON.parse(readStamp(modules) ?? "{}");
    if (stamp.lock === lockDigest() && !isSubset(stamp.packages, contentsOf(modules))) return false;
    const wanted = packagesIn(lockFile);
    const installed = packagesIn(path.join(modules, ".package-lock.json"));
    return Object.entries(wanted).every(
      ([folder, entry]) =>
        folder === "" ||
        (entry.optional && !fitsThisMachine(entry)) ||
        (isSame(entry, installed[folder]) &&
          fs.existsSync(path.join(root, folder, "package.json"))),
    );
  } catch {
    return false;
  }
}

const lockDigest = () => digest(fs.readFileSync(lockFile));

/**
 * @typedef {{version?: string, integrity?: string, optional?: boolean,
 *   os?: string[], cpu?: string[], libc?: string[]}} Entry
 */

/**
 * @param {string} file
 * @returns {Record<string, Entry>}
 */
const packagesIn = (file) => JSON.parse(fs.readFileSync(file, "utf8")).packages;

/**
 * @param {Entry} wanted
 * @param {Entry | undefined} found
 */
const isSame = (wanted, found) =>
  found !== undefined && found.version === wanted.version && found.integrity === wanted.integrity;

/**
 * Whether npm installs an optional package here for certain. Where it depends on the C library,
 * npm alone knows.
 *
 * @param {Entry} entry
 */
const fitsThisMachine = ({ os = [], cpu = [], libc }) =>
  libc === undefined && os.includes(process.platform) && cpu.includes(process.arch);

/** How npm installs here: in few words, and giving up in bounded time. */
export const npmFlags = [
  // No package here needs a script of its own, and npm 11 asks before it runs one.
  "--ignore-scripts",
  ...["--no-audit", "--no-fund", "--no-update-notifier", "--logs-max=0"],
  ...["--fetch-retries=1", "--fetch-timeout=60000"],
  // More connections than packages: those that wait for one, npm 11.19 asks for without end when a
  // proxy refuses them.
  "--maxsockets=500",
];

/** @throws {Problem} if npm fails */
export async function installNodePackages() {
  // Run by npm, this knows npm's own program; else npm is looked for like any other.
  const npm = process.env.npm_execpath;
  const [program, ...first] = npm?.endsWith("js") ? [process.execPath, npm] : ["npm"];
  await run(
    "Installing the node packages",
    program,
    [...[...first, "ci", ...npmFlags], ...["--cache", path.join(downloads, "npm")]],
    { shell: windows && program === "npm" },
  );
  // npm takes a full disk for a warning when it unpacks.
  if (!nodePackagesAreThere() && freeMegabytes() < 50)
    throw new Problem(
      `Installing the node packages failed. ${adviceFor("ENOSPC")} Run the same command again; it goes on from here.`,
    );
  if (!nodePackagesAreThere())
    throw new Problem(
      "npm installed other packages than package-lock.json names for this machine. Delete the folder node_modules and run the same command again.",
    );
  writeStamp(modules, JSON.stringify({ lock: lockDigest(), packages: contentsOf(modules) }));
}

/** Room on the disk that holds the project. */
function freeMegabytes() {
  const { bavail, bsize } = fs.statfsSync(root);
  return (bavail * bsize) / 1e6;
}
