"""Talks about a freeze as charts: how they stand, what a deal gives and takes, and how likely each course is.

To 2025 talks are as recorded; shown is what is played: from 2026, or from a scenario's earlier deal.
"""

from __future__ import annotations

from typing import Any

import altair as alt
import numpy as np
import pandas as pd
import xarray as xr

from tumen.chart_data import by_month, named
from tumen.chart_style import FOURTH, MODEL, MUTED, RECORD, THIRD, base, finish, years
from tumen.chart_system import lines
from tumen.chart_system_data import parts

NONE, OFFERED, FREEZE, BROKEN, SNAPPED = range(5)
PLAYED = np.datetime64("2026-01-01")
STATES = {"a freeze that is kept": MODEL, "a freeze broken in secret": RECORD,
          "found out, relief taken back": "#7a5548", "an offer": FOURTH, "broken off": THIRD,
          "no talks": MUTED}  # from the bottom of the chart to its top  # fmt: skip
COURSES = ("refuse", "keep", "cheat")


def played(ds: xr.Dataset) -> xr.DataArray:
    """Which months are played and not on record."""
    time = ds["time"]
    dealt = (ds["deal"] == FREEZE).any("run")
    since = time.values[dealt.values][:1]
    return time >= (min(PLAYED, since[0]) if len(since) else PLAYED)


def talks_data(ds: xr.Dataset) -> pd.DataFrame:
    """Percent of the runs in each state of the talks, by month."""
    deal, secret = (ds[name].sel(time=played(ds)).round() for name in ("deal", "cheats"))
    within = ((deal == FREEZE) & (secret == 0), (deal == FREEZE) & (secret == 1), deal == SNAPPED, deal == OFFERED,
              deal == BROKEN, deal == NONE)  # fmt: skip
    shares = {state: (held.mean("run") * 100).expand_dims("run") for state, held in zip(STATES, within, strict=True)}
    frame = by_month(parts(shares))
    return frame.rename(columns={"middle": "percent"})[["month", "when", "part", "percent"]]


def relief_data(ds: xr.Dataset) -> pd.DataFrame:
    """What a deal lifts, what of it has come back to trade, what stands still for it: percent, by month."""
    series = {"sanctions lifted": "relief", "trade that has come back": "eased",
              "weapons programme standing still": "freeze"}  # fmt: skip
    given = {label: ds[name].sel(time=played(ds)).astype("f8") * 100 for label, name in series.items()}
    frame = by_month(parts(given))
    return frame if len(frame) and frame["high"].any() else frame.iloc[:0]


def courses_data(ds: xr.Dataset) -> pd.DataFrame:
    """Chances of refusing a freeze, of keeping one and of cheating, if the court chose that month: percent."""
    odds = named(ds["course"], "course_taken").sel(time=played(ds)).astype("f8") * 100
    return by_month(parts({label: odds.sel(course_taken=label, drop=True) for label in COURSES}))


def talks(ds: xr.Dataset) -> Any:
    area = base().mark_area(interpolate="step-after").encode(
        x=years("when"),
        y=alt.Y("percent:Q", title="percent of the runs", stack="zero", scale=alt.Scale(domain=[0, 100])),
        color=alt.Color("part:N", title=None, sort=list(STATES), legend=alt.Legend(columns=2),
                        scale=alt.Scale(domain=list(STATES), range=list(STATES.values()))),
        order=alt.Order("order:Q"),
        tooltip=["month:N", "part:N", alt.Tooltip("percent:Q", format=".0f")],
    ).transform_calculate(order=f"indexof({list(STATES)}, datum.part)")  # fmt: skip
    return finish(area, "How the talks stand (percent of the runs, by month)",
                  "Shares of the runs in which there are no talks, an offer, a freeze that is kept, one that is broken "
                  "in secret, talks broken off, or relief taken back, by month.",
                  {"model": talks_data(ds)})  # fmt: skip


def relief(ds: xr.Dataset) -> Any:
    return lines(relief_data(ds), "percent", "What a freeze lifts, and what stands still for it (percent)",
                 "Share of sanctions lifted, of trade that has come back and of the weapons programme that stands "
                 "still, by month.", when="when", scale=alt.Scale(domain=[0, 100]))  # fmt: skip


def courses(ds: xr.Dataset) -> Any:
    return lines(courses_data(ds), "percent", "Odds of refusing a freeze, keeping it, cheating (percent)",
                 "Chances that the court would refuse a freeze, keep one or cheat, if it chose that month, by month.",
                 when="when", scale=alt.Scale(domain=[0, 100]))  # fmt: skip
