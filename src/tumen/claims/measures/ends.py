"""Where a run that looks ahead ends: succession (S1, S2), talks and weapons (W4-W10), cascades (T4).

Judgements have no pass or fail: these are what odds are counted from, one draw of luck a run. Odds of a succession are
also worked out for what the elite might show instead: by the model's own rule, in which only that share changes.
"""

from __future__ import annotations

from math import exp

import numpy as np

from tumen.claims.measures.look import SHORT, Look, Measure
from tumen.claims.measures.matching import mean
from tumen.columns import Array
from tumen.country import Country
from tumen.simulate import Moment

NOW = 2025  # the last year on record
AHEAD = range(2026, 2031)
TIERS, COMPLIES = 2, 2  # stratum, and the least that counts as a show of loyalty, as `succession` reads them
ELITE = (50, 75, 90, 100)  # of a hundred in the tiers, how many show loyalty


def moved(odds: float, by: float) -> float:
    """A chance moved on the scale of odds."""
    return 1 / (1 + (1 - odds) / odds * exp(-by)) if 0 < odds < 1 else odds


def shown_by_elite(shown: Array) -> float:
    """Share of the tiers that shows loyalty, of persons by province, stratum and grade of display."""
    tiers = shown.sum(0)[TIERS]
    return float(tiers[COMPLIES:].sum()) / max(float(tiers.sum()), 1.0)


class Ends(Measure):
    """The last five years that it is told of, after the record."""

    claims = frozenset({"S1", "S2", "T4", "T5", "W4", "W6", "W7", "W8", "W10"})

    def __init__(self, country: Country, look: Look | None = None) -> None:
        super().__init__(country, look)
        self._open = float("nan")
        self._lean: list[float] = []
        self._tested = float("nan")

    def add(self, moment: Moment) -> None:
        t, places, year = moment.tallies, moment.places, moment.month.year
        counted = float(t["units_counted"].sum())
        if counted:
            self._open = float(np.fmax(self._open, float(t["units_open"].sum()) / counted))
        if year < NOW:
            return
        state = int(places["rule_state"])
        if state:
            self.said["S1.state"] = float(state)
            self.said["S1.follows"] = float(places["follows"])
        if (year, moment.month.moy) == (NOW, 12):
            for name, k in (("orderly", 0), ("contested", 1), ("collapse", 2)):
                self.said[f"S1.{name}"] = float(np.ravel(places["standing_odds"])[k])
            for name, k in (("shown", 0), ("line", 1), ("other", 2)):
                self.said[f"S2.{name}"] = float(np.ravel(places["heir"])[k])
            self.said["W7.refuse"], self.said["W7.keep"], self.said["W7.cheat"] = (
                float(x) for x in np.ravel(places["course"])
            )
            self.said["W10.now"] = float(places["warheads"])
            self._tested = float(places["tested"])
            p = self.country.numbers["succession"]
            self.said["S2.discount"] = float(p.discount)
            share = shown_by_elite(t["shown"])
            self.said["S1.elite"] = share
            for of in ELITE:
                self.said[f"S1.orderly.elite.{of}"] = moved(self.said["S1.orderly"],
                                                                 float(p.loyal) * (of / 100 - share))  # fmt: skip
        if moment.month.moy == 12:
            for name, k in (("orderly", 0), ("contested", 1), ("collapse", 2)):
                self.said[f"S1.{name}.{year}"] = float(np.ravel(places["standing_odds"])[k])
        if year in AHEAD:
            self.said["W10.then"] = float(places["warheads"])
            self.said["W8.launches"] = float(places["tested"]) - self._tested
            deal = int(places["deal"])
            self.said["W6.deal"] = max(self.said.get("W6.deal", 0.0), float(deal == 2))
            self.said["W7.cheats"] = max(self.said.get("W7.cheats", 0.0), float(places["cheats"]))
            if moment.month.moy == 12:
                p = self.look.people(moment)
                here = p["at_home"]
                self._lean.append(mean((p["fed"][here] < SHORT).astype(np.float64), p["weight"][here]))
                self.said["W8.exports"] = self.said.get("W8.exports", 0.0) + 12 * float(places["exports"]) / 1e9

    def figures(self) -> dict[str, float]:
        out = dict(self.said) | ({"T4.open": self._open} if self._open == self._open else {})
        if self._lean:
            out["W4.lean"] = float(np.mean(self._lean))
        return out
