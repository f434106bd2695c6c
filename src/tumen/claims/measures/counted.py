"""What tallies and published figures tell: display (T2b), lenders found (T8), closure (W1), warheads (W5), the
candidate (S3), deaths (R4, G5), flights (G2), exits by group (X5)."""

from __future__ import annotations

from collections import defaultdict

import numpy as np

from tumen.claims.measures.look import SHORT, Look, Measure, seen_by
from tumen.claims.measures.matching import mean
from tumen.columns import Array
from tumen.country import Country
from tumen.simulate import Moment

EXPECTED = 2.0**-30
HUNDRED_KT = 1e11  # grams
CLOSED = range(2020, 2024)
DIPLOMAT = 4  # code of the post
LEAVERS = range(2000, 2020)
MAIZE = range(1994, 2001)  # the mausoleum's money is spent from August 1994 on
LENDING = range(1990, 2016)
WITHIN = 60  # months in which one who tried has to have arrived


class Counted(Measure):
    """Sums by year, and what stood at some dates."""

    claims = frozenset({"R4", "G2", "G5", "T2", "T2b", "T5", "T8", "X5", "W1", "W5", "S3"})

    def __init__(self, country: Country, look: Look | None = None) -> None:
        super().__init__(country, look)
        self._sum: dict[str, dict[int, float]] = defaultdict(lambda: defaultdict(float))
        self._lean: dict[str, list[float]] = defaultdict(list)
        self._short = np.zeros(11)
        self._popular: dict[str, Array] = {}
        self._launched = float("nan")

    def add(self, moment: Moment) -> None:
        t, places, year, moy = moment.tallies, moment.places, moment.month.year, moment.month.moy
        shown = t["shown"].sum((0, 1)).astype(np.float64)
        for name, value in (
            ("shown", shown[2:].sum()), ("slack", shown[1]), ("grown", shown.sum()),
            ("loyal", t["loyal"].sum()), ("asked", t["grown"].sum()),
            ("second", t["lenders_found"][1]), ("found", t["lenders_found"].sum()),
            ("told_of", t["lenders_found"][:2].sum()), ("read", t["borrowed"][0]),
            ("hunger", t["hunger_expected"].sum() * EXPECTED), ("goods", places["goods_in"].sum()),
            ("persons", moment.persons), ("flights", t["flights_expected"][0] * EXPECTED), ("posted", t["posted"][0]),
            ("bought", places["court_grain"].sum() / HUNDRED_KT),
        ):  # fmt: skip
            self._sum[name][year] += float(value)
        if (year, moy) in ((2022, 12), (2024, 12)):
            self._popular[str(year)] = places["popularity"].astype(np.float64)
        if (year, moy) == (2023, 8):  # before the barter
            self._launched = float(places["tested"])
        if (year, moy) == (2027, 1):
            self.said["W5.launches"] = float(places["tested"]) - self._launched
            self.said["W5.warheads"] = float(places["warheads"])
            self.said["W5.bound"] = float(places["bound"])
        if moy in (6, 12) and year in (*CLOSED, 2024):
            p = self.look.people(moment)
            here = p["at_home"]
            short, w = (p["fed"][here] < SHORT).astype(np.float64), p["weight"][here]
            near = seen_by("A", {"province": p["province"][here]})
            if year in CLOSED:
                self._lean["all"].append(mean(short, w))
                self._lean["seen"].append(mean(short[near], w[near]))
            if year >= 2022:
                heads = np.bincount(p["province"][here], w, 11)
                self._short += np.bincount(p["province"][here], w * short, 11) / np.maximum(heads, 1)
                self._heads = heads

    def figures(self) -> dict[str, float]:
        s, out = self._sum, dict(self.said)

        def over(name: str, years: range) -> float:
            return sum(s[name][y] for y in years) if all(y in s[name] for y in years) else float("nan")

        shares = {y: s["shown"][y] / s["grown"][y] for y in s["grown"] if s["grown"][y]}
        if 2019 in shares:
            out["T2b.shown.least"] = min(shares[y] for y in range(1990, 2020))
            out["T2b.gap"] = shares[2019] - s["loyal"][2019] / s["asked"][2019]
            out["T2.loyal.2019"] = s["loyal"][2019] / s["asked"][2019]
            out["T2b.slack"] = s["slack"][2019] / s["grown"][2019] - s["slack"][1990] / s["grown"][1990]
        found = over("found", range(1990, max(s["found"], default=1990) + 1))
        if found > 0:
            out["T8.share"] = sum(s["second"].values()) / found
        if over("read", LENDING) > 0:  # lenders found through readers, for each who had a book from a lender's own hand
            out["T8.hazard"] = over("told_of", LENDING) / over("read", LENDING)
        out["R4.deaths"] = over("hunger", range(1994, 2000))
        out["G5.deaths"] = over("hunger", MAIZE)
        out["G5.grain"] = over("bought", MAIZE)
        out["G2.flights"] = over("flights", range(1995, 2011))
        out["X5.flights"] = 1e4 * 12 * over("flights", LEAVERS) / max(over("posted", LEAVERS), 1)
        out["W1.goods"] = over("goods", CLOSED) / over("persons", CLOSED)
        out["W1.nation"] = out["W1.goods"]
        if len(self._lean["all"]) == 2 * len(CLOSED):
            out["W1.lean"], out["W1.lean.seen"] = (float(np.mean(self._lean[k])) for k in ("all", "seen"))
        if {"2022", "2024"} <= set(self._popular):
            fall = self._popular["2022"] - self._popular["2024"]
            sd = float(np.std(np.concatenate(list(self._popular.values())))) or float("nan")
            half = np.argsort(self._short)
            low, high = half[: len(half) // 2], half[len(half) // 2 :]
            out["S3.fall"] = float(np.average(fall, weights=self._heads))
            out["S3.gap"] = float(np.average(fall[high], weights=self._heads[high])
                                  - np.average(fall[low], weights=self._heads[low])) / sd  # fmt: skip
        return {k: v for k, v in out.items() if np.isfinite(v)}


class Exits(Measure):
    """X5: who tries to leave and who arrives within five years: home tiers, border residents, posts abroad. Every try
    counts; one who tried several times has succeeded who arrives in time after any of them."""

    claims = frozenset({"X5"})

    def __init__(self, country: Country, look: Look | None = None) -> None:
        super().__init__(country, look)
        kinds = {name: code for code, name in country.kinds.items()}
        self._tries = [kinds[k] for k in ("crossing.crossed", "crossing.caught", "crossing.shot") if k in kinds]
        self._flights = [kinds[k] for k in ("posts.fled", "posts.flight_failed") if k in kinds]
        self._arrives = kinds.get("south.arrived", -1)
        self._groups: dict[str, tuple[Array, Array]] = {}
        self._heads: dict[str, float] = defaultdict(float)
        self._tried: dict[str, dict[int, list[tuple[int, float]]]] = defaultdict(lambda: defaultdict(list))
        self._arrived: dict[int, int] = {}
        country.listen()

    def add(self, moment: Moment) -> None:
        month = moment.month
        for rows in moment.told:
            who = (rows[:, 1].astype(np.uint64) << np.uint64(32)) | rows[:, 0]
            for one in who[rows[:, 2] == self._arrives].tolist():
                self._arrived.setdefault(one, month.index)
            if month.year in LEAVERS:
                self._attempts(who[np.isin(rows[:, 2], self._tries)], ("tiers", "border"), month.index)
                self._attempts(who[np.isin(rows[:, 2], self._flights)], ("posts",), month.index)
        if month.moy == 12 and month.year + 1 in LEAVERS:
            self._settle(moment)

    def _attempts(self, who: Array, groups: tuple[str, ...], month: int) -> None:
        for group in groups:
            if group not in self._groups:
                continue
            members, weight = self._groups[group]
            at = np.minimum(np.searchsorted(members, who), max(len(members) - 1, 0))
            for one, k in zip(who.tolist(), at.tolist(), strict=True):
                if len(members) and int(members[k]) == one:
                    self._tried[group][one].append((month, float(weight[k])))

    def _settle(self, moment: Moment) -> None:
        """Who belongs to which group in the year to come."""
        p = self.look.people(moment)
        for name, who in (
            ("tiers", p["grown"] & p["tier"]), ("border", p["grown"] & (p["border"] > 0) & ~p["tier"]),
            ("posts", p["post"] == DIPLOMAT),
        ):  # fmt: skip
            order = np.argsort(p["identity"][who])
            self._groups[name] = p["identity"][who][order], p["weight"][who][order]
            self._heads[name] += float(p["weight"][who].sum())

    def figures(self) -> dict[str, float]:
        out = {}
        for name, heads in self._heads.items():
            tried = self._tried[name]
            if heads:
                out[f"X5.attempts.{name}"] = 1e4 * sum(w for tries in tried.values() for _, w in tries) / heads
            weight = sum(tries[0][1] for tries in tried.values())
            if weight:
                there = sum(
                    tries[0][1] for one, tries in tried.items()
                    if any(0 <= self._arrived.get(one, 10**9) - month <= WITHIN for month, _ in tries)
                )  # fmt: skip
                out[f"X5.success.{name}"] = there / weight
                out[f"X5.tried.{name}"] = float(len(tried))
        return out
