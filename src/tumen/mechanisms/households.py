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
    HOUSES, PROVINCES, Column, Household, Mechanism, Param, Scratch, Tally, f4, i4, i8, rule, span, u1, u2,
)  # fmt: skip

DAYS = np.float32(365 / 12)
AT_HOME, IN_ARMY = u1(0), u1(1)
ZERO, ONE = f4(0), f4(1)
TEN, MOST = 10, 65000
FARM_SIDE, TOWN_SIDE = 1, 0


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
def eat(eaten, cash, grain, order, offer, short, bought_in, ration_in, farm_in, handed, need, born, status, house, n,  # type: ignore[no-untyped-def]
        place, province, weight, place_urban, price, thrift, p, month, from_ration, from_farm, from_market, eaten_grams,
        wasted_handed, ordered, offered, home_lost, stored):  # fmt: skip
    """The pot, the plates, the store, and what is asked of and offered to the market next month."""
    young, old = np.empty(HOUSES, np.float32), np.empty(HOUSES, np.float32)
    child, adult = np.empty(HOUSES, np.float32), np.empty(HOUSES, np.float32)
    wild = np.empty(HOUSES, np.float32)
    child_months = i4(p.child_age * f4(12))
    for u in range(n.shape[0]):
        k, w = province[u], i8(weight[u])
        side = FARM_SIDE if place_urban[place[u]] == 0 else TOWN_SIDE
        per_unit = price[k] / f4(100)
        means = thrift[k]
        ate = waste = spoilt = i4(0)
        rations = farms = markets = store = i4(0)
        wants = offers = i4(0)
        for h in range(HOUSES):
            young[h], old[h] = ZERO, ZERO
            child[h], adult[h], wild[h] = ZERO, ZERO, ZERO  # shares of a household that needs nothing
        for i in range(n[u]):
            if status[u, i] == AT_HOME:
                h = house[u, i]
                if i4(i4(month) - i4(born[u, i])) < child_months:
                    young[h] += need[u, i]
                else:
                    old[h] += need[u, i]
        for h in range(HOUSES):
            wish = (young[h] + old[h] * means) * DAYS
            pot = i4(i4(grain[u, h] + ration_in[u, h]) + i4(farm_in[u, h] + bought_in[u, h]))
            if wish > ZERO:
                ratio = min(f4(pot) / wish, ONE)
                child[h] = child_share(ratio, p.child_first)
                if young[h] * DAYS * child[h] > f4(pot):
                    child[h] = f4(pot) / (young[h] * DAYS)
                adult[h] = min(adult_share(f4(pot), young[h] * DAYS * child[h], old[h] * DAYS), means)
                used = min(i4((young[h] * child[h] + old[h] * adult[h]) * DAYS), pot)
                grain[u, h] = i4(pot - used)
                ate = i4(ate + used)
                rations = i4(rations + ration_in[u, h])
                farms = i4(farms + farm_in[u, h])
                markets = i4(markets + bought_in[u, h])
                bare = max(ONE - (young[h] * child[h] + old[h] * adult[h]) * DAYS / wish, ZERO)
                wild[h] = min(bare, p.forage)  # what is gathered is shared alike and is no grain
                covered = f4(i4(ration_in[u, h] + farm_in[u, h])) / wish
                short[u, h] = max(ONE - covered, ZERO)
                spare = f4(grain[u, h]) - p.keep * wish
                lost = i4(max(spare, ZERO) * p.home_loss)
                spoilt = i4(spoilt + lost)
                grain[u, h] = i4(grain[u, h] - lost)
                given = f4(i4(ration_in[u, h] + farm_in[u, h]))
                lacks = max(wish * (ONE + p.precaution) - given - f4(grain[u, h]), ZERO)
                affords = f4(cash[u, h]) * p.spend / max(per_unit, f4(1e-6))
                order[u, h] = u2(min(min(lacks / f4(TEN), affords), f4(MOST)))
                offer[u, h] = u2(min(max(spare, ZERO) / f4(TEN), f4(MOST)))
                wants = i4(wants + i4(order[u, h]))
                offers = i4(offers + i4(offer[u, h]))
            else:
                grain[u, h] = pot
                short[u, h] = ZERO
                order[u, h] = u2(0)
                offer[u, h] = u2(0)
            store = i4(store + grain[u, h])
        for i in range(n[u]):
            if status[u, i] == AT_HOME:
                h = house[u, i]
                share = child[h] if i4(i4(month) - i4(born[u, i])) < child_months else adult[h]
                eaten[u, i] = need[u, i] * min(share + wild[h], ONE)
            used = i4(0)  # whoever left the army since last month's claim does not eat there any more
            if status[u, i] == IN_ARMY:
                used = min(handed[u, i], i4(need[u, i] * DAYS))
                eaten[u, i] = f4(used) / DAYS
                ate = i4(ate + used)
            waste = i4(waste + i4(handed[u, i] - used))
        from_ration[k, side] += i8(rations) * w
        from_farm[k, side] += i8(farms) * w
        from_market[k, side] += i8(markets) * w
        eaten_grams[k] += i8(ate) * w
        wasted_handed[k] += i8(waste) * w
        home_lost[k] += i8(spoilt) * w
        ordered[k] += i8(wants) * i8(TEN) * w
        offered[k] += i8(offers) * i8(TEN) * w
        stored[k] += i8(store) * w
