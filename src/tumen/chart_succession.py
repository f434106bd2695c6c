"""What may come at the top and from below, as charts by month: open dissent, popularity, odds of who follows."""

from __future__ import annotations

from typing import Any

import altair as alt
import pandas as pd
import xarray as xr

from tumen.chart_data import by_month, spread
from tumen.chart_system import lines
from tumen.chart_system_data import parts

HEIRS = ("the one who is shown", "another of the line", "one not of the line")  # in the order of `heir`
LEAST = 1.0  # percent that the axis of open dissent reaches at least


def open_dissent_data(ds: xr.Dataset) -> pd.DataFrame:
    """Percent of all units that are in open dissent, every month."""
    return by_month(spread(ds["open_share"] * 100))


def popularity_data(ds: xr.Dataset) -> pd.DataFrame:
    """Popularity of the candidate who is shown, over the provinces, in the months in which one is shown."""
    by_province = _while_shown(ds, ds["popularity"])
    series = {"highest province": by_province.max("province"), "mean of the provinces": by_province.mean("province"),
              "lowest province": by_province.min("province")}  # fmt: skip
    return by_month(parts(series))


def heirs_data(ds: xr.Dataset) -> pd.DataFrame:
    """Odds of who would follow, percent, in the months in which a candidate is shown."""
    odds = _while_shown(ds, ds["heir"]) * 100
    axis = odds.dims[-1]
    return by_month(parts({label: odds.isel({axis: k}, drop=True) for k, label in enumerate(HEIRS)}))


def open_dissent(ds: xr.Dataset) -> Any:
    data = open_dissent_data(ds)
    most = max(LEAST, float(data["high"].max())) if len(data) else LEAST
    return lines(data, "percent of units", "Units in open dissent (percent, by month)",
                 "Share of all units in which more than a tenth of grown people dissent openly, by month.",
                 when="when", scale=alt.Scale(domain=[0, most]), axis=alt.Axis(format="~g", tickCount=5))  # fmt: skip


def popularity(ds: xr.Dataset) -> Any:
    return lines(popularity_data(ds), "popularity, -1 to 1", "Popularity of the candidate who is shown (-1 to 1)",
                 "Popularity of the candidate who is shown in public, in the provinces where it is highest and lowest "
                 "and as their mean, by month.", when="when", axis=alt.Axis(format=".1f", tickCount=6))  # fmt: skip


def heirs(ds: xr.Dataset) -> Any:
    return lines(heirs_data(ds), "percent", "Odds of who would follow (percent, by month)",
                 "Odds that the candidate who is shown, another of the line or one not of the line would follow, by "
                 "month.", when="when", scale=alt.Scale(domain=[0, 100]))  # fmt: skip


def _while_shown(ds: xr.Dataset, values: xr.DataArray) -> xr.DataArray:
    shown = ds["shown_for"] > 0
    return values.astype("f8").where(shown).isel(time=shown.any("run").values)
