"""Births, deaths and ageing on the schedule that the country would have had without hunger.

Who decides: nobody. Every person of a given age and sex runs the same monthly risk of dying, and every married woman
at home the same monthly chance of a child, as the United Nations estimate them for North Korea (World Population
Prospects 2024). Mortality takes only the periods that the famine does not touch (1985-90 and 2005 onwards) and runs
in a straight line between their middles, so that whatever dies above it is hunger's doing and is counted by `hunger`,
not here. Births: the published fertility is of all women; children are born to married ones. The chance of a married
woman is therefore raised by the ratio of all women to those who can bear, as counted last month, and what was due and
found no mother stays due. Hunger enters births alone, through the body: thin women conceive less (Frisch & McArthur
1974; half of all births were lost after the Dutch hunger winter, Stein & Susser 1975).
A child takes its mother's household and class. Left out: twins, seasons of birth, widows as a state of their own (a
widow counts as married), deaths in childbed apart from the schedule, differences of mortality by class or place.
"""

from collections import defaultdict
from functools import cache
from typing import Any

import numpy as np

from tumen.mechanism import (
    WIDTH, Column, Exit, Mechanism, Param, Place, Tally, child, draw, f4, i2, i4, i8, put, put_home, rule, span,
    table, u1, u4,
)  # fmt: skip

ONE, ZERO = f4(1), f4(0)
FIVE_YEARS, YEAR = f4(1 / 60), i4(12)  # ages are months; five-year groups without an integer division
ELDEST, FERTILE = i4(19), 7  # last age group (90 on); groups of women from 15-19 to 45-49
FEMALE, WIFE, CLASS, DISABLED = u1(1), u1(3), u1(12), u1(16)
TIER = u1(9)  # grades from here on are the supply tiers above the public grades


@rule
def age_group(months):  # type: ignore[no-untyped-def]
    """0: under one year; 1: one to four; then five-year groups; 19: ninety and over."""
    return i4(0) if months < YEAR else min(i4(i4(f4(months) * FIVE_YEARS) + i4(1)), ELDEST)


@rule
def fecundity(reserve, barren, fertile):  # type: ignore[no-untyped-def]
    """Share of her usual fertility that a woman keeps at this body weight: all above one mark, none below another."""
    return min(max((reserve - barren) / (fertile - barren), ZERO), ONE)


@rule
def can_bear(traits, status, since, spacing):  # type: ignore[no-untyped-def]
    """Married, at home, and long enough after her last birth."""
    return (traits & WIFE == WIFE) & (status == u1(0)) & (since >= spacing)


@cache
def baseline() -> tuple[list[float], np.ndarray]:
    """Middles of the periods without famine, and yearly death rates (period, sex, 20 age groups)."""
    rates: dict[float, np.ndarray] = {}
    for row in table("mortality_by_age_sex"):
        start = str(row["age_start"]).rstrip("+")
        if row["use"] == "baseline" and int(start) <= 90:
            first, last = (int(y) for y in row["period"].split("-"))
            m = rates.setdefault((first + last) / 2, np.zeros((2, 20)))
            k = {0: 0, 1: 1}.get(int(start), 1 + int(start) // 5)
            m[0, k], m[1, k] = float(row["mx_male"]), float(row["mx_female"])
    middles = sorted(rates)
    return middles, np.array([rates[y] for y in middles])


def mortality_in(when: float) -> np.ndarray:
    """Yearly death rates by sex and age group at this date (2000.5: the middle of 2000)."""
    middles, rates = baseline()
    k = int(np.clip(np.searchsorted(middles, when), 1, len(middles) - 1))
    share = float(np.clip((when - middles[k - 1]) / (middles[k] - middles[k - 1]), 0, 1))
    return np.asarray(rates[k - 1] * (1 - share) + rates[k] * share)


@cache
def fertility() -> dict[int, np.ndarray]:
    """Births a woman and year by calendar year, in groups 15-19 to 45-49 (the few outside go to the nearest)."""
    found: dict[int, np.ndarray] = defaultdict(lambda: np.zeros(FERTILE))
    for row in table("fertility_age_specific"):
        k = min(max(int(row["age_group"].split("-")[0]) // 5 - 3, 0), FERTILE - 1)
        found[int(row["year"])][k] += float(row["births_per_1000_women"]) / 1000
    return dict(found)


def fertility_in(year: int) -> np.ndarray:
    """The schedule of this year; beyond the table its last year holds."""
    return fertility()[min(max(year, min(fertility())), max(fertility()))]


class Demography(Mechanism):
    owns = dict(
        born=Column("i2", "month", "month of birth, counted from January 1990", bounds=(-1500, 720)),
        traits=Column("u1", "bits", "1 female, 2 married, 4 and 8 class, 16 disabled, 32 admitted, 64 head"),
        last_birth=Column("i2", "month", "month of the last birth (for a bride: nine months are hers)", start=-1200),
        mortality=Place("f4", "1/month", "chance of dying within the month without hunger", over=(2, 20),
                        bounds=(0, 1)),
        birth_hazard=Place("f4", "1/month", "chance of a birth to a woman who can bear", over=(FERTILE,), digits=4),
        births_due=Place("f8", "persons", "births that were due and found no mother", over=(FERTILE,)),
        women=Tally("persons", "women by age group, 15-19 to 45-49", over=(FERTILE,)),
        mothers=Tally("persons", "women who can bear, by age group", over=(FERTILE,)),
        births=Tally("persons", "children born alive"),
        deaths=Tally("persons", "deaths on the schedule without hunger", over=("province", 2, 20)),
        births_waiting=Tally("persons", "births that found no free row and wait a month"),
    )  # fmt: skip
    reads = "soul province weight status reserve"
    writes = dict(
        leave="the dead are marked for the door",
        n="a birth adds a row at the end of the living prefix",
        soul="a newborn's identity comes from its mother's",
        line="a newborn's identity comes from its mother's",
        house="a newborn lives in its mother's household",
        grade="a child of a supply tier belongs to that tier from birth",
    )
    params = dict(
        deaths_scale=Param(1.0, "1", "multiplies the schedule of deaths", (0.5, 2), "mortality_by_age_sex", "B"),
        births_scale=Param(1.0, "1", "multiplies the schedule of births", (0.5, 2), "fertility_age_specific", "B"),
        boys=Param(1.06 / 2.06, "1", "share of boys among births (1.06 to 1)", (0.5, 0.53), "vital_rates_by_year", "B"),
        spacing=Param(12, "months", "shortest time between two births", (10, 24), "assumed", "D",
                      "nine months and a short time without ovulation; the schedule of births holds whatever it is",
                      dtype="i4"),
        most=Param(0.15, "1/month", "highest monthly chance of a birth", (0.05, 0.25), "Bongaarts & Potter 1983", "C"),
        barren=Param(0.65, "1", "weight over normal at which conception stops", (0.6, 0.75), "Keys 1950", "C"),
        fertile=Param(0.85, "1", "weight over normal from which fertility is full", (0.8, 0.95),
                      "Frisch & McArthur 1974", "C"),
        disabled=Param(0.01, "1", "children born disabled", (0.005, 0.02), "assumed", "D",
                       "no count; the South registered 2 % of all ages in 2000"),
    )  # fmt: skip
    decisions = ("demography.death", "demography.birth", "demography.sex", "demography.disabled")
    exits = dict(died=Exit("died, without hunger"))
    events = dict(
        died="died, not of hunger (amount: age group)", bereaved="lost one of the household (other: whom)",
        born="was born (other: the mother)", mother="gave birth (other: the child)",
    )  # fmt: skip
    examples = [
        dict(rule=age_group, args=(11,), result=0),
        dict(rule=age_group, args=(60,), result=2),
        dict(rule=age_group, args=(1400,), result=19),
        dict(rule=fecundity, args=(0.75, 0.65, 0.85), result=0.5),
    ]

    def govern(self, land: Any, p: Any, month: Any) -> None:
        m = mortality_in(month.year + (month.moy - 0.5) / 12) * float(p.deaths_scale) / 12
        land.mortality[...] = m * (1 - m / 2 * (1 - m / 3))  # 1 - exp(-m), without the machine's own exponential

    def account(self, land: Any, p: Any, month: Any) -> None:
        schedule = fertility_in(month.year) * float(p.births_scale) / 12
        mothers = land.tally.mothers.astype(np.float64)
        expected = schedule * land.tally.women
        due = land.births_due + expected - land.birth_hazard.astype(np.float64) * mothers
        for k in range(FERTILE - 1):  # what the mothers of an age cannot bear falls to those a little older
            over = max(due[k] + expected[k] - float(p.most) * mothers[k], 0)
            due[k] -= over
            due[k + 1] += over
        land.births_due[...] = due
        wanted = np.maximum(due + expected, 0)
        land.birth_hazard[...] = np.minimum(wanted / np.maximum(mothers, 1), float(p.most))


@span
def deaths(born, traits, soul, line, house, leave, n, mortality, month, key_death, exit_died, deaths, province, weight,  # type: ignore[no-untyped-def]
           log, event_died, event_bereaved):  # fmt: skip
    """Bound first: a draw under the highest risk of all, then the few in full with the same draw."""
    hit = np.empty(WIDTH, np.uint8)
    top = ZERO
    for s in range(mortality.shape[0]):
        for g in range(mortality.shape[1]):
            top = max(top, mortality[s, g])
    for u in range(n.shape[0]):
        m, c = n[u], i4(0)
        for i in range(m):
            d = u1(draw(key_death, soul[u, i]) < top)
            hit[i] = d
            c = i4(c + i4(d))
        if c:
            for i in range(m):
                if hit[i] and leave[u, i] == u1(0):
                    g = age_group(i4(i4(month) - i4(born[u, i])))
                    s = i4(traits[u, i] & FEMALE)
                    if draw(key_death, soul[u, i]) < mortality[s, g]:
                        leave[u, i] = exit_died
                        deaths[province[u], s, g] += i8(weight[u])
                        put(log, soul[u, i], line[u, i], event_died, g, 0)
                        put_home(log, soul[u], line[u], house[u], m, i, event_bereaved)


@span
def expecting(born, traits, status, last_birth, leave, n, p, month, women, mothers, weight):  # type: ignore[no-untyped-def]
    """Count women and those who can bear: what the chance of a birth next month rests on. Ages become codes first, then
    each code is counted over the whole unit: two passes that both become vectors."""
    code, able = np.empty(WIDTH, np.int32), np.empty(WIDTH, np.int32)
    for u in range(n.shape[0]):
        m = n[u]
        for i in range(m):
            t = i4(traits[u, i])
            k = i4(i4(f4(i4(i4(month) - i4(born[u, i]))) * FIVE_YEARS) - i4(3))
            here = i4(i4(t & i4(FEMALE)) * i4(leave[u, i] == u1(0)))
            code[i] = i4(i4(k + i4(1)) * here)  # 0: not a woman, or about to leave
            since = i4(i4(month) - i4(last_birth[u, i]))
            able[i] = i4(code[i] * i4(can_bear(traits[u, i], status[u, i], since, p.spacing)))
        for k in range(FERTILE):
            a = b = i4(0)
            for i in range(m):
                a = i4(a + i4(code[i] == i4(k + 1)))
                b = i4(b + i4(able[i] == i4(k + 1)))
            women[k] += i8(a) * i8(weight[u])
            mothers[k] += i8(b) * i8(weight[u])


@span
def births(soul, line, born, traits, last_birth, house, grade, leave, status, reserve, n, p, month, birth_hazard,  # type: ignore[no-untyped-def]
           key_birth, key_sex, key_disabled, births, births_waiting, province, weight, log, event_born,
           event_mother):  # fmt: skip
    """A child takes the next free row of its unit; every other column of that row stands at its start value."""
    hit = np.empty(WIDTH, np.uint8)
    top = ZERO
    for k in range(FERTILE):
        top = max(top, birth_hazard[k])
    for u in range(n.shape[0]):
        m, c = n[u], i4(0)
        for i in range(m):
            d = u1(i4(draw(key_birth, soul[u, i]) < top) * i4(traits[u, i] & WIFE == WIFE))
            hit[i] = d
            c = i4(c + i4(d))
        if c:
            for i in range(m):
                since = i4(i4(month) - i4(last_birth[u, i]))
                if hit[i] and leave[u, i] == u1(0) and can_bear(traits[u, i], status[u, i], since, p.spacing):
                    k = i4(i4(f4(i4(i4(month) - i4(born[u, i]))) * FIVE_YEARS) - i4(3))
                    if k >= i4(0) and k < i4(FERTILE):
                        h = birth_hazard[k] * fecundity(reserve[u, i], p.barren, p.fertile)
                        if draw(key_birth, soul[u, i]) < h:
                            j = n[u]
                            if j == i4(WIDTH):
                                births_waiting[province[u]] += i8(weight[u])
                                continue
                            n[u] = i4(j + i4(1))
                            z = child(line[u, i], soul[u, i], month, 0)
                            me = u4(z)
                            soul[u, j] = me
                            line[u, j] = u4(z >> 32)
                            born[u, j] = i2(month)
                            t = u1(traits[u, i] & CLASS)
                            t = u1(t | (u1(0) if draw(key_sex, me) < p.boys else FEMALE))
                            traits[u, j] = u1(t | (DISABLED if draw(key_disabled, me) < p.disabled else u1(0)))
                            house[u, j] = house[u, i]
                            if grade[u, i] >= TIER:
                                grade[u, j] = grade[u, i]
                            last_birth[u, i] = i2(month)
                            births[province[u]] += i8(weight[u])
                            put(log, me, line[u, j], event_born, 0, soul[u, i])
                            put(log, soul[u, i], line[u, i], event_mother, 0, me)
