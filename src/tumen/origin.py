"""Where a life began, read from its identity: the mixing of bits can be undone.

A founder's identity is mixed from the seed, the unit and the row; a child's from the mother's and the month (`draws`).
So an identity is taken back by every month in which it may have been born, and the mother by hers, until somebody is
met who is known: a founder, or one whose row was made between places. 64 bits are enough that nobody else fits.
"""

from __future__ import annotations

from typing import NamedTuple

import numpy as np
import numpy.typing as npt

from tumen.columns import WIDTH
from tumen.door import mix_array

U8 = np.uint64
Identities = npt.NDArray[np.uint64]
YOUNGEST = 15 * 12
"""Months of age below which nobody bears a child (`demography.births`): it keeps the search among mothers short."""


class Birth(NamedTuple):
    """Born in this month, to this mother."""

    month: int
    mother: int


def unmix_array(z: Identities) -> Identities:
    """What was mixed: `unmix_array(mix_array(z))` is z."""
    with np.errstate(over="ignore"):
        z = z ^ (z >> U8(31)) ^ (z >> U8(62))
        z = z * U8(pow(0x94D049BB133111EB, -1, 1 << 64))
        z = z ^ (z >> U8(27)) ^ (z >> U8(54))
        z = z * U8(pow(0xBF58476D1CE4E5B9, -1, 1 << 64))
        z = z ^ (z >> U8(30)) ^ (z >> U8(60))
        return z - U8(0x9E3779B97F4A7C15)


def founders(who: Identities, seed: int, units: int) -> npt.NDArray[np.int64]:
    """The unit in which each was a founder, or -1."""
    found = np.full(len(who), -1, np.int64)
    with np.errstate(over="ignore"):
        inner, begin = unmix_array(who), mix_array(np.array([seed], U8))
        for row in range(WIDTH):
            unit = unmix_array(inner - U8(row)) - begin
            found[unit < U8(units)] = unit[unit < U8(units)].astype(np.int64)
    return found


def ancestry(identity: int, seed: int, units: int, made: Identities, last: int) -> list[Birth] | None:
    """The births that lead from this person back to a known one, the person's own first: none for a founder.

    made: identities known besides the founders. last: the last month of the run. None where nobody is met."""
    who, born = np.array([identity], U8), np.array([last + YOUNGEST])
    came_from: list[tuple[Identities, npt.NDArray[np.int64], npt.NDArray[np.int64]]] = []
    while len(who):
        known = np.flatnonzero((founders(who, seed, units) >= 0) | np.isin(who, made))
        if len(known):
            return _way(int(known[0]), who, came_from)
        latest = born - YOUNGEST  # a mother born in the run bears fifteen years later at the earliest
        ends = np.maximum(latest + 1, 0)
        child = np.repeat(np.arange(len(who)), ends)
        month = np.arange(len(child)) - np.repeat(np.cumsum(ends) - ends, ends)
        with np.errstate(over="ignore"):
            mothers = unmix_array(unmix_array(who[child]) - U8(8) * month.astype(U8))
        came_from.append((who, child, month))
        who, born = mothers, month
    return None


def _way(
    at: int, who: Identities, came_from: list[tuple[Identities, npt.NDArray[np.int64], npt.NDArray[np.int64]]]
) -> list[Birth]:  # fmt: skip
    """Back from the known one down to the person asked for."""
    births: list[Birth] = []
    for children, child, month in reversed(came_from):
        births.append(Birth(int(month[at]), int(who[at])))
        at, who = int(child[at]), children
    return births[::-1]
