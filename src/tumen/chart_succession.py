"""What may come at the top and from below, as charts: open dissent, popularity, who would follow, how it would go."""

from __future__ import annotations

from typing import Any

import altair as alt
import pandas as pd
import xarray as xr

from tumen.chart_data import by_month, named, spread
from tumen.chart_style import base, finish, years
from tumen.chart_system import by, lines
from tumen.chart_system_data import parts

HEIRS = ("the one who is shown", "another of the line", "one not of the line")  # in the order of `heir`
ENDS = ("orderly", "contested", "collapse")  # codes 1, 2, 3 of `rule_state`
COLLAPSE = 3
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


def standing_data(ds: xr.Dataset) -> pd.DataFrame:
    """Odds of how a succession would go if there were one that month, percent."""
    odds = named(ds["standing_odds"], "succession").astype("f8") * 100
    return by_month(parts({label: odds.sel(succession=label, drop=True) for label in ENDS}))


def begun(ds: xr.Dataset) -> xr.DataArray:
    """Code of the succession that began in each month, 0 where none did: a collapse lasts, and begins once."""
    state = ds["rule_state"].round().astype(int)
    before = state.shift(time=1, fill_value=0)
    return state.where((state != COLLAPSE) | (before != COLLAPSE), 0)


def successions_data(ds: xr.Dataset) -> pd.DataFrame:
    """Percent of the runs with a succession in a year, by how it went; years without one are left out."""
    code, rows = begun(ds), []
    for year in sorted(set(ds["time"].dt.year.values.tolist())):
        of_year = code.sel(time=ds["time"].dt.year == year)
        percent = {end: float((of_year == k + 1).any("time").mean("run")) * 100 for k, end in enumerate(ENDS)}
        rows += [{"year": year, "part": end, "percent": x} for end, x in percent.items() if any(percent.values())]
    return pd.DataFrame(rows, columns=["year", "part", "percent"])


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


def standing(ds: xr.Dataset) -> Any:
    return lines(standing_data(ds), "percent", "Odds of how a succession would go (percent, by month)",
                 "Odds that a succession would be orderly, contested or a collapse if there were one in that month.",
                 when="when", scale=alt.Scale(domain=[0, 100]))  # fmt: skip


def successions(ds: xr.Dataset) -> Any:
    data = successions_data(ds)
    span = [int(ds["time"].dt.year.min()), int(ds["time"].dt.year.max()) + 1]
    bar = base().mark_bar(size=11).encode(
        x=years().scale(domain=span),
        y=alt.Y("percent:Q", title="percent of the runs", scale=alt.Scale(domain=[0, 100])),
        color=by("part", ENDS),
        tooltip=["year:Q", "part:N", alt.Tooltip("percent:Q", format=".0f")],
    )  # fmt: skip
    return finish(bar, "Successions, and how they went (percent of the runs)",
                  "Shares of the runs in which a succession was orderly, was contested or ended in collapse, by year.",
                  {"model": data})  # fmt: skip


def _while_shown(ds: xr.Dataset, values: xr.DataArray) -> xr.DataArray:
    shown = ds["shown_for"] > 0
    return values.astype("f8").where(shown).isel(time=shown.any("run").values)
