"""Whose lives are kept: one person in so many by a hash of the identity, and those who are followed whatever it says.

Asked of every event of a month and of every person once a year, so it is compiled.
"""

from __future__ import annotations

from typing import Any

import numpy as np
from numba import njit

from tumen.columns import Array
from tumen.draws import mix64

COHORT = np.uint64(0x54554D454E)  # any constant: the choice has to be another hash than the draws of luck
BITS = np.uint64(0xFFFFF)
KERNEL: dict[str, Any] = {"nogil": True, "cache": True, "error_model": "numpy"}


class Cohort:
    """share: one person in so many. always: identities (u8) of those followed whatever the hash, sorted."""

    def __init__(self, share: int, always: Array) -> None:
        self.share = share
        self.always = np.empty(0, np.uint64)
        self.follow(always)

    def follow(self, who: Array) -> None:
        """Whoever is of these is followed from now on, whatever the hash says."""
        self.always = np.union1d(self.always, who)
        # by the last bits first: nearly nobody has to be looked for in the list
        self._perhaps = np.zeros(int(BITS) + 1, np.bool_)
        self._perhaps[(self.always & BITS).astype(np.int64)] = True

    def of(self, who: Array) -> Array:
        """Which of these identities (u8) are followed."""
        found: Array = _of(who, np.uint64(self.share), self._perhaps, self.always)
        return found

    def in_log(self, log: Array) -> Array:
        """Of a tile's log, the rows of those who are followed."""
        found: Array = _in_log(log, np.uint64(self.share), self._perhaps, self.always)
        return found

    def in_rows(self, n: Array, line: Array, soul: Array) -> Array:
        """Positions (i8), counted through these units, of the living who are followed."""
        found: Array = _in_rows(n, line, soul, np.uint64(self.share), self._perhaps, self.always)
        return found


@njit(inline="always", **KERNEL)
def _follows(one, share, perhaps, always):  # type: ignore[no-untyped-def]
    if mix64(one ^ COHORT) % share == np.uint64(0):
        return True
    if not perhaps[np.int64(one & BITS)]:
        return False
    at = np.searchsorted(always, one)
    return at < len(always) and always[at] == one


@njit(inline="always", **KERNEL)
def _identity(line, soul):  # type: ignore[no-untyped-def]
    return np.uint64(np.uint64(line) << np.uint64(32)) | np.uint64(soul)


@njit(**KERNEL)
def _of(who, share, perhaps, always):  # type: ignore[no-untyped-def]
    out = np.empty(len(who), np.bool_)
    for i in range(len(who)):
        out[i] = _follows(who[i], share, perhaps, always)
    return out


@njit(**KERNEL)
def _in_log(log, share, perhaps, always):  # type: ignore[no-untyped-def]
    out = np.empty(len(log), np.bool_)
    for i in range(len(log)):
        out[i] = _follows(_identity(log[i, 1], log[i, 0]), share, perhaps, always)
    return out


@njit(**KERNEL)
def _in_rows(n, line, soul, share, perhaps, always):  # type: ignore[no-untyped-def]
    width, count = line.shape[1], 0
    out = np.empty(n.sum(), np.int64)
    for u in range(len(n)):
        for i in range(n[u]):
            if _follows(_identity(line[u, i], soul[u, i]), share, perhaps, always):
                out[count] = u * width + i
                count += 1
    return out[:count]


@njit(**KERNEL)
def of_note(n, line, soul, grade, status, tier, away):  # type: ignore[no-untyped-def]
    """Identities of the living in a supply tier, or with one of the statuses `away`."""
    out = np.empty(n.sum(), np.uint64)
    count = 0
    for u in range(len(n)):
        for i in range(n[u]):
            is_away = False
            for s in away:
                is_away |= status[u, i] == s
            if grade[u, i] >= tier or is_away:
                out[count] = _identity(line[u, i], soul[u, i])
                count += 1
    return out[:count]
