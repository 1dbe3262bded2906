# nbconvert's HTML is the project's own page: the notebook goes through the same code in lib/export
# that `npm run export` uses.
import json
import pathlib
import subprocess
import sys

import nbformat
from nbconvert.exporters import HTMLExporter, TemplateExporter

c = get_config()  # noqa: F821


def article_page(notebook, resources):
    """The notebook as one HTML page."""
    kernel = pathlib.Path(sys.prefix, "share", "jupyter", "kernels", "tslab", "kernel.json")
    node = json.loads(kernel.read_text(encoding="utf-8"))["argv"][0]
    page = pathlib.Path(sys.prefix).parent / "lib" / "export" / "cli.js"
    name = resources.get("metadata", {}).get("name", "notebook")
    result = subprocess.run(
        [node, str(page), name],
        input=nbformat.writes(notebook).encode("utf-8"),
        capture_output=True,
        check=False,
    )
    if result.returncode != 0:
        raise RuntimeError(result.stderr.decode("utf-8", "replace"))
    return result.stdout.decode("utf-8")


rewritten = HTMLExporter.from_notebook_node


def from_notebook_node(self, nb, resources=None, **kw):
    """The template's text as it is. nbconvert would parse it and write it anew, in other bytes."""
    if self.template_name == "article":
        return TemplateExporter.from_notebook_node(self, nb, resources, **kw)
    return rewritten(self, nb, resources, **kw)


HTMLExporter.from_notebook_node = from_notebook_node
c.HTMLExporter.template_name = "article"
c.HTMLExporter.filters = {"article_page": article_page}
