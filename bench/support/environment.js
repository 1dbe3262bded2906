/** The peers, installed into the bench's own folder: bench/.venv and bench/node_modules. */
import fs from "node:fs";
import path from "node:path";
import { digest, readStamp, writeStamp } from "../../scripts/support/files.js";
import { jupyterEnvironment, root, windows } from "../../scripts/support/project.js";
import { run } from "../../scripts/support/run.js";

const bench = path.join(root, "bench");
const venv = path.join(bench, ".venv");
const modules = path.join(bench, "node_modules");
const requirements = path.join(bench, "requirements.txt");
const lock = path.join(bench, "package-lock.json");

/**
 * PyTorch is a peer one would expect. Its packages on PyPI for Linux bring a GPU's libraries with
 * them, some gigabytes, and the small ones are on its makers' own index only.
 */
const notAskedFor = ["PyTorch: its packages on PyPI need some gigabytes of GPU libraries"];

/** Variables that slow NumPy's linear algebra down on purpose; the peers run without them. */
const slowing = ["OPENBLAS_CORETYPE", "OPENBLAS_L2_SIZE"];

/** The environment variables that peers run with: nothing slowed, one thread each. */
export const peerEnvironment = {
  ...Object.fromEntries(
    Object.entries(jupyterEnvironment).filter(([name]) => !slowing.includes(name)),
  ),
  OMP_NUM_THREADS: "1",
  OPENBLAS_NUM_THREADS: "1",
  MKL_NUM_THREADS: "1",
  JAX_PLATFORMS: "cpu",
  JAX_ENABLE_X64: "1",
  XLA_FLAGS: "--xla_cpu_multi_thread_eigen=false intra_op_parallelism_threads=1",
};

/**
 * Installs what is missing. What cannot be had is said, and the rest is measured without it.
 *
 * @returns {Promise<{python?: string, missing: string[]}>} the environment's Python; peers that are
 *   not there, with the reason
 */
export async function makeEnvironment() {
  const missing = [...notAskedFor];
  const python = path.join(venv, ...(windows ? ["Scripts", "python.exe"] : ["bin", "python"]));
  const hasPython = await step("Python's peers", missing, venv, requirements, async () => {
    fs.rmSync(venv, { recursive: true, force: true });
    const base = process.env.PYTHON ?? (windows ? "python" : "python3");
    await run("Making bench/.venv", base, ["-m", "venv", venv], { env: jupyterEnvironment });
    await run(
      "Installing Python's peers (about two minutes)",
      python,
      [
        ...["-m", "pip", "install", "--quiet", "--disable-pip-version-check", "--no-input"],
        ...["--only-binary", ":all:", "--require-hashes", "-r", requirements],
      ],
      { env: jupyterEnvironment },
    );
  });
  await step("ml-matrix and tfjs", missing, modules, lock, () =>
    run(
      "Installing node's peers",
      "npm",
      ["ci", "--prefix", bench, "--ignore-scripts", "--no-audit", "--no-fund"],
      { shell: windows },
    ),
  );
  for (const line of missing) console.log(`Not measured: ${line}`);
  return { python: hasPython ? python : undefined, missing };
}

/**
 * @param {string} name
 * @param {string[]} missing where a failure is added
 * @param {string} folder what is made
 * @param {string} list what it is made from
 * @param {() => Promise<void>} work
 */
async function step(name, missing, folder, list, work) {
  const wanted = digest(fs.readFileSync(list));
  if (readStamp(folder) === wanted) return true;
  try {
    await work();
    writeStamp(folder, wanted);
    return true;
  } catch (error) {
    missing.push(`${name}: ${error.message.split("\n")[0]}`);
    return false;
  }
}
