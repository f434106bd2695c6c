"""`tumen ensemble`: one scenario under many seeds and calibrated draws: what is luck, what ignorance, what cause.

Each member is a run of its own in a folder of its own, with a receipt: a second call skips what is done, a killed
worker costs one member, and one that always breaks is named while the rest complete.
"""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING, Annotated

import typer

from tumen.commands.running import Record, Rung, Set, Until, Which

if TYPE_CHECKING:
    from tumen.experiments.members import Member

Workers = Annotated[int, typer.Option(min=1, max=256, help="Runs at the same time, each on one thread.")]
Scheduler = Annotated[
    str | None, typer.Option(metavar="ADDRESS", help="A running Dask scheduler, such as tcp://10.0.0.5:8786.")
]
MANY = 20


def ensemble(
    scenario: Which,
    seeds: Annotated[
        str | None, typer.Option(help='Seeds, such as "1-8" or "1,2,5"; 1-20, or with --declared the scenario\'s.')
    ] = None,
    declared: Annotated[
        bool, typer.Option("--declared", "--as-declared",
                           help="The declared figures for all; else each takes a calibrated draw.")
    ] = False,
    many: Annotated[
        int | None, typer.Option("--draws", min=1, max=10_000, metavar="N",
                                 help="The first N calibrated draws, one run each unless --seeds says how many.")
    ] = None,
    rung: Rung = None,
    workers: Workers = 1,
    scheduler: Scheduler = None,
    only: Annotated[
        str | None, typer.Option(metavar="K/N", help="Only the K-th of N parts of the members, for job arrays.")
    ] = None,
    until: Until = None,
    sets: Set = None,
    out: Annotated[Path | None, typer.Option(help="Folder of the results; runs/NAME-ensemble when left out.")] = None,
    record: Record = "yearly",
    report: Annotated[bool, typer.Option("--report/--no-report", help="Write report.html over all seeds.")] = True,
) -> None:
    """Run a scenario under several seeds and calibrated draws and join the results."""
    from tumen.calibration import posterior
    from tumen.commands import plan as plans
    from tumen.commands.screen import Members, say
    from tumen.experiments import several
    from tumen.experiments.drawn import asked_of, beside
    from tumen.experiments.executors import where
    from tumen.experiments.members import run_members
    from tumen.scenario_errors import UserError

    plan = plans.make(scenario, sets=sets or (), rung=rung, threads=1, until=until, record=record,
                      out=out or Path("runs") / f"{Path(scenario).stem}-ensemble")  # fmt: skip
    if declared and many is not None:
        raise UserError("--draws and --declared exclude each other: declared figures are one set, not many")
    draws = [] if declared else posterior.draws()[:many]
    if many is not None and len(draws) < many:
        raise UserError(f"--draws {many}: so many are not shipped\n  legal:   up to {len(draws)}")
    if not declared and not draws:
        say("no calibrated draws are shipped: the declared figures for all")
    if draws and posterior.stale():
        say(posterior.stale())
    by_hand = {name.strip(): float(value) for name, _, value in (text.partition("=") for text in sets or ())}
    wanted = _seeds(seeds, plan.scenario.seeds if declared or not draws else tuple(range(1, (many or MANY) + 1)))
    aside = set(draws[0]) - set(beside(draws[0], asked_of(plan.scenario, by_hand))) if draws else set()
    if aside:
        say(f"not drawn, since the scenario or --set says what they are: {', '.join(sorted(aside))}")
    everybody = several.members(scenario, wanted, draws, by_hand, plan.rung, until)
    members = everybody if only is None else _part(everybody, only)
    folder = plan.out.with_name(plan.out.name + ".members")
    several.prepare(folder, record)
    lost = several.forget_lost(folder, members)

    with Members(plan.scenario.name, len(members)) as progress:
        told = run_members(members, folder, several.work, where(workers, scheduler),
                           on_done=lambda done, all_, member: progress(done, f"seed {member.seed}"))  # fmt: skip
    if lost:
        say(f"{lost} had a receipt and no run any more, and were made again")
    if told.kept:
        say(f"{told.kept} of {len(members)} runs are there already")
    if told.stale:
        say(f"{told.stale} were of another model or evidence, and were made again")
    for member in members:
        if member.name in told.failed:
            say(f"failed   {member.scenario}, seed {member.seed}: {told.failed[member.name]}")
    done = [member for member in members if member.name in told.figures]
    if only is not None:
        say(f"{len(done)} of this part are done; without --only the results of all are joined")
    elif done:
        from tumen import rundir
        from tumen.results import FILES

        joined = several.joined(folder, done, plan.scenario, bool(draws))
        rundir.save(joined, plan.out, report=report)
        typer.echo(f"results  {plan.out / FILES[joined.data.sizes['run'] > 1]}")
        if (plan.out / "report.html").is_file():
            typer.echo(f"report   {plan.out / 'report.html'}")
    else:
        raise UserError("not one run was completed: see what was said above")
    if told.failed:
        raise typer.Exit(1)


def _part(members: list[Member], text: str) -> list[Member]:
    """Every N-th of them, from the K-th on."""
    from tumen.scenario_errors import UserError

    k, slash, n = text.partition("/")
    if not (slash and k.isdigit() and n.isdigit() and 1 <= int(k) <= int(n)):
        raise UserError(f"--only {text}: not a part\n  legal:   K/N, such as 3/10, K from 1 to N")
    return members[int(k) - 1 :: int(n)]


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
