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
    return 0.50 <= runs[BASE]["R3.bought"] <= 0.80 and runs[BASE]["R3.fall"] < 10


def poorer(runs: Runs) -> bool:
    return runs[BASE]["P6.kcal"] <= -0.03 and runs[BASE]["P6.trader"] <= -0.08


TESTS: Mapping[str, Test] = {
    "R3": Test(figure("R3.bought"), bought,
               {"rations-kept": below("R3.bought", 0.30, "rations-kept"),
                "no-learning": at_least("R3.fall", 10, "no-learning")}),
    "R7": Test(figure("R7.ratio"), at_least("R7.ratio", 1.5),
               {"rations-kept-equal": below("R7.ratio", 1.2, "rations-kept-equal")}),
    "P6": Test(figure("P6.kcal"), poorer,
               {"equal-and-free": lambda runs: abs(runs["equal-and-free"]["P6.kcal"]) <= 0.01}),
}  # fmt: skip
