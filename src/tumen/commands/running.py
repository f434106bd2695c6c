"""`tumen run`: one scenario, one seed, one possible history."""

from __future__ import annotations

from pathlib import Path
from typing import Annotated

import typer

Which = Annotated[str, typer.Argument(metavar="SCENARIO", help="A shipped scenario's name, or a YAML file.")]
Rung = Annotated[str | None, typer.Option(help="How many simulated persons: 25k, 250k, 2.5m or 25m.")]
Threads = Annotated[int | None, typer.Option(help="Threads; they change the time, never the result.")]
Until = Annotated[str | None, typer.Option(metavar="MONTH", help="End after this month, such as 1997-12.")]
Set = Annotated[
    list[str] | None,
    typer.Option("--set", metavar="A.B=C", help="Another value for a parameter in every month; may be repeated."),
]
Json = Annotated[bool, typer.Option("--json", help="Print run.json instead of a summary.")]
AsJson = Annotated[bool, typer.Option("--json", help="Print the same as JSON.")]
Report = Annotated[bool, typer.Option("--report/--no-report", help="Write report.html beside the data.")]
Record = Annotated[str, typer.Option(help="How often people are counted by group: none, yearly, monthly.")]


def run(
    scenario: Which,
    rung: Rung = None,
    seed: Annotated[int | None, typer.Option(min=0, max=2**32 - 1, help="The draw of luck; first of the scenario's.")]
    = None,
    threads: Threads = None,
    until: Until = None,
    sets: Set = None,
    out: Annotated[Path | None, typer.Option(help="Folder of the results; runs/NAME when left out.")] = None,
    record: Record = "yearly",
    every: Annotated[
        int, typer.Option("--checkpoint-every", min=0, max=720, metavar="MONTHS",
                          help="Keep the state so often, to go on or to fork from; 0: at the end alone.")
    ] = 60,
    checkpoint: Annotated[
        bool, typer.Option("--checkpoint/--no-checkpoint", help="Keep the state at all.")
    ] = True,
    keep_all: Annotated[
        bool | None, typer.Option("--keep-all/--keep-newest",
                                  help="Keep all checkpoints or the newest alone; at 25m the newest, else all.")
    ] = None,
    lives: Annotated[
        bool | None, typer.Option("--lives/--no-lives", help="Write down the lives of persons; on at 25k and 250k.")
    ] = None,
    replayable: Annotated[
        bool, typer.Option("--replayable", help="Keep the tape from which any life can be told (6 GB at 25m).")
    ] = False,
    anew: Annotated[
        bool, typer.Option("--anew", help="Begin again where an unfinished run of this folder lies.")
    ] = False,
    as_json: Json = False,
    report: Report = True,
) -> None:  # fmt: skip
    """Run a scenario and write its results and its report."""
    from tumen.commands import plan as plans
    from tumen.commands.screen import Progress

    plan = plans.make(
        scenario, sets=sets or (), rung=rung, seed=seed, threads=threads, until=until, record=record, out=out
    )
    from tumen.commands.keep import Kept, simulate_and_save

    kept = Kept(checkpoints=checkpoint, every=every, anew=anew,
                newest=plan.rung == "25m" if keep_all is None else not keep_all,
                lives=plan.rung in ("25k", "250k") if lives is None else lives, tape=replayable)  # fmt: skip
    with Progress(f"{plan.scenario.name} {plan.rung} seed {plan.seed}", len(plan.calendar), quiet=as_json) as progress:
        facts = simulate_and_save(plan, progress, report=report, kept=kept)
    tell(facts, plan.out, as_json)
    if not facts["complete"]:
        raise typer.Exit(130)


def tell(facts: dict[str, object], folder: Path, as_json: bool) -> None:
    """What came of it."""
    import json

    from tumen.commands.memory import size
    from tumen.commands.screen import duration, say

    if as_json:
        typer.echo(json.dumps({**facts, "folder": str(folder)}, indent=1, sort_keys=True))
        return
    seconds = facts.get("seconds")
    spent = ", ".join(f"{name} {duration(took)}" for name, took in seconds.items()) if isinstance(seconds, dict) else ""
    cost, peak = facts.get("ns_per_person_month"), facts.get("peak_memory_bytes")
    if not facts["complete"]:
        say(f"stopped after {facts['last_month']}: what was simulated until then is kept")
        if (folder / "checkpoints").is_dir():
            say(f"`tumen resume {folder}` goes on from the last checkpoint")
    typer.echo(f"results     {folder / 'results.nc'}")
    if (folder / "report.html").is_file():
        typer.echo(f"report      {folder / 'report.html'}")
    typer.echo(f"last month  {facts['last_month']}")
    typer.echo(f"state hash  {facts['state_hash'] or '(broken off)'}")
    typer.echo(f"time        {spent}" + (f"; {cost:.1f} ns a person and month" if isinstance(cost, float) else ""))
    if isinstance(peak, int):
        typer.echo(f"memory      {size(peak)} at the peak")
    typer.echo("One run is one possible history: several seeds show how much of it is luck.")
