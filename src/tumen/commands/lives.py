"""Lives of a run: one told, those found that meet some facts, a few drawn from any point of a chart."""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING, Annotated, Any

import typer

from tumen.commands.running import AsJson
from tumen.commands.shelf import Folder

if TYPE_CHECKING:
    from tumen.lives_read import Book
    from tumen.telling import Life


def life(
    folder: Folder,
    person: Annotated[str, typer.Argument(metavar="PERSON", help="A person's code, as `tumen find` prints it.")],
    household: Annotated[bool, typer.Option("--household", help="Tell of those who lived with the person, too.")]
    = False,
    chart: Annotated[
        Path | None, typer.Option(help="Write the life as a timeline: an .html, .svg or .png file.")
    ] = None,
    as_json: AsJson = False,
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
    """The life as it is kept, or made again from the run's tape where the person is not of those who are kept."""
    from tumen.lives_read import Book
    from tumen.scenario_errors import UserError
    from tumen.telling import Life

    book = Book(folder)
    try:
        return Life(book, who)
    except UserError as problem:
        if book.share == 1 or not (book.run / "tape").is_dir():
            raise UserError(f"{problem}{_how(book)}") from None
    from tumen.lives_replayed import as_read
    from tumen.replay_life import life as made_again

    return Life(book, who, *as_read(book, made_again(book.run, who)))


def _how(book: Book) -> str:
    return "" if book.share == 1 else "\n  others:  after `tumen run ... --replayable` anybody's life can be told"


def find(
    folder: Folder,
    like: Annotated[str | None, typer.Option(help="An archetype: poet, diplomat, member, neighbour, mother.")] = None,
    where: Annotated[
        str | None, typer.Option(help='Facts, such as "party and traded and arrived = 2009"; see --facts.')
    ] = None,
    closest: Annotated[bool, typer.Option("--closest", help="With --like: who comes nearest, and what is lacking.")]
    = False,
    limit: Annotated[int, typer.Option(min=1, max=10_000, help="Persons listed at most.")] = 20,
    facts: Annotated[bool, typer.Option("--facts", help="List the names that --where knows, and end.")] = False,
    as_json: AsJson = False,
) -> None:  # fmt: skip
    """Find persons by what befell them and how they stood, a line each."""
    from tumen.lives_read import Book
    from tumen.scenario_errors import UserError

    if facts:
        _facts(Book(folder))
        return
    if (like is None) == (where is None):
        raise UserError("tumen find takes one of --like and --where; `tumen find RUN --facts` lists the names")
    if closest and like is None:
        raise UserError("--closest goes with --like: it says which fact of an archetype is lacking")
    if like is not None:
        _like(folder, like, closest, limit, as_json)
        return
    from tumen.facts_language import read
    from tumen.find import where as matching

    book = Book(folder)
    found = matching(book, read(where or "", book.kinds.values()), limit)
    shown = f"{len(found.persons)} of {found.total} persons whose lives meet it" if found.total else "no life meets it"
    _lines(book, found.persons, shown, {}, as_json, {"where": where, "total": found.total})


def _like(folder: Path, name: str, closest: bool, limit: int, as_json: bool) -> None:
    from tumen.archetypes import ARCHETYPES
    from tumen.find import like as alike
    from tumen.lives_read import Book
    from tumen.scenario_errors import ScenarioError, nearest

    known = {a.name: a for a in ARCHETYPES}
    if name not in known:
        raise ScenarioError("there is no such archetype", path="command line", field="--like", given=name,
                            legal=", ".join(known), nearest=nearest(name.lower(), known))  # fmt: skip
    archetype, book = known[name], Book(folder)
    found = alike(book, archetype, limit, closest)
    many = len(archetype.facts)
    shown = f"{archetype.name}: {archetype.tells}; {found.whole} meet all of its {many} facts in a December of " \
            f"{archetype.years[0]} to {archetype.years[1]}"  # fmt: skip
    if not found.whole:
        shown += "; these come nearest"
    notes = {n.person: f"{n.year}: all {many} facts" if not n.unmet else
             f"{n.year}: {n.met} of {many} facts, {n.far:.2f} away; lacking: {'; '.join(n.unmet)}"
             for n in found.nearest}  # fmt: skip
    about = {"like": name, "facts": [f.says for f in archetype.facts], "whole": found.whole,
             "nearest": [dict(vars(n)) for n in found.nearest]}  # fmt: skip
    _lines(book, [n.person for n in found.nearest], shown, notes, as_json, about)


def _lines(book: Book, persons: list[int], shown: str, notes: dict[int, str], as_json: bool, about: dict[str, Any]
           ) -> None:  # fmt: skip
    """A line for each person on standard output, what was found on standard error."""
    import json

    from tumen.codes import code_of
    from tumen.telling_short import line, several

    lines = {life.person: line(life) for life in several(book, persons)}
    if as_json:
        near = {n.pop("person"): n for n in about.pop("nearest", [])}
        people = [{"code": code_of(p), "line": lines[p], **near.get(p, {})} for p in persons]
        typer.echo(json.dumps({**about, "persons": people}, indent=1, ensure_ascii=False))
        return
    typer.echo(shown, err=True)
    for person in persons:
        note = f"  [{notes[person]}]" if person in notes else ""
        typer.echo(f"{code_of(person)}  {lines[person]}{note}")


def _facts(book: Book) -> None:
    from tumen.commands.screen import table
    from tumen.facts import NAMES

    rows = []
    for name, about in NAMES.items():
        used = name if about.is_yes else f"{name} = {about.words[-1]}" if about.words else f"{name} > 1"
        rows.append((name, used, about.meaning + (f": {', '.join(about.words)}" if about.words else "")))
    for kind, told in book.about["kinds"].items():
        short = kind.rsplit(".", 1)[-1]
        rows.append((kind, f"{kind if short in NAMES else short} = 1997", told["says"]))
    table(("name", "asked as", "meaning"), rows)


def lives(
    folder: Folder,
    at: Annotated[int, typer.Option(metavar="YEAR", help="The December from which people are drawn.")],
    group: Annotated[str, typer.Option(help='Of whom, such as "province=HG;stratum=tier;sex=women".')] = "",
    draw: Annotated[int, typer.Option(min=1, max=1000, help="How many lives.")] = 10,
    seed: Annotated[int, typer.Option(min=0, max=2**32 - 1, help="Another draw.")] = 0,
    as_json: AsJson = False,
) -> None:
    """Draw a few lives from any point of a chart, so that no average stands without people."""
    import json

    from tumen.codes import code_of
    from tumen.lives_draw import draw_lives, read_group
    from tumen.lives_read import Book
    from tumen.telling_short import several, three_lines

    book = Book(folder)
    drawn = draw_lives(book, at, **read_group(group), n=draw, seed=seed)
    told = {life.person: three_lines(life, at) for life in several(book, [one.person for one in drawn.people])}
    if as_json:
        people = [{"code": code_of(one.person), "stratum": one.stratum, "stands_for": one.stands_for,
                   "lines": told[one.person].splitlines()} for one in drawn.people]  # fmt: skip
        typer.echo(json.dumps({"year": at, "group": group, "rows": drawn.rows, "persons": drawn.persons,
                               "people": people}, indent=1, ensure_ascii=False))  # fmt: skip
        return
    typer.echo(f"{len(drawn.people)} of {drawn.rows:,} rows, which stand for {drawn.persons:,} persons", err=True)
    for one in drawn.people:
        typer.echo(f"[{one.stratum}] {told[one.person]}\n")
