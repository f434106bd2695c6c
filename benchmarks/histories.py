"""What the famine does over seeds: `python -m benchmarks.histories famine` runs five scenarios, eight seeds each, at
250k, two at a time, and writes docs/famine.md. A run that is kept in benchmarks/results/histories is not made again;
delete its file to repeat it."""

from __future__ import annotations

import argparse
import json
from concurrent.futures import ProcessPoolExecutor
from multiprocessing import get_context
from pathlib import Path
from typing import Any

from benchmarks import famine
from benchmarks.environments import HERE, ROOT
from tumen import provenance

KEPT = HERE / "results" / "histories"
FAMINE = [(s, "250k", seed) for s in famine.SCENARIOS for seed in famine.SEEDS]
SHORT = "2005-12"  # counterfactuals of the famine end here


def path(scenario: str, rung: str, seed: int) -> Path:
    return KEPT / f"{scenario}-{rung}-{seed}.json"


def tell(job: tuple[str, str, int]) -> None:
    """Run one history to the end of its calendar and keep what it comes to."""
    import tumen

    scenario, rung, seed = job
    result = tumen.run(scenario, seed=seed, rung=rung, until=None if scenario == "history" else SHORT)
    kept = {"state_hash": result.runs[0]["state_hash"], "commit": provenance.commit()}
    KEPT.mkdir(parents=True, exist_ok=True)
    path(*job).write_text(json.dumps(kept | {"figures": famine.figures(result.data)}, indent=1) + "\n")


def make(jobs: list[tuple[str, str, int]]) -> None:
    left = [job for job in jobs if not path(*job).exists()]
    with ProcessPoolExecutor(2, mp_context=get_context("spawn"), max_tasks_per_child=1) as pool:
        list(pool.map(tell, left))


def kept(jobs: list[tuple[str, str, int]]) -> dict[tuple[str, str, int], dict[str, Any]]:
    return {job: json.loads(path(*job).read_text()) for job in jobs if path(*job).exists()}


def main() -> None:
    ask = argparse.ArgumentParser(prog="python -m benchmarks.histories", description=__doc__)
    ask.add_argument("what", choices=("famine",))
    ask.parse_args()
    make(FAMINE)
    (ROOT / "docs" / "famine.md").write_text(famine.page(kept(FAMINE)), encoding="utf-8")


if __name__ == "__main__":
    main()
