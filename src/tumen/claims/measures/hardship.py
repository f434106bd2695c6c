"""Years of hardship (I7): private loyalty in 2015 on the time that people of a cohort lived hungry, within sex and
province.

Hunger is looked at in June and December; who eats less than three quarters of the need counts as hungry, and half a
year stands behind each look. It is summed over people of one year of birth, sex and province, not person by person, so
that what a cohort lived through is told and not what became of the hungriest, who are dead.
"""

from __future__ import annotations

import numpy as np

from tumen.claims.measures.look import SHORT, Look, Measure, seen_by
from tumen.claims.measures.matching import matched, mean, slope, spread, thirds
from tumen.country import Country
from tumen.simulate import Moment

LAST = 2015
BORN_FROM, COHORTS = -75 * 12, 100  # months of birth, counted from January 1990, in years


class Hardship(Measure):
    """Sums by cohort, sex and province."""

    claims = frozenset({"I7"})

    def __init__(self, country: Country, look: Look | None = None) -> None:
        super().__init__(country, look)
        self._hungry = np.zeros(COHORTS * 2 * 11)
        self._sd = float("nan")

    def add(self, moment: Moment) -> None:
        year, moy = moment.month.year, moment.month.moy
        if year > LAST or moy not in (6, 12):
            return
        p = self.look.people(moment)
        here = p["at_home"]
        cohort = np.clip((p["born"][here].astype(np.int64) - BORN_FROM) // 12, 0, COHORTS - 1)
        cell = (cohort * 2 + p["woman"][here]) * 11 + p["province"][here]
        weight = p["weight"][here].astype(np.float64)
        size = len(self._hungry)
        heads = np.bincount(cell, weight, size)
        short = np.bincount(cell, weight * (p["fed"][here] < SHORT), size)
        self._hungry += 0.5 * short / np.maximum(heads, 1)
        if moy != 12 or year not in (1990, LAST):
            return
        grown, w = p["grown"][here], weight
        loyalty = p["loyalty"][here].astype(np.float64)
        if year == 1990:
            self._sd = spread(loyalty[grown], w[grown])
            return
        groups = p["woman"][here][grown] * 11 + p["province"][here][grown]
        years = self._hungry[cell[grown]]
        y, w = loyalty[grown] / self._sd, w[grown]
        third = thirds(years, w)
        ends = third != 1
        self.said |= {
            "I7.slope": slope(y, years, groups, w), "I7.nation": slope(y, years, groups, w),
            "I7.gap": matched(y[ends], third[ends] == 2, groups[ends], w[ends]) if np.ptp(years) > 0 else 0.0,
            "I7.years": mean(years, w),
        }  # fmt: skip
        near = seen_by("A", {"province": p["province"][here][grown]})
        self.said["I7.seen"] = slope(y[near], years[near], groups[near], w[near])
