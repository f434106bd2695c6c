"""Crossing: the fee and the season, guards and orders at the river, and who gets across.

Who decides: each whose time has come, and for children the household. The season counts: most go on the ice. A guide
wants his fee, which rises over the years; who cannot pay it goes less often, unless kin outside pay. An open case does
not wait for the ice. A household goes as one party, and so do friends of a neighbourhood: they share their luck.
Children are never left without a grown-up: they are taken along. Against them stand guards, fences and orders, all
dated: hungry guards in the famine, closure in 2020, the order to shoot. A guard who is paid looks away. Who is caught
comes home with a case. Where many crossed, many know of a way, and use it for less than hunger (migration feeds itself:
Massey 1990).
Left out: guards who look away for kin, single guides and their networks in the North, how a river is crossed.
Who resolves is told in `leaving`, who is let into the plan in `confidants`, what follows in `china` and `penal`.
Sources: testimony of a court poet; `border_and_exit_costs`, `punishments`, `seasonal_calendar`.
"""

from typing import Any

import numpy as np

from tumen.mechanism import (
    HOUSES, Column, Exit, Mechanism, Param, Place, Scratch, Tally, draw, exp_, f4, i4, i8, log_, put, put_home, rule,
    span, u1, u4,
)  # fmt: skip

ZERO, ONE, TINY, MOST_FEE = f4(0), f4(1), f4(1e-6), f4(4e8)
FEMALE, HOME, CHINA, STAYS = u1(1), u1(0), u1(4), u1(0)
NO_CASE, CROSSING, MOST_CASES = u1(0), u1(7), u1(255)
NO_PLAN, FRIEND, FAMILY, COMPANY = u1(0), u1(2), u1(3), u1(3)
NOT_HOME, REMAINS, GOES, TAKEN = u1(0), u1(1), u1(2), u1(3)
YEAR, NOVEMBER, MARCH, NOBODY = i4(12), i4(10), i4(2), i4(-1)
NORTH_PYONGAN, JAGANG, SOUTH_HAMGYONG, RYANGGANG = 2, 3, 7, 9


@rule
def old_enough(month, born, grown):  # type: ignore[no-untyped-def]
    """Whether somebody can look after children, and answers for what they do."""
    return i4(i4(month) - i4(born)) >= grown


@rule
def unaided(fee, usual, elasticity):  # type: ignore[no-untyped-def]
    """What is left of attempts without money for a guide, as fees stand for how hard it has become."""
    return min(exp_(elasticity * log_(usual / max(fee, TINY))), ONE)


@rule
def sets_out(ice, paid, alone, closed, in_ice, in_water):  # type: ignore[no-untyped-def]
    """Chance that somebody whose time has come goes this month: by season, with money or without, less by closure."""
    return (in_ice if ice else in_water) * (ONE if paid else alone) * (ONE - closed)


@rule
def across(guards, hold, paid, bribe, ford):  # type: ignore[no-untyped-def]
    """Chance of getting across, against guards and fences; a paid guard looks away."""
    return ford / (ford + hold * guards * (bribe if paid else ONE))


class Crossing(Mechanism):
    owns = dict(
        away=Column("u2", "months", "months since leaving home, or since arrival in the South", bounds=(0, 65535)),
        ford=Place("f4", "1", "ease of the nearest border river by province; 1 is the Tumen", over=("province",)),
        road=Place("f4", "1", "chance that a journey leads to the border, by province", over=("province",)),
        way=Place("f4", "1", "share of people who know of somebody that crossed, by province", over=("province",),
                  step=1 / 4096),
        danger=Scratch("f4", "1", "danger of being caught at the river when nobody is paid", width=1),
        departing=Scratch("u1", "code", "0 not at home, 1 stays, 2 sets out by own plan, 3 is taken along"),
        attempts=Tally("persons", "attempts to cross by sex", over=("province", 2)),
        crossings=Tally("persons", "crossings into China by sex", over=("province", 2)),
        crossings_border=Tally("persons", "of these, people of border counties", over=("province",)),
        crossings_brought=Tally("persons", "of these, taken along by their family", over=("province",)),
        caught=Tally("persons", "caught at the border", over=("province",)),
        shot=Tally("persons", "shot at the border", over=("province",)),
        fees=Tally("won", "paid to guides and guards", over=("province",)),
    )  # fmt: skip
    reads = "waited born traits house news dollar soul line n place province weight"
    writes = dict(
        status="who crosses is in China", leave="who is shot is marked for the door",
        plan="who tried has no plan any more", case="who is caught has an open case", case_age="a case begins anew",
        offences="being caught goes on file", cash="guides and guards are paid",
        graft="what they are paid goes to officials and guards",
    )  # fmt: skip
    params = dict(
        near=Param(0.8, "1", "journeys from a province at the border that lead there, in reach of the river", (0, 1),
                   "assumed", "D", "grain, goods and kin are at the border; most crossers are from North Hamgyong"),
        far=Param(0.1, "1", "the same from other provinces", (0, 1), "assumed", "D", "checkpoints on the way"),
        tumen=Param(1, "1", "ease of the Tumen", (0.5, 1), "assumed", "D", "narrow and shallow: the measure"),
        upper=Param(0.6, "1", "ease of the upper Yalu", (0.2, 1), "assumed", "D", "narrow at Hyesan"),
        lower=Param(0.12, "1", "ease of the lower Yalu", (0.02, 0.5), "assumed", "D",
                    "wide, reservoirs, towns on both banks; 72 % of arrivals are from North Hamgyong"),
        fee=Param({"1990": 30, "1997": 20, "2001": 60, "2004": 150, "2008": 500, "2011": 1500, "2014": 4000,
                   "2017": 15000}, "USD", "fee of a guide to China", (0, 50000), "border_and_exit_costs", "D",
                  "4,000 in 2014 and 15,000 in 2017 are read; before 2014 assumed"),
        fee_usual=Param(60, "USD", "fee up to which the poor try as often as the rich", (10, 500), "assumed", "D",
                        "the famine years' handful of dollars"),
        fee_power=Param(0.6, "1", "by which attempts without money fall as the fee rises", (0.3, 1.5), "assumed", "D",
                        "free: little before 2012 informs it"),
        kin_pay=Param(0.5, "1", "kin outside pay the fee where their word arrives", (0, 1), "assumed", "D",
                      "paid to the guide's kin in China"),
        guards=Param({"1990": 1, "1996": 0.6, "1999": 0.8, "2002": 1, "2006": 1.4, "2009": 2, "2012": 5, "2014": 6,
                      "2017": 8, "2020": 20, "2023": 25}, "1990 = 1", "guards and fences along the border", (0, 60),
                     "border_and_exit_costs", "D",
                     "guard facilities twentyfold between 2019 and 2023 in the places surveyed are read; hungry guards "
                     "in the famine and the steps of 2009 and 2012 are told, their sizes assumed"),
        hold=Param(0.35, "1", "odds of being caught with the guards of 1990", (0.1, 1), "assumed", "D",
                   "0.6 to 0.9 get across in the 1990s and 2000s"),
        bribe=Param(0.4, "1", "the same odds when a guard is paid", (0.1, 1), "assumed", "D", "guards are rotated"),
        ice_go=Param(0.7, "1/month", "whose time has come goes, November to March", (0.2, 1), "seasonal_calendar", "D",
                     "crossings are most frequent on ice; by how much is assumed"),
        water_go=Param(0.35, "1/month", "the same in other months", (0.05, 1), "seasonal_calendar", "D",
                       "half as many"),
        closed=Param({"1990": 0, "2020-02": 0.9, "2020-08": 0.97, "2022-01": 0.95, "2023-09": 0.8}, "1",
                     "part of all attempts that a closure stops before they begin", (0, 1), "punishments", "D",
                     "closed in January 2020, buffer zone from August 2020, little eased since; sizes assumed"),
        shot=Param({"1990": 0.002, "1996": 0.001, "2010": 0.005, "2020-08": 0.2}, "1",
                   "who does not get across is shot", (0, 1), "punishments", "D",
                   "rare before the order of August 2020 to shoot without warning; shares assumed"),
        told=Param(20, "persons", "people who would hear of a crossing if all of it were known", (2, 60), "assumed",
                   "D", "kin, neighbours, the market"),
        heard=Param(0.5, "1", "crossings that people hear of", (0.2, 0.8), "assumed", "D",
                    "those who came later knew of about half of all attempts (Dukalskis, Elkink & Xiong 2017)"),
        forgotten=Param(0.015, "1/month", "knowing of a way fades", (0.002, 0.05), "assumed", "D",
                        "guides and fords change within some years"),
        grown=Param(192, "months", "age from which a person looks after children and is charged", (180, 216),
                    "assumed", "D", "working age in the census", dtype="i4"),
    )  # fmt: skip
    decisions = ("crossing.go", "crossing.kin", "crossing.cross", "crossing.shot")
    exits = dict(shot=Exit("shot at the border"))
    events = dict(
        crossed="crossed into China (amount: 1 alone, 2 with a friend, 3 with family)",
        brought="was taken along to China by the family",
        caught="was caught at the border",
        shot="was shot at the border",
        bereaved="lost one of the household at the border (other: whom)",
    )
    examples = [
        dict(rule=old_enough, args=(200, 0, 192), result=True),
        dict(rule=unaided, args=(20.0, 60.0, 0.6), result=1.0),
        dict(rule=unaided, args=(60000.0, 60.0, 1.0), result=0.001),
        dict(rule=sets_out, args=(True, True, 0.1, 0.0, 0.7, 0.35), result=0.7),
        dict(rule=sets_out, args=(False, False, 0.1, 1.0, 0.7, 0.35), result=0.0),
        dict(rule=across, args=(1.0, 0.25, False, 0.4, 1.0), result=0.8),
    ]
    serves = dict(X2=across)

    def govern(self, land: Any, p: Any, month: Any) -> None:
        border = np.zeros(len(land.road), np.int64)
        np.maximum.at(border, land.place_province, land.place_border)
        land.road[:] = np.where(border > 0, float(p.near), float(p.far))
        rivers = {NORTH_PYONGAN: p.lower, JAGANG: p.lower, RYANGGANG: p.upper, SOUTH_HAMGYONG: p.upper}
        land.ford[:] = [float(rivers.get(k, p.tumen)) for k in range(len(land.ford))]

    def account(self, land: Any, p: Any, month: Any) -> None:
        land.graft[:] += land.tally.fees
        people = np.zeros(len(land.way), np.int64)
        np.add.at(people, land.place_province, land.place_persons)
        for k in range(len(people)):  # who crossed is told of, to those who did not know yet
            known, crossed = float(land.way[k]), int(land.tally.crossings[k].sum())
            hears = min(float(p.told) * float(p.heard) * crossed / max(int(people[k]), 1), 1)
            land.way[k] = known * (1 - float(p.forgotten)) + (1 - known) * hears


@span
def watch(danger, ford, n, province, p):  # type: ignore[no-untyped-def]
    """What people reckon with: the danger of being caught where nobody is paid."""
    for u in range(n.shape[0]):
        danger[u, 0] = ONE - across(p.guards, p.hold, False, p.bribe, ford[province[u]])


@span
def set_out(departing, waited, plan, status, leave, case, cash, born, house, news, soul, n, dollar, p, month, key_go,  # type: ignore[no-untyped-def]
            key_kin):  # fmt: skip
    """Of those whose time has come, who goes this month, and whom they take along."""
    due, stay = np.empty(HOUSES, np.int32), np.empty(HOUSES, np.int32)
    goers, whole = np.empty(HOUSES, np.int32), np.empty(HOUSES, np.uint8)
    of_year = month % YEAR
    ice = of_year >= NOVEMBER or of_year <= MARCH
    poor = unaided(p.fee, p.fee_usual, p.fee_power)
    price = i4(min(p.fee * dollar[()], MOST_FEE))
    for u in range(n.shape[0]):
        m, some = n[u], i4(0)
        for i in range(m):
            departing[u, i] = NOT_HOME
            some = i4(some | i4(waited[u, i]))
        if some == i4(0):
            continue
        for h in range(HOUSES):
            due[h], stay[h], goers[h], whole[h] = 0, 0, 0, 0
        for i in range(m):
            departing[u, i] = u1(status[u, i] == HOME and leave[u, i] == STAYS)
            due[house[u, i]] = i4(due[house[u, i]] + i4(waited[u, i]))
        for i in range(m):  # money is asked for all of a household whose time has come
            h = house[u, i]
            if waited[u, i]:
                paid = f4(cash[u, h]) >= f4(price) * f4(due[h])
                paid = paid or (news[u, h] > ZERO and draw(key_kin, soul[u, i]) < p.kin_pay)
                hurried = case[u, i] != NO_CASE
                in_ice = ONE if hurried else p.ice_go
                odds = sets_out(ice or hurried, paid or hurried, poor, p.closed, in_ice, p.water_go)
                if draw(key_go, soul[u, i]) < odds:
                    departing[u, i] = GOES
                    goers[h] = i4(goers[h] + i4(1))
                    whole[h] = u1(whole[h] | u1(plan[u, i] & COMPANY == FAMILY))
            if departing[u, i] == REMAINS and old_enough(month, born[u, i], p.grown):
                stay[h] = i4(stay[h] + i4(1))
        for i in range(m):  # a family goes whole, and no child stays without a grown-up
            h = house[u, i]
            if departing[u, i] == REMAINS and goers[h] > i4(0) and (whole[h] or stay[h] == i4(0)):
                departing[u, i] = TAKEN


@span
def cross(departing, waited, plan, away, status, leave, case, case_age, offences, cash, born, traits, house, news, soul,  # type: ignore[no-untyped-def]
          line, n, place, province, place_border, weight, ford, dollar, p, month, log, key_kin, key_cross, key_shot,
          exit_shot, event_crossed, event_brought, event_caught, event_shot, event_bereaved, attempts, crossings,
          crossings_border, crossings_brought, caught, shot, fees):  # fmt: skip
    """A household tries as one party, friends of a unit as one: across, caught or shot."""
    due, count, lead = np.empty(HOUSES, np.int32), np.empty(HOUSES, np.int32), np.empty(HOUSES, np.int32)
    able, whole = np.empty(HOUSES, np.uint8), np.empty(HOUSES, np.uint8)
    price = i4(min(p.fee * dollar[()], MOST_FEE))
    for u in range(n.shape[0]):
        m, some, party = n[u], i4(0), NOBODY
        for i in range(m):
            some = i4(some | i4(departing[u, i] & GOES))
        if some == i4(0):
            continue
        k, w, border = province[u], i8(weight[u]), place_border[place[u]]
        for h in range(HOUSES):
            able[h] = whole[h] = u1(0)
            due[h], count[h], lead[h] = 0, 0, NOBODY
        for i in range(m):
            h = house[u, i]
            due[h] = i4(due[h] + i4(waited[u, i]))
            if departing[u, i] == GOES:
                count[h] = i4(count[h] + i4(1))
                whole[h] = u1(whole[h] | u1(plan[u, i] & COMPANY == FAMILY))
                if lead[h] == NOBODY or soul[u, i] < soul[u, lead[h]]:
                    lead[h] = i4(i)
                if plan[u, i] & COMPANY == FRIEND and (party == NOBODY or soul[u, i] < soul[u, party]):
                    party = i4(i)
            elif departing[u, i] == TAKEN:
                whole[h] = u1(1)
        for h in range(HOUSES):  # each household's luck, and whether a guard was paid
            if lead[h] == NOBODY:
                continue
            i = lead[h]
            bill = i4(price * count[h]) if f4(cash[u, h]) >= f4(price) * f4(due[h]) else i4(0)
            by_kin = news[u, h] > ZERO and draw(key_kin, soul[u, i]) < p.kin_pay
            if bill and not by_kin:
                cash[u, h] = i4(cash[u, h] - bill)
                fees[k] += i8(bill) * w
            friends = plan[u, i] & COMPANY == FRIEND and whole[h] == u1(0)
            luck = soul[u, party] if friends and party != NOBODY else soul[u, i]
            able[h] = u1(draw(key_cross, luck) < across(p.guards, p.hold, bill > i4(0) or by_kin, p.bribe, ford[k]))
        for i in range(m):
            if departing[u, i] < GOES:
                continue
            h, s, own = house[u, i], i8(traits[u, i] & FEMALE), departing[u, i] == GOES
            attempts[k, s] += w
            if able[h]:
                status[u, i], away[u, i] = CHINA, 0
                crossings[k, s] += w
                if border:
                    crossings_border[k] += w
                if own:
                    put(log, soul[u, i], line[u, i], event_crossed, u4(plan[u, i] & COMPANY), u4(k))
                else:
                    crossings_brought[k] += w
                    put(log, soul[u, i], line[u, i], event_brought, u4(0), u4(k))
            elif own and draw(key_shot, soul[u, i]) < p.shot:
                leave[u, i] = exit_shot
                shot[k] += w
                put(log, soul[u, i], line[u, i], event_shot, 0, u4(k))
                put_home(log, soul[u], line[u], house[u], n[u], i, event_bereaved)
            elif old_enough(month, born[u, i], p.grown):
                case[u, i], case_age[u, i] = CROSSING, 0
                offences[u, i] = u1(offences[u, i] + u1(offences[u, i] < MOST_CASES))
                caught[k] += w
                put(log, soul[u, i], line[u, i], event_caught, u4(0), u4(k))
            plan[u, i] = NO_PLAN
