"""One engine in one process, asked on standard input: a number of months to run, or `history`, or `end`."""

from __future__ import annotations

import importlib
import json
import os
import resource
import sys
import time
from typing import Any

from benchmarks.reduced import spec


def resident() -> int:
    with open("/proc/self/statm") as f:
        return int(f.read().split()[1]) * os.sysconf("SC_PAGE_SIZE")


def main() -> None:
    name, persons, seed, threads, options = sys.argv[1:6]
    answers = os.fdopen(os.dup(1), "w")
    os.dup2(2, 1)   # whatever a library prints goes to standard error: standard output carries answers only

    def answer(**what: Any) -> None:
        print(json.dumps(what), file=answers, flush=True)

    began = time.perf_counter()
    module = importlib.import_module(f"benchmarks.reduced.{name}_engine")
    imported, before = time.perf_counter(), resident()
    engine = module.Engine(spec.start(int(persons)), int(seed), int(threads), **json.loads(options))
    built = time.perf_counter()
    engine.step()
    answer(imports=imported - began, build=built - imported, first=time.perf_counter() - built, before=before,
           compiler=getattr(engine, "compiler", ""))  # fmt: skip
    for line in sys.stdin:
        request = line.strip()
        if request == "end":
            break
        if request == "history":
            peak = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss * 1024
            months = [{name: float(value) for name, value in month.items()} for month in engine.history]
            answer(history=months, peak=peak, spans=spans_of(engine))
            continue
        wall, cpu = time.perf_counter(), time.process_time()
        for _ in range(int(request)):
            engine.step()
        answer(wall=time.perf_counter() - wall, cpu=time.process_time() - cpu)


def spans_of(engine: Any) -> dict[str, float]:
    """Seconds by span, where the engine keeps them (Tumen)."""
    country = getattr(engine, "country", None)
    return dict(getattr(country, "span_seconds", {}))


if __name__ == "__main__":
    main()
