"""The state of the country in a year, from the run's results, as it bore on people: ration, price, hunger, border."""

from __future__ import annotations

from functools import cached_property
from pathlib import Path
from typing import Any

import numpy as np

from tumen.labels import PROVINCES

TONNE = 1e6  # grams
TOLD = ("ration_national", "rice_price", "excess_deaths", "brought", "reform_ratio", "leader")


class Times:
    """Yearly figures of a run's results. Without results it says nothing of the country."""

    def __init__(self, run: Path, first_year: int = 1990) -> None:
        self.path, self.first = run / "results.nc", first_year

    @cached_property
    def _months(self) -> dict[str, Any]:
        """The months of what is told of, of the first run; empty where there are no results."""
        if not self.path.is_file():
            return {}
        import netCDF4

        with netCDF4.Dataset(self.path) as file:
            return {name: np.asarray(file[name][0]) for name in TOLD if name in file.variables}

    def _year(self, name: str, year: int) -> Any:
        """A variable's months of a year; None where it was not recorded or the year is not whole."""
        start = 12 * (year - self.first)
        values = self._months.get(name, np.empty(0))[start : start + 12]
        return values if len(values) == 12 else None

    def of(self, year: int, province: int) -> dict[str, float]:
        """What is known of a year: ration (g a day), price (won a kg, the province's December), hunger deaths, grain
        over the border (t), the exchange of money, whether the leader died."""
        found: dict[str, float] = {}
        ration, price = self._year("ration_national", year), self._year("rice_price", year)
        deaths, brought = self._year("excess_deaths", year), self._year("brought", year)
        reform, leader = self._year("reform_ratio", year), self._year("leader", year)
        if ration is not None:
            found["ration"] = float(ration.mean())
        if price is not None:
            found["price"] = float(price[-1, province])
        if deaths is not None:
            found["hunger_deaths"] = float(deaths.sum())
        if brought is not None:
            found["border_grain"] = float(brought.sum() / TONNE)
        if reform is not None and reform.max() > 1:
            found["exchange"] = float(reform.max())
        if leader is not None and leader[0] != leader[-1]:
            found["leader_died"] = 1.0
        return found

    def says(self, year: int, province: int) -> str:
        """The year in a sentence, or nothing."""
        f = self.of(year, province)
        parts = []
        if "ration" in f:
            parts.append(f"the ration is {f['ration']:.0f} g a day")
        if "price" in f:
            parts.append(f"grain costs {f['price']:,.0f} won a kilogram in {PROVINCES[province]}")
        if f.get("hunger_deaths", 0) >= 1000:
            parts.append(f"hunger kills {rounded(f['hunger_deaths'])} people in the year")
        if "border_grain" in f:
            tonnes = f["border_grain"]
            parts.append("traders bring no grain over the border" if tonnes < 100 else
                         f"traders bring {rounded(tonnes)} t of grain over the border")  # fmt: skip
        if "exchange" in f:
            parts.append(f"{f['exchange']:.0f} old won are exchanged for one new")
        if "leader_died" in f:
            parts.append("the leader dies and another follows")
        return ", ".join(parts)


def rounded(n: float) -> str:
    """Two figures of a number: more would claim what no model knows."""
    if n < 100:
        return f"{n:.0f}"
    power = 10 ** (len(str(int(n))) - 2)
    return f"{round(n / power) * power:,}"
