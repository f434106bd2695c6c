"""How many people of each sex and age lived at the start of 1990, and how fast they grew until the census of 1993.

Shares come from the United Nations' five-year groups (the censuses' own age tables are not published); single years
are read off a monotone curve through the cumulative groups (Fritsch and Carlson 1980), so that five neighbours always
add up to their group. The census of 31 December 1993 counts places, not 1990: places are scaled back by the growth of
a cohort-component projection.
"""

from functools import cache

import numpy as np

from tumen.evidence import table
from tumen.population.kinds import Floats

OLDEST = 100
YEARS = OLDEST + 1
START = 1990.0
CENSUS = 1993
MEN, WOMEN = 0, 1


def _groups(year: int) -> tuple[Floats, Floats]:
    """Lower bounds of the five-year groups, and the persons in each by sex (2, groups)."""
    rows = [r for r in table("age_sex_structure") if int(r["year"]) == year]
    low = [int(r["age_group"].rstrip("+").partition("-")[0]) for r in rows]
    people = [[float(r[f"{sex}_thousand"]) * 1000 for r in rows] for sex in ("male", "female")]
    return np.array(low, float), np.array(people)


def _single_years(low: Floats, people: Floats) -> Floats:
    """Persons at each age 0..100 from five-year groups: steps of a monotone cubic through the cumulated groups."""
    x = np.append(low, low[-1] + 5)
    y = np.concatenate([[0.0], np.cumsum(people)])
    h, slope = np.diff(x), np.diff(y) / np.diff(x)
    inner = np.where(slope[:-1] * slope[1:] > 0, 2 * slope[:-1] * slope[1:] / (slope[:-1] + slope[1:] + 1e-12), 0.0)
    d = np.concatenate([[slope[0] + (slope[0] - inner[0]) / 2], inner, [0.0]])
    ages = np.arange(YEARS + 1, dtype=float)
    k = np.minimum(np.searchsorted(x, ages, "right") - 1, len(h) - 1)
    t = (ages - x[k]) / h[k]
    curve = (
        y[k] * (1 + 2 * t) * (1 - t) ** 2
        + h[k] * d[k] * t * (1 - t) ** 2
        + y[k + 1] * t * t * (3 - 2 * t)
        + h[k] * d[k + 1] * t * t * (t - 1)
    )
    curve[-1] = y[-1]
    return np.diff(curve)


@cache
def people_1990() -> Floats:
    """Persons by sex and single age (2, 101) on 1 January 1990, at the level of the source."""
    low, before = _groups(1985)
    _, after = _groups(1990)
    since = (START - 1985.5) / 5  # the groups are those of 1 July
    groups = before + (after - before) * since
    return np.stack([_single_years(low, groups[sex]) for sex in (MEN, WOMEN)])


@cache
def baseline_mortality(year: float) -> Floats:
    """Death rates by sex and single age (2, 101) without famine: linear in time between periods marked 'baseline'."""
    periods: dict[float, dict[int, tuple[float, float]]] = {}
    for r in table("mortality_by_age_sex"):
        if r["use"] == "baseline":
            first, last = (float(y) for y in r["period"].split("-"))
            rates = (float(r["mx_male"]), float(r["mx_female"]))
            periods.setdefault((first + last) / 2, {})[int(r["age_start"].rstrip("+"))] = rates
    centres = sorted(periods)
    k = int(np.clip(np.searchsorted(centres, year, "right") - 1, 0, len(centres) - 2))
    share = float(np.clip((year - centres[k]) / (centres[k + 1] - centres[k]), 0, 1))
    starts = np.array(sorted(periods[centres[k]]))
    early, late = (np.array([periods[centres[j]][int(a)] for a in starts]).T for j in (k, k + 1))
    group = np.searchsorted(starts, np.arange(YEARS), "right") - 1
    return np.asarray((early + (late - early) * share)[:, group])


@cache
def fertility(year: int) -> Floats:
    """Births a woman and year by single age (101,)."""
    out = np.zeros(YEARS)
    for r in table("fertility_age_specific"):
        if int(r["year"]) == year:
            low, high = (int(a) for a in r["age_group"].split("-"))
            out[low : high + 1] = float(r["births_per_1000_women"]) / 1000
    return out


def sex_ratio_at_birth(year: int) -> float:
    """Boys for each girl."""
    return next(float(r["sex_ratio_at_birth"]) for r in table("vital_rates_by_year") if r["year"] == str(year))


# Infants die mostly in their first weeks: the share of the yearly rate that a calendar year's births meet in it.
EARLY_INFANT = 0.8


def one_year(people: Floats, year: int) -> Floats:
    """People (2, 101) a year later: everybody ages and dies at the baseline, children are born."""
    rate = baseline_mortality(year + 0.5)
    after = people * (1 - rate / 2) / (1 + rate / 2)
    older = np.zeros_like(people)
    older[:, 1:] = after[:, :-1]
    older[:, -1] += after[:, -1]
    births = float((fertility(year) * (people[WOMEN] + older[WOMEN]) / 2).sum())
    boys = sex_ratio_at_birth(year)
    older[MEN, 0] = births * boys / (1 + boys) * (1 - EARLY_INFANT * rate[MEN, 0])
    older[WOMEN, 0] = births / (1 + boys) * (1 - EARLY_INFANT * rate[WOMEN, 0])
    return older


@cache
def growth_to_census() -> float:
    """Population at the end of 1993 over that of the start of 1990, without famine."""
    people = people_1990()
    for year in range(int(START), CENSUS + 1):
        people = one_year(people, year)
    return float(people.sum() / people_1990().sum())
