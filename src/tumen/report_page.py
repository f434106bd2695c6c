"""The page that reports share: one HTML file with its drawing library inside, and tables that scroll in it.

The drawing library is taken from vl-convert at run time and written into the page, so nothing is fetched, ever.
"""

from __future__ import annotations

import html
from functools import cache
from typing import Any

import pandas as pd

PAGE = """<!doctype html>
<html lang="en">
<head>
<meta charset="utf-8">
<meta name="viewport" content="width=device-width, initial-scale=1">
<meta name="referrer" content="no-referrer">
<link rel="icon" href="data:,">
<title>{title}</title>
<style>{css}</style>
</head>
<body>
<a class="skip" href="#main">To the charts</a>
{body}
</main>
<footer><p>Made by Tumen, an agent-based model of North Korea, person for person. One file: it opens offline and asks
nothing of any network.</p></footer>
<script type="application/json" id="specs">{specs}</script>
<script type="module">{bundle}
const specs = JSON.parse(document.getElementById("specs").textContent);
const embed = vegaEmbed;
for (const [name, spec] of Object.entries(specs)) {{
  const at = document.getElementById("chart-" + name);
  if (!at) continue;
  embed(at, spec, {{renderer: "svg", actions: false, ast: false}}).then(() => {{
    const svg = at.querySelector("svg");
    svg.setAttribute("role", "img");
    svg.setAttribute("aria-label", spec.description);
    at.querySelectorAll("input").forEach(i => i.setAttribute("aria-label", "Year"));
    at.dataset.ready = "yes";
  }});
}}
</script>
</body>
</html>
"""


@cache
def bundle() -> str:
    import vl_convert

    code: str = vl_convert.javascript_bundle("window.vegaEmbed = vegaEmbed;")
    return code.replace("</script", "<\\/script")


def scroll(table: str, label: str, kind: str = "scroll tall") -> str:
    return f'<div class="{kind}" tabindex="0" role="region" aria-label="{html.escape(label)}">{table}</div>'


def as_table(frame: pd.DataFrame, limit: int = 400) -> str:
    head = "".join(f'<th scope="col">{html.escape(str(c).replace("_", " "))}</th>' for c in frame.columns)
    rows = []
    for row in frame.head(limit).itertuples(index=False):
        cells = "".join(_cell(v, str(c)) for v, c in zip(row, frame.columns, strict=True))
        rows.append(f"<tr>{cells}</tr>")
    more = f"<p>The first {limit} of {len(frame)} rows; the CSV has all.</p>" if len(frame) > limit else ""
    return f"<table><thead><tr>{head}</tr></thead><tbody>{''.join(rows)}</tbody></table>{more}"


def _cell(value: Any, column: str) -> str:
    if isinstance(value, (bool, str)) or not hasattr(value, "__float__"):
        return f"<td>{html.escape(str(value))}</td>"
    number = float(value)
    if column in {"year", "first", "last"}:
        return f'<td class="num">{number:.0f}</td>'
    text = "" if number != number else f"{number:,.0f}" if abs(number) >= 1000 else f"{number:.4g}"
    return f'<td class="num">{text}</td>'
