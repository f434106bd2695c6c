"""Lives, written down while a country runs: what befell whom, and once a year how each of them stood.

An onlooker: it changes no bit of the run (law 7). What it keeps lies in one folder, a file for each stretch of months,
each sorted by person and whole when it has its name, so that a broken-off run leaves the years before::

    lives/lives.json                      what the columns and codes mean, whose lives are here
    lives/events-1996-01-1996-12.parquet  person, month, kind, amount, other
    lives/states-1996-12.parquet          the living in that December, a row each: see `STATES`

At the smaller rungs everybody's life is kept; at 2.5m a tenth, at 25m a hundredth, chosen by a hash of the identity so
that two runs choose the same; and from the day they enter them all of the supply tiers, the posts abroad and those who
arrived in the South.
"""

from __future__ import annotations

import json
import os
import sys
import threading
from collections.abc import Mapping
from concurrent.futures import Future, ThreadPoolExecutor
from itertools import pairwise
from pathlib import Path
from time import perf_counter
from typing import TYPE_CHECKING, Any, NamedTuple

import numpy as np

from tumen.columns import HOUSES, WIDTH, Array, Household
from tumen.door import identity
from tumen.facts import TIER
from tumen.labels import STATUSES
from tumen.lives_cohort import Cohort, of_note
from tumen.lives_gather import order_of, stepped
from tumen.lives_moves import kinds_of, meanings, moved
from tumen.months import FIRST
from tumen.onlooker import Onlooker
from tumen.whole import whole_file

if TYPE_CHECKING:
    from tumen.country import Country
    from tumen.door import Packets
    from tumen.months import Month
    from tumen.simulate import Moment

SHARE = {"25k": 1, "250k": 1, "2.5m": 10, "25m": 100}
"""One person in so many is followed, by rung."""
LAST = 19  # the least pressing priority there is
AHEAD = 4  # files, two years of them, that may wait for the thread that writes
# a third cheaper to write than with dictionaries, and no larger
PACKED = "PARQUET_VERSION V2, DICTIONARY_SIZE_LIMIT 1, COMPRESSION snappy, ROW_GROUP_SIZE 61440"
ELSEWHERE = tuple(STATUSES.index(status) for status in ("abroad", "South"))
PART = 4096  # units that one thread looks through at a time


class Kept(NamedTuple):
    """A column of the yearly states: stored as `dtype` after multiplying by `scale`, held to the dtype's range."""

    dtype: str
    scale: float
    meaning: str


STATES: Mapping[str, Kept] = {
    "born": Kept("i2", 1, "month of birth, counted from January 1990"),
    "traits": Kept("u1", 1, "bits: 1 female, 2 married, 4 and 8 class, 16 disabled, 32 admitted, 64 head"),
    "work": Kept("u1", 1, "code of what the person does"),
    "grade": Kept("u1", 1, "ration grade: 0-8 public, 9 weekly, 10 three-day, 11 daily tier"),
    "status": Kept("u1", 1, "0 home, 1 army, 2 abroad, 3 camp, 4 China, 5 South, 6 held"),
    "post": Kept("u1", 1, "code of the post held"),
    "party": Kept("u1", 1, "0 no member, 1 rank and file, 2 office-holder"),
    "meetings": Kept("u1", 1, "meetings with the leader so far"),
    "loyalty": Kept("i1", 10, "private loyalty, a tenth of a logit"),
    "display": Kept("u1", 1, "loyalty shown: 0 dissent, 1 slack, 2 compliance, 3 zeal"),
    "fear": Kept("u1", 100, "fear of punishment, hundredths"),
    "hope": Kept("u1", 100, "expectation of a better life, hundredths"),
    "knowledge": Kept("u1", 100, "knowledge of life outside, hundredths"),
    "credibility": Kept("u1", 100, "belief in what the state says, hundredths"),
    "fatigue": Kept("u1", 100, "weariness, hundredths"),
    "awe": Kept("u1", 100, "awe of the leader after a meeting, hundredths"),
    "reserve": Kept("u1", 100, "weight over the person's own normal weight, hundredths"),
    "eaten": Kept("u2", 1, "cereal eaten, grams a day"),
    "hours": Kept("u1", 1, "hours of trade a week"),
    "plan": Kept("u1", 1, "bits of a plan to leave"),
    "offences": Kept("u1", 1, "offences on file"),
    "grain": Kept("u2", 1e-3, "grain in the household's store, kg"),
    "cash": Kept("i4", 1, "cash of the household, won"),
    "goods": Kept("u2", 1, "belongings of the household, hundredths of an ordinary set of 1990"),
}


class Lives(Onlooker):
    """Keeps the lives of a country while it runs, in `folder`.

    country: at the start, or restored at the end of a month; then `always` are those who were followed whatever their
    hash, as `keep` kept them. share: one person in so many; by the rung when left out.
    Call `add` with every moment and `close` at the end. Raises ValueError for a share below 1.
    """

    def __init__(self, country: Country, folder: Path, share: int | None = None, always: Path | None = None) -> None:
        self.country, self.folder = country, Path(folder)
        self.share = SHARE[country.rung] if share is None else share
        if self.share < 1:
            raise ValueError(f"share: one person in so many, from 1 on, not {share}")
        self.folder.mkdir(parents=True, exist_ok=True)
        self.kinds = kinds_of(country)
        self.seconds = 0.0
        self._events: list[dict[str, Array]] = []
        self._first, self._dated = "", 0  # the month of the first that was taken up; how many parts have their month
        self._writer: Writer | None = None
        self._writing: list[Future[None]] = []
        self.cohort = Cohort(self.share, np.empty(0, np.uint64) if always is None else np.load(always)["always"])
        self._columns = {k: country.declared[k] for k in STATES if k in country.declared}
        self._about()
        country.listen(None if self.share == 1 else self.cohort.in_log)
        country.onlookers.append(self)

    def seated(self, unit: Array, row: Array, packets: Packets, which: Array) -> None:
        """Whoever came to live elsewhere has moved, and why; of those who sought a spouse, only those who found one."""
        v = packets.values
        at, kind, amount, other = moved(self.country, unit, packets, which)
        row_of = which[at]
        who = identity(v["line"][row_of], v["soul"][row_of])
        kept = self.cohort.of(who)
        self._write(who[kept], kind[kept], amount[kept], other[kept])

    def add(self, moment: Moment) -> None:
        """Take the month's events up, and in December how everybody stands."""
        began = perf_counter()
        month = moment.month
        self._first = self._first or month.label
        for rows in moment.told:
            soul, line, kind, amount, other = rows.T
            self._write(identity(line, soul), kind, amount, other)
        for part in self._events[self._dated :]:
            part["month"] = np.full(len(part["person"]), month.index, np.int16)
        self._dated = len(self._events)
        if month.moy == 12:
            self._stand(month)
            self.flush(month.label)
        self.seconds += perf_counter() - began

    def flush(self, last: str) -> None:
        """Put away what was taken up since the last time, up to the month `last`."""
        if not self._first:
            return
        table = {k: np.concatenate([part[k] for part in self._events]) for k in EVENTS}
        self._put_away(f"events-{self._first}-{last}.parquet", table)
        self._events, self._first, self._dated = [], "", 0

    def wait(self) -> None:
        """Until all that was put away is on disk. What went wrong there is raised here."""
        while self._writing:
            self._writing.pop(0).result()

    def _put_away(self, name: str, table: dict[str, Array]) -> None:
        """Written by a thread of its own, while the run goes on."""
        while len(self._writing) > AHEAD:
            self._writing.pop(0).result()
        self._writer = self._writer or Writer()  # again, where a run goes on that was closed at a month
        self._writing.append(self._writer.write(self.folder / name, table))

    def close(self) -> None:
        """Put away what is left: the months since December."""
        began = perf_counter()
        if self._first and self.country.month is not None:
            self.flush(self.country.month.label)
        self.wait()
        if self._writer is not None:
            self._writer.close()
            self._writer = None
        self.seconds += perf_counter() - began

    def keep(self, path: Path) -> None:
        """Writes down who is followed whatever their hash: the one thing that the parts on disk do not tell. They are
        on disk when it returns."""
        self.wait()
        np.savez(path, always=self.cohort.always)

    def _write(self, who: Array, kind: Any, amount: Array, other: Array) -> None:
        """Of those whose lives are kept: the log has no others."""
        rows = {"person": who, "kind": kind, "amount": amount, "other": other}
        self._events.append({k: v.astype(EVENTS[k]) for k, v in rows.items()})

    def _stand(self, month: Month) -> None:
        """How those whose lives are kept stand at the end of the month."""
        c = self.country
        a: Any = c.tables.arrays
        parts = [slice(*ends) for ends in pairwise(range(0, c.units + PART, PART))]
        if self.share > 1:

            def noted(p: slice) -> Array:
                rows: Array = of_note(*(a[k][p] for k in ("n", "line", "soul", "grade", "status")), TIER, ELSEWHERE)
                return rows

            self.cohort.follow(np.concatenate(c.each(noted, parts)))

        def followed(p: slice) -> Any:
            return self.cohort.in_rows(a["n"][p], a["line"][p], a["soul"][p]) + p.start * WIDTH

        at = np.concatenate(c.each(followed, parts))
        who = identity(a["line"].reshape(-1).take(at), a["soul"].reshape(-1).take(at))
        unit = at // WIDTH
        home = unit * HOUSES + a["house"].reshape(-1).take(at)

        def column(name: str) -> Array:
            its = isinstance(self._columns[name], Household)
            return stepped(a[name], home if its else at, STATES[name].dtype, STATES[name].scale)

        place: Array = a["place"][unit]
        table: dict[str, Array] = {"person": who, "place": place.astype(np.uint16), "home": home.astype(np.uint32)}
        table |= zip(self._columns, c.each(column, self._columns), strict=True)
        self._put_away(f"states-{month.label}.parquet", table)

    def _about(self) -> None:
        c, geo, says = self.country, self.country.geo, meanings(self.country)
        about = {
            "seed": c.seed, "rung": c.rung, "share": self.share, "first_month": FIRST,
            "kinds": {name: {"code": code, "says": says[name]} for code, name in self.kinds.items()},
            "states": {name: STATES[name]._asdict() for name in self._columns},
            "places": [{"name": name, "province": int(p), "border": bool(b), "urban": bool(u)} for name, p, b, u in
                       zip(geo.name, geo.province, geo.border, geo.urban, strict=True)],
        }  # fmt: skip
        with whole_file(self.folder / "lives.json") as part:
            part.write_text(json.dumps(about, indent=1), encoding="utf-8")


EVENTS = {"person": "u8", "month": "i2", "kind": "u2", "amount": "u4", "other": "u4"}


class Writer:
    """A thread that writes tables to Parquet files, sorted by person, in the order given for each."""

    def __init__(self) -> None:
        import duckdb

        self._thread = ThreadPoolExecutor(1, initializer=_stand_back)
        self._db = duckdb.connect()  # one for all: opening one takes as long as a small file
        self._db.execute("SET threads=1")

    def write(self, path: Path, table: dict[str, Array]) -> Future[None]:
        return self._thread.submit(self._parquet, path, table)

    def close(self) -> None:
        self._thread.shutdown()
        self._db.close()

    def _parquet(self, path: Path, table: dict[str, Array]) -> None:
        order = order_of(table["person"])
        table = {k: v.take(order) for k, v in table.items()}
        with whole_file(path) as part:
            self._db.register("rows", table)
            where = str(part).replace("'", "''")
            self._db.execute(f"COPY rows TO '{where}' (FORMAT parquet, {PACKED})")
            self._db.unregister("rows")


def _stand_back() -> None:
    """This thread takes what the run leaves of the machine: it has years to write a year, and the run waits for each
    of its own threads every month. Elsewhere than on Linux a thread has no priority of its own."""
    if sys.platform == "linux":
        os.setpriority(os.PRIO_PROCESS, threading.get_native_id(), LAST)


def recorded(folder: Path) -> tuple[str, ...]:
    """Labels of the last months of the stretches that a folder of lives holds, in order."""
    return tuple(sorted(p.stem[-7:] for p in folder.glob("events-*.parquet")))


def parts_until(folder: Path, label: str) -> tuple[list[Path], list[Path]]:
    """The files of a folder of lives up to the month `label`, and those of later months.

    Raises ValueError for a stretch that reaches beyond: a run puts its lives away whenever it keeps its state.
    """
    early: list[Path] = [folder / "lives.json"]
    late: list[Path] = []
    for path in sorted(folder.glob("*.parquet")):
        across = path.stem.startswith("events-") and path.stem[7:14] <= label < path.stem[-7:]
        if across:
            raise ValueError(f"{path} reaches beyond {label}, where it should have been put away")
        (late if path.stem[-7:] > label else early).append(path)
    return early, late
