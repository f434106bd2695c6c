"""Any life of a run that kept its tape: where the person lived, what befell them, how they stood month by month.

The identity tells where the life began (`origin`), the tape where the person went; then the units lived in are replayed
together from their founders, with events kept, and whatever concerns the person is taken out::

    life("runs/history", identity).events

Nothing is looked up in what the run recorded of lives: it is made again, and equals what the run would have recorded.
"""

from __future__ import annotations

from dataclasses import dataclass
from pathlib import Path
from typing import Any, NamedTuple

import numpy as np

from tumen.checkpoint import units_of
from tumen.columns import Array, Column, Household
from tumen.country import Country
from tumen.events import ordered
from tumen.lives import EVENTS
from tumen.lives_moves import kinds_of
from tumen.origin import ancestry, founders
from tumen.replay import again
from tumen.scenario_errors import UserError
from tumen.tape_reading import Move, StoredTape

ALWAYS = -1  # before the first month


class Stay(NamedTuple):
    """Lived in this unit from month `since` (a founder: -1) to the end of month `until` (None: of the tape);
    `left`: the unit from which the person came at the end of the first (-1: was born or founded here)."""

    unit: int
    since: int
    until: int | None
    left: int = -1


@dataclass(frozen=True)
class Life:
    """One person's life. events: person, month, kind, amount, other, as `lives` records them; `kinds` names the kinds.
    months: `month`, `unit`, and every person column and the household's columns at the end of each month lived.
    ended: the month in which the row was given up, by death or between weights; None if it stands at the end."""

    identity: int
    born_to: int | None
    stays: tuple[Stay, ...]
    ended: int | None
    kinds: dict[int, str]
    events: dict[str, Array]
    months: dict[str, Array]

    @property
    def units(self) -> tuple[int, ...]:
        """Units lived in, in order."""
        return tuple(stay.unit for stay in self.stays)


def life(run: str | Path, identity: int) -> Life:
    """The life of whoever has this identity, from a run's folder with its `tape`. Raises UserError for nobody."""
    return replayed(StoredTape(Path(run) / "tape"), identity)


def stays_of(tape: StoredTape, identity: int) -> tuple[tuple[Stay, ...], int | None]:
    """Where the person lived and when, and the mother where the person was born in the run."""
    geo, last = tape.country.geo, tape.months[-1].index
    units = len(geo.unit_place)
    births = ancestry(identity, tape.seed, units, tape.made, last)
    if births is None:
        raise UserError(f"{tape.folder}: nobody of this run up to {tape.months[-1].label} has the identity {identity}")
    people = [identity, *(birth.mother for birth in births)]
    start = Move(ALWAYS, -1, int(founders(np.array(people[-1:], np.uint64), tape.seed, units)[0]))
    stays: tuple[Stay, ...] = ()
    for k in reversed(range(len(people))):
        moves = tape.moves(people[k])
        stays = _stays(moves if start.unit < 0 else [start, *moves])  # a row that was made begins with its first seat
        if k:
            born = births[k - 1].month
            start = Move(born, -1, next(s.unit for s in stays if s.until is None or s.until >= born))
    return stays, births[0].mother if births else None


def _stays(seats: list[Move]) -> tuple[Stay, ...]:
    seats = [seat for seat in seats if seat.left != seat.unit]  # not those who went home
    ends = [*(seat.month for seat in seats[1:]), None]
    return tuple(Stay(seat.unit, seat.month, end, seat.left) for seat, end in zip(seats, ends, strict=True))


def replayed(tape: StoredTape, identity: int) -> Life:
    """The life of whoever has this identity. Raises UserError for nobody, RuntimeError where the units made again are
    not those of the run: then the tape is damaged."""
    stays, mother = stays_of(tape, identity)
    units = np.unique([stay.unit for stay in stays])
    who = _Follower(tape, identity, units, stays)
    for k, c in enumerate(again(tape, units, listen=True)):
        who.look(k, c)
        if who.gone is not None and tape.proof is None:
            break
    if tape.proof is not None and any(_differs(c, i, kept) for i, kept in enumerate(units_of(tape.proof, c, units))):
        raise UserError(f"{tape.folder}: written by another version of the model, and by this one the people of "
                        f"{tape.months[-1].label} would be others: run it anew")  # fmt: skip
    return who.life(mother)


def _differs(c: Country, k: int, kept: dict[str, Array]) -> bool:
    """Whether the k-th unit is not, to the bit, what the checkpoint kept."""
    a, n = c.tables.arrays, int(c.tables.arrays["n"][k])
    made = {name: a[name][k, :n] if isinstance(c.declared.get(name), Column) else a[name][k] for name in kept}
    return any(values.tobytes() != made[name].tobytes() for name, values in kept.items())


class _Follower:
    """Takes out of the replayed units what concerns one person."""

    def __init__(self, tape: StoredTape, identity: int, units: Array, stays: tuple[Stay, ...]) -> None:
        self.tape, self.identity, self.units, self.stays = tape, identity, units, stays
        self.line, self.soul = np.uint32(identity >> 32), np.uint32(identity & 0xFFFFFFFF)
        self.kinds = kinds_of(tape.country)
        self.moves = {m.month: m for m in tape.moves(identity) if m.kind}
        self.gone: int | None = None
        self.seen = stays[0].since == ALWAYS
        declared = tape.country.declared
        self.columns = [k for k, d in declared.items() if isinstance(d, Column)]
        self.goods = [k for k, d in declared.items() if isinstance(d, Household)]
        self.events: list[tuple[int, int, int, int]] = []
        self.months: dict[str, list[int | float]] = {k: [] for k in ("month", "unit", *self.columns, *self.goods)}

    def look(self, k: int, c: Country) -> None:
        """The end of the k-th month on tape."""
        assert c.month is not None
        a, now = c.tables.arrays, c.month.index
        if k + 1 < len(self.tape.months) and (a["n"] != self.tape.rows(k + 1, self.units)).any():
            raise RuntimeError(f"{self.tape.folder}: {c.month.label} made again is not that of the run")
        if now in self.moves:
            move = self.moves[now]
            self.events.append((now, move.kind, move.amount, move.other))
        mine = [part[(part[:, 0] == self.soul) & (part[:, 1] == self.line)] for part in c.told]
        for event in ordered(mine):
            self.events.append((now, int(event.kind), int(event.amount), int(event.other)))
        unit, row = np.nonzero((a["soul"] == self.soul) & (a["line"] == self.line)
                               & (np.arange(a["soul"].shape[1]) < a["n"][:, None]))  # fmt: skip
        if not len(unit):
            self.gone = self.gone or (now if self.seen else None)
            return
        self.seen = True
        u, i = int(unit[0]), int(row[0])
        house = a["house"][u, i]
        self.months["month"].append(now)
        self.months["unit"].append(int(self.units[u]))
        for name in self.columns:
            self.months[name].append(a[name][u, i])
        for name in self.goods:
            self.months[name].append(a[name][u, house])

    def life(self, mother: int | None) -> Life:
        """All that was taken out."""
        table = np.array(self.events, np.int64).reshape(-1, 4)
        events: dict[str, Array] = {"person": np.full(len(table), self.identity, np.uint64)}
        told = ("month", "kind", "amount", "other")
        events |= {name: table[:, k].astype(EVENTS[name]) for k, name in enumerate(told)}
        arrays = self.tape.country.tables.arrays
        types: dict[str, Any] = {"month": np.int16, "unit": np.int32}
        types |= {k: arrays[k].dtype for k in (*self.columns, *self.goods)}
        months = {k: np.array(v, types[k]) for k, v in self.months.items()}
        stays = self.stays
        if self.gone is not None:
            stays = (*stays[:-1], stays[-1]._replace(until=self.gone))
        return Life(self.identity, mother, stays, self.gone, self.kinds, events, months)
