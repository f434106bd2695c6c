"""The figures by which two runs are compared first: sums and ends over the months that both have."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from typing import TYPE_CHECKING

from tumen.outputs import PERSONS_TO_EXPECT, by_province

if TYPE_CHECKING:
    import xarray as xr

SHOWN = ["compliance", "zeal"]


@dataclass(frozen=True)
class Headline:
    """A figure: what it says, its unit, what it needs of a dataset, how it is made. form: how it is printed."""

    says: str
    unit: str
    needs: tuple[str, ...]
    make: Callable[[xr.Dataset], float]
    form: str = ",.0f"


def _sum(name: str, scale: float = 1.0) -> Callable[[xr.Dataset], float]:
    return lambda ds: float(by_province(ds[name]).sum()) * scale


def _last(ds: xr.Dataset, name: str, **of: object) -> float:
    """Over the last twelve months there are."""
    values = ds[name].sel(of) if of else ds[name]
    return float(by_province(values).isel(time=slice(-12, None)).sum(set(values.dims) & {"province"}).mean())


def _percent(ds: xr.Dataset, name: str, **of: object) -> float:
    """A share that `outputs` derives, over the last twelve months there are."""
    values = ds[name].sel(of) if of else ds[name]
    values = values.isel(time=slice(-12, None)).mean("time")
    return 100 * float(values.sum())


def _food(ds: xr.Dataset) -> float:
    return float(sum(ds[k].sum() for k in ("from_ration", "from_farm", "from_market"))) / 1e12


HEADLINES: Mapping[str, Headline] = {
    "deaths": Headline("deaths of all causes", "persons", ("deaths_all",), _sum("deaths_all")),
    "hunger": Headline("deaths that hunger added", "persons", ("excess_deaths",), _sum("excess_deaths")),
    "births": Headline("births", "persons", ("births",), _sum("births")),
    "food": Headline("food of households", "Mt", ("from_ration", "from_farm", "from_market"), _food, ",.2f"),
    "loyal": Headline("grown people loyal in private, last year", "%", ("loyal_share",),
                      lambda ds: _percent(ds, "loyal_share"), ".2f"),
    "shown": Headline("grown people who show compliance or zeal, last year", "%", ("shown_share",),
                      lambda ds: _percent(ds, "shown_share", shown_as=SHOWN), ".2f"),
    "cases": Headline("offences detected", "persons", ("detected",), _sum("detected")),
    "camps": Headline("in camps, last year", "persons", ("held",), lambda ds: _last(ds, "held", holding="camps")),
    "films": Headline("person-months with a smuggled film", "persons", ("viewers",), _sum("viewers")),
    "gifts": Headline("gifts given", "USD", ("gifts_given",), _sum("gifts_given")),
    "crossings": Headline("crossings of the river", "persons", ("crossings",), _sum("crossings")),
    "arrivals": Headline("arrivals in the South", "persons", ("arrivals",), _sum("arrivals")),
    "flights": Headline("flights from posts abroad, expected", "persons", ("flights_expected",),
                        _sum("flights_expected", PERSONS_TO_EXPECT), ",.1f"),
    "warheads": Headline("warheads at the end", "warheads", ("warheads",),
                         lambda ds: float(ds["warheads"].isel(time=-1).sum()), ",.1f"),
}  # fmt: skip


def headlines(ds: xr.Dataset) -> dict[str, float]:
    """All figures that this run has."""
    return {name: h.make(ds.isel(run=0)) for name, h in HEADLINES.items() if all(k in ds for k in h.needs)}
