"""The register: what the witnesses say, row by row, and where each row lives in the model.

Three witnesses: A, a court poet who left in 2004; B, a diplomat who left in 2023; C, a woman who lived among Party
members. A *rule* is assumed by the model; a *finding* has to come out of it; a *contested* statement stands beside
other evidence; a *judgement* is a speaker's opinion, answered by odds. The words here are ours, not theirs.
"""

from __future__ import annotations

import csv
from collections.abc import Iterable
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from tumen.country import SCHEDULE
from tumen.mechanism import Schedule

KINDS = ("rule", "finding", "contested", "judgement")
FILE = Path(__file__).with_name("register.csv")


@dataclass(frozen=True)
class Place:
    """A function in which a row lives, and how many worked examples show it."""

    function: str
    examples: int


@dataclass(frozen=True)
class Row:
    """One statement of the register."""

    row: str
    witness: str
    kind: str
    says: str
    lives: tuple[Place, ...] = ()

    @property
    def works(self) -> bool:
        """Whether the row has a place in the model and a worked example of it."""
        return any(place.examples for place in self.lives)


def register(schedule: Schedule = SCHEDULE) -> list[Row]:
    """Every row of the register with the functions of this schedule that serve it."""
    places: dict[str, list[Place]] = {}
    for mechanism in schedule.mechanisms:
        for row, function in mechanism.serves.items():
            shown = sum(example["rule"] is function for example in mechanism.examples)
            places.setdefault(row, []).append(Place(_name(function), shown))
    with FILE.open(encoding="utf-8", newline="") as file:
        rows = [Row(**told, lives=tuple(places.pop(told["row"], ()))) for told in csv.DictReader(file)]
    if places:
        raise ValueError(f"a mechanism serves what the register does not have: {', '.join(sorted(places))}")
    return rows


def missing(rows: Iterable[Row]) -> list[Row]:
    """Rules that live nowhere yet, or that no worked example shows."""
    return [row for row in rows if row.kind == "rule" and not row.works]


def _name(function: Any) -> str:
    python = getattr(function, "py_func", function)
    return f"{python.__module__.removeprefix('tumen.')}.{python.__name__}"
