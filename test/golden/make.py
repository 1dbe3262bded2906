"""Makes and checks the exact results in this folder.

    python test/golden/make.py verify                    every number of every file anew
    python test/golden/make.py add --seed 7 --cases 20   new cases from a seed, into every file
    python test/golden/make.py add --seed 7 --cases 20 --into another/folder

Needs mpmath (requirements.txt); README.md here says how to get it. The formulas below are the
definitions in README.md, with two rewritings that are exact and keep small results from cancelling:
-log s_t = log1p(sum of the other exp(z_j - z_t)), and 1 - s_t = sum of the other s_j. All else is
brute precision: every value is computed with 40, 80, 160, ... digits more until its double and its
40 digits no longer change.
"""

import argparse
import json
import math
import random
import sys
from fractions import Fraction
from pathlib import Path

from mpmath import exp, log, log1p, mp, mpf

HERE = Path(__file__).resolve().parent
SPECIAL = {"Infinity": math.inf, "-Infinity": -math.inf, "NaN": math.nan}


# The functions: plain definitions on mpf numbers.


def others(z, i):
    """sum of exp(z_j - z_i) over j other than i; R where z_i is the largest."""
    return sum((exp(zj - z[i]) for j, zj in enumerate(z) if j != i), mpf(0))


def softmax(z):
    top = max(z)
    e = [exp(zi - top) for zi in z]
    total = sum(e)
    return [ei / total for ei in e]


def surprisal(z, i):
    """-log s_i."""
    return mpf("inf") if z[i] == -mpf("inf") else log1p(others(z, i))


def complement(s, i):
    """1 - s_i."""
    return sum((sj for j, sj in enumerate(s) if j != i), mpf(0))


def weighted(y, values):
    """sum of y_i values_i, where nothing times infinity is nothing."""
    return sum((yi * value() for yi, value in zip(y, values) if yi != 0), mpf(0))


def log_sum_exp(z):
    k = z.index(max(z))
    return z[k] + log1p(others(z, k))


def jacobian(z):
    s = softmax(z)
    return [[si * complement(s, i) if i == j else -si * sj for j, sj in enumerate(s)] for i, si in enumerate(s)]


def products(z, v):
    return [si * sum(sj * (vi - vj) for sj, vj in zip(s, v)) for s in [softmax(z)] for si, vi in zip(s, v)]


def log_jvp(z, v):
    s = softmax(z)
    return [sum(sj * (vi - vj) for sj, vj in zip(s, v)) for vi in v]


def log_vjp(z, v):
    return [vi - si * sum(v) for si, vi in zip(softmax(z), v)]


def residual(s, i, y):
    """s_i - y_i."""
    return -complement(s, i) if y[i] == 1 else s[i] - y[i]


def hard(n, target):
    return [mpf(int(i == target)) for i in range(n)]


def smoothed(n, target, epsilon):
    return [(1 - epsilon) * yi + epsilon / n for yi in hard(n, target)]


def softplus(x):
    return max(x, mpf(0)) + log1p(exp(-abs(x)))


def sigmoid(x):
    return 1 / (1 + exp(-x)) if x >= 0 else exp(x) / (1 + exp(x))


def soft_loss(z, y):
    return weighted(y, [lambda i=i: surprisal(z, i) for i in range(len(z))])


def soft_gradient(z, y):
    s = softmax(z)
    return [residual(s, i, y) for i in range(len(z))]


def tempered(i):
    z = [zi / i["temperature"] for zi in i["z"]]
    if i["fn"] == "softmax":
        return softmax(z)
    if i["fn"] == "logSoftmax":
        return [-surprisal(z, k) for k in range(len(z))]
    return [g / i["temperature"] for g in soft_gradient(z, hard(len(z), i["target"]))]


def binary_loss(i):
    w = i.get("posWeight", mpf(1))
    return w * i["y"] * softplus(-i["x"]) + (1 - i["y"]) * softplus(i["x"])


def binary_terms(i):
    w = i.get("posWeight", mpf(1))
    return (1 - i["y"]) * sigmoid(i["x"]), w * i["y"] * sigmoid(-i["x"])


def binary_gradient(i):
    a, b = binary_terms(i)
    return a - b


def focal(i):
    z, t = i["z"], i["target"]
    return complement(softmax(z), t) ** i["gamma"] * surprisal(z, t)


def binary_focal(i):
    margin = i["x"] if i["y"] == 1 else -i["x"]
    alpha = 1 if i["alpha"] == -1 else i["alpha"] if i["y"] == 1 else 1 - i["alpha"]
    return alpha * sigmoid(-margin) ** i["gamma"] * softplus(-margin)


def row_targets(i):
    """The weight of each -log s_c in each row's loss; None where the row is ignored."""
    columns = len(i["z"][0])
    w = i.get("weight", [mpf(1)] * columns)
    epsilon = i.get("labelSmoothing", mpf(0))
    return [
        None if t == i.get("ignoreIndex") else [
            (1 - epsilon) * w[c] * int(c == t) + epsilon / columns * w[c] for c in range(columns)
        ]
        for t in i["targets"]
    ]


def divisor(i):
    w = i.get("weight", [mpf(1)] * len(i["z"][0]))
    if i["reduction"] != "mean":
        return mpf(1)
    return sum((w[t] for t in i["targets"] if t != i.get("ignoreIndex")), mpf(0))


def batch_loss(i):
    losses = [mpf(0) if y is None else soft_loss(z, y) for z, y in zip(i["z"], row_targets(i))]
    return losses if i["reduction"] == "none" else sum(losses) / divisor(i)


def batch_gradient(i):
    result = []
    for z, y in zip(i["z"], row_targets(i)):
        if y is None:
            result.append([mpf(0)] * len(z))
            continue
        # (sum of y) s_c - y_c, whose y_c s_c - y_c is -y_c (1 - s_c).
        s = softmax(z)
        row = [s[c] * complement(y, c) - y[c] * complement(s, c) for c in range(len(z))]
        result.append([g / divisor(i) for g in row])
    return result


FUNCTIONS = {
    "softmax": lambda i: softmax(i["z"]),
    "logSoftmax": lambda i: [-surprisal(i["z"], k) for k in range(len(i["z"]))],
    "logSumExp": lambda i: log_sum_exp(i["z"]),
    "softmaxJacobian": lambda i: jacobian(i["z"]),
    "softmaxVjp": lambda i: products(i["z"], i["v"]),
    "logSoftmaxJvp": lambda i: log_jvp(i["z"], i["v"]),
    "logSoftmaxVjp": lambda i: log_vjp(i["z"], i["v"]),
    "crossEntropyLogits": lambda i: surprisal(i["z"], i["target"]),
    "crossEntropyGrad": lambda i: soft_gradient(i["z"], hard(len(i["z"]), i["target"])),
    "crossEntropySoft": lambda i: soft_loss(i["z"], i["y"]),
    "crossEntropySoftGrad": lambda i: soft_gradient(i["z"], i["y"]),
    "crossEntropyProbs": lambda i: weighted(
        i["y"], [lambda p=p: -log(p) if p != 0 else mpf("inf") for p in i["p"]]
    ),
    "crossEntropyProbsGrad": lambda i: [mpf(0) if y == 0 else -y / p for y, p in zip(i["y"], i["p"])],
    "labelSmoothing": lambda i: soft_loss(i["z"], smoothed(len(i["z"]), i["target"], i["labelSmoothing"])),
    "labelSmoothingGrad": lambda i: soft_gradient(
        i["z"], smoothed(len(i["z"]), i["target"], i["labelSmoothing"])
    ),
    "temperature": tempered,
    "sigmoid": lambda i: sigmoid(i["x"]),
    "logSigmoid": lambda i: -softplus(-i["x"]),
    "binaryCrossEntropyLogits": binary_loss,
    "binaryCrossEntropyLogitsGrad": binary_gradient,
    "focalLoss": focal,
    "binaryFocalLoss": binary_focal,
    "batchSoftmax": lambda i: [softmax(z) for z in i["z"]],
    "batchLogSoftmax": lambda i: [[-surprisal(z, k) for k in range(len(z))] for z in i["z"]],
    "batchCrossEntropyLogits": batch_loss,
    "batchCrossEntropyGrad": batch_gradient,
}

# The natural size of what cancels, for the files that have it.
SCALES = {
    "logSumExp": lambda i: abs(max(i["z"])) + log1p(others(i["z"], i["z"].index(max(i["z"])))),
    "softmaxVjp": lambda i: [
        si * sum(sj * abs(vi - vj) for sj, vj in zip(s, i["v"]))
        for s in [softmax(i["z"])]
        for si, vi in zip(s, i["v"])
    ],
    "logSoftmaxJvp": lambda i: [
        sum(sj * abs(vi - vj) for sj, vj in zip(s, i["v"])) for s in [softmax(i["z"])] for vi in i["v"]
    ],
    "logSoftmaxVjp": lambda i: [
        abs(vi) + si * sum(abs(vj) for vj in i["v"]) for si, vi in zip(softmax(i["z"]), i["v"])
    ],
    "crossEntropySoftGrad": lambda i: [max(si, yi) for si, yi in zip(softmax(i["z"]), i["y"])],
    "labelSmoothingGrad": lambda i: [
        max(si, yi)
        for si, yi in zip(softmax(i["z"]), smoothed(len(i["z"]), i["target"], i["labelSmoothing"]))
    ],
    "binaryCrossEntropyLogitsGrad": lambda i: max(
        binary_terms(i) if "posWeight" in i or i["y"] in (0, 1) else (sigmoid(i["x"]), i["y"])
    ),
}


# From exact numbers to what is written, and back.


def flat(value):
    return [x for part in value for x in flat(part)] if isinstance(value, list) else [value]


def mapped(f, value):
    return [mapped(f, part) for part in value] if isinstance(value, list) else f(value)


def double(x):
    """The nearest double, ties to even, subnormals included, overflow to infinity."""
    if mp.isinf(x):
        return float(x)
    sign, mantissa, exponent, bits = x._mpf_
    if mantissa == 0 or exponent + bits < -1080:
        return 0.0
    if exponent + bits > 1030:
        return -math.inf if sign else math.inf
    fraction = Fraction(-mantissa if sign else mantissa) * Fraction(2) ** exponent
    try:
        return fraction.numerator / fraction.denominator  # Python rounds this division correctly
    except OverflowError:
        return -math.inf if sign else math.inf


def forty(x):
    """40 significant digits; what is below about 1e-99940 counts as 0."""
    if mp.isinf(x):
        return "-Infinity" if x < 0 else "Infinity"
    sign, mantissa, exponent, bits = x._mpf_
    if mantissa == 0 or exponent + bits < -331993:  # log2(1e-99940)
        return "0"
    # An exact ratio, so that the last digit is rounded once.
    digits = math.floor((exponent + bits) * math.log10(2)) - 1
    if exponent >= 0:
        top, bottom = mantissa << exponent, 1
    else:
        top, bottom = mantissa, 1 << -exponent
    while True:
        shift = 39 - digits
        a, b = (top * 10**shift, bottom) if shift >= 0 else (top, bottom * 10**-shift)
        quotient, remainder = divmod(a, b)
        quotient += 2 * remainder > b or (2 * remainder == b and quotient % 2)
        if quotient < 10**40:
            break
        digits += 1
    text = str(quotient)
    power = "" if digits == 0 else f"e{digits:+d}"
    return ("-" if sign else "") + text[0] + "." + text[1:] + power


def settled(f, given):
    """f's values as doubles and as 40 digits, from as many digits as they need."""
    previous = None
    digits = 40
    while True:
        mp.dps = digits + exact_digits(given)
        result = f(given)
        seen = (mapped(double, result), mapped(forty, result))
        if seen == previous:
            return seen
        previous = seen
        digits *= 2


def exact_digits(given):
    """Digits in which the sums and differences of all inputs are exact, as far as they are finite."""
    exponents = [math.frexp(float(x))[1] for x in numbers(given) if mp.isfinite(x) and x != 0]
    if not exponents:
        return 0
    return int((max(exponents) - min(exponents) + 60) * math.log10(2)) + 20


def numbers(value):
    if isinstance(value, dict):
        value = list(value.values())
    if isinstance(value, list):
        return [x for part in value for x in numbers(part)]
    return [value] if isinstance(value, mpf) else []


INTEGERS = {"target", "targets", "ignoreIndex"}


def revive(value, key=""):
    if isinstance(value, dict):
        return {k: revive(v, k) for k, v in value.items()}
    if isinstance(value, list):
        return [revive(v, key) for v in value]
    if isinstance(value, str):
        return mpf(SPECIAL[value]) if value in SPECIAL else value
    return value if key in INTEGERS else mpf(value)


def written(x):
    """A double as its shortest digits."""
    if math.isinf(x) or math.isnan(x):
        return next(json.dumps(k) for k, v in SPECIAL.items() if v == x or (v != v and x != x))
    return repr(x + 0.0).removesuffix(".0") if x != 0 else "0"


def encode(value):
    if isinstance(value, dict):
        return "{" + ",".join(f"{json.dumps(k)}:{encode(v)}" for k, v in value.items()) + "}"
    if isinstance(value, list):
        return "[" + ",".join(map(encode, value)) + "]"
    return written(value) if isinstance(value, float) else json.dumps(value)


def answer(name, given):
    """expected, expected40 and scale of one case; the input in exact numbers."""
    expected, digits = settled(FUNCTIONS[name], given)
    result = {"expected": expected}
    if len(flat(expected)) <= 3 and name not in ("softmaxJacobian", "batchCrossEntropyGrad"):
        result["expected40"] = digits
    if name in SCALES:
        result["scale"] = settled(SCALES[name], given)[0]
    return result


# verify


def same(a, b):
    if isinstance(a, list):
        return isinstance(b, list) and len(a) == len(b) and all(map(same, a, b))
    return float(SPECIAL.get(a, a)) == float(SPECIAL.get(b, b)) if not isinstance(a, str) or a in SPECIAL else a == b


def verify(folder):
    wrong = checked = 0
    for file in sorted(folder.glob("*.json")):
        cases = json.loads(file.read_text())["cases"]
        for case in cases:
            given = revive({**case["input"], **({"fn": case["fn"]} if "fn" in case else {})})
            name = case.get("fn", file.stem)
            computed = answer(name, given)
            for key in ("expected", "expected40", "scale"):
                if key not in case:
                    continue
                checked += len(flat(case[key]))
                value = computed.get(key)
                if value is None:
                    value = settled(FUNCTIONS[name], given)[1]
                if not same(value, case[key]):
                    wrong += 1
                    print(f"{file.name} {case['id']}: {key} is {case[key]}, computed {value}")
        print(f"{file.stem}: {len(cases)} cases", flush=True)
    print(f"{checked} numbers checked, {wrong} cases differ")
    return 1 if wrong else 0


# add


class Drawn:
    """Inputs from a seed. Only random() is used, which Python keeps the same in all versions."""

    def __init__(self, seed):
        self.random = random.Random(seed).random

    def whole(self, low, high):
        """A whole number from low to high."""
        return low + int(self.random() * (high - low + 1))

    def between(self, low, high):
        return low + self.random() * (high - low)

    def logits(self):
        """A tag and logits of that kind."""
        n = self.whole(2, 8)
        kind = ("random", "spread", "shift", "near1", "dup", "tiny")[self.whole(0, 5)]
        z = [self.between(-5, 5) for _ in range(n)]
        if kind == "spread":
            z = [self.between(-300, 300) for _ in range(n)]
        if kind == "shift":
            base = self.between(-1e6, 1e6)
            z = [base + zi for zi in z]
        if kind == "near1":
            z[self.whole(0, n - 1)] = self.between(20, 800)
        if kind == "dup":
            z[0] = z[-1]
        if kind == "tiny":
            size = 10.0 ** -self.whole(8, 320)
            z = [zi * size for zi in z]
        return kind, z

    def logit(self):
        return self.between(-1, 1) * 10.0 ** self.whole(-8, 3)

    def distribution(self, n):
        """Multiples of 1/1024 that sum to exactly 1."""
        cuts = [0, *sorted(self.whole(0, 1024) for _ in range(n - 1)), 1024]
        return [(b - a) / 1024 for a, b in zip(cuts, cuts[1:])]

    def case(self, name):
        """Tags and input of one case."""
        if name in ("sigmoid", "logSigmoid"):
            return ["random"], {"x": self.logit()}
        if name.startswith("binaryCrossEntropy"):
            y = (0.0, 1.0, 0.25, 0.9)[self.whole(0, 3)]
            weight = {"posWeight": self.between(0, 10)} if y in (0, 1) and self.random() < 0.3 else {}
            return ["posWeight" if weight else "random"], {"x": self.logit(), "y": y, **weight}
        if name == "binaryFocalLoss":
            y, alpha = float(self.whole(0, 1)), (-1.0, 0.25)[self.whole(0, 1)]
            gamma = (0.0, 0.5, 1.0, 2.0, 5.0)[self.whole(0, 4)]
            return ["random"], {"x": self.logit(), "y": y, "gamma": gamma, "alpha": alpha}
        if name.startswith("crossEntropyProbs"):
            n = self.whole(2, 8)
            return ["random"], {"p": [self.between(0.01, 1) for _ in range(n)], "y": self.distribution(n)}
        if name.startswith("batch"):
            return self.batch(name)
        kind, z = self.logits()
        more = {}
        if name.endswith("Jvp") or name.endswith("Vjp"):
            more["v"] = [self.between(-2, 2) for _ in z]
        if name.startswith("crossEntropySoft"):
            more["y"] = self.distribution(len(z))
        if name == "temperature":
            more["temperature"] = (0.1, 0.5, 2.0, 10.0, self.between(0.05, 20))[self.whole(0, 4)]
            more["fn"] = ("softmax", "logSoftmax", "crossEntropyGrad")[self.whole(0, 2)]
        if name.startswith(("crossEntropyLogits", "crossEntropyGrad", "labelSmoothing", "focalLoss")) or (
            more.get("fn") == "crossEntropyGrad"
        ):
            more["target"] = self.whole(0, len(z) - 1)
        if name.startswith("labelSmoothing"):
            more["labelSmoothing"] = (0.05, 0.1, 0.3)[self.whole(0, 2)]
        if name == "focalLoss":
            more["gamma"] = (0.0, 0.5, 1.0, 2.0, 5.0)[self.whole(0, 4)]
        return [kind], {"z": z, **more}

    def batch(self, name):
        rows, columns = self.whole(1, 4), self.whole(2, 6)
        given = {"z": [[self.between(-5, 5) for _ in range(columns)] for _ in range(rows)]}
        if name.startswith("batchCrossEntropy"):
            given["targets"] = [self.whole(0, columns - 1) for _ in range(rows)]
            given["reduction"] = ("none", "sum", "mean")[self.whole(0, 2)]
            if name == "batchCrossEntropyGrad" and given["reduction"] == "none":
                given["reduction"] = "sum"
            if self.random() < 0.3:
                given["weight"] = [self.between(0.1, 3) for _ in range(columns)]
            if self.random() < 0.3 and rows > 1:
                given["ignoreIndex"] = -100
                given["targets"][0] = -100
            # Smoothed gradients cancel, and this file has no scale to judge them by.
            if name == "batchCrossEntropyLogits" and self.random() < 0.3:
                given["labelSmoothing"] = 0.1
        return ["batch"], given


def add(into, seed, count):
    drawn = Drawn(seed)
    into.mkdir(parents=True, exist_ok=True)
    for name in FUNCTIONS:
        target = into / f"{name}.json"
        text = target.read_text() if target.exists() else None
        if text is not None and f'"id":"seed{seed}-' in text:
            raise SystemExit(f"{target} holds cases of seed {seed} already; take another")
        lines = []
        while len(lines) < count:
            tags, given = drawn.case(name)
            result = answer(name, revive(given))
            # A subnormal result is judged one by one, in cases chosen by hand.
            if any(0 < abs(x) < 2**-1021 for x in flat(result["expected"])):
                continue
            case = {"id": f"seed{seed}-{len(lines)}", "tags": ["seed", *tags], "input": given}
            lines.append(encode({**case, **result}))
        head = f'{{"schema":1,"function":"{name}","cases":[\n'
        body = ",\n".join(lines) + "\n]}\n"
        # What is there stays there, byte by byte.
        start = head if text is None else text.removesuffix("\n]}\n") + ",\n"
        target.write_text(start + body)
        print(f"{name}: {count} cases added", flush=True)


if __name__ == "__main__":
    parser = argparse.ArgumentParser(description="Makes and checks the exact results in this folder.")
    commands = parser.add_subparsers(dest="command", required=True)
    check = commands.add_parser("verify", help="compute every number of every file anew")
    check.add_argument("--folder", type=Path, default=HERE)
    more = commands.add_parser("add", help="add cases drawn from a seed to every file")
    more.add_argument("--seed", type=int, required=True)
    more.add_argument("--cases", type=int, default=10, help="cases a file")
    more.add_argument("--into", type=Path, default=HERE, help="the folder; this one by default")
    given = parser.parse_args()
    if given.command == "verify":
        sys.exit(verify(given.folder))
    add(given.into, given.seed, given.cases)
