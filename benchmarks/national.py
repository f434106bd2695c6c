"""The national run at one rung: `python -m benchmarks.national RUNG THREADS UNTIL` prints one JSON object."""

from __future__ import annotations

import json
import resource
import sys
import time

import tumen
from tumen.country import build
from tumen.simulate import compile_spans, months

APART = ("build", "compile")    # seconds that no month is charged with


def main(rung: str, threads: str, until: str) -> None:
    began = time.perf_counter()
    country = build(tumen.load("history"), 1, rung, threads=int(threads))
    compile_spans(country)
    n = country.tables.arrays["n"]
    first, rows, done = int(n.sum()), 0, 0     # below full scale a row stands for many persons: time is spent on rows
    living, cpu, told = first, time.process_time(), began
    for moment in months(country, until=until):
        rows, living, done = rows + living, int(n.sum()), done + 1
        if time.perf_counter() - told > 5:
            told = time.perf_counter()
            print(f"\r  {rung}: {moment.month.label} ", end="", file=sys.stderr, flush=True)
    cpu = time.process_time() - cpu
    spent = country.seconds
    running = sum(seconds for part, seconds in spent.items() if part not in APART)
    print(json.dumps(dict(
        rung=rung, threads=int(threads), until=until, months=done, units=country.units, rows=first, row_months=rows,
        persons=country.persons(), seconds=spent | {"run": running, "whole": time.perf_counter() - began},
        ns=running / rows * 1e9, cpu=cpu / rows * 1e9,
        peak=resource.getrusage(resource.RUSAGE_SELF).ru_maxrss * 1024,
        # summed over threads: what a span costs, not how long one waits for it
        spans={label: s / rows * 1e9 for label, s in country.span_seconds.items()},
    )))  # fmt: skip


if __name__ == "__main__":
    main(*sys.argv[1:4])
