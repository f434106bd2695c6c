"""What each span of the month costs in the whole system: `python -m benchmarks.spans 25m 1991-03 2` runs `history` to a
month on so many threads, leaves out the first month, and keeps ns a row (a simulated person) and month by span."""

from __future__ import annotations

import argparse
import os
import subprocess
import sys
import tempfile
import time
from typing import Any

from benchmarks import store

PARTS = ("people", "books", "door", "record")
TEXT = """`history` at {rung} to {until}, {threads} threads, without its first month; nanoseconds a simulated person and
month. Wall time: {total:.1f} in all, of which people {people:.1f}, moves {door:.1f}, books {books:.1f}, recording
{record:.1f}. The table is thread time: with two threads it adds up to about twice the wall time of the people phase.

Compiled from nothing, with an empty cache, `history` runs two months at 25k in {cold:.0f} s, start and building
included."""

FASTER = """Profiled and improved, the same bits, old and new code taking turns tile by tile at 2.5m on one thread:
`belief.feel` 8.00 to 6.52, `talk.confide` 5.78 to 4.78, `leaving.decide` 4.50 to 3.53 (whole vectors of 16 rows, fewer
arrays a loop, candidates bounded first); later `hours.budget` 8.28 to 6.01, `display.show` 5.05 to 3.33,
`surveillance.notice` 3.34 to 3.08, `hunger.perish` 6.00 to 3.81; and tiles of 1,024 units instead of 512, since a call
of a span costs some 10 us for its arguments: all spans together 131.5 to 117.2 at 2.5m, 124.2 to 111.3 at 25m.

Lives written down, the tape kept: a whole history at 25m took 1,847 s beside tests on the same cores (184.8 ns), peak
4.75 GB, 0.75 GB of lives and 5.1 GB of tape. 200 of 200 persons of its cohort replayed equal their recorded events and
Decembers, median 2.1 s a life, worst 8.2 s (`python -m benchmarks.replayed check RUN 200`). What writing lives down
costs, whole commands in turn on two threads (`tumen run history --threads 2 --no-checkpoint --no-report`, without and
with `--lives`): 250k to 2025, 25.2 to 27.7 s, 24.1 to 29.0, 23.8 to 27.4 (10, 20, 15 %); 2.5m to 2009, 60.2 to 64.3 s
(7 %), and over its first five years 9, 26, 6, 10 and 21 %, where starting the database and reading compiled code weigh
more and other work ran beside some."""


def measure(rung: str, until: str, threads: int) -> dict[str, Any]:
    from tumen.country import build
    from tumen.scenario import load
    from tumen.simulate import months

    country, rows, base = build(load("history"), 1, rung, threads=threads), 0, dict.fromkeys(PARTS, 0.0)
    for moment in months(country, until=until):
        if moment.month.index == 0:
            country.span_seconds, base = {}, {k: country.seconds[k] for k in PARTS}
        else:
            rows += int(country.tables.arrays["n"].sum())
    wall = {k: (country.seconds[k] - base[k]) / rows * 1e9 for k in PARTS}
    return {"wall": wall, "cold": cold(), "spans": {label: s / rows * 1e9 for label, s in country.span_seconds.items()}}


def cold() -> float:
    """Seconds of a whole command that has to compile everything."""
    with tempfile.TemporaryDirectory() as folder:
        began = time.perf_counter()
        subprocess.run(
            [sys.executable, "-m", "tumen", "run", "history", "--rung", "25k", "--until", "1990-02",
             "--out", f"{folder}/run", "--no-report"],
            env=os.environ | {"NUMBA_CACHE_DIR": f"{folder}/cache"}, check=True, stdout=subprocess.DEVNULL,
        )  # fmt: skip
        return time.perf_counter() - began


def part(found: dict[str, Any], rung: str, until: str, threads: int) -> dict[str, Any]:
    wall = found["wall"]
    text = TEXT.format(rung=rung, until=until, threads=threads, total=sum(wall.values()), cold=found["cold"],
                       **wall) + "\n\n" + FASTER
    dearest = sorted(found["spans"].items(), key=lambda x: -x[1])
    return {"text": text, "header": ["span", "ns"], "rows": [[f"`{label}`", f"{ns:.2f}"] for label, ns in dearest]}


def main() -> None:
    ask = argparse.ArgumentParser(prog="python -m benchmarks.spans", description=__doc__)
    ask.add_argument("rung")
    ask.add_argument("until")
    ask.add_argument("threads", type=int)
    given = ask.parse_args()
    made = store.made() | {"command": f"python -m benchmarks.spans {given.rung} {given.until} {given.threads}"}
    found = measure(given.rung, given.until, given.threads)
    store.keep("spans", {"made": made} | part(found, given.rung, given.until, given.threads))


if __name__ == "__main__":
    main()
