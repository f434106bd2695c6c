"""The national run at one rung: `python -m benchmarks.national RUNG THREADS UNTIL` prints one JSON object."""

from __future__ import annotations

import json
import resource
import sys
import time

import tumen
from tumen.country import build
from tumen.simulate import months


def main(rung: str, threads: str, until: str) -> None:
    began = time.perf_counter()
    country = build(tumen.load("history"), 1, rung, threads=int(threads))
    n = country.tables.arrays["n"]
    people = int(n.sum())
    rows = 0    # below full scale a row stands for many persons: what costs time is rows
    for moment in months(country, until=until):
        rows, people = rows + people, int(n.sum())
        if time.perf_counter() - began > 5:
            print(f"\r  {rung}: {moment.month.label}", end="", file=sys.stderr, flush=True)
    spent = country.seconds
    running = sum(seconds for part, seconds in spent.items() if part not in ("build", "compile"))
    print(json.dumps(dict(
        rung=rung, threads=int(threads), until=until, persons=country.persons(), units=country.units, rows=people,
        months=country.month.index + 1 if country.month else 0, row_months=rows,
        seconds=spent | {"whole": time.perf_counter() - began}, ns=running / rows * 1e9,
        peak=resource.getrusage(resource.RUSAGE_SELF).ru_maxrss * 1024,
        # summed over threads: what a span costs, not how long one waits for it
        spans={label: s / rows * 1e9 for label, s in country.span_seconds.items()},
    )))  # fmt: skip


if __name__ == "__main__":
    main(*sys.argv[1:4])
