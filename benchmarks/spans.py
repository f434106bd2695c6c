"""What each span of the month costs in the whole system: `python -m benchmarks.spans 25m 1991-03 2` runs `history` to a
month on so many threads, leaves out the first month, and keeps ns a row (a simulated person) and month by span."""

from __future__ import annotations

import argparse
from typing import Any

from benchmarks import store

PARTS = ("people", "books", "door", "record")
TEXT = """`history` at {rung} to {until}, {threads} threads, without its first month; nanoseconds a simulated person and
month. Wall time: {total:.1f} in all, of which people {people:.1f}, moves {door:.1f}, books {books:.1f}, recording
{record:.1f}. The table is thread time: with two threads it adds up to about twice the wall time of the people phase."""


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
    return {"wall": wall, "spans": {label: s / rows * 1e9 for label, s in country.span_seconds.items()}}


def part(found: dict[str, Any], rung: str, until: str, threads: int) -> dict[str, Any]:
    wall = found["wall"]
    text = TEXT.format(rung=rung, until=until, threads=threads, total=sum(wall.values()), **wall)
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
