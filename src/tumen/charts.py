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

from tumen import chart_exits as exits
from tumen import chart_succession as top
from tumen import chart_system as system
from tumen import chart_system_data as figures
from tumen import chart_trade as trade
from tumen import record
from tumen.chart_data import (
    births_data,
    deaths_ages_data,
    deaths_data,
    deaths_map_data,
    distress_data,
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
from tumen.chart_people import births, deaths_ages, distress, population, provinces_2008, pyramid
from tumen.chart_style import FOURTH, MODEL, MUTED, RAMP, RECORD, THIRD, WIDTH, amount, banded, base, finish, one, years

Data = Callable[[xr.Dataset], pd.DataFrame]
ROWS = "Below full scale a row stands for several persons, up to some 1,200: a step of that size is one row."
BANDED = "Line or mark: median of the runs; band: their central 90 %."


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
        y=alt.Y("province:N", title=None, sort=_north_to_south(), axis=alt.Axis(grid=False, ticks=False)),
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
    Chart("distress", "The end of the pot", distress, distress_data,
          ("scattered", "child_offered", "alms_given", "child_taken"),
          "Households that starve for months without money or belongings. How often each happens was never counted: "
          "the rates are assumed; how many come to this point is the model's. Behind each is a life."),
    Chart("population", "Population against the census", population, population_data, ("persons",)),
    Chart("provinces_2008", "Provinces against the census", provinces_2008, provinces_2008_data, ("persons",)),
    Chart("pyramid", "Ages against the United Nations' estimate", pyramid, pyramid_data, ("persons_by_age",)),
    Chart("births", "Births and marriages", births, births_data, ("births",)),
    Chart("two_faces", "Loyalty shown and loyalty felt", system.two_faces, figures.two_faces_data,
          ("shown_share", "loyal_share"),
          "Loyalty is a measured answer, not a soul: nobody in the country sees the second line. Low loyalty is not "
          "readiness to revolt."),
    Chart("shown", "What people show", system.shown, figures.shown_data, ("shown_share",)),
    Chart("open_dissent", "Units in open dissent", top.open_dissent, top.open_dissent_data, ("open_share",),
          "Of all units with grown people, those in which more than a tenth of them dissent openly. No month and no "
          "unit is told to rise: a line at nought says that none did."),
    Chart("loyalty", "Private loyalty by stratum", system.loyalty, figures.loyalty_data, ("loyalty_mean",),
          "On the logit scale: nought is undecided. One number is known of it, from people who left."),
    Chart("minds", "Credibility, weariness, fear, hope, knowledge", system.minds, figures.minds_data,
          tuple(f"{k}_mean" for k in figures.MINDS)),
    Chart("hours", "Where the hours go", system.hours, figures.hours_data, ("hours_mean",)),
    Chart("court", "What hard currency is spent on", system.court, figures.court_data, ("hard_spend",),
          "The order of priorities is an assumption with alternatives."),
    Chart("penalties", "How cases end", system.penalties, figures.penalties_data, ("penalties",)),
    Chart("camps", "People held", system.camps, figures.camps_data, ("held",),
          "Published estimates: 150 to 200 thousand political prisoners in the 2000s, 80 to 120 thousand in 2013."),
    Chart("films", "Who sees smuggled films", system.films, figures.films_data, ("viewers", "grown")),
    Chart("leaving", "Across the river, back, and onward", system.leaving, figures.leaving_data,
          ("crossings", "repatriated", "arrivals"),
          "Behind each is a life; many never arrive, and those left behind pay."),
    Chart("attempts", "Attempts to cross, and how they ended", exits.attempts, exits.attempts_data,
          ("attempts", "crossings", "caught", "shot"),
          "Of everybody who set out for the river, those taken along by their family included. A child turned back "
          f"with the family is counted among the attempts alone. {ROWS}"),
    Chart("arrivals", "Arrivals in the South against the record", system.arrivals, figures.arrivals_data,
          ("arrivals",), "Arrival lags leaving by months to years. Recorded figures are shown to 2011."),
    Chart("abroad", "Posted abroad", system.abroad, figures.abroad_data, ("posted",)),
    Chart("flights", "Flights from posts abroad, and departures of the elite", exits.flights, exits.flights_data,
          ("flights", "elite_departures"),
          "Families are those who went along with a diplomat. Who arrived from the supply tiers came by any way, some "
          f"of them from a post. {ROWS}"),
    Chart("left_behind", "Kin left behind by those who left", exits.left_behind, exits.left_behind_data,
          ("left_behind",),
          "Of the households from which somebody arrived in the South that year: grown people at home, and those of "
          f"any age who were in a camp by then, for whatever reason. {ROWS}"),
    Chart("kin_cases", "Punished for somebody who left: how their cases end", exits.kin_cases,
          exits.kin_cases_data, ("penalties",),
          "Cases decided in the year in which nothing is charged but that one of the kin left. Who is taken to a camp "
          f"along with one of the household is not counted by offence and is not in it. {ROWS}"),
    Chart("exports", "Exports against the record", trade.exports, trade.exports_data, ("exports",),
          "The level without sanctions and the share that sanctions take enter from outside, made from the same "
          "record: agreement is no test. The Bank of Korea is the South's. Imports in money are not computed."),
    Chart("grain_abroad", "Grain from abroad by how it came", trade.grain_abroad, trade.grain_abroad_data,
          ("imported", "granted", "barter_grain", "court_grain", "topped_up", "topped_farm"),
          "What is bought, given or lent enters from outside, year by year; the last two are decided in the run."),
    Chart("popularity", "Popularity of the candidate who is shown", top.popularity, top.popularity_data,
          ("popularity", "shown_for"),
          "From the month in which a candidate is shown in public; others who may follow have no popularity in the "
          "model. Its start and how fast it fades are assumed."),
    Chart("heirs", "Odds of who would follow", top.heirs, top.heirs_data, ("heir", "shown_for"),
          "If a succession came in that month. The weights are assumed, and views of them contradict each other: "
          "these are no forecast."),
    Chart("weapons", "Warheads against the estimates", system.weapons, figures.weapons_data, ("warheads",)),
)  # fmt: skip

CHARTS: Mapping[str, Chart] = {chart.name: chart for chart in _ALL}
