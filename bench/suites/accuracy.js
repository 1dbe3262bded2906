/** The largest error of each function over test/golden, this module's and SciPy's, by one measure. */
import { execFileSync } from "node:child_process";
import { fileURLToPath } from "node:url";
import { tsImport } from "tsx/esm/api";

const at = (/** @type {string} */ relative) => fileURLToPath(new URL(relative, import.meta.url));

/** What each golden file judges, and the expression that stands for it in SciPy and NumPy. */
const peers = {
  softmax: ["softmax", "softmax(z)"],
  logSoftmax: ["log-softmax", "log_softmax(z)"],
  logSumExp: ["log-sum-exp", "logsumexp(z)"],
  softmaxJacobian: ["Jacobian", "diag(s) - outer(s, s)"],
  crossEntropyLogits: ["cross-entropy, class index", "-log_softmax(z)[t]"],
  crossEntropyGrad: ["its gradient", "softmax(z) - onehot"],
  crossEntropySoft: ["cross-entropy, soft target", "-dot(y, log_softmax(z))"],
  temperature: ["with temperature", "the same of z / T"],
  sigmoid: ["sigmoid", "expit(x)"],
  logSigmoid: ["log sigmoid", "log_expit(x)"],
};

export default {
  title: "Accuracy",
  /** @param {{python?: string, log: (line: string) => void}} context */
  async run({ python, log }) {
    const { accuracy } = await tsImport("../../test/support/accuracy.ts", import.meta.url);
    log("this module");
    const own = Object.fromEntries(Object.keys(peers).map((name) => [name, accuracy(name)]));
    const { versions, results } = python ? askSciPy(python, log) : { versions: {}, results: {} };
    const rows = Object.entries(peers).map(([name, [label, expression]]) => {
      const { cases, error, unit } = own[name];
      const other = results[name] && accuracy(name, (_, id) => results[name][id]);
      return [
        label,
        cases,
        unit,
        shown(error),
        other ? shown(other.error) : "not measured",
        other ? other.lost : "not measured",
        expression,
      ];
    });
    const peer = Object.entries(versions).map(([name, version]) => `${name} ${version}`);
    return [
      {
        title: "Largest error over the golden cases",
        head: [
          "function",
          "cases",
          "unit",
          "this module",
          "SciPy",
          "cases lost by SciPy",
          "SciPy's form",
        ],
        rows,
        note: `Correctly rounded references of 60 digits and more; ulp: units in the last place. "all digits": what is not zero came back as zero, or what is finite as NaN or Infinity. "Cases lost": a number of the result has no right digit left. ${peer.join(", ")}.`,
      },
    ];
  },
};

/** @param {string} python @param {(line: string) => void} log */
function askSciPy(python, log) {
  log("SciPy");
  const special = new Map([
    ["Infinity", Infinity],
    ["-Infinity", -Infinity],
    ["NaN", NaN],
  ]);
  const text = execFileSync(python, [at("../python/accuracy.py"), at("../../test/golden")], {
    encoding: "utf8",
    maxBuffer: 2 ** 28,
  });
  return JSON.parse(text, (_, value) => special.get(value) ?? value);
}

/** @param {number} error */
function shown(error) {
  if (error === Infinity) return "all digits";
  return error < 1000 ? error.toFixed(2).replace(/\.?0+$/, "") : error.toExponential(1);
}
