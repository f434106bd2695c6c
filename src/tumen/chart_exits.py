"""Leaving as charts: who tries and who gets across, who flees a post, and what comes to those who stayed."""

from __future__ import annotations

from typing import Any

import pandas as pd
import xarray as xr

from tumen.chart_data import spread
from tumen.chart_system import lines
from tumen.chart_system_data import parts
from tumen.outputs import yearly_sum

LEFT = "kin of one who left"  # the offence of having stayed


def attempts_data(ds: xr.Dataset) -> pd.DataFrame:
    """Attempts to cross the river and how they ended, persons a year."""
    series = {"tried to cross": ds["attempts"].sum(["province", "sex"])}
    series["crossed"] = ds["crossings"].sum(["province", "sex"])
    series["caught"] = ds["caught"].sum("province")
    series["shot"] = ds["shot"].sum("province")
    return parts({k: yearly_sum(v) for k, v in series.items()})


def flights_data(ds: xr.Dataset) -> pd.DataFrame:
    """Who fled a post abroad by kind of post, and who of the supply tiers arrived in the South, persons a year."""
    fled = yearly_sum(ds["flights"])
    series = {f"{kind} who fled": fled.sel(posting=kind, drop=True) for kind in fled["posting"].values.tolist()}
    return parts(series | {"arrived from the supply tiers": yearly_sum(ds["elite_departures"])})


def left_behind_data(ds: xr.Dataset) -> pd.DataFrame:
    """Kin at home of those who arrived in the South, persons a year."""
    return spread(yearly_sum(ds["left_behind"])).rename(columns={"fate": "part"})


def kin_cases_data(ds: xr.Dataset) -> pd.DataFrame:
    """Outcomes of cases for having kin who left, all standings together, persons a year."""
    cases = ds["penalties"].sel(offence=LEFT, drop=True).sum("standing").isel(outcome=slice(1, None))
    return spread(yearly_sum(cases)).rename(columns={"outcome": "part"})


def attempts(ds: xr.Dataset) -> Any:
    return lines(attempts_data(ds), "persons a year", "Attempts to cross the river (persons a year)",
                 "People who tried to cross into China, and those of them who crossed, were caught or were shot, "
                 "by year.")  # fmt: skip


def flights(ds: xr.Dataset) -> Any:
    return lines(flights_data(ds), "persons a year", "Flights from posts abroad, departures of the elite (persons)",
                 "People who fled a post abroad by kind of post, and arrivals in the South from the supply tiers, "
                 "by year.")  # fmt: skip


def left_behind(ds: xr.Dataset) -> Any:
    return lines(left_behind_data(ds), "persons a year", "Kin left behind by those who left (persons a year)",
                 "Kin of those who arrived in the South: investigated, left in peace, in a camp, by year.")  # fmt: skip


def kin_cases(ds: xr.Dataset) -> Any:
    return lines(kin_cases_data(ds), "persons a year", "How cases against kin of one who left end (persons a year)",
                 "Outcomes of cases in which nothing is charged but that one of the kin left, by year.")  # fmt: skip
