"""What the mechanisms declare: columns with their bytes, parameters with their sources, the ODD text made of both."""

from __future__ import annotations

from collections.abc import Mapping
from pathlib import Path
from typing import Annotated

import typer


def columns() -> None:
    """List every array of the state: owner, kind, type, bytes a person slot, unit, meaning."""
    from tumen import bind
    from tumen import columns as arrays
    from tumen.commands.screen import table
    from tumen.country import SCHEDULE

    declared = bind.declared_by(SCHEDULE)
    owners = {name: m.name for m in SCHEDULE.mechanisms for name in m.owns}
    size = arrays.bytes_per_slot(declared)
    rows = [
        (name, owners.get(name, "engine"), type(d).__name__.lower(), getattr(d, "dtype", "i8"),
         f"{size[name]:.2f}" if name in size else "", d.unit, d.meaning)
        for name, d in declared.items()
    ]  # fmt: skip
    total = ("all", "", "", "", f"{sum(size.values()):.2f}", "B a slot", "persons, households and units together")
    table(("name", "owner", "kind", "type", "bytes", "unit", "meaning"), [*rows, total], right=("bytes",))


def params(
    assumed: Annotated[bool, typer.Option("--assumed", help="Only figures that are assumed, with the reason.")] = False,
    match: Annotated[str, typer.Argument(metavar="[TEXT]", help="Only names that contain this text.")] = "",
) -> None:
    """List every parameter: value, unit, range, grade, source, meaning. Assumptions come in the order in which they
    move results."""
    from tumen.commands.plan import known
    from tumen.commands.screen import say, table
    from tumen.scenario_errors import UserError, nearest

    declared = known()
    moves = _moves() if assumed else {}
    rows = []
    for name in sorted(declared, key=lambda n: (-moves.get(n, -1.0), n)) if moves else declared:
        param = declared[name]
        if match not in name or (assumed and param.grade != "D" and param.source != "assumed"):
            continue
        low, high = param.range
        meaning = f"{param.meaning} — {param.reason}" if assumed and param.reason else param.meaning
        told = (name, said(param.value), param.unit, f"{low:g} to {high:g}", param.grade, param.source, meaning)
        rows.append((*told, f"{moves[name]:.3f}" if name in moves else "not varied") if assumed else told)
    if not rows:
        near = nearest(match, declared)
        raise UserError(f"no {'assumed ' * assumed}figure has {match!r} in its name\n  nearest: {near}")
    names = ("name", "value", "unit", "range", "grade", "source", "meaning")
    table((*names, "moves") if assumed else names, rows, right=("value", "moves"))
    if assumed:
        say("moves: share of the variance of the headlines that goes with it (`tumen sensitivity`), most first"
            if moves else "nothing has been ranked yet: `tumen calibrate` says what moves results most")


def _moves() -> dict[str, float]:
    """How far each parameter that was varied moves results; one that is set for some years alone counts by its name."""
    from tumen.calibration.sensitivity import importance, read

    return {name.partition("@")[0]: value for name, value in importance(read()).items()}


def said(value: float | Mapping[str, float]) -> str:
    """A value in a table cell: the number, or the least and most of dated numbers."""
    if not isinstance(value, Mapping):
        return f"{value:g}"
    dates = sorted(value)
    return f"{min(value.values()):g} to {max(value.values()):g}, {len(dates)} dates from {dates[0]}"


def register(
    check: Annotated[bool, typer.Option("--check", help="Exit code 1 while a rule has no place or example.")] = False,
) -> None:
    """List what the witnesses say, and where each statement lives in the model."""
    from tumen.claims.rows import missing
    from tumen.claims.rows import register as read
    from tumen.commands.screen import table

    rows = read()
    if not check:
        lives = {row.row: ", ".join(f"{p.function} ({p.examples} examples)" for p in row.lives) for row in rows}
        scenes = {row.row: "; ".join(scene.tells for scene in row.scenes) for row in rows}
        by = {row.row: ", ".join(dict.fromkeys(scene.scenario for scene in row.scenes)) for row in rows}
        table(("row", "witness", "kind", "says", "lives in", "worked example", "scenario"),
              [(r.row, r.witness, r.kind, r.says, lives[r.row], scenes[r.row], by[r.row]) for r in rows])  # fmt: skip
        return
    left = missing(rows)
    rules = sum(row.kind == "rule" for row in rows)
    typer.echo(f"{rules - len(left)} of {rules} rules have a place in the model and a worked example")
    if left:
        typer.echo(f"not yet: {', '.join(row.row for row in left)}", err=True)
        raise typer.Exit(1)


def odd(
    out: Annotated[Path, typer.Option(help="The file to write or to check.")] = Path("docs/odd.md"),
    check: Annotated[bool, typer.Option("--check", help="Write nothing; exit code 1 when the file is stale.")] = False,
) -> None:
    """Write the model's description (the ODD protocol) from its declarations."""
    from tumen.odd import write
    from tumen.scenario_errors import UserError

    text = write()
    if check:
        fresh = out.is_file() and out.read_text(encoding="utf-8") == text
        typer.echo(f"{out} is up to date" if fresh else f"{out} is stale: run `tumen odd`", err=not fresh)
        if not fresh:
            raise typer.Exit(1)
        return
    if not out.absolute().parent.is_dir():
        raise UserError(f"--out: there is no folder {out.absolute().parent}")
    out.write_text(text, encoding="utf-8")
    typer.echo(str(out))
