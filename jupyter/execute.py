"""Runs one notebook in a fresh kernel and prints it with its outputs, the same bytes each time.

    python execute.py NOTEBOOK > EXECUTED

On failure: exit code 1, and on stderr the cell's number, its source and the error.
"""

import os
import re
import sys

import nbformat
from nbclient import NotebookClient
from nbclient.exceptions import CellExecutionError, CellTimeoutError, DeadKernelError

CELL_SECONDS = 300
ROOT = os.path.dirname(os.path.dirname(os.path.abspath(__file__)))


def joined(outputs):
    """Consecutive pieces of one stream as one: where the kernel cuts them is chance."""
    result = []
    for output in outputs:
        last = result[-1] if result else None
        if (
            last is not None
            and output["output_type"] == last["output_type"] == "stream"
            and output["name"] == last["name"]
        ):
            last["text"] += output["text"]
        else:
            result.append(output)
    return result


def without_paths(text):
    """An error as a reader needs it: no path of this machine, no inner frames."""
    lines = [line for line in text.splitlines() if not re.match(r"\s+at ", line)]
    return "\n".join(lines).replace(ROOT + os.sep, "").replace(ROOT, ".")


def report(number, cell, error):
    source = "\n".join("    " + line for line in cell.source.splitlines())
    print(f'cell {number} ("{cell.id}") failed:\n\n{source}\n\n{without_paths(error)}', file=sys.stderr)


def main(path):
    notebook = nbformat.read(path, as_version=4)
    code = [cell for cell in notebook.cells if cell.cell_type == "code"]
    for cell in code:
        cell.outputs, cell.execution_count = [], None
    running = {"cell": code[0] if code else None}
    client = NotebookClient(
        notebook,
        kernel_name="tslab",
        timeout=CELL_SECONDS,
        record_timing=False,
        resources={"metadata": {"path": os.path.dirname(os.path.abspath(path))}},
        on_cell_start=lambda cell, cell_index: running.update(cell=cell),
    )
    error = None
    try:
        client.execute()
    except (CellExecutionError, CellTimeoutError, DeadKernelError, RuntimeError) as caught:
        error = caught
    for number, cell in enumerate(code, 1):
        cell.outputs, cell.execution_count = joined(cell.outputs), number
        cell.metadata.pop("execution", None)
    if error is not None:
        cell = running["cell"]
        said = "".join(o.text for o in cell.outputs if o.output_type == "stream" and o.name == "stderr")
        if isinstance(error, CellTimeoutError):
            said = f"It was still running after {CELL_SECONDS} s and was stopped."
        elif isinstance(error, DeadKernelError):
            said = "The kernel died: the cell ended its process, or it ran out of memory."
        report(code.index(cell) + 1, cell, said or str(error))
        return 1
    notebook.metadata = {
        "kernelspec": {"display_name": "TypeScript", "language": "typescript", "name": "tslab"},
        "language_info": notebook.metadata.get("language_info", {}),
    }
    sys.stdout.reconfigure(encoding="utf-8", newline="\n")
    nbformat.write(notebook, sys.stdout)
    return 0


if __name__ == "__main__":
    sys.exit(main(sys.argv[1]))
