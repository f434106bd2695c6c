"""What the sections of the page are made of."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from typing import Any


def table(header: Iterable[str], rows: Iterable[Iterable[Any]]) -> str:
    names = list(header)
    lines = ["| " + " | ".join(names) + " |", "| --- " + "| ---: " * (len(names) - 1) + "|"]
    lines += ["| " + " | ".join(str(cell) for cell in row) + " |" for row in rows]
    return "\n".join(lines) + "\n\n"


def number(x: float) -> str:
    return f"{x:,.0f}" if x >= 100 else f"{x:.1f}"


def ratio(x: float) -> str:
    return f"{x:,.0f}" if x >= 20 else f"{x:.2f}"


def spread(values: Sequence[float]) -> str:
    return f"{number(min(values))} to {number(max(values))}"


def mib(octets: float) -> str:
    return f"{octets / 2**20:,.0f}"


def measured(made: dict[str, Any]) -> str:
    commit = f", commit {made['commit']}" if made.get("commit") else ""
    return f"*{made['date']}, `{made['command']}`{commit}; load at the start {made['load']:.1f}.*\n\n"
