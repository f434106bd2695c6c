"""Who lives with whom in 1990: expected numbers of every kind of household, such that people of each age are seated.

Nobody published the distribution of households, so it is built from what is known of its parts (assumed, grade D):
men of each age have wives (ages by a table of gaps), everybody unmarried lives with a mother (ages by a table of
motherhood), some widowed old people live with a married child, the others head a household or live alone. How many of
the old move in is not chosen: it is what makes the mean household 3.97 persons. Soldiers count in the household that
they come from.

What is computed is exact in expectation: drawing households by these tables gives the age and sex structure it
started from. Only + - * / and sums enter, and results are rounded, so that every machine founds the same country.
"""

from functools import cache
from typing import NamedTuple

import numpy as np

from tumen.evidence import figure, table
from tumen.population.ages import MEN, WOMEN, YEARS, people_1990
from tumen.population.kinds import Array, Floats

COUPLE, LONE_WOMAN, LONE_MAN = 0, 1, 2
LEAVES_HOME = 41  # nobody older than 40 is counted as somebody's child at home
WIDOWED = 45  # from this age on women are without a husband because there are too few men
OLD = 55  # from here on the widowed may live with a married child
FITTING_ROUNDS = 200
DIGITS = 9


class Families(NamedTuple):
    """Tables to draw households from; `core_*` run over kinds of household, sorted, with cumulated shares."""

    core_kind: Array  # u1
    core_her: Array  # u1: age of wife or lone woman
    core_his: Array  # u1: age of husband or lone man
    core_top: Floats  # cumulated share
    core_mother: Array  # u1: 1 where she was ever married, so may have children at home
    child_rate: Floats  # (101, 41): children of each age at home for each woman ever married, by her age
    child_girl: Floats  # (41,): share of girls among unmarried people of an age
    guest_rate: Floats  # (101,): old people moved in for each couple, by his age
    guest_top: Floats  # (101, 202): cumulated share over women 0..100, then men 0..100
    size: float  # mean household
    unmarried: Floats  # (2, 101)
    married: Floats  # (2, 101)


def _by_age(name: str, column: str) -> Floats:
    out = np.zeros(YEARS)
    for row in table(name):
        out[int(row["age"])] = float(row[column])
    return out


def _ratio(wanted: Floats, got: Floats) -> Floats:
    return np.where(got > 0, wanted / np.where(got > 0, got, 1), 0)


def _couples(husbands: Floats, most_wives: Floats) -> Floats:
    """Couples by (her age, his age): every husband has a wife, no year group of women is overdrawn."""
    start = np.zeros((YEARS, YEARS))
    for row in table("spouse_age_gap"):
        gap = int(row["husband_minus_wife"])
        for his in range(max(gap, 0), min(YEARS, YEARS + gap)):
            start[his - gap, his] = float(row["share"])
    start[most_wives <= 0] = 0
    pairs = start
    for _ in range(FITTING_ROUNDS):
        pairs = pairs * _ratio(husbands, pairs.sum(axis=0))
        women = pairs.sum(axis=1)
        pairs = pairs * np.where(women > most_wives, _ratio(most_wives, women), 1)[:, None]
    # A shortage of men (the war's, and small year groups) falls on the older women: hardly any young mother is alone.
    wives = pairs.sum(axis=1)
    least = most_wives[:WIDOWED] * (1 - figure("household.lone_mothers"))
    wives[:WIDOWED] = np.maximum(wives[:WIDOWED], least)
    wives[WIDOWED:] *= (husbands.sum() - wives[:WIDOWED].sum()) / wives[WIDOWED:].sum()
    for _ in range(FITTING_ROUNDS):
        pairs = pairs * _ratio(wives, pairs.sum(axis=1))[:, None]
        pairs = pairs * _ratio(husbands, pairs.sum(axis=0))
    return pairs


def _mothers_of(children: Floats, mothers: Floats) -> Floats:
    """(her age, child's age): how many unmarried people of each age live with a mother of each age."""
    out = np.zeros((YEARS, LEAVES_HOME))
    pattern = _by_age("motherhood_pattern", "share")
    for age in range(LEAVES_HOME):
        share = np.zeros(YEARS)
        share[age:] = pattern[: YEARS - age] * mothers[age:]
        out[:, age] = children[age] * share / share.sum()
    return out


@cache
def families() -> Families:
    people = people_1990()
    ever = np.stack([_by_age("marriage_1990", f"{sex}_ever_married") for sex in ("men", "women")])
    alone = _by_age("marriage_1990", "men_without_wife")
    mothers = people[WOMEN] * ever[WOMEN]
    pairs = _couples(people[MEN] * ever[MEN] * (1 - alone), mothers)
    wives, husbands = pairs.sum(axis=1), pairs.sum(axis=0)
    widows, widowers = mothers - wives, people[MEN] * ever[MEN] - husbands
    unmarried = people * (1 - ever)
    at_home = unmarried[:, :LEAVES_HOME].sum(axis=0)
    seated = _mothers_of(at_home, mothers)
    child_rate = seated * _ratio(np.ones(YEARS), mothers)[:, None]
    single = unmarried.copy()
    single[:, :LEAVES_HOME] = 0

    # Old people move in until the mean household has the size of the census.
    may_move = np.stack([widowers, widows])
    may_move[:, :OLD] = 0
    if_none = pairs.sum() + widows.sum() + widowers.sum() + single.sum()
    moved = (if_none - people.sum() / figure("household.size")) / may_move.sum()
    if not 0 <= moved <= 0.95:
        raise ValueError(f"no share of old people moving in gives the mean household: {moved:.2f}")
    guests = may_move * moved
    host = np.zeros((2, YEARS, YEARS))  # (sex of guest, age of guest, his age)
    pattern = _by_age("motherhood_pattern", "share")
    for sex in (MEN, WOMEN):
        for age in range(OLD, YEARS):
            share = np.zeros(YEARS)
            share[: age + 1] = pattern[age::-1] * husbands[: age + 1]
            host[sex, age] = guests[sex, age] * share / share.sum()
    taken = host.sum(axis=(0, 1))
    guest_rate = _ratio(taken, husbands)
    by_host = np.concatenate([host[WOMEN], host[MEN]]).T
    guest_top = np.cumsum(by_host, axis=1) / np.where(taken > 0, taken, 1)[:, None]

    her, his = np.nonzero(pairs > people.sum() * 1e-9)
    ages = np.arange(YEARS)
    stay = np.stack([widowers, widows]) - guests
    count = np.concatenate([pairs[her, his], stay[WOMEN], single[WOMEN], stay[MEN], single[MEN]])
    kind = np.repeat([COUPLE, LONE_WOMAN, LONE_WOMAN, LONE_MAN, LONE_MAN], [len(her), YEARS, YEARS, YEARS, YEARS])
    zero = np.zeros(YEARS, int)
    core_her = np.concatenate([her, ages, ages, zero, zero])
    core_his = np.concatenate([his, zero, zero, ages, ages])
    mother = np.repeat([1, 1, 0, 0, 0], [len(her), YEARS, YEARS, YEARS, YEARS])
    keep = count > 0
    top = np.cumsum(count[keep]) / count[keep].sum()
    girls = unmarried[WOMEN, :LEAVES_HOME] / at_home
    kind, core_her, core_his = (a[keep].astype(np.uint8) for a in (kind, core_her, core_his))
    return Families(
        kind, core_her, core_his,
        top.round(DIGITS),
        mother[keep].astype(np.uint8),
        child_rate.round(DIGITS),
        girls.round(DIGITS),
        guest_rate.round(DIGITS),
        guest_top.round(DIGITS),
        float(people.sum() / count[keep].sum()),
        unmarried,
        np.stack([husbands, wives]),
    )  # fmt: skip
