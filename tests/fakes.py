"""A made-up stream of moments, for tests of results, charts and report that need no simulation.

The figures are smooth curves with noise by seed: their shapes are chosen to fill charts, they mean nothing.
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass, field
from types import SimpleNamespace
from typing import Any

import numpy as np

from tumen.labels import PROVINCES
from tumen.report import SECTIONS

# charts of what the made-up moments do not hold: they are drawn from a run
LIVED = ("faces", "trade", "party", "court", "talks", "succession", "control", "leaving")
SYSTEM = {n for key, _, names in SECTIONS if key in LIVED for n in names}
P = len(PROVINCES)
SHARES = np.array([0.134, 0.175, 0.119, 0.056, 0.098, 0.09, 0.064, 0.133, 0.095, 0.031, 0.005])


def _people() -> dict[str, Any]:
    """Forty-four units, four a province, of persons of all ages; one in twenty a soldier."""
    rng = np.random.default_rng(0)
    shape = (4 * P, 128)
    return {
        "born": (300 - 12 * rng.triangular(0, 0, 95, shape)).astype("i2"),
        "traits": rng.integers(0, 2, shape).astype("u1"),
        "status": (rng.random(shape) < 0.05).astype("u1"),
        "n": rng.integers(60, 116, shape[0]).astype("i4"),
        "province": np.repeat(np.arange(P), 4).astype("u1"),
        "weight": np.where(np.arange(shape[0]) % 4 == 0, 200, 6000).astype("i4"),
    }


BY_AGE = np.full((2, 20), 1 / 40)


@dataclass
class FakeCountry:
    declared: dict[str, Any]
    seconds: dict[str, float] = field(
        default_factory=lambda: {"build": 0.1, "compile": 1.0, "people": 2.0, "record": 0.5}
    )
    state: int = 0
    tables: Any = field(default_factory=lambda: SimpleNamespace(arrays=_people()))
    cuts: tuple[slice, ...] = (slice(0, 20), slice(20, 44))
    tile: int = 20

    def hash(self) -> str:
        return f"{self.state:016x}"


def _said(unit: str, meaning: str, over: tuple[Any, ...] = ("province",), **more: Any) -> SimpleNamespace:
    return SimpleNamespace(unit=unit, meaning=meaning, over=over, **more)


DECLARED = {
    "births": _said("persons", "children born"),
    "deaths": _said("persons", "deaths on the schedule without hunger", ("province", 2, 20)),
    "hunger_deaths": _said("persons", "deaths above it", ("province", 2, 20)),
    "children": _said("persons", "children measured, each October"),
    "stunted": _said("persons", "of these, short for their age"),
    "wasted": _said("persons", "of these, thin for their height"),
    "marriages": _said("marriages", "marriages"),
    "scattered": _said("persons", "grown members who left"),
    "child_offered": _said("children", "children offered"),
    "alms_given": _said("gifts", "gifts by strangers"),
    "child_taken": _said("children", "children taken in"),
    "issued": _said("g", "grain handed over by who serves", ("province", 7)),
    "public_people": _said("persons", "persons on the public and priority counters"),
    "from_ration": _said("g", "food from rations: towns, farms", ("province", 2)),
    "from_farm": _said("g", "food from farm stores: towns, farms", ("province", 2)),
    "from_market": _said("g", "food from the market: towns, farms", ("province", 2)),
    "eaten_grams": _said("g", "grain eaten"),
    "dollar": _said("won", "price of a dollar", ()),
    "eaten": _said("g/day", "cereal equivalent eaten a day", ("units", 128), record=1),
    "price": _said("won/kg", "price of rice"),
}


def _hunger(t: float) -> float:
    """A hump around 1997."""
    return float(np.exp(-(((t - 1997.4) / 1.6) ** 2)))


def moments(seed: int = 1, first: int = 1990, last: int = 2012, stop_after: int | None = None) -> Iterator[Any]:
    rng = np.random.default_rng(seed)
    level = 1 + 0.15 * rng.standard_normal()
    northeast = np.array([0.2, 0.6, 0.6, 1.0, 0.5, 0.6, 1.2, 1.7, 2.6, 2.4, 1.5])
    country = FakeCountry(DECLARED)
    for index in range((last - first + 1) * 12):
        year, moy = first + index // 12, index % 12 + 1
        t = year + (moy - 0.5) / 12
        people = 20.3e6 * SHARES * (1 + 0.01 * (t - 1990))
        hunger = _hunger(t) * level * northeast
        tallies = {
            "births": (people * 0.018 / 12 * (1 - 0.3 * _hunger(t))).astype("i8"),
            "deaths": np.multiply.outer(people * 0.0075 / 12, BY_AGE).astype("i8"),
            "hunger_deaths": np.multiply.outer(people * 0.006 * hunger / 12, BY_AGE).astype("i8"),
            "marriages": (people * 0.008 / 12).astype("i8"),
        }
        for name, part in (("scattered", 8), ("child_offered", 4), ("alms_given", 1), ("child_taken", 2)):
            tallies[name] = (people * 1e-6 * part * hunger).astype("i8")
        tallies["public_people"] = (people * 0.6).astype("i8")
        grams = 450 - 320 * _hunger(t) * level
        tallies["issued"] = np.multiply.outer(people * 0.6 * 30 * grams, [0.8, 0.2, 0, 0, 0, 0, 0.1]).astype("i8")
        bought = 0.1 + 0.5 * (t > 1996)
        each = people * 15000
        tallies["from_ration"] = np.multiply.outer(each, [0.6 * (1 - bought), 0.01]).astype("i8")
        tallies["from_farm"] = np.multiply.outer(each, [0.01, 0.3]).astype("i8")
        tallies["from_market"] = np.multiply.outer(each, [0.6 * bought, 0.1]).astype("i8")
        tallies["eaten_grams"] = (people * 30 * (480 - 130 * hunger / 2.6)).astype("i8")
        small = (people * 0.11 if moy == 10 else people * 0).astype("i8")
        tallies["children"] = small
        tallies["stunted"] = (small * (0.2 + 0.3 * _hunger(t - 1))).astype("i8")
        tallies["wasted"] = (small * (0.03 + 0.1 * _hunger(t))).astype("i8")
        places = {"price": (40.0 * np.exp(0.25 * (t - 1990)) * np.linspace(1, 1.3, P)).astype("f4")}
        places["dollar"] = np.asarray(100.0 * np.exp(0.2 * (t - 1990)), "f4")
        census = None
        if moy == 12:
            group = np.array([0.04, 0.0, 0.0, 0.13, 0.0, 0.001, 0.2, 0.08, 0.002, 0.04, 0.007, 0.0] * 2)
            counted = np.outer(people, group / group.sum()).astype("i8")
            grams = np.outer(480 - 130 * hunger / 2.6, np.tile([1.0, 1.02, 1.5], 8))
            census = {"persons": counted, "eaten": (counted * grams).astype("i8")}
        country.state = hash((seed, index)) & (2**64 - 1)
        month = SimpleNamespace(index=index, year=year, moy=moy, label=f"{year}-{moy:02d}")
        yield SimpleNamespace(
            month=month, tallies=tallies, places=places, census=census, persons=int(people.sum()), country=country
        )
        if stop_after is not None and index + 1 >= stop_after:
            raise KeyboardInterrupt
