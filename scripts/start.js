/** npm start: set-up, then JupyterLab on the notebooks. Flags are passed on to `jupyter lab`. */
import { spawn } from "node:child_process";
import net from "node:net";
import { inVenv, jupyterEnvironment, main, root, SetupError } from "./setup.js";

const flags = process.argv.slice(2);

function chosenPort() {
  const at = flags.findIndex((flag) => /^--(ServerApp\.)?port(=|$)/.test(flag));
  if (at < 0) return undefined;
  return Number(flags[at].includes("=") ? flags[at].split("=")[1] : flags[at + 1]);
}

const isFree = (port) =>
  new Promise((resolve) => {
    const server = net.createServer();
    server.once("error", () => resolve(false));
    server.listen(port, "localhost", () => server.close(() => resolve(true)));
  });

main(async () => {
  const port = chosenPort();
  if (port !== undefined && !(await isFree(port)))
    throw new SetupError(
      `Port ${port} is taken. Choose another, as in: npm start -- --port ${port + 1}`,
    );
  const isRoot = process.getuid?.() === 0;
  const lab = spawn(
    inVenv("python"),
    [
      ...["-m", "jupyterlab"],
      `--ServerApp.root_dir=${root}`,
      "--LabApp.default_url=/lab/tree/notebooks/1-softmax.ipynb",
      // JupyterLab refuses to run as root unless told; it still listens on this machine only.
      ...(isRoot ? ["--allow-root"] : []),
      ...flags,
    ],
    { cwd: root, env: jupyterEnvironment, stdio: "inherit" },
  );
  for (const signal of ["SIGINT", "SIGTERM"]) process.on(signal, () => lab.kill(signal));
  return new Promise((resolve) => lab.on("close", (code) => resolve(code ?? 1)));
});
