"""The living of a country as flat columns, for onlookers: scenes, archetypes, surveys. It only reads."""

from collections.abc import Sequence
from typing import Any

import numpy as np

from tumen.columns import HOUSES, WIDTH, Array, Column, Household
from tumen.country import Country
from tumen.door import identity

ALWAYS = ("soul", "line", "born", "house")  # what the rest is made of


def flat(c: Country, only: Sequence[str] | None = None) -> dict[str, Array]:
    """Every person column over the living, unit by unit in the order of rows, and what goes with a person: `identity`,
    `unit`, `row`, `home` (a number for each household), `age` (years), `province`, `border`, `urban`, `weight`; for
    household columns (`cash`, `goods`, ...) what the person's household has. only: columns that are wanted; all."""
    a = c.tables.arrays
    living = np.arange(WIDTH) < a["n"][:, None]
    unit, row = np.nonzero(living)
    now = 0 if c.month is None else c.month.index + 1
    needed = {*ALWAYS, *(c.declared if only is None else only)}
    seen: dict[str, Array] = {k: a[k][living] for k, d in c.declared.items() if isinstance(d, Column) and k in needed}
    house, place = seen["house"], a["place"][unit]
    seen |= {k: a[k][unit, house] for k, d in c.declared.items() if isinstance(d, Household) and k in needed}
    extra: dict[str, Any] = {
        "identity": identity(seen["line"], seen["soul"]), "unit": unit, "row": row,
        "home": unit.astype(np.int64) * HOUSES + house, "age": (now - seen["born"].astype(np.int64)) / 12,
        "province": a["province"][unit], "weight": a["weight"][unit], "border": c.geo.border[place],
        "urban": c.geo.urban[place],
    }  # fmt: skip
    return seen | extra
