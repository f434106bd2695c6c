"""What the model is calibrated on, and nothing else: `targets.csv`, each with what its error is made of.

A target's error is the root of the sum of four squares: sampling (the survey's or Poisson's), disagreement of sources,
noise (between seeds, as measured at two rungs), and discrepancy (what this model may miss by for reasons that no
parameter mends: assumed, and said). On the log scale errors are of the natural logarithm. Figures of a run with the
same ids come from `tumen.survey.observers`; figures that are no target are there to be looked at.
"""

from __future__ import annotations

import math
from collections.abc import Mapping
from dataclasses import dataclass, replace
from functools import cache
from pathlib import Path

from tumen.records import records
from tumen.scenario import RUNGS

FILE = Path(__file__).with_name("targets.csv")
BLOCKS = ("food", "market", "belief", "exit")


@dataclass(frozen=True)
class Target:
    """A recorded figure that the model may be fitted to."""

    id: str
    value: float
    sampling: float
    disagreement: float
    noise: float
    discrepancy: float
    block: str
    scale: str
    unit: str
    source: str
    grade: str
    note: str
    noise_250k: float = 0.0

    @property
    def error(self) -> float:
        """One standard error, all in all, on the target's scale."""
        return math.sqrt(self.sampling**2 + self.disagreement**2 + self.noise**2 + self.discrepancy**2)

    def distance(self, figure: float) -> float:
        """How far a run's figure is from the record, in standard errors, with its sign; the log of nothing is far."""
        if self.scale == "log":
            return math.log(max(figure, 1e-6) / self.value) / self.error
        return (figure - self.value) / self.error


@cache
def targets(rung: str = "25k") -> tuple[Target, ...]:
    """All targets, in the order of the file, with the noise of a rung: as measured between five seeds at 25k and at
    250k; at finer rungs that of 250k over the root of how many times more rows there are."""
    found, finer = records(FILE, Target), 10.0 ** -(0.5 * max(RUNGS.index(rung) - 1, 0))
    return found if rung == RUNGS[0] else tuple(replace(t, noise=t.noise_250k * finer) for t in found)


def distances(figures: Mapping[str, float]) -> dict[str, float]:
    """Every target that a run has a figure for, as its distance in standard errors."""
    return {t.id: t.distance(figures[t.id]) for t in targets() if t.id in figures}


def missing(figures: Mapping[str, float]) -> list[str]:
    """Targets for which there is no figure: nobody was there to answer, or the run ended before."""
    return [t.id for t in targets() if not math.isfinite(figures.get(t.id, math.nan))]
