"""Whole histories, kept as figures: what the famine does over seeds, and how far the small rungs are from full scale.

    python -m benchmarks.histories famine     five scenarios, eight seeds, 250k     -> docs/famine.md
    python -m benchmarks.histories rungs      history at every rung                 -> docs/benchmarks.md

A run that is kept in benchmarks/results/histories is not made again; delete its file to repeat it. Full scale takes
two threads and some minutes a run; the others run two at a time, a thread each.
"""

from __future__ import annotations

import argparse
import json
from concurrent.futures import ProcessPoolExecutor
from multiprocessing import get_context
from pathlib import Path
from typing import Any

from benchmarks import famine, rungs, store
from benchmarks.environments import HERE, ROOT

KEPT = HERE / "results" / "histories"
FAMINE = [(s, "250k", seed) for s in famine.SCENARIOS for seed in famine.SEEDS]
RUNGS = [("history", rung, seed) for rung, seeds in rungs.SEEDS.items() for seed in range(1, seeds + 1)]
BIG = "25m"


def path(scenario: str, rung: str, seed: int) -> Path:
    return KEPT / f"{scenario}-{rung}-{seed}.json"


def tell(job: tuple[str, str, int], threads: int = 1) -> None:
    """Run one history to the end of its calendar and keep what it comes to."""
    import tumen
    from tumen import provenance

    scenario, rung, seed = job
    result = tumen.run(scenario, seed=seed, rung=rung, threads=threads)
    (run,) = result.runs
    wanted = ("state_hash", "ns_per_person_month", "peak_memory_bytes", "seconds", "persons", "last_month")
    kept = {name: run[name] for name in wanted} | {"commit": provenance.commit(), "threads": threads}
    KEPT.mkdir(parents=True, exist_ok=True)
    path(*job).write_text(json.dumps(kept | {"figures": famine.figures(result.data)}, indent=1) + "\n")


def make(jobs: list[tuple[str, str, int]]) -> None:
    left = [job for job in jobs if not path(*job).exists()]
    with ProcessPoolExecutor(2, mp_context=get_context("spawn"), max_tasks_per_child=1) as pool:
        list(pool.map(tell, [job for job in left if job[1] != BIG]))
    for job in left:
        if job[1] == BIG:
            with ProcessPoolExecutor(1, mp_context=get_context("spawn")) as pool:
                pool.submit(tell, job, 2).result()


def kept(jobs: list[tuple[str, str, int]]) -> dict[tuple[str, str, int], dict[str, Any]]:
    return {job: json.loads(path(*job).read_text()) for job in jobs if path(*job).exists()}


def main() -> None:
    ask = argparse.ArgumentParser(prog="python -m benchmarks.histories", description=__doc__,
                                  formatter_class=argparse.RawDescriptionHelpFormatter)  # fmt: skip
    ask.add_argument("what", choices=("famine", "rungs"))
    what = ask.parse_args().what
    made = store.made()
    if what == "famine":
        make(FAMINE)
        (ROOT / "docs" / "famine.md").write_text(famine.page(kept(FAMINE)), encoding="utf-8")
    else:
        make(RUNGS)
        store.keep("rungs", {"made": made} | rungs.part(kept(RUNGS)))


if __name__ == "__main__":
    main()
