"""The calendar: months are whole numbers counted from January 1990, and everything dated is written as "1995-08".

Nothing here knows of scenarios, parameters or mechanisms; they count months the same way because they count here.
"""

from __future__ import annotations

import re
from bisect import bisect_right
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from functools import cached_property
from itertools import pairwise

FIRST_YEAR = 1990
FIRST, LAST = "1990-01", "2049-12"
"""The founding population is that of January 1990; months fit 16 bits well beyond 2049."""

_MONTH = re.compile(r"^(\d{4})-(0[1-9]|1[0-2])$")
_YEAR = re.compile(r"^\d{4}$")


@dataclass(frozen=True, slots=True)
class Month:
    """One month as mechanisms see it: `moy` is the month of the year, 1 to 12."""

    index: int
    year: int
    moy: int
    label: str


def month_index(label: str | int) -> int:
    """Months since January 1990: "1990-01" is 0, "1995-08" is 67; a year alone ("1995", 1995) is its January."""
    text = str(label)
    found = _MONTH.match(text)
    if found:
        return (int(found[1]) - FIRST_YEAR) * 12 + int(found[2]) - 1
    if _YEAR.match(text) and not isinstance(label, bool):
        return (int(text) - FIRST_YEAR) * 12
    raise ValueError(f'{text!r} is not a month: write year and month as "1995-08", or a year as "1995"')


def month_label(index: int) -> str:
    """The way back: 67 is "1995-08"."""
    return f"{FIRST_YEAR + index // 12:04d}-{index % 12 + 1:02d}"


def month(index: int) -> Month:
    """The month with this index."""
    return Month(index, FIRST_YEAR + index // 12, index % 12 + 1, month_label(index))


@dataclass(frozen=True)
class Calendar:
    """The months of a run, first and last included."""

    start: str = FIRST
    end: str = "2025-12"
    __pydantic_config__ = {"extra": "forbid"}

    @cached_property
    def first(self) -> int:
        return month_index(self.start)

    @cached_property
    def last(self) -> int:
        return month_index(self.end)

    def __iter__(self) -> Iterator[Month]:
        return (month(i) for i in range(self.first, self.last + 1))

    def __len__(self) -> int:
        return max(0, self.last - self.first + 1)

    def __contains__(self, what: object) -> bool:
        index = what.index if isinstance(what, Month) else what if isinstance(what, int) else month_index(str(what))
        return self.first <= index <= self.last

    def until(self, label: str | None) -> Calendar:
        """The same calendar, ended early."""
        return self if label is None else Calendar(self.start, label)


Steps = list[tuple[int, float]]
"""A step function over months: each value holds from its month until the next, the first also before its month."""


def steps(value: float | Mapping[str, float] | Mapping[int, float]) -> Steps:
    """A parameter's value as a step function: a number, or a mapping from dates ("1990", "1994-06") to numbers."""
    if not isinstance(value, Mapping):
        return [(0, float(value))]
    if not value:
        raise ValueError("a dated value needs at least one date")
    found = sorted((month_index(date), float(number)) for date, number in value.items())
    for (one, _), (two, _) in pairwise(found):
        if one == two:
            raise ValueError(f"{month_label(one)} is given twice")
    return found


def at(found: Steps, index: int) -> float:
    """The value of a step function in a month."""
    place = bisect_right(found, index, key=lambda step: step[0])
    return found[max(0, place - 1)][1]


def spread(found: Steps, first: int, last: int) -> list[float]:
    """A step function written out, one value for each month from `first` to `last`."""
    values: list[float] = []
    for (_, value), (until, _) in zip(found, [*found[1:], (last + 1, 0.0)], strict=True):
        values.extend([value] * (min(until, last + 1) - first - len(values)))
    return values
