"""Measure Tumen and its peers on this machine, and write docs/benchmarks.md. `python -m benchmarks --help`

Two parts. The reduced model in every engine, engines taking turns. Then the national run at each rung with one thread
and two, each a process of its own, runs of different rungs taking turns, with the C kernel of the reduced model
measured before and after, which says how fast the machine was at the time.
"""

from __future__ import annotations

import argparse
import json
import os
import platform
import subprocess
import sys
from pathlib import Path
from typing import Any

from benchmarks import environments, page
from benchmarks.turns import Measured, measure

OUT = environments.ROOT / "runs" / "benchmarks"
RUNGS = ("25k", "250k", "2.5m", "25m")


def machine() -> dict[str, Any]:
    """The machine as anybody may know it: processor, cores, memory, versions."""
    import numba
    import numpy

    model = platform.processor() or platform.machine()
    for line in Path("/proc/cpuinfo").read_text().splitlines():
        if line.startswith("model name"):
            model = line.split(":", 1)[1].strip()
    memory = os.sysconf("SC_PAGE_SIZE") * os.sysconf("SC_PHYS_PAGES")
    wide = " with AVX-512" if "avx512f" in Path("/proc/cpuinfo").read_text() else ""
    return dict(processor=model + wide, cores=os.cpu_count(), memory=memory, python=platform.python_version(),
                numpy=numpy.__version__, numba=numba.__version__)  # fmt: skip


def plain(found: list[Measured]) -> list[dict[str, Any]]:
    return [dict(name=m.name, threads=m.threads, cost=m.cost, least=min(m.turns), most=max(m.turns), turns=len(m.turns),
                 months=m.months, peak=m.peak, began=m.began, last=m.last, spans=m.spans) for m in found]  # fmt: skip


def reduced(persons: int, rounds: int, engines: list[str]) -> list[dict[str, Any]]:
    """All engines on one thread; those that can use two also on two."""
    print(f"reduced model, {persons:,} agents", file=sys.stderr)
    one = [(name, 1) for name in engines]
    return plain(measure(one, persons, rounds)) + plain(measure(two_threads(engines), persons, rounds))


def two_threads(engines: list[str]) -> list[tuple[str, int]]:
    return [(name, 2) for name in ("c", "tumen", "frames") if name in engines]


def scale(persons: int, rounds: int) -> float:
    """The C kernel's time on one thread: how fast this machine is just now."""
    (kernel,) = measure([("c", 1)], persons, rounds)
    return kernel.cost


def national(rungs: list[str], until: str, rounds: int, persons: int) -> dict[str, Any]:
    once("25k", 1, "1990-02")    # whatever is compiled when first met is on disk after this
    kernel = [scale(persons, rounds)]
    runs: list[dict[str, Any]] = []
    for _ in range(rounds):
        for rung in rungs:
            for threads in (1, 2):
                runs.append(once(rung, threads, until))
                print(f"  {rung}, {threads} threads: {runs[-1]['ns']:.1f} ns", file=sys.stderr)
    kernel.append(scale(persons, rounds))
    return dict(kernel=kernel, runs=runs, until=until)


def once(rung: str, threads: int, until: str) -> dict[str, Any]:
    command = [sys.executable, "-m", "benchmarks.national", rung, str(threads), until]
    done = subprocess.run(command, stdout=subprocess.PIPE, text=True, check=True, cwd=environments.ROOT,
                          env=environments.variables(threads))  # fmt: skip
    return dict(json.loads(done.stdout.splitlines()[-1]))


def keep(name: str, what: Any) -> None:
    OUT.mkdir(parents=True, exist_ok=True)
    (OUT / f"{name}.json").write_text(json.dumps(what, indent=1))


def main() -> None:
    ask = argparse.ArgumentParser(prog="python -m benchmarks", description=(__doc__ or "").split("\n")[0])
    ask.add_argument("--persons", type=float, default=1e6, help="agents of the reduced model")
    ask.add_argument("--rounds", type=int, default=7, help="turns of each engine")
    ask.add_argument("--engines", nargs="*", default=list(environments.ENGINES), choices=list(environments.ENGINES))
    ask.add_argument("--rungs", nargs="*", default=list(RUNGS), choices=RUNGS, help="rungs of the national run")
    ask.add_argument("--national-rounds", type=int, default=3)
    ask.add_argument("--until", default="1990-12", help="last month of the national runs")
    ask.add_argument("--agree", action="store_true", help="also compare trajectories (benchmarks.agree)")
    ask.add_argument("--page", type=Path, default=environments.ROOT / "docs" / "benchmarks.md")
    wish = ask.parse_args()
    persons = int(wish.persons)
    keep("machine", machine())
    if wish.engines:
        versions = {name: environments.version(name) for name in wish.engines}
        rows = reduced(persons, wish.rounds, wish.engines)
        keep("reduced", dict(persons=persons, rounds=wish.rounds, versions=versions, rows=rows))
    if wish.rungs:
        keep("national", national(wish.rungs, wish.until, wish.national_rounds, persons))
    if wish.agree:
        subprocess.run([sys.executable, "-m", "benchmarks.agree"], check=False, cwd=environments.ROOT)
    wish.page.write_text(page.write(OUT))
    print(f"written: {wish.page}", file=sys.stderr)
