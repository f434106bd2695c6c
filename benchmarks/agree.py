"""Do all engines compute the same model? `python -m benchmarks.agree [persons] [months] [seeds]`

Every engine starts from the same population and runs with its own random numbers under each seed. For every month and
measure the mean over seeds is compared with the mean of all engines; the standard error of that difference comes from
the variance over seeds within engines, pooled over engines, since each engine alone has too few seeds to tell its own
variance. Among hundreds of comparisons (engines x months x measures) some lie beyond 3 standard errors by chance.
Hence two criteria: no more of them than twice what Student's distribution expects, and none beyond 5. The exit code
is 1 otherwise.
"""

from __future__ import annotations

import json
import sys
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path
from typing import Any

import numpy as np
from scipy.stats import t as student

from benchmarks import environments
from benchmarks.reduced.spec import MEASURES
from benchmarks.turns import Engine

LIMIT, NEVER = 3.0, 5.0


def history(name: str, persons: int, months: int, seed: int) -> np.ndarray:
    """(months, measures) of one engine under one seed."""
    engine = Engine(name, persons, seed)
    engine.ask(months - 1)
    told = engine.ask("history")["history"]
    engine.end()
    return np.array([[month[measure] for measure in MEASURES] for month in told])


def compare(found: dict[str, np.ndarray]) -> dict[str, np.ndarray]:
    """Differences from the mean of all engines in standard errors; `found[engine]` is (seeds, months, measures)."""
    engines, seeds = len(found), len(next(iter(found.values())))
    within = np.mean([runs.var(0, ddof=1) for runs in found.values()], 0)
    error = np.sqrt(within / seeds * (1 - 1 / engines))
    centre = np.mean([runs.mean(0) for runs in found.values()], 0)
    return {name: (runs.mean(0) - centre) / np.maximum(error, 1e-12) for name, runs in found.items()}


def main(persons: int = 100_000, months: int = 24, seeds: int = 5) -> int:
    found = {}
    with ThreadPoolExecutor(2) as pool:
        for name in environments.ENGINES:
            runs = list(pool.map(lambda seed, name=name: history(name, persons, months, seed), range(1, seeds + 1)))
            found[name] = np.stack(runs)
            print(f"{name} done", file=sys.stderr)
    distance = compare(found)
    beyond = sum(int((np.abs(d) > LIMIT).sum()) for d in distance.values())
    trials = sum(d.size for d in distance.values())
    print(f"| engine | {' | '.join(MEASURES)} | largest difference, standard errors |")
    print("| --- " * (len(MEASURES) + 2) + "|")
    for name, runs in found.items():
        last = " | ".join(f"{value:.4f}" if value < 1 else f"{value:.1f}" for value in runs.mean(0)[-1])
        print(f"| {environments.ENGINES[name][0]} | {last} | {np.abs(distance[name]).max():.2f} |")
    expected = float(trials * 2 * student.sf(LIMIT, len(found) * (seeds - 1)))
    print(f"\n{beyond} of {trials} differences lie beyond {LIMIT:g} standard errors; chance alone: {expected:.1f}.")
    out = environments.ROOT / "runs" / "benchmarks"
    out.mkdir(parents=True, exist_ok=True)
    report: dict[str, Any] = dict(persons=persons, months=months, seeds=seeds, measures=MEASURES, beyond=beyond,
                  trials=trials, expected=expected,
                  largest={name: float(np.abs(d).max()) for name, d in distance.items()},
                  last={name: runs.mean(0)[-1].tolist() for name, runs in found.items()})  # fmt: skip
    Path(out / "agree.json").write_text(json.dumps(report, indent=1))
    return int(beyond > 2 * expected + 1 or max(report["largest"].values()) > NEVER)


if __name__ == "__main__":
    sys.exit(main(*(int(float(word)) for word in sys.argv[1:])))
