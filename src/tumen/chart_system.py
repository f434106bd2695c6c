"""Charts of the whole system, led by the gap between the two faces. Ranges before lines; no good and bad end."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

import altair as alt
import pandas as pd
import xarray as xr

from tumen import record
from tumen.chart_style import FOURTH, MODEL, MUTED, RECORD, THIRD, WIDTH, banded, base, finish, one, years
from tumen.chart_system_data import (
    MINDS,
    abroad_data,
    arrivals_data,
    camps_data,
    court_data,
    films_data,
    hours_data,
    leaving_data,
    loyalty_data,
    minds_data,
    penalties_data,
    shown_data,
    two_faces_data,
    weapons_data,
)

INSIDE = WIDTH - 30  # of one small chart among several, with room for its axis
SYMBOL, LETTER = 30, 6  # width in a legend of the mark with its margin, and of a letter
COLOURS = (MODEL, RECORD, THIRD, FOURTH, MUTED, "#5b7f5e", "#7a5548", "#4d6c9a")


def by(part: str, order: Sequence[str]) -> alt.Color:
    """Colours by part; a legend too long for one line stands in columns, so that no name of it is cut off."""
    widths = [SYMBOL + LETTER * len(name) for name in order]
    rows = alt.Legend(columns=max(1, WIDTH // max(widths))) if sum(widths) > WIDTH else alt.Undefined
    return alt.Color(f"{part}:N", title=None, sort=list(order), legend=rows,
                     scale=alt.Scale(domain=list(order), range=list(COLOURS[: len(order)])))  # fmt: skip


def lines(
    data: pd.DataFrame, y: str, title: str, description: str, part: str = "part", when: str = "year", **options: Any
) -> Any:
    """Bands and lines by part over years, or over months where `when` says so."""
    order = list(dict.fromkeys(data[part])) if part in data else []
    colour = by(part, order) if order else one(MODEL)
    return finish(banded(years(when), y, colour, **options), title, description, {"model": data})


def panels(
    data: pd.DataFrame, of: str, names: Sequence[str], y: str, part: str = "part", height: int = 110, **options: Any
) -> Any:
    """The same lines by part once for each of `names`, one small chart below the other."""
    colour = by(part, list(dict.fromkeys(data[part])) if len(data) else [])
    return alt.vconcat(*(
        banded(years(), y, colour, keep=f"datum['{of}'] == '{name}'", **options).properties(
            title=name, height=height, width=INSIDE)
        for name in names
    ))  # fmt: skip


def two_faces(ds: xr.Dataset) -> Any:
    return lines(two_faces_data(ds), "percent of grown people", "Loyalty shown and loyalty felt (percent)",
                 "Share of grown people who show compliance or zeal, and share who are loyal in private, by year.",
                 scale=alt.Scale(domain=[0, 100]))  # fmt: skip


def shown(ds: xr.Dataset) -> Any:
    return lines(shown_data(ds), "percent of grown people", "What people show (percent)",
                 "Shares of grown people by what they show: dissent, slack, compliance, zeal.",
                 scale=alt.Scale(domain=[0, 100]))  # fmt: skip


def loyalty(ds: xr.Dataset) -> Any:
    return lines(loyalty_data(ds), "logit", "Private loyalty by stratum (mean, logit scale)",
                 "Mean private loyalty of grown people of the public, the Party and the supply tiers in December.",
                 part="stratum", scale=alt.Scale(zero=False), axis=alt.Axis(format=".1f", tickCount=6))  # fmt: skip


def minds(ds: xr.Dataset) -> Any:
    data = minds_data(ds)
    colour = by("stratum", ("public", "Party", "tier"))
    rows = [
        banded(years(), "", colour, scale=alt.Scale(zero=False), axis=alt.Axis(format=".2f", tickCount=4),
               keep=f"datum.mind == '{name}'").properties(title=name, height=90, width=420)
        for name in MINDS
    ]  # fmt: skip
    return finish(alt.vconcat(*rows), "Credibility, weariness, fear, hope, knowledge (means by stratum)",
                  "Five small charts of means of grown people by stratum and year.", {"model": data})  # fmt: skip


def hours(ds: xr.Dataset) -> Any:
    data = hours_data(ds)
    colour = by("part", list(dict.fromkeys(data["part"])) if len(data) else [])
    halves = [
        banded(years(), "hours a week", colour, keep=f"datum.member == '{who}'").properties(
            title=who, height=180, width=420
        )
        for who in ("no member", "Party member")
    ]
    return finish(alt.vconcat(*halves), "Hours a week by use, without and with Party membership",
                  "Hours of work, duty, trade, care and rest of grown people at home.", {"model": data})  # fmt: skip


def court(ds: xr.Dataset) -> Any:
    return lines(court_data(ds), "million dollars a year", "What hard currency is spent on (million dollars)",
                 "Court spending in hard currency by use and year.")  # fmt: skip


def penalties(ds: xr.Dataset) -> Any:
    data = penalties_data(ds)
    colour = by("part", list(dict.fromkeys(data["part"])) if len(data) else [])
    rows = [
        banded(years(), "cases a year", colour, keep=f"datum.standing == '{who}'").properties(
            title=who, height=120, width=420
        )
        for who in ("ordinary", "Party member", "elite")
    ]
    return finish(alt.vconcat(*rows), "How cases end, by standing", "Outcomes of cases by standing and year.",
                  {"model": data})  # fmt: skip


def camps(ds: xr.Dataset) -> Any:
    return lines(camps_data(ds), "persons", "People held", "Persons in training, prisons and camps by year.")


def films(ds: xr.Dataset) -> Any:
    return lines(films_data(ds), "percent", "Grown people who see a smuggled film in a month (percent)",
                 "Share of grown people who saw a smuggled film in an ordinary month, by year.",
                 axis=alt.Axis(format="~g", tickCount=6))  # fmt: skip


def leaving(ds: xr.Dataset) -> Any:
    return lines(leaving_data(ds), "persons a year", "Across the river, back, and onward (persons a year)",
                 "Crossings into China, people sent back, and arrivals in the South by year.")  # fmt: skip


def arrivals(ds: xr.Dataset) -> Any:
    data = arrivals_data(ds)
    model = banded(years(), "persons a year", by("part", ("men", "women")))
    told = record.arrivals()
    told = told[told["year"] <= (float(data["year"].max()) if len(data) else 0)]
    point = base("record").mark_point(filled=True, size=40).encode(
        x=years(), y="persons:Q", color=alt.Color("part:N"),
        tooltip=["year:Q", "part:N", "persons:Q", "source:N"])  # fmt: skip
    return finish(model + point, "Arrivals in the South by sex (points: as recorded)",
                  "Arrivals by sex and year, with the recorded ones to 2011 as points.",
                  {"model": data, "record": told})  # fmt: skip


def abroad(ds: xr.Dataset) -> Any:
    return lines(abroad_data(ds), "persons", "Posted abroad: diplomats, workers, families",
                 "Persons on posts abroad by year.", scale=alt.Scale(type="symlog"),
                 axis=alt.Axis(values=[0, 10, 100, 1000, 10_000, 100_000], format=",d"))  # fmt: skip


def weapons(ds: xr.Dataset) -> Any:
    data = weapons_data(ds)
    told = record.warheads()
    told = told[told["year"] <= (float(data["year"].max()) if len(data) else 0)]
    rule = base("record").mark_rule(strokeWidth=4, opacity=0.5, color=RECORD).encode(
        x=years(), y="low_told:Q", y2="high_told:Q",
        tooltip=["year:Q", "low_told:Q", "high_told:Q", "source:N"])  # fmt: skip
    return finish(banded(years(), "warheads", one(MODEL)) + rule, "Warheads (bars: as estimated by SIPRI)",
                  "Warheads that could be built by year, with published ranges.",
                  {"model": data, "record": told})  # fmt: skip
