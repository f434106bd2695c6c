"""The tests of the findings, as stated in `docs/findings.md`: quantity, threshold, and where each must fail or turn."""

from __future__ import annotations

from collections.abc import Callable, Mapping

from tumen.claims.verdicts import Runs, Test

BASE = "base"


def figure(name: str, run: str = BASE) -> Callable[[Runs], float]:
    """The figure of this name in this run."""
    return lambda runs: runs[run][name]


def at_least(name: str, least: float, run: str = BASE) -> Callable[[Runs], bool]:
    return lambda runs: runs[run][name] >= least


def at_most(name: str, most: float, run: str = BASE) -> Callable[[Runs], bool]:
    return lambda runs: runs[run][name] <= most


def below(name: str, bound: float, run: str) -> Callable[[Runs], bool]:
    return lambda runs: runs[run][name] < bound


def bought(runs: Runs) -> bool:
    share, later = runs[BASE]["R3.share"], runs[BASE]["R3.later"]
    return 0.50 <= share <= 0.80 and later > share - 0.10


def falls_back(run: str) -> Callable[[Runs], bool]:
    return lambda runs: runs[run]["R3.later"] <= runs[run]["R3.share"] - 0.10


def poorer(runs: Runs) -> bool:
    return runs[BASE]["P6.effect"] <= -0.03 and runs[BASE]["P6.trader"] <= -0.08


TESTS: Mapping[str, Test] = {
    "R3": Test(figure("R3.share"), bought,
               {"rations-kept": below("R3.share", 0.30, "rations-kept"), "no-learning": falls_back("no-learning")}),
    "R7": Test(figure("R7.effect"), at_least("R7.effect", 1.5),
               {"rations-kept-equal": below("R7.effect", 1.2, "rations-kept-equal")}),
    "P6": Test(figure("P6.effect"), poorer,
               {"equal-and-free": lambda runs: abs(runs["equal-and-free"]["P6.effect"]) <= 0.01}),
}  # fmt: skip
