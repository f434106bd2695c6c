"""Ages, soldiers and the two faces in December, counted by an observer: whole numbers of persons, and not a bit of the
run changed.

Mechanisms have no use for five-year groups, for where soldiers' rows lie, or for how many hold which view in private
while they show what; the published tables that a run is compared with, and its readers, do. Counted tile by tile, so
that the nation needs no second copy of itself, and with whole tiles at a time: what stands beyond the living rows goes
into a cell that is thrown away.
"""

from __future__ import annotations

from typing import Any

import numpy as np
import numpy.typing as npt

from tumen.labels import AGES, PROVINCES, SHOWN, STRATA, VIEW_BINS, VIEW_FROM, VIEW_STEP

YEAR = 12
HOME, ARMY = 0, 1  # codes of `status`
FEMALE = 1  # bit of `traits`
FIRST_TIER, SIXTEEN = 9, 192  # grade; months of age from which a show is asked of people
NEEDED = ("born", "traits", "status", "n", "province", "weight")
FACES = ("grade", "party", "display", "loyalty")
MONTHS = 128 * YEAR  # of age, in the table of groups
SHAPE = (len(STRATA), len(SHOWN), VIEW_BINS)
CELLS = SHAPE[0] * SHAPE[1] * SHAPE[2]
Array = npt.NDArray[Any]
Whole = npt.NDArray[np.int64]

MEANINGS = {
    "persons": ("persons", "persons by province and group, all statuses"),
    "ages": ("persons", "persons by sex and age in December, all statuses"),
    "soldiers": ("persons", "soldiers in December by the province of their families"),
    "faces": ("persons", "people of 16 and more at home in December by stratum, by the loyalty that they show and by"
              " private loyalty (logit, in steps of a half; who is beyond -5 or 5 stands in the last step)"),
}  # fmt: skip


def age_group(months: Array) -> Array:
    """Index among the vital age groups: 0, 1-4, then five years each, 90 and over last."""
    years = months // YEAR
    groups: Array = np.where(years < 1, 0, np.minimum(1 + years // 5, len(AGES) - 1))
    return groups


GROUP_OF = age_group(np.arange(MONTHS)).astype(np.uint8)


def weighted(cell: Array, weight: Array, cells: int) -> Whole:
    """Persons in each of the cells: a unit's rows all weigh the same, so rows are counted once for each weight."""
    out = np.zeros(cells, np.int64)
    for w in np.unique(weight):
        out += int(w) * np.bincount(cell[weight == w].ravel(), minlength=cells + 1)[:cells]
    return out


def faces_of(column: dict[str, Array], grown: Array) -> Whole:
    """Persons by stratum, loyalty shown and private loyalty, of those who are grown and at home."""
    which = np.flatnonzero(grown)
    grade, party, shown, loyalty = (column[name].ravel()[which] for name in FACES)
    view = np.clip((loyalty - VIEW_FROM) * (1 / VIEW_STEP), 0, VIEW_BINS - 1).astype(np.int64)
    stratum = np.where(grade >= FIRST_TIER, 2, (party > 0).astype(np.int64))
    cell = (stratum * SHAPE[1] + shown) * SHAPE[2] + view
    weight = column["weight"][which // grown.shape[1]]  # sums of whole numbers stay whole in the floats of bincount
    return np.bincount(cell, weight, CELLS).astype(np.int64).reshape(SHAPE)


def count(country: Any, month: int) -> dict[str, Whole]:
    """`ages` (sex, age), `soldiers` (province), `faces` (stratum, shown, view); nothing where the columns for it are
    not there."""
    arrays = getattr(getattr(country, "tables", None), "arrays", {})
    if any(name not in arrays for name in NEEDED):
        return {}
    seen = all(name in arrays for name in FACES)
    ages, beyond = np.zeros(2 * len(AGES), np.int64), np.uint8(2 * len(AGES))
    soldiers, faces = np.zeros(len(PROVINCES), np.int64), np.zeros(SHAPE, np.int64)
    for cut in country.cuts:
        of = {name: arrays[name][cut] for name in (*NEEDED, *(FACES if seen else ()))}
        living = np.arange(of["born"].shape[1]) < of["n"][:, None]
        age = np.clip(np.int16(month) - of["born"], 0, MONTHS - 1)
        sex = (of["traits"] & FEMALE) * np.uint8(len(AGES))
        ages += weighted(np.where(living, sex + GROUP_OF.take(age), beyond), of["weight"], len(ages))
        army = ((of["status"] == ARMY) & living).sum(1)
        soldiers += np.bincount(of["province"], army * of["weight"], len(soldiers)).astype(np.int64)
        if seen:
            faces += faces_of(of, living & (of["status"] == HOME) & (age >= SIXTEEN))
    found = {"ages": ages.reshape(2, len(AGES)), "soldiers": soldiers}
    return {**found, "faces": faces} if seen else found
