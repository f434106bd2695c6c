"""The reduced model in Tumen's own engine: four mechanisms in a schedule, and a founding population of its own."""
from __future__ import annotations

from dataclasses import dataclass
from types import SimpleNamespace
from typing import Any
from unittest import mock

import numpy as np

from tumen import country as tumen_country
from tumen.door import mix_array
from tumen.mechanism import Schedule, Step
from tumen.months import Calendar
from tumen.scenario import Scenario
from tumen.simulate import months

from .spec import LEVELS, LINKS, PROVINCES, Start, summary
from .tumen_mechanisms import MECHANISMS, SPANS

SEEN_LINKS = 8      # a Tumen unit has eight links; the reduced model looks at the first four
FAITH_STEPS = 10_000
ALONE = 2048     # units a tile on one thread


def schedule() -> Schedule:
    by_name = {m.name: m for m in MECHANISMS}
    return Schedule(MECHANISMS, tuple(Step(by_name[s.of or ""], s) for s in SPANS))


@dataclass
class Population:
    """The specification's first month in the form in which Tumen's engine asks for a population."""

    start: Start

    def geography(self, rung: str) -> SimpleNamespace:
        """One place a province, every person a row of weight 1."""
        start, one = self.start, np.ones(PROVINCES, np.int32)
        provinces = np.arange(PROVINCES, dtype=np.uint8)
        return SimpleNamespace(
            name=[f"province {k}" for k in range(PROVINCES)], county=provinces.astype(np.int32), province=provinces,
            urban=one.astype(np.uint8), tier=np.zeros(PROVINCES, np.uint8),
            border=np.zeros(PROVINCES, np.uint8), weight=one,
            persons=np.bincount(start.province, minlength=PROVINCES), unit_place=start.unit_province.astype(np.int32),
            unit_province=start.unit_province, unit_weight=np.ones(start.units, np.int32),
            link=np.tile(start.link, (1, SEEN_LINKS // LINKS)))

    def found(self, geo: Any, seed: int, arrays: dict[str, np.ndarray], units: tuple[int, int]) -> None:
        lo, hi = units
        start, part = self.start, slice(*units)
        sizes = start.sizes[part]
        people = slice(start.offset[lo], start.offset[hi])
        row = np.arange(start.offset[lo], start.offset[hi]) - np.repeat(start.offset[lo:hi], sizes)
        unit = np.repeat(np.arange(lo, hi), sizes)
        arrays["n"][part], arrays["share"][part] = sizes, start.share[part]
        arrays["share_next"][part] = start.share[part]
        for name in LEVELS:
            arrays[name][unit, row] = start.levels[name][people]
        arrays["stratum"][unit, row] = start.stratum[people]
        by_unit = mix_array(mix_array(np.array([seed], np.uint64)) + unit.astype(np.uint64))
        identity = mix_array(by_unit + row.astype(np.uint64))
        arrays["soul"][unit, row] = identity.astype(np.uint32)
        arrays["line"][unit, row] = (identity >> np.uint64(32)).astype(np.uint32)


class Engine:
    def __init__(self, start: Start, seed: int, threads: int = 1, tile: int | None = None) -> None:
        # a larger tile saves calls of spans; two threads need tiles enough to share out evenly
        tile = tile or (ALONE if threads == 1 else tumen_country.TILE)
        ages = Calendar(end="2049-12")
        scenario = Scenario(name="reduced", question="What does the engine cost?", rung="25m", calendar=ages)
        with mock.patch.object(tumen_country, "population", Population(start)):
            self.country = tumen_country.build(scenario, seed, threads=threads, tile=tile, schedule=schedule())
        self.months = months(self.country, census="none")
        self.history: list[dict[str, float]] = []

    def step(self) -> None:
        sums = next(self.months).tallies["seen"].sum((0, 2))
        counts = np.array([[sums[k] for k in range(5)]])
        self.history.append(summary(counts, np.array([sums[5] / FAITH_STEPS])))
