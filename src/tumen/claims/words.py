"""Numbers of a verdict as they are printed, in the terminal, in the report and on the page."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import Any


def number(value: float | None) -> str:
    """Three digits, or nothing."""
    return "" if value is None else f"{value:.3g}" if abs(value) < 1000 else f"{value:,.0f}"


def pair(ends: Sequence[float] | None) -> str:
    """An interval."""
    return f"{number(ends[0])} to {number(ends[1])}" if ends else ""


def flips(row: Mapping[str, Any]) -> dict[str, Mapping[str, Any]]:
    """The counterfactuals of a statement that were measured: by run, in which share of how many draws it did what it
    must."""
    return {run: flip for run, flip in (row.get("counterfactual") or {}).items() if flip["share"] is not None}
