"""The end of the pot: a household with nothing left to sell breaks up, a child is offered, and somebody may give.

Who decides: the eldest grown member at home, in the poem a mother, when the household has starved for months, has no
money for food and next to no belongings. The order is a court poet's, who saw a dying woman offer her daughter in the
market for 100 won: first adults go without (`households`), then belongings go (`goods`), and only then this. Neighbours
who still eat look on and curse, which holds some back. A passer-by with money may give the price of some food and take
nothing, as a soldier does in the poem; she buys food with it and the child eats first, because every household feeds
children first. Where nobody gives, a family of the same town may take the child in. Grown single members go their own
way, so that one mouth less is at the table. Everybody here is a household among others: no rule asks who deserves help.
Left out: what takers pay, who takes whom, traffickers (with the border), children alone on the streets, begging as a
way of life, and whether a taken child fares better.
"""

from typing import Any

import numpy as np

from tumen.mechanism import (
    HOUSES, WIDTH, Array, Exit, Household, Mechanism, Param, Routes, Tally, by_house, draw, f4, i4, i8, put, rule,
    span, u1,
)  # fmt: skip

ONE = f4(1)
AT_HOME, STAYS = u1(0), u1(0)
MARRIED = u1(2)
MOST, NOBODY = u1(250), i4(-1)


@rule
def in_straits(ate, needed, cash, week, goods, bare, least):  # type: ignore[no-untyped-def]
    """Hungry, without the price of a week's food, and with next to nothing left to sell."""
    return (ate < needed * bare) & (cash < week) & (goods < least)


@rule
def offers(most, shame, onlookers):  # type: ignore[no-untyped-def]
    """Chance that a child is offered this month: fewer where more of those who look on still eat."""
    return most * (ONE - shame * onlookers)


@rule
def before(born, soul, other_born, other_soul):  # type: ignore[no-untyped-def]
    """Who is the elder; of two born in one month the one whose identity is smaller, wherever they stand in the row."""
    return (born < other_born) | ((born == other_born) & (soul < other_soul))


class Distress(Mechanism):
    owns = dict(
        straits=Household("u1", "months", "months in a row with neither food, money nor belongings", bounds=(0, 250)),
        destitute=Tally("households", "households with neither food, money nor belongings"),
        child_offered=Tally("children", "children offered in the market"),
        shamed=Tally("offers", "offers of a child that onlookers cursed"),
        alms=Tally("won", "given by strangers to those who offered a child"),
        alms_given=Tally("gifts", "gifts by strangers"),
        child_taken=Tally("children", "offered children whom another family took in"),
        scattered=Tally("persons", "grown single members who left a household that could not feed them"),
    )
    reads = "born traits soul status house eaten need goods price n province weight"
    writes = dict(
        cash="a stranger's gift goes from one household of the unit to another",
        leave="a child who is taken, and who leaves to spare the others, are marked for the door",
    )
    params = dict(
        bare=Param(0.6, "1", "share of its need below which a household starves", (0.4, 0.75), "assumed", "D",
                   "about what keeps a body at the limit of survival (Keys 1950)"),
        week=Param(7, "days", "food that a household without money could not pay for", (2, 30), "assumed", "D",
                   "with the price of a week she would still buy"),
        least=Param(25, "1/100 set", "belongings below which nothing is left to sell", (5, 50), "assumed", "D",
                    "a quarter of an ordinary set: cooking pot, bedding, clothes on the body", dtype="i4"),
        patience=Param(3, "months", "months in straits before the household breaks", (1, 12), "assumed", "D",
                       "belongings first, then this; nobody has timed it", dtype="i4"),
        offer=Param(0.02, "1/month", "chance that a child is offered, if nobody looked on", (0, 0.1), "assumed", "D",
                    "told as rare and remembered for life; never counted"),
        shame=Param(0.5, "1", "part of the offers that the curses of onlookers prevent, if all others eat", (0, 1),
                    "testimony of a court poet", "D", "passers-by curse; how many they hold back is assumed"),
        give=Param(0.3, "1", "chance that somebody with money gives", (0, 1), "testimony of a court poet", "D",
                   "one soldier, one poem"),
        gift=Param(3, "kg", "the gift, as the grain that it buys", (1, 15), "testimony of a court poet", "D",
                   "100 won bought one to three kilograms of maize in the markets of 1997-99"),
        purse=Param(10, "1", "cash of a giver over the gift, at least", (2, 50), "assumed", "D",
                    "who gives has enough for weeks"),
        take=Param(0.3, "1", "chance that a family takes in an offered child for whom nobody gave", (0, 1), "assumed",
                   "D", "not counted"),
        part=Param(0.02, "1/month", "chance that a grown single member goes their own way", (0, 0.2), "assumed", "D",
                   "wandering in search of food is told by most refugees of 1997-98, counted by nobody"),
        child=Param(144, "months", "children under this age may be offered", (60, 192), "assumed", "D",
                    "the poem's child clutches her mother's skirt", dtype="i4"),
        infant=Param(12, "months", "children under this age stay with the mother", (6, 36), "assumed", "D",
                     "at the breast", dtype="i4"),
        grown=Param(192, "months", "age from which a member can go their own way", (168, 216), "assumed", "D",
                    "working age in the census", dtype="i4"),
    )  # fmt: skip
    decisions = ("distress.offer", "distress.shame", "distress.give", "distress.take", "distress.part")
    exits = dict(
        taken=Exit("a child whom another family takes in", moves=True),
        parted=Exit("leaves a household that cannot feed all", moves=True),
    )
    events = dict(
        offered="offers a child in the market (other: the child)", shamed="is shamed for it by those who look on",
        alms="a stranger gives, and the child stays (amount: won)", gave_child="gives a child away (other: the child)",
        given="is given to another family (other: who led the household)",
        parted="leaves a household that cannot feed all (other: who led it)",
    )  # fmt: skip
    examples = [
        # the woman of the poem: a third of the need, 100 won short of a week's food, nothing to sell
        dict(rule=in_straits, args=(500.0, 1500.0, 0, 900.0, 0, 0.6, 25), result=True),
        dict(rule=in_straits, args=(500.0, 1500.0, 1000, 900.0, 0, 0.6, 25), result=False),
        dict(rule=in_straits, args=(500.0, 1500.0, 0, 900.0, 100, 0.6, 25), result=False),
        dict(rule=before, args=(-120, 7, -119, 3), result=True),
        dict(rule=before, args=(-120, 7, -120, 3), result=False),
        dict(rule=offers, args=(0.02, 0.5, 0.0), result=0.02),
        dict(rule=offers, args=(0.02, 0.5, 1.0), result=0.01),
    ]

    serves = dict(R6=offers)

    def route(self, reason: str, packets: dict[str, Array], land: Any, p: Any, month: Any) -> Routes:
        """Taken in, each alone, by a household of the same town or county."""
        return Routes(
            place=packets["place"].astype(np.int32), group=np.arange(len(packets["place"])),
            adopt=np.ones(len(packets["place"]), np.bool_),
            edits=dict(traits=packets["traits"] & np.uint8(~64 & 255)),  # no head of a house that they leave
        )  # fmt: skip


@span
def plead(straits, cash, leave, goods, eaten, need, born, traits, soul, status, house, n, province, weight, price, p,  # type: ignore[no-untyped-def]
          month, key_offer, key_shame, key_give, key_take, key_part, exit_taken, exit_parted, destitute, child_offered,
          shamed, alms, alms_given, child_taken, scattered, line, log, event_offered, event_shamed, event_alms,
          event_gave_child, event_given, event_parted):  # fmt: skip
    """Bound first: units in which nobody starved last month, and none was in straits, are passed by."""
    ate, needs = np.empty(HOUSES, np.int32), np.empty(HOUSES, np.int32)  # whole grams a day
    plate, wants = np.empty(WIDTH, np.int32), np.empty(WIDTH, np.int32)
    lead, young, many = np.empty(HOUSES, np.int32), np.empty(HOUSES, np.int32), np.empty(HOUSES, np.int32)
    for u in range(n.shape[0]):
        m, starving, poor = n[u], i4(0), i4(0)
        for i in range(m):
            starving = i4(starving + i4((eaten[u, i] < need[u, i] * p.bare) & (status[u, i] == AT_HOME)))
        for h in range(HOUSES):
            poor = i4(poor + i4(straits[u, h]))
        if starving == i4(0) and poor == i4(0):
            continue
        k, w = province[u], i8(weight[u])
        per_gram = price[k] / f4(1000)
        for i in range(m):
            here = i4(i4(status[u, i] == AT_HOME) * i4(leave[u, i] == STAYS))
            plate[i], wants[i] = i4(i4(eaten[u, i]) * here), i4(i4(need[u, i]) * here)
        by_house(plate, house[u], m, ate)
        by_house(wants, house[u], m, needs)
        homes, low, ripe = i4(0), i4(0), i4(0)
        for h in range(HOUSES):
            bad = i4(in_straits(f4(ate[h]), f4(needs[h]), f4(cash[u, h]), f4(needs[h]) * p.week * per_gram,
                                i4(goods[u, h]), p.bare, p.least))  # fmt: skip
            lasts = i4(min(i4(i4(straits[u, h]) + i4(1)), i4(MOST)) * bad)
            straits[u, h] = u1(lasts)
            homes = i4(homes + i4(needs[h] > i4(0)))
            low, ripe = i4(low + bad), i4(ripe + i4(lasts >= p.patience))
        destitute[k] += i8(low) * w
        if ripe == i4(0):
            continue
        for h in range(HOUSES):
            lead[h], young[h], many[h] = NOBODY, NOBODY, 0
        for i in range(m):
            if status[u, i] == AT_HOME and leave[u, i] == STAYS:
                h, age = house[u, i], i4(i4(month) - i4(born[u, i]))
                if age >= p.grown:
                    many[h] = i4(many[h] + i4(1))
                    if lead[h] == NOBODY or before(born[u, i], soul[u, i], born[u, lead[h]], soul[u, lead[h]]):
                        lead[h] = i
                elif age >= p.infant and age < p.child:
                    if young[h] == NOBODY or before(born[u, young[h]], soul[u, young[h]], born[u, i], soul[u, i]):
                        young[h] = i
        onlookers = f4(i4(homes - low)) / f4(homes)
        for h in range(HOUSES):
            if i4(straits[u, h]) < p.patience or lead[h] == NOBODY:
                continue
            me = soul[u, lead[h]]
            if young[h] != NOBODY and draw(key_offer, me) < offers(p.offer, p.shame, onlookers):
                child_offered[k] += w
                put(log, me, line[u, lead[h]], event_offered, 0, soul[u, young[h]])
                if draw(key_shame, me) < onlookers:
                    shamed[k] += w
                    put(log, me, line[u, lead[h]], event_shamed, 0, 0)
                gift = i4(p.gift * price[k])
                giver = NOBODY
                if draw(key_give, me) < p.give:
                    for t in range(HOUSES):
                        g = i4(i4(h + t) % i4(HOUSES))
                        if giver == NOBODY and f4(cash[u, g]) >= f4(gift) * p.purse and needs[g] > i4(0):
                            giver = g
                if giver != NOBODY:
                    cash[u, giver] = i4(cash[u, giver] - gift)
                    cash[u, h] = i4(cash[u, h] + gift)
                    alms[k] += i8(gift) * w
                    alms_given[k] += w
                    put(log, me, line[u, lead[h]], event_alms, gift, 0)
                elif draw(key_take, me) < p.take:
                    leave[u, young[h]] = exit_taken
                    child_taken[k] += w
                    put(log, me, line[u, lead[h]], event_gave_child, 0, soul[u, young[h]])
                    put(log, soul[u, young[h]], line[u, young[h]], event_given, 0, me)
            if many[h] > i4(1):
                for i in range(m):
                    if (house[u, i] == h and i != lead[h] and leave[u, i] == STAYS and status[u, i] == AT_HOME
                            and i4(i4(month) - i4(born[u, i])) >= p.grown and not traits[u, i] & MARRIED
                            and draw(key_part, soul[u, i]) < p.part):  # fmt: skip
                        leave[u, i] = exit_parted
                        scattered[k] += w
                        put(log, soul[u, i], line[u, i], event_parted, 0, me)
