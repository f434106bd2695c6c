"""What was aimed at beforehand: arrivals by year within their interval, and surveyed cohorts with the right slope.

The table of targets (`checking`) has arrivals by sex from 2002 on, and each cohort by itself; an aim is about the sum
of both sexes, and about what changed from one cohort to the next.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path

import numpy as np

from tumen.calibration.checking import TAIL, Row
from tumen.records import keep, records
from tumen.survey.targets import Target

YEARS = range(2000, 2012)
SLOPES = (
    ("never_ration.to_2000", "never_ration.2016_20"), ("state_only.to_2000", "state_only.2016_19"),
    ("any_private.to_2000", "any_private.2016_19"), ("informal_all.to_2000", "informal_all.2016_20"),
    ("bribed.to_2000", "bribed.2016_20"),
)  # fmt: skip
"""First and last cohort of each question that several were asked; the leader's line is a change already."""


@dataclass(frozen=True)
class Arrivals:
    """Arrivals of a year, both sexes: as recorded, and the posterior's median and nine tenths, as expected counts."""

    year: int
    recorded: float
    low: float
    median: float
    high: float

    @property
    def inside(self) -> bool:
        """Whether the record lies in the interval."""
        return self.low <= self.recorded <= self.high


def arrivals(figures: Sequence[Mapping[str, float]], aims: Sequence[Target]) -> list[Arrivals]:
    """The years that were aimed at, of those that every run reached."""
    by, found = {t.id: t.value for t in aims}, []
    for year in YEARS:
        both = [by.get(f"arrivals.{sex}.{year}", np.nan) for sex in ("men", "women")]
        recorded = by.get(f"arrivals.{year}", float(np.sum(both)))
        said = [f[f"arrivals.{year}"] for f in figures if f"arrivals.{year}" in f]
        if said and np.isfinite(recorded):
            low, middle, high = np.percentile(said, [TAIL, 50, 100 - TAIL])
            found.append(Arrivals(year, float(recorded), float(low), float(middle), float(high)))
    return found


def slopes(rows: Sequence[Row]) -> list[tuple[str, float, float]]:
    """Question, change from the first to the last cohort as recorded, and between the posterior's medians."""
    by = {r.id: r for r in rows}
    found = [(early.partition(".")[0], by[late].recorded - by[early].recorded,
              by[late].posterior_median - by[early].posterior_median) for early, late in SLOPES
             if early in by and late in by]  # fmt: skip
    if "bloodline.change" in by:
        found.append(("bloodline", by["bloodline.change"].recorded, by["bloodline.change"].posterior_median))
    return found


def write(path: Path, rows: Sequence[Arrivals]) -> None:
    """As CSV, figures to six digits."""
    keep(path, Arrivals, rows)


def read(path: Path) -> list[Arrivals]:
    """The table as it was written."""
    return list(records(path, Arrivals))
