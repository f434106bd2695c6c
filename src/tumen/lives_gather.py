"""The compiled part of writing lives down: people in the order of their identity, and a column in steps as it is kept.

A year's look at everybody is the dearest thing that a record of lives does, and the run waits for the part that reads
the state: one pass a column.
"""

from __future__ import annotations

from typing import Any

import numpy as np
from numba import njit

from tumen.columns import Array

BITS = 16  # people are dealt out by the first bits of their identity: a handful each, at the rungs that there are
KERNEL: dict[str, Any] = {"nogil": True, "cache": True, "error_model": "numpy"}


@njit(**KERNEL)
def order_of(who):  # type: ignore[no-untyped-def]
    """Positions (i4) of identities (u8) from the least to the greatest, equal ones in the order given.

    Identities are hashes: dealt out by their first bits they fall evenly, and the few of one bit pattern are put in
    order one by one. Half the time of a radix sort over all 64 bits.
    """
    n, shift = len(who), np.uint64(64 - BITS)
    starts = np.zeros((1 << BITS) + 1, np.int32)
    for i in range(n):
        starts[np.int64(who[i] >> shift) + 1] += 1
    for d in range(1 << BITS):
        starts[d + 1] += starts[d]
    order, key = np.empty(n, np.int32), np.empty(n, np.uint64)
    free = starts.copy()
    for i in range(n):
        one = who[i]
        first = np.int64(one >> shift)
        to = free[first]
        free[first] = to + 1
        while to > starts[first] and key[to - 1] > one:
            key[to], order[to] = key[to - 1], order[to - 1]
            to -= 1
        key[to], order[to] = one, i
    return order


@njit(**KERNEL)
def _stepped(column, at, scale, low, high, out):  # type: ignore[no-untyped-def]
    for i in range(len(at)):
        value = np.rint(np.float32(column[at[i]]) * scale)
        out[i] = min(max(value, low), high)


def stepped(column: Array, at: Array, dtype: str, scale: float) -> Array:
    """The rows `at` of a column as they are kept: multiplied by `scale`, in whole steps, within the bounds of `dtype`.

    Figures beyond 2^24 keep their own arithmetic: as float32 they would lose their last digits.
    """
    kind, flat = np.dtype(dtype), column.reshape(-1)
    if scale == 1 and flat.dtype == kind:
        return flat.take(at)
    span = np.iinfo(kind)
    if flat.dtype != np.float32:
        found = flat.take(at)
        scaled = found if scale == 1 else found * np.float32(scale)
        whole: Array = np.clip(np.rint(scaled), span.min, span.max).astype(kind)
        return whole
    out = np.empty(len(at), kind)
    _stepped(flat, at, np.float32(scale), np.float32(span.min), np.float32(span.max), out)
    return out


def held(values: Array, dtype: str, scale: float) -> Array:
    """Figures as they are kept, in the order given."""
    return stepped(values, np.arange(len(values)), dtype, scale)
