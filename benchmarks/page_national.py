"""The sections of the page about the national run."""

from __future__ import annotations

from collections.abc import Callable
from statistics import median
from typing import Any

from benchmarks.tables import measured, mib, number, spread, table

NATIONAL = """## The national run

Measured at the commit named below, when the month had thirteen of its mechanisms; what the whole system costs stands
further down.

`history` from January 1990, each run in a process of its own, rungs taking turns. ns are per row (a simulated person)
and month, with moves, books and recording; build and loading of compiled code stand apart. `cpu` is processor time, of
all threads; where one thread's is well below its wall time, the machine had other work to do. The full scale is run for
a short calendar here. So fast was the machine: the C kernel of the reduced model took, on one thread, {kernel}.

"""

# ns of an aim for the full scale on two threads, on a machine whose C kernel of the reduced model takes so long
AIM, LINKED = 40.0, 19.4
AGAINST = """The aim is {aim:.0f} ns on the full scale with two threads, on the machine of the first studies, whose C
kernel took {linked} ns on linked units. This machine's takes {kernel:.1f}: by that measure the aim is {scaled:.0f} ns
here, and {verdict} ({found:.0f} ns, {times:.1f} times as much). The kernel is one loop of wide vectors and gains all
that a newer processor brings; a month of the nation is two dozen loops, several of which go by household or by rare
case and gain less.

"""

PARTS = ("people", "books", "door", "record")
PHASES = "By phase, ns of wall time:\n\n"
SPANS = "By span on one thread, ns, dearest on the largest rung first:\n\n"

Kind = tuple[str, int]
Runs = list[dict[str, Any]]


def kinds(runs: Runs) -> dict[Kind, Runs]:
    """Runs by rung and threads."""
    found: dict[Kind, Runs] = {}
    for run in runs:
        found.setdefault((run["rung"], run["threads"]), []).append(run)
    return found


def middle(runs: Runs, what: Callable[[dict[str, Any]], float]) -> float:
    return median(what(run) for run in runs)


def cost(runs: Runs) -> float:
    return middle(runs, lambda run: run["ns"])


def around(kernel: list[float]) -> str:
    before, *after = kernel
    return f"{number(before)} ns before" + "".join(f" and {number(x)} ns after" for x in after)


def runs_table(found: dict[Kind, Runs]) -> str:
    rows = [[rung, threads, runs[0]["months"], f"{runs[0]['rows']:,}", number(cost(runs)),
             spread([run["ns"] for run in runs]), number(middle(runs, lambda run: run["cpu"])),
             f"{middle(runs, lambda run: run['seconds']['build']):.1f}",
             number(middle(runs, lambda run: run["seconds"]["run"])), mib(max(run["peak"] for run in runs)), len(runs)]
            for (rung, threads), runs in found.items()]  # fmt: skip
    return table(["rung", "threads", "months", "rows at first", "ns", "fastest to slowest", "cpu ns", "build s",
                  "run s", "peak MiB", "runs"], rows)  # fmt: skip


def national(n: dict[str, Any]) -> str:
    found = kinds(n["runs"])
    text = NATIONAL.format(kernel=around(n["kernel"])) + measured(n["made"]) + runs_table(found)
    text += against(n["kernel"], found)
    phases = [[rung, threads, *(f"{median(per_row(run, phase) for run in runs):.1f}" for phase in PARTS)]
              for (rung, threads), runs in found.items()]
    text += PHASES + table(["rung", "threads", *PARTS], phases)
    alone = {rung: runs for (rung, threads), runs in found.items() if threads == 1}
    largest = list(alone)[-1]
    spans = {rung: {span: median(run["spans"][span] for run in runs) for span in runs[0]["spans"]}
             for rung, runs in alone.items()}  # fmt: skip
    order = sorted(spans[largest], key=lambda span: -spans[largest][span])
    rows = [[f"`{span}`", *(f"{spans[rung].get(span, 0):.2f}" for rung in alone)] for span in order]
    rows.append(["together", *(f"{sum(spans[rung].values()):.1f}" for rung in alone)])
    return text + SPANS + table(["span", *alone], rows)


def against(kernel: list[float], found: dict[Kind, Runs]) -> str:
    """The full scale beside its aim, scaled by how fast this machine runs the C kernel."""
    if ("25m", 2) not in found:
        return ""
    fast, ns = min(kernel), cost(found["25m", 2])
    scaled = AIM * fast / LINKED
    verdict = "held" if ns <= scaled else "missed"
    return AGAINST.format(aim=AIM, linked=LINKED, kernel=fast, scaled=scaled, verdict=verdict, found=ns,
                          times=ns / scaled)  # fmt: skip


def per_row(run: dict[str, Any], phase: str) -> float:
    return float(run["seconds"][phase] / run["row_months"] * 1e9)


def slow(n: dict[str, Any] | None) -> str:
    """What the national run tells of slow cases."""
    if n is None:
        return ""
    found = kinds(n["runs"])
    alone = {rung: runs for (rung, threads), runs in found.items() if threads == 1}
    small, large = next(iter(alone)), list(alone)[-1]
    lines = [f"""- **Small rungs** pay the fixed cost of a month (calls of spans, books, the door) with few rows to
  share it: {number(cost(alone[small]))} ns a row at {small}, {number(cost(alone[large]))} at {large}.
"""]
    gains = [f"{cost(alone[rung]) / cost(runs):.2f} at {rung}"
             for (rung, threads), runs in found.items() if threads == 2 and rung in alone]  # fmt: skip
    if gains:
        lines.append(f"""- **A second thread** helps where there are tiles enough for both; books and most of the door
  stay on one. Two threads were so many times as fast as one: {', '.join(gains)}.
""")
    built = middle(alone[large], lambda run: run["seconds"]["build"])
    cold = n["cold"]["seconds"]["whole"]
    lines.append(f"""- **The first start** of an installation compiles everything, and again after every change of
  Tumen's sources: {cold:.0f} s for the mechanisms of the national run above; for the whole system see what its month
  costs.
- **Building** the country comes before every run: {built:.0f} s at {large}.
""")
    return "".join(lines)
