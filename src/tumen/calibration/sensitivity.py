"""What moves results most: Sobol indices of the headlines, on emulators, and what research would therefore help most.

First-order and total indices by scipy, over the prior: the share of an output's variance that a parameter brings
alone, and with all it goes together with. Emulators explain the share of variance that they do (`told`); the rest is
luck between seeds and what they miss, so that an index is a share of what they tell.
"""

from __future__ import annotations

import csv
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, fields
from pathlib import Path

import numpy as np

from tumen.calibration.emulator import Emulator, fit
from tumen.calibration.priors import Free
from tumen.columns import Array
from tumen.records import records
from tumen.whole import whole_file

SHIPPED = Path(__file__).with_name("sensitivity.csv")
POINTS = 1024
NEED = {"A": 0.25, "B": 0.5, "C": 0.75, "D": 1.0}
"""How far a figure of this grade would gain from research: nearly nothing if measured, all if assumed. Assumed."""


@dataclass(frozen=True)
class Index:
    """One parameter's share in one output. told: share of the runs' variance that the emulator tells."""

    output: str
    parameter: str
    first: float
    total: float
    told: float


def indices(
    cube: Array, figures: Sequence[Mapping[str, float]], of: Sequence[Free], outputs: Sequence[str], seed: int = 1
) -> list[Index]:
    """Of every output that two thirds of the runs have."""
    from scipy.stats import sobol_indices, uniform

    found = []
    for output in outputs:
        said = np.array([f.get(output, np.nan) for f in figures], float)
        ok = np.isfinite(said)
        if ok.mean() < 2 / 3 or not np.std(said[ok]):
            continue
        emulator = fit(cube[ok], said[ok])
        told = max(0.0, 1 - emulator.noise / float(np.var(said[ok])))

        def guess(x: Array, emulator: Emulator = emulator) -> Array:  # (parameters, n), as scipy gives them
            said: Array = emulator(x.T)[None]
            return said

        got = sobol_indices(func=guess, n=POINTS, dists=[uniform()] * len(of), rng=np.random.default_rng(seed))
        first, total = np.atleast_2d(got.first_order)[0], np.atleast_2d(got.total_order)[0]
        found += [Index(output, q.name, float(a), float(b), told) for q, a, b in zip(of, first, total, strict=True)]
    return found


def write(path: Path, rows: Sequence[Index]) -> None:
    """As CSV; what is below a thousandth is nought."""
    with whole_file(path) as part, part.open("w", encoding="utf-8", newline="") as file:
        out = csv.writer(file, lineterminator="\n")
        out.writerow([field.name for field in fields(Index)])
        for r in rows:
            out.writerow([r.output, r.parameter, f"{max(r.first, 0):.3f}", f"{max(r.total, 0):.3f}", f"{r.told:.3f}"])


def read(path: Path = SHIPPED) -> list[Index]:
    """As it was written; empty where none is shipped."""
    return list(records(path, Index)) if path.is_file() else []


def importance(rows: Sequence[Index]) -> dict[str, float]:
    """Each parameter's total index, on average over the outputs, weighted by what the emulators tell of them."""
    told: dict[str, float] = {}
    whole = sum({r.output: r.told for r in rows}.values()) or 1.0
    for r in rows:
        told[r.parameter] = told.get(r.parameter, 0.0) + max(r.total, 0) * r.told / whole
    return dict(sorted(told.items(), key=lambda item: -item[1]))


def research(rows: Sequence[Index], grades: Mapping[str, str]) -> dict[str, float]:
    """Importance times the need of the figure's grade: what would help most, first."""
    found = {name: value * NEED[grades.get(name, "D")] for name, value in importance(rows).items()}
    return dict(sorted(found.items(), key=lambda item: -item[1]))
