"""The South as a reference society: what a run says of both societies side by side, in some years, as one table."""

from __future__ import annotations

from collections.abc import Mapping

import pandas as pd
import xarray as xr

from tumen.evidence import table
from tumen.labels import INDICATORS

YEARS = (1990, 2000, 2010, 2020)
SIDES = ("South", "North")
UNKNOWN = -1.0
YEARLY, SINGLE = "north_south_by_year", "south_beside_north"
FOUND_IN = (
    (YEARLY, "gdp_per_capita_usd_current"), (YEARLY, "gdp_per_capita_ppp2021"), (YEARLY, "forest_pct"),
    (SINGLE, "assemblies"), (SINGLE, "disabled"), (YEARLY, "mobile_per100"), (YEARLY, "internet_pct"), (YEARLY, "u5mr"),
    (YEARLY, "kcal"), (YEARLY, "armed_forces"), (SINGLE, "life_women"), (SINGLE, "electricity"),
)  # for each indicator the table of the evidence, and its column (after kor_ or prk_) or its rows there  # fmt: skip


def beside(ds: xr.Dataset) -> pd.DataFrame:
    """A row for each indicator, South and North for each year; empty where the run has none of it."""
    if "reference" not in ds:
        return pd.DataFrame()
    years = [y for y in YEARS if y in set(ds["time"].dt.year.values.tolist())]
    values = ds["reference"].isel(run=0).groupby(ds["time"].dt.year).last()  # the record is the same in every run
    rows = []
    for k, (name, unit) in enumerate(INDICATORS):
        row = {"indicator": name, "unit": unit}
        for year in years:
            for side, land in enumerate(SIDES):
                row[f"{land} {year}"] = _told(float(values.sel(year=year)[side, k]), known(side, k), year)
        rows.append(row)
    return pd.DataFrame(rows) if years else pd.DataFrame()


def known(side: int, indicator: int) -> Mapping[int, float]:
    """Figures of the evidence by year; none for what is reckoned from others."""
    where, name = FOUND_IN[indicator]
    field = ("kor_", "prk_")[side] + name if where == YEARLY else ("south", "north")[side]
    rows = [row for row in table(where) if where == YEARLY or row["indicator"] == name]
    return {int(row["year"]): float(row[field]) for row in rows if row.get(field)}


def _told(value: float, known: Mapping[int, float], year: int) -> str:
    """The figure, with its own year where that is another one."""
    if value == UNKNOWN:
        return ""
    text = f"{value:,.0f}" if abs(value) >= 1000 else f"{value:.3g}"
    past = [y for y in known if y <= year]
    of = max(past) if past else min(known, default=year)
    return text if of == year else f"{text} ({of})"
