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
from collections.abc import Callable, Mapping
from pathlib import Path
from time import perf_counter
from typing import TYPE_CHECKING, Any, NamedTuple

import numpy as np

from tumen.columns import HOUSES, WIDTH, Array, Household
from tumen.door import identity, mix_array
from tumen.months import FIRST

if TYPE_CHECKING:
    from tumen.country import Country
    from tumen.door import Packets
    from tumen.months import Month
    from tumen.simulate import Moment

SHARE = {"25k": 1, "250k": 1, "2.5m": 10, "25m": 100}
"""One person in so many is followed, by rung."""
COHORT = np.uint64(0x54554D454E)  # any constant: the choice has to be another hash than the draws of luck
MOVED = "moved"
TIER, ABROAD, SOUTH = 9, 2, 5


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


class Lives:
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
        self.kinds = {**country.kinds, len(country.kinds) + 1: MOVED}
        self.seconds = 0.0
        self._events: list[dict[str, Array]] = []
        self._first = ""
        # identities of those whom we follow whatever their hash
        self._always = np.empty(0, np.uint64) if always is None else np.load(always)["always"]
        self._columns = {k: country.declared[k] for k in STATES if k in country.declared}
        self._about()
        country.listen()
        country.onlookers.append(self)

    def chosen(self, who: Array) -> Array:
        """Whose lives are kept."""
        if self.share == 1:
            return np.ones(len(who), np.bool_)
        picked: Array = mix_array(who ^ COHORT) % np.uint64(self.share) == 0
        if len(self._always):
            at = np.minimum(np.searchsorted(self._always, who), len(self._always) - 1)
            picked |= self._always[at] == who
        return picked

    def published(self, c: Country, month: Month) -> None:
        """Nothing that is published is of anybody's life."""

    def seated(self, unit: Array, row: Array, packets: Packets, which: Array) -> None:
        """Whoever came to live in another place has moved: `amount` is the place left, `other` the new one."""
        place: Any = self.country.tables.arrays["place"]
        old, new = place[packets.unit[which]], place[unit]
        gone = np.flatnonzero(old != new)
        if len(gone):
            v, at = packets.values, which[gone]
            self._write(identity(v["line"][at], v["soul"][at]), len(self.kinds), old[gone], new[gone])

    def add(self, moment: Moment) -> None:
        """Take the month's events up, and in December how everybody stands."""
        began = perf_counter()
        e, month = moment.events, moment.month
        self._first = self._first or month.label
        self._write(identity(e.line, e.soul), e.kind, e.amount, e.other)
        for part in self._events:
            part.setdefault("month", np.full(len(part["person"]), month.index, np.int16))
        if month.moy == 12:
            self._stand(month)
            self.flush(month.label)
        self.seconds += perf_counter() - began

    def flush(self, last: str) -> None:
        """Put away what was taken up since the last time, up to the month `last`."""
        if not self._first:
            return
        parts = {k: np.concatenate([part[k] for part in self._events]) for k in EVENTS}
        order = np.argsort(parts["person"], kind="stable")
        _parquet(self.folder / f"events-{self._first}-{last}.parquet", {k: v[order] for k, v in parts.items()})
        self._events, self._first = [], ""

    def close(self) -> None:
        """Put away what is left: the months since December."""
        began = perf_counter()
        if self._first and self.country.month is not None:
            self.flush(self.country.month.label)
        self.seconds += perf_counter() - began

    def keep(self, path: Path) -> None:
        """Writes down who is followed whatever their hash: the one thing that the parts on disk do not tell."""
        np.savez(path, always=self._always)

    def _write(self, who: Array, kind: Any, amount: Array, other: Array) -> None:
        picked = self.chosen(who)
        codes = np.broadcast_to(np.asarray(kind, np.uint16), who.shape)
        self._events.append({
            "person": who[picked], "kind": codes[picked].astype(np.uint16), "amount": amount[picked].astype(np.uint32),
            "other": other[picked].astype(np.uint32),
        })  # fmt: skip

    def _stand(self, month: Month) -> None:
        """How those whose lives are kept stand at the end of the month."""
        a: Any = self.country.tables.arrays
        unit, row = np.nonzero(np.arange(WIDTH) < a["n"][:, None])
        who = identity(a["line"][unit, row], a["soul"][unit, row])
        if self.share > 1:
            status = a["status"][unit, row]
            special = (a["grade"][unit, row] >= TIER) | (status == ABROAD) | (status == SOUTH)
            self._always = np.union1d(self._always, who[special])
            kept = self.chosen(who)
            unit, row, who = unit[kept], row[kept], who[kept]
        order = np.argsort(who)
        unit, row, house = unit[order], row[order], a["house"][unit, row][order]
        table: dict[str, Array] = {
            "person": who[order], "place": a["place"][unit].astype(np.uint16),
            "home": (unit * HOUSES + house).astype(np.uint32),
        }  # fmt: skip
        for name, declared in self._columns.items():
            values = a[name][unit, house if isinstance(declared, Household) else row]
            table[name] = _held(values, STATES[name])
        _parquet(self.folder / f"states-{month.label}.parquet", table)

    def _about(self) -> None:
        c, geo = self.country, self.country.geo
        says = {f"{m.name}.{k}": text for m in c.mechanisms.values() for k, text in m.events.items()}
        says[MOVED] = "came to live in another place (amount: the place left, other: the new one)"
        about = {
            "seed": c.seed, "rung": c.rung, "share": self.share, "first_month": FIRST,
            "kinds": {name: {"code": code, "says": says[name]} for code, name in self.kinds.items()},
            "states": {name: STATES[name]._asdict() for name in self._columns},
            "places": [{"name": name, "province": int(p), "border": bool(b), "urban": bool(u)} for name, p, b, u in
                       zip(geo.name, geo.province, geo.border, geo.urban, strict=True)],
        }  # fmt: skip
        _whole(self.folder / "lives.json", lambda path: path.write_text(json.dumps(about, indent=1), encoding="utf-8"))


EVENTS = ("person", "month", "kind", "amount", "other")


def _held(values: Array, kept: Kept) -> Array:
    kind = np.dtype(kept.dtype)
    if kept.scale == 1 and values.dtype == kind:
        return values
    span = np.iinfo(kind)
    return np.clip(np.rint(values * np.float64(kept.scale)), span.min, span.max).astype(kind)


def _whole(path: Path, write: Callable[[Path], object]) -> None:
    """A file is there whole or not at all."""
    part = path.with_name(f".{path.name}.part")
    write(part)
    os.replace(part, path)


def _parquet(path: Path, table: dict[str, Array]) -> None:
    import duckdb

    def write(part: Path) -> None:
        with duckdb.connect() as db:
            db.execute("SET threads=1")
            db.register("rows", table)
            db.execute(f"COPY rows TO '{part}' (FORMAT parquet, COMPRESSION zstd, ROW_GROUP_SIZE 20000)")

    _whole(path, write)


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
