"""Judgements: a speaker's forecast as odds over the draws, with what goes with them; never a bare yes.

They are odds of the model's game under its figures: which partner sits in Washington, when another leaves, and what the
courses pay are inputs.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from math import sqrt
from statistics import NormalDist
from typing import Any

from tumen.claims.drivers import Draw, drivers
from tumen.claims.tests import BASE, Statistic, change, figure, ratio
from tumen.claims.verdicts import Runs, beside, interval, numbers, outcomes, quantile


@dataclass(frozen=True)
class Odds:
    """A judgement as an event. chance: of the event in one draw, between 0 and 1. size: what is told beside it."""

    says: str
    chance: Statistic
    size: Statistic | None = None
    of: str = ""


def more(name: str, run: str) -> Statistic:
    """1 where a figure is larger in this run than in the base, else 0."""
    return lambda runs: float(runs[run][name] > runs[BASE][name])


def gain(run: str) -> Statistic:
    """Exports 2026-30 over those of the base, less one."""
    return lambda runs: runs[run]["W8.exports"] / runs[BASE]["W8.exports"] - 1


ODDS: Mapping[str, Odds] = {
    "S1": Odds("an orderly succession, if there were one at the end of 2025", figure("S1.orderly")),
    "T4": Odds("open dissent takes half of all units by 2030", lambda r: float(r[BASE]["T4.open"] > 0.5),
               figure("T4.open"), "largest share of units in open dissent"),
    "W4": Odds("more lean months 2026-30 once the partner has gone", more("W4.lean", "partner-leaves"),
               ratio("W4.lean", "partner-leaves"), "lean months, partner gone over staying"),
    "W6": Odds("a freeze deal in 2026-30", figure("W6.deal")),
    "W7": Odds("an imposed freeze is broken in secret by 2030", figure("W7.cheats", "freeze")),
    "W8": Odds("exports 2026-30 gain at least as much from a freeze as from lasting relief without one",
               lambda r: float(gain("freeze")(r) >= gain("relief")(r)),
               ratio("W8.exports", "freeze"), "exports, freeze over none"),
    "W10": Odds("more warheads at the end of 2030 with a freeze than without", more("W10.then", "freeze"),
                ratio("W10.then", "freeze"), "warheads, freeze over none"),
}
LEVERS = ("freeze", "relief")  # the barter is no export, and told under W4 and W5
UNDER_FOOD_FIRST = (("deaths that hunger added, 1994-99", "R4.deaths"), ("warheads at the end of 2025", "W10.now"),
                    ("grown people loyal in private, 2019", "T2.loyal.2019"))  # fmt: skip


def odds(of: Odds, draws: Sequence[Runs], prior: Sequence[Runs], points: Sequence[Draw]) -> dict[str, Any]:
    """The chance of an event over the draws, how well so many draws tell it, what goes with it, how large it is."""
    chances, before = ([x for x in outcomes(of.chance, runs) if x == x] for runs in (draws, prior))
    told: dict[str, Any] = {
        "says": f"odds: {of.says}", "share": mean(chances), "interval": told_by(chances), "draws": len(chances),
        "prior_share": mean(before), "prior_draws": len(before),
        "drivers": drivers(of.size or of.chance, draws, points),
    }  # fmt: skip
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


def food_first(draws: Sequence[Runs]) -> list[dict[str, Any]]:
    """T5: what changes where food goes before weapons, gifts and prestige."""
    return [beside(says, change(name, "food-first"), draws) for says, name in UNDER_FOOD_FIRST]


def succession(draws: Sequence[Runs]) -> dict[str, float]:
    """S1: mean odds of what a death of the leader would bring, as they stand at the end of 2025. What came of one death
    in each of twenty draws would tell less: it is twenty throws of the same dice."""
    found = {name: mean(outcomes(figure(f"S1.{name}"), draws)) for name in ("orderly", "contested", "collapse")}
    return {name: x for name, x in found.items() if x is not None}
