"""Those who are in China, and those who arrive in the South: from where, of which stratum, and how many to expect."""

from __future__ import annotations

from typing import Any

import altair as alt
import pandas as pd
import xarray as xr

from tumen.chart_data import named, spread
from tumen.chart_style import NORTH_TO_SOUTH, finish, grid
from tumen.chart_system import lines
from tumen.chart_system_data import parts
from tumen.labels import SEXES
from tumen.outputs import yearly_mean, yearly_sum


def china_data(ds: xr.Dataset) -> pd.DataFrame:
    """North Koreans in China by sex, and those of them who are held there, means of the year."""
    there = {sex: ds["in_china"].sel(sex=sex, drop=True) for sex in SEXES}
    there["held, both"] = named(ds["in_custody"], "sex").sum("sex")
    return parts({k: yearly_mean(v) for k, v in there.items()})


def arrivals_provinces_data(ds: xr.Dataset) -> pd.DataFrame:
    """Arrivals in the South by the province from which they come, a year."""
    return spread(yearly_sum(ds["arrivals"].sum(["sex", "stratum"]).reset_coords(drop=True)))


def arrivals_tiers_data(ds: xr.Dataset) -> pd.DataFrame:
    """Arrivals in the South by stratum, a year."""
    return spread(yearly_sum(ds["arrivals"].sum(["province", "sex"]))).rename(columns={"stratum": "part"})


def arrivals_expected_data(ds: xr.Dataset) -> pd.DataFrame:
    """Arrivals in the South as they were drawn, and as the summed chances have them, by sex, a year."""
    drawn, chances = ds["arrivals"].sum(["province", "stratum"]), ds["arrivals_expected_persons"]
    return parts({f"{sex}, {told}": yearly_sum(values.sel(sex=sex, drop=True)) for sex in SEXES
                  for told, values in (("as drawn", drawn), ("as expected", chances))})  # fmt: skip


def china(ds: xr.Dataset) -> Any:
    return lines(china_data(ds), "persons", "North Koreans in China by sex (persons, mean of the year)",
                 "North Koreans in China by sex, and those of them who are held there, by year.")  # fmt: skip


def arrivals_provinces(ds: xr.Dataset) -> Any:
    data = arrivals_provinces_data(ds)
    return finish(grid(data, "province", NORTH_TO_SOUTH, "persons a year", log=True, height=260),
                  "Arrivals in the South by province of origin (persons a year)",
                  "A grid of provinces by years, darker where more of those who arrive come from.",
                  {"model": data})  # fmt: skip


def arrivals_tiers(ds: xr.Dataset) -> Any:
    return lines(arrivals_tiers_data(ds), "persons a year", "Arrivals in the South by stratum (persons a year)",
                 "Arrivals in the South of the public, of Party members and of the supply tiers, by year.",
                 scale=alt.Scale(type="symlog", constant=10),
                 axis=alt.Axis(values=[0, 10, 100, 1000, 10000], format=",d"))  # fmt: skip


def arrivals_expected(ds: xr.Dataset) -> Any:
    return lines(arrivals_expected_data(ds), "persons a year", "Arrivals as drawn and as expected (persons a year)",
                 "Arrivals in the South by sex and year, as they were drawn in the run and as its summed chances have "
                 "them.")  # fmt: skip
