"""A cohort-component projection by single years of age, written apart from the model: a country without hunger.

Everybody alive at the start of a year spends half of it at their age and half at the next; children born in it live
half a year at age nought. Rates are read from the tables anew, so that an error in the model's reading shows.
"""

import numpy as np

from tumen.evidence import table

AGES = 101
MEN, WOMEN = 0, 1
BOYS = 1.06 / 2.06


def death_rates(when: float) -> np.ndarray:
    """Yearly, by sex and single age (2, 101): the periods without famine, in a straight line between their middles."""
    found: dict[float, list[tuple[int, float, float]]] = {}
    for r in table("mortality_by_age_sex"):
        if r["use"] == "baseline":
            first, last = map(float, r["period"].split("-"))
            rate = (int(r["age_start"].rstrip("+")), float(r["mx_male"]), float(r["mx_female"]))
            found.setdefault((first + last) / 2, []).append(rate)
    out = np.zeros((2, AGES))
    for age in range(AGES):
        rows = {t: max(r for r in rates if r[0] <= min(age, 90)) for t, rates in found.items()}
        for sex in (MEN, WOMEN):
            out[sex, age] = np.interp(when, sorted(rows), [rows[t][1 + sex] for t in sorted(rows)])
    return out


def birth_rates(year: int) -> np.ndarray:
    out = np.zeros(AGES)
    rows = table("fertility_age_specific")
    year = min(year, max(int(r["year"]) for r in rows))
    for r in rows:
        if int(r["year"]) == year:
            low, high = map(int, r["age_group"].split("-"))
            out[low : high + 1] = float(r["births_per_1000_women"]) / 1000
    return out


def one_year(people: np.ndarray, year: int) -> tuple[np.ndarray, float, float]:
    """People (2, 101) a year later, births, deaths."""
    m = death_rates(year + 0.5)
    after = np.zeros_like(people)
    older = people * np.exp(-(m + np.c_[m[:, 1:], m[:, -1:]]) / 2)
    after[:, 1:] = older[:, :-1]
    after[:, -1] += older[:, -1]
    births = float(birth_rates(year) @ (people[WOMEN] + after[WOMEN]) / 2)
    after[:, 0] = births * np.array([BOYS, 1 - BOYS]) * np.exp(-m[:, 0] / 2)
    return after, births, float(people.sum() + births - after.sum())
