"""The figures behind the charts of the whole system: loyalty shown and felt, hours, gifts, penalties, leaving."""

from __future__ import annotations

from collections.abc import Mapping

import pandas as pd
import xarray as xr

from tumen.chart_data import spread
from tumen.outputs import yearly_mean, yearly_sum


def parts(series: Mapping[str, xr.DataArray]) -> pd.DataFrame:
    """Several series of one chart, each with its name under `part`."""
    return pd.concat([spread(v).assign(part=k) for k, v in series.items()], ignore_index=True)


def two_faces_data(ds: xr.Dataset) -> pd.DataFrame:
    """Percent of grown people who show compliance or zeal, and who are loyal in private."""
    shown = ds["shown_share"].sel(shown_as=["compliance", "zeal"]).sum("shown_as")
    return parts({"shown": yearly_mean(shown) * 100, "felt": yearly_mean(ds["loyal_share"]) * 100})


def shown_data(ds: xr.Dataset) -> pd.DataFrame:
    return spread(yearly_mean(ds["shown_share"]) * 100).rename(columns={"shown_as": "part"})


def loyalty_data(ds: xr.Dataset) -> pd.DataFrame:
    return spread(ds["loyalty_mean"])


MINDS = ("credibility", "fatigue", "fear", "hope", "knowledge")


def minds_data(ds: xr.Dataset) -> pd.DataFrame:
    """Means of the grown by stratum, one small chart each."""
    return pd.concat([spread(ds[f"{k}_mean"]).assign(mind=k) for k in MINDS], ignore_index=True)


def hours_data(ds: xr.Dataset) -> pd.DataFrame:
    """Hours a week by use, Party members and others."""
    return spread(yearly_mean(ds["hours_mean"])).rename(columns={"use": "part"})


def court_data(ds: xr.Dataset) -> pd.DataFrame:
    """Hard currency spent by use, millions of dollars a year."""
    return spread(yearly_sum(ds["hard_spend"]) / 1e6).rename(columns={"spending": "part"})


def penalties_data(ds: xr.Dataset) -> pd.DataFrame:
    """Outcomes of cases by standing, a year."""
    found = yearly_sum(ds["penalties"].sum("offence").isel(outcome=slice(1, None)))
    return spread(found).rename(columns={"outcome": "part"})


def camps_data(ds: xr.Dataset) -> pd.DataFrame:
    return spread(yearly_mean(ds["held"].sum("province"))).rename(columns={"holding": "part"})


def films_data(ds: xr.Dataset) -> pd.DataFrame:
    """Percent of grown people who saw a smuggled film in an ordinary month of the year."""
    grown = ds["grown"].sum(["province", "stratum"])
    return spread(yearly_mean(ds["viewers"].sum("province") / grown.where(grown > 0)) * 100)


def leaving_data(ds: xr.Dataset) -> pd.DataFrame:
    """Crossings, those sent back, arrivals in the South, a year."""
    series = {"crossed the river": ds["crossings"].sum(["province", "sex"])}
    series["sent back"] = ds["repatriated"].sum("sex")
    series["arrived in the South"] = ds["arrivals"].sum(["province", "sex", "stratum"])
    return parts({k: yearly_sum(v) for k, v in series.items()})


def arrivals_data(ds: xr.Dataset) -> pd.DataFrame:
    """Arrivals in the South by sex, a year."""
    return spread(yearly_sum(ds["arrivals"].sum(["province", "stratum"]))).rename(columns={"sex": "part"})


def abroad_data(ds: xr.Dataset) -> pd.DataFrame:
    return spread(yearly_mean(ds["posted"])).rename(columns={"posting": "part"})


def weapons_data(ds: xr.Dataset) -> pd.DataFrame:
    return spread(yearly_mean(ds["warheads"]))
