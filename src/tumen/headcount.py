"""Ages and soldiers in December, counted by an observer: whole numbers of persons, and not a bit of the run changed.

Mechanisms have no use for five-year groups or for where soldiers' rows lie; the published tables that a run is compared
with do. Counted tile by tile, so that the nation needs no second copy of itself.
"""

from __future__ import annotations

from typing import Any

import numpy as np
import numpy.typing as npt

from tumen.labels import AGES, PROVINCES

YEAR = 12
ARMY = 1  # code of `status`
FEMALE = 1  # bit of `traits`
NEEDED = ("born", "traits", "status", "n", "province", "weight")
Whole = npt.NDArray[np.int64]

MEANINGS = {
    "persons": ("persons", "persons by province and group, all statuses"),
    "ages": ("persons", "persons by sex and age in December, all statuses"),
    "soldiers": ("persons", "soldiers in December by the province of their families"),
}


def age_group(months: npt.NDArray[Any]) -> npt.NDArray[Any]:
    """Index among the vital age groups: 0, 1-4, then five years each, 90 and over last."""
    years = months // YEAR
    groups: npt.NDArray[Any] = np.where(years < 1, 0, np.minimum(1 + years // 5, len(AGES) - 1))
    return groups


def count(country: Any, month: int) -> dict[str, Whole]:
    """`ages` (sex, age) and `soldiers` (province); nothing where the columns for it are not there."""
    arrays = getattr(getattr(country, "tables", None), "arrays", {})
    if any(name not in arrays for name in NEEDED):
        return {}
    ages = np.zeros(2 * len(AGES), np.int64)
    soldiers = np.zeros(len(PROVINCES), np.int64)
    for cut in country.cuts:
        born, traits, status, n, province, weight = (arrays[name][cut] for name in NEEDED)
        living = np.arange(born.shape[1]) < n[:, None]
        of = np.broadcast_to(np.arange(len(n))[:, None], living.shape)[living]
        cell = (traits[living] & FEMALE).astype(np.int64) * len(AGES) + age_group(month - born[living].astype(np.int64))
        # a unit's rows all weigh the same, so counts are weighted by whole numbers through the unit
        ages += np.bincount(cell, weights=weight[of], minlength=len(ages)).astype(np.int64)
        army = status[living] == ARMY
        soldiers += np.bincount(province[of[army]], weights=weight[of[army]], minlength=len(soldiers)).astype(np.int64)
    return {"ages": ages.reshape(2, len(AGES)), "soldiers": soldiers}
