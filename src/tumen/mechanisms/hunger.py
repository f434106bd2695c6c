"""Hunger: a body that is short of food grows thin, a thin body saves energy, and the thinnest are the likeliest to die.

Nobody decides here. What a person eats comes from the household; what it needs comes from age, sex and work. The body
reserve, weight over normal weight, moves with the difference. Expenditure falls with weight and once more below the
weight at which a body economises, or every shortage would kill everybody; that is why famine takes years (Keys 1950).
Persons differ for good in what reaches them of the same dish (illness, place at the table, workload): this spread,
not the mean, decides how many die of a moderate shortage. They also differ in build.
Adults die by body mass index as in the cohorts of Mumbai and Bangladesh (Pednekar 2008, Pierce 2010), with a steep
continuation below 16 down to the limit of survival near 12 (Collins 1995). Children under five die by weight for
height and height for age as in ten cohorts (Olofin 2013). All risks multiply the schedule without hunger and count
only what exceeds the same person's risk at the weight of an ordinary year, so that a fed country dies on schedule.
A child short of food for long stops growing and catches up slowly. Wasting and stunting also occur in fed countries:
the background spreads are those of the reference population and of the North Korean survey of 2017. Left out:
epidemics as events of their own, refeeding, breast milk, pregnancy, effects on the unborn, cold.
"""

from typing import Any

import numpy as np

from tumen.mechanism import (
    WIDTH, Column, Exit, Mechanism, Param, Place, Scratch, Tally, draw, exp_, f4, i4, i8, in_vectors, normal, put,
    put_home, rule, span, u1, u4,
)  # fmt: skip

ZERO, ONE, HALF = f4(0), f4(1), f4(0.5)
SPARES = u4(0x5EED0001)  # lifelong traits of a person: draws without a month
BUILD, LEAN, TALL = u4(0x5EED0002), u4(0x5EED0003), u4(0x5EED0004)
INFANT, CHILD, SCHOOL = i4(6), i4(60), i4(84)  # months of age: survey from, reference tables of children to, survey to
FIVE_YEARS, YEAR, ELDEST = f4(1 / 60), i4(12), i4(19)
TO_30, CENT = f4(2.0**30), f4(0.01)
MOST_LOST = f4(255)
BLOCK = 16  # children at a time: a loop of known length becomes vectors without a remainder
OCTOBER = i4(9)  # the surveys of 1998, 2002 and 2004 were made in autumn
FEMALE, TIER = u1(1), u1(9)


@rule
def balance(eaten, need, other, spares, season):  # type: ignore[no-untyped-def]
    """Energy eaten over energy needed at normal weight; `other` is what everybody finds besides grain."""
    return (eaten + other) / (need + other) * spares * season


@rule
def expenditure(reserve, power, lean, saving):  # type: ignore[no-untyped-def]
    """Energy spent over normal: weight to a power, by its binomial series; less again where the body economises."""
    d = reserve - ONE
    full = ONE + power * d + power * (power - ONE) * HALF * d * d
    return full * (saving if reserve < lean else ONE)


@rule
def next_reserve(reserve, energy, spent, pace, least, most):  # type: ignore[no-untyped-def]
    """Weight over normal a month later."""
    return min(max(reserve + pace * (energy - spent), least), most)


@rule
def ordinary_weight(spares, power, lean, saving):  # type: ignore[no-untyped-def]
    """Weight over normal that this person keeps in an ordinary year, when the mean is fed: where expenditure meets it.
    The schedule without hunger already holds the deaths of those who are thin in an ordinary year."""
    full = ONE + (spares - ONE) / power
    thin = ONE + (spares / saving - ONE) / power
    return min(full if full >= lean else min(thin, lean), ONE)


@rule
def adult_risk(bmi, thin, p):  # type: ignore[no-untyped-def]
    """Death rate over that of normal weight by body mass index: three classes, steep below `thin`."""
    low = p.risk_low * exp_(p.steepness * (thin - bmi))
    return ONE if bmi >= p.bmi_lean else p.risk_mild if bmi >= p.bmi_mild else p.risk_moderate if bmi >= thin else low


@rule
def child_risk(weight_z, height_z, p):  # type: ignore[no-untyped-def]
    """Death rate of a child under five over that of a well-grown one, by standard scores below -1."""
    w = min(max(-ONE - weight_z, ZERO), p.z_most)
    h = min(max(-ONE - height_z, ZERO), p.z_most)
    return exp_(p.child_wasting * w + p.child_stunting * h)


@rule
def growth_lost(reserve, enough, pace, catch_up):  # type: ignore[no-untyped-def]
    """Hundredths of a standard score of height lost in a month by a thin child; regained slowly by a fed one."""
    return pace * (enough - reserve) if reserve < enough else -catch_up


class Hunger(Mechanism):
    owns = dict(
        reserve=Column(
            "f4",
            "share of normal body weight",
            "weight over the person's own normal weight",
            bounds=(0.4, 1.1),
            start=1,
            record=1000,
        ),
        stunting=Column("u1", "1/100 sd", "height for age lost to hunger in childhood", bounds=(0, 255), record=1),
        vitamins=Column("u1", "1/255", "state of vitamins A and C", bounds=(0, 255), start=180, record=1),
        usual=Scratch("f4", "share of normal body weight", "weight that this person keeps in an ordinary year"),
        bmi=Scratch("f4", "kg/m2", "body mass index; at an adult's scale for children"),
        lean_season=Place("f4", "1", "food at hand this month over the year's mean, by the farming year", over=(1,)),
        hunger_deaths=Tally("persons", "deaths above the schedule without hunger", over=("province", 2, 20)),
        hunger_expected=Tally("2^-30 persons", "summed chance of dying of hunger: far less noise"),
        children=Tally("persons", "children of 6 months to 7 years, each October"),
        wasted=Tally("persons", "of these, weight for height below -2"),
        stunted=Tally("persons", "of these, height for age below -2"),
    )
    reads = "born traits soul grade province weight n eaten need mortality other_food diet"
    writes = dict(leave="those who die of hunger are marked for the door")
    params = dict(
        season=Param(0.10, "1", "half swing of food at hand within the year", (0, 0.2), "seasonal_calendar", "D",
                     "leanest in May, fullest in November; the size is assumed"),
        unequal=Param(0.135, "1", "lifelong spread between persons of what reaches them", (0.10, 0.17), "assumed", "D",
                      "above 0.17 a fed country would starve; below 0.10 hardly anybody dies of a mean of 0.8"),
        power=Param(1.2, "1", "expenditure goes with weight to this power", (1, 1.4), "assumed", "D",
                    "between weight alone and the fall measured in the Minnesota experiment"),
        saving=Param(0.9, "1", "expenditure of a thin body over that of its weight", (0.85, 1), "Keys 1950", "C"),
        lean=Param(0.88, "1", "weight over normal at which the body economises (18.5 of 21)", (0.85, 0.95),
                   "Keys 1950", "C"),
        pace=Param(0.15, "1/month", "weight lost in a month without any energy", (0.13, 0.2), "Keys 1950", "B"),
        bmi=Param(21, "kg/m2", "mean body mass index at normal weight", (20, 22), "Collins 1995", "D",
                  "no survey of adults before the famine; Asian norms"),
        bmi_sd=Param(2, "kg/m2", "spread of body mass index between persons", (1.5, 3), "assumed", "D",
                     "as in rural Asian adults"),
        bmi_lean=Param(18.5, "kg/m2", "below: mildly thin", (18, 19), "Pednekar 2008", "A"),
        bmi_mild=Param(17, "kg/m2", "below: moderately thin", (16.5, 17.5), "Pednekar 2008", "A"),
        bmi_thin=Param(16, "kg/m2", "below: severely thin", (15.5, 16.5), "Pednekar 2008", "A"),
        bmi_floor=Param(12, "kg/m2", "limit of survival without care", (11, 13), "Collins 1995", "B"),
        risk_mild=Param(1.3, "1", "death rate at 17-18.5 over normal", (1.2, 1.4), "Pednekar 2008", "A"),
        risk_moderate=Param(1.6, "1", "death rate at 16-17 over normal", (1.3, 1.7), "Pednekar 2008", "A"),
        risk_low=Param(2.2, "1", "death rate at 16 over normal", (1.9, 2.3), "Pednekar 2008", "A"),
        steepness=Param(0.75, "1/(kg/m2)", "log of the death rate per unit of body mass index below 16", (0.5, 1),
                        "assumed", "D", "carries the twofold risk at 16 to certain death near 12"),
        floor=Param(0.5, "1/month", "chance of dying in a month at the limit of survival", (0.3, 0.8), "Collins 1995",
                    "D", "without care; survival at 12 is measured in weeks"),
        child_wasting=Param(2.25, "1/sd", "log of the death rate per score of weight for height below -1", (1.5, 3),
                            "Olofin 2013", "D",
                            "0.98 in cohorts outside famine (11.6 times at a mean of -3.5); steeper where infections "
                            "spread among the hungry; informed by the share of under-fives among the dead"),
        child_stunting=Param(0.68, "1/sd", "log of the death rate per score of height for age below -1", (0.4, 0.9),
                             "Olofin 2013", "A"),
        z_most=Param(4, "sd", "scores below -1 beyond which the risk no longer rises", (3, 5), "Olofin 2013", "D",
                     "the cohorts hold hardly any child below -5"),
        weight_sd=Param(0.10, "1", "one score of weight for height as a share of weight", (0.08, 0.12), "WHO 2006",
                        "B"),
        wasting_mean=Param(0.25, "sd", "mean weight for height of a child at its normal weight", (-0.3, 0.6),
                           "nutrition_surveys", "C"),
        wasting_sd=Param(0.8, "sd", "spread of it that is not hunger", (0.5, 1), "WHO 2006", "C"),
        stunting_mean=Param(-0.6, "sd", "mean height for age of a fed North Korean child", (-1.1, -0.3),
                            "nutrition_surveys", "C"),
        stunting_sd=Param(0.9, "sd", "spread of it that is not hunger", (0.7, 1.1), "WHO 2006", "C"),
        stunted_below=Param(-2, "sd", "a child counts as wasted or stunted below this score", (-3, -2), "WHO 2006",
                            "A"),
        enough=Param(0.93, "1", "weight over normal from which a child grows", (0.85, 0.97), "assumed", "D",
                     "growth stops before weight for height has fallen by a whole score"),
        growth_pace=Param(150, "1/100 sd/month", "height lost a month per unit of missing weight", (60, 250), "assumed",
                          "D", "a tenth of the weight missing for a year takes a child down by one score and a half"),
        catch_up=Param(2, "1/100 sd/month", "height regained a month by a fed child", (0, 4), "assumed", "D",
                       "stunted children who stay where they are regain about a quarter of a score a year"),
        least=Param(0.4, "1", "lowest weight over normal kept in the column", (0.3, 0.45), "Collins 1995", "D",
                    "below the limit of survival of any build"),
        most=Param(1.1, "1", "highest weight over normal: food is scarce", (1.05, 1.3), "assumed", "D",
                   "overweight is left out"),
        vitamins_public=Param(170, "1/255", "vitamins of a fed person on the public diet", (100, 220), "assumed", "D",
                              "cereal, cabbage and little else"),
        vitamins_pace=Param(6, "1/255/month", "change of the vitamin state in a month at most", (2, 20), "assumed", "D",
                            "stores of vitamin A last for months, of C for weeks"),
    )  # fmt: skip
    decisions = ("hunger.death",)
    exits = dict(starved=Exit("died of hunger"))
    events = dict(
        starved="died of hunger (amount: age group)", bereaved="lost one of the household to hunger (other: whom)",
    )  # fmt: skip
    examples = [
        dict(rule=balance, args=(500.0, 500.0, 100.0, 1.0, 1.0), result=1.0),
        dict(rule=balance, args=(200.0, 500.0, 100.0, 1.0, 1.0), result=0.5),
        dict(rule=expenditure, args=(1.0, 1.2, 0.88, 0.9), result=1.0),
        dict(rule=ordinary_weight, args=(1.1, 1.2, 0.88, 0.9), result=1.0),
        dict(rule=ordinary_weight, args=(0.94, 1.2, 0.88, 0.9), result=0.95),
        dict(rule=next_reserve, args=(1.0, 0.5, 1.0, 0.2, 0.4, 1.1), result=0.9),
        dict(rule=growth_lost, args=(0.8, 0.9, 60.0, 1.0), result=6.0),
        dict(rule=growth_lost, args=(0.95, 0.9, 60.0, 1.0), result=-1.0),
    ]

    def start(self, land: Any, p: Any) -> None:
        land.lean_season[...] = 1

    def govern(self, land: Any, p: Any, month: Any) -> None:
        # from the fullest month, November, down to the leanest, May, in a straight line and back: mean one
        away = abs((month.moy - 11 + 6) % 12 - 6)
        land.lean_season[...] = 1 + float(p.season) * (1 - away / 3)


@span
def weigh(reserve, usual, bmi, eaten, need, soul, n, p, lean_season, other_food):  # type: ignore[no-untyped-def]
    """Everybody's weight a month later. `SPARES` is a lifelong draw: the same person stays the worse fed one."""
    season, other = lean_season[0], other_food[()]
    for u in range(n.shape[0]):
        for i in range(n[u]):
            spares = ONE + p.unequal * normal(SPARES, soul[u, i])
            energy = balance(eaten[u, i], need[u, i], other, spares, season)
            spent = expenditure(reserve[u, i], p.power, p.lean, p.saving)
            r = next_reserve(reserve[u, i], energy, spent, p.pace, p.least, p.most)
            reserve[u, i] = r
            usual[u, i] = ordinary_weight(spares, p.power, p.lean, p.saving)
            bmi[u, i] = (p.bmi + p.bmi_sd * normal(BUILD, soul[u, i])) * r


@span
def perish(reserve, usual, bmi, stunting, born, traits, soul, line, house, leave, n, p, month, mortality, key_death,  # type: ignore[no-untyped-def]
           exit_starved, hunger_deaths, hunger_expected, province, weight, log, event_starved,
           event_bereaved):  # fmt: skip
    """Few may die of hunger: those whom it brought into a lower class of weight, thin children, and the starving.
    A mask of them first; then their rows side by side, in blocks, with the full rule and the same draw."""
    hit, who, rows = np.empty(WIDTH, np.uint8), np.empty(WIDTH, np.int32), np.ones((7, WIDTH), np.float32)
    body, now, then, lost, age, death, risk = rows[0], rows[1], rows[2], rows[3], rows[4], rows[5], rows[6]
    me = np.zeros(WIDTH, np.uint32)
    for u in range(n.shape[0]):
        m, c, dying, summed = n[u], i4(0), i4(0), i8(0)
        whole = in_vectors(m)
        for i in range(whole):
            before = bmi[u, i] / reserve[u, i] * usual[u, i]
            lowest = min(bmi[u, i], before)
            fell = (lowest < p.bmi_lean) & (before >= p.bmi_lean) | (lowest < p.bmi_mild) & (before >= p.bmi_mild)
            child = (i4(i4(month) - i4(born[u, i])) < CHILD) & (reserve[u, i] < usual[u, i])
            hit[i] = u1((fell | child | (lowest < p.bmi_thin) | (bmi[u, i] < p.bmi_floor)) & (i4(i) < m))
        for i in range(m):  # without a branch: every row is written down, and kept where it is hit
            who[c] = i4(i)
            c = i4(c + i4(hit[i]))
        for x in range(c):
            i = who[x]
            months = i4(i4(month) - i4(born[u, i]))
            g = i4(0) if months < YEAR else min(i4(i4(f4(months) * FIVE_YEARS) + i4(1)), ELDEST)
            me[x], age[x], death[x] = soul[u, i], f4(months), mortality[i4(traits[u, i] & FEMALE), g]
            body[x], now[x], then[x], lost[x] = bmi[u, i], reserve[u, i], usual[u, i], f4(stunting[u, i])
        for b in range(0, c, BLOCK):
            for x in range(b, b + BLOCK):
                w = p.wasting_mean + p.wasting_sd * normal(LEAN, me[x])
                h = p.stunting_mean + p.stunting_sd * normal(TALL, me[x])
                short = growth_lost(min(then[x], p.enough), p.enough, p.growth_pace, ZERO) * age[x]
                hungry = child_risk(w + (now[x] - ONE) / p.weight_sd, h - lost[x] * CENT, p)
                lost[x] = hungry - child_risk(w + (then[x] - ONE) / p.weight_sd, h - short * CENT, p)
            for x in range(b, b + BLOCK):
                before = body[x] / now[x] * then[x]
                grown = adult_risk(min(body[x], before), p.bmi_thin, p) - adult_risk(before, p.bmi_thin, p)
                small = (age[x] < f4(CHILD)) & (now[x] < then[x])
                least = p.floor if body[x] < p.bmi_floor else ZERO
                r = min(max((lost[x] if small else grown) * death[x] + least, ZERO), ONE)
                risk[x] = r
                dying = i4(dying | i4((draw(key_death, me[x]) < r) & (i4(x) < c)))
        for x in range(c):
            summed += i8(i4(risk[x] * TO_30))
        hunger_expected[province[u]] += summed * i8(weight[u])
        if dying:
            for x in range(c):
                i = who[x]
                if leave[u, i] == u1(0) and draw(key_death, me[x]) < risk[x]:
                    leave[u, i] = exit_starved
                    months = i4(i4(month) - i4(born[u, i]))
                    g = i4(0) if months < YEAR else min(i4(i4(f4(months) * FIVE_YEARS) + i4(1)), ELDEST)
                    hunger_deaths[province[u], i4(traits[u, i] & FEMALE), g] += i8(weight[u])
                    put(log, soul[u, i], line[u, i], event_starved, g, 0)
                    put_home(log, soul[u], line[u], house[u], m, i, event_bereaved)


@span
def grow(reserve, stunting, vitamins, born, grade, eaten, need, n, p, month, other_food, diet):  # type: ignore[no-untyped-def]
    """Children lose or regain height; everybody's vitamins follow what the diet is made of and how much there is."""
    other, full, public = other_food[()], MOST_LOST, p.vitamins_public
    weekly = max(full * min(diet[0, 1], diet[0, 2], ONE), public)
    three_day = max(full * min(diet[1, 1], diet[1, 2], ONE), public)
    daily = max(full * min(diet[2, 1], diet[2, 2], ONE), public)
    for u in range(n.shape[0]):
        for i in range(n[u]):
            child = f4(i4(i4(month) - i4(born[u, i])) < CHILD)
            lost = f4(stunting[u, i]) + child * growth_lost(reserve[u, i], p.enough, p.growth_pace, p.catch_up)
            stunting[u, i] = u1(i4(min(max(lost, ZERO), MOST_LOST) + HALF))
        for i in range(n[u]):
            best = weekly if grade[u, i] == TIER else public
            best = three_day if grade[u, i] == TIER + u1(1) else best
            best = daily if grade[u, i] == TIER + u1(2) else best
            aim = best * min((eaten[u, i] + other) / (need[u, i] + other), ONE)
            had = f4(vitamins[u, i])
            vitamins[u, i] = u1(i4(had + min(max(aim - had, -p.vitamins_pace), p.vitamins_pace) + HALF))


@span
def survey(reserve, stunting, born, soul, leave, n, p, month, children, wasted, stunted, province, weight):  # type: ignore[no-untyped-def]
    """Each October children from half a year to seven are weighed and measured, as in the survey of 1998."""
    if month % YEAR != OCTOBER:
        return
    for u in range(n.shape[0]):
        seen = thin = short = i4(0)
        for i in range(n[u]):
            age = i4(i4(month) - i4(born[u, i]))
            if age >= INFANT and age < SCHOOL and leave[u, i] == u1(0):
                w = p.wasting_mean + p.wasting_sd * normal(LEAN, soul[u, i]) + (reserve[u, i] - ONE) / p.weight_sd
                h = p.stunting_mean + p.stunting_sd * normal(TALL, soul[u, i]) - f4(stunting[u, i]) * CENT
                seen = i4(seen + i4(1))
                thin = i4(thin + i4(w < p.stunted_below))
                short = i4(short + i4(h < p.stunted_below))
        children[province[u]] += i8(seen) * i8(weight[u])
        wasted[province[u]] += i8(thin) * i8(weight[u])
        stunted[province[u]] += i8(short) * i8(weight[u])
