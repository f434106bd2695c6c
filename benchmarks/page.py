"""docs/benchmarks.md, written from the parts kept in benchmarks/results; `python -m benchmarks page` writes it again.

A part that has not been measured is left out. What the whole system comes to by rung and costs (`system.json`,
`spans.json`) is shown as it is: {"made": as in store.made, "text": "...", "header": ["..."], "rows": [["..."]]}.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable
from typing import Any

from benchmarks import page_national, page_reduced
from benchmarks.tables import measured, table

HEAD = """# Benchmarks

Written by `make bench`. Figures are of the machine named here and of no other. Times are medians of wall time in
nanoseconds per simulated person and month; each engine runs in a process of its own, and engines take turns, so that
whatever else the machine does meets all of them alike. Slow turns are kept: ranges go from the fastest to the slowest.
The load stands with each part; a load near 0 means that the machine was quiet when the part began.

"""

DRAWS = """## The draws

`python -m benchmarks.dieharder | dieharder -a -g 200` sends the draws of the national model, by person, decision and
month, through the Dieharder battery of tests of randomness (some hours). What it said stands in `docs/randomness.md`.
"""


def machines(parts: Iterable[dict[str, Any]]) -> str:
    """The machine, named once; and each, where parts come from several."""
    seen: list[str] = []
    for part in parts:
        m = part["made"]["machine"]
        line = (f"{m['processor']}; {m['cores']} cores, {m['memory_gib']} GiB, {m['system']}. Python {m['python']}, "
                f"NumPy {m['numpy']}, Numba {m['numba']}.")  # fmt: skip
        if line not in seen:
            seen.append(line)
    if len(seen) == 1:
        return f"Machine: {seen[0]}\n\n"
    return "Parts come from several machines:\n\n" + "".join(f"- {line}\n" for line in seen) + "\n"


def as_it_is(heading: str) -> Callable[[dict[str, Any]], str]:
    """A section that shows its part's text and table."""

    def section(part: dict[str, Any]) -> str:
        text = str(part["text"]).strip()
        return f"## {heading}\n\n" + measured(part["made"]) + f"{text}\n\n" + table(part["header"], part["rows"])

    return section


SECTIONS = (
    ("reduced", page_reduced.reduced), ("agree", page_reduced.agreement), ("sizes", page_reduced.sizes),
    ("national", page_national.national),
    ("system", as_it_is("The whole system by rung")), ("spans", as_it_is("What a month of the whole system costs")),
)  # fmt: skip


def write(found: dict[str, dict[str, Any]]) -> str:
    text = HEAD + machines(found[name] for name, _ in SECTIONS if name in found and "made" in found[name])
    for name, section in SECTIONS:
        if name in found:
            text += section(found[name])
    return text + page_reduced.SLOW + page_national.slow(found.get("national")) + "\n" + DRAWS
