"""Which runs the claims need: `plan.csv`, the base and every counterfactual, each as long as what it is asked.

Runs of one draw share their seed, so that two of them differ by what was changed and not by luck.
"""

from __future__ import annotations

import csv
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from functools import cache
from pathlib import Path

FILE = Path(__file__).with_name("plan.csv")
BASE = "base"
ALL = ("all",)
TWINS = ("no-gifts", "grain", "open", "no-deal", "no-onward", "rations-kept", "no-media", "fed-no-media")
"""Counterfactuals that a claim is about, and not only its flip (G2, G5, W1, W5, T8, I10): these are run on prior draws
as well."""


@dataclass(frozen=True)
class Run:
    """One kind of run. sets: figures set beside the draw's own; these go before it. claims: who asks for it."""

    run: str
    scenario: str
    sets: Mapping[str, float]
    until: str
    claims: tuple[str, ...]
    why: str


@cache
def runs() -> tuple[Run, ...]:
    """All kinds of run, the base first."""
    with FILE.open(encoding="utf-8", newline="") as file:
        return tuple(
            Run(r["run"], r["scenario"], {k: float(v) for k, _, v in (s.partition("=") for s in r["sets"].split())},
                r["until"], tuple(r["claims"].split()), r["why"])
            for r in csv.DictReader(file)
        )  # fmt: skip


def asked(member: str) -> tuple[str, ...]:
    """What the run of a member, `KIND-DRAW-RUN`, is asked for; nothing stands for all."""
    claims = next(run.claims for run in runs() if run.run == member.split("-", 2)[2])
    return () if claims == ALL else claims


def wanted(names: Sequence[str]) -> list[Run]:
    """The kinds of run of these names."""
    return [run for run in runs() if run.run in names]
