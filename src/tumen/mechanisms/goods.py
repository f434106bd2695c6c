"""Belongings: what is bought when there is cash to spare, wears out, and is sold when there is nothing to eat.

Who decides: the household. With cash beyond a few weeks' food it orders consumer goods; short of food and of cash it
offers belongings, a few a month, and gets what traders can pay. Goods come from home factories, which stand still as
the economy shrinks (the central bank of the South's growth rates), and across the border while it is open. What they
cost follows orders over supply by province. Spending on goods is what carries the money of those who sell grain back to
those who live by trade: without it a village's cash box would be the end of every won.
Left out: kinds of goods, gifts and dollar shops (with the court), quality, housing.
After Haggard & Noland 2007 (sale of belongings before migration and death) and the market chapters of refugee surveys.
"""

from functools import cache
from typing import Any

import numpy as np

from tumen.mechanism import (
    HOUSES, PROVINCES, Household, Mechanism, Param, Place, Tally, exp_, f4, i4, i8, log_, rule, series, span, table,
    u1, u2, u4,
)  # fmt: skip

FULL = 65536
ZERO, ONE, DAYS = f4(0), f4(1), f4(365 / 12)
SMALL, SURE = 1e-6, 0.98  # what is announced stays a little below what is there, so that no rounding overdraws it
MOST_GOODS, MOST_WISH, POOR = 60000, 250, 10


@cache
def output_index() -> dict[int, float]:
    """Output of the economy, 1990 = 1, by the Bank of Korea's growth rates as first released."""
    level, out = 1.0, {1990: 1.0}
    for row in table("gdp_growth_bok"):
        year = int(row["year"])
        if year > 1990:
            level *= 1 + float(row["growth_pct_first_release"] or row["growth_pct_revised"]) / 100
            out[year] = level
    return out


@rule
def spare_cash(cash, food_cost, months, share):  # type: ignore[no-untyped-def]
    """Won that go to goods: a share of what is left when some months' food is set aside."""
    return max(f4(cash) - food_cost * months, ZERO) * share


class Goods(Mechanism):
    owns = dict(
        goods=Household(
            "u2",
            "1/100 set",
            "belongings; 100 is an ordinary household's set of 1990",
            start=0,
            bounds=(0, 65535),
            conserved=True,
        ),
        wish=Household("u1", "1/100 set", "goods ordered for next month"),
        pawn=Household("u1", "1/100 set", "belongings offered for sale next month"),
        goods_price=Place("f4", "won", "price of a hundredth of a set", ("province",), digits=3),
        goods_stock=Place("i8", "1/100 set", "goods with traders", ("province",)),
        goods_fill=Place("u4", "1/65536", "share of last month's orders for goods that is delivered", ("province",)),
        pawn_fill=Place("u4", "1/65536", "share of the belongings offered that is bought", ("province",)),
        goods_in=Place("i8", "1/100 set", "goods from factories and across the border this month", ("province",)),
        goods_spent=Tally("won", "paid for goods"),
        goods_bought=Tally("1/100 set", "goods bought"),
        goods_sold=Tally("1/100 set", "belongings sold"),
        goods_proceeds=Tally("won", "got for belongings"),
        worn=Tally("1/100 set", "belongings worn out"),
        wished=Tally("1/100 set", "goods ordered"),
        pawned=Tally("1/100 set", "belongings offered"),
        bare=Tally("households", "households with less than a tenth of an ordinary set"),
    )
    reads = "short table_need price reform_ratio border_near reserved trade_gain"
    writes = dict(
        cash="goods are bought and sold", till="traders sell goods and buy belongings",
        printed="what state factories earn is out of circulation; opening goods cost nothing",
    )  # fmt: skip
    params = dict(
        months=Param(1.5, "months", "months of bought food set aside before goods", (0.5, 6), "assumed", "D",
                     "food first"),
        share=Param(0.12, "1/month", "share of the rest spent on goods in a month", (0.02, 0.4), "family_budget", "D",
                    "food takes four fifths of spending in the late 1990s, so goods take most of the rest"),
        made=Param(0.8, "1/100 set/head/month", "goods made at home a head and month in 1990", (0.2, 3), "assumed", "D",
                   "an ordinary set lasts some ten years"),
        bordered=Param(0.05, "1/100 set/head/month", "goods across the border per unit of trade with China", (0, 0.5),
                       "assumed", "D", "a tenth of goods in 1990, most of them in the 2010s"),
        trade=Param(series("china_trade_index"), "1990 = 1", "trade with China", (0, 30), "china_trade_index", "D",
                    "customs of the 1990s are recalled"),
        open=Param(series("border_open"), "1", "openness of the border to trade", (0, 1), "border_open", "D",
                   "closed in January 2020 as read; how far it opens again is assumed"),
        makers=Param(0.6, "1", "of the rest, part that goes to makers and carriers in all provinces, by town people",
                     (0, 1),
                     "assumed", "D", "towns pay for grain with what their people make and carry"),
        wear=Param(0.008, "1/month", "belongings worn out", (0.002, 0.03), "assumed", "D", "some ten years"),
        state=Param({"1990": 0.6, "1996": 0.4, "2002": 0.25}, "1", "part of the price that goes to state factories",
                    (0, 1), "assumed", "D", "state shops empty and markets take over"),
        sale=Param(5, "1/100 set", "belongings that a hungry household offers in a month", (1, 20), "assumed", "D",
                   "clothes and pots first; a set lasts two bad years"),
        second_hand=Param(0.5, "1", "price of belongings over new", (0.2, 0.8), "assumed", "D", "everybody sells"),
        hungry=Param(0.15, "1", "uncovered share of need, unaffordable, from which belongings go", (0.05, 0.5),
                     "assumed",
                     "D", "after the household has cut down"),
        opening_price=Param(6, "won", "price of a hundredth of a set in January 1990", (1, 50), "assumed", "D",
                            "a set is worth half a year's wage"),
        most=Param(0.3, "1", "largest price step of a month", (0.1, 0.6), "assumed", "D", "as for grain, slower"),
        least=Param(0.05, "won", "lowest price of a hundredth of a set", (0.01, 1), "assumed", "D",
                    "rags have a price"),
        inland=Param(0.5, "1", "goods from abroad that reach every province alike, over those at the border", (0, 1),
                     "assumed", "D", "most go on by truck"),
        opening_stock=Param(2, "months", "of production with traders in January 1990", (0.5, 6), "assumed", "D",
                            "shops still had goods"),
        pawn_till=Param(0.1, "1/month", "part of their cash that traders pay for belongings at most", (0.02, 0.3),
                        "assumed", "D", "grain comes first"),
        pace=Param(0.4, "1", "price step for orders over supply", (0.1, 1), "assumed", "D", "as for grain, slower"),
    )  # fmt: skip
    examples = [
        dict(rule=spare_cash, args=(1000, 200.0, 2.0, 0.1), result=60.0),
        dict(rule=spare_cash, args=(300, 200.0, 2.0, 0.1), result=0.0),
    ]

    def start(self, land: Any, p: Any) -> None:
        heads = np.zeros(PROVINCES)
        np.add.at(heads, land.place_province, land.place_persons)
        land.goods_stock[:] = [int(h * float(p.made) * float(p.opening_stock)) for h in heads]
        land.goods_price[:] = float(p.opening_price)

    def govern(self, land: Any, p: Any, month: Any) -> None:
        if float(land.reform_ratio) > 1:
            land.goods_price[:] = [float(x) / float(land.reform_ratio) for x in land.goods_price]

    def account(self, land: Any, p: Any, month: Any) -> None:
        t, index = land.tally, output_index()
        made = float(p.made) * index.get(month.year, list(index.values())[-1])
        heads = t.public_people + t.farm_counted
        private = [int(int(x) * (1 - float(p.state))) for x in t.goods_spent]
        away = [int(x * float(p.makers)) for x in private]
        towns = max(int(t.public_people.sum()), 1)
        shares = [sum(away) * int(x) // towns for x in t.public_people]
        shares[0] += sum(away) - sum(shares)
        trade = float(p.trade) * float(p.open) * float(land.trade_gain)
        for k in range(PROVINCES):
            land.till[k] += private[k] - away[k] + shares[k] - int(t.goods_proceeds[k])
            land.printed[...] -= int(t.goods_spent[k]) - private[k]
            near = (float(p.inland) + float(land.border_near[k])) * float(p.bordered) * trade
            land.goods_in[k] = int(int(heads[k]) * (made + near))
            land.goods_stock[k] += int(land.goods_in[k]) + int(t.goods_sold[k]) - int(t.goods_bought[k])
            stock, wished = int(land.goods_stock[k]), int(t.wished[k])
            excess = float(log_(np.float32(max(wished, 1) / max(stock, 1))))
            step = max(-float(p.most), min(float(p.most), float(p.pace) * excess))
            dear = float(land.goods_price[k]) * float(exp_(np.float32(step)))
            land.goods_price[k] = max(float(p.least), dear)
            land.goods_fill[k] = min(FULL, stock * FULL // max(wished, 1))
            each = float(land.goods_price[k]) * float(p.second_hand)
            till = int(land.till[k])
            free = max(0, min(int(till * float(p.pawn_till)), till - int(land.reserved[k])))
            pays = int(free / max(each, SMALL) * SURE)
            land.pawn_fill[k] = min(FULL, pays * FULL // max(int(t.pawned[k]), 1))


@span
def shop(goods, wish, pawn, cash, short, table_need, n, province, weight, p, price, goods_price, goods_fill, pawn_fill,  # type: ignore[no-untyped-def]
         goods_spent, goods_bought, goods_sold, goods_proceeds, worn, wished, pawned, bare):  # fmt: skip
    """Goods ordered last month arrive, belongings offered are sold, wear takes its part; then next month's wishes."""
    for u in range(n.shape[0]):
        if n[u] == 0:
            continue
        k, w = province[u], i8(weight[u])
        each, fill, take = goods_price[k], goods_fill[k], pawn_fill[k]
        second, month_of_food = each * p.second_hand, price[k] / f4(1000) * DAYS
        paid, got = i8(0), i8(0)
        units, sold, old, wants, offers, poor = i4(0), i4(0), i4(0), i4(0), i4(0), i4(0)
        for h in range(HOUSES):
            some = i4(table_need[u, h] > ZERO)  # a household in which nobody eats neither buys nor sells
            have, money = i4(goods[u, h]), cash[u, h]
            come = i4(u4(u4(wish[u, h]) * fill) >> u4(16))
            come = min(i4(min(f4(come), f4(money) / each)), max(i4(i4(MOST_GOODS) - have), i4(0)))
            come = i4(come * some)
            cost = min(i4(f4(come) * each), money)
            gone = i4(min(i4(u4(u4(pawn[u, h]) * take) >> u4(16)), have) * some)
            gain = i4(f4(gone) * second)
            wear = i4(i4(f4(have) * p.wear) * some)
            have = i4(i4(have + come) - i4(gone + wear))
            money = i4(i4(money - cost) + gain)
            food = table_need[u, h] * min(short[u, h], ONE) * month_of_food
            wants_now = i4(i4(min(spare_cash(money, food, p.months, p.share) / each, f4(MOST_WISH))) * some)
            lacks = i4(short[u, h] > p.hungry) * i4(f4(money) < food)
            offers_now = i4(i4(min(p.sale, f4(have))) * i4(lacks * some))
            goods[u, h], cash[u, h] = u2(have), money
            wish[u, h], pawn[u, h] = u1(wants_now), u1(offers_now)
            paid += i8(cost)
            got += i8(gain)
            units, sold, old = i4(units + come), i4(sold + gone), i4(old + wear)
            wants, offers = i4(wants + wants_now), i4(offers + offers_now)
            poor = i4(poor + i4(i4(have < i4(POOR)) * some))
        goods_spent[k] += paid * w
        goods_proceeds[k] += got * w
        goods_bought[k] += i8(units) * w
        goods_sold[k] += i8(sold) * w
        worn[k] += i8(old) * w
        wished[k] += i8(wants) * w
        pawned[k] += i8(offers) * w
        bare[k] += i8(poor) * w
