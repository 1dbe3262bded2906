"""Proves all n² entries of softmax's Jacobian with SymPy, and prints what it took.

    python bench/python/proofs.py n

SymPy differentiates the definition itself, in exp(z1) … exp(zn), and cancel() brings the difference
of each derivative and s_i (1{i=j} − s_j) to one fraction. Answers {"ms", "derivatives", "megabytes",
"verdict", "version"} as JSON.
"""

import json
import resource
import sys
import time

import sympy

n = int(sys.argv[1])
z = sympy.symbols(f"z1:{n + 1}")

started = time.perf_counter()
total = sum(map(sympy.exp, z))
s = [sympy.exp(zi) / total for zi in z]
jacobian = [[sympy.diff(si, zj) for zj in z] for si in s]
derived = time.perf_counter()
proved = all(
    sympy.cancel(jacobian[i][j] - s[i] * (int(i == j) - s[j])) == 0 for i in range(n) for j in range(n)
)
done = time.perf_counter()
print(
    json.dumps(
        {
            "ms": (done - derived) * 1000,
            "derivatives": (derived - started) * 1000,
            "megabytes": resource.getrusage(resource.RUSAGE_SELF).ru_maxrss / 1024,
            "verdict": "proved" if proved else "not proved",
            "version": sympy.__version__,
        }
    )
)
