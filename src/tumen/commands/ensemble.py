"""`tumen ensemble`: one scenario under many seeds, so that luck can be told from cause.

Each seed is a run of its own in a folder of its own; a finished one is a receipt, and a second call skips it.
"""

from __future__ import annotations

from pathlib import Path
from typing import Annotated, Any

import typer

from tumen.commands.running import Record, Rung, Set, Until, Which


def ensemble(
    scenario: Which,
    seeds: Annotated[
        str | None, typer.Option(help='Seeds, such as "1-8" or "1,2,5"; the scenario\'s when left out.')
    ] = None,
    rung: Rung = None,
    workers: Annotated[int, typer.Option(min=1, max=256, help="Runs at the same time, each on one thread.")] = 1,
    until: Until = None,
    sets: Set = None,
    out: Annotated[Path | None, typer.Option(help="Folder of the results; runs/NAME-ensemble when left out.")] = None,
    record: Record = "yearly",
    report: Annotated[bool, typer.Option("--report/--no-report", help="Write report.html over all seeds.")] = True,
) -> None:
    """Run a scenario under several seeds and join the results."""
    from concurrent.futures import ProcessPoolExecutor, as_completed
    from dataclasses import replace
    from multiprocessing import get_context

    from tumen.commands import plan as plans
    from tumen.commands.screen import say

    plan = plans.make(scenario, sets=sets or (), rung=rung, threads=1, until=until, record=record,
                      out=out or Path("runs") / f"{Path(scenario).stem}-ensemble")  # fmt: skip
    members = [replace(plan, seed=seed, out=plan.out.with_name(plan.out.name + ".members") / f"seed-{seed:04d}")
               for seed in _seeds(seeds, plan.scenario.seeds)]  # fmt: skip
    left = [member for member in members if not _finished(member)]
    if len(left) < len(members):
        say(f"{len(members) - len(left)} of {len(members)} runs are there already")
    with ProcessPoolExecutor(workers, mp_context=get_context("spawn")) as pool:
        waiting = {pool.submit(_member, member): member for member in left}
        for number, done in enumerate(as_completed(waiting), 1):
            facts = done.result()
            say(f"{number} of {len(left)}: seed {waiting[done].seed}, state hash {facts['state_hash']}")

    from tumen import rundir
    from tumen.inputs import with_scenario
    from tumen.results import FILES, Result

    joined = Result.join([Result.load(member.out) for member in members])
    joined.inputs = with_scenario(joined.inputs, plan.scenario)
    rundir.save(joined, plan.out, report=report)
    typer.echo(f"results  {plan.out / FILES[joined.data.sizes['run'] > 1]}")
    if (plan.out / "report.html").is_file():
        typer.echo(f"report   {plan.out / 'report.html'}")


def _member(plan: Any) -> dict[str, Any]:
    from tumen.commands.keep import simulate_and_save

    return simulate_and_save(plan, report=False)


def _finished(plan: Any) -> bool:
    """Whether this very run lies there complete."""
    import json

    from tumen.provenance import provenance

    try:
        facts = json.loads((plan.out / "run.json").read_text(encoding="utf-8"))
    except (OSError, ValueError):
        return False
    then = facts.get("provenance", {})
    now = provenance(plan.scenario.name, plan.scenario.hash, seed=plan.seed, rung=plan.rung)
    same = ("scenario_hash", "evidence_hash", "commit", "version", "seed", "rung")
    asked = then.get("record") == plan.record and facts.get("last_month") == plan.calendar.end
    return bool(facts.get("complete")) and asked and \
        all(then.get(key) == now.get(key) for key in same)  # fmt: skip


def _seeds(text: str | None, default: tuple[int, ...]) -> list[int]:
    """ "1-8", "1,2,5" or "1-4,9" as numbers."""
    from tumen.scenario_errors import ScenarioError

    if text is None:
        return list(default)
    found: list[int] = []
    try:
        for part in text.split(","):
            first, dash, last = part.strip().partition("-")
            one, two = int(first), int(last) if dash else int(first)
            if not (0 <= one <= two < 2**32 and two - one < 10_000):
                raise ValueError
            found += range(one, two + 1)
    except ValueError:
        raise ScenarioError("not legal", path="command line", field="--seeds", given=text,
                            legal='whole numbers from 0, such as "1-8" or "1,2,5"') from None  # fmt: skip
    return list(dict.fromkeys(found))
