"""The founding population of January 1990, synthesised from the census tables: places, units, households, persons.

`geography(rung)` lays out places and units; `found(geo, seed, arrays, units)` fills the rows of some units, each from
the seed and its own number alone, so that any unit can be founded again by itself. Read `ages`, `families`, `work`,
`places` for what is assumed; every figure stands in the tables of `tumen.evidence`.
"""

from tumen.population.census import provinces
from tumen.population.founding import found
from tumen.population.places import RUNGS, Geography, Rung, geography
from tumen.population.work import public_grades

__all__ = ["RUNGS", "Geography", "Rung", "found", "geography", "provinces", "public_grades"]
