"""`tumen twin`: two scenarios with one luck, whose lives differ, and through what."""

from __future__ import annotations

from pathlib import Path
from typing import Annotated

import typer

from tumen.commands.running import Rung, Set, Threads, Until, Which


def twin(
    a: Which,
    b: Annotated[str, typer.Argument(metavar="OTHER", help="The scenario to set beside the first.")],
    rung: Rung = None,
    seed: Annotated[int | None, typer.Option(min=0, max=2**32 - 1, help="The luck of both; first of A's.")] = None,
    seeds: Annotated[int, typer.Option(min=1, max=100, help="So many seeds for the figures' intervals.")] = 4,
    until: Until = None,
    sets: Set = None,
    why: Annotated[bool, typer.Option("--why", help="Also through which channels: some fifteen runs more.")] = False,
    threads: Threads = None,
    out: Annotated[Path | None, typer.Option(help="Folder of twin.html and twin.json; runs/twin-A-B when left out.")]
    = None,
    as_json: Annotated[bool, typer.Option("--json", help="Print twin.json instead of a summary.")] = False,
) -> None:  # fmt: skip
    """Set two scenarios side by side with the same luck. --set changes the second."""
    import json

    from tumen.commands import plan as plans
    from tumen.commands.screen import say
    from tumen.scenario import load

    other = load(b).with_overrides(sets or ())
    other.validate_parameters(plans.known())
    folder = out or Path("runs") / f"twin-{load(a).name}-{other.name}"
    plan = plans.make(a, rung=rung, seed=seed, threads=threads, until=until, out=folder, mark="twin.json")
    from tumen.experiments import twin_text
    from tumen.experiments.twins import twin as run_twin

    own = [plan.seed, *(s for s in range(1, seeds + 1) if s != plan.seed)][:seeds]
    found = run_twin(plan.scenario, other, seeds=own, rung=plan.rung, until=until, threads=plan.threads, why=why,
                     say=(lambda _: None) if as_json else say)  # fmt: skip
    twin_text.write(found, folder)
    if as_json:
        typer.echo(json.dumps(twin_text.data(found), indent=1))
    else:
        typer.echo(twin_text.text(found))
        typer.echo(f"\npage        {folder / 'twin.html'}")
