"""The court as charts: where its hard currency comes from, and what it gives to whom."""

from __future__ import annotations

from typing import Any

import altair as alt
import pandas as pd
import xarray as xr

from tumen.chart_data import named, spread
from tumen.chart_style import finish
from tumen.chart_system import lines, panels
from tumen.outputs import yearly_sum

RANKS = {"public": "office-holders outside the tiers", "weekly": "weekly tier", "three-day": "three-day tier",
         "daily": "daily tier", "admitted": "at a meeting"}  # fmt: skip
MEASURES = ("gifts a year", "dollars each", "million dollars a year")


def income_data(ds: xr.Dataset) -> pd.DataFrame:
    """Hard-currency income by source, million dollars a year."""
    return spread(yearly_sum(ds["hard_income"]) / 1e6).rename(columns={"income": "part"})


def gifts_data(ds: xr.Dataset) -> pd.DataFrame:
    """Gifts by rank: how many, what one is worth, what all are worth, a year."""
    worth, number = yearly_sum(ds["gifts_given"]), yearly_sum(_given(ds))
    series = (number, worth / number.where(number > 0), worth / 1e6)
    found = [spread(v).assign(measure=m) for m, v in zip(MEASURES, series, strict=True)]
    frame = pd.concat(found, ignore_index=True).rename(columns={"rank": "part"})
    return frame.assign(part=frame["part"].map(RANKS))


def _given(ds: xr.Dataset) -> xr.DataArray:
    """Gifts of the month by rank: to all who receive at a holiday, and at each meeting."""
    receivers = named(ds["receivers"], "rank")
    number = receivers.where(receivers["rank"] != "admitted", ds["met"])
    return number.where(named(ds["gift_of"], "rank") > 0, 0)


def income(ds: xr.Dataset) -> Any:
    return lines(income_data(ds), "million dollars a year", "Hard-currency income by source (million dollars a year)",
                 "Hard-currency income of the court by source and year.")  # fmt: skip


def gifts(ds: xr.Dataset) -> Any:
    data = gifts_data(ds)
    scale = alt.Scale(type="symlog", constant=1)
    axis = alt.Axis(values=[0, *(10**k for k in range(8))], format=",d")
    return finish(panels(data, "measure", MEASURES, "", scale=scale, axis=axis),
                  "Gifts by rank: number, worth of one, worth of all",
                  "Three small charts by rank and year: how many gifts are given, what one is worth in dollars, what "
                  "all are worth in million dollars.", {"model": data})  # fmt: skip
