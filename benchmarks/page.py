"""docs/benchmarks.md, written from the results in runs/benchmarks; `python -m benchmarks.page` writes it again."""

from __future__ import annotations

import json
from collections.abc import Iterable
from pathlib import Path
from statistics import median
from typing import Any

from benchmarks import environments

HEAD = """# Benchmarks

Written by `make bench`; figures are of the machine named here and of no other. Times are medians of wall time in
nanoseconds per agent and month; every engine runs in its own process, and engines take turns, so that whatever else the
machine does meets all of them alike.

"""

REDUCED = """## The reduced model in seven engines

`benchmarks/reduced/spec.py` states a small model of loyalty and fear: eight levels a person, five random draws a
month, units of 100 to 128 neighbours, each unit seeing four linked units' published shares. Each engine computes it
in its own idiom from the same figures and the same first month. The C kernel is one hand-written loop with all of the
model in registers: it is there to say what the hardware gives. Tumen runs it as four mechanisms under the public
contract (`benchmarks/reduced/tumen_mechanisms.py`), in six spans, with its own engine: tiles, keyed draws, the door,
published steps, tallies.

"""

NATIONAL = """## The national run

`history` to {until}, by rung. ns are per row (a simulated person) and month, with moves, books and recording; build and
compilation stand apart. In the same session the C kernel of the reduced model took {kernel} ns on one thread.

"""

SLOW = """## What is slow, and why

- **A rare branch inside a loop over people.** Where a machine has masked stores (AVX-512), a compiler turns the
  branch into work for everybody: the span `display.act` took 5.2 ns in that form. Drawing everybody against a bound,
  listing the few that are below it, and taking only those through the full rule takes 1.8.
- **Many spans, each light.** The C kernel reads and writes a person once a month; Tumen's spans read what they need
  each for itself. On a million persons that is some 2 ns of memory traffic which a single fused loop does not have.
  It is the price of mechanisms that know nothing of each other.
- **A draw costs 0.45 ns**, twice the kernel's: it is keyed by decision, month and identity and mixed twice, so that
  nobody's luck depends on anybody else's, and any order and any number of threads gives the same bits.
- **Counting by group** costs 1.4 ns a person for six outputs by province and stratum.
- **Objects.** Mesa and AgentPy hold a Python object a person; their medians come from three turns, since a month of a
  million agents takes seconds. That is no fault of theirs: they are made for other sizes and other uses.
- **Small rungs** pay the fixed cost of a month (calls of spans, books, the door) with few rows to share it.
"""


AGREE = """### Do they compute the same?

Means over {seeds} seeds in month {months}, {persons:,} agents; at the right the largest distance of any month and
measure from the mean of all engines, in standard errors. {beyond} of {trials} distances lie beyond 3; chance alone puts
{expected:.1f} there (`python -m benchmarks.agree`).

"""


def table(header: Iterable[str], rows: Iterable[Iterable[Any]]) -> str:
    names = list(header)
    lines = ["| " + " | ".join(names) + " |", "| --- " + "| ---: " * (len(names) - 1) + "|"]
    lines += ["| " + " | ".join(str(cell) for cell in row) + " |" for row in rows]
    return "\n".join(lines) + "\n\n"


def number(x: float) -> str:
    return f"{x:,.0f}" if x >= 100 else f"{x:.1f}"


def machine_line(m: dict[str, Any]) -> str:
    return (f"Machine: {m['processor']}, {m['cores']} cores, {m['memory'] / 2**30:.0f} GiB. Python {m['python']}, "
            f"NumPy {m['numpy']}, Numba {m['numba']}.\n\n")  # fmt: skip


def reduced(r: dict[str, Any]) -> str:
    rows = r["rows"]
    alone = {row["name"]: row for row in rows if row["threads"] == 1}
    shared = {row["name"]: row for row in rows if row["threads"] == 2}
    kernel, own = alone.get("c"), alone.get("tumen")

    def line(name: str, row: dict[str, Any]) -> list[str]:
        built = {"zig": "(clang)"}.get(row["began"].get("compiler", ""), row["began"].get("compiler", ""))
        title = f"{environments.ENGINES[name][0]} {r['versions'].get(name) or built}".strip()
        two = number(shared[name]["cost"]) if name in shared else "-"
        by_own = f"{row['cost'] / own['cost']:.2f}" if own else "-"
        by_kernel = f"{row['cost'] / kernel['cost']:.2f}" if kernel else "-"
        spread = f"{number(row['least'])} to {number(row['most'])}"
        return [title, number(row["cost"]), spread, two, by_kernel, by_own, f"{row['peak'] / 2**20:,.0f}",
                f"{row['began']['build']:.1f}"]  # fmt: skip

    head = ["engine", "ns, 1 thread", "least to most", "ns, 2 threads", "against the C kernel", "against Tumen",
            "peak MiB", "build s"]  # fmt: skip
    text = REDUCED + f"{r['persons']:,} agents, {r['rounds']} turns each.\n\n"
    text += table(head, [line(name, row) for name, row in sorted(alone.items(), key=lambda item: item[1]["cost"])])
    if own and own["spans"]:
        cells = [[f"`{span}`", f"{cost:.2f}"] for span, cost in own["spans"].items()]
        text += "Tumen's own cost by span, one thread:\n\n" + table(["span", "ns"], cells)
    return text


def agreement(a: dict[str, Any]) -> str:
    head = ["engine", *a["measures"], "largest distance"]
    rows = [[environments.ENGINES[name][0], *(f"{x:.4f}" if x < 1 else f"{x:.1f}" for x in values),
             f"{a['largest'][name]:.2f}"] for name, values in a["last"].items()]  # fmt: skip
    return AGREE.format(**a) + table(head, rows)


def national(n: dict[str, Any]) -> str:
    kinds: dict[tuple[str, int], list[dict[str, Any]]] = {}
    for run in n["runs"]:
        kinds.setdefault((run["rung"], run["threads"]), []).append(run)
    middle = {kind: (lambda key, runs=runs: median(key(run) for run in runs)) for kind, runs in kinds.items()}
    rows = [[rung, threads, f"{runs[0]['rows']:,}", number(middle[rung, threads](lambda r: r["ns"])),
             f"{middle[rung, threads](lambda r: r['seconds']['build']):.1f}",
             f"{middle[rung, threads](lambda r: r['ns'] * r['row_months'] / 1e9):.1f}",
             f"{max(r['peak'] for r in runs) / 2**20:,.0f}", len(runs)]
            for (rung, threads), runs in kinds.items()]  # fmt: skip
    text = NATIONAL.format(until=n["until"], kernel=" before and ".join(number(x) for x in n["kernel"]) + " after")
    text += table(["rung", "threads", "rows", "ns", "build s", "run s", "peak MiB", "runs"], rows)
    largest = max(kinds, key=lambda kind: (kinds[kind][0]["rows"], -kind[1]))
    runs = kinds[largest]
    spans = {span: median(run["spans"][span] for run in runs) for span in runs[0]["spans"]}
    phases = [[phase, f"{median(run['seconds'][phase] / run['row_months'] * 1e9 for run in runs):.2f}"]
              for phase in ("people", "books", "door", "record")]  # fmt: skip
    text += f"By phase at {largest[0]}, {largest[1]} thread:\n\n" + table(["phase", "ns"], phases)
    costs = [[f"`{span}`", f"{cost:.2f}"] for span, cost in sorted(spans.items(), key=lambda item: -item[1])]
    return text + "And by span, dearest first:\n\n" + table(["span", "ns"], costs)


def write(folder: Path) -> str:
    found = {p.stem: json.loads(p.read_text()) for p in folder.glob("*.json")}
    text = HEAD + machine_line(found["machine"])
    if "reduced" in found:
        text += reduced(found["reduced"])
    if "agree" in found:
        text += agreement(found["agree"])
    if "national" in found:
        text += national(found["national"])
    return text + SLOW


if __name__ == "__main__":
    (environments.ROOT / "docs" / "benchmarks.md").write_text(write(environments.ROOT / "runs" / "benchmarks"))
