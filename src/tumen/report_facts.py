"""The few sentences that a report starts with, and whether a run of it ends in collapse; ranges for several runs."""

from __future__ import annotations

from typing import Any

import numpy as np
import xarray as xr

from tumen.chart_data import named
from tumen.chart_succession import COLLAPSE, ENDS, begun
from tumen.chart_talks import FREEZE, SNAPPED
from tumen.outputs import yearly_mean, yearly_sum

RECORDED = np.datetime64("2012-01-01")  # successions before it are on record

Fact = tuple[str, str]


def facts(ds: xr.Dataset) -> list[Fact]:
    return [*_persons(ds), *_ration(ds), *_deaths(ds), *_successions(ds), *_freeze(ds)]


def collapsed(ds: xr.Dataset) -> list[str]:
    """Month of the collapse of each run that has one, the earliest first."""
    if "rule_state" not in ds:
        return []
    first = begun(ds) == COLLAPSE
    return sorted(str(ds["time"].values[i])[:7] for i in np.nonzero(first.transpose("run", "time").values)[1])


def _persons(ds: xr.Dataset) -> list[Fact]:
    if "persons" not in ds or not ds.sizes.get("year"):
        return []
    ends = [ds["persons"].sum("province").isel(year=k) for k in (0, -1)]
    return [(f"persons, December {int(at['year'])}", span(at.values / 1e6, "{:.2f}") + " million") for at in ends]


def _ration(ds: xr.Dataset) -> list[Fact]:
    if "ration_national" not in ds or not {1990, 1997} <= set(ds["time"].dt.year.values.tolist()):
        return []
    means = yearly_mean(ds["ration_national"])
    both = [span(means.sel(year=y).values, "{:.0f}") for y in (1990, 1997)]
    return [("ration issued, 1990 and 1997", f"{both[0]} and {both[1]} g a day")]


def _deaths(ds: xr.Dataset) -> list[Fact]:
    if "excess_deaths" not in ds:
        return []
    by_year = yearly_sum(ds["excess_deaths"].sum("province"))
    inside = by_year.sel(year=(by_year.year >= 1993) & (by_year.year <= 2000))
    if inside.sizes["year"] < 8:
        return []
    model = span(inside.sum("year").values / 1e6, "{:.2f}")
    return [("excess deaths, 1993–2000", f"published 0.24 to 1.0 million; model {model} million")]


def _successions(ds: xr.Dataset) -> list[Fact]:
    """Those that were drawn, and the odds of the month in which they came."""
    if "rule_state" not in ds or "standing_odds" not in ds:
        return []
    code = begun(ds).sel(time=ds["time"] >= RECORDED)
    came = code > 0
    if not bool(came.any()):
        return []
    count = {end: int((code == k + 1).sum()) for k, end in enumerate(ENDS)}
    odds = named(ds["standing_odds"], "succession").sel(succession="orderly").where(came)
    went = ", ".join(f"{n} {end}" for end, n in count.items() if n)
    said = f"{went}; odds that it would be orderly: {span(_there(odds) * 100, '{:.0f}')} percent"
    return [(f"successions after 2011 in {_runs(ds)}", said)]


def _freeze(ds: xr.Dataset) -> list[Fact]:
    """Whether a freeze was agreed, kept, broken in secret, found out; and the odds with which it was agreed."""
    if not {"deal", "cheats", "course"} <= set(ds):
        return []
    deal, secret = ds["deal"].round(), ds["cheats"] > 0
    stands = deal == FREEZE
    agreed = stands.any("time")
    if not bool(agreed.any()):
        return []
    broken, found = (stands & secret).any("time"), (deal == SNAPPED).any("time")
    first = stands & ~stands.shift(time=1, fill_value=False)
    course = named(ds["course"], "course_taken").astype("f8")
    keep, cheat = (course.sel(course_taken=c, drop=True) for c in ("keep", "cheat"))
    odds = span(_there((keep / (keep + cheat)).where(first)) * 100, "{:.0f}")
    came = {"agreed": agreed, "kept": agreed & ~broken, "broken in secret": broken, "found out": found}
    count = {what: int(where.sum()) for what, where in came.items()}
    several = ds.sizes.get("run", 1) > 1
    told = ", ".join(f"{what} in {n}" if several else what for what, n in count.items() if several or n)
    return [(f"a freeze for relief in {_runs(ds)}", f"{told}; odds that it is kept: {odds} percent")]


def _runs(ds: xr.Dataset) -> str:
    count = ds.sizes.get("run", 1)
    return "this run" if count == 1 else f"{count} runs"


def _there(values: xr.DataArray) -> Any:
    flat = values.values.ravel()
    return flat[~np.isnan(flat)]


def span(values: Any, form: str) -> str:
    low, high = form.format(float(values.min())), form.format(float(values.max()))
    return low if low == high else f"{low}–{high}"
