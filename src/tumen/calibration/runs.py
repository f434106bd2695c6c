"""One run of the calibration: a draw goes in, the figures of its leavers, its counts and its headlines come out."""

from __future__ import annotations

from collections import defaultdict
from pathlib import Path
from typing import TYPE_CHECKING

from tumen.experiments.drawn import drawn, watched
from tumen.experiments.members import Member
from tumen.observer import Observer
from tumen.survey import reasked, watch

if TYPE_CHECKING:
    from tumen.simulate import Moment

HEADLINES = {
    "famine.deaths.1993_00": "deaths that hunger added, 1993-2000",
    "famine.northeast_west": "hunger deaths per head, northeast over west",
    "stunting.1998": "stunted children, 1998",
    "bought_share.1998": "bought share of food, 1998",
    "bought_share.2013": "bought share of food, 2013",
    "loyal_share.2000": "grown people loyal in private, 2000",
    "loyal_share.2010": "grown people loyal in private, 2010",
    "loyal_share.2020": "grown people loyal in private, 2020",
    "shown_share.2010": "grown people who show compliance or zeal, 2010",
    "viewed_share.2015": "people of 20-59 who ever saw a film, 2015",
    "arrivals.2009": "arrivals in the South, 2009",
    "stock.1998": "North Koreans in China, 1998",
}
"""Outputs by which assumptions are ranked: what a reader asks for first."""


class Shares(Observer):
    """How many were loyal, showed it, had seen a film: yearly, percent."""

    def __init__(self) -> None:
        self._sums: dict[str, dict[int, float]] = defaultdict(lambda: defaultdict(float))

    def add(self, moment: Moment) -> None:
        t, year = moment.tallies, moment.month.year
        grades = t["shown"].sum((0, 1))
        for name, part, whole in (
            ("loyal_share", t["loyal"].sum(), t["grown"].sum()),
            ("shown_share", grades[2:].sum(), grades.sum()),
            ("viewed_share", t["viewed_ever"][..., 0].sum(), t["viewed_ever"][..., 1].sum()),
        ):
            self._sums[name][year] += float(part)
            self._sums[f"{name}/"][year] += float(whole)

    def figures(self) -> dict[str, float]:
        return {
            f"{name}.{year}": 100 * part / self._sums[f"{name}/"][year]
            for name in ("loyal_share", "shown_share", "viewed_share")
            for year, part in self._sums[name].items()
            if self._sums[f"{name}/"][year]
        }


def work(member: Member, folder: Path) -> dict[str, float]:
    """One run under one draw, on one thread; its figures."""
    country, reporting = drawn(member)
    leavers, counts = watch(country)
    shares = Shares()
    watched(country, member.until, (leavers, counts, shares))
    return reasked(counts.figures(), leavers.table(), reporting) | shares.figures()
