"""Kernels of the door: listing who leaves, closing holes, finding seats. Plain loops over marked rows, no policy."""

from typing import Any

import numpy as np
from numba import njit

from tumen.columns import HOUSES, WIDTH
from tumen.draws import i4, i8, u1, u4, u8

KERNEL: dict[str, Any] = {"error_model": "numpy", "nogil": True, "cache": True}
ROOM = 116  # a unit takes arrivals up to this many rows, so that births always find one
_ALL_HOUSES = np.uint64((1 << HOUSES) - 1)


@njit(**KERNEL)
def count_marked(leave, n):  # type: ignore[no-untyped-def]
    """How many living rows are marked, in all."""
    total = i8(0)
    for u in range(n.shape[0]):
        c = i4(0)
        for i in range(n[u]):
            c = i4(c + i4(leave[u, i] != u1(0)))
        total += i8(c)
    return total


@njit(**KERNEL)
def list_marked(leave, n, unit, row):  # type: ignore[no-untyped-def]
    """Units and rows of the marked, unit by unit: an order that no tiling can change."""
    k = 0
    for u in range(n.shape[0]):
        for i in range(n[u]):
            if leave[u, i] != u1(0):
                unit[k] = u
                row[k] = i
                k += 1


@njit(**KERNEL)
def kin(unit, row, house, leave, n, moves, members, leaving, moving, first):  # type: ignore[no-untyped-def]
    """For each marked row: members of its household, how many leave, how many of these move, and whether it is the
    first mover among them (who carries what division leaves over)."""
    for k in range(unit.shape[0]):
        u = unit[k]
        h = house[u, row[k]]
        m = g = v = i4(0)
        lead = -1
        for i in range(n[u]):
            if house[u, i] == h:
                m = i4(m + i4(1))
                if leave[u, i] != u1(0):
                    g = i4(g + i4(1))
                    if moves[leave[u, i]]:
                        v = i4(v + i4(1))
                        if lead < 0:
                            lead = i
        members[k], leaving[k], moving[k], first[k] = m, g, v, lead == row[k]


@njit(**KERNEL)
def take(column, unit, row, out):  # type: ignore[no-untyped-def]
    for k in range(unit.shape[0]):
        out[k] = column[unit[k], row[k]]


@njit(**KERNEL)
def put(column, unit, row, values):  # type: ignore[no-untyped-def]
    for k in range(unit.shape[0]):
        column[unit[k], row[k]] = values[k]


@njit(**KERNEL)
def holes(unit, row, leave, n, source, target):  # type: ignore[no-untyped-def]
    """Fill every hole from the back. `n` becomes the number that stay; returns how many rows shift, and where from."""
    k = 0
    at = 0
    while at < unit.shape[0]:
        u = unit[at]
        m = n[u]
        i = 0
        while i < m:
            if leave[u, i] != u1(0):
                m -= 1
                while m > i and leave[u, m] != u1(0):
                    m -= 1
                if m > i:
                    source[k, 0], source[k, 1] = u, m
                    target[k] = i
                    k += 1
            i += 1
        n[u] = m
        while at < unit.shape[0] and unit[at] == u:
            at += 1
    return k


@njit(**KERNEL)
def shift(column, source, target, cleared_unit, cleared_from, cleared_to, start):  # type: ignore[no-untyped-def]
    """Move rows into the holes, then set the rows behind the prefix back to the column's start value."""
    for k in range(target.shape[0]):
        column[source[k, 0], target[k]] = column[source[k, 0], source[k, 1]]
    for k in range(cleared_unit.shape[0]):
        for i in range(cleared_from[k], cleared_to[k]):
            column[cleared_unit[k], i] = start


@njit(**KERNEL)
def _codes(house, n, u):  # type: ignore[no-untyped-def]
    used = u8(0)
    for i in range(n[u]):
        used |= u8(1) << u8(house[u, i])
    return used


@njit(**KERNEL)
def seat(order, size, dest, luck, want_unit, want_house, adopt, first, count, n, house, used, known, out_u, out_h):  # type: ignore[no-untyped-def]
    """Seat groups one after another: the unit they ask for if it has room, else the first unit of the place with room
    and a free household code, from a keyed start. Writes unit and household of each group, -1 where no seat is."""
    full = np.full(first.shape[0], WIDTH + 1, np.int32)  # smallest group for which a place was found full this month
    for x in range(order.shape[0]):
        g = order[x]
        need = size[g]
        out_u[g] = -1
        u = want_unit[g]
        if u >= 0:
            if known[u] == u1(0):
                used[u] = _codes(house, n, u)
                known[u] = u1(1)
            h = want_house[g]
            if h >= 0 and n[u] + need <= WIDTH:
                used[u] |= u8(1) << u8(h)
                out_u[g], out_h[g] = u, h
                n[u] += need
                continue
        p = dest[g]
        if need >= full[p]:
            continue
        c = count[p]
        begin = i8((u8(luck[g]) * u8(c)) >> u8(32))
        for t in range(c):
            u = first[p] + (begin + t) % c
            if n[u] + need > ROOM:
                continue
            if known[u] == u1(0):
                used[u] = _codes(house, n, u)
                known[u] = u1(1)
            h = -1
            if adopt[g]:
                if used[u] == u8(0):
                    continue
                h = i4(luck[g] & u4(HOUSES - 1)) % HOUSES
                while not (used[u] >> u8(h)) & u8(1):
                    h = (h + 1) % HOUSES
            elif used[u] != _ALL_HOUSES:
                h = 0
                while (used[u] >> u8(h)) & u8(1):
                    h += 1
                used[u] |= u8(1) << u8(h)
            if h >= 0:
                out_u[g], out_h[g] = u, h
                n[u] += need
                break
        if out_u[g] < 0:
            full[p] = need
