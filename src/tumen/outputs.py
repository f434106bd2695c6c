"""Derived outputs: what a reader asks for, computed from what the mechanisms count. One table, nothing else.

Each row names what it needs; where a need is not there (a schedule without that mechanism) the output is left out, so
that nobody reads a zero that was never counted.
"""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass

import xarray as xr

from tumen.evidence import series

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
           ("census_ages",), lambda ds: ds["census_ages"]),
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
)  # fmt: skip


def add_derived(ds: xr.Dataset, table: tuple[Output, ...] = OUTPUTS) -> xr.Dataset:
    for output in table:
        if output.name in ds or not all(need in ds for need in output.needs):
            continue
        values = output.formula(ds)
        values.attrs = {"units": output.unit, "meaning": output.meaning, "source": output.source}
        ds[output.name] = values
    return ds
