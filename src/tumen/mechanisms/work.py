"""Work: school, the workplace that the state assigns, the army, and retirement.

Who decides: the labour department of the people's committee and the military mobilisation office. Children go to
school at seven; at seventeen school ends. In April and August the army takes young men between seventeen and twenty,
as many as its size requires, and lets those go whose term is over; where the cohorts are too small it keeps some of
them longer. A threshold does this: offices know how many stand ready and how many serve, not who. Sons of the supply
tiers, of the hostile class, students and the disabled are not taken. Everybody else is assigned by where they live:
on the land mostly to the farm, in towns to factory, mine, office or service; a share studies to 22 first. A
discharged soldier is assigned in the same way. Women retire at 55, men at 60.
Soldiers stay in the row of their family, with the province where they are stationed: the army feeds them. Left out:
women's service (about a tenth of the army), change of workplace, group assignment to mines, absence from work.
Sources: terms and ages of service, sectors of work in 2008 in `household_region_work`; army size by IISS.
"""

from typing import Any

import numpy as np

from tumen.mechanism import (
    PROVINCES, WIDTH, Column, Mechanism, Param, Place, Tally, draw, f4, i4, i8, rule, series, span, u1,
)  # fmt: skip

FEMALE, CLASS, HOSTILE, DISABLED, TIER = u1(1), u1(12), u1(8), u1(16), u1(9)
CHILD, PUPIL, STUDENT, FARMER, HEAVY, INDUSTRY, SERVICES, OFFICIAL = (u1(k) for k in range(8))
RETIRED, SOLDIER, NONE = u1(9), u1(10), u1(11)
HOME, ARMY = u1(0), u1(1)
YEAR, APRIL, AUGUST, MARCH, JULY = i4(12), i4(3), i4(7), i4(2), i4(6)
AREAS = f4(PROVINCES)


@rule
def workplace(lot, urban, farm, heavy, industry, services, farm_town, heavy_town, industry_town, services_town):  # type: ignore[no-untyped-def]
    """The kind of work that a lot assigns, by town or land; what is left over are officials."""
    a = farm_town if urban else farm
    b = a + (heavy_town if urban else heavy)
    c = b + (industry_town if urban else industry)
    d = c + (services_town if urban else services)
    return FARMER if lot < a else HEAVY if lot < b else INDUSTRY if lot < c else SERVICES if lot < d else OFFICIAL


@rule
def assigned(lot, urban, p):  # type: ignore[no-untyped-def]
    """`workplace` with the shares of the month."""
    return workplace(lot, urban, p.farm, p.heavy, p.industry, p.services, p.farm_town, p.heavy_town,
                     p.industry_town, p.services_town)  # fmt: skip


@rule
def may_be_drafted(age, traits, work, grade, from_age, to_age):  # type: ignore[no-untyped-def]
    """Young men out of school, fit, not of the hostile class, not of the tiers, not students."""
    right = age >= from_age and age < to_age and traits & (FEMALE | DISABLED) == u1(0) and traits & CLASS != HOSTILE
    return right and grade < TIER and work != STUDENT


class Work(Mechanism):
    owns = dict(
        work=Column("u1", "code", "what a person does: 0 small child to 11 without work", bounds=(0, 11)),
        status=Column("u1", "code", "0 home, 1 army, 2 abroad, 3 camp, 4 China, 5 South", bounds=(0, 5)),
        where=Column("u1", "index", "province of those who are away", bounds=(0, PROVINCES - 1)),
        draft=Place("f4", "1", "share of young men taken in April and August", over=(), digits=4, bounds=(0, 1)),
        discharge=Place("f4", "1", "share of soldiers past their term let go", over=(), digits=4, bounds=(0, 1)),
        soldiers=Tally("persons", "soldiers, counted before each call-up", over=()),
        due=Tally("persons", "soldiers whose term is over", over=()),
        ready=Tally("persons", "young men who may be taken", over=()),
    )
    reads = "born traits grade soul leave n place province weight"
    params = dict(
        army=Param(series("army_size"), "persons", "size of the army", (0.5e6, 1.6e6), "north_south_by_year", "B"),
        term=Param({"1990": 8, "1993": 10, "1996": 13, "2003": 10, "2014": 11, "2019": 13, "2023": 8}, "years",
                   "years that a soldier serves from seventeen", (5, 13), "household_region_work", "B"),
        most_taken=Param(0.5, "1", "highest share taken of those who may be, at one call-up", (0.2, 0.9), "assumed",
                         "D", "about a fifth of boys are too small or ill, and needed elsewhere"),
        school=Param(84, "months", "age at which school begins", (72, 96), "ration_scale", "B", dtype="i4"),
        leaving=Param(204, "months", "age at which school ends", (192, 216), "household_region_work", "B", dtype="i4"),
        too_old=Param(252, "months", "age from which nobody is drafted", (228, 300), "household_region_work", "B",
                      dtype="i4"),
        degree=Param(264, "months", "age at which students finish", (252, 288), "household_region_work", "B",
                     dtype="i4"),
        retire_women=Param(660, "months", "women's age of retirement", (600, 720), "household_region_work", "C",
                           dtype="i4"),
        retire_men=Param(720, "months", "men's age of retirement", (660, 780), "household_region_work", "C",
                         dtype="i4"),
        study=Param(0.16, "1", "pupils who go on to study", (0.1, 0.37), "household_region_work", "B"),
        farm=Param(0.80, "1", "farmers among those assigned on the land", (0.6, 0.95), "household_region_work", "C"),
        heavy=Param(0.04, "1", "mines, steel, arms on the land", (0, 0.2), "household_region_work", "C"),
        industry=Param(0.05, "1", "other industry on the land", (0, 0.2), "household_region_work", "C"),
        services=Param(0.09, "1", "offices and services on the land", (0, 0.2), "household_region_work", "C"),
        farm_town=Param(0.08, "1", "farmers among those assigned in towns", (0, 0.2), "household_region_work", "C"),
        heavy_town=Param(0.14, "1", "mines, steel, arms in towns", (0.05, 0.3), "household_region_work", "C"),
        industry_town=Param(0.32, "1", "other industry in towns", (0.2, 0.5), "household_region_work", "C"),
        services_town=Param(0.42, "1", "offices and services in towns", (0.2, 0.6), "household_region_work", "C"),
    )  # fmt: skip
    decisions = ("work.study", "work.assign", "work.draft", "work.discharge", "work.station")
    examples = [
        dict(rule=workplace, args=(0.5, 0, 0.8, 0.04, 0.05, 0.09, 0.08, 0.14, 0.32, 0.42), result=3),
        dict(rule=workplace, args=(0.5, 1, 0.8, 0.04, 0.05, 0.09, 0.08, 0.14, 0.32, 0.42), result=5),
        dict(rule=workplace, args=(0.99, 1, 0.8, 0.04, 0.05, 0.09, 0.08, 0.14, 0.32, 0.42), result=7),
        dict(rule=may_be_drafted, args=(205, 0, 3, 3, 204, 252), result=True),
        dict(rule=may_be_drafted, args=(205, 1, 3, 3, 204, 252), result=False),
    ]

    def account(self, land: Any, p: Any, month: Any) -> None:
        if month.index % 12 not in (MARCH, JULY):
            return
        serving, due, ready = (float(land.tally.__dict__[k]) for k in ("soldiers", "due", "ready"))
        most = float(p.most_taken) * ready
        wanted = min(max(float(p.army) - (serving - due), 0), most)
        land.draft[...] = wanted / max(ready, 1)
        land.discharge[...] = min(max((serving + wanted - float(p.army)) / max(due, 1), 0), 1)


@span
def ages(born, traits, work, soul, n, place, place_urban, p, month, key_study, key_assign):  # type: ignore[no-untyped-def]
    """Birthdays that change what a person does: a mask first, then the few."""
    hit = np.empty(WIDTH, np.uint8)
    for u in range(n.shape[0]):
        m, c, urban = n[u], i4(0), place_urban[place[u]]
        for i in range(m):
            a = i4(i4(month) - i4(born[u, i]))
            d = u1(u1(a == p.school) | u1(a == p.leaving) | u1(a == p.degree) | u1(a == p.retire_women)
                   | u1(a == p.retire_men))  # fmt: skip
            hit[i] = d
            c = i4(c + i4(d))
        if c:
            for i in range(m):
                if hit[i]:
                    a, w, t = i4(i4(month) - i4(born[u, i])), work[u, i], traits[u, i]
                    if a == p.school:
                        work[u, i] = PUPIL
                    elif a == p.leaving and w == PUPIL:
                        if t & DISABLED:
                            work[u, i] = NONE
                        elif draw(key_study, soul[u, i]) < p.study:
                            work[u, i] = STUDENT
                        else:
                            work[u, i] = assigned(draw(key_assign, soul[u, i]), urban, p)
                    elif a == p.degree and w == STUDENT:
                        work[u, i] = assigned(draw(key_assign, soul[u, i]), urban, p)
                    elif (a == p.retire_women and t & FEMALE) or (a == p.retire_men and not t & FEMALE):
                        work[u, i] = w if w == SOLDIER else RETIRED


@span
def muster(born, traits, work, status, grade, leave, n, p, month, soldiers, due, ready, weight):  # type: ignore[no-untyped-def]
    """In March and July the offices count who serves, whose term is over by the call-up, and who may be taken."""
    of_year = month % YEAR
    if of_year != MARCH and of_year != JULY:
        return
    over = p.leaving + i4(p.term) * YEAR - i4(1)
    for u in range(n.shape[0]):
        serving = past = fit = i4(0)
        for i in range(n[u]):
            age = i4(i4(month) - i4(born[u, i]))
            if leave[u, i] == u1(0):
                if status[u, i] == ARMY:
                    serving = i4(serving + i4(1))
                    past = i4(past + i4(age >= over))
                elif status[u, i] == HOME:
                    able = may_be_drafted(i4(age + i4(1)), traits[u, i], work[u, i], grade[u, i], p.leaving, p.too_old)
                    fit = i4(fit + i4(able))
        soldiers[()] += i8(serving) * i8(weight[u])
        due[()] += i8(past) * i8(weight[u])
        ready[()] += i8(fit) * i8(weight[u])


@span
def call_up(born, traits, work, status, where, grade, soul, leave, n, province, place, place_urban, p, month, draft,  # type: ignore[no-untyped-def]
            discharge, key_draft, key_discharge, key_station, key_assign):  # fmt: skip
    """April and August: those past their term go home to work, young men take their place."""
    of_year = month % YEAR
    if of_year != APRIL and of_year != AUGUST:
        return
    over = p.leaving + i4(p.term) * YEAR
    for u in range(n.shape[0]):
        urban = place_urban[place[u]]
        for i in range(n[u]):
            age = i4(i4(month) - i4(born[u, i]))
            if leave[u, i] != u1(0):
                continue
            if status[u, i] == ARMY:
                if age >= over and draw(key_discharge, soul[u, i]) < discharge[()]:
                    status[u, i] = HOME
                    where[u, i] = province[u]
                    work[u, i] = assigned(draw(key_assign, soul[u, i]), urban, p)
            elif status[u, i] == HOME:
                able = may_be_drafted(age, traits[u, i], work[u, i], grade[u, i], p.leaving, p.too_old)
                if able and draw(key_draft, soul[u, i]) < draft[()]:
                    status[u, i] = ARMY
                    work[u, i] = SOLDIER
                    where[u, i] = u1(min(i4(draw(key_station, soul[u, i]) * AREAS), i4(PROVINCES - 1)))
