"""What the richest hundredth live on (X7): dollars a head and day in 2019, at three rates of exchange.

A household has wages, what its hours of trade and its offices earn, the grain that its counter hands over, at the
market's price, and in the tiers the gifts of the year. Income is shared under one roof; people at home are ranked by
it. Three rates: the market's, which the model forms; the state's, which is a figure of the record and buys next to
nothing; and what the same won buy in grain, at the world's price of it.
Left out: plots, what diplomats bring home, companies of the court. So the few who own much are not in it, and a survey
that asks them finds more.
"""

from __future__ import annotations

from typing import Any

import numpy as np

from tumen.claims.measures.look import TIER, Look, Measure
from tumen.claims.measures.matching import mean
from tumen.columns import Array
from tumen.country import Country
from tumen.evidence import table
from tumen.persons import flat
from tumen.simulate import Moment

YEAR, LOOKS, HOLIDAYS = 2019, (6, 12), (2, 4)
STATE_RATE = 107.0
"""Won a dollar at the state's bank in 2019: recalled, grade D."""
RANKS = 4  # outside the tiers, weekly, three-day, daily supply
TOP = 0.01
WEEKS, DAYS = 52 / 12, 365 / 12  # of a month
HEAD = 64  # bit of `traits`: speaks for the household
MET = 65536  # of `honoured`: all that was claimed


def top_mean(value: Array, weight: Array, share: float = TOP) -> float:
    """Mean of the largest values, as many as weigh `share` of all; of whoever stands at the edge a part counts."""
    order = np.argsort(-value, kind="stable")
    before = np.cumsum(weight[order]) - weight[order]
    part = np.clip(weight.sum() * share - before, 0, weight[order])
    return mean(value[order], part)


def south_a_day() -> float:
    """Dollars a head and day in the South, as its product has it."""
    row = next(r for r in table("north_south_by_year") if r["year"] == str(YEAR))
    return float(row["kor_gdp_per_capita_usd_current"]) / 365


class Riches(Measure):
    """Two looks at everybody at home, and the gifts of both holidays."""

    claims = frozenset({"X7"})

    def __init__(self, country: Country, look: Look | None = None) -> None:
        super().__init__(country, look)
        self._gifts = np.zeros(RANKS)
        self._found: list[dict[str, float]] = []

    def add(self, moment: Moment) -> None:
        if moment.month.year != YEAR:
            return
        if moment.month.moy in HOLIDAYS:
            self._gifts += moment.places["gift_of"][:RANKS]
        if moment.month.moy in LOOKS:
            self._found.append(self._take(moment))

    def _take(self, moment: Moment) -> dict[str, float]:
        p, q, land = self.look.people(moment), flat(self.country, ("claim", "chairs")), moment.places
        rations: Any = self.country.mechanisms["rations"]
        here = p["at_home"]
        where, (claimed, server) = p["province"][here], rations.opened(q["claim"][here])
        grams = claimed * land["honoured"][where, server] / MET
        won = (
            land["pay"][p["work"][here]] + p["hours"][here] * WEEKS * land["hour_pay"][where]
            + grams * land["price"][where] / 1000
        )  # fmt: skip
        rank = np.maximum(p["grade"][here].astype(np.int64) - TIER + 1, 0)
        heads = (rank > 0) & (p["traits"][here] & HEAD > 0)
        _, first, home, size = np.unique(p["home"][here], return_index=True, return_inverse=True, return_counts=True)
        office = q["chairs"][here][first] * land["graft_pay"][where[first]]  # a household's, on its first row
        won = ((np.bincount(home, won) + office) / size)[home] / DAYS
        gifts = (np.bincount(home, np.where(heads, self._gifts[rank], 0.0)) / size)[home] / 365
        dollar, weight = float(land["dollar"]), p["weight"][here].astype(np.float64)
        grain = float(land["world"]) / dollar / land["price"][where]  # dollars that a won is worth as grain
        return {
            name: top_mean(won * rate + gifts, weight)
            for name, rate in (("market", 1 / dollar), ("state", 1 / STATE_RATE), ("grain", grain))
        }  # fmt: skip

    def figures(self) -> dict[str, float]:
        if len(self._found) < len(LOOKS):
            return {}
        means = {name: float(np.mean([look[name] for look in self._found])) for name in self._found[0]}
        return ({f"X7.{name}": value for name, value in means.items()}
                | {f"X7.{name}.south": value / south_a_day() for name, value in means.items()})  # fmt: skip
