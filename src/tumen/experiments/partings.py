"""Whose life differs between two runs: where two lists of events part, person by person.

A life differs when its list of events differs: kind, month, and for a move the place. Bits and floats do not count, and
neither does how much. The first event in which two lists differ says when a life parted and through which mechanism.
"""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING, Any

from tumen.codes import code_of
from tumen.lives_read import Book
from tumen.months import month_label
from tumen.telling import Life

if TYPE_CHECKING:
    import pandas as pd

MOVES = "door."


@dataclass(frozen=True)
class Partings:
    """One row a person whose life differs: `person`, `month` of the earlier of the two events, `kind_a`, `kind_b` (None
    where the list has ended), `mechanism` of the earlier one."""

    table: pd.DataFrame

    def __len__(self) -> int:
        return len(self.table)

    def by_year(self) -> pd.DataFrame:
        """How many lives part in each year, by the mechanism through which they do."""
        rows = self.table.assign(year=1990 + self.table["month"] // 12)
        return rows.groupby(["year", "mechanism"]).size().rename("lives").reset_index()


def compare(a: Path | str, b: Path | str) -> Partings:
    """Two folders of lives, of the same months and the same persons. Raises ValueError where the months differ."""
    import pandas as pd

    one, two = Book(a), Book(b)
    if (one.first, one.last, one.share) != (two.first, two.last, two.share):
        raise ValueError(f"{a} holds {one.first} to {one.last} of one in {one.share}, {b} {two.first} to {two.last} of "
                         f"one in {two.share}: only lives of the same months and persons can be compared")  # fmt: skip
    names = {**one.kinds}
    if names != two.kinds:
        raise ValueError(f"{a} and {b} were recorded by schedules with other kinds of events")
    moves = [code for code, name in names.items() if name.startswith(MOVES)]
    rows = one.db.execute(f"""
        WITH a AS ({_numbered(one, moves)}), b AS ({_numbered(two, moves)})
        SELECT coalesce(a.person, b.person) AS person, a.month AS month_a, a.kind AS kind_a, b.month AS month_b,
               b.kind AS kind_b
        FROM a FULL JOIN b ON a.person = b.person AND a.nth = b.nth
        WHERE (a.month, a.kind, a.place) IS DISTINCT FROM (b.month, b.kind, b.place)
        QUALIFY row_number() OVER (PARTITION BY coalesce(a.person, b.person) ORDER BY coalesce(a.nth, b.nth)) = 1
    """).fetchall()
    table = pd.DataFrame(
        [_first(person, ma, ka, mb, kb, names) for person, ma, ka, mb, kb in rows],
        columns=["person", "month", "kind_a", "kind_b", "mechanism"],
    )
    table["person"] = table["person"].astype("uint64")
    return Partings(table.sort_values(["month", "person"], ignore_index=True))


def _numbered(book: Book, moves: Sequence[int]) -> str:
    listed = ", ".join(map(str, moves)) or "-1"
    return (
        f"SELECT person, month, kind, CASE WHEN kind IN ({listed}) THEN other ELSE 0 END AS place, row_number() OVER "
        f"(PARTITION BY person ORDER BY month, file_row_number) AS nth FROM {book.events_sql()}"
    )


def _first(person: int, ma: Any, ka: Any, mb: Any, kb: Any, names: dict[int, str]) -> tuple[Any, ...]:
    a, b = names.get(ka), names.get(kb)
    earlier = a if mb is None or (ma is not None and ma <= mb) else b
    month = min(m for m in (ma, mb) if m is not None)
    assert earlier is not None  # one of the lists has an event there, or they would not differ
    return person, month, a, b, earlier.split(".")[0]


def side_by_side(
    a: Path | str, b: Path | str, people: Iterable[int], before: int = 2, after: int = 3
) -> list[dict[str, Any]]:
    """Some lives at their first parting: the last events they share, and the next ones of each."""
    one, two = Book(a), Book(b)
    out = []
    for person in people:
        lives = [Life(book, person, book.events(person), book.states(person)) for book in (one, two)]
        x, y = (life.events for life in lives)
        k = next((n for n, (p, q) in enumerate(zip(x, y, strict=False)) if _of(p) != _of(q)), min(len(x), len(y)))
        out.append({
            "person": code_of(person), "shared": [_said(lives[0], e) for e in x[max(0, k - before) : k]],
            "a": [_said(lives[0], e) for e in x[k : k + after]], "b": [_said(lives[1], e) for e in y[k : k + after]],
        })  # fmt: skip
    return out


def _of(e: Any) -> tuple[Any, ...]:
    return e.month, e.kind, e.other if e.kind.startswith(MOVES) else 0


def _said(life: Life, e: Any) -> dict[str, Any]:
    says = life.told(e)
    return {"month": month_label(e.month), "kind": e.kind, "says": says[:1].lower() + says[1:]}
