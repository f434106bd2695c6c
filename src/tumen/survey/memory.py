"""What people still at home will remember if they ever leave: kept cheaply for all, since nobody knows who will go.

Trade: once a year, each December, whether somebody trades eight hours a week; years between are not looked at.
Deaths at home: for the households of 1995-97, which refugees were asked about in China in 1998-99. A death counts for
those who shared the household code the December before; who moved out is nobody's loss here, a newborn is. Soldiers
count with their families, where their rows lie.
"""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

import numpy as np

from tumen.columns import HOUSES, WIDTH, Array
from tumen.door import identity
from tumen.survey.table import MOURNED

if TYPE_CHECKING:
    from tumen.country import Country

TRADES = 8.0  # hours a week, as the market counts traders
FIRST, LONGEST = 1990, 63  # bits of a mask of years


def living(c: Country) -> tuple[Array, Array]:
    """Positions of the living among all rows, and who they are."""
    a: Any = c.tables.arrays
    at = np.flatnonzero(np.arange(WIDTH) < a["n"][:, None])
    return at, identity(a["line"].reshape(-1)[at], a["soul"].reshape(-1)[at])


def home_of(c: Country, at: Array) -> Array:
    """A number for the household in which each of these rows lies."""
    a: Any = c.tables.arrays
    homes: Array = (at // WIDTH) * HOUSES + a["house"].reshape(-1)[at]
    return homes


def find(who: Array, among: Array) -> tuple[Array, Array]:
    """Where each of `who` stands in the sorted `among`, and whether they are there at all."""
    if not len(among):
        return np.zeros(len(who), np.int64), np.zeros(len(who), np.bool_)
    at = np.minimum(np.searchsorted(among, who), len(among) - 1)
    return at, among[at] == who


class TradeYears:
    """Who traded in which years, as bits from 1990 on."""

    def __init__(self) -> None:
        self.who: Array = np.empty(0, np.uint64)
        self.years: Array = np.empty(0, np.uint64)

    def look(self, c: Country, year: int) -> None:
        """The living in December of the year; the dead are forgotten."""
        at, who = living(c)
        trades = c.tables.arrays["hours"].reshape(-1)[at] >= TRADES
        order = np.argsort(who)
        who, trades = who[order], trades[order]
        before, known = find(who, self.who)
        bit = np.uint64(1) << np.uint64(min(max(year - FIRST, 0), LONGEST))
        years = np.where(trades, bit, np.uint64(0))
        if len(self.who):
            years |= np.where(known, self.years[before], np.uint64(0))
        self.who, self.years = who, years

    def of(self, who: Array) -> Array:
        """Each one's years; none for whoever was not there yet in the last December."""
        at, known = find(who, self.who)
        none: Array = np.zeros(len(who), np.uint64)
        return np.where(known, self.years[at], none) if len(self.who) else none


class HomeDeaths:
    """For each who lived in December before one of the years: people in their household then, deaths in it since."""

    def __init__(self) -> None:
        self.kept: dict[int, tuple[Array, Array, Array]] = {}
        self._who: Array = np.empty(0, np.uint64)
        self._home: Array = np.empty(0, np.int64)
        self._dead: list[Array] = []

    def mourn(self, c: Country, year: int) -> None:
        """Who is marked as gone for good this month, and where they lived."""
        if year in MOURNED:
            leave: Any = c.tables.arrays["leave"].reshape(-1)
            at = np.flatnonzero(leave)
            self._dead.append(home_of(c, at[~c.moves[leave[at]]]))

    def look(self, c: Country, year: int) -> None:
        """In December: close the year, and write down who lives where for the next."""
        if year in MOURNED and len(self._who):
            homes = c.units * HOUSES
            people = np.bincount(self._home, minlength=homes)
            dead = np.bincount(np.concatenate(self._dead), minlength=homes)
            self.kept[year] = (self._who, _small(people[self._home]), _small(dead[self._home]))
        self._dead = []
        if year + 1 in MOURNED:
            at, who = living(c)
            order = np.argsort(who)
            self._who, self._home = who[order], home_of(c, at)[order]
        else:
            self._who, self._home = self._who[:0], self._home[:0]

    def only(self, who: Array) -> None:
        """Forget all but these: when the interviews are over, nobody else will be asked."""
        for year, (known, *rest) in self.kept.items():
            kept = np.isin(known, who)
            self.kept[year] = (known[kept], rest[0][kept], rest[1][kept])

    def of(self, who: Array, year: int) -> tuple[Array, Array]:
        """People in each one's household the December before, and deaths there in the year; nought where unknown."""
        if year not in self.kept:
            nobody: Array = np.zeros(len(who), np.uint8)
            return nobody, nobody
        known, people, dead = self.kept[year]
        at, there = find(who, known)
        none = np.uint8(0)
        return np.where(there, people[at], none), np.where(there, dead[at], none)


def _small(counts: Array) -> Array:
    small: Array = np.minimum(counts, 255).astype(np.uint8)
    return small
