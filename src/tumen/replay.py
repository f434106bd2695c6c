"""A unit replayed: one unit's history made again by itself, from what a run published and who arrived there.

Nobody in the people phase sees anything but their own unit and what was published (law 2), so a unit's life follows
from its founders, who come from the seed and the unit's number alone, from the published arrays month by month, and
from the people whom the door seated in it. A `Tape` keeps the last two while a country runs; `replay` makes the unit
again with the engine's own code, and the result equals the run to the bit::

    country = build(load("history"), 1, "250k")
    tape = Tape(country, units=[17, 4012])
    for moment in months(country, until="1999-12"):
        ...
    replay(tape, 17, "1995-12").persons["eaten"]

The books (`govern`, `account`) write no row of a person or household (law 9), so nothing of them has to be kept.
"""

from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass, field, replace
from typing import Any, NamedTuple, Protocol

import numpy as np

from tumen import door
from tumen.bind import readonly
from tumen.columns import Array, Column, Household, Place, Unit
from tumen.country import Country
from tumen.door import Packets
from tumen.months import Month, month_index
from tumen.onlooker import Onlooker
from tumen.simulate import live, publish_units


class Arrivals(NamedTuple):
    """People whom the door seated: unit and row of each, all person columns, and what they brought."""

    unit: Array
    row: Array
    values: dict[str, Array]
    carried: dict[str, Array]


@dataclass
class Page:
    """One month on tape: what seeded its draws, its figures, the arrays of places and of all units as the people of
    that month saw them, and who arrived."""

    month: Month
    luck: int
    numbers: Mapping[str, Any]
    places: dict[str, Array]
    units: dict[str, Array]
    arrivals: list[Arrivals] = field(default_factory=list)


class Kept(Protocol):
    """A tape, in memory or on disk: `country` says of which rung and schedule, `read` tells the months of some units.

    Of the country no person is read: geography, declarations and the code of the month are all that a replay takes."""

    country: Country

    def read(self, units: Array) -> Iterator[Page]: ...


class Tape(Onlooker):
    """Keeps what the replay of some units takes, while a country runs. It only looks on: no bit of the run changes.

    units: numbers of the units to be replayed; all by default, which costs memory in the larger rungs.
    Raises ValueError where the country has begun: a replay starts with the founders.
    """

    def __init__(self, country: Country, units: Iterable[int] | None = None) -> None:
        if country.month is not None:
            raise ValueError(f"the country stands at {country.month.label}; a tape starts before the first month")
        self.country = country
        self.units = np.unique(np.arange(country.units) if units is None else np.fromiter(units, np.int64))
        self.near = np.unique(np.concatenate([self.units, country.geo.link[self.units].ravel()]))  # with linked units
        self.near = self.near[self.near >= 0]
        self.kept = np.zeros(country.units, np.bool_)
        self.kept[self.units] = True
        seen = {slot.name for step in country.steps for slot in step.slots if slot.kind == "whole"}
        self.places = [k for k, d in country.declared.items() if isinstance(d, Place) and k in seen]
        self.shared = [k for k, d in country.declared.items() if isinstance(d, Unit) and d.step is not None]
        self.pages: list[Page] = []
        country.onlookers.append(self)

    def published(self, c: Country, month: Month) -> None:
        """Called when the state has governed: what people will see this month."""
        a = c.tables.arrays
        places, units = {k: a[k].copy() for k in self.places}, {k: a[k][self.near] for k in self.shared}
        self.pages.append(Page(month, c.luck, c.numbers, places, units))

    def read(self, units: Array) -> Iterator[Page]:
        """The months of these units. Raises ValueError where the tape was not told to keep one of them."""
        for unit in units:
            if not 0 <= unit < len(self.kept) or not self.kept[unit]:
                raise ValueError(f"unit {unit} is not on the tape")
        for page in self.pages:
            everywhere = {k: np.zeros(len(self.kept), v.dtype) for k, v in page.units.items()}
            for k, v in page.units.items():
                everywhere[k][self.near] = v
            yield replace(page, units=everywhere)

    def seated(self, unit: Array, row: Array, packets: Packets, which: Array) -> None:
        """Called when the door has seated people."""
        mine = self.kept[unit]
        if mine.any():
            who = which[mine]
            values = {k: v[who] for k, v in packets.values.items()}
            carried = {k: v[who] for k, v in packets.carried.items()}
            self.pages[-1].arrivals.append(Arrivals(unit[mine], row[mine], values, carried))


@dataclass(frozen=True)
class UnitState:
    """One unit at the end of a month: columns of its living persons, of its 48 household codes, and its own figures."""

    unit: int
    month: Month
    persons: dict[str, Array]
    households: dict[str, Array]
    figures: dict[str, Array]

    def differences(self, other: "UnitState") -> list[str]:
        """Names of the arrays that are not equal to the bit."""
        mine = self.persons | self.households | self.figures
        others = other.persons | other.households | other.figures
        same = {k for k in mine.keys() & others.keys() if mine[k].tobytes() == others[k].tobytes()}
        return sorted((mine.keys() | others.keys()) - same)


def state_of(country: Country, unit: int) -> UnitState:
    """A unit of a running country as it stands, as copies."""
    return _state(country, unit, unit)


def replay(tape: Tape, unit: int, until: str | None = None) -> UnitState:
    """The unit at the end of the month `until` (the last on tape by default), made again by itself."""
    last = tape.pages[-1].month.index if until is None else month_index(until)
    for state in replay_months(tape, unit):
        if state.month.index == last:
            return state
    raise ValueError(f"the tape holds no month {until}")


def replay_months(tape: Kept, unit: int) -> Iterator[UnitState]:
    """The unit at the end of each month on tape. Raises ValueError where the tape was not told to keep the unit."""
    return (_state(c, 0, unit) for c in again(tape, np.array([unit])))


def again(tape: Kept, units: Array, listen: bool = False) -> Iterator[Country]:
    """These units alone, month by month from their founders: the k-th unit is the k-th of the country that is yielded
    at the end of each month, the same each time. listen: keep what is `told`, as `Country.listen` does."""
    units, whole = np.asarray(units), tape.country
    c = Country(whole.scenario, whole.seed, whole.rung, whole.schedule, tile=len(units), only=units.tolist())
    if listen:
        c.listen()
    for page in tape.read(units):
        _open(c, page)
        live(c, page.month)
        door.lift(c)
        for arrivals in page.arrivals:
            _seat(c, arrivals, units)
        publish_units(c)
        c.month = page.month
        yield c


def _open(c: Country, page: Page) -> None:
    """The month as the units saw it: its figures, and what places and linked units had published."""
    c.luck, c.numbers = page.luck, dict(page.numbers)
    for name, values in page.places.items():
        c.tables.arrays[name][...] = values
    for name, values in page.units.items():
        c.whole[name] = readonly(values)


def _seat(c: Country, arrivals: Arrivals, units: Array) -> None:
    """Write those who arrived in these units into the rows and households where the door seated them."""
    a = c.tables.arrays
    for k in range(len(units)):
        mine = np.flatnonzero(arrivals.unit == units[k])
        for name, values in arrivals.values.items():
            a[name][k, arrivals.row[mine]] = values[mine]
        house = arrivals.values["house"][mine]
        for name, amounts in arrivals.carried.items():
            np.add.at(a[name][k], house, amounts[mine].astype(a[name].dtype))
        a["n"][k] += len(mine)


def _state(c: Country, row: int, unit: int) -> UnitState:
    assert c.month is not None
    a, n = c.tables.arrays, int(c.tables.arrays["n"][row])
    persons, households, figures = {}, {}, {}
    for name, d in c.declared.items():
        if isinstance(d, Column):
            persons[name] = a[name][row, :n].copy()
        elif isinstance(d, Household):
            households[name] = a[name][row].copy()
        elif isinstance(d, Unit):
            figures[name] = a[name][row : row + 1].copy()
    return UnitState(unit, c.month, persons, households, figures)
