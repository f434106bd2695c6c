"""From the figures of many runs to a verdict. Pure functions; the rules are in `docs/claims.md`.

A *draw* is one set of figures of the uncertain parameters, run under the scenario as it was (`base`) and under the
counterfactuals of the claim. Of a finding's draws:

- a share of 0.9 or more beyond the threshold: *reproduced*; under 0.1: *not reproduced*; between: *undecided*;
- where more than 0.9 of the *prior* draws, drawn without any data, pass as well, a pass is *implied by the rules*;
- where no draw could be measured: *not measured*. A figure that is not a number was not measured.

On fewer than twenty draws nothing is decided, and a pass stays *undecided* where fewer than twenty prior draws say
whether it could have failed. What must not survive a counterfactual is counted apart: a finding that passes there too
has not been explained by what is said to drive it, and `why` says so. A counterfactual that did not change what it is
meant to change tests nothing: such draws are told as idle and are not among those that did as they must.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, field
from math import isfinite
from typing import Any

Figures = Mapping[str, float]
Runs = Mapping[str, Figures]
"""Figures of one draw by run: "base", and each counterfactual of the plan."""

REPRODUCED, FAILED, UNDECIDED = "reproduced", "not reproduced", "undecided"
IMPLIED, UNMEASURED = "implied by the rules", "not measured"
MOST, LEAST = 0.9, 0.1
FEWEST = 20  # draws; with fewer a tenth of them is one or none
HALF = 0.5
TAILS = (0.05, 0.95)


@dataclass(frozen=True)
class Test:
    """How a finding is judged in one draw. statistic: its headline number. passes: whether it is beyond the threshold.
    flips: by counterfactual run, whether what must happen there happens. Each may raise KeyError where a run lacks a
    figure: then the draw does not count."""

    __test__ = False  # not one of pytest's
    statistic: Callable[[Runs], float]
    passes: Callable[[Runs], bool]
    flips: Mapping[str, Callable[[Runs], bool]] = field(default_factory=dict)
    also: Mapping[str, Callable[[Runs], float]] = field(
        default_factory=dict
    )  # numbers told beside it, by what they are
    only_undecided: str = ""  # why a pass would not be one: no figure of the record moves it
    effect: Mapping[str, Callable[[Runs], bool]] = field(
        default_factory=dict
    )  # by counterfactual: whether what it is meant to change did change; where it did not, nothing was tested


@dataclass(frozen=True)
class Flip:
    """What became of a counterfactual: in which share of the draws it did what it must, of how many; idle: in how many
    more it did not change what it is meant to change, which are not counted among these."""

    share: float | None
    draws: int
    idle: int = 0


@dataclass(frozen=True)
class Verdict:
    """A finding's verdict and all that it rests on; shares and intervals are None where nothing was measured."""

    verdict: str
    share: float | None
    interval: tuple[float, float] | None
    median: float | None
    draws: int
    prior_share: float | None
    prior_draws: int
    counterfactual: Mapping[str, Flip] = field(default_factory=dict)
    why: str = ""


def judge(test: Test, draws: Sequence[Runs], prior: Sequence[Runs] = ()) -> Verdict:
    """The verdict on a finding from posterior draws and prior draws."""
    passed, before = outcomes(test.passes, draws), outcomes(test.passes, prior)
    share, prior_share = share_of(passed), share_of(before)
    values = numbers(test.statistic, draws)
    flips = {name: turned(flip, test.effect.get(name), draws) for name, flip in test.flips.items()}
    word, why = said(share, len(passed), prior_share, len(before), test.only_undecided)
    idle = [f"{name} ({f.idle} draws)" for name, f in flips.items() if f.idle]
    why = "; ".join(w for w in (
        why, unexplained(flips) if word in (REPRODUCED, IMPLIED) else "",
        f"changed nothing, so nothing was tested, in {', '.join(idle)}" if idle else "",
    ) if w)  # fmt: skip
    return Verdict(word, share, interval(values), quantile(values, HALF), len(passed), prior_share, len(before), flips,
                   why)  # fmt: skip


def turned(
    flip: Callable[[Runs], bool], effect: Callable[[Runs], bool] | None, draws: Sequence[Runs]
) -> Flip:  # fmt: skip
    """What became of one counterfactual, apart from draws in which it did not take effect."""
    both = outcomes(lambda runs: (effect is None or effect(runs), flip(runs)), draws)
    found = [did for took, did in both if took]
    return Flip(share_of(found), len(found), len(both) - len(found))


def said(
    share: float | None, draws: int, prior_share: float | None, prior_draws: int, only_undecided: str = ""
) -> tuple[str, str]:  # fmt: skip
    """The word for the shares of posterior and of prior draws that pass, and why, where that is not plain."""
    if share is None:
        return UNMEASURED, ""
    if draws < FEWEST:
        return UNDECIDED, f"measured in {draws} draws: {FEWEST} are needed"
    if share < LEAST:
        return FAILED, ""
    if share < MOST:
        return UNDECIDED, ""
    known = prior_share if prior_draws >= FEWEST else None
    if known is not None and known > MOST:
        return IMPLIED, ""
    if only_undecided:
        return UNDECIDED, only_undecided
    if known is None:
        return UNDECIDED, f"it passes; {prior_draws} prior draws cannot say whether it could fail: {FEWEST} are needed"
    return REPRODUCED, ""


def unexplained(flips: Mapping[str, Flip]) -> str:
    """Where a finding passes though it must fail, in half of the draws or more, or nobody looked."""
    kept = [name for name, f in flips.items() if f.share is not None and f.share <= HALF]
    unseen = [name for name, f in flips.items() if f.share is None]
    return "; ".join([f"not as it must in {', '.join(kept)}"] * bool(kept)
                     + [f"not measured in {', '.join(unseen)}"] * bool(unseen))  # fmt: skip


def outcomes(what: Callable[[Runs], Any], draws: Sequence[Runs]) -> list[Any]:
    """What each draw says; those that cannot say it are left out."""
    found = []
    for runs in draws:
        try:
            found.append(what(runs))
        except (KeyError, ZeroDivisionError):
            continue
    return found


def numbers(what: Callable[[Runs], float], draws: Sequence[Runs]) -> list[float]:
    """What the draws that can say it say, in order."""
    return sorted(x for x in outcomes(what, draws) if isfinite(x))


def beside(says: str, what: Callable[[Runs], float], draws: Sequence[Runs]) -> dict[str, Any]:
    """A number of no verdict, over the draws that can say it."""
    values = numbers(what, draws)
    return {"of": says, "median": quantile(values, HALF), "interval": interval(values), "draws": len(values)}


def share_of(passed: Sequence[bool]) -> float | None:
    return sum(map(bool, passed)) / len(passed) if passed else None


def interval(numbers: Sequence[float]) -> tuple[float, float] | None:
    """The central 90 % of sorted numbers."""
    low, high = (quantile(numbers, q) for q in TAILS)
    return None if low is None or high is None else (low, high)


def quantile(numbers: Sequence[float], q: float) -> float | None:
    """By linear interpolation between sorted numbers."""
    if not numbers:
        return None
    at = q * (len(numbers) - 1)
    low = int(at)
    high = min(low + 1, len(numbers) - 1)
    return numbers[low] + (at - low) * (numbers[high] - numbers[low])
