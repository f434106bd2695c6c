"""`tumen resume` and `tumen fork`: going on with a run, and another future from one of its months."""

from __future__ import annotations

from pathlib import Path
from typing import Annotated

import typer

from tumen.commands.running import Json, Report, Set, Threads, Until
from tumen.commands.shelf import Folder


def resume(
    folder: Folder,
    until: Until = None,
    threads: Threads = None,
    out: Annotated[Path | None, typer.Option(help="Another folder for the results; RUN when left out.")] = None,
    as_json: Json = False,
    report: Report = True,
) -> None:
    """Go on with a run that was broken off or ended early, from its last checkpoint."""
    from tumen import forks
    from tumen.checkpoint import manifest_of
    from tumen.commands import plan
    from tumen.commands.keep import finish
    from tumen.commands.memory import refuse
    from tumen.commands.running import tell
    from tumen.commands.screen import Progress, say
    from tumen.course import months_left
    from tumen.workplace import going, workplace

    source, where = forks.last_checkpoint(folder)
    refuse(str(manifest_of(where)["rung"]))
    target, workers = plan.writable(out or folder), plan.workers_of(threads)
    say(f"{folder}: going on after {where.name}" + (", where it was broken off" if source != folder else ""))
    with workplace(target, go_on=source == going(target)) as place:
        course = forks.resume(folder, place, until, threads=workers)
        with Progress(f"{target.name}", months_left(course.country, until), quiet=as_json) as progress:
            course.go(until, progress)
        facts = finish(course, target, place, report=report)
    tell(facts, target, as_json)
    if not facts["complete"]:
        raise typer.Exit(130)


def fork(
    folder: Folder,
    at: Annotated[str, typer.Option(metavar="MONTH", help="The last month that both have, such as 2019-12.")],
    what: Annotated[
        str | None, typer.Option("--with", metavar="SCENARIO", help="Another scenario; the run's own when left out.")
    ] = None,
    luck: Annotated[
        str | None, typer.Option(metavar="same|fresh|fresh:N", help="Luck after the fork: the run's, or another.")
    ] = None,
    sets: Set = None,
    until: Until = None,
    threads: Threads = None,
    out: Annotated[
        Path | None, typer.Option(help="Folder of the results; beside RUN, by its name, MONTH and SCENARIO.")
    ] = None,
    as_json: Json = False,
    report: Report = True,
    anew: Annotated[bool, typer.Option("--anew", help="Begin again where an unfinished fork lies.")] = False,
) -> None:
    """Start another future from the end of a month of a run."""
    from tumen import forks
    from tumen.commands import plan
    from tumen.commands.keep import finish
    from tumen.commands.memory import refuse
    from tumen.commands.running import tell
    from tumen.commands.screen import Progress, say
    from tumen.months import month_index
    from tumen.scenario import load
    from tumen.scenario_errors import month_between
    from tumen.verify import facts_in
    from tumen.workplace import workplace

    facts = facts_in(plan.run_folder(folder))
    number = plan.luck_of(luck)
    scenario = load(what or str(folder / "scenario.yaml")).with_overrides(sets or ())
    scenario.validate_parameters(plan.known())
    forks.check(folder, facts, at, scenario)
    refuse(str(facts["provenance"]["rung"]))
    if until is not None:
        month_between("--until", until, at, scenario.calendar.end)
    named = f"{folder.absolute().name}-{at}-{scenario.name}" + ("" if number is None else f"-fresh-{number}")
    target, workers = plan.writable(out or folder.absolute().with_name(named)), plan.workers_of(threads)
    plan.other(target, folder)
    label = forks.stands_at(folder, at)
    say(f"{folder}: " + (f"its state of {label}" if label else "no state kept so early: made from the founders") +
        ("" if label == at else f", simulated on to {at}"))  # fmt: skip
    left = month_index(until or scenario.calendar.end) - month_index(at)
    with workplace(target, anew=anew) as place:
        course = forks.fork(folder, place, at, scenario, number, threads=workers)
        with Progress(target.name, left, quiet=as_json) as progress:
            course.go(until, progress)
        done = finish(course, target, place, report=report)
    tell(done, target, as_json)
    if not done["complete"]:
        raise typer.Exit(130)
