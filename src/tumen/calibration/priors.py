"""The free parameters: which figures the calibration may move, how far, and what they are thought to be informed by.

`priors.csv` is the list; all other figures are fixed at their declared values. Names are those of the model's
parameters; `NAME@1995..1998` is set in those years alone; `reporting.NAME` says how people answer and touches no run.
A draw is a dictionary from these names to values, a point its place in the unit cube: column k is the prior's
probability below the value.
"""

from __future__ import annotations

from dataclasses import dataclass
from functools import cache
from pathlib import Path
from typing import Any

import numpy as np

from tumen.columns import Array
from tumen.records import records

FILE = Path(__file__).with_name("priors.csv")
BLOCKS = ("food", "market", "belief", "exit")
"""In causal order: what people eat, how they live on, what they believe, who goes."""


@dataclass(frozen=True)
class Free:
    """A free parameter. first, second: lower and upper end, or mean and sd, or the two shapes; low, high: bounds."""

    number: int
    name: str
    block: str
    family: str
    first: float
    second: float
    low: float
    high: float
    informed_by: str
    why: str

    def values(self, u: Array) -> Array:
        """Values at these probabilities of the prior, cut at its bounds."""
        from scipy import stats

        if self.family == "loguniform":
            found: Array = np.exp(np.log(self.first) + u * (np.log(self.second) - np.log(self.first)))
            return found
        law: Any = {
            "uniform": lambda: stats.uniform(self.first, self.second - self.first),
            "normal": lambda: stats.norm(self.first, self.second),
            "beta": lambda: stats.beta(self.first, self.second),
        }[self.family]()
        below, above = law.cdf(self.low), law.cdf(self.high)
        found = law.ppf(below + u * (above - below))
        return found


@cache
def free() -> tuple[Free, ...]:
    """All free parameters, in the order of the file."""
    return records(FILE, Free)


def draw_at(point: Array, of: tuple[Free, ...] | None = None) -> dict[str, float]:
    """The draw at a point of the unit cube, to seven digits: what is written down is what is run."""
    return {q.name: float(f"{float(q.values(u)):.7g}") for q, u in zip(of or free(), point, strict=True)}


def points(n: int, seed: int, of: tuple[Free, ...] | None = None) -> Array:
    """`n` points that fill the unit cube evenly (scrambled Sobol)."""
    from scipy.stats import qmc

    size = len(of or free())
    power = int(np.ceil(np.log2(max(n, 1))))
    cube: Array = qmc.Sobol(size, seed=np.random.default_rng(seed)).random_base2(power)
    return cube[:n]


def draws(n: int, seed: int = 1) -> list[dict[str, float]]:
    """`n` draws of the prior."""
    return [draw_at(point) for point in points(n, seed)]
