"""Every chart once, as Altair specs: for the notebook, the report and the lab.

A chart takes its figures from one function (`<name>_data` in `chart_data.py`) and embeds them under the name "model";
published figures are embedded as "record". Ranges come first: a band or a bar before a line or a point.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from typing import Any

import altair as alt
import pandas as pd
import xarray as xr

from tumen import record
from tumen.chart_data import (
    births_data,
    deaths_ages_data,
    deaths_data,
    deaths_map_data,
    food_map_data,
    food_provinces_data,
    food_tiers_data,
    nutrition_data,
    population_data,
    prices_data,
    provinces_2008_data,
    published_deaths_data,
    pyramid_data,
    ration_data,
    shares_data,
)
from tumen.chart_maps import deaths_map, food_map
from tumen.chart_style import FOURTH, HEIGHT, MODEL, MUTED, RAMP, RECORD, THIRD, WIDTH, amount, finish, years

Data = Callable[[xr.Dataset], pd.DataFrame]
BANDED = "Line or mark: median of the runs; band: their central 90 %."


def _base(name: str = "model") -> alt.Chart:
    return alt.Chart(alt.NamedData(name=name)).properties(width="container", height=HEIGHT)


def _banded(x: alt.X, y_title: str, colour: Any, *, scale: Any = None, axis: Any = None, keep: str = "true") -> Any:
    y = alt.Y("middle:Q", title=y_title, scale=scale or alt.Scale(), axis=axis or alt.Axis(format=",.0f", tickCount=6))
    of = _base() if keep == "true" else _base().transform_filter(keep)
    band = of.mark_area(opacity=0.22).encode(x=x, y=alt.Y("low:Q"), y2="high:Q", color=colour)
    line = of.mark_line().encode(x=x, y=y, color=colour)
    return band + line


def _one(colour: str) -> Any:
    return alt.value(colour)


def population(ds: xr.Dataset) -> Any:
    model = _banded(years("when"), "million persons", alt.datum("model"), scale=alt.Scale(zero=False),
                    axis=amount(10**6))  # fmt: skip
    told = _base("record")
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
    base = _base().properties(height=230)
    y = alt.Y("province:N", sort=list(data["province"]), title=None)
    bar = base.mark_rule(strokeWidth=6, opacity=0.3, color=MODEL).encode(
        y=y, x=alt.X("low:Q", title="million persons", axis=amount(10**6)), x2="high:Q")  # fmt: skip
    tick = base.mark_tick(thickness=3, size=16, color=MODEL).encode(y=y, x="middle:Q")
    point = base.mark_point(filled=True, size=60, color=RECORD).encode(
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


def food_tiers(ds: xr.Dataset) -> Any:
    colour = alt.Color("stratum:N", title=None, sort=["tier", "Party", "public"],
                       scale=alt.Scale(domain=["tier", "Party", "public"], range=[THIRD, RECORD, MODEL]))  # fmt: skip
    data = food_tiers_data(ds)
    x = years("year" if "year" in data else "when")
    return finish(
        _banded(x, "grams a head and day", colour, scale=alt.Scale(zero=False)),
        "Food eaten by tier in December (g a head and day)",
        "Food eaten a head and day by supply tier, Party members and the public.",
        {"model": data},
    )


def food_provinces(ds: xr.Dataset) -> Any:
    data = food_provinces_data(ds)
    cell = _base().properties(height=260).mark_rect().encode(
        x=alt.X("year:O", title=None, axis=alt.Axis(labelAngle=0, labelOverlap=True, ticks=False)),
        y=alt.Y("province:N", title=None, sort=_north_to_south(), axis=alt.Axis(grid=False, ticks=False)),
        color=alt.Color("middle:Q", title="grams", scale=alt.Scale(scheme=RAMP),
                        legend=alt.Legend(gradientLength=200)),
        tooltip=["province:N", "year:O", *(alt.Tooltip(f"{k}:Q", format=".0f") for k in ("low", "middle", "high"))],
    )  # fmt: skip
    return finish(cell, "Food eaten by province, every year (g a head and day)",
                  "A grid of provinces by years, darker where people ate more.", {"model": data})  # fmt: skip


def ration(ds: xr.Dataset) -> Any:
    model = _banded(years(), "grams a head and day", _one(MODEL))
    point = _base("record").mark_point(filled=True, size=45).encode(
        x=years("when"), y="grams:Q", color=_one(RECORD),
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
    return finish(_banded(years(), "percent of food", colour, scale=alt.Scale(domain=[0, 100])),
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
        model = _banded(years("when"), "", _one(MODEL), scale=scale, axis=axis, keep=keep)
        point = _base("record").mark_point(filled=True, size=14, opacity=0.75).encode(
            x=years("when"), y=alt.Y(f"{name}:Q", scale=scale), color=_one(RECORD),
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
    return finish(_banded(years(), "thousand persons a year", colour, axis=amount(1000)),
                  "Deaths by year (thousand persons)",
                  "Deaths a year: those of the schedule without hunger, and the excess deaths that hunger added.",
                  {"model": deaths_data(ds)})  # fmt: skip


def deaths_ages(ds: xr.Dataset) -> Any:
    data = deaths_ages_data(ds)
    bar = _base().mark_bar().encode(
        x=alt.X("age:N", title="age", sort=list(dict.fromkeys(data["age"])), axis=alt.Axis(labelAngle=-60, labelOverlap=False)),
        y=alt.Y("middle:Q", title="percent of excess deaths", axis=alt.Axis(tickCount=6)), xOffset=alt.XOffset("sex:N"),
        color=alt.Color("sex:N", title=None, scale=alt.Scale(domain=["men", "women"], range=[MODEL, THIRD])),
        tooltip=["age:N", "sex:N", *(alt.Tooltip(f"{k}:Q", format=".2f") for k in ("low", "middle", "high"))],
    )  # fmt: skip
    return finish(bar, "Excess deaths by age and sex (percent of all)",
                  "Excess deaths of the whole run by age group and sex, as shares.", {"model": data})  # fmt: skip


def published_deaths(ds: xr.Dataset) -> Any:
    data = published_deaths_data(ds)
    base = _base().properties(height=34 * max(1, len(data)))
    y = alt.Y("label:N", title=None, sort=list(data["label"]), axis=alt.Axis(labelLimit=380, grid=False))
    kinds = alt.Color("kind:N", title=None, scale=alt.Scale(
        domain=["demographic estimate", "reported or extrapolated", "told by a leaver"],
        range=[RECORD, MUTED, FOURTH]))  # fmt: skip
    x = alt.X("published_low:Q", title="excess deaths over the years named, millions", scale=alt.Scale(zero=True),
              axis=amount(10**6))  # fmt: skip
    tip = ["label:N", alt.Tooltip("published_low:Q", format=","), alt.Tooltip("published_high:Q", format=","),
           *(alt.Tooltip(f"{k}:Q", format=",.0f", title=f"model, {k}") for k in ("low", "middle", "high")),
           "source:N"]  # fmt: skip
    bar = base.mark_rule(strokeWidth=9, strokeCap="round").encode(
        y=y, x=x, x2="published_high:Q", color=kinds, tooltip=tip
    )
    low_high = base.mark_rule(strokeWidth=2.5, color=MODEL, yOffset=9).encode(y=y, x=alt.X("low:Q"), x2="high:Q")
    mine = base.mark_point(shape="diamond", filled=True, size=70, color=MODEL, yOffset=9, opacity=1).encode(
        y=y, x="middle:Q", tooltip=tip)  # fmt: skip
    return finish(bar + low_high + mine, "Excess deaths (millions): published ranges; diamond: model, same years",
                  "Published ranges of excess deaths by study and period, with the model's total over the same years.",
                  {"model": data})  # fmt: skip


def births(ds: xr.Dataset) -> Any:
    data = births_data(ds)
    parts = [p for p in ("births", "marriages") if p in set(data["part"])]
    colour = alt.Color("part:N", title=None, scale=alt.Scale(domain=parts, range=[MODEL, THIRD][: len(parts)]))
    return finish(_banded(years(), "thousand a year", colour, axis=amount(1000)),
                  " and ".join(parts).capitalize() + " by year (thousands)",
                  "Births and marriages a year.", {"model": data})  # fmt: skip


def pyramid(ds: xr.Dataset) -> Any:
    data = pyramid_data(ds)
    order = list(dict.fromkeys(data.sort_values("order", ascending=False)["age"]))
    top = float(max(data["high"].max(), data["published"].max())) * 1.05
    sides = []
    for sex, flip in (("men", True), ("women", False)):
        base = alt.Chart(alt.NamedData(name="model")).transform_filter(f"datum.sex == '{sex}'")
        axis = alt.Axis(labels=not flip, title=None, ticks=False, grid=False, labelAlign="center", labelPadding=20)
        y = alt.Y("age:N", sort=order, axis=axis)
        scale = alt.Scale(domain=[0, top], reverse=flip)
        x = alt.X("middle:Q", scale=scale, title="percent of all persons", axis=alt.Axis(tickCount=5))
        bar = base.mark_bar(color=MODEL, opacity=0.75).encode(y=y, x=x)
        whisker = base.mark_rule(color="currentColor").encode(y=y, x=alt.X("low:Q", scale=scale), x2="high:Q")
        told = base.mark_tick(color=RECORD, thickness=3, size=13).encode(
            y=y, x=alt.X("published:Q", scale=scale),
            tooltip=["age:N", "sex:N", alt.Tooltip("published:Q", format=".2f"),
                     alt.Tooltip("middle:Q", format=".2f", title="model")])  # fmt: skip
        sides.append((bar + whisker + told).properties(title=sex, width=WIDTH // 2 + 10, height=330))
    return finish(alt.hconcat(*sides, spacing=8), "Ages in 2010 (percent; ticks: United Nations 2019)",
                  "Population pyramid of 2010: the model's bars, the United Nations' shares as ticks.",
                  {"model": data})  # fmt: skip


def nutrition(ds: xr.Dataset) -> Any:
    colour = alt.Color("indicator:N", title=None, scale=alt.Scale(domain=["stunting", "wasting"], range=[MODEL, THIRD]))
    model = _banded(years(), "percent of young children", colour)
    point = _base("record").mark_point(filled=True, size=60).encode(
        x=years(), y="percent:Q", color=colour, tooltip=["year:Q", "indicator:N", "percent:Q", "ages:N", "source:N"],
    )  # fmt: skip
    data = nutrition_data(ds)
    told = record.nutrition()
    told = told[(told["year"] <= data["year"].max()) & told["indicator"].isin(set(data["indicator"]))]
    return finish(model + point, "Stunting and wasting, percent of children (points: surveys)",
                  "Share of young children who are stunted or wasted, with surveys as points.",
                  {"model": data, "record": told})  # fmt: skip


def _north_to_south() -> list[str]:
    return ["Rason", "North Hamgyong", "Ryanggang", "Jagang", "South Hamgyong", "North Pyongan", "South Pyongan",
            "Pyongyang", "Kangwon", "North Hwanghae", "South Hwanghae"]  # fmt: skip


@dataclass(frozen=True)
class Chart:
    """A chart, the figures behind it, what it means, what it needs, and what a reader should keep in mind."""

    name: str
    meaning: str
    draw: Callable[..., Any]
    data: Data
    needs: tuple[str, ...]
    note: str = ""

    def possible(self, ds: xr.Dataset) -> bool:
        return all(n in ds for n in self.needs) and len(self.data(ds)) > 0


_ALL = (
    Chart("published_deaths", "Published estimates of famine deaths and the model over the same years",
          published_deaths, published_deaths_data, ("excess_deaths",),
          "The estimates speak of different years and were made in different ways; the model's mark sits under each "
          "over exactly its years. Figures told by witnesses stand beside, as what they believed."),
    Chart("deaths", "Deaths by year, with and without hunger", deaths, deaths_data,
          ("deaths_all", "excess_deaths")),
    Chart("deaths_ages", "Whom hunger killed, by age and sex", deaths_ages, deaths_ages_data, ("hunger_deaths",),
          "Over all years of the run: a deaths' share, not a risk; the groups differ in size."),
    Chart("ration", "The public ration as issued", ration, ration_data, ("ration_national",),
          "Reported rations are official figures or witnesses'; they rarely say who did not receive."),
    Chart("shares", "How much of the food was bought", shares, shares_data,
          ("from_ration", "from_farm", "from_market")),
    Chart("food_tiers", "Who ate: supply tiers, Party members, the public", food_tiers, food_tiers_data,
          ("food_by_stratum",), "Grain and what is eaten in its place, as grams of grain."),
    Chart("food_provinces", "Who ate: provinces, north to south", food_provinces, food_provinces_data, ("food",)),
    Chart("food_map", "Food eaten on the map, year by year", food_map, food_map_data, ("food",),
          "Boundaries are those of the census of 2008. Each tile of the grid has the same area: Pyongyang is about a "
          "seventh of the people and two hundredths of the land."),
    Chart("deaths_map", "Excess deaths on the map, year by year", deaths_map, deaths_map_data,
          ("excess_deaths", "persons"), "Deaths that hunger added, among a thousand persons of the province."),
    Chart("nutrition", "Children's bodies against the surveys", nutrition, nutrition_data,
          ("stunted", "wasted", "children"),
          "Surveys differ in ages and places; the points are as published."),
    Chart("prices", "Prices against the record", prices, prices_data, ("rice_price", "dollar_rate"),
          "Won of the day: at the end of 2009 a hundred old won became one new won."),
    Chart("population", "Population against the census", population, population_data, ("persons",)),
    Chart("provinces_2008", "Provinces against the census", provinces_2008, provinces_2008_data, ("persons",)),
    Chart("pyramid", "Ages against the United Nations' estimate", pyramid, pyramid_data, ("persons_by_age",)),
    Chart("births", "Births and marriages", births, births_data, ("births",)),
)  # fmt: skip

CHARTS: Mapping[str, Chart] = {chart.name: chart for chart in _ALL}
