"""What leavers tell of the same thing: the model's own, asked as surveys ask, and those on record, beside the nation.

A witness left, and so did everybody whom a survey could ask. Leavers come from the border, are poorer than most and did
not like it there; what they tell is of their own lives. These answers are targets of the calibration: they show how far
a leaver's picture lies from the nation's, and prove nothing by agreeing with the record.
"""

from __future__ import annotations

import csv
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from functools import cache
from pathlib import Path

ANSWERED = Path(__file__).parents[1] / "calibration" / "targets.csv"
ASKED: Mapping[str, tuple[tuple[str, str], ...]] = {
    "R3": (("informal_money.1996_2003", "per cent of the household's money from trade, who left in 1996-2003"),
           ("informal_all.2016_20", "per cent of all they lived on from trade, who left in 2016-20")),
    "R4": (("refugees.death_rate.1997", "deaths a thousand in 1997 in the households of people met in China"),),
    "I6": (("viewed.2016_20", "per cent who had seen foreign films, who left in 2016-20"),),
    "I7": (("bloodline.change", "points by which fewer would have kept the line, left in 2016-20 less to 2000"),),
    "I10": (("viewed.2016_20", "per cent who had seen foreign films, who left in 2016-20"),),
    "T2": (("bloodline.to_2000", "per cent who would have kept the leader's line, who left to 2000"),
           ("bloodline.change", "points by which fewer would have, who left in 2016-20")),
}  # fmt: skip
"""By row of the register: the target that holds the answer, and the question in words."""


@dataclass(frozen=True)
class Answer:
    """One question: what is on record, and what the model's leavers say over the posterior's draws."""

    question: str
    recorded: float
    median: float
    interval: tuple[float, float]


def answers(row: str) -> Iterator[Answer]:
    """What leavers tell of this statement's subject; nothing where no survey asked."""
    for target, question in ASKED.get(row, ()):
        told = _answered()[target]
        yield Answer(question, float(told["recorded"]), float(told["posterior_median"]),
                     (float(told["posterior_low"]), float(told["posterior_high"])))  # fmt: skip


@cache
def _answered() -> dict[str, dict[str, str]]:
    with ANSWERED.open(encoding="utf-8", newline="") as file:
        return {row["id"]: row for row in csv.DictReader(file)}
