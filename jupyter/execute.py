"""Runs one notebook in a fresh kernel and writes it with its outputs, the same bytes each time.

    python execute.py NOTEBOOK RESULT [CELL_SECONDS]

RESULT is the executed notebook, or, with exit code 1, a report for the reader: the cell's number,
its source and the error. NOTEBOOK itself is only read. The run ends when standard input does, so
that it never outlives the program that wants its result.
"""

import json
import os
import re
import signal
import sys
import threading
import urllib.parse

# Reading a notebook checks no IRI, and the grammar of IRIs takes 0.7 s to build.
sys.modules.setdefault("rfc3987_syntax", None)

import nbformat
from nbclient import NotebookClient
from nbclient.exceptions import CellExecutionError, CellTimeoutError, DeadKernelError

ROOT = os.path.dirname(os.path.dirname(os.path.abspath(__file__)))
OUTPUT_BYTES = 10_000_000
# How long outputs may take after their cell has ended: a slow machine is waited for, but an output
# that is lost shall not go unnoticed.
OUTPUT_SECONDS = 60
TOO_LATE = f"It ended, but what it printed did not all arrive within {OUTPUT_SECONDS} s after that."
TOO_MUCH = f"It printed more than {OUTPUT_BYTES // 1_000_000} MB."
KERNEL = {"display_name": "TypeScript", "language": "typescript", "name": "tslab"}


class Client(NotebookClient):
    """A client that knows which cell is running and stops one that does not stop printing."""

    running = None
    printed = 0

    group = None

    def starts(self, cell, cell_index):
        self.running, self.printed = cell, 0
        self.group = getattr(self.km.provisioner, "pgid", None)

    def end_group(self):
        """Ends what cells have started and left behind."""
        if self.group and hasattr(os, "killpg") and self.group != os.getpgrp():
            try:
                os.killpg(self.group, signal.SIGKILL)
            except (ProcessLookupError, PermissionError):
                pass

    def process_message(self, msg, cell, cell_index):
        if msg["msg_type"] in ("stream", "display_data"):
            content = msg["content"]
            self.printed += len(content["text"] if "text" in content else json.dumps(content))
            if self.printed > OUTPUT_BYTES:
                os.kill(self.km.provisioner.pid, signal.SIGTERM)
                raise RuntimeError("too much output")
        return super().process_message(msg, cell, cell_index)


def end_with_parent():
    """Ends this process, by way of nbclient's clean-up, when standard input is closed."""

    def wait():
        # Not sys.stdin: a daemon thread that holds its lock spoils the interpreter's end.
        while os.read(0, 4096):
            pass
        os.kill(os.getpid(), signal.SIGTERM)

    threading.Thread(target=wait, daemon=True).start()


def joined(outputs):
    """Consecutive pieces of one stream as one: where the kernel cuts them is chance."""
    result = []
    for output in outputs:
        last = result[-1] if result else {}
        if output["output_type"] == "stream" and last.get("name") == output["name"]:
            last["text"] += output["text"]
        else:
            result.append(output)
    return result


def without_paths(value):
    """The same text, list or object with the project's folder named "." wherever it appears."""
    if isinstance(value, str):
        for path in (ROOT, urllib.parse.quote(ROOT), json.dumps(ROOT)[1:-1]):
            value = value.replace(path, ".")
        return value
    if isinstance(value, list):
        return [without_paths(item) for item in value]
    if isinstance(value, dict):
        return type(value)((key, without_paths(item)) for key, item in value.items())
    return value


def said_on(stream, cell):
    return "".join(
        output.text
        for output in cell.outputs
        if output.output_type == "stream" and output.name == stream
    ).strip()


def execute(client, code):
    """Runs all cells; gives the cell that failed and what is wrong with it, or nothing."""
    try:
        client.execute()
    except CellTimeoutError as error:
        if client.printed > OUTPUT_BYTES:
            return client.running, TOO_MUCH
        if "The message was: Timeout waiting for IOPub output" in str(error):
            return client.running, TOO_LATE
        return client.running, f"It was still running after {client.timeout} s, and was stopped."
    except CellExecutionError:
        return client.running, said_on("stderr", client.running) or "It failed without a message."
    except RuntimeError as error:  # DeadKernelError is one
        if client.printed > OUTPUT_BYTES:
            return client.running, TOO_MUCH
        if isinstance(error, DeadKernelError):
            return client.running, "The kernel ended in this cell: it exits, or ran out of memory."
        raise
    # The kernel prints what is thrown outside of a cell's own run, and goes on.
    for cell in code:
        if re.search(r"^Unhandled ?PromiseRejection:|^UncaughtException:", said_on("stderr", cell), re.M):
            return cell, said_on("stderr", cell)
    return None


def tidy(notebook, code):
    """What stays the same in every run: numbered cells, no times, no paths, known metadata."""
    for number, cell in enumerate(code, 1):
        cell.execution_count = number
        cell.outputs = [without_paths(output) for output in joined(cell.outputs)]
        cell.metadata.pop("execution", None)
    for number, cell in enumerate(notebook.cells, 1):
        cell.setdefault("id", f"cell-{number}")
    language = notebook.metadata.get("language_info", {})
    notebook.metadata = nbformat.from_dict({"kernelspec": KERNEL, "language_info": language})
    notebook.nbformat, notebook.nbformat_minor = 4, 5


def report(number, cell, error):
    source = "\n".join("    " + line for line in cell.source.splitlines())
    return without_paths(f"cell {number} failed:\n\n{source}\n\n{error}")


def main(path, result, cell_seconds="300"):
    end_with_parent()
    notebook = nbformat.read(path, as_version=4)
    code = [cell for cell in notebook.cells if cell.cell_type == "code"]
    for cell in code:
        cell.outputs, cell.execution_count = [], None
    client = Client(
        notebook,
        kernel_name=KERNEL["name"],
        timeout=int(cell_seconds),
        startup_timeout=180,
        iopub_timeout=OUTPUT_SECONDS,
        raise_on_iopub_timeout=True,
        record_timing=False,
        shutdown_kernel="immediate",
        resources={"metadata": {"path": os.path.dirname(os.path.abspath(path))}},
    )
    client.on_cell_start = client.starts
    try:
        failure = execute(client, code)
    finally:
        client.end_group()
    if failure is not None:
        cell, error = failure
        text = report(code.index(cell) + 1, cell, error)
    else:
        tidy(notebook, code)
        nbformat.validate(notebook)
        text = nbformat.writes(notebook) + "\n"
    with open(result, "w", encoding="utf-8", newline="\n") as file:
        file.write(text)
    return 0 if failure is None else 1


if __name__ == "__main__":
    sys.exit(main(*sys.argv[1:]))
