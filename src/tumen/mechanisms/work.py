"""Work: school, the workplace that the state assigns, the army, and retirement.

Who decides: the labour department of the people's committee and the military mobilisation office. Children go to
school at seven; at seventeen school ends. In April and August the army takes young people between seventeen and
twenty, nearly all of them men, as many as its size requires, and lets those go whose term is over; where the cohorts
are too small it keeps some of them longer. A threshold does this: offices know how many stand ready and how many serve,
not who. The supply tiers, students and the disabled are not taken, the hostile class seldom. Everybody else is assigned
by where they live: on the land mostly to the farm, in towns to factory, mine, office or service; a share studies to 22
first, and some graduates become officials. A discharged soldier is assigned like a school leaver. Women retire at 55,
men at 60. Soldiers stay in the row of their family, with the province of their station: the army feeds them.
Left out: change of workplace, rise to office without a degree, group assignment to mines, absence from work.
Sources: terms and ages of service, sectors of work in 2008 in `household_region_work`; army size by IISS.
"""

from typing import Any

import numpy as np

from tumen.mechanism import (
    PROVINCES, WIDTH, Column, Mechanism, Param, Place, Tally, draw, f4, i4, i8, put, rule, series, span, table, u1,
)  # fmt: skip

FEMALE, CLASS, HOSTILE, DISABLED, VETERAN, TIER = u1(1), u1(12), u1(8), u1(16), u1(128), u1(9)
CHILD, PUPIL, STUDENT, FARMER, HEAVY, INDUSTRY, SERVICES, OFFICIAL = (u1(k) for k in range(8))
RETIRED, SOLDIER, NONE = u1(9), u1(10), u1(11)
HOME, ARMY = u1(0), u1(1)
YEAR, APRIL, AUGUST, MARCH, JULY = i4(12), i4(3), i4(7), i4(2), i4(6)
ZERO, ONE = f4(0), f4(1)
PARTS = f4(1024)  # odds are summed over people in whole 1,024ths


@rule
def workplace(lot, farm, heavy, industry):  # type: ignore[no-untyped-def]
    """The kind of work that a lot assigns; what is left over is offices and services."""
    if lot < farm:
        return FARMER
    return HEAVY if lot < farm + heavy else INDUSTRY if lot < farm + heavy + industry else SERVICES


@rule
def assigned(lot, urban, p):  # type: ignore[no-untyped-def]
    """`workplace` by the shares of town or land."""
    if urban:
        return workplace(lot, p.farm_town, p.heavy_town, p.industry_town)
    return workplace(lot, p.farm, p.heavy, p.industry)


@rule
def draft_odds(age, traits, work, grade, from_age, to_age, women, hostile):  # type: ignore[no-untyped-def]
    """Chance of being taken against a young man in good standing; students, the disabled and the tiers are not."""
    if age < from_age or age >= to_age or work == STUDENT or grade >= TIER or traits & DISABLED:
        return ZERO
    return (women if traits & FEMALE else ONE) * (hostile if traits & CLASS == HOSTILE else ONE)


@rule
def concerned(age, status, from_age, to_age):  # type: ignore[no-untyped-def]
    """Whether a call-up can concern a person at all: soldiers, and those of the age (a month early, for the count)."""
    return i4((status == ARMY) | ((age >= i4(from_age - i4(1))) & (age < to_age)))


@rule
def served(age, traits, from_age, term, term_women):  # type: ignore[no-untyped-def]
    """Whether a soldier who enlisted straight from school has served the term."""
    years = term_women if traits & FEMALE else term
    return age >= from_age + i4(years) * YEAR


class Work(Mechanism):
    owns = dict(
        work=Column("u1", "code", "what a person does: 0 small child to 11 without work", bounds=(0, 11)),
        status=Column("u1", "code", "0 home, 1 army, 2 abroad, 3 camp, 4 China, 5 South, 6 held", bounds=(0, 6)),
        where=Column("u1", "index", "province of those who are away", bounds=(0, PROVINCES - 1)),
        draft=Place(
            "f4", "1", "chance of a young man of being taken, in April and August", over=(1,), digits=4, bounds=(0, 1)
        ),
        discharge=Place("f4", "1", "share of soldiers past their term let go", over=(1,), digits=4, bounds=(0, 1)),
        soldiers=Tally("persons", "soldiers, counted before each call-up", over=()),
        due=Tally("persons", "soldiers whose term is over", over=()),
        ready=Tally("persons/1024", "young people by their chance of being taken", over=()),
        stations=Place("f4", "1", "cumulated share of the army by province of station", over=(PROVINCES,)),
    )
    reads = "born grade soul leave n place province weight"
    writes = dict(traits="a discharged soldier is a veteran for life")
    params = dict(
        army=Param(series("army_size"), "persons", "size of the army", (0.5e6, 1.6e6), "north_south_by_year", "B"),
        term=Param({"1990": 8, "1993": 10, "1996": 13, "2003": 10, "2014": 11, "2019": 13, "2023": 8}, "years",
                   "years that a soldier serves from seventeen", (5, 13), "household_region_work", "B"),
        term_women=Param({"1990": 6, "2003": 7, "2015": 6, "2023": 5}, "years",
                         "years that a woman serves from seventeen", (5, 10), "household_region_work", "C"),
        women=Param(0.05, "1", "women's chance of being taken against men's", (0, 0.3), "assumed", "D",
                    "about a twentieth of soldiers in the founding population"),
        hostile=Param(0.3, "1", "chance of the hostile class against the others", (0, 0.6), "assumed", "D",
                      "kept out of most branches, as in the founding population"),
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
        farm_town=Param(0.08, "1", "farmers among those assigned in towns", (0, 0.2), "household_region_work", "C"),
        heavy_town=Param(0.14, "1", "mines, steel, arms in towns", (0.05, 0.3), "household_region_work", "C"),
        industry_town=Param(0.32, "1", "other industry in towns", (0.2, 0.5), "household_region_work", "C"),
        office=Param(0.2, "1", "graduates, not of the hostile class, who become officials", (0.1, 0.4), "assumed", "D",
                     "keeps officials near 3 % of the active"),
    )  # fmt: skip
    decisions = ("work.study", "work.assign", "work.office", "work.draft", "work.discharge", "work.station")
    events = dict(
        school="goes to school", study="goes on to study", assigned="is assigned to work (amount: what)",
        retired="retires (amount: from what)", called_up="is called up to the army (other: province)",
        discharged="comes home from the army (amount: work assigned)",
    )  # fmt: skip
    examples = [
        dict(rule=workplace, args=(0.5, 0.8, 0.04, 0.05), result=3),
        dict(rule=workplace, args=(0.5, 0.08, 0.14, 0.32), result=5),
        dict(rule=workplace, args=(0.99, 0.08, 0.14, 0.32), result=6),
        dict(rule=draft_odds, args=(205, 0, 3, 3, 204, 252, 0.05, 0.3), result=1.0),
        dict(rule=draft_odds, args=(205, 9, 3, 3, 204, 252, 0.05, 0.3), result=0.015),
        dict(rule=draft_odds, args=(205, 0, 2, 3, 204, 252, 0.05, 0.3), result=0.0),
        dict(rule=served, args=(324, 0, 204, 10.0, 6.0), result=True),
    ]

    def start(self, land: Any, p: Any) -> None:
        weights = np.array([float(row["weight_of_army"]) for row in table("provinces")])
        land.stations[...] = np.cumsum(weights) / weights.sum()

    def account(self, land: Any, p: Any, month: Any) -> None:
        if month.index % 12 not in (MARCH, JULY):
            return
        serving, due, ready = (float(land.tally.__dict__[k]) for k in ("soldiers", "due", "ready"))
        ready /= 1024
        most = float(p.most_taken) * ready
        wanted = min(max(float(p.army) - (serving - due), 0), most)
        land.draft[...] = wanted / max(ready, 1)
        land.discharge[...] = min(max((serving + wanted - float(p.army)) / max(due, 1), 0), 1)


@span
def ages(born, traits, work, soul, line, n, place, place_urban, p, month, key_study, key_assign, key_office, log,  # type: ignore[no-untyped-def]
         event_school, event_study, event_assigned, event_retired):  # fmt: skip
    """Birthdays that change what a person does: a mask first, then the few."""
    hit = np.empty(WIDTH, np.int32)
    for u in range(n.shape[0]):
        m, c, urban = n[u], i4(0), place_urban[place[u]]
        for i in range(m):
            a = i4(i4(month) - i4(born[u, i]))
            d = i4((a == p.school) | (a == p.leaving) | (a == p.degree) | (a == p.retire_women) | (a == p.retire_men))
            hit[i] = d
            c = i4(c + d)
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
                        if t & CLASS != HOSTILE and draw(key_office, soul[u, i]) < p.office:
                            work[u, i] = OFFICIAL
                    elif (a == p.retire_women and t & FEMALE) or (a == p.retire_men and not t & FEMALE):
                        work[u, i] = w if w == SOLDIER else RETIRED
                    if work[u, i] != w:
                        now, kind = work[u, i], event_assigned
                        kind = event_school if now == PUPIL else event_study if now == STUDENT else kind
                        kind = event_retired if now == RETIRED else kind
                        put(log, soul[u, i], line[u, i], kind, w if now == RETIRED else now, 0)


@span
def muster(born, traits, work, status, grade, leave, n, p, month, soldiers, due, ready, weight):  # type: ignore[no-untyped-def]
    """In March and July the offices count who serves, whose term is over by the call-up, and who may be taken."""
    of_year = month % YEAR
    if of_year != MARCH and of_year != JULY:
        return
    hit = np.empty(WIDTH, np.int32)
    for u in range(n.shape[0]):
        serving = past = fit = i4(0)
        m, c = n[u], i4(0)
        for i in range(m):
            d = concerned(i4(i4(month) - i4(born[u, i])), status[u, i], p.leaving, p.too_old)
            hit[i] = d
            c = i4(c + d)
        if c == i4(0):
            continue
        for i in range(m):
            age = i4(i4(month) - i4(born[u, i]))
            if hit[i] and leave[u, i] == u1(0):
                if status[u, i] == ARMY:
                    serving = i4(serving + i4(1))
                    past = i4(past + i4(served(i4(age + i4(1)), traits[u, i], p.leaving, p.term, p.term_women)))
                elif status[u, i] == HOME:
                    odds = draft_odds(i4(age + i4(1)), traits[u, i], work[u, i], grade[u, i], p.leaving, p.too_old,
                                      p.women, p.hostile)  # fmt: skip
                    fit = i4(fit + i4(odds * PARTS))
        soldiers[()] += i8(serving) * i8(weight[u])
        due[()] += i8(past) * i8(weight[u])
        ready[()] += i8(fit) * i8(weight[u])


@span
def call_up(born, traits, work, status, where, grade, soul, leave, n, province, place, place_urban, p, month,  # type: ignore[no-untyped-def]
            draft, stations, discharge, key_draft, key_discharge, key_station, key_assign, line, log, event_called_up,
            event_discharged):  # fmt: skip
    """April and August: those past their term go home to work, young men take their place."""
    of_year = month % YEAR
    if of_year != APRIL and of_year != AUGUST:
        return
    hit = np.empty(WIDTH, np.int32)
    for u in range(n.shape[0]):
        urban = place_urban[place[u]]
        m = n[u]
        for i in range(m):
            hit[i] = concerned(i4(i4(month) - i4(born[u, i])), status[u, i], p.leaving, p.too_old)
        for i in range(m):
            age = i4(i4(month) - i4(born[u, i]))
            if not hit[i] or leave[u, i] != u1(0):
                continue
            if status[u, i] == ARMY:
                done = served(age, traits[u, i], p.leaving, p.term, p.term_women)
                if done and draw(key_discharge, soul[u, i]) < discharge[0]:
                    status[u, i] = HOME
                    traits[u, i] = u1(traits[u, i] | VETERAN)
                    where[u, i] = province[u]
                    work[u, i] = assigned(draw(key_assign, soul[u, i]), urban, p)
                    put(log, soul[u, i], line[u, i], event_discharged, work[u, i], 0)
            elif status[u, i] == HOME:
                odds = draft_odds(age, traits[u, i], work[u, i], grade[u, i], p.leaving, p.too_old, p.women, p.hostile)
                if odds > ZERO and draw(key_draft, soul[u, i]) < draft[0] * odds:
                    status[u, i] = ARMY
                    work[u, i] = SOLDIER
                    lot, at = draw(key_station, soul[u, i]), i4(0)
                    while at < i4(PROVINCES - 1) and lot >= stations[at]:
                        at = i4(at + i4(1))
                    where[u, i] = u1(at)
                    put(log, soul[u, i], line[u, i], event_called_up, 0, at)
