"""Measure Tumen and its peers on this machine, part by part, and write docs/benchmarks.md from what is kept.

    reduced    the reduced model in every engine, one thread, engines taking turns; then two threads where they can
    sizes      Tumen's engine, the C kernel and NumPy with fewer and with more agents
    agree      do all engines compute the same?
    national   the national run at each rung with one thread and two, rungs taking turns
    page       nothing but the page

Each part is kept in benchmarks/results as soon as it is measured, so that parts can be measured on different days.
The whole system by rung, with its cost, comes from `python -m benchmarks.system RUNG SEED...`.
"""

from __future__ import annotations

import argparse
import json
import os
import subprocess
import sys
import tempfile
from pathlib import Path
from typing import Any

from benchmarks import agree, environments, page, store
from benchmarks.turns import Measured, measure

PAGE = environments.ROOT / "docs" / "benchmarks.md"
PARTS = ("reduced", "sizes", "agree", "national", "page")
USUAL = ("reduced", "sizes", "agree", "national")
UNTIL = {"25k": "2025-12", "250k": "2025-12", "2.5m": "2025-12", "25m": "1990-12"}   # full scale: a year will do
SIZES = (10_000, 100_000, 10_000_000)
SIZED = ("c", "tumen", "numpy")
TWO_THREADS = ("c", "tumen", "frames")
KERNEL_ROUNDS = 7


def say(text: str) -> None:
    print(text, file=sys.stderr, flush=True)


def plain(found: list[Measured]) -> list[dict[str, Any]]:
    return [dict(name=m.name, threads=m.threads, cost=m.cost, turns=m.turns, cpu=m.cpu, months=m.months, peak=m.peak,
                 began=m.began, last=m.last, spans=m.spans) for m in found]  # fmt: skip


def reduced(wish: argparse.Namespace) -> dict[str, Any]:
    persons, engines = int(wish.persons), wish.engines
    versions = {name: environments.version(name) for name in engines}    # makes missing environments, before any turn
    say(f"reduced model, {persons:,} agents")
    rows = plain(measure([(name, 1) for name in engines], persons, wish.rounds))
    shared = plain(measure([(name, 2) for name in TWO_THREADS if name in engines], persons, wish.rounds))
    return dict(persons=persons, versions=versions, rows=rows, shared=shared)


def sizes(wish: argparse.Namespace) -> dict[str, Any]:
    found = {}
    for persons in SIZES:
        say(f"reduced model, {persons:,} agents")
        found[persons] = plain(measure([(name, 1) for name in SIZED], persons, wish.rounds))
    return dict(sizes=found)


def kernel(wish: argparse.Namespace) -> float:
    """The C kernel's time on one thread: how fast this machine is just now."""
    (found,) = measure([("c", 1)], int(wish.persons), KERNEL_ROUNDS)
    return found.cost


def national(wish: argparse.Namespace) -> dict[str, Any]:
    with tempfile.TemporaryDirectory() as folder:
        cold = once("25k", 1, "1990-02", NUMBA_CACHE_DIR=folder)
    once("25k", 1, "1990-02")    # what is compiled when first met is on disk after this
    speed = [kernel(wish)]
    runs: list[dict[str, Any]] = []
    for _ in range(wish.national_rounds):
        for rung in wish.rungs:
            for threads in (1, 2):
                runs.append(once(rung, threads, wish.until or UNTIL[rung]))
                say(f"  {rung}, {threads} threads: {runs[-1]['ns']:.1f} ns")
    speed.append(kernel(wish))
    return dict(kernel=speed, cold=cold, runs=runs)


def once(rung: str, threads: int, until: str, **more: str) -> dict[str, Any]:
    command = [sys.executable, "-m", "benchmarks.national", rung, str(threads), until]
    done = subprocess.run(command, stdout=subprocess.PIPE, text=True, check=True, cwd=environments.ROOT,
                          env=environments.variables(threads) | more)  # fmt: skip
    return dict(json.loads(done.stdout.splitlines()[-1]))


def compared(wish: argparse.Namespace) -> dict[str, Any]:
    persons, months, seeds = wish.agree
    return agree.compare(persons, months, seeds, wish.engines)


MEASURE = dict(reduced=reduced, sizes=sizes, agree=compared, national=national)


def wishes(words: list[str] | None = None) -> argparse.Namespace:
    ask = argparse.ArgumentParser(prog="python -m benchmarks", description=__doc__,
                                  formatter_class=argparse.RawDescriptionHelpFormatter)  # fmt: skip
    ask.add_argument("parts", nargs="*", metavar="part", help=f"which parts to measure; usually {' '.join(USUAL)}")
    ask.add_argument("--persons", type=float, default=1e6, help="agents of the reduced model")
    ask.add_argument("--rounds", type=int, default=9, help="turns of each engine")
    ask.add_argument("--engines", nargs="+", default=list(environments.ENGINES), choices=list(environments.ENGINES))
    ask.add_argument("--agree", nargs=3, type=int, default=(100_000, 24, 5), metavar=("PERSONS", "MONTHS", "SEEDS"))
    ask.add_argument("--rungs", nargs="+", default=list(UNTIL), choices=list(UNTIL), help="rungs of the national run")
    ask.add_argument("--national-rounds", type=int, default=3, help="runs of each rung and number of threads")
    ask.add_argument("--until", help="last month of national runs; usually " + ", ".join(map(": ".join, UNTIL.items())))
    ask.add_argument("--results", type=Path, default=store.RESULTS, help="folder of the results")
    ask.add_argument("--page", type=Path, default=PAGE, help="the page to write")
    wish = ask.parse_args(words)
    unknown = set(wish.parts) - set(PARTS)
    if unknown:
        ask.error(f"no such part: {', '.join(sorted(unknown))}; there are {', '.join(PARTS)}")
    return wish


def main() -> None:
    wish = wishes()
    for name in wish.parts or USUAL:
        if name in MEASURE:
            made = store.made()
            store.keep(name, dict(made=made) | MEASURE[name](wish), wish.results)
    text = page.write(store.kept(wish.results))
    part = wish.page.with_suffix(f".{os.getpid()}")
    part.write_text(text)
    part.rename(wish.page)
    say(f"written: {wish.page}")
