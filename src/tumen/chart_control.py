"""Control as charts: what is done and what of it is found out, by kind and by standing; how much terror there is."""

from __future__ import annotations

from typing import Any

import altair as alt
import pandas as pd
import xarray as xr

from tumen.chart_data import by_month, spread
from tumen.chart_style import finish, grid
from tumen.chart_system import INSIDE, lines
from tumen.chart_system_data import parts
from tumen.labels import COORDINATES, OFFENCES, PROVINCES
from tumen.outputs import yearly_mean, yearly_sum

KINDS = OFFENCES[1:]
STANDINGS = COORDINATES["standing"]["standing"]


def offences_data(ds: xr.Dataset) -> pd.DataFrame:
    """Offences committed and detected by kind, a year; kinds of which nothing is counted are left out."""
    counted = parts({k: yearly_sum(ds[k].sum("province")) for k in ("committed", "detected")})
    return counted[counted["offence"] != OFFENCES[0]].reset_index(drop=True)


def cases_data(ds: xr.Dataset) -> pd.DataFrame:
    """Cases decided by kind and by the standing of who is charged, a year."""
    decided = spread(yearly_sum(ds["penalties"].sum("outcome")))
    return decided[decided["offence"] != OFFENCES[0]].reset_index(drop=True)


def terror_data(ds: xr.Dataset) -> pd.DataFrame:
    """Terror as it stands over the provinces, and as the agencies are told to hold it, by month."""
    stands, asked = (ds[name].astype("f8") for name in ("terror", "resolve"))
    return by_month(parts({
        "highest province": stands.max("province"), "mean of the provinces": stands.mean("province"),
        "lowest province": stands.min("province"), "as it is asked for, mean": asked.mean("province"),
    }))  # fmt: skip


def terror_provinces_data(ds: xr.Dataset) -> pd.DataFrame:
    return spread(yearly_mean(ds["terror"].astype("f8").reset_coords(drop=True)))


def offences(ds: xr.Dataset) -> Any:
    data = offences_data(ds)
    return finish(_grids(data, "part", ("committed", "detected"), "offences a year"),
                  "Offences committed and detected, by kind (offences a year)",
                  "Two grids of kinds of offence by years, darker where there are more: offences committed, and "
                  "offences detected.", {"model": data})  # fmt: skip


def cases(ds: xr.Dataset) -> Any:
    data = cases_data(ds)
    return finish(_grids(data, "standing", STANDINGS, "cases a year"), "Cases decided, by kind of offence and standing",
                  "Three grids of kinds of offence by years, darker where more cases are decided: of ordinary people, "
                  "of Party members, of the elite.", {"model": data})  # fmt: skip


def terror(ds: xr.Dataset) -> Any:
    return lines(terror_data(ds), "level, 1 in 1990", "Terror by month (level; means of the provinces, 1 in 1990)",
                 "Level of terror in the provinces where it is highest and lowest, its mean, and the mean that the "
                 "agencies are told to hold, by month.", when="when", scale=alt.Scale(zero=False),
                 axis=alt.Axis(format=".2f", tickCount=6))  # fmt: skip


def terror_provinces(ds: xr.Dataset) -> Any:
    data = terror_provinces_data(ds)
    return finish(grid(data, "province", PROVINCES, "level", height=260, form=".2f"),
                  "Terror by province, every year (means; 1 in 1990)",
                  "A grid of provinces by years, darker where the level of terror is higher.",
                  {"model": data})  # fmt: skip


def _grids(data: pd.DataFrame, of: str, names: tuple[str, ...], legend: str) -> Any:
    """A grid for each of `names`, with one scale of colours for all."""
    return alt.vconcat(*(
        grid(data, "offence", KINDS, legend, keep=f"datum['{of}'] == '{name}'", log=True).properties(
            title=name, width=INSIDE)
        for name in names
    ))  # fmt: skip
