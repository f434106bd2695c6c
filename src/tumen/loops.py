"""Loops over one unit's rows that several spans need: sums by household and by class.

`m` is the number of living rows. Everything is summed in whole numbers of 32 bits: no order of rows can change a sum.
"""

from typing import Any

import numba as nb
from numba import njit

KERNEL: dict[str, Any] = {"error_model": "numpy", "nogil": True, "cache": True, "inline": "always"}
i4 = nb.int32


@njit(**KERNEL)
def by_house(values, house, m, pots):  # type: ignore[no-untyped-def]
    """pots[h] becomes the sum of whole `values` over the rows of household h; quick where all are nought."""
    some = i4(0)
    for i in range(m):
        some = i4(some | values[i])
    for h in range(pots.shape[0]):
        pots[h] = 0
    if some:
        for i in range(m):
            pots[house[i]] = i4(pots[house[i]] + values[i])


@njit(**KERNEL)
def in_vectors(m):  # type: ignore[no-untyped-def]
    """Rows rounded up to whole vectors of sixteen: what is worked out for the rows behind the living is never read."""
    return i4(i4(m + i4(15)) & i4(-16))


@njit(**KERNEL)
def of_class(code, codes, values, m):  # type: ignore[no-untyped-def]
    """Sum of `values` over the rows whose code this is, and how many rows they are."""
    total, rows = i4(0), i4(0)
    for i in range(m):
        here = i4(codes[i] == code)
        total = i4(total + i4(values[i] * here))
        rows = i4(rows + here)
    return total, rows
