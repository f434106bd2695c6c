"""Recording by group: whole-number sums of person columns by province and group, taken by an observer at month end.

Groups are sex x age band (0-4, 5-19, 20-59, 60 and over) x stratum (public, Party, tier). A value is recorded as the
whole number nearest to value x scale, times the row's weight, so that the order of adding cannot change a bit.
"""

from typing import TYPE_CHECKING, Any

import numpy as np
from numba import njit

from tumen.columns import GROUPS, PROVINCES, WIDTH, Array, Column
from tumen.draws import f4, i4, i8, u1

if TYPE_CHECKING:
    from tumen.country import Country

KERNEL: dict[str, Any] = {"error_model": "numpy", "nogil": True, "cache": True}
FIRST_TIER = np.uint8(9)  # grades from here on are the supply tiers
_BANDS = np.array([60, 240, 720], np.int32)  # months of age at which the second, third and fourth band begin
_HALF = np.float32(0.5)


@njit(**KERNEL)
def group_tile(born, traits, party, grade, n, month, group):  # type: ignore[no-untyped-def]
    """The recording group (0 to 23) of every living row."""
    for u in range(n.shape[0]):
        for i in range(n[u]):
            age = i4(i4(month) - i4(born[u, i]))
            band = i4(i4(age >= _BANDS[0]) + i4(age >= _BANDS[1]) + i4(age >= _BANDS[2]))
            stratum = i4(2) if grade[u, i] >= FIRST_TIER else (i4(1) if party[u, i] > u1(0) else i4(0))
            group[u, i] = u1(i4(i4(i4(traits[u, i]) & i4(1)) * i4(12)) + i4(band * i4(3)) + stratum)


@njit(**KERNEL)
def sum_tile(values, group, n, province, weight, scale, out):  # type: ignore[no-untyped-def]
    """Add round(value x scale) x weight of every living row to out[province, group]."""
    sums = np.zeros(GROUPS, np.int32)
    for u in range(n.shape[0]):
        sums[:] = 0
        for i in range(n[u]):
            x = f4(values[u, i]) * scale
            sums[group[u, i]] += i4(x + _HALF) if x >= 0 else -i4(_HALF - x)
        for g in range(GROUPS):
            if sums[g] != 0:
                out[province[u], g] += i8(sums[g]) * i8(weight[u])


@njit(**KERNEL)
def count_tile(group, n, province, weight, out):  # type: ignore[no-untyped-def]
    """Count persons by province and group."""
    for u in range(n.shape[0]):
        for i in range(n[u]):
            out[province[u], group[u, i]] += i8(weight[u])


NEEDED = ("born", "traits", "party", "grade")


def take_census(c: "Country", month: int) -> dict[str, Array]:
    """`persons` and every column declared with `record`, each (11, 24); empty where groups have no meaning."""
    a = c.tables.arrays
    if any(name not in a for name in NEEDED):
        return {}
    recorded = {k: d.record for k, d in c.declared.items() if isinstance(d, Column) and d.record}

    def one(job: tuple[int, list[slice]]) -> dict[str, Array]:
        group = np.zeros((c.tile, WIDTH), np.uint8)
        out: dict[str, Array] = {k: np.zeros((PROVINCES, GROUPS), np.int64) for k in ["persons", *recorded]}
        for cut in job[1]:
            g, n = group[: cut.stop - cut.start], a["n"][cut]
            province, weight = a["province"][cut], a["weight"][cut]
            group_tile(*(a[k][cut] for k in NEEDED), n, np.int32(month), g)
            count_tile(g, n, province, weight, out["persons"])
            for name, scale in recorded.items():
                sum_tile(a[name][cut], g, n, province, weight, np.float32(scale), out[name])
        return out

    parts = c.each(one, [(k, c.cuts[k :: c.threads]) for k in range(c.threads)])
    return {k: sum(p[k] for p in parts) for k in parts[0]}
