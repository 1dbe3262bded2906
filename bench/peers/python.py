"""Python's peers: NumPy, SciPy and JAX, each as its users would write it, on one thread.

Speaks the protocol of bench/support/measure.js: a JSON line in, a JSON line out.
"""

import gc
import json
import sys
import time
import tracemalloc

import numpy as np
import scipy.special

try:
    import jax
    import jax.numpy as jnp
except ImportError:
    jax = None


def numpy_forms(task, z, labels):
    rows, columns = z.shape
    out = np.empty_like(z)
    index = np.arange(rows)

    def softmax():
        e = np.exp(z - z.max(axis=1, keepdims=True))
        return e / e.sum(axis=1, keepdims=True)

    def softmax_out():
        np.subtract(z, z.max(axis=1, keepdims=True), out=out)
        np.exp(out, out=out)
        np.divide(out, out.sum(axis=1, keepdims=True), out=out)
        return out

    def log_softmax():
        shifted = z - z.max(axis=1, keepdims=True)
        return shifted - np.log(np.exp(shifted).sum(axis=1, keepdims=True))

    def log_softmax_out(spare=np.empty_like(z)):
        np.subtract(z, z.max(axis=1, keepdims=True), out=out)
        np.exp(out, out=spare)
        np.subtract(out, np.log(spare.sum(axis=1, keepdims=True)), out=out)
        return out

    def cross_entropy():
        """Loss and gradient with the exponentials shared, in place: fused by hand."""
        top = z.max(axis=1, keepdims=True)
        np.subtract(z, top, out=out)
        true = out[index, labels]
        np.exp(out, out=out)
        total = out.sum(axis=1, keepdims=True)
        loss = (np.log(total[:, 0]) - true).mean()
        np.multiply(out, 1 / (total * rows), out=out)
        out[index, labels] -= 1 / rows
        return loss, out

    def jacobian():
        s = softmax()[0]
        return np.diag(s) - np.outer(s, s)

    def jacobian_out(J=np.empty((columns, columns)) if task == "Jacobian" else None):
        s = softmax()[0]
        np.multiply.outer(-s, s, out=J)
        J.ravel()[:: columns + 1] += s
        return J

    return {
        "softmax": {"NumPy": softmax, "NumPy, out=": softmax_out},
        "log-softmax": {"NumPy": log_softmax, "NumPy, out=": log_softmax_out},
        "cross-entropy": {"NumPy, fused by hand": cross_entropy},
        "Jacobian": {"NumPy": jacobian, "NumPy, out=": jacobian_out},
    }[task]


def scipy_forms(task, z):
    return {
        "softmax": {"SciPy": lambda: scipy.special.softmax(z, axis=1)},
        "log-softmax": {"SciPy": lambda: scipy.special.log_softmax(z, axis=1)},
    }.get(task, {})


def jax_forms(task, z, labels):
    if jax is None:
        return {}
    Z = jnp.asarray(z)
    y = jnp.asarray(labels)

    def loss(Z):
        return -jnp.take_along_axis(jax.nn.log_softmax(Z, axis=1), y[:, None], axis=1).mean()

    def jacobian(Z):
        s = jax.nn.softmax(Z[0])
        return jnp.diag(s) - jnp.outer(s, s)

    compute = jax.jit(
        {
            "softmax": lambda Z: jax.nn.softmax(Z, axis=1),
            "log-softmax": lambda Z: jax.nn.log_softmax(Z, axis=1),
            "cross-entropy": jax.value_and_grad(loss),
            "Jacobian": jacobian,
        }[task]
    )
    return {"JAX, jit": lambda: jax.block_until_ready(compute(Z))}


peers = {}
calls = {}


def prepare(task, rows, columns, file):
    z = np.fromfile(file).reshape(rows, columns)
    labels = np.arange(rows) * 7919 % columns
    peers.clear()
    calls.clear()
    peers.update(numpy_forms(task, z, labels))
    peers.update(scipy_forms(task, z))
    peers.update(jax_forms(task, z, labels))
    gc.collect()
    return {"peers": list(peers)}


def seconds_for(work, n):
    started = time.perf_counter_ns()
    for _ in range(n):
        work()
    return (time.perf_counter_ns() - started) * 1e-9


def time_peer(peer, seconds):
    """Seconds a call, over about as many seconds as asked."""
    work = peers[peer]
    if peer not in calls:
        seconds_for(work, 1)
        end = time.time() + 0.1
        batch = 1
        while time.time() < end:
            spent = seconds_for(work, batch)
            done = batch
            if spent < 0.02:
                batch *= 2
        calls[peer] = max(1, round(seconds * done / spent))
    gc.disable()
    n = calls[peer]
    spent = seconds_for(work, n) / n
    gc.enable()
    return {"seconds": spent}


def numbers(value):
    return np.ravel(np.asarray(value[1] if isinstance(value, tuple) else value, dtype=float))


def compare(peer, file):
    """Largest relative difference from the result in a file."""
    found, wanted = numbers(peers[peer]()), np.fromfile(file)
    with np.errstate(divide="ignore", invalid="ignore"):
        off = np.where(found == wanted, 0, np.abs((found - wanted) / wanted))
    return {"difference": float(off.max())}


def memory(peer, calls):
    """Most bytes that NumPy and Python held at one moment of a call."""
    peers[peer]()
    tracemalloc.start()
    before = tracemalloc.get_traced_memory()[0]
    tracemalloc.reset_peak()
    kept = peers[peer]()
    peak = tracemalloc.get_traced_memory()[1]
    tracemalloc.stop()
    del kept
    return {"heap": 0, "buffers": peak - before}


commands = {
    "prepare": prepare,
    "time": time_peer,
    "compare": compare,
    "memory": memory,
}

for line in sys.stdin:
    request = json.loads(line)
    try:
        answer = commands[request.pop("do")](**request)
    except Exception as error:  # told to the runner, which goes on
        answer = {"error": f"{type(error).__name__}: {error}"}
    print(json.dumps(answer), flush=True)
