"""Charts of people: how many, where, how old, born, and at what ages hunger took them."""

from __future__ import annotations

from typing import Any

import altair as alt
import xarray as xr

from tumen import record
from tumen.chart_data import (
    LAST_RESORTS,
    births_data,
    deaths_ages_data,
    distress_data,
    population_data,
    provinces_2008_data,
    pyramid_data,
)
from tumen.chart_style import FOURTH, MODEL, MUTED, RECORD, THIRD, WIDTH, amount, banded, base, finish, years


def population(ds: xr.Dataset) -> Any:
    model = banded(years("when"), "million persons", alt.datum("model"), scale=alt.Scale(zero=False),
                    axis=amount(10**6))  # fmt: skip
    told = base("record")
    colour = alt.Color("label:N", title=None, scale=alt.Scale(
        domain=["model", "United Nations estimate", "census"], range=[MODEL, MUTED, RECORD]))  # fmt: skip
    line = told.transform_filter("datum.kind == 'estimate'").mark_line(strokeDash=[4, 3]).encode(
        x=years("when"), y="persons:Q", color=colour)  # fmt: skip
    point = told.transform_filter("datum.kind == 'census'").mark_point(size=70, filled=True).encode(
        x=years("when"), y="persons:Q", color=alt.Color("kind:N"),
        tooltip=["label:N", alt.Tooltip("persons:Q", format=","), "source:N"])  # fmt: skip
    data = population_data(ds)
    told_frame = record.census()
    told_frame = told_frame[told_frame["when"] <= float(data["when"].max()) + 1]
    return finish(line + model + point, "Population against the census (million persons)",
                  "Population by year in the model, with census counts of 1993 and 2008 and the United Nations series.",
                  {"model": data, "record": told_frame})  # fmt: skip


def provinces_2008(ds: xr.Dataset) -> Any:
    data = provinces_2008_data(ds)
    data = data[data["year"] == data["year"].max()].sort_values("census", ascending=False, ignore_index=True)
    rows = base().properties(height=230)
    y = alt.Y("province:N", sort=list(data["province"]), title=None)
    bar = rows.mark_rule(strokeWidth=6, opacity=0.3, color=MODEL).encode(
        y=y, x=alt.X("low:Q", title="million persons", axis=amount(10**6)), x2="high:Q")  # fmt: skip
    tick = rows.mark_tick(thickness=3, size=16, color=MODEL).encode(y=y, x="middle:Q")
    point = rows.mark_point(filled=True, size=60, color=RECORD).encode(
        y=y,
        x="census:Q",
        tooltip=["province:N", alt.Tooltip("census:Q", format=","), alt.Tooltip("middle:Q", format=",.0f")],
    )
    year = int(data["year"].max()) if len(data) else 2008
    return finish(
        bar + tick + point,
        f"Provinces in {year}, millions (bar: model; point: census)",
        f"Persons by province in {year}, the model's December beside the census.",
        {"model": data},
    )


def births(ds: xr.Dataset) -> Any:
    data = births_data(ds)
    parts = [p for p in ("births", "marriages") if p in set(data["part"])]
    colour = alt.Color("part:N", title=None, scale=alt.Scale(domain=parts, range=[MODEL, THIRD][: len(parts)]))
    return finish(banded(years(), "thousand a year", colour, axis=amount(1000)),
                  " and ".join(parts).capitalize() + " by year (thousands)",
                  "Births and marriages a year.", {"model": data})  # fmt: skip


def distress(ds: xr.Dataset) -> Any:
    parts = list(LAST_RESORTS.values())
    colour = alt.Color("part:N", title=None, legend=alt.Legend(columns=2),
                       scale=alt.Scale(domain=parts, range=[MODEL, RECORD, FOURTH, THIRD]))  # fmt: skip
    return finish(banded(years(), "persons or gifts a year", colour, axis=alt.Axis(format=",.0f", tickCount=6)),
                  "Households with nothing left (persons and gifts a year)",
                  "Grown members who left, children offered, gifts and children taken in, by year.",
                  {"model": distress_data(ds)})  # fmt: skip


def pyramid(ds: xr.Dataset) -> Any:
    data = pyramid_data(ds)
    order = list(dict.fromkeys(data.sort_values("order", ascending=False)["age"]))
    top = float(max(data["high"].max(), data["published"].max())) * 1.05
    sides = []
    for sex, flip in (("men", True), ("women", False)):
        rows = alt.Chart(alt.NamedData(name="model")).transform_filter(f"datum.sex == '{sex}'")
        axis = alt.Axis(labels=not flip, title=None, ticks=False, grid=False, labelAlign="center", labelPadding=20)
        y = alt.Y("age:N", sort=order, axis=axis)
        scale = alt.Scale(domain=[0, top], reverse=flip)
        x = alt.X("middle:Q", scale=scale, title="percent of all persons", axis=alt.Axis(tickCount=5))
        bar = rows.mark_bar(color=MODEL, opacity=0.75).encode(y=y, x=x)
        whisker = rows.mark_rule(color="currentColor").encode(y=y, x=alt.X("low:Q", scale=scale), x2="high:Q")
        told = rows.mark_tick(color=RECORD, thickness=3, size=13).encode(
            y=y, x=alt.X("published:Q", scale=scale),
            tooltip=["age:N", "sex:N", alt.Tooltip("published:Q", format=".2f"),
                     alt.Tooltip("middle:Q", format=".2f", title="model")])  # fmt: skip
        sides.append((bar + whisker + told).properties(title=sex, width=WIDTH // 2 + 10, height=330))
    return finish(alt.hconcat(*sides, spacing=8), "Ages in 2010 (percent; ticks: United Nations 2019)",
                  "Population pyramid of 2010: the model's bars, the United Nations' shares as ticks.",
                  {"model": data})  # fmt: skip


def deaths_ages(ds: xr.Dataset) -> Any:
    data = deaths_ages_data(ds)
    bar = base().mark_bar().encode(
        x=alt.X("age:N", title="age", sort=list(dict.fromkeys(data["age"])),
                axis=alt.Axis(labelAngle=-60, labelOverlap=False)),
        y=alt.Y("middle:Q", title="percent of excess deaths", axis=alt.Axis(tickCount=6)), xOffset=alt.XOffset("sex:N"),
        color=alt.Color("sex:N", title=None, scale=alt.Scale(domain=["men", "women"], range=[MODEL, THIRD])),
        tooltip=["age:N", "sex:N", *(alt.Tooltip(f"{k}:Q", format=".2f") for k in ("low", "middle", "high"))],
    )  # fmt: skip
    return finish(bar, "Excess deaths by age and sex (percent of all)",
                  "Excess deaths of the whole run by age group and sex, as shares.", {"model": data})  # fmt: skip
