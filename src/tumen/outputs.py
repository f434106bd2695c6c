"""Derived outputs: what a reader asks for, computed from what the mechanisms count. One table, nothing else.

Each row names what it needs; where a need is not there (a schedule without that mechanism) the output is left out, so
that nobody reads a zero that was never counted.
"""

from __future__ import annotations

import re
from collections.abc import Callable
from dataclasses import dataclass

import xarray as xr

from tumen.evidence import series, table

DAYS = 365 / 12  # of a month, as the rations count it
PERSONS_TO_EXPECT = 2.0**-30  # summed chances are counted in whole 2^-30 persons
KEPT = {"run", "time", "year", "province"}

Formula = Callable[[xr.Dataset], xr.DataArray]


@dataclass(frozen=True)
class Output:
    name: str
    unit: str
    meaning: str
    needs: tuple[str, ...]
    formula: Formula
    source: str = "derived from the run's own counts"


def by_province(values: xr.DataArray) -> xr.DataArray:
    """Summed over every axis but run, time and province."""
    return values.sum([d for d in values.dims if d not in KEPT])


def yearly_sum(values: xr.DataArray) -> xr.DataArray:
    """Whole years only: a broken-off year would look like a fall."""
    years = values["time"].dt.year
    full = years.groupby(years).count() == 12
    summed = values.groupby(years.rename("year")).sum()
    return summed.sel(year=full["year"].values[full.values])


def yearly_mean(values: xr.DataArray) -> xr.DataArray:
    return yearly_sum(values) / 12


def in_month(values: xr.DataArray, moy: int) -> xr.DataArray:
    """One month of each year, labelled by the year."""
    ends = values.sel(time=values["time"].dt.month == moy)
    return ends.assign_coords(time=ends["time"].dt.year.values).rename(time="year")


def in_midyear(december: xr.DataArray) -> xr.DataArray:
    """Persons in the middle of each year: between its December and the one before; the first has only its own."""
    return (december + december.shift(year=1).fillna(december)) / 2


def stratum_mean(column: str) -> Formula:
    def formula(ds: xr.Dataset) -> xr.DataArray:
        total, count = ds[f"census_{column}"], ds["census_persons"]
        scale = float(total.attrs.get("scale", 1))
        by = total.sum("province").groupby("group_stratum").sum()
        people = count.sum("province").groupby("group_stratum").sum()
        return (by / scale / people).rename(group_stratum="stratum")

    return formula


def grown_mean(column: str) -> Formula:
    """Mean of a recorded column over those of 20 and more, by stratum."""

    def formula(ds: xr.Dataset) -> xr.DataArray:
        total, count = ds[f"census_{column}"], ds["census_persons"]
        scale = float(total.attrs.get("scale", 1))
        old = total["group_band"].isin(["20-59", "60+"])
        by = total.where(old, 0).sum("province").groupby("group_stratum").sum()
        people = count.where(old, 0).sum("province").groupby("group_stratum").sum()
        return (by / scale / people).rename(group_stratum="stratum")

    return formula


def shown_share(ds: xr.Dataset) -> xr.DataArray:
    shown = ds["shown"].sum(["province", "stratum"])
    return shown / shown.sum("shown_as").where(lambda x: x > 0)


def loyal_share(ds: xr.Dataset) -> xr.DataArray:
    grown = ds["grown"].sum(["province", "stratum"])
    return ds["loyal"].sum(["province", "stratum"]) / grown.where(grown > 0)


def gap(ds: xr.Dataset) -> xr.DataArray:
    return shown_share(ds).sel(shown_as=["compliance", "zeal"]).sum("shown_as") - loyal_share(ds)


def hours_mean(ds: xr.Dataset) -> xr.DataArray:
    people = ds["hours_people"].sum("province")
    return ds["hours_by_use"].sum("province") / people.where(people > 0)


def elite_departures(ds: xr.Dataset) -> xr.DataArray:
    return ds["arrivals"].sel(stratum="tier", drop=True).sum(["province", "sex"])


def open_share(ds: xr.Dataset) -> xr.DataArray:
    return ds["units_open"] / ds["units_counted"].where(ds["units_counted"] > 0)


EXPECTED = {
    "attempts": "who resolve to cross the river by themselves, not asked along by a friend",
    "onward": "who set out from China for the South; the way takes months, and not all get through",
    "old_route": "who go straight to the South",
    "flights": "who flee a post abroad",
    "executed": "who are executed",
    "hunger": "who die of hunger",
}


def expected(name: str) -> Formula:
    return lambda ds: ds[f"{name}_expected"] * PERSONS_TO_EXPECT


def arrivals_expected(ds: xr.Dataset) -> xr.DataArray:
    """By sex; flights are not told by sex and stand with the men's, as in the targets of the calibration."""
    by_sex = ds["onward_expected"] + ds["old_route_expected"]
    fled = ds["flights_expected"].sum("posting") * (by_sex["sex"] == "men")
    return ((by_sex + fled) * PERSONS_TO_EXPECT).transpose("run", "time", "sex")


def share_of(*axes: str) -> Formula:
    """Shares of each stratum's grown people at home, by these axes of the two faces."""

    def formula(ds: xr.Dataset) -> xr.DataArray:
        people = ds["census_faces"]
        rest = [d for d in ("shown_as", "view") if d not in axes]
        everybody = people.sum(["shown_as", "view"])
        return people.sum(rest) / everybody.where(everybody > 0)

    return formula


MADE = {"agriculture": "harvested", "manufacturing": "goods_in", "mining": "exports"}  # sector: what stands for it


def sector_weights() -> dict[str, float]:
    """Shares of three sectors in the North's product of 2018, of a hundred, as the Bank of Korea printed them."""
    (row,) = (r for r in table("south_reference") if r["indicator"] == "NK GDP shares")
    printed = {sector: float(percent) for sector, percent in re.findall(r"(\w+) ([\d.]+)", row["value"])}
    return {sector: printed[sector] for sector in MADE}


def output_parts(ds: xr.Dataset) -> dict[str, xr.DataArray]:
    """Each sector's stand-in by year, 100 in 1990."""
    out = {}
    for sector, name in MADE.items():
        made = yearly_sum(nation(ds[name])).astype("f8")
        start = made.where(made["year"] == 1990, 0).sum("year")
        out[sector] = made / start.where(start > 0) * 100
    return out


def output_index(ds: xr.Dataset) -> xr.DataArray:
    weights = sector_weights()
    parts = output_parts(ds)
    total = sum((parts[sector] * w for sector, w in weights.items()), xr.zeros_like(parts["mining"]))
    return total / sum(weights.values())


MINDS = {
    "loyalty": ("logit", "private loyalty, mean of those of 20 and more in December, by stratum"),
    "credibility": ("1", "belief in what the state says, mean of those of 20 and more"),
    "fatigue": ("1", "weariness, mean of those of 20 and more"),
    "fear": ("1", "fear of punishment, mean of those of 20 and more"),
    "hope": ("1", "hope of a better life within ten years, mean of those of 20 and more"),
    "knowledge": ("1", "knowledge of life outside, mean of those of 20 and more"),
    "display": ("code", "loyalty shown, 0 dissent to 3 zeal, mean of those of 20 and more"),
}

SOURCES = ("from_ration", "from_farm", "from_market")


def sum_of_sources(ds: xr.Dataset) -> xr.DataArray:
    return ds["from_ration"] + ds["from_farm"] + ds["from_market"]


def nation(values: xr.DataArray) -> xr.DataArray:
    return values.sum([d for d in ("province", "side") if d in values.dims])


def to_public(ds: xr.Dataset) -> xr.DataArray:
    return ds["issued"].sel(server=["public", "priority"]).sum("server")


def outside_camps(ds: xr.Dataset) -> xr.DataArray:
    """Soldiers' rows lie with their families; the share of them that lives in camps is taken out everywhere alike."""
    told = series("army_camps")
    soldiers = ds["census_soldiers"]
    camps = xr.DataArray([told[max(k for k in told if k <= str(y))] for y in ds["year"].values], dims="year")
    share = (camps / soldiers.sum("province")).clip(max=1)
    return by_province(ds["census_persons"]) - soldiers * share


OUTPUTS: tuple[Output, ...] = (
    Output("persons", "persons", "persons counted in December, soldiers and those away included",
           ("census_persons",), lambda ds: by_province(ds["census_persons"])),
    Output("food", "g/day", "food eaten a head and day over the year, cereal equivalent",
           ("eaten_grams", "census_persons"),
           lambda ds: yearly_sum(ds["eaten_grams"]) / DAYS / 12 / in_midyear(by_province(ds["census_persons"]))),
    Output("food_by_stratum", "g/day", "food eaten a head and day in December by supply tier, Party, public",
           ("census_eaten", "census_persons"), stratum_mean("eaten")),
    Output("ration", "g/day", "grain issued a head and day to those on public distribution, priority workers included",
           ("issued", "public_people"), lambda ds: to_public(ds) / ds["public_people"] / DAYS),
    Output("ration_national", "g/day", "grain issued a head and day to those on public distribution, the whole country",
           ("issued", "public_people"),
           lambda ds: to_public(ds).sum("province") / ds["public_people"].sum("province") / DAYS),
    Output("market_share", "1", "part of households' food that was bought, by where they live",
           SOURCES, lambda ds: ds["from_market"] / sum_of_sources(ds)),
    Output("market_share_national", "1", "part of all households' food that was bought",
           SOURCES, lambda ds: nation(ds["from_market"]) / nation(sum_of_sources(ds))),
    Output("rice_price", "won/kg", "price of grain in the market", ("price",), lambda ds: ds["price"] * 1),
    Output("dollar_rate", "won", "price of a dollar in the market", ("dollar",), lambda ds: ds["dollar"] * 1),
    Output("excess_deaths", "persons", "deaths that hunger added to the schedule without hunger",
           ("hunger_deaths",), lambda ds: by_province(ds["hunger_deaths"])),
    Output("deaths_all", "persons", "deaths of all causes: the schedule without hunger, and hunger's",
           ("deaths", "hunger_deaths"), lambda ds: by_province(ds["deaths"]) + by_province(ds["hunger_deaths"])),
    Output("stunting_share", "1", "children of 6 months to 7 years with height for age below -2 sd, October",
           ("stunted", "children"), lambda ds: in_month(ds["stunted"], 10) / in_month(ds["children"], 10)),
    Output("wasting_share", "1", "children of 6 months to 7 years with weight for height below -2 sd, October",
           ("wasted", "children"), lambda ds: in_month(ds["wasted"], 10) / in_month(ds["children"], 10)),
    Output("persons_by_age", "persons", "persons by sex and age in December",
           ("census_ages",), lambda ds: ds["census_ages"] * 1),
    Output("outside_camps", "persons", "persons without soldiers in camps, December: as the census counts provinces",
           ("census_soldiers", "census_persons"), outside_camps),
    Output("shown_share", "1", "grown people at home by the loyalty that they show", ("shown",), shown_share),
    Output("loyal_share", "1", "grown people at home whose private loyalty is above nought", ("loyal", "grown"),
           loyal_share),
    Output("two_faces", "1", "share who show compliance or zeal, less the share who are loyal in private",
           ("shown", "loyal", "grown"), gap),
    Output("hours_mean", "h/week", "hours a week of a grown person by use, Party members apart",
           ("hours_by_use", "hours_people"), hours_mean),
    Output("elite_departures", "persons", "arrivals in the South from the supply tiers", ("arrivals",),
           elite_departures),
    Output("open_share", "1", "units in open dissent", ("units_open", "units_counted"), open_share),
    *(Output(f"{name}_mean", unit, meaning, (f"census_{name}", "census_persons"), grown_mean(name))
      for name, (unit, meaning) in MINDS.items()),
    Output("loyalty_spread", "1", "grown people at home in December by private loyalty (logit, in steps of a half), as"
           " shares of their stratum", ("census_faces",), share_of("view")),
    Output("display_spread", "1", "grown people at home in December by the loyalty that they show, as shares of their"
           " stratum", ("census_faces",), share_of("shown_as")),
    *(Output(f"{name}_expected_persons", "persons", f"expected count of those {who}: summed chances, with far less"
             " noise than the count", (f"{name}_expected",), expected(name)) for name, who in EXPECTED.items()),
    Output("arrivals_expected_persons", "persons", "expected arrivals in the South by sex: summed chances of setting"
           " out from China, of the straight way and of flights from posts (with the men's); counted on setting out, so"
           " those from China some months before they arrive and with those who will be caught on the way",
           ("onward_expected", "old_route_expected", "flights_expected"), arrivals_expected),
    Output("output_index", "1990 = 100", "output of the country by year: harvest (for agriculture), goods from"
           " factories and across the border (for manufacturing), export earnings in dollars (for mining), with these"
           " sectors' shares of 2018 as constant weights; services are not in it. Nearly all of it enters from outside:"
           " harvests and the level of exports are recorded series, goods made at home follow the Bank of Korea's"
           " growth rates. A run moves but the number of people supplied, and what sanctions take: no test of those"
           " records",
           tuple(MADE.values()), output_index,
           "derived from the run's own counts; weights: south_reference (Bank of Korea, 2018, grade B); that they hold"
           " for 1990, and what stands for a sector: assumed, grade D"),
)  # fmt: skip


def add_derived(ds: xr.Dataset, table: tuple[Output, ...] = OUTPUTS) -> xr.Dataset:
    for output in table:
        if output.name in ds or not all(need in ds for need in output.needs):
            continue
        values = output.formula(ds)
        values.attrs = {"units": output.unit, "meaning": output.meaning, "source": output.source}
        ds[output.name] = values
    return ds
