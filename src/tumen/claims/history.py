"""The verdicts of each release, as a page keeps them: tables of a version, the newest first, older ones untouched."""

from __future__ import annotations

import re
from collections.abc import Mapping, Sequence
from pathlib import Path
from typing import Any

from tumen.claims.plan import runs
from tumen.claims.sheets import Sheet, sheets
from tumen.claims.shipped import fitted_at
from tumen.claims.words import number, pair
from tumen.scenario_errors import UserError
from tumen.whole import whole_file

BEGIN, END = "<!-- verdicts {} -->", "<!-- end of {} -->"
FIRST = "<!-- releases -->"


def section(told: Mapping[str, Any]) -> str:
    """One release's tables, between its marks."""
    version = told["version"]
    lines = [
        BEGIN.format(version), "", f"### {version}", "",
        f"{told['draws']} posterior and {told['prior_draws']} prior draws at {told['rung']}, of a posterior fitted at "
        f"{fitted_at()}" + (f"; {told['missing']} runs were not made." if told.get("missing") else "."),
    ]  # fmt: skip
    for sheet in sheets(told["claims"]):
        lines += ["", f"#### {sheet.title}", "", *markdown(sheet)]
    rules = sum(r["kind"] == "rule" for r in told["claims"])
    lines += ["", f"{rules} rules are assumed.", *beside(told["claims"]), *counterfactuals()]
    return "\n".join([*lines, "", END.format(version)])


def markdown(sheet: Sheet) -> list[str]:
    """A table of the page."""
    rows = [sheet.columns, ("---",) * len(sheet.columns), *sheet.rows]
    return ["| " + " | ".join(cell.replace("|", "\\|") for cell in row) + " |" for row in rows]


def beside(claims: Sequence[Mapping[str, Any]]) -> list[str]:
    """What is told beside the statements: a line each, the median and 90 % of the draws."""
    lines = [f"- {r['id']}: {part['of']}: {number(part['median'])} ({pair(part['interval'])})"
             for r in claims for key in ("also", "changes") for part in r.get(key) or () if part["draws"]]  # fmt: skip
    return ["", "Told beside them, the median over the draws and 90 % of it:", "", *lines] if lines else []


def counterfactuals() -> list[str]:
    """The names in the table: what each run sets, and why."""
    lines = [f"- `{run.run}`: scenario `{run.scenario}`" + (f", {sets}" if sets else "") + f"; {run.why}"
             for run in runs() for sets in [", ".join(f"`{k}={v:g}`" for k, v in run.sets.items())]]  # fmt: skip
    return ["", "Runs by name, with what they set and why:", "", *lines]


def write(page: Path, told: Mapping[str, Any]) -> None:
    """Puts this release's tables into the page, in place of an earlier one of the same version."""
    text = page.read_text(encoding="utf-8")
    if FIRST not in text:
        raise UserError(f"{page}: no line {FIRST}, under which releases stand")
    version = told["version"]
    old = re.compile(re.escape(BEGIN.format(version)) + ".*?" + re.escape(END.format(version)) + "\n*", re.S)
    text = old.sub("", text)
    with whole_file(page) as part:
        part.write_text(text.replace(FIRST, f"{FIRST}\n\n{section(told)}\n").rstrip() + "\n", encoding="utf-8")
