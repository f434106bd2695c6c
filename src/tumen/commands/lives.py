"""Lives of a run: one told, those found that meet some facts, a few drawn from any point of a chart."""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING, Annotated, Any

import typer

from tumen.commands.shelf import Folder

if TYPE_CHECKING:
    from tumen.lives_read import Book
    from tumen.telling import Life

Json = Annotated[bool, typer.Option("--json", help="Print the same as JSON.")]


def life(
    folder: Folder,
    person: Annotated[str, typer.Argument(metavar="PERSON", help="A person's code, as `tumen find` prints it.")],
    household: Annotated[bool, typer.Option("--household", help="Tell of those who lived with the person, too.")]
    = False,
    chart: Annotated[
        Path | None, typer.Option(help="Write the life as a timeline: an .html, .svg or .png file.")
    ] = None,
    as_json: Json = False,
) -> None:  # fmt: skip
    """Tell one person's life: what happened, why, and what the person thought and showed."""
    import json

    from tumen.codes import identity_of

    who = identity_of(person)
    if chart is not None:
        from tumen.chart_life import FORMATS, writable

        writable(chart, FORMATS)
    told = _life(folder, who)
    from tumen.telling_household import housemates

    near = housemates(told) if household else []
    if as_json:
        more: dict[str, Any] = {"household": [one.as_json() for one in near]} if household else {}
        typer.echo(json.dumps(told.as_json() | more, indent=1, ensure_ascii=False))
    else:
        typer.echo(told.text())
        if household:
            typer.echo("\nThe household\n" if near else "\nNobody shared the household in any December.")
            typer.echo("\n\n".join(one.text() for one in near))
    if chart is not None:
        from tumen.chart_life import save

        typer.echo(str(save(told, chart)), err=True)


def _life(folder: Path, who: int) -> Life:
    """The life as it is kept, or replayed where the run can do that and the person is not of those who are kept."""
    from importlib.util import find_spec

    from tumen.lives_read import Book
    from tumen.scenario_errors import UserError
    from tumen.telling import Life

    book = Book(folder)
    try:
        return Life(book, who)
    except UserError as problem:
        if book.share == 1 or find_spec("tumen.replay_life") is None:
            raise UserError(f"{problem}{_how(book)}") from None
    from importlib import import_module

    events, states = import_module("tumen.replay_life").life(folder, who)
    return Life(book, who, events, states)


def _how(book: Book) -> str:
    return "" if book.share == 1 else ("\n  others:  a run made with --replayable can replay anybody else's life")
