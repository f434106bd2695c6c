"""Recorded lives, read: what befell a person, how the person stood each December, and who lived beside them.

One query over all files of a kind: they are sorted by person, so that nearly all of each is passed over unread.
"""

from __future__ import annotations

import json
from collections.abc import Iterable, Mapping, Sequence
from functools import cached_property
from pathlib import Path
from typing import Any, NamedTuple

from tumen.codes import code_of
from tumen.columns import HOUSES
from tumen.months import month_index
from tumen.scenario_errors import UserError

ABOUT = "lives.json"
SOUL = 0xFFFFFFFF
"""Mask of the half of an identity by which an event names another person of the same unit."""

State = dict[str, Any]
"""One December of a person in natural units (shares, won, kg), with `year`, `person`, `place` and `home`."""


class Event(NamedTuple):
    """What befell a person: the month counted from January 1990, the kind by its name, and what goes with it."""

    month: int
    kind: str
    amount: int
    other: int

    @property
    def year(self) -> int:
        return 1990 + self.month // 12


class Near(NamedTuple):
    """Somebody of the same unit in a December: in the same household where `home` is the same."""

    year: int
    person: int
    home: int
    born: int
    traits: int


class Book:
    """The lives of a run, for reading. folder: the run's folder, or its `lives`. Raises UserError where there are none.

    For queries of one's own `events_sql()` and `states_sql()` are what stands after FROM.
    """

    def __init__(self, folder: str | Path) -> None:
        import duckdb

        given = Path(folder)
        if not given.is_dir():
            raise UserError(f"{given}: there is no such folder; runs lie in runs/ unless --out says otherwise")
        self.folder = given / "lives" if (given / "lives" / ABOUT).is_file() else given
        self.run = self.folder.parent
        try:
            self.about: dict[str, Any] = json.loads((self.folder / ABOUT).read_text(encoding="utf-8"))
        except (OSError, ValueError):
            raise UserError(f"{given}: this run kept no lives (there is no {ABOUT} in a folder lives/ of it)") from None
        self.kinds: dict[int, str] = {about["code"]: name for name, about in self.about["kinds"].items()}
        self.scale = {name: about["scale"] for name, about in self.about["states"].items()}
        self.places: list[dict[str, Any]] = self.about["places"]
        self.share, self.rung = int(self.about["share"]), str(self.about["rung"])
        self._state_files = {int(p.stem[-7:-3]): p for p in sorted(self.folder.glob("states-*-12.parquet"))}
        self._event_files = sorted(self.folder.glob("events-*.parquet"))
        if not self._state_files or not self._event_files:
            raise UserError(f"{given}: the lives of this run hold no December yet; let it run to the end of a year")
        self.years = tuple(self._state_files)
        self.first = month_index(self._event_files[0].stem[7:14])
        self.last = month_index(self._event_files[-1].stem[-7:])
        self.db = duckdb.connect()

    def events_sql(self) -> str:
        """The table of all events."""
        return _files(self._event_files, "file_row_number=true")

    def states_sql(self, years: Iterable[int] | None = None) -> str:
        """The table of the Decembers of some years (of all by default), with the column `year`."""
        asked = set(self.years if years is None else years)
        wanted = [y for y in self.years if y in asked]
        if not wanted:
            raise ValueError(f"no December of these years is kept: {sorted(asked)}")
        files = _files([self._state_files[y] for y in wanted])
        year = "CAST(left(right(filename, 15), 4) AS SMALLINT)"
        return f"(SELECT * EXCLUDE (filename), {year} AS year FROM {files})"

    def rows(self, sql: str, given: Sequence[Any] = ()) -> list[tuple[Any, ...]]:
        """The rows of a query. Raises UserError where a file cannot be read."""
        import duckdb

        try:
            return self.db.execute(sql, list(given)).fetchall()
        except (duckdb.IOException, duckdb.InvalidInputException) as problem:
            raise UserError(f"{self.folder}: a file of these lives cannot be read: {problem}") from None

    def table(self, sql: str, given: Sequence[Any] = ()) -> list[State]:
        """The rows of a query over states, by name and in natural units."""
        rows = self.rows(sql, given)
        names = [column[0] for column in self.db.description or ()]
        return [{n: self.natural(n, v) for n, v in zip(names, row, strict=True)} for row in rows]

    def natural(self, name: str, stored: Any) -> Any:
        """A stored figure in its own unit; grain stays in kg."""
        scale = self.scale.get(name, 1)
        return stored if scale <= 1 or stored is None else stored / scale

    def events(self, person: int) -> list[Event]:
        """What befell a person, in order."""
        rows = self.rows(
            f"SELECT month, kind, amount, other FROM {self.events_sql()} WHERE person = ? "
            "ORDER BY month, file_row_number", [person]
        )  # fmt: skip
        return [Event(m, self.kinds[k], amount, other) for m, k, amount, other in rows]

    def states(self, person: int) -> list[State]:
        """How a person stood, December by December."""
        return self.table(f"SELECT * FROM {self.states_sql()} WHERE person = ? ORDER BY year", [person])

    def many(self, persons: Sequence[int]) -> dict[int, tuple[list[Event], list[State]]]:
        """Events and states of several persons, in one query each."""
        found: dict[int, tuple[list[Event], list[State]]] = {person: ([], []) for person in persons}
        if not found:
            return found
        marks = ", ".join("?" * len(found))
        for person, month, kind, amount, other in self.rows(
            f"SELECT person, month, kind, amount, other FROM {self.events_sql()} WHERE person IN ({marks}) "
            "ORDER BY month, file_row_number", list(found)
        ):  # fmt: skip
            found[person][0].append(Event(month, self.kinds[kind], amount, other))
        for s in self.table(f"SELECT * FROM {self.states_sql()} WHERE person IN ({marks}) ORDER BY year", list(found)):
            found[s["person"]][1].append(s)
        return found

    def household(self, year: int, home: int) -> list[State]:
        """Who lived in a household in a December, the eldest first."""
        return self.table(f"SELECT * FROM {self.states_sql([year])} WHERE home = ? ORDER BY born, person", [home])

    def near(self, states: Sequence[State]) -> list[Near]:
        """Everybody of the units in which a person lived in these Decembers, the person left out."""
        if not states:
            return []
        lived = {(s["year"], s["home"] // HOUSES) for s in states}
        homes = " OR ".join(f"home BETWEEN {u * HOUSES} AND {u * HOUSES + HOUSES - 1}" for u in {u for _, u in lived})
        rows = self.rows(
            f"SELECT year, person, home, born, traits FROM {self.states_sql(y for y, _ in lived)} "
            f"WHERE ({homes}) AND person <> ? ORDER BY year, born, person", [states[0]["person"]]
        )  # fmt: skip
        return [near for near in map(Near._make, rows) if (near.year, near.home // HOUSES) in lived]

    def one(self, person: int) -> tuple[list[Event], list[State]]:
        """Events and states of one person. Raises UserError where the person's life is not kept."""
        found = self.events(person), self.states(person)
        if not any(found):
            raise UserError(f"{self.folder}: nobody with the code {code_of(person)} is in these lives\n  {self.whose}")
        return found

    @cached_property
    def whose(self) -> str:
        """Whose lives these are, in a sentence."""
        if self.share == 1:
            return f"kept:    everybody's life, by the rows of the rung {self.rung}; `tumen find` prints codes"
        return (f"kept:    one person in {self.share}, chosen by a hash of the code, the same in every run; and, from "
                "the day they come to it, all of the supply tiers, the posts abroad and those who arrived in the South")

    def place(self, number: int) -> str:
        """A place in words: "Hoeryong, town (North Hamgyong)"."""
        from tumen.labels import PROVINCES

        if not 0 <= number < len(self.places):
            return "a place that is not on the list"
        place: Mapping[str, Any] = self.places[number]
        province = PROVINCES[place["province"]]
        return place["name"] if place["name"].startswith(province) else f"{place['name']} ({province})"


def _files(paths: Sequence[Path], more: str = "filename=true") -> str:
    names = ", ".join("'" + str(path).replace("'", "''") + "'" for path in paths)
    return f"read_parquet([{names}], {more})"
