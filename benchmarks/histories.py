"""Whole histories, kept as figures: what the famine does over seeds, and how far the small rungs are from full scale.

    python -m benchmarks.histories famine     five scenarios, eight seeds, 250k     -> docs/famine.md
    python -m benchmarks.histories rungs      history at every rung, and the cost of
                                              the first at full scale                -> docs/benchmarks.md

A run that is kept in benchmarks/results/histories is not made again; delete its file to repeat it. Full scale takes
two threads and some minutes a run; the others run two at a time, a thread each.
"""

from __future__ import annotations

import argparse
import json
import time
from concurrent.futures import ProcessPoolExecutor
from multiprocessing import get_context
from pathlib import Path
from typing import Any

from benchmarks import famine, rungs, store
from benchmarks.environments import HERE, ROOT
from benchmarks.turns import measure
from tumen.country import build
from tumen.simulate import compile_spans, months

KEPT = HERE / "results" / "histories"
FAMINE = [(s, "250k", seed) for s in famine.SCENARIOS for seed in famine.SEEDS]
RUNGS = [("history", rung, seed) for rung, seeds in rungs.SEEDS.items() for seed in range(1, seeds + 1)]
BIG = "25m"
SHORT = "2005-12"  # counterfactuals of the famine end here
AGENTS, ROUNDS = 1_000_000, 7  # of the C kernel, which says how fast the machine is


def path(scenario: str, rung: str, seed: int) -> Path:
    return KEPT / f"{scenario}-{rung}-{seed}.json"


def tell(job: tuple[str, str, int], threads: int = 1) -> None:
    """Run one history to the end of its calendar and keep what it comes to."""
    import tumen
    from tumen import provenance, rundir

    scenario, rung, seed = job
    loaded = tumen.load(scenario)
    began = time.perf_counter()
    country = build(loaded, seed, rung, threads=threads)
    compile_spans(country)
    rows, cpu_built = int(country.tables.arrays["n"].sum()), time.process_time()
    settings = {"seed": seed, "rung": rung, "threads": threads}
    until = None if scenario == "history" else SHORT
    result = rundir.collect(months(country, until=until), scenario=loaded, scenario_text="", settings=settings)
    (run,) = result.runs
    ns, seconds = run["ns_per_person_month"], run["seconds"] | {"whole": time.perf_counter() - began}
    row_months = run["seconds"]["run"] / ns * 1e9
    cost = dict(
        rung=rung, threads=threads, until=run["last_month"], months=len(result.data["time"]), units=country.units,
        rows=rows, row_months=row_months, persons=run["persons"], seconds=country.seconds | seconds, ns=ns,
        cpu=(time.process_time() - cpu_built) / row_months * 1e9, peak=run["peak_memory_bytes"],
        spans={label: s / row_months * 1e9 for label, s in country.span_seconds.items()},
    )  # fmt: skip
    kept = {"state_hash": run["state_hash"], "commit": provenance.commit(), "cost": cost}
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
    made = store.made() | {"command": f"python -m benchmarks.histories {what}"}
    if what == "famine":
        make(FAMINE)
        (ROOT / "docs" / "famine.md").write_text(famine.page(kept(FAMINE)), encoding="utf-8")
    else:
        speed = [c.cost for c in measure([("c", 1)], AGENTS, ROUNDS)]
        make(RUNGS)
        found = kept(RUNGS)
        store.keep("rungs", {"made": made} | rungs.part(found))
        store.keep("whole", {"made": made, "kernel": speed, "runs": [found["history", BIG, 1]["cost"]]})


if __name__ == "__main__":
    main()
