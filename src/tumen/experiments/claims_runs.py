"""`tumen claims --compute`: the runs that the claims need, and the verdicts that follow from them.

Posterior draws under the base and every counterfactual; prior draws under the base, and fewer of them under the twins.
Each run leaves a receipt, so that a computation goes on where it was broken off; draws come one after another, so that
one that is broken off has whole draws.
"""

from __future__ import annotations

import json
from collections.abc import Callable, Mapping, Sequence
from concurrent.futures import Executor
from math import isfinite
from pathlib import Path
from typing import Any

from tumen.claims import answers
from tumen.claims.plan import BASE, TWINS, Run, runs, wanted
from tumen.claims.shipped import made_with
from tumen.claims.verdicts import Runs
from tumen.experiments.claims_work import work
from tumen.experiments.members import Member, Report, Work, run_members
from tumen.whole import whole_file

Draw = Mapping[str, float]


def members(kind: str, draws: Sequence[Draw], of: Sequence[Run], rung: str, seed: int) -> list[Member]:
    """Draw by draw, every run of it; what a run sets goes before the draw."""
    return [
        Member(f"{kind}-{k:04d}-{run.run}", run.scenario, {**draw, **run.sets}, seed + k, rung, run.until)
        for k, draw in enumerate(draws) for run in of
    ]  # fmt: skip


def gathered(kind: str, report: Report, number: int) -> dict[int, Runs]:
    """Figures by draw and run, of the draws whose base was run."""
    found: dict[int, Runs] = {}
    for k in range(number):
        head = f"{kind}-{k:04d}-"
        told = {name.removeprefix(head): measured(f) for name, f in report.figures.items() if name.startswith(head)}
        if BASE in told:
            found[k] = told
    return found


def measured(figures: Mapping[str, float]) -> dict[str, float]:
    """Those that are numbers: what is not one would fail every threshold, and pass for a finding that does not hold."""
    return {name: value for name, value in figures.items() if isfinite(value)}


def compute(
    folder: Path, posterior: Sequence[Draw], prior: Sequence[Draw], executor: Callable[[], Executor], *,
    twins: int = 20, flips: int = 20, rung: str = "250k", seed: int = 1, what: Work = work,
    deadline: float | None = None,
    on_done: Callable[[int, int, Member], object] = lambda done, all_, member: None,
    facts: Mapping[str, Any] | None = None,
) -> dict[str, Any]:  # fmt: skip
    """The verdicts and all that they rest on, as they are shipped. flips, twins: how many posterior and prior draws
    are run under counterfactuals too. deadline: see `run_members`; verdicts then rest on what there is, and say how
    much."""
    base = wanted([BASE])
    wants = [
        *members("posterior", posterior[:flips], runs(), rung, seed),
        *members("prior", prior[:twins], wanted([BASE, *TWINS]), rung, seed + 10_000),
        *(m for m in members("prior", prior, base, rung, seed + 10_000) if int(m.name.split("-")[1]) >= twins),
        *(m for m in members("posterior", posterior, base, rung, seed) if int(m.name.split("-")[1]) >= flips),
    ]
    report = run_members(wants, folder, what, executor, on_done=on_done, deadline=deadline)
    after, before = gathered("posterior", report, len(posterior)), gathered("prior", report, len(prior))
    drawn = [posterior[k] for k in after]
    return {
        **(facts or {}), **made_with(), "rung": rung,
        "draws": len(after), "prior_draws": len(before), "missing": len(wants) - len(report.figures),
        "failed": report.failed, "claims": answers.all_of([*after.values()], [*before.values()], drawn),
    }  # fmt: skip


def write(path: Path, told: Mapping[str, Any]) -> None:
    """Whole or not at all."""
    with whole_file(path) as part:
        part.write_text(json.dumps(told, indent=1, ensure_ascii=False) + "\n", encoding="utf-8")
