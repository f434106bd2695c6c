"""Food, hunger and prices as charts, beside what was published of them."""

from __future__ import annotations

from typing import Any

import altair as alt
import xarray as xr

from tumen import record
from tumen.chart_data import (
    deaths_data,
    food_provinces_data,
    food_tiers_data,
    nutrition_data,
    prices_data,
    published_deaths_data,
    ration_data,
    shares_data,
)
from tumen.chart_style import (
    FOURTH,
    MODEL,
    MUTED,
    NORTH_TO_SOUTH,
    RAMP,
    RECORD,
    THIRD,
    WIDTH,
    amount,
    banded,
    base,
    finish,
    one,
    years,
)


def food_tiers(ds: xr.Dataset) -> Any:
    colour = alt.Color("stratum:N", title=None, sort=["tier", "Party", "public"],
                       scale=alt.Scale(domain=["tier", "Party", "public"], range=[THIRD, RECORD, MODEL]))  # fmt: skip
    data = food_tiers_data(ds)
    x = years("year" if "year" in data else "when")
    return finish(
        banded(x, "grams a head and day", colour, scale=alt.Scale(zero=False)),
        "Food eaten by tier in December (g a head and day)",
        "Food eaten a head and day by supply tier, Party members and the public.",
        {"model": data},
    )


def food_provinces(ds: xr.Dataset) -> Any:
    data = food_provinces_data(ds)
    cell = base().properties(height=260).mark_rect().encode(
        x=alt.X("year:O", title=None, axis=alt.Axis(labelAngle=0, labelOverlap=True, ticks=False)),
        y=alt.Y("province:N", title=None, sort=list(NORTH_TO_SOUTH), axis=alt.Axis(grid=False, ticks=False)),
        color=alt.Color("middle:Q", title="grams", scale=alt.Scale(scheme=RAMP),
                        legend=alt.Legend(gradientLength=200)),
        tooltip=["province:N", "year:O", *(alt.Tooltip(f"{k}:Q", format=".0f") for k in ("low", "middle", "high"))],
    )  # fmt: skip
    return finish(cell, "Food eaten by province, every year (g a head and day)",
                  "A grid of provinces by years, darker where people ate more.", {"model": data})  # fmt: skip


def ration(ds: xr.Dataset) -> Any:
    model = banded(years(), "grams a head and day", one(MODEL))
    point = base("record").mark_point(filled=True, size=45).encode(
        x=years("when"), y="grams:Q", color=one(RECORD),
        tooltip=["reported:N", "grams:Q", "source:N"])  # fmt: skip
    data = ration_data(ds)
    told = record.rations()
    told = told[told["when"] <= float(data["year"].max()) + 1]
    return finish(model + point, "Ration issued (grams a head and day; points: as reported)",
                  "Ration issued to those on public distribution by year, with reported figures as points.",
                  {"model": data, "record": told})  # fmt: skip


def shares(ds: xr.Dataset) -> Any:
    colour = alt.Color("origin:N", title=None, scale=alt.Scale(
        domain=["ration", "market", "farm"], range=[MODEL, RECORD, FOURTH]))  # fmt: skip
    return finish(banded(years(), "percent of food", colour, scale=alt.Scale(domain=[0, 100])),
                  "Where townspeople's food came from (percent)",
                  "Shares of ration, market and farm in the food of households in towns, by year.",
                  {"model": shares_data(ds)})  # fmt: skip


PRICES = {
    "rice": "grain in Pyongyang, won a kilogram (log scale; points: rice)",
    "dollar": "a dollar in Pyongyang, won (log scale)",
    "rice_usd": "grain in Pyongyang, dollars a tonne (points: rice)",
}


def prices(ds: xr.Dataset) -> Any:
    data = prices_data(ds)
    rows = []
    for name, title in PRICES.items():
        log = name != "rice_usd"
        scale = alt.Scale(type="log", nice=True) if log else alt.Scale(zero=True)
        axis = alt.Axis(values=[10**k for k in range(8)], format=",d") if log else alt.Axis(format=",d", tickCount=5)
        keep = f"datum.series == '{name}' && datum.middle > 0"
        model = banded(years("when"), "", one(MODEL), scale=scale, axis=axis, keep=keep)
        point = base("record").mark_point(filled=True, size=14, opacity=0.75).encode(
            x=years("when"), y=alt.Y(f"{name}:Q", scale=scale), color=one(RECORD),
            tooltip=["month:N", f"{name}:Q"])  # fmt: skip
        rows.append((model + point).properties(title=title, height=130, width=WIDTH))
    told = record.prices()
    told = told.assign(when=[int(m[:4]) + (int(m[5:]) - 0.5) / 12 for m in told["month"]])
    told = told[told["when"] <= float(data["when"].max()) + 0.1]
    return finish(alt.vconcat(*rows), "Prices against the record (points: monthly survey)",
                  "Rice price, dollar rate and rice in dollars by month, with the published survey as points.",
                  {"model": data, "record": told})  # fmt: skip


def deaths(ds: xr.Dataset) -> Any:
    colour = alt.Color("part:N", title=None, scale=alt.Scale(
        domain=["excess deaths", "without hunger"], range=[THIRD, MUTED]))  # fmt: skip
    return finish(banded(years(), "thousand persons a year", colour, axis=amount(1000)),
                  "Deaths by year (thousand persons)",
                  "Deaths a year: those of the schedule without hunger, and the excess deaths that hunger added.",
                  {"model": deaths_data(ds)})  # fmt: skip


def published_deaths(ds: xr.Dataset) -> Any:
    data = published_deaths_data(ds)
    lines = base().properties(height=34 * max(1, len(data)))
    y = alt.Y("label:N", title=None, sort=list(data["label"]), axis=alt.Axis(labelLimit=380, grid=False))
    kinds = alt.Color("kind:N", title=None, scale=alt.Scale(
        domain=["demographic estimate", "reported or extrapolated", "told by a leaver"],
        range=[RECORD, MUTED, FOURTH]))  # fmt: skip
    x = alt.X("published_low:Q", title="excess deaths over the years named, millions", scale=alt.Scale(zero=True),
              axis=amount(10**6))  # fmt: skip
    tip = ["label:N", alt.Tooltip("published_low:Q", format=","), alt.Tooltip("published_high:Q", format=","),
           *(alt.Tooltip(f"{k}:Q", format=",.0f", title=f"model, {k}") for k in ("low", "middle", "high")),
           "source:N"]  # fmt: skip
    bar = lines.mark_rule(strokeWidth=9, strokeCap="round").encode(
        y=y, x=x, x2="published_high:Q", color=kinds, tooltip=tip
    )
    low_high = lines.mark_rule(strokeWidth=2.5, color=MODEL, yOffset=9).encode(y=y, x=alt.X("low:Q"), x2="high:Q")
    mine = lines.mark_point(shape="diamond", filled=True, size=70, color=MODEL, yOffset=9, opacity=1).encode(
        y=y, x="middle:Q", tooltip=tip)  # fmt: skip
    return finish(bar + low_high + mine, "Excess deaths (millions): published ranges; diamond: model, same years",
                  "Published ranges of excess deaths by study and period, with the model's total over the same years.",
                  {"model": data})  # fmt: skip


def nutrition(ds: xr.Dataset) -> Any:
    colour = alt.Color("indicator:N", title=None, scale=alt.Scale(domain=["stunting", "wasting"], range=[MODEL, THIRD]))
    model = banded(years(), "percent of young children", colour)
    point = base("record").mark_point(filled=True, size=60).encode(
        x=years(), y="percent:Q", color=colour, tooltip=["year:Q", "indicator:N", "percent:Q", "ages:N", "source:N"],
    )  # fmt: skip
    data = nutrition_data(ds)
    told = record.nutrition()
    told = told[(told["year"] <= data["year"].max()) & told["indicator"].isin(set(data["indicator"]))]
    return finish(model + point, "Stunting and wasting, percent of children (points: surveys)",
                  "Share of young children who are stunted or wasted, with surveys as points.",
                  {"model": data, "record": told})  # fmt: skip
