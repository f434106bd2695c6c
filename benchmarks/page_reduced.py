"""The sections of the page about the reduced model."""

from __future__ import annotations

from statistics import median
from typing import Any

from benchmarks.environments import ENGINES
from benchmarks.tables import measured, mib, number, ratio, spread, table

REDUCED = """## The reduced model in seven engines

`benchmarks/reduced/spec.py` states a small model of loyalty and fear: eight levels a person, five random draws a
month, units of 100 to 128 neighbours, each unit seeing four linked units' published shares. Each engine computes it
in its own idiom from the same figures and the same first month, in single precision where the engine allows it. The C
kernel is one hand-written loop with all of the model in registers, compiled for this very processor with fast
mathematics by the better of the compilers at hand: it says what the hardware gives. Tumen runs the model as four
mechanisms under the public contract (`benchmarks/reduced/tumen_mechanisms.py`), in six spans, with its own engine:
tiles, keyed draws, the door, published steps, tallies. The peers are the versions pinned in
`benchmarks/requirements*.txt`.

"""

TURNS = """All on one thread take turns in one run: in each round every engine runs for about a third of a second (20
months at most, one at least). Mesa and AgentPy need seconds a month: they take part in the first {few} rounds only,
with one month each, so their figures rest on few months. Ratios are taken within rounds; their median and range are
shown. `cpu` is processor time: where it is well below wall time, the machine had other work to do.

"""

SHARED = """On two threads, in a run of its own (Mesa, AgentPy, Starsim and NumPy use one thread):

"""

AGREE = """### Do they compute the same?

"""

AGREED = """Means over {seeds} seeds in month {months}, {persons:,} agents. In brackets: the largest distance, in any of
the {months} months, of the engine's monthly mean from the mean of all engines, in standard errors of that difference.
{beyond} of {trials} such distances lie beyond 3, the largest at {furthest:.2f}; chance alone puts {expected:.1f} there.
So the engines {verdict}: what is asked is that no more than twice as many and one lie there, and none beyond 5.

"""

SIZES = """### With fewer and with more agents

A month has costs that do not depend on the number of agents (calls of spans, books, the door), and large populations do
not fit the caches.

"""

SLOW = """## What is slow, and why

- **A rare branch inside a loop over people.** Where a machine has masked stores (AVX-512), a compiler turns the
  branch into work for everybody. The remedy is `display.act`'s: draw everybody against a bound, list the few that are
  below it, and take only those through the full rule.
- **Many spans, each light.** The C kernel reads and writes a person once a month; Tumen's spans read what they need
  each for itself. It is the price of mechanisms that know nothing of each other.
- **Draws are keyed** by decision, month and identity and mixed twice, which costs about twice as much as the kernel's
  draws: nobody's luck depends on anybody else's, and any order and any number of threads gives the same bits.
- **Counting by group** takes a span of its own (`display.publish`) for six outputs by province and stratum.
- **Objects.** Mesa and AgentPy hold a Python object a person. That is no fault of theirs: they are made for other
  sizes and other uses.
"""

TIMES_AT_LEAST = {"mesa": 300, "agentpy": 300, "starsim": 8, "frames": 6}    # Tumen is to be so many times as fast
KERNEL_AT_MOST = 1.6    # and to take no more than this times the C kernel's time


def named(name: str, row: dict[str, Any], versions: dict[str, str]) -> str:
    return f"{ENGINES[name][0]} {versions.get(name) or row['began'].get('compiler', '')}".strip()


def within(row: dict[str, Any], other: dict[str, Any]) -> list[float]:
    """By round: one engine's time over another's."""
    return [a / b for a, b in zip(row["turns"], other["turns"], strict=False)]


def against(values: list[float]) -> str:
    return f"{ratio(median(values))} ({ratio(min(values))} to {ratio(max(values))})"


def held(name: str, row: dict[str, Any], own: dict[str, Any]) -> str:
    if name not in TIMES_AT_LEAST:
        return "-"
    asked = TIMES_AT_LEAST[name]
    return f"{asked}: {'held' if median(within(row, own)) >= asked else 'missed'}"


def reduced(r: dict[str, Any]) -> str:
    rows = {row["name"]: row for row in r["rows"]}
    own, kernel = rows.get("tumen"), rows.get("c")
    few = min(len(row["turns"]) for row in r["rows"])
    text = REDUCED + measured(r["made"]) + TURNS.format(few=few)
    text += f"{r['persons']:,} agents, one thread.\n\n"
    lines = []
    for name, row in sorted(rows.items(), key=lambda item: item[1]["cost"]):
        times = [against(within(row, own)), held(name, row, own)] if own else ["-", "-"]
        lines.append([named(name, row, r["versions"]), number(row["cost"]), spread(row["turns"]), *times,
                      number(median(row["cpu"])), f"{len(row['turns'])} / {row['months']}", mib(row["peak"]),
                      f"{row['began']['build'] + row['began']['first']:.1f}"])  # fmt: skip
    text += table(["engine", "ns", "fastest to slowest turn", "times Tumen's", "at least", "cpu ns", "turns / months",
                   "peak MiB", "until the first month's end, s"], lines)  # fmt: skip
    if own and kernel:
        slower, cpu = within(own, kernel), median(own["cpu"]) / median(kernel["cpu"])
        verdict = "held" if median(slower) <= KERNEL_AT_MOST else "missed"
        text += f"Tumen's engine takes {against(slower)} times the C kernel's time; "
        text += f"at most {KERNEL_AT_MOST}: {verdict}. In processor time: {cpu:.2f}.\n\n"
    text += two_threads(r, rows)
    if own and own["spans"]:
        cells = [[f"`{span}`", f"{cost:.2f}"] for span, cost in own["spans"].items()]
        cells.append(["together", f"{sum(own['spans'].values()):.2f}"])
        text += "Tumen's cost by span, one thread:\n\n" + table(["span", "ns"], cells)
    return text


def two_threads(r: dict[str, Any], alone: dict[str, dict[str, Any]]) -> str:
    if not r["shared"]:
        return ""
    lines = [[named(row["name"], row, r["versions"]), number(row["cost"]), spread(row["turns"]),
              f"{alone[row['name']]['cost'] / row['cost']:.2f}"] for row in r["shared"]]  # fmt: skip
    return SHARED + table(["engine", "ns", "fastest to slowest turn", "times as fast as one thread"], lines)


def agreement(a: dict[str, Any]) -> str:
    verdict = "agree" if a["agrees"] else "do **not** agree"
    furthest = max(map(max, a["largest"].values()))
    text = AGREE + measured(a["made"]) + AGREED.format(**a, verdict=verdict, furthest=furthest)
    rows = [[ENGINES[name][0], *(f"{value(x)} ({far:.1f})" for x, far in zip(values, a["largest"][name], strict=True))]
            for name, values in a["last"].items()]  # fmt: skip
    rows.append(["*standard error*", *(f"{x:.5f}" if x < 0.1 else f"{x:.1f}" for x in a["error"])])
    return text + table(["engine", *a["measures"]], rows)


def value(x: float) -> str:
    return f"{x:.4f}" if x < 1 else f"{x:.1f}"


def sizes(s: dict[str, Any]) -> str:
    rows = []
    for persons, found in s["sizes"].items():
        by_name = {row["name"]: row for row in found}
        times = against(within(by_name["tumen"], by_name["c"]))
        rows.append([f"{int(persons):,}", *(number(row["cost"]) for row in found), times])
    names = [ENGINES[row["name"]][0] for row in next(iter(s["sizes"].values()))]
    header = ["agents", *(f"{name}, ns" for name in names), "Tumen's over the kernel's"]
    return SIZES + measured(s["made"]) + table(header, rows)
