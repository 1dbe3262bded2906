"""SciPy's and NumPy's results on the golden inputs, as JSON on standard output.

    python bench/python/accuracy.py test/golden

Answers {"versions": {...}, "results": {golden file: {case id: number, vector or null}}}, with
Infinity and NaN as strings. The errors are computed by whoever asks, by one measure for all.
"""

import json
import math
import sys
from pathlib import Path

import numpy as np
import scipy
from scipy.special import expit, log_expit, log_softmax, logsumexp, softmax

np.seterr(all="ignore")
special = {"Infinity": math.inf, "-Infinity": -math.inf, "NaN": math.nan}


def one_hot(i):
    y = np.zeros(len(i["z"]))
    y[i["target"]] = 1
    return y


def scaled(i):
    z = np.array(i["z"]) / i["temperature"]
    if i["fn"] == "softmax":
        return softmax(z)
    if i["fn"] == "logSoftmax":
        return log_softmax(z)
    return (softmax(z) - one_hot(i)) / i["temperature"]


# The formula a user would write with these libraries.
runs = {
    "softmax": lambda i: softmax(i["z"]),
    "logSoftmax": lambda i: log_softmax(i["z"]),
    "logSumExp": lambda i: logsumexp(i["z"]),
    "crossEntropyLogits": lambda i: -log_softmax(i["z"])[i["target"]],
    "crossEntropyGrad": lambda i: softmax(i["z"]) - one_hot(i),
    "crossEntropySoft": lambda i: -np.dot(i["y"], log_softmax(i["z"])),
    "softmaxJacobian": lambda i: np.diag(softmax(i["z"])) - np.outer(softmax(i["z"]), softmax(i["z"])),
    "temperature": scaled,
    "sigmoid": lambda i: expit(i["x"]),
    "logSigmoid": lambda i: log_expit(i["x"]),
}


def revive(value):
    if isinstance(value, str):
        return special.get(value, value)
    if isinstance(value, list):
        return [revive(v) for v in value]
    if isinstance(value, dict):
        return {k: revive(v) for k, v in value.items()}
    return float(value) if isinstance(value, int) and not isinstance(value, bool) else value


def written(value):
    if isinstance(value, list):
        return [written(v) for v in value]
    return value if math.isfinite(value) else next(
        k for k, v in special.items() if v == value or (math.isnan(v) and math.isnan(value))
    )


def inputs(case):
    given = revive(case["input"])
    if "target" in given:
        given["target"] = int(given["target"])
    return given


golden = Path(sys.argv[1])
results = {}
for name, run in runs.items():
    cases = json.loads((golden / f"{name}.json").read_text())["cases"]
    results[name] = {c["id"]: written(np.asarray(run(inputs(c))).tolist()) for c in cases}
versions = {"SciPy": scipy.__version__, "NumPy": np.__version__}
json.dump({"versions": versions, "results": results}, sys.stdout)
