"""What the model answers to each statement of the register, as plain data: what `tumen claims` prints.

A rule is *assumed*, and never counts. A finding has a verdict (`verdicts`). A contested statement stands beside the
evidence and the model's interval, without pass or fail. A judgement has odds, with what drives them, never a bare yes.
What the model does not hold is *not modelled*, and why.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from dataclasses import asdict
from typing import Any

from tumen.claims.drivers import Draw, drivers
from tumen.claims.judgements import (
    ODDS,
    by_discount,
    by_elite,
    by_year,
    levers,
    odds,
    orders,
    stronger,
    succession,
    threat,
    upheaval,
)  # fmt: skip
from tumen.claims.tables import table
from tumen.claims.tests import BASE, TESTS, figure
from tumen.claims.verdicts import Runs, beside, interval, judge, numbers, quantile

NOT_MODELLED = {
    "L7": "what a cult does to the one it is made for: no leader has an inner life here",
    "L8": "tears and a wish to be ordinary: no leader has an inner life here; a further meeting lowers the image again",
}
PARTLY = {"W9": "that the decree lowers hope is assumed; that it was the worst act is the speaker's word: not modelled"}


def media(runs: Runs) -> float:
    """Shapley share of films and books in the fall of mean loyalty to 2019, against hardship: the mean of both orders.
    Not a number where nothing fell."""
    both, fed = runs[BASE]["I10.loyalty"], runs["rations-kept"]["I10.loyalty"]
    unseen, neither = runs["no-media"]["I10.loyalty"], runs["fed-no-media"]["I10.loyalty"]
    whole = neither - both
    return 0.5 * ((unseen - both) + (neither - fed)) / whole if whole > 0 else float("nan")


CONTESTED: Mapping[str, tuple[str, Callable[[Runs], float]]] = {
    "R4": ("deaths that hunger added, 1994-99", figure("R4.deaths")),
    "T2": ("share of grown people loyal in private, 2019", figure("T2.loyal.2019")),
    "S2": ("odds that another of the line follows than the one shown, where half of legitimacy is lacking",
           figure("S2.line")),
    "I10": ("share of films and books in the fall of loyalty to 2019", media),
    "X7": ("income of the richest hundredth over the South's mean, 2019, dollars of the market",
           figure("X7.market.south")),
}  # fmt: skip
ALSO: Mapping[str, Mapping[str, Callable[[Runs], float]]] = {
    "X7": {"the same at the state's rate": figure("X7.state.south"),
           "the same by what it buys in grain": figure("X7.grain.south"),
           "dollars of the market a head and day": figure("X7.market")},
}  # fmt: skip


def all_of(draws: Sequence[Runs], prior: Sequence[Runs], points: Sequence[Draw]) -> list[dict[str, Any]]:
    """One object a statement: id, kind, verdict, share, interval, and what else belongs to it."""
    return [one(row, said["kind"], draws, prior, points) for row, said in table("register").items()]


def one(row: str, kind: str, draws: Sequence[Runs], prior: Sequence[Runs], points: Sequence[Draw]) -> dict[str, Any]:
    """The answer to one statement."""
    found: dict[str, Any] = {"id": row, "kind": kind, "verdict": "assumed", "share": None, "interval": None}
    if row in NOT_MODELLED:
        return found | {"verdict": "not modelled", "why": NOT_MODELLED[row]}
    if row in TESTS:
        test = TESTS[row]
        said = asdict(judge(test, draws, prior))
        more: dict[str, Any] = {"only_undecided": test.only_undecided} if test.only_undecided else {}
        if test.also:
            more["also"] = [beside(says, what, draws) for says, what in test.also.items()]
        return found | said | more | {"drivers": drivers(test.statistic, draws, points)} | bias(row, draws)
    if row in CONTESTED:
        says, what = CONTESTED[row]
        verdict = "undecided" if row == "I10" else "side by side"
        more = {"also": [beside(name, of, draws) for name, of in ALSO[row].items()]} if row in ALSO else {}
        more |= {"also": by_discount(draws)} if row == "S2" else {}
        return found | {"verdict": verdict, "says": says} | more | spread(what, draws, prior, points)
    if row == "T5":
        return found | {"verdict": "depends", "changes": orders(draws)}
    if row in ODDS:
        told: dict[str, Any] = {
            "S1": {"odds": succession(draws), "also": by_year(draws) + by_elite(draws)},
            "T4": {"changes": upheaval(draws)},
            "W8": {"levers": levers(draws), "also": threat(draws)},
            "W10": {"also": stronger(draws)},
        }
        told = told.get(row, {})
        return found | {"verdict": "odds"} | odds(ODDS[row], draws, prior, points) | told
    if kind != "rule":
        return found | {"verdict": "not measured", "why": "no measure is written for it"}
    return found | ({"why": PARTLY[row]} if row in PARTLY else {})


def spread(
    what: Callable[[Runs], float], draws: Sequence[Runs], prior: Sequence[Runs], points: Sequence[Draw]
) -> dict[str, Any]:  # fmt: skip
    """Median, interval and drivers of a number over the draws."""
    values, before = numbers(what, draws), numbers(what, prior)
    return {
        "interval": interval(values), "median": quantile(values, 0.5), "draws": len(values),
        "prior_interval": interval(before), "prior_draws": len(before), "drivers": drivers(what, draws, points),
    }  # fmt: skip


def bias(row: str, draws: Sequence[Runs]) -> dict[str, Any]:
    """What leavers like the speaker would have seen, beside the nation, where it is measured."""
    pair = {"P8": ("P8.nation", "P8.seen"), "W1": ("W1.lean", "W1.lean.seen"),
            "T2b": ("T2b.fall.nation", "T2b.fall.seen")}.get(row, (f"{row}.nation", f"{row}.seen"))  # fmt: skip
    nation, seen = (numbers(figure(name), draws) for name in pair)
    if not nation or not seen:
        return {}
    return {"seen": {"nation": quantile(nation, 0.5), "speaker": quantile(seen, 0.5)}}
