"""Do all engines compute the same model?

Every engine starts from the same population and runs with its own random numbers under each seed. For every month and
measure the mean over seeds is compared with the mean of all engines; the standard error of that difference comes from
the variance over seeds within engines, pooled over engines, since each engine alone has too few seeds to tell its own
variance. Among hundreds of comparisons (engines x months x measures) some lie beyond 3 standard errors by chance.
Hence two criteria: no more of them than twice what Student's distribution expects and one, and none beyond 5.
"""

from __future__ import annotations

import sys
from concurrent.futures import ThreadPoolExecutor
from typing import Any

import numpy as np
from scipy.stats import t as student

from benchmarks.reduced.spec import MEASURES
from benchmarks.turns import Engine

LIMIT, NEVER = 3.0, 5.0


def history(name: str, persons: int, months: int, seed: int) -> np.ndarray:
    """(months, measures) of one engine under one seed."""
    engine = Engine(name, persons, seed)
    engine.ask(months - 1)    # the first month is run when an engine is made
    told = engine.ask("history")["history"]
    engine.end()
    return np.array([[month[measure] for measure in MEASURES] for month in told])


def distances(found: dict[str, np.ndarray]) -> tuple[dict[str, np.ndarray], np.ndarray]:
    """Differences from the mean of all engines in standard errors, and these; `found[engine]` is (seeds, months,
    measures)."""
    engines, seeds = len(found), len(next(iter(found.values())))
    within = np.mean([runs.var(0, ddof=1) for runs in found.values()], 0)
    error = np.sqrt(within / seeds * (1 - 1 / engines))
    centre = np.mean([runs.mean(0) for runs in found.values()], 0)
    return {name: (runs.mean(0) - centre) / np.maximum(error, 1e-12) for name, runs in found.items()}, error


def compare(persons: int, months: int, seeds: int, engines: list[str]) -> dict[str, Any]:
    found = {}
    with ThreadPoolExecutor(2) as pool:
        for name in engines:
            runs = list(pool.map(lambda seed, name=name: history(name, persons, months, seed), range(1, seeds + 1)))
            found[name] = np.stack(runs)
            print(f"  {name}: {seeds} seeds, {months} months", file=sys.stderr, flush=True)
    away, error = distances(found)
    beyond = sum(int((np.abs(d) > LIMIT).sum()) for d in away.values())
    trials = sum(d.size for d in away.values())
    expected = float(trials * 2 * student.sf(LIMIT, len(found) * (seeds - 1)))
    largest = {name: np.abs(d).max(0).tolist() for name, d in away.items()}
    agrees = beyond <= 2 * expected + 1 and max(map(max, largest.values())) <= NEVER
    return dict(persons=persons, months=months, seeds=seeds, measures=list(MEASURES), beyond=beyond, trials=trials,
                expected=expected, agrees=agrees, largest=largest, error=error[-1].tolist(),
                last={name: runs.mean(0)[-1].tolist() for name, runs in found.items()})  # fmt: skip
