"""Rows of the census and what is told of class background by province."""

from functools import cache
from typing import NamedTuple

import numpy as np

from tumen.evidence import figure, table
from tumen.population.kinds import Floats

CAPITAL = 0


@cache
def provinces() -> tuple[str, ...]:
    """The eleven provinces in the order of all arrays."""
    return tuple(row["province"] for row in table("provinces"))


def province_of(printed: str, county: str = "") -> str:
    """The province of the map for a row of a table: Nampo is South Pyongan's, Rason stands apart."""
    if county == "Rason City":
        return "Rason"
    name = printed.partition(" (")[0]
    return {"Nampo": "South Pyongan"}.get(name, name)


def census_rows() -> dict[str, float]:
    """Civilians outside camps on 31 December 1993 by the ten rows of the census."""
    names = {r["province"]: province_of(r["province"]) for r in table("province_population")}
    return {
        names[r["province"]]: float(r["pop_1993"])
        for r in table("province_population")
        if names[r["province"]] in provinces()
    }


class Classes(NamedTuple):
    """Shares of households by province."""

    core: Floats
    not_hostile: Floats


@cache
def classes() -> Classes:
    """Class background by province: the capital is kept for the core, the rest makes up the nation's shares."""
    rows = census_rows()
    capital = rows[provinces()[CAPITAL]] / sum(rows.values())
    out = []
    for name in ("core", "hostile"):
        here = figure(f"class.{name}_pyongyang")
        rest = (figure(f"class.{name}") - capital * here) / (1 - capital)
        out.append(np.array([here if p == provinces()[CAPITAL] else rest for p in provinces()]))
    return Classes(out[0], 1 - out[1])
