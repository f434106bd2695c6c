"""How the documentation is built. Tutorials are executed at every build: what a page shows, it has computed."""

import atexit
import os
import shutil
import tempfile
from importlib.metadata import version as installed
from pathlib import Path
from typing import Any

# the studies are executed in folders of their own and share the runs that `study.py` makes
os.environ["PYTHONPATH"] = os.pathsep.join([str(Path(__file__).parent), os.environ.get("PYTHONPATH", "")])
# charts are drawn into the pages: a reader without a network sees them too
ipython = Path(tempfile.mkdtemp(prefix="tumen-docs-"))
atexit.register(shutil.rmtree, ipython, ignore_errors=True)
(ipython / "profile_default" / "startup").mkdir(parents=True)
(ipython / "profile_default" / "startup" / "charts.py").write_text("import altair\naltair.renderers.enable('svg')\n")
os.environ["IPYTHONDIR"] = str(ipython)

project = "Tumen"
author = "Tumen contributors"
copyright = "Tumen contributors, MIT licence"
version = release = installed("tumen")

extensions = ["myst_nb", "sphinx.ext.autodoc", "sphinx.ext.viewcode"]
exclude_patterns = ["_build", "jupyter_execute", "**.ipynb_checkpoints"]

myst_enable_extensions = ["colon_fence", "deflist", "dollarmath"]
myst_heading_anchors = 3
# links out of docs/ lead to files of the repository, which the pages do not hold
suppress_warnings = ["myst.xref_missing", "mystnb.unknown_mime_type", "toc.empty_glob"]

nb_execution_mode = "force"
nb_execution_timeout = 900
nb_execution_in_temp = True
nb_execution_raise_on_error = True
nb_execution_show_tb = True
nb_merge_streams = True

autodoc_member_order = "bysource"
autodoc_typehints = "signature"
autodoc_default_options = {"members": True, "show-inheritance": True}
nitpicky = False

html_theme = "pydata_sphinx_theme"
html_title = "Tumen"
html_static_path = ["_static"]
html_css_files = ["pages.css"]
html_show_sourcelink = False
html_sidebars = {"**": []}
html_theme_options = {
    "navigation_with_keys": False,
    "show_toc_level": 2,
    "secondary_sidebar_items": ["page-toc"],
    "footer_start": ["copyright"],
    "footer_end": [],
    "logo": {"text": "Tumen"},
    "announcement": "One run is one possible history. Say what you assumed, and what would change your result.",
}


def set_lists_apart(app: Any, what: str, name: str, thing: Any, options: Any, lines: list[str]) -> None:
    """Docstrings are written to be read in the file, lists close to their text; markup wants a blank line there."""
    text = lines[:]
    lines.clear()
    for before, line in zip(["", *text], text, strict=False):
        depth, above = (len(s) - len(s.lstrip()) for s in (line, before))
        begins = line.lstrip().startswith(("- ", "* ", *(f"{k}. " for k in range(1, 10))))
        listed = before.lstrip().startswith(("- ", "* ", *(f"{k}. " for k in range(1, 10))))
        if before.strip() and line.strip() and ((begins and not listed) or (depth != above and not listed)):
            lines.append("")
        lines.append(line)


def setup(app: Any) -> None:
    app.connect("autodoc-process-docstring", set_lists_apart)
