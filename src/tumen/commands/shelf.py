"""What lies on the shelf: shipped scenarios, and runs to report on again or to verify."""

from __future__ import annotations

from pathlib import Path
from typing import Annotated

import typer

Folder = Annotated[Path, typer.Argument(metavar="RUN", help="A run's folder, such as runs/history.")]


def report(
    folder: Folder,
    out: Annotated[
        Path | None, typer.Option(help="The HTML file; report.html in the run's folder when left out.")
    ] = None,
) -> None:
    """Write the report of a run again."""
    from tumen.commands.plan import run_folder
    from tumen.scenario_errors import UserError

    run_folder(folder)
    target = out or folder / "report.html"
    if not target.absolute().parent.is_dir():
        raise UserError(f"--out: there is no folder {target.absolute().parent}")
    from tumen.report import write_report
    from tumen.results import Result

    write_report(Result.load(folder), target)
    typer.echo(str(target))


def verify(folder: Folder) -> None:
    """Run a run again from its provenance and compare the state to the last bit."""
    from tumen import rundir
    from tumen.commands.plan import run_folder
    from tumen.scenario_errors import UserError

    run_folder(folder)
    try:
        verdict = rundir.verify(folder)
    except ValueError as problem:
        raise UserError(str(problem)) from None
    for note in verdict.notes:
        typer.echo(f"differs  {note}", err=True)
    typer.echo(f"then  {verdict.expected}\nnow   {verdict.found}\n{'the same' if verdict.same else 'NOT THE SAME'}")
    if not verdict.same:
        raise typer.Exit(1)


def scenarios() -> None:
    """List the shipped scenarios with their questions."""
    from tumen.commands.screen import table
    from tumen.overlays import load, shipped

    found = [load(name) for name in shipped()]
    table(("name", "base", "rung", "seeds", "question"),
          [(s.name, s.base or "", s.rung, len(s.seeds), s.question) for s in found], right=("seeds",))  # fmt: skip
