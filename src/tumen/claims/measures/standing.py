"""Members beside their like, tiers beside the public, in Decembers: credibility (L6), weariness (P7), loyalty (P8, G2,
T2b). All gaps are in standard deviations of the nation's grown people in December 1990, raw ones beside them."""

from __future__ import annotations

import numpy as np

from tumen.claims.measures.look import Look, Measure, People, seen_by
from tumen.claims.measures.matching import matched, mean, spearman, spread, thirds
from tumen.columns import Array
from tumen.country import Country
from tumen.simulate import Moment

FIRST, LAST = 1990, 2019
CREDIT = (1994, 1999)
GAPS = (1990, 1995, 2000, 2005)
WEARY = (1995, 1998, 2001, 2004)
FALLS = (1993, 1999)
SHOWN = range(FIRST, GAPS[-1] + 1)
YEARS = {LAST, *CREDIT, *SHOWN, *WEARY, *FALLS}
WORKING = (25, 60)


class Standing(Measure):
    """One look at each of some Decembers; at what members show, in every one to the last of the gaps."""

    claims = frozenset({"L6", "P7", "P8", "G2", "I10", "T2b"})

    def __init__(self, country: Country, look: Look | None = None) -> None:
        super().__init__(country, look)
        self._rho: dict[str, list[float]] = {}

    def add(self, moment: Moment) -> None:
        year = moment.month.year
        if moment.month.moy != 12 or year not in YEARS:
            return
        p = self.look.people(moment)
        grown = p["grown"]
        q = {k: p[k][grown] for k in ("loyalty", "credibility", "display", "party", "tier", "cell", "weight",
                                      "fatigue", "reserve", "age", "province", "urban")}  # fmt: skip
        if year == FIRST:
            for name in ("loyalty", "credibility"):
                self.said[f"sd.{name}"] = spread(q[name], q["weight"])
        self._members(year, q)
        if year in WEARY:
            self._weary(q)
        if year in (*FALLS, FIRST, LAST):
            tier = q["tier"]
            for name, who in (("tiers", tier), ("public", ~tier), ("all", tier | ~tier)):
                self.said[f"loyalty.{name}.{year}"] = mean(q["loyalty"][who], q["weight"][who])
            seen = seen_by("A", q)
            self.said[f"loyalty.seen.{year}"] = mean(q["loyalty"][seen], q["weight"][seen])

    def _members(self, year: int, q: People) -> None:
        member, near = q["party"] > 0, seen_by("C", q)
        for name, column in (("credit", "credibility"), ("gap", "loyalty"), ("shown", "display")):
            self.said[f"{name}.{year}"] = matched(q[column], member, q["cell"], q["weight"])
        some = {k: q[k][near] for k in ("loyalty", "cell", "weight")}
        self.said[f"gap.seen.{year}"] = matched(some["loyalty"], member[near], some["cell"], some["weight"])

    def _weary(self, q: People) -> None:
        works = (q["age"] >= WORKING[0]) & (q["age"] < WORKING[1])
        zeal, weary, w = q["display"][works], q["fatigue"][works], q["weight"][works]
        third: Array = thirds(q["reserve"][works], w)  # what bodies carry: most eat all they need in most months
        self._rho.setdefault("rho", []).append(spearman(zeal, weary, w))
        for k in range(3):
            here = third == k
            self._rho.setdefault(f"rho.third{k + 1}", []).append(spearman(zeal[here], weary[here], w[here]))
        near = seen_by("C", {k: q[k][works] for k in ("province", "urban")})
        self._rho.setdefault("seen", []).append(spearman(zeal[near], weary[near], w[near]))

    def figures(self) -> dict[str, float]:
        s, out = self.said, {}

        def say(name: str, of: str, *needs: str) -> None:
            values = [s.get(n, np.nan) for n in needs]
            sd = s.get(f"sd.{of}", np.nan) if of else 1.0
            if np.isfinite([*values, sd]).all() and sd > 0:
                out[name] = float(values[0] - sum(values[1:])) / sd

        say("L6.change", "credibility", "credit.1999", "credit.1994")
        say("L6.change.raw", "", "credit.1999", "credit.1994")
        for year in GAPS:
            say(f"P8.gap.{year}", "loyalty", f"gap.{year}")
        say("P8.nation", "loyalty", "gap.2005")
        say("P8.seen", "loyalty", "gap.seen.2005")
        shown = [s[f"shown.{y}"] for y in SHOWN if np.isfinite(s.get(f"shown.{y}", np.nan))]
        if len(shown) == len(SHOWN):
            out["P8.display.min"] = min(shown)
        for who in ("tiers", "public"):
            say(f"G2.fall.{who}", "loyalty", f"loyalty.{who}.1993", f"loyalty.{who}.1999")
        say("I10.loyalty", "", f"loyalty.all.{LAST}")
        say("T2b.fall", "loyalty", f"loyalty.all.{FIRST}", f"loyalty.all.{LAST}")
        say("T2b.fall.nation", "loyalty", f"loyalty.all.{FIRST}", f"loyalty.all.{LAST}")
        say("T2b.fall.seen", "loyalty", f"loyalty.seen.{FIRST}", f"loyalty.seen.{LAST}")
        means = {k: float(np.nanmean(v)) for k, v in self._rho.items() if not np.isnan(v).all()}
        out |= {f"P7.{k}": v for k, v in means.items()}
        if "rho" in means:
            out["P7.nation"] = means["rho"]
        of_thirds = [v for k, v in means.items() if k.startswith("rho.third")]
        if len(of_thirds) == 3:
            out["P7.rho.least"] = min(of_thirds)
        return out
