"""Signs notebooks in the project's own Jupyter data folder, so that their saved outputs are shown live.

Standard input is a JSON list of the notebooks' texts: what is signed is what the caller has seen,
whatever happens to the files in the meantime.
"""

import json
import os
import sys

# Reading a notebook checks no IRI, and the grammar of IRIs takes 0.7 s to build.
sys.modules.setdefault("rfc3987_syntax", None)

import nbformat
from nbformat.sign import NotebookNotary

with NotebookNotary(data_dir=os.environ["JUPYTER_DATA_DIR"]) as notary:
    for text in json.load(sys.stdin):
        notary.sign(nbformat.reads(text, as_version=4))
