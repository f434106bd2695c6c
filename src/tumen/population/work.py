"""What people do and what they are: work, army, school, class background, Party, disability, public grade.

The census of 2008 gives shares of the active by branch and sex; who works is 76 % of those of 16 and over (1993).
What it does not give by age, sex and place is assumed and stands in the table `founding` with its range. Levels that
are known (soldiers, Party members, women at work, farm and industry) are met in expectation by solving for the odds.
"""

from functools import cache
from typing import NamedTuple

import numpy as np

from tumen.evidence import figure, table
from tumen.population.ages import MEN, WOMEN, YEARS, people_1990
from tumen.population.census import classes
from tumen.population.families import families
from tumen.population.kinds import Array, Floats
from tumen.population.places import TOWN, geography

CHILD, PUPIL, STUDENT, FARMER, HEAVY, INDUSTRY, OFFICE, OFFICIAL, HOUSEWIFE, RETIRED, SOLDIER, NO_WORK = range(12)
CORE, WAVERING, HOSTILE = 0, 1, 2
WORKS = 12
OFFICIAL_FROM = 25
HALVINGS = 60


class Lives(NamedTuple):
    """Odds that the founding draws by; all float32, ages whole years."""

    core: Array  # (11,) share of households of core background, by province
    not_hostile: Array  # (11,) share of core and wavering
    disabled: Array  # (101,)
    soldier: Array  # (2, 3, 101) by sex, class, age, for the unmarried
    station: Array  # (11,) cumulated share of soldiers by province of station
    student: Array  # (2, 101)
    retired: Array  # (2, 101)
    housewife: Array  # (101,) of married women
    official: Array  # (2, 3, 101)
    farm: Array  # (2,) share of households in farming: country, town
    industry: Array  # (2,) share of the active outside farms
    heavy: Array  # (2,) share of industry workers: men, women
    party: Array  # (2, 3, 101), of those who are no officials
    office: float  # share of officials who hold a Party office
    no_work: float  # share of disabled adults without work
    face: float  # share of heavy workers in hazardous posts
    grade: Array  # (12, 101) u1, public grade 0..8
    school_from: int
    school_to: int
    student_tier: float  # share of students at that age in tier households
    old_official: float  # how much likelier than others the head of a tier household is to retire


@cache
def public_grades() -> Array:
    """Public grade (0 = first grade, 900 g, to 8 = ninth, 100 g) by work (12) and age in years (0..100)."""
    out = np.full((WORKS, YEARS), 6, np.uint8)
    for r in table("public_grades"):
        out[int(r["work"]), int(r["age_from"]) : int(r["age_to"]) + 1] = int(r["grade_number"]) - 1
    return out


def _ages(low: float, high: float) -> Floats:
    """1 at ages low..high, else 0."""
    age = np.arange(YEARS)
    return ((age >= low) & (age <= high)).astype(float)


def _mix() -> Floats:
    """National shares of the three class backgrounds."""
    core, hostile = figure("class.core"), figure("class.hostile")
    return np.array([core, 1 - core - hostile, hostile])


def _level(odds: Floats, people: Floats, wanted: float) -> Floats:
    """Odds scaled until people x odds adds up to what is wanted, none above 1."""
    low, high = 0.0, 1e3
    for _ in range(HALVINGS):
        middle = (low + high) / 2
        if (people * np.minimum(1, odds * middle)).sum() < wanted:
            low = middle
        else:
            high = middle
    return np.minimum(1, odds * high)


def _party_odds() -> Floats:
    """Relative odds of membership by sex, class, age."""
    ages = [(float(r["age"]), float(r["relative"])) for r in table("party_age")]
    by_age = np.interp(np.arange(YEARS), [a for a, _ in ages], [v for _, v in ages])
    by_age[: int(figure("party.age_from"))] = 0
    out = np.zeros((2, 3, YEARS))
    for r in table("party_propensity"):
        sex, group = ("men", "women").index(r["sex"]), ("core", "wavering", "hostile").index(r["class"])
        out[sex, group] = float(r["relative"]) * by_age
    return out


def _small(odds: Array) -> Array:
    """Rounded, so that one bit of a library moves nobody."""
    return np.asarray(odds, float).round(7).astype(np.float32)


@cache
def lives() -> Lives:
    f = families()
    places = geography("25m")
    people = people_1990() * (float(places.persons.sum()) / people_1990().sum())
    scale = people.sum() / people_1990().sum()
    unmarried, married = f.unmarried * scale, f.married * scale
    mix = _mix()

    disabled = np.select(
        [np.arange(YEARS) < 20, np.arange(YEARS) < 60],
        [figure("disabled.child"), figure("disabled.adult")],
        figure("disabled.old"),
    )
    odds = np.array([1.0, 1.0, figure("army.hostile_odds")])
    soldier = np.zeros((2, 3, YEARS))
    sought = figure("army.size") * np.array([1 - figure("army.women"), figure("army.women")])
    for sex, name in ((MEN, "men"), (WOMEN, "women")):
        serves = _ages(figure("army.age_from"), figure(f"army.age_to_{name}") - 1)
        fit = mix[:, None] * (unmarried[sex] * (1 - disabled) * serves)[None, :]
        soldier[sex] = _level(odds[:, None] * serves[None, :], fit, sought[sex])
    in_army = (mix[None, :, None] * unmarried[:, None, :] * (1 - disabled) * soldier).sum(axis=1)

    student = np.zeros((2, YEARS))
    retired = np.zeros((2, YEARS))
    adult = _ages(figure("work.school_to") + 1, YEARS)
    for sex, name in ((MEN, "men"), (WOMEN, "women")):
        student[sex] = _ages(figure("work.school_to") + 1, figure("work.student_to")) * figure(f"work.student_{name}")
        retired[sex] = _ages(figure(f"work.retire_{name}"), YEARS) * (1 - figure("work.old_active"))
    idle = disabled * figure("disabled.no_work")
    free = (people - in_army) * adult * (1 - student) * (1 - retired) * (1 - idle)
    outside_camps = ((people - in_army) * _ages(figure("work.school_to"), YEARS)).sum() + (
        figure("army.size") - figure("total.camps")
    )
    women_wanted = figure("work.active_rate") * outside_camps * figure("work.women_share")
    wives = married[WOMEN] * adult * (1 - student[WOMEN]) * (1 - retired[WOMEN]) * (1 - idle)
    housewife = float(np.clip((free[WOMEN].sum() - women_wanted) / wives.sum(), 0, 1))
    active = free.copy()
    active[WOMEN] -= wives * housewife

    rank = np.zeros((2, 3, YEARS))
    rank[MEN, :2] = _ages(OFFICIAL_FROM, YEARS)
    rank[WOMEN, :2] = _ages(OFFICIAL_FROM, YEARS) * figure("work.officials_women")
    can = mix[None, :, None] * active[:, None, :]
    official = _level(rank, can, figure("work.officials") * active.sum())
    officials = (can * official).sum()

    town = float(places.persons[places.urban == TOWN].sum() / places.persons.sum())
    farm_town, industry_country = figure("work.farm_urban"), figure("work.industry_rural")
    farm = np.array([(figure("work.farm") - town * farm_town) / (1 - town), farm_town])
    industry = np.array([industry_country, (figure("work.industry") - (1 - town) * industry_country) / town])
    farm, industry = (share / (1 - figure("work.officials")) for share in (farm, industry))  # officials come from all
    outside = 1 - farm
    members = figure("party.members")
    others = mix[None, :, None] * people[:, None, :] - can * official
    party = _level(_party_odds(), others, members - officials)
    core, not_hostile = classes()
    stations = np.array([float(r["weight_of_army"]) for r in table("provinces")])
    return Lives(
        core=_small(core), not_hostile=_small(not_hostile), disabled=_small(disabled), soldier=_small(soldier),
        station=_small(np.cumsum(stations) / stations.sum()), student=_small(student), retired=_small(retired),
        housewife=_small(np.where(_ages(0, figure("work.retire_women") - 1) > 0, housewife, 0)),
        official=_small(official), farm=_small(farm), industry=_small(industry / outside),
        heavy=_small(np.array([figure("work.heavy_men"), figure("work.heavy_women")])), party=_small(party),
        office=round(figure("party.office_share") * members / officials, 7), no_work=figure("disabled.no_work"),
        face=figure("work.face"), grade=public_grades(), school_from=int(figure("work.school_from")),
        school_to=int(figure("work.school_to")), student_tier=figure("work.student_tier"),
        old_official=figure("tier.retired_odds"),
    )  # fmt: skip
