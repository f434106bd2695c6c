"""Judgements: a speaker's forecast as odds over the draws, with what goes with them; never a bare yes.

They are odds of the model's game under its figures: which partner sits in Washington, when another leaves, and what the
courses pay are inputs. Where two are compared, a tie is told apart and supports neither.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from math import isclose, sqrt
from statistics import NormalDist
from typing import Any

from tumen.claims.drivers import Draw, drivers
from tumen.claims.tests import BASE, Statistic, change, figure, ratio
from tumen.claims.verdicts import Runs, beside, interval, numbers, outcomes, quantile


@dataclass(frozen=True)
class Odds:
    """A judgement as an event. chance: of the event in one draw, between 0 and 1. size: what is told beside it.
    even: 1 in a draw in which the two that are compared come to the same, which speaks for neither."""

    says: str
    chance: Statistic
    size: Statistic | None = None
    of: str = ""
    even: Statistic | None = None


def more(name: str, run: str, than: str = BASE) -> Statistic:
    """1 where a figure is larger in this run than in the other, else 0; the same is not larger."""
    return lambda runs: float(runs[run][name] > runs[than][name] and not same(runs[run][name], runs[than][name]))


def even(name: str, run: str, than: str = BASE) -> Statistic:
    """1 where a figure is the same in both runs, else 0."""
    return lambda runs: float(same(runs[run][name], runs[than][name]))


def same(one: float, other: float) -> bool:
    """Alike to a millionth: what is left is rounding."""
    return isclose(one, other, rel_tol=1e-6)


def gain(run: str) -> Statistic:
    """Exports 2026-30 over those without talks, less one."""
    return lambda runs: runs[run]["W8.exports"] / runs[NO_TALKS]["W8.exports"] - 1


NO_TALKS = "no-talks"
"""Neither freeze nor relief: the base has talks of its own, and a deal in some draws."""

ODDS: Mapping[str, Odds] = {
    "S1": Odds("an orderly succession, if there were one at the end of 2025", figure("S1.orderly")),
    "T4": Odds("open dissent takes half of all units by 2030", lambda r: float(r[BASE]["T4.open"] > 0.5),
               figure("T4.open"), "largest share of units in open dissent"),
    "W4": Odds("more lean months 2026-30 once the partner has gone", more("W4.lean", "partner-leaves"),
               ratio("W4.lean", "partner-leaves"), "lean months, partner gone over staying"),
    "W6": Odds("a freeze deal in 2026-30", figure("W6.deal")),
    "W7": Odds("an imposed freeze is broken in secret by 2030", figure("W7.cheats", "freeze")),
    "W8": Odds("exports 2026-30 gain more from a freeze than from lasting relief without one",
               more("W8.exports", "freeze", "relief"),
               ratio("W8.exports", "freeze", NO_TALKS), "exports, freeze over neither freeze nor relief",
               even("W8.exports", "freeze", "relief")),
    "W10": Odds("more warheads at the end of 2030 with a freeze than where there are no talks and so none",
                more("W10.then", "freeze", NO_TALKS),
                ratio("W10.then", "freeze", NO_TALKS), "warheads, freeze over no talks",
                even("W10.then", "freeze", NO_TALKS)),
}
LEVERS = ("freeze", "relief")  # the barter is no export, and told under W4 and W5
ORDERS = {"food-first": "food first", "food-halfway": "half of what food lacks first",
          "prestige-as-grain": "prestige buys maize", "gifts-as-grain": "gifts buy maize",
          "weapons-unpaid": "no hard currency for weapons"}  # fmt: skip
UNDER_ORDERS = (("deaths that hunger added, 1994-99", "R4.deaths"), ("warheads at the end of 2025", "W10.now"),
                ("share of grown people loyal in private, 2019", "T2.loyal.2019"))  # fmt: skip
WITHOUT = {"unpunished": "where nobody reckons with a penalty", "disillusioned": "where most were never loyal",
           "disillusioned-unpunished": "where both hold"}  # fmt: skip
YEARS = range(2025, 2031)
ELITE = (50, 75, 90, 100)
DISCOUNTS = (0.0, 0.25, 0.5, 0.75, 1.0)
HEIRS = (("shown", "the one shown"), ("line", "another of the line"), ("other", "one not of it"))


def odds(of: Odds, draws: Sequence[Runs], prior: Sequence[Runs], points: Sequence[Draw]) -> dict[str, Any]:
    """The chance of an event over the draws, how well so many draws tell it, what goes with it, how large it is."""
    chances, before = ([x for x in outcomes(of.chance, runs) if x == x] for runs in (draws, prior))
    told: dict[str, Any] = {
        "says": f"odds: {of.says}", "share": mean(chances), "interval": told_by(chances), "draws": len(chances),
        "prior_share": mean(before), "prior_draws": len(before),
        "drivers": drivers(of.size or of.chance, draws, points),
    }  # fmt: skip
    if of.even is not None:
        told["ties"] = mean(outcomes(of.even, draws))
    if of.size is None:
        return told
    sizes = numbers(of.size, draws)
    return told | {"size": of.of, "median": quantile(sizes, 0.5), "size_interval": interval(sizes)}


def mean(numbers: Sequence[float]) -> float | None:
    return sum(numbers) / len(numbers) if numbers else None


def told_by(chances: Sequence[float]) -> tuple[float, float] | None:
    """90 % of what odds could be behind so many draws (Wilson 1927): none in twenty is not never. Where each draw has
    odds of its own, the central 90 % of these."""
    n, p = len(chances), mean(chances)
    if p is None:
        return None
    if any(0 < c < 1 for c in chances):
        return interval(sorted(chances))
    z = NormalDist().inv_cdf(0.95)
    middle, half = p + z * z / (2 * n), z * sqrt(p * (1 - p) / n + z * z / (4 * n * n))
    low, high = ((middle + side) / (1 + z * z / n) for side in (-half, half))
    return max(0.0, min(low, p)), min(1.0, max(high, p))  # at none and at all, rounding would leave the share outside


def levers(draws: Sequence[Runs]) -> dict[str, float]:
    """W8: median gain of exports 2026-30 by lever, each under the elasticity that is assumed for it."""
    found = {run: quantile(sorted(outcomes(gain(run), draws)), 0.5) for run in LEVERS}
    return {run: x for run, x in found.items() if x is not None}


def threat(draws: Sequence[Runs]) -> list[dict[str, Any]]:
    """W8, its other half: what is left of the threat by lever. Warheads never become fewer here, whatever is agreed, so
    that no lever ends it; what can be told is how much less there is than without talks."""
    found = []
    for run, says in (("freeze", "freeze"), ("relief", "lasting relief without one")):
        for what, name in (("warheads at the end of 2030", "W10.then"), ("launches 2026-30", "W8.launches")):
            found.append(beside(f"{what}, {says} over no talks", ratio(name, run, NO_TALKS), draws))
    return [*found, beside("warheads at the end of 2030 over those of 2025, freeze",
                           lambda r: r["freeze"]["W10.then"] / r["freeze"]["W10.now"], draws)]  # fmt: skip


def stronger(draws: Sequence[Runs]) -> list[dict[str, Any]]:
    """W10: what else a freeze changes."""
    return [beside("chance that a succession at the end of 2030 would be orderly, freeze less no talks",
                   change("S1.orderly.2030", "freeze", NO_TALKS), draws)]  # fmt: skip


def orders(draws: Sequence[Runs]) -> list[dict[str, Any]]:
    """T5: what changes under each other order of priorities, against survival first."""
    return [beside(f"{says}, {order}, less survival first", change(name, run), draws)
            for run, order in ORDERS.items() for says, name in UNDER_ORDERS]  # fmt: skip


def upheaval(draws: Sequence[Runs]) -> list[dict[str, Any]]:
    """T4: what would have to change for open dissent to take half of all units."""
    return [beside(f"largest share of units in open dissent {says}", figure("T4.open", run), draws)
            for run, says in WITHOUT.items()]  # fmt: skip


def by_year(draws: Sequence[Runs]) -> list[dict[str, Any]]:
    """S1: odds of what a death would bring, at the end of each year."""
    return [beside(f"{name}, at the end of {year}", figure(f"S1.{name}.{year}"), draws)
            for year in YEARS for name in ("orderly", "contested", "collapse")]  # fmt: skip


def by_elite(draws: Sequence[Runs]) -> list[dict[str, Any]]:
    """S1: odds of an orderly succession at the end of 2025 by what the tiers show; by the rule, not by runs."""
    shown = [beside("share of the tiers that shows loyalty", figure("S1.elite"), draws)]
    return shown + [beside(f"orderly, if {of} in a hundred of the tiers showed loyalty",
                           figure(f"S1.orderly.elite.{of}"), draws) for of in ELITE]  # fmt: skip


def heirs(name: str, discount: float) -> Statistic:
    """S2: odds of one of the three columns under this discount of legitimacy. The weight of the one shown is in
    proportion to one less the discount and the others' do not depend on it, so that the odds under one discount give
    those under any other; at a full discount there is nothing to go by."""

    def under(runs: Runs) -> float:
        f = runs[BASE]
        weight = {k: f[f"S2.{k}"] for k, _ in HEIRS}
        weight["shown"] *= (1 - discount) / (1 - f["S2.discount"])
        return weight[name] / sum(weight.values())

    return under


def by_discount(draws: Sequence[Runs]) -> list[dict[str, Any]]:
    """S2: odds of the three columns for each discount of legitimacy."""
    return [beside(f"{says}, discount {discount:g}", heirs(name, discount), draws)
            for discount in DISCOUNTS for name, says in HEIRS]  # fmt: skip


def succession(draws: Sequence[Runs]) -> dict[str, float]:
    """S1: mean odds of what a death of the leader would bring, as they stand at the end of 2025. What came of one death
    in each of twenty draws would tell less: it is twenty throws of the same dice."""
    found = {name: mean(outcomes(figure(f"S1.{name}"), draws)) for name in ("orderly", "contested", "collapse")}
    return {name: x for name, x in found.items() if x is not None}
