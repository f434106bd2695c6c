"""People as measures see them: flat columns of one month, made once and shared by all measures of a run.

Speakers saw their own surroundings. `seen_by` says whose surroundings a speaker's are taken to be, so that what is true
of the nation and what such a speaker would have met can stand side by side: for the woman who lived among members,
towns of the two provinces from which most who leave come; for the court poet and the diplomat, Pyongyang.
"""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any, ClassVar

import numpy as np

from tumen.columns import Array
from tumen.country import Country
from tumen.labels import PROVINCES, STATUSES
from tumen.observer import Observer
from tumen.persons import flat
from tumen.simulate import Moment

WANTED = (
    "soul", "line", "born", "house", "traits", "grade", "work", "status", "post", "party", "credibility", "loyalty",
    "display", "fatigue", "reserve", "eaten", "hours", "viewed", "meetings",
)  # fmt: skip
HOME, ABROAD = STATUSES.index("home"), STATUSES.index("abroad")
CHINA, SOUTH = STATUSES.index("China"), STATUSES.index("South")
TIER, FEMALE, OFFICE, GROWN = 9, 1, 2, 20
SHORT = 0.75
"""Who eats less than this part of the need counts as going hungry."""
PYONGYANG = PROVINCES.index("Pyongyang")
NORTHEAST = (PROVINCES.index("North Hamgyong"), PROVINCES.index("Ryanggang"))
QUARTERS = (3, 6, 9, 12)
OLDEST = 100

People = Mapping[str, Any]


def seen_by(speaker: str, p: People) -> Array:
    """Who lives around a speaker."""
    if speaker == "C":
        among: Array = np.isin(p["province"], NORTHEAST) & (p["urban"] > 0)
        return among
    capital: Array = p["province"] == PYONGYANG
    return capital


class Look:
    """The living of a country, month by month, each month made once for whoever asks."""

    def __init__(self, country: Country) -> None:
        self.country = country
        self._month, self._people = -1, {}  # type: tuple[int, dict[str, Array]]

    def people(self, moment: Moment) -> People:
        """Flat columns of all, with `need` (g a day), `fed` (eaten over need), `home`, `grown`, `tier`, `cell`."""
        if self._month != moment.month.index:
            self._people = _people(self.country)
            self._month = moment.month.index
        return self._people


def _people(c: Country) -> dict[str, Array]:
    p = flat(c, [name for name in WANTED if name in c.declared])
    p["woman"] = (p["traits"] & FEMALE).astype(np.int64)
    p["need"] = need_of(c, p)
    p["fed"] = p["eaten"] / np.maximum(p["need"], 1)
    p["at_home"] = p["status"] == HOME
    p["grown"] = p["at_home"] & (p["age"] >= GROWN)
    p["tier"] = p["grade"] >= TIER
    p["cell"] = cell_of(p)
    return p


def need_of(c: Country, p: People) -> Array:
    """Grain that each needs a day, by sex, age and work, from the published tables: what the people phase reckons."""
    a: Any = c.tables.arrays
    years = np.clip(p["age"].astype(np.int64), 0, OLDEST)
    kcal = a["energy_of"][p["woman"], years] * a["effort_of"][p["work"]]
    need: Array = np.maximum(kcal / float(c.numbers["rations"].per_gram) - float(a["other_food"]), 0)
    return need


def cell_of(p: People) -> Array:
    """Province, town or village, work, sex, ten years of age, as one number."""
    band = np.clip(p["age"].astype(np.int64) // 10, 0, 9)
    found: Array = (((p["province"].astype(np.int64) * 2 + p["urban"]) * 12 + p["work"]) * 2 + p["woman"]) * 10 + band
    return found


class Measure(Observer):
    """An observer that shares a look at the people with others. claims: the statements that its figures serve."""

    claims: ClassVar[frozenset[str]] = frozenset()

    def __init__(self, country: Country, look: Look | None = None) -> None:
        self.country, self.look = country, look or Look(country)
        self.said: dict[str, float] = {}

    def figures(self) -> dict[str, float]:
        """What was measured; a figure that nobody could answer is not there."""
        return {name: value for name, value in self.said.items() if value == value}
