"""`tumen calibrate` and `tumen sensitivity`: fit the free parameters to the record, and what moves results most."""

from __future__ import annotations

import re
from collections.abc import Sequence
from pathlib import Path
from typing import TYPE_CHECKING, Annotated

import typer

from tumen.commands.ensemble import Scheduler, Workers
from tumen.commands.running import AsJson, Rung

if TYPE_CHECKING:
    from tumen.calibration.sensitivity import Index

HOURS = {"h": 3600.0, "m": 60.0, "s": 1.0}


def calibrate(
    budget: Annotated[
        str, typer.Option(help="Time on two cores, such as 8h, 45m: it sets the plan, and ends the call.")
    ] = "8h",
    rung: Rung = None,
    seed: Annotated[int, typer.Option(min=0, help="Seed of the whole calibration.")] = 1,
    workers: Workers = 2,
    scheduler: Scheduler = None,
    out: Annotated[Path, typer.Option(help="Folder of receipts and results; the same again goes on.")] = Path(
        "runs/calibration"
    ),
    check: Annotated[
        int, typer.Option(min=0, max=1000, help="Fit nothing: run so many of the shipped draws at this --rung.")
    ] = 0,
    before: Annotated[
        int, typer.Option("--prior", min=0, max=1000, help="With --check: so many draws of the prior as well.")
    ] = 0,
    ship: Annotated[bool, typer.Option("--ship", help="Make the result the package's own (for developers).")] = False,
) -> None:
    """Fit the free parameters to the calibration table, in waves of runs; goes on where it was broken off."""
    from tumen.calibration import outcome
    from tumen.calibration.calibrate import calibrate as go
    from tumen.calibration.plan import plan
    from tumen.calibration.priors import free
    from tumen.calibration.runs import work
    from tumen.commands import plan as plans
    from tumen.commands.memory import refuse
    from tumen.commands.screen import say, tenth
    from tumen.experiments.executors import where
    from tumen.scenario_errors import UserError
    from tumen.survey.targets import targets

    spare, chosen = seconds(budget), plans.rung_of(rung or "250k")
    refuse(chosen)
    if before and not check:
        raise UserError("--prior goes with --check; a calibration runs the prior by itself")
    if check:
        _check(out, chosen, check, before, seed, workers, scheduler, ship)
        return
    waves = plan(spare, chosen)
    if not any(w.runs for w in waves if not w.blocks):
        raise UserError(f"--budget {budget}: too little for a first wave at {chosen}; give more, or a smaller --rung")
    done = go(out, waves, work, where(workers, scheduler), seed=seed, rung=chosen, budget=spare, tell=say,
              on_done=tenth)
    for name, why in done.failed.items():
        say(f"failed   {name}: {why}")
    for text in done.skipped:
        say(f"skipped  {text}")
    if done.stopped:
        raise UserError(f"time is over before the calibration is whole: {done.stopped}\n"
                        f"  what is done is kept in {out}; the same command goes on with it")  # fmt: skip
    outcome.write(out, done, free(), targets(chosen), {"rung": chosen, "seed": seed, "budget": budget})
    typer.echo(f"posterior    {out / 'posterior.csv'}\ntargets      {out / 'targets.csv'}")
    typer.echo(f"arrivals     {out / 'arrivals.csv'}\nsensitivity  {out / 'sensitivity.csv'}")
    if ship:
        outcome.ship(out)
        typer.echo(f"shipped      {outcome.HERE}")


def _check(
    out: Path, rung: str, many: int, before: int, seed: int, workers: int, scheduler: str | None, ship: bool
) -> None:  # fmt: skip
    """The table of targets with shipped draws, and draws of the prior, run at another rung."""
    from tumen.calibration import aims, checking, outcome, posterior, priors
    from tumen.calibration.plan import WAVES, seed_of
    from tumen.calibration.runs import work
    from tumen.commands.screen import say
    from tumen.experiments.executors import where
    from tumen.experiments.members import Member, run_members
    from tumen.scenario_errors import UserError
    from tumen.survey.targets import targets

    draws = posterior.draws()[:many]
    if not draws:
        raise UserError("--check: no draws are shipped; `tumen calibrate` makes them")
    kinds = {"check": draws, "before": priors.draws(before) if before else []}
    members = {kind: [Member(f"{kind}-{rung}-{k:04d}", "history", draw, seed_of(seed, f"{kind}-{rung}", k), rung,
                             WAVES[-1].until) for k, draw in enumerate(drawn)]
               for kind, drawn in kinds.items()}  # fmt: skip
    report = run_members([m for some in members.values() for m in some], out, work, where(workers, scheduler),
                         on_done=lambda k, n, m: say(f"{k} of {n}"))  # fmt: skip
    for name, why in report.failed.items():
        say(f"failed   {name}: {why}")
    done, first = ([report.figures[m.name] for m in members[kind] if m.name in report.figures] for kind in kinds)
    name = f"targets-{rung}.csv"
    checking.write(out / name, checking.again(checking.read(outcome.HERE / "targets.csv"), done, targets(rung), first))
    typer.echo(f"targets      {out / name}: {len(done)} draws of the posterior, {len(first)} of the prior")
    years = f"arrivals-{rung}.csv"
    aims.write(out / years, aims.arrivals(done, targets(rung)))
    typer.echo(f"arrivals     {out / years}")
    if ship:
        for each in (name, years):
            (outcome.HERE / each).write_bytes((out / each).read_bytes())


def sensitivity(
    output: Annotated[str, typer.Argument(metavar="[OUTPUT]", help="Only outputs that contain this text.")] = "",
    json: AsJson = False,
) -> None:
    """What moves results most, and what research would therefore help most: Sobol indices times grade."""
    from dataclasses import asdict
    from json import dumps
    from operator import attrgetter

    from tumen.calibration.priors import free
    from tumen.calibration.sensitivity import importance, read, research
    from tumen.commands.plan import known
    from tumen.commands.screen import say, table
    from tumen.scenario_errors import UserError, listed, nearest

    rows = read()
    if not rows:
        raise UserError("no sensitivities are shipped: `tumen calibrate` makes them")
    outputs = sorted({r.output for r in rows})
    rows = [r for r in rows if output in r.output]
    if not rows:
        raise UserError(f"no output has {output!r} in its name\n  legal:   {listed(outputs, 20)}\n"
                        f"  nearest: {nearest(output, outputs)}")  # fmt: skip
    if json:
        typer.echo(dumps([asdict(r) for r in rows], indent=1))
        return
    grades = {name: p.grade for name, p in known().items()}
    why = {q.name: q.why for q in free()}
    ranked, alone, helps = importance(rows), importance(rows, attrgetter("first")), list(research(rows, grades))
    table(("parameter", "first", "total", "strongest in", "grade", "research", "meaning"), [
        (name, f"{alone[name]:.2f}", f"{total:.2f}", _strongest(rows, name), grades.get(name.partition("@")[0], "D"),
         helps.index(name) + 1, why.get(name, "")) for name, total in ranked.items()
    ], right=("first", "total", "research"))  # fmt: skip
    say("first, total: share of an output's variance that it brings alone, and with all it goes together with, on "
        "average over outputs; research: rank of what would help most")
    told = {r.output: r.told for r in rows}
    say("of which emulators tell, of runs left out: " + ", ".join(f"{k} {v:.2f}" for k, v in told.items()))


def _strongest(rows: Sequence[Index], name: str) -> str:
    best = max((r for r in rows if r.parameter == name), key=lambda r: r.total)
    return f"{best.output} ({best.total:.2f})"


def seconds(text: str) -> float:
    """ "8h", "45m", "90s" as seconds."""
    from tumen.scenario_errors import UserError

    found = re.fullmatch(r"(\d+(?:\.\d+)?)([hms])", text.strip())
    if not found or float(found[1]) <= 0:
        raise UserError(f"--budget {text}: not a time\n  legal:   a number and h, m or s, such as 8h or 45m")
    return float(found[1]) * HOURS[found[2]]
