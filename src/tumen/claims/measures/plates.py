"""What is eaten and by whom: the bought share (R3), the tiers over the poorest (R7), households of members (P6)."""

from __future__ import annotations

from collections import defaultdict

import numpy as np

from tumen.claims.measures.look import NORTHEAST, OFFICE, QUARTERS, Look, Measure, People, seen_by
from tumen.claims.measures.matching import matched, mean
from tumen.columns import Array
from tumen.country import Country
from tumen.simulate import Moment

TRADES = 8
TOWNS = 0
FAMINE, EARLY, LATE = range(1995, 2001), (1997, 1998, 1999), (2013,)


class Bought(Measure):
    """R3: of what households off the farm eat, the share that they bought."""

    claims = frozenset({"R3"})

    def add(self, moment: Moment) -> None:
        if moment.month.year in (*EARLY, *LATE):
            t = moment.tallies
            year = "early" if moment.month.year in EARLY else "late"
            for name, where in (("", slice(None)), (".seen", list(NORTHEAST))):
                bought = float(t["from_market"][where, TOWNS].sum())
                rest = float(t["from_ration"][where, TOWNS].sum() + t["from_farm"][where, TOWNS].sum())
                for key, grams in (("bought", bought), ("all", bought + rest)):
                    self.said[f"{year} {key}{name}"] = self.said.get(f"{year} {key}{name}", 0.0) + grams

    def figures(self) -> dict[str, float]:
        out = {}
        for name, says in (("", "nation"), (".seen", "seen")):
            early, late = (self.said.get(f"{year} all{name}", 0.0) for year in ("early", "late"))
            if early:
                out[f"R3.{says}"] = self.said[f"early bought{name}"] / early
            if early and late:
                out[f"R3.fall.{says}"] = 100 * (out[f"R3.{says}"] - self.said[f"late bought{name}"] / late)
        same = {"R3.bought": "R3.nation", "R3.fall": "R3.fall.nation"}
        return out | {name: out[old] for name, old in same.items() if old in out}


class TopAndBottom(Measure):
    """R7: plates of the tiers over those of the worst-fed tenth, 1997 against 1990; and Theil's split of inequality."""

    claims = frozenset({"R7"})

    def add(self, moment: Moment) -> None:
        if moment.month.year not in (1990, 1997) or moment.month.moy not in QUARTERS:
            return
        p, year = self.look.people(moment), moment.month.year
        for name, who in (("", p["at_home"]), (".seen", p["at_home"] & seen_by("A", p))):
            self._take(f"{year}{name}", p["fed"][who], p["tier"][who], p["weight"][who])

    def _take(self, key: str, fed: Array, tier: Array, weight: Array) -> None:
        order = np.argsort(fed)
        below = np.cumsum(weight[order]) <= weight.sum() / 10
        ratio = mean(fed[tier], weight[tier]) / max(mean(fed[order][below], weight[order][below]), 0.01)
        level = np.maximum(fed, 0.01) / mean(fed, weight)
        between = sum(
            weight[g].sum() / weight.sum() * mean(level[g], weight[g]) * np.log(max(mean(level[g], weight[g]), 1e-9))
            for g in (tier, ~tier) if g.any()
        )  # fmt: skip
        theil = mean(level * np.log(level), weight)
        public, w = level[~tier], weight[~tier]
        within = w.sum() / weight.sum() * (mean(public * np.log(public), w) - mean(public, w) * np.log(mean(public, w)))
        for name, value in (("ratio", ratio), ("theil", theil), ("between", between), ("public", within),
                            ("fed", mean(fed, weight))):  # fmt: skip
            self.said[f"{name} {key}"] = self.said.get(f"{name} {key}", 0.0) + float(value) / len(QUARTERS)

    def figures(self) -> dict[str, float]:
        s, out = self.said, {}
        for name, says in (("", "R7.ratio"), (".seen", "R7.seen")):
            if {f"ratio 1990{name}", f"ratio 1997{name}"} <= set(s):
                out[says] = s[f"ratio 1997{name}"] / s[f"ratio 1990{name}"]
        if "R7.ratio" in out:
            out |= {"R7.nation": out["R7.ratio"], "R7.tiers_over_tenth.1990": s["ratio 1990"],
                    "R7.tiers_over_tenth.1997": s["ratio 1997"],
                    "R7.theil.1997": s["theil 1997"], "R7.theil.court.1997": s["between 1997"],
                    "R7.theil.public.1997": s["public 1997"], "R7.fed": s["fed 1997"]}  # fmt: skip
        return {k: v for k, v in out.items() if v == v}


class MembersTable(Measure):
    """P6: energy a head in households of rank-and-file members against households like theirs, 1995 to 2000."""

    claims = frozenset({"P6"})

    def __init__(self, country: Country, look: Look | None = None) -> None:
        super().__init__(country, look)
        self._found: dict[str, list[float]] = defaultdict(list)

    def add(self, moment: Moment) -> None:
        if moment.month.year not in FAMINE or moment.month.moy not in (6, 12):
            return
        p = self.look.people(moment)
        per_gram = float(self.country.numbers["rations"].per_gram)
        other = float(self.country.tables.arrays["other_food"])
        for kind, value in households(p, per_gram, other).items():
            self._found[kind].append(value)

    def figures(self) -> dict[str, float]:
        means = {f"P6.{k}": float(np.nanmean(v)) for k, v in self._found.items() if not np.isnan(v).all()}
        return means | ({"P6.nation": means["P6.kcal"]} if "P6.kcal" in means else {})


def households(p: People, per_gram: float, other: float) -> dict[str, float]:
    """Energy a head over that of like households, less one: of all rank-and-file members, of those where the member
    trades, of office-holders, and as seen by the woman who lived among members.

    `fed` is the same for what is eaten over what is needed: a member's household holds a grown man more often than one
    of its size, and needs more, so that energy a head alone makes members look better fed than they are.
    """
    here = np.flatnonzero(p["at_home"] & ~p["tier"])
    homes, at = np.unique(p["home"][here], return_inverse=True)
    named = ("eaten", "need", "age", "hours", "party", "woman", "work", "province", "urban", "weight")
    q = {k: p[k][here] for k in named}
    head = np.zeros(len(homes), np.int64)
    order = np.argsort(q["age"], kind="stable")  # the oldest who works speaks for the household; later ones overwrite
    head[at[order]] = order
    working = order[(q["age"][order] >= 20) & (q["age"][order] < 60)]
    head[at[working]] = working

    def anybody(who: Array) -> Array:
        found: Array = np.bincount(at, who, len(homes)) > 0
        return found

    size = np.bincount(at, minlength=len(homes))
    energy = np.bincount(at, q["eaten"] * per_gram + other * per_gram, len(homes)) / size
    fed = np.bincount(at, q["eaten"], len(homes)) / np.maximum(np.bincount(at, q["need"], len(homes)), 1)
    trades = q["hours"] >= TRADES
    member, office = anybody(q["party"] == 1), anybody(q["party"] == OFFICE)
    by_member = anybody((q["party"] == 1) & trades)
    who_trades = anybody(trades & (q["woman"] > 0)) * 1 + anybody(trades & (q["woman"] == 0)) * 2
    place = (q["province"][head].astype(np.int64) * 2 + q["urban"][head]) * 12 + q["work"][head]
    cell = (place * 12 + np.minimum(size, 11)) * 4 + who_trades
    weight = q["weight"][head]
    near = seen_by("C", {"province": q["province"][head], "urban": q["urban"][head]})

    def over(treated: Array, among: Array, what: Array = energy) -> float:
        usual = mean(what[among & ~treated], weight[among & ~treated])
        return matched(what[among], treated[among], cell[among], weight[among]) / usual if usual else float("nan")

    ordinary = ~office
    plain = member & ordinary
    return {
        "kcal": over(plain, ordinary), "trader": over(plain & by_member, ordinary & ~(plain & ~by_member)),
        "office": over(office, ~member | office), "seen": over(plain & near, ordinary & near),
        "fed": over(plain, ordinary, fed),
    }  # fmt: skip
