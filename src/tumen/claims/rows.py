"""The register: what the witnesses say, row by row, and where each row lives in the model.

Three witnesses: A, a court poet who left in 2004; B, a diplomat who left in 2023; C, a woman who lived among Party
members. A *rule* is assumed by the model; a *finding* has to come out of it; a *contested* statement stands beside
other evidence; a *judgement* is a speaker's opinion, answered by odds. The words here are ours, not theirs.
"""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from typing import Any

from tumen.claims.tables import table
from tumen.country import SCHEDULE
from tumen.mechanism import Schedule
from tumen.scenario import Scenario
from tumen.scenes import Scene
from tumen.scenes.all import SCENES

KINDS = ("rule", "finding", "contested", "judgement")
ELSEWHERE = {"L3": Scenario.spread}  # a rule that is no mechanism: what the leader decrees sets parameters, by date


@dataclass(frozen=True)
class Place:
    """A function in which a row lives, and how many worked examples show it."""

    function: str
    examples: int


@dataclass(frozen=True)
class Row:
    """One statement of the register: where it lives, and the scenes that show it."""

    row: str
    witness: str
    kind: str
    says: str
    lives: tuple[Place, ...] = ()
    scenes: tuple[Scene, ...] = ()

    @property
    def works(self) -> bool:
        """Whether the row has a place in the model and a worked example of it: a scene."""
        return bool(self.lives and self.scenes)


def register(schedule: Schedule = SCHEDULE) -> list[Row]:
    """Every row of the register with the functions of this schedule that serve it."""
    places: dict[str, list[Place]] = {row: [Place(_name(function), 0)] for row, function in ELSEWHERE.items()}
    shown: dict[str, list[Scene]] = {}
    for scene in SCENES:
        shown.setdefault(scene.row, []).append(scene)
    for mechanism in schedule.mechanisms:
        for row, function in mechanism.serves.items():
            reckoned = sum(example["rule"] is function for example in mechanism.examples)
            places.setdefault(row, []).append(Place(_name(function), reckoned))
    rows = [
        Row(**told, lives=tuple(places.pop(row, ())), scenes=tuple(shown.pop(row, ())))
        for row, told in table("register").items()
    ]
    if places or shown:
        strangers = ", ".join(sorted(set(places) | set(shown)))
        raise ValueError(f"a mechanism or a scene serves what the register does not have: {strangers}")
    return rows


def missing(rows: Iterable[Row]) -> list[Row]:
    """Rules that live nowhere yet, or that no scene shows."""
    return [row for row in rows if row.kind == "rule" and not row.works]


def _name(function: Any) -> str:
    python = getattr(function, "py_func", function)
    return f"{python.__module__.removeprefix('tumen.')}.{python.__name__}"
