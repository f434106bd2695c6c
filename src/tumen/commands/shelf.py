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


def runs(
    folder: Annotated[Path, typer.Argument(metavar="FOLDER", help="The folder that holds runs.")] = Path("runs"),
    as_json: Annotated[bool, typer.Option("--json", help="The tree as data, with every change in full.")] = False,
) -> None:
    """List the runs of a folder as a tree, with what each fork changed."""
    import json

    from tumen import lineage
    from tumen.commands.screen import table
    from tumen.scenario_errors import UserError

    if not folder.is_dir():
        raise UserError(f"{folder}: there is no such folder; runs lie in runs/ unless --out says otherwise")
    found = lineage.tree(folder)
    if as_json:
        typer.echo(json.dumps([lineage.as_data(run) for run in found], indent=1))
        return
    rows = []
    for depth, run in lineage.walk(found):
        one = lineage.as_data(run)
        parent = one["parent"] or {}
        changed = "; ".join(d["text"] for d in one["changed"])
        apart = f"from {parent['at']}" + (", whose parent is not here" if run.orphan else "") if parent else ""
        rows.append(("  " * depth + run.folder.name, one["scenario"] or "", one["rung"] or "",
                     one["seed"] if one["seeds"] == 1 and one["seed"] is not None else f"{one['seeds']} seeds",
                     one["last_month"] or "", one["state_hash"] or "", one["state"], apart, run.luck,
                     changed or ("nothing" if parent and not run.orphan else "")))  # fmt: skip
    table(("run", "scenario", "rung", "seed", "last month", "state hash", "state", "fork", "luck", "changed"), rows)


def verify(folder: Folder) -> None:
    """Run a run again from its provenance and compare the state to the last bit; of an ensemble, every run."""
    from tumen import verify as verifying
    from tumen.commands.plan import run_folder
    from tumen.scenario_errors import UserError

    run_folder(folder)
    same, runs = True, verifying.runs_in(folder)
    for k, run in enumerate(runs):
        if len(runs) > 1:
            typer.echo(f"run {k + 1} of {len(runs)}, seed {run['provenance']['seed']}")
        try:
            verdict = verifying.verify(folder, k)
        except ValueError as problem:
            raise UserError(str(problem)) from None
        for note in verdict.notes:
            typer.echo(f"differs  {note}", err=True)
        typer.echo(f"then  {verdict.expected}\nnow   {verdict.found}\n{'the same' if verdict.same else 'NOT THE SAME'}")
        same &= verdict.same
    if not same:
        raise typer.Exit(1)


def scenarios() -> None:
    """List the shipped scenarios with their questions."""
    from tumen.commands.screen import table
    from tumen.overlays import load, shipped

    found = [load(name) for name in shipped()]
    table(("name", "base", "rung", "seeds", "question"),
          [(s.name, s.base or "", s.rung, len(s.seeds), s.question) for s in found], right=("seeds",))  # fmt: skip
