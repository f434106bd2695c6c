"""Every chart once, as Altair specs: for the notebook, the report and the lab.

A chart takes its figures from one function (`<name>_data`, in `chart_data.py` or beside the drawing) and embeds them
under the name "model"; published figures are embedded as "record". Ranges come first: a band or a bar before a line or
a point.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from typing import Any

import pandas as pd
import xarray as xr

from tumen import chart_arrivals as coming
from tumen import chart_control as control
from tumen import chart_court as purse
from tumen import chart_exits as exits
from tumen import chart_faces as faces
from tumen import chart_succession as top
from tumen import chart_system as system
from tumen import chart_system_data as figures
from tumen import chart_talks as dealing
from tumen import chart_trade as trade
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
from tumen.chart_food import (
    deaths,
    food_provinces,
    food_tiers,
    nutrition,
    prices,
    published_deaths,
    ration,
    shares,
)
from tumen.chart_maps import deaths_map, food_map
from tumen.chart_people import births, deaths_ages, distress, population, provinces_2008, pyramid

Data = Callable[[xr.Dataset], pd.DataFrame]
ROWS = "Below full scale a row stands for several persons, up to some 1,200: a step of that size is one row."
BANDED = "Line or mark: median of the runs; band: their central 90 %."


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
    Chart("faces_spread", "What people show by what they think", faces.faces_spread, faces.faces_spread_data,
          ("census_faces",),
          "Of people of 16 and more at home. Who stands on the left and shows compliance or zeal shows what he or she "
          "does not think; that there are such people is assumed, how many is a result."),
    Chart("shown_strata", "What people show, by stratum", faces.shown_strata, faces.shown_strata_data,
          ("display_spread",)),
    Chart("loyalty_spread", "How private loyalty is spread", faces.loyalty_spread, faces.loyalty_spread_data,
          ("loyalty_spread",),
          "Of people of 16 and more at home, in some Decembers. Lifelong differences between persons are assumed: much "
          "of the width is theirs."),
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
    Chart("income", "Where hard currency comes from", purse.income, purse.income_data, ("hard_income",),
          "Arms, forbidden trade, levies, the South and tourists enter from outside, year by year; of the rest the run "
          "decides a part. Nobody has seen the books."),
    Chart("gifts", "Gifts by rank", purse.gifts, purse.gifts_data, ("gifts_given", "gift_of", "receivers", "met"),
          "To household heads of the tiers and to office-holders outside them at two holidays, and at meetings with "
          "the leader. The gradient is that of printed holiday lists, the budget is assumed."),
    Chart("offences", "Offences committed and detected, by kind", control.offences, control.offences_data,
          ("committed", "detected"),
          "An offence is counted in each month in which it goes on; blank is none, colours go by logarithms. "
          "Attempts to cross and having kin who left are counted when a case is opened, hidden writing is "
          "found only where a home is searched for something else."),
    Chart("cases", "Cases decided, by kind and standing", control.cases, control.cases_data, ("penalties",),
          "What is committed is not counted by standing; what is decided is. Blank: none; colours by logarithms. "
          f"{ROWS}"),
    Chart("terror", "Terror over time", control.terror, control.terror_data, ("terror", "resolve"),
          "Chances of detection are multiplied by it. It answers reports by a gain of free sign and goes back to what "
          "the laws of the year ask, whose sizes are assumed; below what is asked it stands where agencies go unpaid."),
    Chart("terror_provinces", "Terror by province", control.terror_provinces, control.terror_provinces_data,
          ("terror",)),
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
    Chart("arrivals_expected", "Arrivals as drawn and as expected", coming.arrivals_expected,
          coming.arrivals_expected_data, ("arrivals", "arrivals_expected_persons"),
          "Expected: summed chances of setting out, which have far less noise than a few rows of people; those from "
          "China are counted when they set out, months before they arrive, and some of them are caught. Flights from "
          f"posts are not told by sex and stand with the men's. {ROWS}"),
    Chart("arrivals_provinces", "Arrivals by province of origin", coming.arrivals_provinces,
          coming.arrivals_provinces_data, ("arrivals",), f"Blank: nobody; colours by logarithms. {ROWS}"),
    Chart("arrivals_tiers", "Arrivals by stratum", coming.arrivals_tiers, coming.arrivals_tiers_data, ("arrivals",),
          f"The supply tiers, Party members outside them, and the public. {ROWS}"),
    Chart("china", "In China", coming.china, coming.china_data, ("in_china", "in_custody"),
          "Estimates of the number in China differ by a factor of ten and more. From February 2020 to August 2023 "
          "those who were caught there were held."),
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
    Chart("output_index", "Output index", trade.output_index, trade.output_index_data,
          ("output_index", "harvested", "goods_in", "exports"),
          "Weights: shares of three sectors in 2018 by the Bank of Korea, 23.3, 18.8 and 10.6 of a hundred; that they "
          "hold for 1990, and what stands for each sector, is assumed. Nearly all of it enters from outside: goods "
          "made at home follow the Bank of Korea's growth rates and have what crosses the border added, harvests and "
          "exports follow recorded series. It is no test of any of these records. Services are not in it."),
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
    Chart("standing", "Odds of how a succession would go", top.standing, top.standing_data, ("standing_odds",),
          "If there were one in that month. They start from how often regimes of this kind stood a year after a "
          "leader's death, and move with what is seen of the elite's loyalty, with gifts and with who is ready to "
          "follow; by how much is assumed. Successions on record are orderly, whatever the odds."),
    Chart("successions", "Successions, and how they went", top.successions, top.successions_data, ("rule_state",),
          "Those of 1994 and 2011 are as recorded. What follows a collapse is not modelled: nothing that a run says "
          "after one means anything."),
    Chart("talks", "How the talks stand", dealing.talks, dealing.talks_data, ("deal", "cheats"),
          "A game under figures that are assumed; a scenario may decree that a freeze is agreed. Whether it is kept or "
          "broken in secret is drawn from what pays the court. That it is broken nobody but the court can know."),
    Chart("relief", "What a freeze lifts and stills", dealing.relief, dealing.relief_data,
          ("deal", "relief", "eased", "freeze"),
          "Trade comes back slowly when sanctions are lifted and goes at once when they return."),
    Chart("courses", "Odds that a freeze is refused, kept, broken", dealing.courses, dealing.courses_data,
          ("deal", "course"),
          "A choice by payoffs with the partner of the month, all of whose figures are assumed: odds of this game, no "
          "forecast. Once a freeze is agreed, the odds that it is kept are keeping over keeping and cheating."),
    Chart("weapons", "Warheads against the estimates", system.weapons, figures.weapons_data, ("warheads",)),
)  # fmt: skip

CHARTS: Mapping[str, Chart] = {chart.name: chart for chart in _ALL}
