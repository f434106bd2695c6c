"""What moves results most: Sobol indices of the headlines, on emulators, and what research would therefore help most.

First-order and total indices by scipy, over the prior: the share of an output's variance that a parameter brings
alone, and with all it goes together with; of counts of those who left, on the log scale. How people answer touches no
run and has no index. An index is a share of what an emulator tells, and `told` says how much that is: the share of the
variance of runs that it was not fitted to. The rest is luck between seeds and what a hundred runs cannot show.
"""

from __future__ import annotations

import csv
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, fields
from operator import attrgetter
from pathlib import Path

import numpy as np

from tumen.calibration.emulator import Emulator, fit
from tumen.calibration.priors import Free
from tumen.columns import Array
from tumen.experiments.drawn import REPORTING
from tumen.records import records
from tumen.whole import whole_file

SHIPPED = Path(__file__).with_name("sensitivity.csv")
POINTS = 1024
FOLDS = 5
LOGGED = ("arrivals.", "stock.")  # counts that span a thousandfold over the prior
NEED = {"A": 0.25, "B": 0.5, "C": 0.75, "D": 1.0}
"""How far a figure of this grade would gain from research: nearly nothing if measured, all if assumed. Assumed."""


@dataclass(frozen=True)
class Index:
    """One parameter's share in one output. told: share of the variance of runs left out that the emulator tells."""

    output: str
    parameter: str
    first: float
    total: float
    told: float


def indices(
    cube: Array, figures: Sequence[Mapping[str, float]], of: Sequence[Free], outputs: Sequence[str], seed: int = 1
) -> list[Index]:
    """Of every output that two thirds of the runs have, by the parameters that a run reads."""
    from scipy.stats import sobol_indices, uniform

    reads = [k for k, q in enumerate(of) if not q.name.startswith(REPORTING)]
    cube, of = cube[:, reads], [of[k] for k in reads]
    found = []
    for output in outputs:
        said = np.array([f.get(output, np.nan) for f in figures], float)
        ok = np.isfinite(said)
        if ok.mean() < 2 / 3 or not np.std(said[ok]):
            continue
        x, y = cube[ok], np.log1p(said[ok]) if output.startswith(LOGGED) else said[ok]
        emulator, told = fit(x, y), told_of_others(x, y, seed)

        def guess(x: Array, emulator: Emulator = emulator) -> Array:  # (parameters, n), as scipy gives them
            said: Array = emulator(x.T)[None]
            return said

        got = sobol_indices(func=guess, n=POINTS, dists=[uniform()] * len(of), rng=np.random.default_rng(seed))
        first, total = np.atleast_2d(got.first_order)[0], np.atleast_2d(got.total_order)[0]
        found += [Index(output, q.name, float(a), float(b), told) for q, a, b in zip(of, first, total, strict=True)]
    return found


def told_of_others(cube: Array, output: Array, seed: int = 1) -> float:
    """The share of the variance of `output` (n,) that emulators tell of runs left out, a fifth at a time; not below
    nought."""
    fold = np.random.default_rng(seed).permutation(len(output)) % FOLDS
    missed = np.concatenate([output[fold == k] - fit(cube[fold != k], output[fold != k])(cube[fold == k])
                             for k in range(FOLDS)])  # fmt: skip
    return max(0.0, 1 - float(np.mean(missed**2)) / float(np.var(output)))


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


def importance(rows: Sequence[Index], index: Callable[[Index], float] = attrgetter("total")) -> dict[str, float]:
    """Each parameter's total index, or another, on average over the outputs, weighted by what the emulators tell of
    them; the largest first."""
    told: dict[str, float] = {}
    whole = sum({r.output: r.told for r in rows}.values()) or 1.0
    for r in rows:
        told[r.parameter] = told.get(r.parameter, 0.0) + max(index(r), 0) * r.told / whole
    return dict(sorted(told.items(), key=lambda item: -item[1]))


def research(rows: Sequence[Index], grades: Mapping[str, str]) -> dict[str, float]:
    """Importance times the need of the figure's grade: what would help most, first."""
    found = {name: value * NEED[grades.get(name, "D")] for name, value in importance(rows).items()}
    return dict(sorted(found.items(), key=lambda item: -item[1]))
