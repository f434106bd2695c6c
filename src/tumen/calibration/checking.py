"""Target by target: what is recorded, what the prior and the posterior predict, how far off, how well told.

Predictions are runs, not emulators: the prior's are the first wave, the posterior's were run afresh. A distance is that
of the median in the target's own standard errors; the score is the continuous ranked probability score (scoringrules),
in those errors too: the smaller the better, and a posterior that does not lower it has learnt nothing there.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace
from pathlib import Path

import numpy as np

from tumen.calibration.calibrate import Done
from tumen.calibration.fitting import on_scale
from tumen.columns import Array
from tumen.records import keep, records
from tumen.survey.targets import Target

TAIL = 5  # per cent on either side of an interval


@dataclass(frozen=True)
class Row:
    """A line of the table. error: one standard error on the target's scale; distance: of the posterior's median."""

    id: str
    block: str
    unit: str
    recorded: float
    error: float
    prior_low: float
    prior_median: float
    prior_high: float
    posterior_low: float
    posterior_median: float
    posterior_high: float
    distance: float
    prior_score: float
    posterior_score: float
    weighed: bool


def table(done: Done, aims: Sequence[Target]) -> list[Row]:
    """All targets that somebody could answer before and after."""
    before = [done.figures[n] for n in done.of("prior")]
    after = [done.figures[n] for n in done.draws if n in done.figures]
    found = []
    for t in aims:
        prior, posterior = _said(before, t.id), _said(after, t.id)
        if not len(prior) or not len(posterior):
            continue
        low, middle, high = _ends(prior)
        low_then, then, high_then = _ends(posterior)
        found.append(Row(
            t.id, t.block, t.unit, t.value, t.error, low, middle, high, low_then, then, high_then, t.distance(then),
            _score(t, prior), _score(t, posterior), t.id not in done.left_out,
        ))  # fmt: skip
    return found


def again(
    rows: Sequence[Row], figures: Sequence[Mapping[str, float]], aims: Sequence[Target],
    before: Sequence[Mapping[str, float]] = (),
) -> list[Row]:  # fmt: skip
    """The table with other runs of the posterior in place of those it was made with: at a finer rung, say. before: and
    of the prior; without any its columns stay."""
    by, found = {t.id: t for t in aims}, []
    for row in rows:
        said, prior = _said(figures, row.id), _said(before, row.id)
        if not len(said):
            continue
        t, (low, middle, high) = by[row.id], _ends(said)
        if len(prior):
            first, half, last = _ends(prior)
            row = replace(row, prior_low=first, prior_median=half, prior_high=last, prior_score=_score(t, prior))
        found.append(replace(row, error=t.error, posterior_low=low, posterior_median=middle, posterior_high=high,
                             distance=t.distance(middle), posterior_score=_score(t, said)))  # fmt: skip
    return found


def _ends(said: Array) -> tuple[float, float, float]:
    low, middle, high = np.percentile(said, [TAIL, 50, 100 - TAIL])
    return float(low), float(middle), float(high)


def _said(figures: Sequence[Mapping[str, float]], name: str) -> np.ndarray[tuple[int], np.dtype[np.float64]]:
    values = np.array([f.get(name, np.nan) for f in figures], float)
    found: Array = values[np.isfinite(values)]
    return found


def _score(t: Target, said: np.ndarray[tuple[int], np.dtype[np.float64]]) -> float:
    from scoringrules import crps_ensemble

    score = float(crps_ensemble(float(on_scale(t, t.value)), on_scale(t, said)))
    return score / t.error


def write(path: Path, rows: Sequence[Row]) -> None:
    """As CSV, figures to six digits."""
    keep(path, Row, rows)


def read(path: Path) -> list[Row]:
    """The table as it was written."""
    return list(records(path, Row))
