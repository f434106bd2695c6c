"""The two faces as distributions, each December: how loyalty is spread in private, what is shown, and both at once."""

from __future__ import annotations

from typing import Any

import altair as alt
import pandas as pd
import xarray as xr

from tumen.chart_data import spread
from tumen.chart_style import banded, base, finish
from tumen.chart_system import INSIDE, by, panels
from tumen.labels import SHOWN, STRATA, VIEW_FROM, VIEW_STEP, VIEWS

LOOKED_AT = (1990, 1998, 2008, 2019)  # before the famine, after its worst, with markets, with films
LOGIT = "private loyalty (logit): nought is undecided"
MIDDLES = {name: VIEW_FROM + VIEW_STEP * (k + 0.5) for k, name in enumerate(VIEWS)}


def looked_at(ds: xr.Dataset) -> list[int]:
    """Those years that the run has, and its last."""
    there = [int(y) for y in ds["year"].values] if "year" in ds.coords else []
    return sorted({y for y in LOOKED_AT if y in there} | set(there[-1:]))


def loyalty_spread_data(ds: xr.Dataset) -> pd.DataFrame:
    """Percent of each stratum's grown people at home by private loyalty, in some Decembers."""
    frame = _placed(spread(ds["loyalty_spread"].sel(year=looked_at(ds)) * 100))
    return frame.assign(part=frame["year"].astype(str))


def faces_spread_data(ds: xr.Dataset) -> pd.DataFrame:
    """Percent of all grown people at home by private loyalty and by what they show, in the last December."""
    people = ds["census_faces"].sum("stratum").sel(year=looked_at(ds)[-1:])
    return _placed(spread(people / people.sum(["shown_as", "view"]) * 100)).rename(columns={"shown_as": "part"})


def shown_strata_data(ds: xr.Dataset) -> pd.DataFrame:
    """Percent of each stratum's grown people at home by what they show, each December."""
    return spread(ds["display_spread"] * 100).rename(columns={"shown_as": "part"})


def _placed(frame: pd.DataFrame) -> pd.DataFrame:
    return frame.assign(logit=frame["view"].map(MIDDLES))


def _along(title: str) -> alt.X:
    ends = [VIEW_FROM, VIEW_FROM + VIEW_STEP * len(VIEWS)]
    return alt.X("logit:Q", title=title or None, scale=alt.Scale(domain=ends),
                 axis=alt.Axis(format="d", tickMinStep=1, grid=False))  # fmt: skip


def loyalty_spread(ds: xr.Dataset) -> Any:
    data = loyalty_spread_data(ds)
    colour = by("part", sorted(set(data["part"])))
    rows = [banded(_along(LOGIT if name == STRATA[-1] else ""), "percent", colour,
                   keep=f"datum.stratum == '{name}'").properties(title=name, height=110, width=INSIDE)
            for name in STRATA]  # fmt: skip
    return finish(alt.vconcat(*rows), "How private loyalty is spread (percent, by half a logit)",
                  "Three small charts, of the public, the Party and the supply tiers: shares of grown people by their "
                  "private loyalty in some years.", {"model": data})  # fmt: skip


def faces_spread(ds: xr.Dataset) -> Any:
    data = faces_spread_data(ds)
    year = int(data["year"].max()) if len(data) else 0
    bar = base().mark_bar(size=17).encode(
        x=_along(LOGIT),
        y=alt.Y("middle:Q", title="percent of grown people", stack="zero"),
        color=by("part", SHOWN),
        order=alt.Order("order:Q"),
        tooltip=["view:N", "part:N", *(alt.Tooltip(f"{k}:Q", format=".2f") for k in ("low", "middle", "high"))],
    ).transform_calculate(order=f"indexof({list(SHOWN)}, datum.part)")  # fmt: skip
    return finish(bar, f"What people show by what they think, December {year} (percent)",
                  "Bars along private loyalty, each divided by what those people show: dissent, slack, compliance, "
                  "zeal.", {"model": data})  # fmt: skip


def shown_strata(ds: xr.Dataset) -> Any:
    data = shown_strata_data(ds)
    return finish(panels(data, "stratum", STRATA, "percent", scale=alt.Scale(domain=[0, 100])),
                  "What people show, by stratum (percent, December)",
                  "Three small charts, of the public, the Party and the supply tiers: shares of grown people by what "
                  "they show, by year.", {"model": data})  # fmt: skip
