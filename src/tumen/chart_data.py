"""The figures behind every chart, one function a chart: what is drawn is exactly what these return.

Over several runs each figure is a median with the central 90 % interval; over one run low, middle and high are equal,
and the charts then draw a line and no band: one history has no interval.
"""

from __future__ import annotations

import pandas as pd
import xarray as xr

from tumen import record
from tumen.labels import COORDINATES
from tumen.outputs import in_month, yearly_mean, yearly_sum
from tumen.results import interval

FLOWS = ("low", "middle", "high")


def spread(values: xr.DataArray) -> pd.DataFrame:
    """Long table: the axes of `values` without run, and low, middle, high."""
    axes = [str(d) for d in values.dims if d != "run"]
    if values.size == 0:  # a run of a few months has no whole year
        return pd.DataFrame(columns=[*axes, *FLOWS])
    frame = interval(values).to_dataframe().reset_index()
    return frame[[*axes, *FLOWS]].dropna(subset=["middle"]).reset_index(drop=True)


def by_month(frame: pd.DataFrame) -> pd.DataFrame:
    """The column `time` as a month's name, and as the middle of the month on an axis of years."""
    time = pd.to_datetime(frame["time"])
    when = time.dt.year + (time.dt.month - 0.5) / 12
    return frame.drop(columns="time").assign(month=time.dt.strftime("%Y-%m"), when=when)


def nation(values: xr.DataArray) -> xr.DataArray:
    return values.sum("province")


def named(values: xr.DataArray, axis: str) -> xr.DataArray:
    """With its last axis under this name and labelled: files of earlier versions have a number there."""
    return values.rename({values.dims[-1]: axis}).assign_coords({axis: list(COORDINATES[axis][axis])})


def population_data(ds: xr.Dataset) -> pd.DataFrame:
    frame = spread(nation(ds["persons"]))
    # December's count stands at the end of its year, the published ones in the middle or at the census night
    return frame.assign(when=frame["year"] + 23 / 24)


def provinces_2008_data(ds: xr.Dataset) -> pd.DataFrame:
    """Civilians by the ten rows that the census prints; North Hamgyong there includes Rason."""
    name = "outside_camps" if "outside_camps" in ds else "persons"
    frames = []
    told = record.census_by_province()
    for year in (1993, 2008):
        if year not in ds["year"]:
            continue
        values = ds[name].sel(year=year)
        rows = values.where(values["province"] != "Rason", drop=True).copy()
        if "Rason" in values["province"]:
            north = rows["province"] == "North Hamgyong"
            rows = rows + values.sel(province="Rason", drop=True) * north
        frame = spread(rows.reset_coords(drop=True)).assign(year=year)
        frames.append(frame.merge(told[told.year == year], on=["province", "year"], how="left"))
    columns = ["year", "province", *FLOWS, "census"]
    if not frames:
        return pd.DataFrame(columns=columns)
    return pd.concat(frames, ignore_index=True).rename(columns={"persons": "census"})[columns]


def food_tiers_data(ds: xr.Dataset) -> pd.DataFrame:
    return spread(ds["food_by_stratum"])


def food_provinces_data(ds: xr.Dataset) -> pd.DataFrame:
    return _by_province(_yearly(ds["food"]))


def ration_data(ds: xr.Dataset) -> pd.DataFrame:
    return spread(_yearly(ds["ration_national"]))


def shares_data(ds: xr.Dataset) -> pd.DataFrame:
    """Where the food of townspeople came from, percent of the year's."""
    parts = {"ration": "from_ration", "market": "from_market", "farm": "from_farm"}
    grams = {k: yearly_sum(ds[v].sel(side="towns", drop=True).sum("province")) for k, v in parts.items()}
    total = grams["ration"] + grams["market"] + grams["farm"]
    return pd.concat([spread(v / total * 100).assign(origin=k) for k, v in grams.items()], ignore_index=True)


def prices_data(ds: xr.Dataset) -> pd.DataFrame:
    """Monthly: rice in won and in dollars, the dollar in won; Pyongyang, as in the published survey."""
    series = {
        "rice": ds["rice_price"].sel(province="Pyongyang", drop=True),
        "dollar": ds["dollar_rate"],
    }
    series["rice_usd"] = series["rice"] / series["dollar"] * 1000
    frames = [spread(values.reset_coords(drop=True)).assign(series=name) for name, values in series.items()]
    return by_month(pd.concat(frames, ignore_index=True))


def deaths_data(ds: xr.Dataset) -> pd.DataFrame:
    """Deaths by year, and those among them that hunger added."""
    total, hunger = nation(ds["deaths_all"]), nation(ds["excess_deaths"])
    parts = {"without hunger": total - hunger, "excess deaths": hunger}
    return pd.concat([spread(yearly_sum(v)).assign(part=k) for k, v in parts.items()], ignore_index=True)


def published_deaths_data(ds: xr.Dataset) -> pd.DataFrame:
    """Each published range, and the model's total over the same years."""
    by_year = yearly_sum(nation(ds["excess_deaths"]))
    out = []
    for row in record.excess_estimates().to_dict("records"):
        inside = by_year.sel(year=(by_year.year >= row["first"]) & (by_year.year <= row["last"]))
        if inside.sizes["year"] < row["last"] - row["first"] + 1:
            continue  # a run that ends early is not compared over years it never lived
        mine = spread(inside.sum("year").expand_dims("of")).iloc[0]
        out.append({**{k: row[k] for k in ("label", "kind", "source", "first", "last")}, "published_low": row["low"],
                    "published_high": row["high"], **{k: float(mine[k]) for k in FLOWS}})  # fmt: skip
    columns = ["label", "kind", "source", "first", "last", "published_low", "published_high", *FLOWS]
    return pd.DataFrame(out, columns=columns)


def deaths_ages_data(ds: xr.Dataset) -> pd.DataFrame:
    """Shares of all excess deaths of the run, percent, by age and sex."""
    total = ds["hunger_deaths"].sum(["time", "province"])
    everyone = total.sum(["age", "sex"])
    return spread(total / everyone.where(everyone > 0) * 100)


def births_data(ds: xr.Dataset) -> pd.DataFrame:
    names = {"births": "births", "marriages": "marriages"}
    parts = [spread(yearly_sum(nation(ds[n]))).assign(part=label) for n, label in names.items() if n in ds]
    return pd.concat(parts, ignore_index=True)


LAST_RESORTS = {
    "scattered": "grown members who left", "child_offered": "children offered", "alms_given": "gifts from strangers",
    "child_taken": "children taken in",
}  # fmt: skip


def distress_data(ds: xr.Dataset) -> pd.DataFrame:
    """What households with nothing left came to, a year."""
    parts = [spread(yearly_sum(nation(ds[n]))).assign(part=label) for n, label in LAST_RESORTS.items()]
    return pd.concat(parts, ignore_index=True)


def food_map_data(ds: xr.Dataset) -> pd.DataFrame:
    return _by_province(_yearly(ds["food"]))


def deaths_map_data(ds: xr.Dataset) -> pd.DataFrame:
    """Excess deaths a thousand persons and year."""
    people = ds["persons"]
    rate = yearly_sum(ds["excess_deaths"]) / people * 1000
    return _by_province(rate)


def pyramid_data(ds: xr.Dataset, year: int = 2010) -> pd.DataFrame:
    """Shares of the whole, percent, by sex and five-year group, beside the United Nations' of 2019."""
    if year not in ds["year"]:
        return pd.DataFrame(columns=["age", "sex", *FLOWS, "published", "order"])
    counts = ds["persons_by_age"].sel(year=year, drop=True)
    groups = [record.five_years(str(a)) for a in counts["age"].values]
    counts = counts.assign_coords(age=groups).groupby("age").sum()
    share = spread(counts / counts.sum(["age", "sex"]) * 100)
    told = record.age_sex(year)
    told = told.assign(published=told["share"] * 100)[["age", "sex", "published"]]
    frame = share.merge(told, on=["age", "sex"], how="left")
    return frame.assign(order=[int(a.split("-")[0].rstrip("+")) for a in frame["age"]]).sort_values(
        ["order", "sex"], ignore_index=True
    )


def nutrition_data(ds: xr.Dataset) -> pd.DataFrame:
    parts = []
    for sign, count in (("stunting", "stunted"), ("wasting", "wasted")):
        share = nation(in_month(ds[count], 10)) / nation(in_month(ds["children"], 10)) * 100
        parts.append(spread(share).assign(indicator=sign))
    return pd.concat(parts, ignore_index=True)


def _yearly(values: xr.DataArray) -> xr.DataArray:
    return yearly_mean(values) if "time" in values.dims else values


def _by_province(values: xr.DataArray) -> pd.DataFrame:
    codes = dict(zip(values["province"].values, values["province_code"].values, strict=True))
    frame = spread(values.reset_coords(drop=True))
    return frame.assign(code=[codes[p] for p in frame["province"]])
