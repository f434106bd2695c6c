"""Households: one pot. What comes in is pooled, children are fed first, and what is over is kept or offered for sale.

Who decides: the household. Ration, farm grain and purchases go into one pot with what was in store. If it does not
suffice, adults go without so that children under a set age get nearer to their need; the old are adults here. Who is
away with the army eats there. What is left beyond a small reserve is offered to the market; what is missing next month
is ordered there, as far as cash goes and no further: those who need and cannot pay order nothing.
Everything is whole grams, so that what is eaten is exactly what was in the pot.
Left out: quarrels over shares, preference for sons, hoarding against rumours, gifts between kin outside the household.
After a court poet's poem (a mother who goes without) and Sen 1981 on exchange entitlements.
"""

from typing import Any

import numpy as np

from tumen.mechanism import (
    HOUSES, PROVINCES, WIDTH, Column, Household, Mechanism, Param, Scratch, Tally, by_house, f4, i4, i8, rule, span, u1,
    u2,
)  # fmt: skip

DAYS = np.float32(365 / 12)
AT_HOME, IN_ARMY = u1(0), u1(1)
ZERO, ONE, EIGHT = f4(0), f4(1), f4(8)
TEN, MOST = 10, 65000
FARM_SIDE, TOWN_SIDE = 1, 0
AWAY = 2 * HOUSES  # the seat of those who eat elsewhere


@rule
def child_share(ratio, first):  # type: ignore[no-untyped-def]
    """Part of its need that a child gets when the pot holds `ratio` of all needs: `first` 0 as all, 1 what it needs."""
    return min(ratio + first * (ONE - ratio), ONE)


@rule
def adult_share(pot, children_get, adults_need):  # type: ignore[no-untyped-def]
    """Part of their need that is left for adults."""
    return min(max((pot - children_get) / max(adults_need, ONE), ZERO), ONE)


class Households(Mechanism):
    owns = dict(
        cash=Household("i4", "won", "cash of the household", bounds=(0, 2e9), conserved=True),
        grain=Household("i4", "g", "grain in store at home", bounds=(0, 2e9), conserved=True),
        order=Household("u2", "10 g", "food ordered from the market for next month"),
        offer=Household("u2", "10 g", "food offered to the market for next month"),
        eaten=Column("f4", "g/day", "cereal equivalent eaten a day this month", bounds=(0, 3000), start=500, record=1),
        bought_in=Scratch("i4", "g", "food bought by the household this month", width=HOUSES),
        table_need=Scratch("f4", "g/day", "grain needed a day by those who eat at home", width=HOUSES),
        short=Scratch("f4", "1", "share of the household's need that ration and farm do not cover", width=HOUSES),
        from_ration=Tally("g", "food of households from rations: towns, farms", ("province", 2)),
        from_farm=Tally("g", "food of households from farm stores: towns, farms", ("province", 2)),
        from_market=Tally("g", "food of households from the market: towns, farms", ("province", 2)),
        eaten_grams=Tally("g", "grain eaten, at home and away", ("province",)),
        wasted_handed=Tally("g", "army ration beyond need, back to the army's stock", ("province",)),
        ordered=Tally("g", "orders placed with the market"),
        offered=Tally("g", "offers made to the market"),
        home_lost=Tally("g", "grain at home beyond the reserve: fed to pigs, brewed, spoilt", ("province",)),
        stored=Tally("g", "grain in store at home at month end"),
    )
    reads = "born status house need handed ration_in farm_in price thrift"
    params = dict(
        child_age=Param(12, "years", "children under this age eat first", (5, 16), "assumed", "D",
                        "the poem's child is small"),
        child_first=Param(0.3, "1", "how far adults go without: 0 shares alike, 1 children get all they need", (0, 1),
                          "assumed", "D", "survey weights of children and mothers point the same way, not how far"),
        keep=Param(0.6, "months", "grain kept at home before any is offered", (0.1, 3), "assumed", "D",
                   "the farm's store carries the year; at home lies what the next weeks need"),
        precaution=Param(0.15, "1", "ordered beyond what is missing, as a share of need", (0, 0.5), "assumed", "D",
                         "next month's ration is not known"),
        home_loss=Param(0.04, "1/month", "of grain at home beyond the reserve: fed to pigs, brewed, spoilt", (0, 0.15),
                        "assumed", "D", "what cannot be sold is not kept for years"),
        forage=Param(0.12, "1", "share of its need that a household short of grain finds in fields and hills",
                     (0, 0.25),
                     "assumed", "D", "grass, bark, roots, stubble: told by all, weighed by nobody"),
        spend=Param(0.7, "1", "share of cash that a household would spend on missing food in a month", (0.2, 1),
                    "family_budget", "C"),
    )  # fmt: skip
    examples = [
        dict(rule=child_share, args=(0.5, 0.5), result=0.75),
        dict(rule=child_share, args=(1.0, 0.5), result=1.0),
        dict(rule=adult_share, args=(1000.0, 600.0, 1000.0), result=0.4),
    ]

    serves = dict(R6=child_share)

    def account(self, land: Any, p: Any, month: Any) -> None:
        for k in range(PROVINCES):  # what the heirless leave falls to the state
            here = land.place_province == k
            land.civil[k] += land.estate["grain"][here].sum()
            land.estate["grain"][here] = 0
        land.army_stock[...] += land.tally.wasted_handed.sum()
        land.printed[...] -= land.estate["cash"].sum()
        land.estate["cash"][:] = 0

    writes = dict(
        estate="what the heirless leave falls to the state",
        civil="grain that the heirless leave",
        army_stock="rations that soldiers did not need, or were let go before, go back",
        printed="cash that the heirless leave is out of circulation",
    )


@span
def eat(eaten, cash, grain, order, offer, short, table_need, bought_in, ration_in, farm_in, handed, need, born,  # type: ignore[no-untyped-def]
        status, house, n, place, province, weight, place_urban, price, thrift, p, month, from_ration, from_farm,
        from_market, eaten_grams, wasted_handed, ordered, offered, home_lost, stored):  # fmt: skip
    """The pot, the plates, the store, and what is asked of and offered to the market next month.
    A seat is a household's code, its adults 48 further on, and one last seat for those who do not eat at home."""
    seat, plate = np.empty(WIDTH, np.uint8), np.empty(WIDTH, np.float32)
    eighths = np.empty(WIDTH, np.int32)  # of a gram: whole numbers, whose sum no order of rows can change
    needs, plates = np.empty(AWAY + 1, np.int32), np.zeros(AWAY + 1, np.float32)
    child_months = i4(p.child_age * f4(12))
    for u in range(n.shape[0]):
        m, k, w = n[u], province[u], i8(weight[u])
        side = FARM_SIDE if place_urban[place[u]] == 0 else TOWN_SIDE
        per_unit, means = max(price[k] / f4(100), f4(1e-6)), thrift[k]
        ate, waste, spoilt, store = i4(0), i4(0), i4(0), i4(0)
        rations, farms, markets, wants, offers = i4(0), i4(0), i4(0), i4(0), i4(0)
        for i in range(m):
            adult = i4(i4(month) - i4(born[u, i])) >= child_months
            at = i4(i4(house[u, i]) + i4(i4(HOUSES) * i4(adult)))
            seat[i] = u1(at if status[u, i] == AT_HOME else i4(AWAY))
            eighths[i] = i4(need[u, i] * EIGHT)
        by_house(eighths, seat, m, needs)
        for h in range(HOUSES):
            young, old = f4(needs[h]) / EIGHT, f4(needs[HOUSES + h]) / EIGHT
            table_need[u, h] = young + old
            wish = (young + old * means) * DAYS
            some = i4(wish > ZERO)  # a household that needs nothing neither eats nor asks
            per = max(wish, ONE)
            came = i4(ration_in[u, h] + farm_in[u, h])
            pot = i4(i4(grain[u, h] + came) + bought_in[u, h])
            child = child_share(min(f4(pot) / per, ONE), p.child_first)
            all_young = young * DAYS
            child = f4(pot) / max(all_young, ONE) if all_young * child > f4(pot) else child
            adult = min(adult_share(f4(pot), all_young * child, old * DAYS), means)
            meal = (young * child + old * adult) * DAYS
            used = i4(min(i4(meal), pot) * some)
            wild = min(max(ONE - meal / per, ZERO), p.forage)  # what is gathered is shared alike and is no grain
            plates[h], plates[HOUSES + h] = min(child + wild, ONE), min(adult + wild, ONE)
            short[u, h] = max(ONE - f4(came) / per, ZERO) * f4(some)
            spare = max(f4(i4(pot - used)) - p.keep * wish, ZERO)
            lost = i4(i4(spare * p.home_loss) * some)
            left = i4(i4(pot - used) - lost)
            lacks = max(wish * (ONE + p.precaution) - f4(came) - f4(left), ZERO)
            affords = f4(cash[u, h]) * p.spend / per_unit
            asks = i4(i4(min(min(lacks / f4(TEN), affords), f4(MOST))) * some)
            sells = i4(i4(min(spare / f4(TEN), f4(MOST))) * some)
            grain[u, h], order[u, h], offer[u, h] = left, u2(asks), u2(sells)
            ate, spoilt, store = i4(ate + used), i4(spoilt + lost), i4(store + left)
            rations, farms = i4(rations + i4(ration_in[u, h] * some)), i4(farms + i4(farm_in[u, h] * some))
            markets = i4(markets + i4(bought_in[u, h] * some))
            wants, offers = i4(wants + asks), i4(offers + sells)
        for i in range(m):
            plate[i] = plates[seat[i]]
        for i in range(m):  # who left the army since last month's claim does not eat there any more
            there = i4(status[u, i] == IN_ARMY)
            used = i4(min(handed[u, i], i4(need[u, i] * DAYS)) * there)
            at_table = need[u, i] * plate[i] if status[u, i] == AT_HOME else eaten[u, i]
            eaten[u, i] = f4(used) / DAYS if there else at_table
            ate, waste = i4(ate + used), i4(waste + i4(handed[u, i] - used))
        from_ration[k, side] += i8(rations) * w
        from_farm[k, side] += i8(farms) * w
        from_market[k, side] += i8(markets) * w
        eaten_grams[k] += i8(ate) * w
        wasted_handed[k] += i8(waste) * w
        home_lost[k] += i8(spoilt) * w
        ordered[k] += i8(wants) * i8(TEN) * w
        offered[k] += i8(offers) * i8(TEN) * w
        stored[k] += i8(store) * w
