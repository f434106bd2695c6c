"""Leaving: who resolves to go, with whom, whom they tell, and what happens at the river.

Who decides: a grown person at home. What pulls: hunger, as weight lost against one's own ordinary weight; knowledge of
life outside; word from kin who made it. What holds: belief, hope, fear, a workplace that asks for one every day, age.
Harm is weighed in two parts: what being caught brings oneself, and what it brings those who stay, and the second counts
for more: a diplomat could accept his own death and not the camp for his family. So those whose families would pay most
go with them, or stay. An open case changes the sum at once, since harm then waits at home: a court poet left when the
agency had found his books, without planning. People of border counties go directly, others only if a journey takes them
there; a poet got there on the pass of his office and crossed the Tumen with a friend. Where many crossed, many know of
a way, and use it for less than hunger (migration feeds itself: Massey 1990).
A plan waits some months. Whoever tells at home early shares it and risks distress, delay and talk: a diplomat's wife
fell ill when told, and he kept silent until hours before; a poet told nobody, to spare them. Children are never left
without a grown-up: they are taken along. At the river the season counts (ice), the fee, guards, fences and orders, all
dated; who is caught comes home with a case. After the famine the flow falls because people eat, guards multiply and
fees rise, in shares that the record before 2012 hardly tells apart.
A few soldiers, office-holders and their like have another way, straight to the South, old and apart from China. No sex
ratio is set anywhere: women are more often free of a workplace, men serve at the front.
Left out: guards who look away for kin, recruiters who promise work, soldiers across the Yalu, how a river is crossed.
What follows in China and the South is told there (`china`, `south`); flight from posts abroad in `posts`.
Sources: testimonies of a court poet and of a diplomat; `border_and_exit_costs`, `punishments`, `seasonal_calendar`.
"""

from typing import Any

import numpy as np

from tumen.mechanism import (
    HOUSES, WIDTH, Column, Exit, Mechanism, Param, Place, Tally, draw, exp_, f4, i4, i8, in_vectors, log_, put,
    put_home, rule, sigmoid_, span, u1, u4,
)  # fmt: skip

ZERO, ONE, TO_30 = f4(0), f4(1), f4(2.0**30)
FEMALE, MARRIED, CLASS = u1(1), u1(2), u1(12)
HOME, ARMY, CHINA, SOUTH, STAYS = u1(0), u1(1), u1(4), u1(5), u1(0)
OFFICIAL, HOUSEWIFE, RETIRED, NO_WORK, TIER = u1(7), u1(8), u1(9), u1(11), u1(9)
PARTY_OFFICE, WRITER, AGENT = u1(2), u1(1), u1(3)
NO_CASE, BOOKS, TALK, CROSSING, DISSENT, WRITING, KIN_LEFT = u1(0), u1(3), u1(4), u1(7), u1(5), u1(8), u1(10)
MOST_CASES = u1(255)
NO_PLAN, ALONE, FRIEND, FAMILY, TOLD, COMPANY = u1(0), u1(1), u1(2), u1(3), u1(4), u1(3)
WAIT, LONGEST = u1(3), i4(31)  # months to wait stand above the third bit
NEVER, AT_ONCE, LATE = i4(0), i4(1), i4(2)
YEAR, NOVEMBER, MARCH = i4(12), i4(10), i4(2)
TINY, MOST_FEE, NOBODY = f4(1e-6), f4(4e8), i4(-1)
HERE, GOES, SOUTHWARD = u1(1), u1(2), u1(255)


@rule
def old_enough(month, born, grown):  # type: ignore[no-untyped-def]
    """Whether somebody decides for themselves and can look after children."""
    return i4(i4(month) - i4(born)) >= grown


@rule
def hunger(lost, slack, scale, elasticity):  # type: ignore[no-untyped-def]
    """How far hunger drives: weight lost against one's own ordinary weight, to a power."""
    h = min((lost - slack) / scale, ONE)
    return exp_(elasticity * log_(max(h, TINY))) if h > ZERO else ZERO


@rule
def grave(case):  # type: ignore[no-untyped-def]
    """Whether an open case threatens camp or prison: books lent, dissent, crossing, hidden writing, kin who left."""
    return (case == BOOKS) | (case == DISSENT) | (case == CROSSING) | (case == WRITING) | (case == KIN_LEFT)


@rule
def pursued(case, heavy, light):  # type: ignore[no-untyped-def]
    """What an open case adds to the wish to go, in the month in which it is open."""
    return ZERO if case == NO_CASE else heavy if grave(case) else light


@rule
def deterrence(dread, harm_self, harm_family, left_behind, w_self, w_family):  # type: ignore[no-untyped-def]
    """What is left of the wish when harm to oneself and, apart from it, harm to those who stay are weighed; dread is
    fear times the danger of being caught."""
    return exp_(-dread * (w_self * harm_self + w_family * harm_family * left_behind))


@rule
def freedom(work, hours, trader, tied):  # type: ignore[no-untyped-def]
    """Who has no workplace to answer to, or trades full time, is missed by nobody for days."""
    free = (work == HOUSEWIFE) | (work == RETIRED) | (work == NO_WORK) | (hours >= trader)
    return ONE if free else tied


@rule
def resolve(base, want, doubt, held, free, deterred):  # type: ignore[no-untyped-def]
    """Monthly chance that somebody who can reach the river resolves to go; none without want."""
    return min(base * want * doubt * held * free * deterred, ONE)


@rule
def company(lot, others, lone_parent, family, friend):  # type: ignore[no-untyped-def]
    """Alone, with a friend, or with the family; the only grown-up of children goes with them."""
    if lone_parent or (others and lot < family):
        return FAMILY
    return FRIEND if lot < family + friend else ALONE


@rule
def telling(lot, someone, family, at_once, late):  # type: ignore[no-untyped-def]
    """Told at home at once, hours before, or never; who goes along learns it hours before at the latest."""
    if not someone:
        return NEVER
    if lot < at_once:
        return AT_ONCE
    return LATE if family or lot < at_once + late else NEVER


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


class Leaving(Mechanism):
    owns = dict(
        plan=Column("u1", "bits", "plan to leave: 0 none; 1 alone, 2 with a friend, 3 with family; 4 told at home;"
                    " from 8 on months still to wait", bounds=(0, 255)),
        away=Column("u2", "months", "months since leaving home, or since arrival in the South", bounds=(0, 65535)),
        ford=Place("f4", "1", "ease of the nearest border river by province; 1 is the Tumen", over=("province",)),
        road=Place("f4", "1", "chance that a journey leads to the border, by province", over=("province",)),
        way=Place("f4", "1", "share of people who know of somebody that crossed, by province", over=("province",),
                  step=1 / 4096),
        planning=Tally("persons", "persons with a plan", over=("province",)),
        resolved=Tally("persons", "resolved to go this month: alone, with a friend, with family",
                       over=("province", 3)),
        attempts=Tally("persons", "attempts to cross by sex", over=("province", 2)),
        attempts_expected=Tally("2^-30 persons", "summed chance of resolving to go", over=("province", 2)),
        crossings=Tally("persons", "crossings into China by sex", over=("province", 2)),
        crossings_border=Tally("persons", "of these, people of border counties", over=("province",)),
        crossings_brought=Tally("persons", "of these, taken along by their family", over=("province",)),
        caught=Tally("persons", "caught at the border", over=("province",)),
        shot=Tally("persons", "shot at the border", over=("province",)),
        fees=Tally("won", "paid to guides and guards", over=("province",)),
        old_route=Tally("persons", "straight to the South, by sex", over=(2,)),
        old_route_expected=Tally("2^-30 persons", "summed chance of it", over=(2,)),
    )  # fmt: skip
    reads = (
        "born traits work house grade party post hours reserve usual loyalty fear hope knowledge news travels"
        " dollar soul n place province weight"
    )
    writes = dict(
        status="who crosses is in China, who takes the old way in the South",
        leave="who is shot is marked for the door",
        case="who is caught, and whose plan is talked about, has an open case",
        case_age="a case begins anew",
        offences="being caught goes on file",
        cash="guides and guards are paid", graft="what they are paid goes to officials and guards",
    )  # fmt: skip
    params = dict(
        base=Param(0.4, "1/month", "chance that a grown person by the river resolves to go, at full want, without"
                   " belief, fear or ties", (0, 0.8), "assumed", "D",
                   "free within a factor of ten: informed by the stock in China of 1998"),
        elasticity=Param(1.5, "1", "power of hunger in the wish to go", (0.5, 3), "assumed", "D",
                         "free: informed by the origin of those who left"),
        slack=Param(0.06, "1", "share of weight lost that drives nobody away", (0.02, 0.15), "assumed", "D",
                    "what a lean spring takes in an ordinary year"),
        starving=Param(0.12, "1", "share of weight lost beyond it at which hunger drives in full", (0.05, 0.3),
                       "assumed", "D", "a fifth of one's weight in all"),
        knows=Param(0.08, "1", "part of knowing life outside in the wish to go, hunger in full being 1", (0, 0.5),
                    "assumed", "D", "curiosity alone sends few; free"),
        word=Param(0.3, "1", "part of word from kin who made it", (0, 1.5), "assumed", "D",
                   "each settled person later brings a relative in some years"),
        way=Param(0.1, "1", "part of knowing somebody who crossed", (0, 0.3), "assumed", "D",
                  "a way once known is used for less than hunger: work, trade, a look at the other bank"),
        told=Param(20, "persons", "people who would hear of a crossing if all of it were known", (2, 60), "assumed",
                   "D", "kin, neighbours, the market"),
        heard=Param(0.5, "1", "crossings that people hear of", (0.2, 0.8), "assumed", "D",
                    "those who came later knew of about half of all attempts (Dukalskis, Elkink & Xiong 2017)"),
        forgotten=Param(0.015, "1/month", "knowing of a way fades", (0.002, 0.05), "assumed", "D",
                        "guides and fords change within some years"),
        case_grave=Param(3, "1", "part of an open case that threatens camp or prison", (0, 10),
                         "testimony of a court poet", "D", "he left as soon as he knew; how many do is assumed"),
        case_light=Param(0.03, "1", "part of any other open case", (0, 0.5), "assumed", "D",
                         "fines and sessions of criticism send hardly anybody"),
        belief=Param(1.2, "1/logit", "how much private loyalty holds", (0, 3), "assumed", "D",
                     "who believes takes hunger for a trial"),
        hopes=Param(0.4, "1", "part of the wish that full hope at home takes away", (0, 0.9), "assumed", "D",
                    "hope competes with leaving"),
        young_from=Param(180, "months", "age from which people go in full", (168, 216), "assumed", "D",
                         "most who arrive left between 15 and 45", dtype="i4"),
        young_to=Param(540, "months", "age up to which people go in full", (480, 660), "assumed", "D",
                       "most who arrive left between 15 and 45", dtype="i4"),
        older=Param(0.25, "1", "the older against them", (0, 1), "assumed", "D", "the walk, and those who depend"),
        grown=Param(192, "months", "age from which a person decides and looks after children", (180, 216), "assumed",
                    "D", "working age in the census", dtype="i4"),
        tied=Param(0.45, "1", "who answers to a workplace every day, against who does not", (0.1, 1), "assumed", "D",
                   "absence is reported within a day; free, since the share of women hangs on it"),
        trader=Param(8, "h/week", "hours of trade from which a workplace lets go", (4, 20), "assumed", "D",
                     "who pays in for the day off"),
        w_self=Param(6, "1", "weight of harm to oneself, per unit of fear and danger", (0, 16), "assumed", "D",
                     "form and size assumed; no data move it"),
        w_family=Param(12, "1", "weight of harm to those who stay, per unit of fear and danger", (0, 32),
                       "testimony of a diplomat", "D", "above one's own, he says; by how much is assumed"),
        self_public=Param({"1990": 0.6, "1996": 0.2, "2000": 0.3, "2014": 0.6, "2020-08": 1}, "1",
                          "harm of being caught; 1 is death", (0, 1), "punishments", "D",
                          "camp before the famine, weeks or months of labour in it, up to six months to 2013, years "
                          "from 2014, shooting from August 2020; as shares of death assumed"),
        family_public=Param({"1990": 0.5, "1996": 0.05, "2000": 0.1, "2012": 0.25, "2020": 0.4}, "1",
                            "harm to those who stay; 1 is a camp for life", (0, 1), "punishments", "D",
                            "families were sent away before the famine, watched and fined since; assumed"),
        elite_harm=Param(1, "1", "either harm for tiers, officials, writers and Party office", (0, 1),
                         "testimony of a diplomat", "C", "for the elite it is camp or death"),
        elsewhere=Param(0.2, "1", "kin who stay when the household goes, against a household left behind", (0, 1),
                        "assumed", "D", "parents, brothers and sisters under other roofs"),
        family=Param(0.2, "1", "who has others at home thinks of going with them", (0, 1), "assumed", "D",
                     "families come together more often later, by sending for one another"),
        friend=Param(0.3, "1", "who goes without family looks for a friend", (0, 1), "testimony of a court poet", "D",
                     "he crossed with a friend; the share is assumed"),
        burden=Param(0.3, "1", "resolve to go with the family, against alone", (0, 1), "assumed", "D",
                     "children and the old on the ice"),
        joins=Param(0.3, "1", "people of the unit who might be asked along", (0, 1), "assumed", "D",
                    "one of them is asked: a quarter trust somebody outside the family"),
        patience=Param(5, "months", "longest wait between resolve and attempt", (0, 24), "assumed", "D",
                       "money, a guide, the ice", dtype="i4"),
        gives_up=Param(0.06, "1/month", "a plan is given up", (0, 0.5), "assumed", "D", "half of them within a year"),
        tells=Param(0.4, "1", "tells at home at once", (0, 1), "testimony of a diplomat", "D",
                    "one told, one did not: two witnesses"),
        tells_late=Param(0.3, "1", "who did not tell at once and leaves others behind tells hours before", (0, 1),
                         "testimony of a diplomat", "D",
                         "one witness told late, one never; who takes them along always tells late"),
        distress=Param(0.4, "1", "who is told falls ill with worry", (0, 1), "testimony of a diplomat", "D",
                       "his wife was taken to hospital; the share is assumed"),
        delay=Param(6, "months", "by which distress delays the plan", (0, 24), "assumed", "D",
                    "until nobody speaks of it any more", dtype="i4"),
        talk=Param(0.02, "1/month", "a plan told at home is talked about and opens a case", (0, 0.2), "assumed", "D",
                   "few; every household is watched"),
        near=Param(0.8, "1", "journeys from a province at the border that lead there, in reach of the river", (0, 1),
                   "assumed", "D", "grain, goods and kin are at the border; most crossers are from North Hamgyong"),
        far=Param(0.1, "1", "the same from other provinces", (0, 1), "assumed", "D", "checkpoints on the way"),
        hiding=Param(0.1, "1", "who has a grave case and no journey gets to the border in hiding", (0, 1), "assumed",
                     "D", "without papers, searched for"),
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
        old_soldiers=Param(4e-6, "1/month", "a soldier goes straight to the South", (0, 1e-4), "defector_arrivals",
                           "D", "9 to 86 a year by all old ways, nine tenths men: a dozen or two soldiers"),
        old_office=Param(4e-6, "1/month", "an official or member of a tier does", (0, 1e-4), "defector_arrivals", "D",
                         "a few a year"),
        old_danger=Param(0.5, "1", "danger of the old way", (0.1, 0.9), "assumed", "D", "mines, wire, patrol boats"),
        look=Param(0.01, "1", "share of them looked at closely in a month: counts the same chance with less noise",
                   (1e-4, 1), "assumed", "D", "computation only: any value gives the same expected flow"),
    )  # fmt: skip
    decisions = (
        "leaving.wish", "leaving.company", "leaving.friend", "leaving.patience", "leaving.tell", "leaving.distress",
        "leaving.overheard", "leaving.doubts", "leaving.go", "leaving.kin", "leaving.cross", "leaving.shot",
        "leaving.old",
    )  # fmt: skip
    exits = dict(shot=Exit("shot at the border"))
    events = dict(
        planned="resolved to leave (amount: 1 alone, 2 with a friend, 3 with family; other: months to wait)",
        told_home="told the plan at home (amount: 0 at once, 1 hours before)",
        distressed="who was told fell ill with worry, and the plan waits (amount: months more)",
        gave_up="gave the plan up",
        talked_about="the plan was talked about, and a case opened",
        crossed="crossed into China (amount: 1 alone, 2 with a friend, 3 with family)",
        brought="was taken along to China by the family",
        caught="was caught at the border",
        shot="was shot at the border",
        bereaved="lost one of the household at the border (other: whom)",
        went_south="went straight to the South",
    )
    examples = [
        dict(rule=old_enough, args=(200, 0, 192), result=True),
        dict(rule=hunger, args=(0.05, 0.06, 0.12, 1.5), result=0.0),
        dict(rule=hunger, args=(0.18, 0.06, 0.12, 1.5), result=1.0),
        dict(rule=grave, args=(3,), result=True),
        dict(rule=pursued, args=(0, 3.0, 0.03), result=0.0),
        dict(rule=pursued, args=(3, 3.0, 0.03), result=3.0),
        dict(rule=pursued, args=(1, 3.0, 0.03), result=0.03),
        dict(rule=deterrence, args=(0.0, 1.0, 1.0, 1.0, 3.0, 6.0), result=1.0),
        dict(rule=deterrence, args=(0.5, 1.0, 1.0, 0.0, 3.0, 6.0), result=0.22313),  # his own death alone
        dict(rule=deterrence, args=(0.5, 1.0, 1.0, 1.0, 3.0, 6.0), result=0.011109),  # and the camp for his family
        dict(rule=freedom, args=(8, 0.0, 8.0, 0.45), result=1.0),
        dict(rule=freedom, args=(4, 0.0, 8.0, 0.45), result=0.45),
        dict(rule=resolve, args=(0.2, 1.0, 0.5, 0.8, 1.0, 0.5), result=0.04),
        dict(rule=resolve, args=(0.2, 0.0, 0.5, 0.8, 1.0, 0.5), result=0.0),
        dict(rule=company, args=(0.9, True, True, 0.2, 0.3), result=3),
        dict(rule=company, args=(0.3, True, False, 0.2, 0.3), result=2),
        dict(rule=telling, args=(0.3, True, False, 0.4, 0.2), result=1),
        dict(rule=telling, args=(0.5, True, False, 0.4, 0.2), result=2),
        dict(rule=telling, args=(0.9, True, False, 0.4, 0.2), result=0),
        dict(rule=unaided, args=(20.0, 60.0, 0.6), result=1.0),
        dict(rule=unaided, args=(60000.0, 60.0, 1.0), result=0.001),
        dict(rule=sets_out, args=(True, True, 0.1, 0.0, 0.7, 0.35), result=0.7),
        dict(rule=sets_out, args=(False, False, 0.1, 1.0, 0.7, 0.35), result=0.0),
        dict(rule=across, args=(1.0, 0.25, False, 0.4, 1.0), result=0.8),
    ]
    serves = dict(X2=across, X3=telling, X11=deterrence, X12=pursued)

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


NORTH_PYONGAN, JAGANG, SOUTH_HAMGYONG, RYANGGANG = 2, 3, 7, 9


@span
def decide(plan, status, away, case, born, traits, work, house, grade, party, post, hours, reserve, usual, loyalty,  # type: ignore[no-untyped-def]
           fear, hope, knowledge, news, travels, leave, soul, line, n, place, province, place_border, weight, road,
           ford, way, p, month, log, key_wish, key_company, key_friend, key_patience, key_tell, key_distress, key_old,
           event_planned, event_told_home, event_distressed, event_went_south, resolved, attempts_expected, old_route,
           old_route_expected):  # fmt: skip
    """Bound first: by the river under the highest chance; elsewhere travellers and those with a case; soldiers and
    offices, who have another way, by a sample."""
    hit, who, new = np.empty(WIDTH, np.uint8), np.empty(WIDTH, np.int32), np.empty(WIDTH, np.uint8)
    for u in range(n.shape[0]):
        m, c, some, border = n[u], i4(0), i4(0), place_border[place[u]]
        whole = in_vectors(m)
        most_want = p.knows + p.word + p.way * way[province[u]]
        calm = min(p.base * most_want, ONE)  # nobody's wish is above it who is neither hungry nor pursued
        hungry = min(p.base * (most_want + ONE), ONE)
        more, ease = p.base * max(p.case_grave, p.case_light), ford[province[u]]
        for i in range(whole):  # whole vectors: what stands beyond the living rows goes into scratch alone
            serves = u1((status[u, i] == ARMY) | (work[u, i] == OFFICIAL) | (grade[u, i] >= TIER))
            hit[i] = u1(serves & u1(draw(key_old, soul[u, i]) < p.look))
        if border:
            for i in range(m):
                top = hungry if usual[u, i] - reserve[u, i] > p.slack else calm
                lot, roams = draw(key_wish, soul[u, i]), (travels[u, i] != STAYS) | (case[u, i] != NO_CASE)
                near = lot < ease * (top + more if case[u, i] != NO_CASE else top)
                hit[i] = u1(hit[i] | u1(u1(near & ((lot < top) | roams)) << u1(1)))
        else:
            far = ease * road[province[u]] * hungry
            hunted = ease * max(road[province[u]], p.hiding) * (hungry + more)
            for i in range(whole):
                most = far if travels[u, i] != STAYS else ZERO
                most = hunted if case[u, i] != NO_CASE else most
                hit[i] = u1(hit[i] | u1(u1(draw(key_wish, soul[u, i]) < most) << u1(1)))
        for i in range(m):
            some = i4(some | i4(hit[i]))
        if some == i4(0):
            continue
        for i in range(m):  # without a branch: every row is written down, and kept where it is hit
            who[c] = i4(i)
            c = i4(c + i4(hit[i] != u1(0)))
        wishes = south = i4(0)
        k, w = province[u], i8(weight[u])
        for x in range(c):
            i = who[x]
            new[i] = NO_PLAN
            served = status[u, i] == ARMY
            if hit[i] & u1(1) and leave[u, i] == STAYS and (served or status[u, i] == HOME):
                lot = draw(key_old, soul[u, i])
                if old_enough(month, born[u, i], p.grown):
                    odds = p.old_soldiers if served else p.old_office
                    odds = (
                        odds
                        * sigmoid_(-p.belief * loyalty[u, i])
                        * deterrence(
                            fear[u, i] * p.old_danger, p.elite_harm, p.elite_harm, p.elsewhere, p.w_self, p.w_family
                        )
                    )
                    others = i4(served)
                    own = house[u, i]
                    for j in range(m):
                        near = (house[u, j] == own) & (status[u, j] == HOME) & (leave[u, j] == STAYS) & (i4(j) != i4(i))
                        others = i4(others + i4(near & old_enough(month, born[u, j], p.grown)))
                    if others:  # the only grown-up of a household stays
                        s = i8(traits[u, i] & FEMALE)
                        old_route_expected[s] += i8(odds / p.look * TO_30) * w
                        if lot < odds:
                            new[i] = SOUTHWARD
                            south = i4(south + i4(1))
            if new[i] == SOUTHWARD:
                continue
            if hit[i] <= u1(1) or status[u, i] != HOME or leave[u, i] != STAYS:
                continue
            lot, age = draw(key_wish, soul[u, i]), i4(i4(month) - i4(born[u, i]))
            if age < p.young_from or (plan[u, i] != NO_PLAN and case[u, i] == NO_CASE):
                continue
            reach = ford[k]
            if not border:
                reach = reach * (road[k] if travels[u, i] != STAYS else p.hiding if grave(case[u, i]) else ZERO)
            top = hungry if usual[u, i] - reserve[u, i] > p.slack else calm
            if lot >= reach * (top if case[u, i] == NO_CASE else top + p.base * max(p.case_grave, p.case_light)):
                continue
            elite = (grade[u, i] >= TIER) | (work[u, i] == OFFICIAL) | (party[u, i] == PARTY_OFFICE) | (
                (post[u, i] >= WRITER) & (post[u, i] <= AGENT))  # fmt: skip
            h = house[u, i]
            harm_self = ZERO if grave(case[u, i]) else p.elite_harm if elite else p.self_public  # it waits at home, too
            harm_family = p.elite_harm if elite else p.family_public
            dread = fear[u, i] * (ONE - across(p.guards, p.hold, False, p.bribe, ford[k]))
            want = (hunger(usual[u, i] - reserve[u, i], p.slack, p.starving, p.elasticity)
                    + p.knows * knowledge[u, i] + p.word * min(news[u, h], ONE) + p.way * way[k]
                    + pursued(case[u, i], p.case_grave, p.case_light))  # fmt: skip
            free = freedom(work[u, i], hours[u, i], p.trader, p.tied) * (ONE if age < p.young_to else p.older)
            doubt, held = sigmoid_(-p.belief * loyalty[u, i]), ONE - p.hopes * hope[u, i]
            most = resolve(p.base * reach, want, doubt, held, free,
                           deterrence(dread, harm_self, harm_family, ZERO, p.w_self, p.w_family))  # fmt: skip
            if lot >= most:
                continue
            others, grown, young = i4(0), i4(0), i4(0)
            for j in range(m):
                if house[u, j] == h and status[u, j] == HOME and leave[u, j] == STAYS:
                    adult = i4(old_enough(month, born[u, j], p.grown))
                    others, grown = i4(others + i4(1)), i4(grown + adult)
                    young = i4(young + i4(i4(1) - adult))
            with_whom = company(draw(key_company, soul[u, i]), others > i4(1),
                                young > i4(0) and grown <= i4(age >= p.grown), p.family, p.friend)  # fmt: skip
            left = p.elsewhere if with_whom == FAMILY or others <= i4(1) else ONE
            odds = resolve(p.base * reach * (p.burden if with_whom == FAMILY else ONE), want, doubt, held, free,
                           deterrence(dread, harm_self, harm_family, left, p.w_self, p.w_family))  # fmt: skip
            attempts_expected[k, i8(traits[u, i] & FEMALE)] += i8(odds / most * TO_30) * w
            if lot < odds:
                new[i] = with_whom
                wishes = i4(wishes + i4(1))
        if south:
            for x in range(c):
                i = who[x]
                if new[i] == SOUTHWARD:
                    status[u, i], away[u, i], plan[u, i], new[i] = SOUTH, 0, NO_PLAN, NO_PLAN
                    old_route[i8(traits[u, i] & FEMALE)] += w
                    put(log, soul[u, i], line[u, i], event_went_south, u4(0), u4(k))
        if wishes == i4(0):
            continue
        friend, lone = NOBODY, ZERO
        for i in range(m):  # the one whom a planner would ask: the smallest lot among those who might be asked
            lot = draw(key_friend, soul[u, i])
            free = status[u, i] == HOME and leave[u, i] == STAYS and plan[u, i] == NO_PLAN
            if (
                free
                and lot < p.joins
                and old_enough(month, born[u, i], p.grown)
                and (friend == NOBODY or lot < lone or (lot == lone and soul[u, i] < soul[u, friend]))
            ):
                friend, lone = i4(i), lot
        asked, soonest = i4(0), LONGEST
        for x in range(c):
            i = who[x]
            if new[i] == NO_PLAN:
                continue
            at_once = grave(case[u, i]) or usual[u, i] - reserve[u, i] > p.slack + p.starving
            wait = i4(0) if at_once else i4(draw(key_patience, soul[u, i]) * f4(i4(p.patience + i4(1))))
            told, h = u1(0), house[u, i]
            someone = i4(0)
            for j in range(m):
                near = house[u, j] == h and j != i and status[u, j] == HOME and leave[u, j] == STAYS
                someone = i4(someone + i4(near and old_enough(month, born[u, j], p.grown)))
            spouse = traits[u, i] & MARRIED != STAYS and someone > i4(0)
            if telling(draw(key_tell, soul[u, i]), spouse, new[i] == FAMILY, p.tells, p.tells_late) == AT_ONCE:
                told = TOLD
                put(log, soul[u, i], line[u, i], event_told_home, u4(0), u4(0))
                if draw(key_distress, soul[u, i]) < p.distress:
                    wait = i4(wait + p.delay)
                    put(log, soul[u, i], line[u, i], event_distressed, u4(p.delay), u4(0))
            wait = min(wait, LONGEST)
            if new[i] == FRIEND and friend != NOBODY and friend != i and house[u, friend] != h:
                asked, soonest = i4(asked + i4(1)), min(soonest, wait)
            elif new[i] == FRIEND:
                new[i] = ALONE
            plan[u, i] = u1(i4(new[i]) + i4(i4(told) + i4(wait << i4(WAIT))))
            resolved[k, i4(i4(new[i]) - i4(1))] += w
            put(log, soul[u, i], line[u, i], event_planned, u4(new[i]), u4(wait))
        if asked and plan[u, friend] == NO_PLAN:
            plan[u, friend] = u1(i4(FRIEND) + i4(soonest << i4(WAIT)))
            resolved[k, 1] += w
            put(log, soul[u, friend], line[u, friend], event_planned, u4(FRIEND), u4(soonest))


@span
def cross(plan, away, status, leave, case, case_age, offences, cash, born, traits, house, grade, work, news, soul, line,  # type: ignore[no-untyped-def]
          n, place, province, place_border, weight, ford, dollar, p, month, log, key_overheard, key_doubts, key_go,
          key_kin, key_cross, key_shot, key_tell, exit_shot, event_gave_up, event_talked_about, event_crossed,
          event_brought, event_caught, event_told_home, event_shot, event_bereaved, planning, attempts, crossings,
          crossings_border, crossings_brought, caught, shot, fees):  # fmt: skip
    """Plans wait; whose time has come goes: a household as one party, friends of a unit as one."""
    part, ready = np.empty(WIDTH, np.uint8), np.empty(HOUSES, np.int32)
    helped, able, stay = np.empty(HOUSES, np.uint8), np.empty(HOUSES, np.uint8), np.empty(HOUSES, np.int32)
    lead, count = np.empty(HOUSES, np.int32), np.empty(HOUSES, np.int32)
    whole = np.empty(HOUSES, np.uint8)
    of_year = month % YEAR
    ice = of_year >= NOVEMBER or of_year <= MARCH
    poor = unaided(p.fee, p.fee_usual, p.fee_power)
    price = i4(min(p.fee * dollar[()], MOST_FEE))
    for u in range(n.shape[0]):
        m, some = n[u], i4(0)
        for i in range(m):
            some = i4(some | i4(plan[u, i]))
        if some == i4(0):
            continue
        k, w, border = province[u], i8(weight[u]), place_border[place[u]]
        planners, going, party = i4(0), i4(0), NOBODY
        for h in range(HOUSES):
            ready[h] = 0
        for i in range(m):
            part[i] = u1(status[u, i] == HOME and leave[u, i] == STAYS)
            if plan[u, i] == NO_PLAN:
                continue
            if part[i] == u1(0):
                plan[u, i] = NO_PLAN
                continue
            planners = i4(planners + i4(1))
            open_case = case[u, i] != NO_CASE
            if plan[u, i] & TOLD and not open_case and draw(key_overheard, soul[u, i]) < p.talk:
                case[u, i], case_age[u, i], open_case = TALK, 0, True
                put(log, soul[u, i], line[u, i], event_talked_about, u4(0), u4(k))
            hurried = open_case and (grave(case[u, i]) or case[u, i] == TALK)
            if not hurried and draw(key_doubts, soul[u, i]) < p.gives_up:
                plan[u, i] = NO_PLAN
                put(log, soul[u, i], line[u, i], event_gave_up, u4(0), u4(0))
            elif not hurried and plan[u, i] >= u1(u1(1) << WAIT):
                plan[u, i] = u1(plan[u, i] - u1(u1(1) << WAIT))
            else:
                plan[u, i] = u1(plan[u, i] & u1(COMPANY | TOLD))
                part[i] = GOES
                ready[house[u, i]] = i4(ready[house[u, i]] + i4(1))
        planning[k] += i8(planners) * w
        for i in range(m):  # who goes: money is asked for all of a household who are ready
            if part[i] != GOES:
                continue
            h = house[u, i]
            paid = f4(cash[u, h]) >= f4(price) * f4(ready[h])
            paid = paid or (news[u, h] > ZERO and draw(key_kin, soul[u, i]) < p.kin_pay)
            hurried = case[u, i] != NO_CASE
            odds = sets_out(ice or hurried, paid or hurried, poor, p.closed, ONE if hurried else p.ice_go, p.water_go)
            if draw(key_go, soul[u, i]) < odds:
                going = i4(going + i4(1))
                if plan[u, i] & COMPANY == FRIEND and (party == NOBODY or soul[u, i] < soul[u, party]):
                    party = i4(i)
            else:
                part[i] = HERE
        if going == i4(0):
            continue
        for h in range(HOUSES):
            helped[h] = able[h] = whole[h] = u1(0)
            stay[h], lead[h], count[h] = 0, NOBODY, 0
        for i in range(m):
            h = house[u, i]
            if part[i] == GOES:
                count[h] = i4(count[h] + i4(1))
                whole[h] = u1(whole[h] | u1(plan[u, i] & COMPANY == FAMILY))
                if lead[h] == NOBODY or soul[u, i] < soul[u, lead[h]]:
                    lead[h] = i4(i)
            elif part[i] == HERE and old_enough(month, born[u, i], p.grown):
                stay[h] = i4(stay[h] + i4(1))
        for i in range(m):  # no child stays without a grown-up
            h = house[u, i]
            if lead[h] != NOBODY and part[i] == HERE and stay[h] == i4(0):
                whole[h] = u1(1)
        for h in range(HOUSES):  # each household's luck, and whether a guard was paid
            if lead[h] == NOBODY:
                continue
            i = lead[h]
            due = i4(price * min(count[h], ready[h])) if f4(cash[u, h]) >= f4(price) * f4(ready[h]) else i4(0)
            by_kin = news[u, h] > ZERO and draw(key_kin, soul[u, i]) < p.kin_pay
            helped[h] = u1(1) if due > i4(0) or by_kin else u1(0)
            if due and not by_kin:
                cash[u, h] = i4(cash[u, h] - due)
                fees[k] += i8(due) * w
            friends = plan[u, i] & COMPANY == FRIEND and whole[h] == u1(0)
            luck = soul[u, party] if friends and party != NOBODY else soul[u, i]
            able[h] = u1(draw(key_cross, luck) < across(p.guards, p.hold, helped[h] != u1(0), p.bribe, ford[k]))
        for i in range(m):
            h = house[u, i]
            if lead[h] == NOBODY or part[i] == u1(0) or (part[i] == HERE and whole[h] == u1(0)):
                continue
            s, own = i8(traits[u, i] & FEMALE), part[i] == GOES
            attempts[k, s] += w
            if own and plan[u, i] & TOLD == STAYS:
                someone = stay[h] > i4(0)
                if telling(draw(key_tell, soul[u, i]), someone, whole[h] != u1(0), ZERO, p.tells_late) == LATE:
                    put(log, soul[u, i], line[u, i], event_told_home, u4(1), u4(0))
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
