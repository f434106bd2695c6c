"""Target figures that are counted, not asked: arrivals, the stock in China, famine, rations, children, prices.

Arrivals are given twice: as counted in the run, and as expected (the plain name), which a small rung needs: summed
chances of setting out from China, delayed by the mean journey and thinned by capture on the way as each month has them,
with the summed chances of the old way and of flights from posts. Where rows are few the second has far less noise; the
chances themselves still depend on who is in China in the run. Flights are not told by sex: taken as men's.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Mapping
from typing import TYPE_CHECKING, Any

import numpy as np

from tumen.columns import Array
from tumen.evidence import table
from tumen.months import month_index
from tumen.observer import Observer
from tumen.survey.questions import Reporting

if TYPE_CHECKING:
    from tumen.country import Country
    from tumen.simulate import Moment

EXPECTED = 2.0**-30
DAYS = 365 / 12
SEXES = ("men", "women")
NORTHEAST, WEST = (7, 8, 9, 10), (1, 2, 4, 5)  # the Hamgyongs, Ryanggang, Rason; the Pyongans and the Hwanghaes
PYONGYANG = 0
FAMINE = range(1993, 2001)
RATIONS = ((1992, 1992), (1993, 1993), (1994, 1994), (1997, 1997), (2012, 2017))
QUOTED = {"2009": ("2009-08", "2009-11"), "2012_19": ("2012-01", "2019-12")}
"""Stretches in which prices of Pyongyang were quoted month by month; months without a quote are not compared."""


def quoted(column: str, stretch: str) -> dict[int, float]:
    """Quotes by month; those of 2009 in the old won of their day (the table has them in hundredths)."""
    first, last = QUOTED[stretch]
    rows = [r for r in table("market_prices_monthly") if first <= r["month"] <= last and r[column]]
    old = 100.0 if stretch == "2009" else 1.0
    return {month_index(r["month"]): float(r[column]) * old for r in rows}


class Counts(Observer):
    """Counts one run's target figures from its tallies."""

    def __init__(self, country: Country) -> None:
        self.country = country
        self._way = np.zeros(2)  # expected persons on the way through China, by sex
        self._by_year: dict[str, dict[int, Any]] = defaultdict(lambda: defaultdict(float))
        self._children: dict[int, tuple[float, float]] = {}
        self._logs: dict[str, list[float]] = defaultdict(list)
        self._prices = {f"{what}.{k}": set(quoted(column, k)) for k in QUOTED for what, column in
                        (("grain", "rice_won_kg_pyongyang"), ("dollar", "won_per_usd_pyongyang"))}  # fmt: skip
        self._persons: Array | None = None

    def add(self, moment: Moment) -> None:
        t, year = moment.tallies, moment.month.year
        if self._persons is None:
            self._persons = self._people()

        def count(name: str, amount: Any) -> None:
            self._by_year[name][year] = self._by_year[name][year] + amount

        count("expected", self._expected(t))
        count("arrivals", t["arrivals"].sum((0, 2)))
        count("in_china", float(t["in_china"].sum()) / 12)
        count("hunger", t["hunger_expected"] * EXPECTED)
        count("months", 1)
        count("issued", float(t["issued"][:, :2].sum()))
        count("fed", float(t["public_people"].sum()))
        for part in ("from_market", "from_ration", "from_farm"):
            count(part, float(t[part].sum()))
        if t["children"].any():
            people = float(t["children"].sum())
            self._children[year] = float(t["stunted"].sum()) / people, float(t["wasted"].sum()) / people
        for name, months in self._prices.items():
            if moment.month.index in months:
                places = moment.places
                now = places["price"][PYONGYANG] if name.startswith("grain") else places["dollar"]
                self._logs[name].append(float(np.log(max(float(now), 1e-9))))

    def _people(self) -> Array:
        """Persons by province at the start, for rates."""
        a: Any = self.country.tables.arrays
        persons: Array = np.bincount(a["province"], a["n"].astype(np.float64) * a["weight"], 11)
        return persons

    def _expected(self, t: dict[str, Array]) -> Array:
        """This month's expected arrivals by sex: who reaches the South of those on the way, and the other ways."""
        p = self.country.numbers["china"]
        reach = (1 - float(p.taken)) * min(1 / float(p.journey), 1)
        here = self._way * reach
        self._way = self._way * (1 - float(p.taken)) - here + t["onward_expected"] * EXPECTED
        other = t["old_route_expected"] * EXPECTED + np.array([float(t["flights_expected"].sum()) * EXPECTED, 0])
        arrived: Array = here + other
        return arrived

    def _whole(self, year: int) -> bool:
        return bool(self._by_year["months"].get(year, 0) == 12)

    def figures(self) -> dict[str, float]:
        """Whole years only; what depends on reporting, by its default."""
        said = self._exits() | self._famine() | self._rations() | self._nutrition() | self._market()
        return said | reported(said, Reporting())

    def _exits(self) -> dict[str, float]:
        said: dict[str, float] = {}
        for kind, end in (("expected", ""), ("arrivals", ".count")):
            by = {y: v for y, v in self._by_year[kind].items() if self._whole(y)}
            for year, both in by.items():
                said |= {f"arrivals.{sex}.{year}{end}": float(both[k]) for k, sex in enumerate(SEXES)}
                said[f"arrivals.{year}{end}"] = float(both.sum())
            for first, last in ((1990, 1997), (1990, 1998), (1999, 2001)):
                if all(y in by for y in range(first, last + 1)):
                    both = sum(by[y] for y in range(first, last + 1))
                    said[f"arrivals.{first}_{last % 100:02d}{end}"] = float(both.sum())
                    if both.sum() > 0:
                        said[f"arrivals.women_share.{first}_{last % 100:02d}{end}"] = 100 * float(both[1] / both.sum())
        said |= {f"stock.{y}": float(v) for y, v in self._by_year["in_china"].items() if self._whole(y)}
        return said

    def _famine(self) -> dict[str, float]:
        by = {y: v for y, v in self._by_year["hunger"].items() if self._whole(y)}
        said = {f"famine.deaths.{y}": float(v.sum()) for y, v in by.items()}
        if not all(y in by for y in FAMINE) or self._persons is None:
            return said
        dead = sum(by[y] for y in FAMINE)
        said["famine.deaths.1993_00"] = float(dead.sum())
        said["famine.peak"] = peak({y: float(by[y].sum()) for y in FAMINE})
        far, near = (float(dead[list(k)].sum() / self._persons[list(k)].sum()) for k in (NORTHEAST, WEST))
        said["famine.northeast"], said["famine.west"] = 1000 * far, 1000 * near
        if near > 0:
            said["famine.northeast_west"] = far / near
        return said

    def _rations(self) -> dict[str, float]:
        said: dict[str, float] = {}
        for first, last in RATIONS:
            years = [y for y in range(first, last + 1) if self._whole(y)]
            heads = sum(self._by_year["fed"][y] for y in years)
            if len(years) == last - first + 1 and heads:
                grams = sum(self._by_year["issued"][y] for y in years) / heads / DAYS
                said[f"ration.{first}" + (f"_{last % 100:02d}" if last > first else "")] = float(grams)
        return said

    def _nutrition(self) -> dict[str, float]:
        said = {f"stunting.{y}": 100 * s for y, (s, _) in self._children.items()}
        return said | {f"wasting.{y}": 100 * w for y, (_, w) in self._children.items()}

    def _market(self) -> dict[str, float]:
        whole = {k: v for k, v in self._logs.items() if len(v) == len(self._prices[k])}
        said = {f"price.{k}": float(np.mean(v)) for k, v in whole.items()}
        for year in self._by_year["months"]:
            food = sum(self._by_year[k][year] for k in ("from_market", "from_ration", "from_farm"))
            if self._whole(year) and food:
                said[f"bought_share.{year}"] = 100 * float(self._by_year["from_market"][year] / food)
        return said


def reported(figures: Mapping[str, float], reporting: Reporting) -> dict[str, float]:
    """Counted figures as they were reported. Official rations: what was delivered over the reporting factor; before the
    famine, and where an outside estimate stands, delivered and recorded are taken to be the same. Quotes are of rice:
    the price of the model's one grain times what rice costs over it."""
    said = {f"price.rice.{k}": figures[f"price.grain.{k}"] + float(np.log(reporting.rice)) for k in QUOTED
            if f"price.grain.{k}" in figures}  # fmt: skip
    if "ration.2012_17" in figures:
        said["ration.announced.2012_17"] = figures["ration.2012_17"] / reporting.reported
    return said


def peak(by_year: dict[int, float]) -> float:
    """The year of most deaths, to a fraction: the top of the parabola through it and its neighbours, so that it does
    not jump from one year to the next."""
    year = max(by_year, key=lambda y: by_year[y])
    before, top, after = (by_year.get(y, 0.0) for y in (year - 1, year, year + 1))
    bend = before - 2 * top + after
    return year + (0.5 * (before - after) / bend if bend < 0 else 0.0)
