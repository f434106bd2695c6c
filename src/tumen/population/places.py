"""Where people live: places (county x town or country x ordinary or tier compound), cut into weighted units.

People outside camps are scaled so that ordinary growth brings them to the census of 31 December 1993, province by
province; counties and the share of towns follow the census of 2008, the only one published by county. Compounds of
the supply tiers stand in Pyongyang and the provincial capitals and are taken out of the towns that they stand in.

Below full scale each row stands for several persons. The few who decide (tiers) and the people of the border counties
keep small weights, the interior carries large ones, or the rare would be lost. At the smallest rung the counties of a
province are put together, border and interior apart.
"""

from dataclasses import dataclass
from functools import cache

import numpy as np
from numba import njit

from tumen.draws import hash32
from tumen.evidence import figure, table
from tumen.population.ages import growth_to_census
from tumen.population.census import CAPITAL, census_rows, classes, province_of, provinces
from tumen.population.families import families
from tumen.population.kinds import Array, Floats

INTERIOR, BORDER, TIER = 0, 1, 2
COUNTRY, TOWN = 0, 1
HOUSEHOLDS = 21  # a unit at the start: 20 to 28 in the record, and few enough that 128 rows suffice for two generations
FULL = 100  # persons in a unit that is as full as planned
GROWTH = 1.30  # room from the start: 20 M in 1990, 26 M in 2025
CHANCE = 8.0  # and rows more, times the root of the rows: few rows wander; those made of heavier ones wander in packs
LINKS, FAR = 8, 2
WEEKLY, THREE_DAY, DAILY = 0, 1, 2


@dataclass(frozen=True)
class Rung:
    """A resolution: persons that one row stands for, inside the country, in border counties, in the supply tiers."""

    name: str
    interior: int
    border: int
    tier: int
    by_county: bool = True


RUNGS: dict[str, Rung] = {
    "25k": Rung("25k", 1200, 200, 10, by_county=False),
    "250k": Rung("250k", 120, 20, 1),
    "2.5m": Rung("2.5m", 12, 2, 1),
    "25m": Rung("25m", 1, 1, 1),
}


@dataclass(frozen=True)
class Geography:
    """Arrays over places and units. Places of a county, counties of a province, units of a place lie side by side."""

    rung: Rung
    name: tuple[str, ...]  # over places
    county_name: tuple[str, ...]
    county: Array  # i4, index into county_name
    province: Array  # u1
    urban: Array  # u1
    tier: Array  # u1
    border: Array  # u1
    weight: Array  # i4
    persons: Array  # i8, expected at the start
    households: Array  # i4, rows of households at the start
    tier_households: Array  # (places, 3) i4: daily, three-day, weekly, in rows of households
    turn: Array  # i4, where a place stands in its province's sequence of households of one weight
    started: Array  # i4, units that hold people at the start
    first: Array  # i4, first unit
    units: Array  # i4, units with the empty ones
    unit_place: Array  # i4
    unit_province: Array  # u1
    unit_weight: Array  # i4
    link: Array  # (units, 8) i4


@dataclass
class _Spot:
    """One place in the making."""

    province: int
    county: str
    border: bool
    urban: int
    persons: float


def _serving(rows: dict[str, float]) -> dict[str, float]:
    """Share of the soldiers whom each row of the census sent: by people, fewer of hostile background."""
    fit = classes().not_hostile + (1 - classes().not_hostile) * figure("army.hostile_odds")
    sent = {p: n * fit[provinces().index(p)] for p, n in rows.items()}
    return {p: n / sum(sent.values()) for p, n in sent.items()}


@cache
def _spots() -> tuple[_Spot, ...]:
    """Persons of January 1990 by county, town and country, soldiers counted at home."""
    rows = census_rows()
    serves = _serving(rows)
    counties = []
    for r in table("county_population_2008"):
        printed = province_of(r["province"])
        counties.append((printed, province_of(r["province"], r["county"]), r))
    total = {p: sum(float(r["total"]) for q, _, r in counties if q == p) for p in rows}
    towns = {p: sum(float(r["urban"]) for q, _, r in counties if q == p and r["urban"]) for p in rows}
    known = {p: sum(float(r["total"]) for q, _, r in counties if q == p and r["urban"]) for p in rows}
    out = []
    for printed, province, r in counties:
        scale = (rows[printed] + figure("total.camps") * serves[printed]) / total[printed] / growth_to_census()
        people = float(r["total"])
        urban = float(r["urban"]) if r["urban"] else people * towns[printed] / known[printed]
        for kind, count in ((TOWN, urban), (COUNTRY, people - urban)):
            if count * scale >= 1:
                border = r["border"] == "yes"
                out.append(_Spot(provinces().index(province), r["county"], border, kind, count * scale))
    return tuple(sorted(out, key=lambda s: (s.province, s.county, -s.urban)))


def _tier_households() -> Floats:
    """(province, [weekly, three-day, daily]) households: the capital's share, the rest by people of the provinces."""
    people = np.zeros(len(provinces()))
    for s in _spots():
        people[s.province] += s.persons
    people[CAPITAL] = 0
    out = np.zeros((len(people), 3))
    for k, name in ((WEEKLY, "weekly"), (THREE_DAY, "three_day"), (DAILY, "daily")):
        all_, capital = figure(f"tier.{name}"), figure(f"tier.{name}_capital")
        out[:, k] = all_ * (1 - capital) * people / people.sum()
        out[CAPITAL, k] = all_ * capital
    return out


def _whole(x: Floats) -> Array:
    """Whole numbers beside x whose running sums stay within a half of those of x."""
    return np.diff(np.rint(np.cumsum(x)), prepend=0).astype(np.int64)


@njit(error_model="numpy", cache=True)
def _links(link, live, low, high, before, far):  # type: ignore[no-untyped-def]
    """Six units of the own county and two anywhere for every unit, by a hash of the unit; never itself if it can be.

    Those anywhere are drawn among people, of whom `before` counts how many live in this unit or in one before it: a
    unit that stands for more people is linked to more often. At full scale all units are of much the same size.
    """
    near, people = link.shape[1] - far, np.uint64(before[-1])
    for u in range(link.shape[0]):
        for k in range(link.shape[1]):
            a, b = (low[u], high[u]) if k < near else (0, live.shape[0])
            h = hash32(np.uint32(hash32(np.uint32(u)) + np.uint32(k)))
            if k < near:
                x = a + int((np.uint64(h) * np.uint64(b - a)) >> np.uint64(32))
                if live[x] == u and b - a > 1:
                    x = a + (x - a + 1) % (b - a)
            else:
                x = np.searchsorted(before, np.int64((np.uint64(h) * people) >> np.uint64(32)), "right")
                while live[x] == u and b - a > 1:
                    h = hash32(np.uint32(h + np.uint32(1)))
                    x = np.searchsorted(before, np.int64((np.uint64(h) * people) >> np.uint64(32)), "right")
            link[u, k] = live[x]


def _linked(
    county: Array, province: Array, first: Array, started: Array, unit_place: Array, households: Array, weight: Array
) -> Array:
    """Links of all units, towards units that hold people; a county of one unit looks to its province."""
    live = np.concatenate([np.arange(f, f + s) for f, s in zip(first, started, strict=True)])
    place_of = unit_place[live]
    rank, rows, shared = live - first[place_of], households[place_of], started[place_of]
    homes = (rank + 1) * rows // shared - rank * rows // shared  # as they are dealt to the units at the founding
    before = np.cumsum(homes * weight[place_of])
    ends = {}
    for name, key in (("county", county), ("province", province)):
        ends[name] = (
            np.searchsorted(key[place_of], key[unit_place], "left"),
            np.searchsorted(key[place_of], key[unit_place], "right"),
        )
    few = ends["county"][1] - ends["county"][0] < 2
    low, high = (np.where(few, ends["province"][k], ends["county"][k]) for k in (0, 1))
    link = np.zeros((len(unit_place), LINKS), np.int32)
    _links(link, live.astype(np.int32), low, high, before, FAR)
    return link


@cache
def geography(rung: str) -> Geography:
    """All places and units of one rung; the same for every seed."""
    r = RUNGS[rung]
    size, tiers, names = families().size, _tier_households(), provinces()
    capital = [row["capital"] for row in table("provinces")]
    groups: dict[tuple[int, str, int, int], float] = {}  # (province, county, town, stratum) -> persons
    for spot in _spots():
        where = spot.county if r.by_county else names[spot.province] + (" border" if spot.border else "")
        people, stratum_ = spot.persons, BORDER if spot.border else INTERIOR
        if spot.urban == TOWN and spot.county == capital[spot.province]:
            in_compounds = float(tiers[spot.province].sum()) * size
            groups[spot.province, where, TOWN, TIER] = in_compounds
            people -= in_compounds
        key = (spot.province, where, spot.urban, stratum_)
        groups[key] = groups.get(key, 0.0) + people
    keys = sorted(groups, key=lambda k: (k[0], k[1], k[3] == TIER, -k[2]))
    province, urban, stratum = (np.array([k[i] for k in keys]) for i in (0, 2, 3))
    weight = np.choose(stratum, [r.interior, r.border, r.tier])
    wanted = np.array([groups[k] for k in keys]) / weight / size
    households, by_tier = np.zeros(len(keys), np.int64), np.zeros((len(keys), 3), np.int64)
    turn = np.zeros(len(keys), np.int64)
    for p in range(len(names)):
        for s in (INTERIOR, BORDER):  # running sums within a province and weight, so that small places lose nobody
            here = (province == p) & (stratum == s)
            households[here] = np.maximum(_whole(wanted[here]), 1)
            turn[here] = np.cumsum(households[here]) - households[here]
        here = (province == p) & (stratum == TIER)
        by_tier[here] = np.rint(tiers[p][::-1] / r.tier)
        households[here] = by_tier[here].sum()
    started = -(-households // HOUSEHOLDS)
    rows = households * size
    pack = np.where(stratum == BORDER, r.interior / r.border, 1.0)
    room = np.ceil((GROWTH * rows + CHANCE * np.sqrt(rows * pack)) / FULL).astype(np.int64)
    units = np.maximum(room, started) + 1
    first = np.cumsum(units) - units
    county_names = tuple(dict.fromkeys((k[0], k[1]) for k in keys))
    county = np.array([county_names.index((k[0], k[1])) for k in keys], np.int32)
    unit_place = np.repeat(np.arange(len(keys)), units)
    what = {TOWN: "town", COUNTRY: "country"}
    frozen = dict(
        county=county, province=province.astype(np.uint8), urban=urban.astype(np.uint8),
        tier=(stratum == TIER).astype(np.uint8), border=(stratum == BORDER).astype(np.uint8),
        weight=weight.astype(np.int32),
        persons=np.rint(households * size * weight).astype(np.int64), households=households.astype(np.int32),
        tier_households=by_tier.astype(np.int32), turn=turn.astype(np.int32),
        started=started.astype(np.int32), first=first.astype(np.int32),
        units=units.astype(np.int32), unit_place=unit_place.astype(np.int32),
        unit_province=province[unit_place].astype(np.uint8), unit_weight=weight[unit_place].astype(np.int32),
        link=_linked(county, province, first, started, unit_place, households, weight),
    )  # fmt: skip
    for a in frozen.values():
        a.flags.writeable = False
    return Geography(
        rung=r,
        name=tuple(f"{k[1]}, {'tier compounds' if k[3] == TIER else what[k[2]]}" for k in keys),
        county_name=tuple(c for _, c in county_names),
        **frozen,
    )
