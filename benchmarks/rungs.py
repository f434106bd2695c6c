"""How far the small rungs are from full scale: the same history, more seeds the smaller the rung."""

from __future__ import annotations

from typing import Any

import numpy as np

from benchmarks.famine import Figures, ratio, toll
from benchmarks.tables import number

SIZES = ("25k", "250k", "2.5m", "25m")
YEARS = range(1990, 2026)


def total(f: Figures, what: str) -> float:
    return float(sum(f[what][str(y)] for y in YEARS))


OUTPUTS = {
    "population, December 2025, million": lambda f: f["persons"]["2025"] / 1e6,
    "births 1990-2025, million": lambda f: total(f, "births") / 1e6,
    "deaths 1990-2025, million": lambda f: total(f, "deaths") / 1e6,
    "excess deaths 1993-2000, thousand": lambda f: toll(f) / 1e3,
    "ration 1997, g/day": lambda f: f["ration"]["1997"],
    "market share of food 1997, %": lambda f: 100 * f["bought"]["1997"],
    "price of grain 1998, won/kg": lambda f: f["price"]["1998"],
    "northeast over west, excess death rate": ratio,
    "stunting, October 1998, %": lambda f: 100 * f["stunting"]["1998"],
    "tier over public food, December 1997": lambda f: f["tier_food"]["1997"] / f["public_food"]["1997"],
}
TEXT = """Mean over seeds (in brackets the standard deviation between seeds), and how far the mean lies from full
scale in per cent. Seeds: {seeds}. The rungs differ in more than luck: small rungs have fewer places, households of a
place share one market, and rare people are few. Where a column differs from full scale by more than its own spread, the
rung is biased."""


def compared(runs: dict[str, list[dict[str, float]]]) -> dict[str, Any]:
    """Outputs by rung, each beside full scale. runs: by rung in the order of size, one entry a seed."""
    rows = []
    for name in next(iter(runs.values()))[0]:
        values = {rung: [f[name] for f in fs] for rung, fs in runs.items()}
        full = float(np.mean(values["25m"])) if "25m" in values else None
        rows.append([name, *(cell(v, full if rung != "25m" else None) for rung, v in values.items())])
    seeds = ", ".join(f"{rung} {len(fs)}" for rung, fs in runs.items())
    return {"text": TEXT.format(seeds=seeds), "header": ["output", *runs], "rows": rows}


def cell(values: list[float], full: float | None) -> str:
    mean = float(np.mean(values))
    spread = f" ({digits(float(np.std(values, ddof=1)))})" if len(values) > 1 else ""
    off = f", {100 * (mean / full - 1):+.1f} %" if full else ""
    return f"{digits(mean)}{spread}{off}"


def digits(x: float) -> str:
    return number(x) if x >= 100 else f"{x:.2f}"
