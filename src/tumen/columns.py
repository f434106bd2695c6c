"""Declared arrays: what a mechanism owns, with dtype, unit, meaning and bounds, and how much memory that takes.

Five kinds of array, because five things have state: persons (units x 128 rows, the living rows a prefix), households
(units x 48), units, places (small, named dimensions), and scratch that lives for one month on one tile of one thread.
A tally is a whole-number count that spans add to; whole numbers commute, so threads and tiles cannot change a sum.
"""

from dataclasses import dataclass, field
from typing import Any

import numpy as np
import numpy.typing as npt

WIDTH = 128  # rows of a unit: people of one neighbourhood unit lie side by side
HOUSES = 48  # household codes of a unit
PROVINCES = 11
GROUPS = 24  # sex x age band (0-4, 5-19, 20-59, 60 on) x stratum (public, Party, tier)

Array = npt.NDArray[Any]


@dataclass(frozen=True)
class Column:
    """A person column, shape (units, 128). `record=k`: recorded as whole-number sums of round(value x k).
    `resets`: set back to its start when the person moves to another unit."""

    dtype: str
    unit: str
    meaning: str
    bounds: tuple[float, float] | None = None
    start: float = 0
    record: int | None = None
    resets: bool = False


@dataclass(frozen=True)
class Household:
    """A household column, shape (units, 48). `conserved`: movers carry their share of it and the books count it."""

    dtype: str
    unit: str
    meaning: str
    bounds: tuple[float, float] | None = None
    start: float = 0
    conserved: bool = False


@dataclass(frozen=True)
class Unit:
    """A unit array, shape (units,). With `step` it is published at month end, rounded to whole steps."""

    dtype: str
    unit: str
    meaning: str
    step: float | None = None
    start: float = 0


@dataclass(frozen=True)
class Place:
    """A small array that the state or the market publishes; dimensions "place", "province" or whole numbers.

    `step` (absolute) or `digits` (significant) is the grain of what people read: finer noise does not travel.
    """

    dtype: str
    unit: str
    meaning: str
    over: tuple[str | int, ...] = ("place",)
    step: float | None = None
    digits: int | None = None
    bounds: tuple[float, float] | None = None
    start: float = 0


@dataclass(frozen=True)
class Tally:
    """Whole-number monthly counts (int64) by named dimensions; summed over threads, zeroed each month."""

    unit: str
    meaning: str
    over: tuple[str | int, ...] = ("province",)


@dataclass(frozen=True)
class Scratch:
    """A tile-sized array that carries values from span to span within one month; never stored."""

    dtype: str
    unit: str
    meaning: str
    width: int = WIDTH


Declaration = Column | Household | Unit | Place | Tally | Scratch

ENGINE: dict[str, Declaration] = {
    "soul": Column("u4", "1", "low half of the identity; keys the draws"),
    "line": Column("u4", "1", "high half of the identity"),
    "leave": Column("u1", "code", "reason for leaving the row at month end; 0 stays"),
    "house": Column("u1", "code", "household code within the unit", bounds=(0, HOUSES - 1)),
    "n": Unit("i4", "rows", "living rows: rows 0 to n-1 are the unit's people"),
    "place": Unit("i4", "index", "place of the unit"),
    "province": Unit("u1", "index", "province of the unit"),
    "weight": Unit("i4", "persons/row", "persons that each row of the unit stands for"),
}


def width_of(d: Declaration) -> int:
    """Second dimension of a stored array, 0 for a unit array."""
    return WIDTH if isinstance(d, Column) else HOUSES if isinstance(d, Household) else 0


def stored(d: Declaration) -> bool:
    return isinstance(d, Column | Household | Unit)


def bytes_per_slot(declared: dict[str, Declaration]) -> dict[str, float]:
    """Bytes a person slot for each stored array (household and unit arrays are spread over 128 rows)."""
    share = {Column: 1.0, Household: HOUSES / WIDTH, Unit: 1.0 / WIDTH}
    out: dict[str, float] = {}
    for name, d in declared.items():
        if isinstance(d, Column | Household | Unit):
            copies = 2 if isinstance(d, Unit) and d.step is not None else 1
            out[name] = np.dtype(d.dtype).itemsize * share[type(d)] * copies
    return out


def shape_of(over: tuple[str | int, ...], places: int) -> tuple[int, ...]:
    sizes = {"place": places, "province": PROVINCES}
    return tuple(sizes[k] if isinstance(k, str) else k for k in over)


@dataclass
class Tables:
    """The state of a country: every stored array by name, allocated once and never moved."""

    units: int
    places: int
    declared: dict[str, Declaration]
    arrays: dict[str, Array] = field(default_factory=dict)

    def __post_init__(self) -> None:
        for name, d in self.declared.items():
            if isinstance(d, Column | Household | Unit):
                shape = (self.units, width_of(d)) if width_of(d) else (self.units,)
                self.arrays[name] = self._fresh(shape, d.dtype, d.start)
                if isinstance(d, Unit) and d.step is not None:
                    self.arrays[name + "_next"] = self._fresh(shape, d.dtype, d.start)
            elif isinstance(d, Place):
                self.arrays[name] = self._fresh(shape_of(d.over, self.places), d.dtype, d.start)

    @staticmethod
    def _fresh(shape: tuple[int, ...], dtype: str, start: float) -> Array:
        # zeros are mapped lazily by the system, so empty rows cost no memory until somebody lives there
        return np.zeros(shape, dtype) if start == 0 else np.full(shape, start, dtype)

    def columns(self, kind: type) -> dict[str, Array]:
        return {k: self.arrays[k] for k, d in self.declared.items() if isinstance(d, kind)}


def publish(values: Array, step: float | None, digits: int | None) -> None:
    """Round a published float array in place to whole steps, or to significant digits."""
    if step is not None and values.dtype.kind == "f":
        values[...] = (np.rint(values.astype(np.float64) / step) * step).astype(values.dtype)
    elif digits is not None:
        flat = values.reshape(-1)
        for k in range(flat.size):
            flat[k] = float(f"{float(flat[k]):.{digits - 1}e}")
