"""The verdicts of each release, as a page keeps them: one table a version, the newest first, older ones untouched."""

from __future__ import annotations

import re
from collections.abc import Mapping, Sequence
from pathlib import Path
from typing import Any

from tumen.claims.plan import runs
from tumen.claims.words import flips, number, pair
from tumen.scenario_errors import UserError
from tumen.whole import whole_file

BEGIN, END = "<!-- verdicts {} -->", "<!-- end of {} -->"
FIRST = "<!-- releases -->"
FIRST_FEW = 3  # of what changes, told in the row itself


def section(told: Mapping[str, Any]) -> str:
    """One release's table, between its marks."""
    version = told["version"]
    lines = [
        BEGIN.format(version), "", f"### {version}", "",
        f"{told['draws']} posterior and {told['prior_draws']} prior draws at {told['rung']}"
        + (f"; {told['missing']} runs were not made." if told.get("missing") else "."), "",
        "| id | kind | verdict | share | odds, 90 % | median | 90 % | prior | draws "
        "| where it must fail or turn: share that does | why |",
        "| --- | --- | --- | ---: | --- | ---: | --- | ---: | ---: | --- | --- |",
    ]  # fmt: skip
    lines += [row(r) for r in told["claims"] if r["kind"] != "rule"]
    rules = sum(r["kind"] == "rule" for r in told["claims"])
    lines += ["", f"{rules} rules are assumed.", *beside(told["claims"]), *counterfactuals()]
    return "\n".join([*lines, "", END.format(version)])


def beside(claims: Sequence[Mapping[str, Any]]) -> list[str]:
    """What is told beside the statements of the table: a line each, the median and 90 % of the draws."""
    lines = [f"- {r['id']}: {part['of']}: {number(part['median'])} ({pair(part['interval'])})"
             for r in claims for key in ("also", "changes") for part in r.get(key) or () if part["draws"]]  # fmt: skip
    return ["", "Told beside them, the median over the draws and 90 % of it:", "", *lines] if lines else []


def counterfactuals() -> list[str]:
    """The names in the table: what each run sets, and why."""
    lines = [f"- `{run.run}`: scenario `{run.scenario}`" + (f", {sets}" if sets else "") + f"; {run.why}"
             for run in runs() for sets in [", ".join(f"`{k}={v:g}`" for k, v in run.sets.items())]]  # fmt: skip
    return ["", "Runs by name, with what they set and why:", "", *lines]


def row(r: Mapping[str, Any]) -> str:
    """One statement."""
    turned = ", ".join(f"{run} {f['share']:.2f} of {f['draws']}" for run, f in flips(r).items())
    odds = r["verdict"] == "odds"  # their interval is that of the share; what is told beside them has its own
    drawn = f"{r['draws']}, {r.get('prior_draws', 0)}" if "draws" in r else ""
    cells = [r["id"], r["kind"], r["verdict"], number(r["share"]), pair(r["interval"]) if odds else "",
             number(r.get("median")), pair(r.get("size_interval") if odds else r.get("interval")),
             number(r.get("prior_share")), drawn, turned, why(r)]  # fmt: skip
    return "| " + " | ".join(cells) + " |"


def why(r: Mapping[str, Any]) -> str:
    """What there is to be said of the verdict."""
    ties = f"a tie in {number(r['ties'])} of the draws" if r.get("ties") else ""
    told = [part for part in r.get("changes") or () if part["draws"]]
    changes = [f"{part['of']}: {number(part['median'])}" for part in told[:FIRST_FEW]]
    more = ["more below"] * (len(told) > FIRST_FEW)
    return "; ".join(w for w in (r.get("why", ""), ties, *changes, *more) if w)


def write(page: Path, told: Mapping[str, Any]) -> None:
    """Puts this release's table into the page, in place of an earlier one of the same version."""
    text = page.read_text(encoding="utf-8")
    if FIRST not in text:
        raise UserError(f"{page}: no line {FIRST}, under which releases stand")
    version = told["version"]
    old = re.compile(re.escape(BEGIN.format(version)) + ".*?" + re.escape(END.format(version)) + "\n*", re.S)
    text = old.sub("", text)
    with whole_file(page) as part:
        part.write_text(text.replace(FIRST, f"{FIRST}\n\n{section(told)}\n").rstrip() + "\n", encoding="utf-8")
