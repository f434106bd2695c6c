"""What befalls persons, written down in the rare branch only: who, what, how much, with whom or where, and why.

A mechanism declares its kinds under `events`; a span takes `log` and `event_<kind>` and calls `put`. While nobody
listens the log has no rows and `put` does nothing, so that listening changes no bit of the run (law 7).
"""

from typing import Any

import numpy as np
from numba import njit

from tumen.columns import WIDTH, Array
from tumen.draws import SMALL, u4

FIELDS = ("soul", "line", "kind", "amount", "other")
A_PERSON = 4  # rows a person and month of one tile: more is an error, never a loss


@njit(**SMALL)
def put(log, soul, line, kind, amount, other):  # type: ignore[no-untyped-def]
    """Write one event down, if anybody listens. Row 0 of the log counts rows in use and rows that found no room."""
    if log.shape[0]:
        k = u4(log[0, 0] + u4(1))
        if k < u4(log.shape[0]):
            log[0, 0] = k
            log[k, 0], log[k, 1], log[k, 2] = u4(soul), u4(line), u4(kind)
            log[k, 3], log[k, 4] = u4(amount), u4(other)
        else:
            log[0, 1] = u4(log[0, 1] + u4(1))


@njit(**SMALL)
def put_home(log, soul, line, house, m, i, kind):  # type: ignore[no-untyped-def]
    """Write down for everybody who lives with row `i` of a unit of `m` what befell that one; `other` is who it was."""
    if log.shape[0]:
        for j in range(m):
            if house[j] == house[i] and j != i:
                put(log, soul[j], line[j], kind, 0, soul[i])


def empty_log(units: int) -> Array:
    """A log for a tile of so many units; for none, the log that nobody reads."""
    return np.zeros((units * WIDTH * A_PERSON + 1 if units else 0, len(FIELDS)), np.uint32)


def drain(log: Array) -> Array:
    """The rows written since the last time, as a copy; the log is empty again. Raises RuntimeError on overflow."""
    if log[0, 1]:
        raise RuntimeError(f"{log[0, 1]} events found no room in the log: a span writes more than {A_PERSON} a person")
    rows = log[1 : int(log[0, 0]) + 1].copy()
    log[0, 0] = 0
    return rows


def ordered(parts: list[Array]) -> Any:
    """The month's events as a table sorted by identity. One person's stay in the order of the schedule, in which they
    befell: all are written in the tile where the person lives, so that no tiling shows."""
    rows = np.concatenate(parts) if parts else np.empty((0, len(FIELDS)), np.uint32)
    rows = rows[np.argsort((rows[:, 1].astype(np.uint64) << 32) | rows[:, 0], kind="stable")]
    return np.ascontiguousarray(rows).view([(name, "u4") for name in FIELDS]).reshape(-1).view(np.recarray)
