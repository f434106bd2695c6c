"""The page `docs/evidence.md`, written from the tables: what is shipped, from where, how good, what is missing.

python -m tumen.evidence_index docs/evidence.md
"""

import sys
from pathlib import Path

from tumen.evidence import grades, series_rows, sources, table

HEAD = """# Evidence

Every recorded figure stands in a table or a series with its source; a line without one is refused when it is loaded.
This page is written from them (`python -m tumen.evidence_index docs/evidence.md`). Figures that mechanisms declare, and
those of the interviews and the fit, stand in code with source and grade: `tumen evidence` lists them all.

Grades: **A** survey, census or customs as read; **B** estimate, official figure, or arithmetic on figures read;
**C** testimony; **D** recalled or assumed. Licence: facts, none claimed, except figures of the United Nations (CC
BY 3.0 IGO) and of the World Bank (CC BY 4.0). The map is Natural Earth's (public domain); its boundaries are those
of the census of 2008.

What to keep in mind:

- Nearly all figures about attitudes and conduct come from people who left. The model interviews its own leavers and
  compares those answers, never the nation's.
- Sources disagree, and harvests most of all: official figures and the estimates of the South's Rural Development
  Administration differ 2.4-fold in 1993. The series `harvest_rda` and `harvest_fao` stand side by side for 1995 to
  2000.
- The United Nations' later revision carries the famine as a flat step from 1995 to 2002; only its rows marked
  `baseline` are used.
- The census counts 20.5 million civilians by province at the end of 1993 and leaves some 0.7 million in camps out.
  The civil sex ratios of the frontier provinces show no surplus of men in 2008, so soldiers outside camps are taken
  to be counted at home.
- The population of January 1990 starts below the round figure of 20.3 million for the middle of that year: it is
  what grows into the census of 1993 without famine.
"""


def _escape(text: str) -> str:
    return text.replace("|", "/").replace("\n", " ").replace("<", "&lt;").strip()


def _short(text: str, most: int = 110) -> str:
    return text if len(text) <= most else text[: most - 1].rsplit(" ", 1)[0] + " …"


def _line(cells: list[str]) -> str:
    return "| " + " | ".join(_escape(c) for c in cells) + " |"


def _tables(kind: str) -> list[str]:
    out = [_line(["name", "what", "grades", "sources", "gaps"]), _line(["---"] * 5)]
    for key, s in sorted(sources().items()):
        if s["kind"] == kind:
            mix = ", ".join(f"{n} {g}" for g, n in grades(key).items())
            out.append(_line([f"`{key}`", s["title"], mix, _short(s["source"]), s["gaps"]]))
    return out


def page() -> str:
    """The whole page as Markdown."""
    parts = [HEAD, "## Tables\n", *_tables("table"), "\n## Driver series\n", *_tables("series")]
    parts += ["\n## Assumed for the founding of January 1990\n"]
    parts += ["No source gives these; each has a range and a reason.\n"]
    parts += [_line(["figure", "value", "range", "unit", "reason"]), _line(["---"] * 5)]
    for r in table("founding"):
        if r["grade"] == "D":
            parts.append(_line([f"`{r['key']}`", r["value"], f"{r['low']} to {r['high']}", r["unit"], r["reason"]]))
    parts += ["\n## Assumed or recalled in driver series\n", _line(["series", "keys", "note"]), _line(["---"] * 3)]
    for key, s in sorted(sources().items()):
        if s["kind"] != "series":
            continue
        notes: dict[str, list[str]] = {}
        for r in series_rows(key):
            if r["grade"] == "D":
                notes.setdefault(r["note"], []).append(r["key"])
        for note, keys in notes.items():
            span = keys[0] if len(keys) == 1 else f"{keys[0]} to {keys[-1]} ({len(keys)})"
            parts.append(_line([f"`{key}`", span, note]))
    parts += ["\n## Literature\n"]
    parts += [f"- `{key}`: {_escape(s['title'])}" for key, s in sorted(sources().items()) if s["kind"] == "literature"]
    return "\n".join(parts) + "\n"


if __name__ == "__main__":
    Path(sys.argv[1]).write_text(page(), encoding="utf-8")
