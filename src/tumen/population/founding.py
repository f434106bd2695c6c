"""Filling the rows: every unit from the seed and its own number alone, household by household.

Which household a unit's k-th is follows a low-discrepancy sequence over the households of its province (Roberts'
generalised golden ratio), shifted by seed and province: so even a small province has the right mix of families, and
still no unit depends on another. What single persons are and do is drawn by their identity. Members of a tier
household share its grade; the first units of a compound are the highest.
"""

from collections.abc import Mapping
from functools import cache
from typing import Any, NamedTuple

import numpy as np
from numba import njit

from tumen.draws import f4, i2, i4, u1, u4, u8
from tumen.draws import founder as inlined_founder
from tumen.evidence import figure, table
from tumen.population.families import COUPLE, LEAVES_HOME, LONE_WOMAN, families
from tumen.population.kinds import Array
from tumen.population.persons import DISABLED, FEMALE, HEAD, KEYS, MARRIED, draw, fill_person
from tumen.population.places import Geography
from tumen.population.work import FARMER, HOSTILE, OFFICIAL, WAVERING, lives

ROOM = 110  # no unit starts fuller
PEOPLE = 64  # in one household, at most
NEVER = -1200  # last birth of a woman who has no child at home: a hundred years ago
FIRST_TIER_GRADE, TIERS = 9, 3
# 2**32 over the powers 1, 2, 3 of the root of x**4 = x + 1: the steps of the sequence.
STEPS = np.array([3518319155, 2882110345, 2360945575], np.uint64)
SHIFTS = 1 << 40  # unit numbers from here on give the shifts of places, not people
TO_1 = 2.0**-32
MONTHS = 12
CLASS_SHIFT = 2
GUEST, CLASS, FARM, GOODS, CASH, AGE, SEX, GUEST_AGE, GUEST_KIN, GUEST_MANY = range(10)

PERSONS = dict(
    soul=np.uint32, line=np.uint32, born=np.int16, traits=np.uint8, house=np.uint8, work=np.uint8, status=np.uint8,
    where=np.uint8, last_birth=np.int16, party=np.uint8, grade=np.uint8,
)  # fmt: skip
STORES = dict(cash=np.int32, grain=np.int32, goods=np.uint16)
WIDTH, HOUSES = 128, 48


class Means(NamedTuple):
    """What households own at the start, and how unequal they are."""

    spread: float  # of family sizes
    goods: float
    goods_spread: float
    goods_tier: float
    cash: float  # won a worker
    farm_grain: float  # g a person present
    town_days: float
    grams: Array  # (12,) i4 of ration a day by grade


@cache
def means() -> Means:
    rows = [r for r in table("ration_scale") if r["ration_grade"].isdigit()]  # the others are of later years
    public = [int(r["grams_per_day"]) for r in sorted(rows, key=lambda r: int(r["ration_grade"]))]
    worker = public[2]  # what the tiers are owed in grams; their better food is another matter
    return Means(
        figure("household.family_spread"), figure("household.goods"),
        figure("household.goods_spread"), figure("household.goods_tier"),
        figure("household.pay") * figure("household.pay_months"), figure("household.farm_grain") * 1000,
        figure("household.town_days"), np.array(public + [worker] * TIERS, np.int32),
    )  # fmt: skip


@njit(error_model="numpy", nogil=True, cache=True)
def founder(seed, unit, row):  # type: ignore[no-untyped-def]
    return inlined_founder(seed, unit, row)


@njit(error_model="numpy", nogil=True, cache=True)
def _children(child_rate, mother, first, many, spread, ages, at):  # type: ignore[no-untyped-def]
    """Ages of a mother's unmarried children, youngest first, from row `at`. Returns the next free row.

    Systematic sampling along her years: births keep their distance, and every age has its expected number."""
    factor = 1.0 - spread + 2.0 * spread * many
    total = first
    for age in range(LEAVES_HOME):
        before = int(total)
        total += factor * child_rate[mother, age]
        if int(total) > before and at < ages.shape[0]:
            ages[at] = age
            at += 1
    return at


@njit(error_model="numpy", nogil=True, cache=True)
def _above(top, q):  # type: ignore[no-untyped-def]
    """First index whose cumulated share is above q."""
    low, high = 0, top.shape[0] - 1
    while low < high:
        middle = (low + high) // 2
        if top[middle] > q:
            high = middle
        else:
            low = middle + 1
    return low


@njit(error_model="numpy", nogil=True, cache=True)
def _household(fam, q, spread, luck, seed, unit, row, keys, ages, female, flags, mother):  # type: ignore[no-untyped-def]
    """Draw one household into a sheet: age, sex, marks, and the sheet row of the mother (or -1). Returns its size."""
    core = _above(fam.core_top, q[0])
    kind = fam.core_kind[core]
    mothers_row, size = 0, 1
    mother[0] = mother[1] = -1
    if kind == COUPLE:
        ages[0], female[0], flags[0] = fam.core_his[core], 0, MARRIED | HEAD
        ages[1], female[1], flags[1] = fam.core_her[core], 1, MARRIED
        mothers_row, size = 1, 2
    elif kind == LONE_WOMAN:
        ages[0], female[0], flags[0] = fam.core_her[core], 1, HEAD
    else:
        ages[0], female[0], flags[0] = fam.core_his[core], 0, HEAD
    first_child = size
    if fam.core_mother[core] and kind <= LONE_WOMAN:
        size = _children(fam.child_rate, fam.core_her[core], q[1], q[2], spread, ages, size)
    for i in range(first_child, size):
        mother[i] = mothers_row
    if kind == COUPLE and draw(keys[GUEST], luck) < fam.guest_rate[ages[0]]:
        guest = _above(fam.guest_top[ages[0]], draw(keys[GUEST_AGE], luck))
        years = fam.guest_rate.shape[0]
        at = size
        ages[at], female[at], flags[at], mother[at] = guest % years, 1 if guest < years else 0, 0, -1
        size += 1
        if female[at]:
            kin, many = draw(keys[GUEST_KIN], luck), draw(keys[GUEST_MANY], luck)
            size = _children(fam.child_rate, ages[at], kin, many, spread, ages, size)
        for i in range(at + 1, size):
            mother[i] = at
    for i in range(first_child, size):
        if mother[i] >= 0:
            flags[i] = 0
            who = u4(founder(seed, unit, row + i) & u8(0xFFFFFFFF))
            female[i] = 1 if draw(keys[SEX], who) < fam.child_girl[ages[i]] else 0
    return size


@njit(error_model="numpy", nogil=True, cache=True)
def _fill(  # type: ignore[no-untyped-def]
    lo, hi, seed, keys, fam, lot, own, steps, place, first, started, households, turn, by_tier, province, urban, weight,
    n, soul, line, born, traits, house, work, status, where, last_birth, party, grade, cash, grain, goods,
):  # fmt: skip
    ages, female = np.zeros(PEOPLE, np.int64), np.zeros(PEOPLE, np.int64)
    flags, mother = np.zeros(PEOPLE, np.int64), np.zeros(PEOPLE, np.int64)
    q = np.zeros(steps.shape[0])
    for unit in range(lo, hi):
        u = unit - lo
        n[u] = 0
        p = place[unit]
        rank = unit - first[p]
        if rank >= started[p]:
            continue
        prov, town = province[p], urban[p]
        begin = rank * households[p] // started[p]
        end = (rank + 1) * households[p] // started[p]
        row = 0
        for k in range(begin, end):
            for j in range(steps.shape[0]):
                shift = founder(seed, SHIFTS + prov * SHIFTS + weight[p], j) & u8(0xFFFFFFFF)
                q[j] = float((shift + u8(turn[p] + k) * steps[j]) & u8(0xFFFFFFFF)) * TO_1
            luck = u4(founder(seed, unit, row) & u8(0xFFFFFFFF))
            size = _household(fam, q, own.spread, luck, seed, unit, row, keys, ages, female, flags, mother)
            if row + size > ROOM:
                break
            tier = 0
            if by_tier[p, 0] + by_tier[p, 1] + by_tier[p, 2] > 0:
                tier = FIRST_TIER_GRADE + (2 if k < by_tier[p, 0] else (1 if k < by_tier[p, 0] + by_tier[p, 1] else 0))
            d = draw(keys[CLASS], luck)
            background = 0 if tier or d < lot.core[prov] else (WAVERING if d < lot.not_hostile[prov] else HOSTILE)
            farm = tier == 0 and draw(keys[FARM], luck) < lot.farm[town]
            h = k - begin
            workers, present, ration = 0, 0, 0
            for i in range(size):
                r = row + i
                identity = founder(seed, unit, r)
                who = u4(identity & u8(0xFFFFFFFF))
                soul[u, r], line[u, r], house[u, r] = who, u4(identity >> u8(32)), u1(h)
                since = MONTHS * ages[i] + int(draw(keys[AGE], who) * f4(MONTHS))
                born[u, r] = i2(-max(since, 1))  # the children of the first month are yet to be born
                last_birth[u, r] = i2(NEVER)
                did, state, at, rank_, step, disabled = fill_person(
                    lot, keys, who, ages[i], female[i], flags[i], background, tier, farm, town, prov
                )
                traits[u, r] = u1(
                    (FEMALE if female[i] else 0) | flags[i] | (background << CLASS_SHIFT)
                    | (DISABLED if disabled else 0)
                )
                work[u, r], status[u, r], where[u, r], party[u, r], grade[u, r] = did, state, at, rank_, step
                workers += 1 if FARMER <= did <= OFFICIAL else 0
                present += 1 if state == 0 else 0
                ration += own.grams[step] if state == 0 else 0
            for i in range(size):
                if mother[i] >= 0:
                    last_birth[u, row + mother[i]] = max(last_birth[u, row + mother[i]], born[u, row + i])
            even = 1.0 - own.goods_spread
            set_ = own.goods * (own.goods_tier if tier else 1.0)
            goods[u, h] = int(set_ * (even + 2 * own.goods_spread * draw(keys[GOODS], luck)))
            cash[u, h] = int(own.cash * workers * (even + 2 * own.goods_spread * draw(keys[CASH], luck)))
            grain[u, h] = int(own.farm_grain * present) if farm else int(own.town_days * ration)
            row += size
        n[u] = i4(row)


def found(
    geo: Geography, seed: int, arrays: Mapping[str, Array], units: tuple[int, int], at: int | None = None
) -> None:
    """Fill the rows of units lo..hi (not hi) of `arrays`: persons (U, 128), households (U, 48), and `n` (U,).

    `at`: row of `arrays` where unit lo stands, if not lo itself, so that a unit can be founded in a table of its own.
    Arrays that the schedule does not declare are left out. What is written depends on seed and unit only.
    """
    lo, hi = units
    rows = slice(lo, hi) if at is None else slice(at, at + hi - lo)
    spare: dict[str, Array] = {}

    def part(name: str, dtype: Any, width: int) -> Array:
        if name in arrays:
            return arrays[name][rows]
        return spare.setdefault(name, np.empty((hi - lo, width), dtype))

    people = [part(name, t, WIDTH) for name, t in PERSONS.items()]
    stores = [part(name, t, HOUSES) for name, t in STORES.items()]
    _fill(
        lo, hi, seed, KEYS, families(), lives(), means(), STEPS, geo.unit_place, geo.first, geo.started, geo.households,
        geo.turn, geo.tier_households, geo.province, geo.urban, geo.weight, arrays["n"][rows], *people, *stores,
    )  # fmt: skip
