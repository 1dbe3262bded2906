"""Runs a Python notebook as jupyter/execute.py runs the TypeScript ones, by the same code.

    python execute.py NOTEBOOK RESULT [CELL_SECONDS]
"""

import pathlib
import sys

sys.path.insert(0, str(pathlib.Path(__file__).parents[2] / "jupyter"))
import execute

execute.KERNEL = {"display_name": "Python 3", "language": "python", "name": "python3"}

if __name__ == "__main__":
    sys.exit(execute.main(*sys.argv[1:]))
