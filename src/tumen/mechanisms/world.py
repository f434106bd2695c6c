"""World: what the country earns abroad, what sanctions take of it, and the barter with Russia.

Who decides: others. Exports follow a recorded yearly level, less what sanctions and the closed border take. The caps
and bans of the Security Council (2016-17) took nine tenths of exports within two years; buyers who obey are the means,
so the share taken is dated, and a deal gives back part of it, little by little, since buyers and mines come back
slowly.
From September 2023 Russia pays for munitions, later for soldiers, in grain, oil, parts and some money. Ministries of
the South and researchers put the arms at 1.7 to 5.5 billion dollars in less than three years, and no cash has been seen
by its intelligence service; how much arrives, and as what, is told by nobody who has seen the books (all of this from
parties to the conflict). The grain is landed and spread as all other grain from abroad, and some of it is sold on the
side as that is.
Not counted twice: `grain.imports` and `grain.aid` hold purchases and grants as guessed from Chinese customs before the
barter; no deliveries from Russia are in them, and none is in the fuel series, whose cause is named as the oil caps.
Left out: prices of exports, debts, ports and routes, what the other side expects in return.
Sources: tables `total_trade`, `sanctions_timeline`, `russia`; Bank of Korea and Chinese customs as read there.
"""

from typing import Any

from tumen.mechanism import PROVINCES, Mechanism, Param, Place, series

TONNE = 10**6  # grams
MILLION = 10**6
GRAMS = 10**12  # in a million tonnes
MONTHS = 12


def earned(free: float, taken: float, bite: float, eased: float, closure: float) -> float:
    """Exports as a share of what they would be: less what sanctions take, as far as no deal has given it back."""
    return free * (1 - min(1.0, taken * bite) * (1 - eased)) * closure


def bought_more(extra: float, trade: float, spent: float) -> float:
    """Trade over the record when exports earn more: what is spent of it is added to what is traded."""
    return 1 + spent * max(0.0, extra) / trade


def drawn_near(stands: float, goal: float, pace: float) -> float:
    """Relief works slowly, its end at once: buyers come back one by one and leave on the day."""
    return goal if goal < stands else stands + (goal - stands) * pace


def in_parts(worth: float, grain: float, oil: float, parts: float) -> float:
    """Of a barter's worth, what comes as parts and knowledge for weapons: a share of what grain and oil leave over."""
    return max(0.0, worth - grain - oil) * parts


def side(arriving: int, landed: int) -> float:
    """Share of what lands that is sold on the side this month."""
    return 1 - arriving / landed if landed > 0 else 0.0


class World(Mechanism):
    owns = dict(
        exports=Place("f8", "USD", "export earnings this month, sanctions counted in", over=()),
        eased=Place("f4", "1", "share of what sanctions took that relief has given back", over=(), step=1/1024),
        trade_gain=Place("f4", "1", "trade with China over that on record, by what relief lets the country earn",
                         over=(), step=1/256),
        barter_grain=Place("i8", "g", "grain from Russia this month", ("province",)),
        barter_money=Place("f8", "USD", "of the barter, what the court may spend as it likes, this month", over=()),
        barter_arms=Place("f8", "USD", "of the barter, parts and knowledge that only the weapons programme can use,"
                          " this month", over=()),
        barter_fuel=Place("f4", "1", "fuel from Russia, over the need of 1990", over=(), digits=3),
    )  # fmt: skip
    reads = "relief arriving imported granted"
    writes = dict(civil="grain from Russia that reaches the state lies in civil stocks",
                  diverted="and what is sold of it on the side goes with the rest that is")  # fmt: skip
    params = dict(
        free=Param(series("exports"), "bn USD/year", "exports without sanctions and closure", (0, 20), "exports", "D",
                   "recalled mirror statistics to 2015, held at 2016 after"),
        sanctions=Param({"1990": 0, "2017-01": 0.25, "2017-09": 0.55, "2017-12": 0.7, "2018-01": 0.914, "2019-01": 0.9,
                         "2023-01": 0.89, "2023-09": 0.88}, "1", "share of exports that sanctions take", (0, 1),
                        "sanctions_timeline", "B"),
        bite=Param(1, "1", "how far exports answer sanctions, over the record", (0, 1.5), "assumed", "D",
                   "1 is the record; what is smuggled past customs is not in it"),
        pace=Param(0.08, "1/month", "how fast trade comes back when sanctions are lifted", (0.01, 0.5), "assumed", "D",
                   "about a year: buyers, mines, ships"),
        trade=Param(series("china_trade_total"), "bn USD/year", "trade with China on record", (0.05, 20),
                    "china_trade_total", "D", "recalled for some years"),
        spent=Param(1.0, "1", "trade added for each dollar of exports that relief gives back", (0, 2), "assumed", "D",
                    "the dollar itself; what it buys would count again"),
        closure=Param({"1990": 1, "2020-02": 0.28, "2022-01": 0.56, "2023-01": 0.9, "2023-09": 1}, "1",
                      "exports while the border is closed, over exports while it is open", (0, 1), "total_trade", "B"),
        russia=Param({"1990": 0, "2023-09": 1}, "1", "whether Russia barters: 1 yes, 0 no", (0, 1), "russia", "B"),
        worth=Param(1.0, "bn USD/year", "worth of what Russia gives in a year, all in all", (0.1, 3), "russia", "C"),
        grain=Param(0.15, "Mt/year", "grain from Russia", (0, 0.5), "russia", "D",
                    "9,000 containers received in seven months, some 15 t each, most of them food as told"),
        grain_price=Param(300, "USD/t", "worth of that grain", (150, 450), "assumed", "D", "wheat in those years"),
        oil=Param(1.33, "M barrels/year", "oil from Russia", (0, 4), "russia", "B"),
        oil_price=Param(100, "USD/barrel", "worth of refined oil", (50, 150), "assumed", "D", "products, with freight"),
        oil_need=Param(18, "M barrels/year", "oil used in 1990", (12, 25), "assumed", "D",
                       "some 2.5 Mt of crude were imported in 1990 (recalled)"),
        parts=Param(0.6, "1", "share of the rest that comes as parts and knowledge for weapons", (0, 1), "russia", "D",
                    "no cash was identified; air defence, satellites and electronics were"),
    )  # fmt: skip
    examples = [
        dict(rule=earned, args=(2.82, 0.914, 1.0, 0.0, 1.0), result=0.24252),
        dict(rule=earned, args=(2.0, 0.9, 1.0, 0.5, 1.0), result=1.1),
        dict(rule=earned, args=(2.0, 0.9, 1.0, 1.0, 0.5), result=1.0),
        dict(rule=bought_more, args=(1.5, 3.0, 1.0), result=1.5),
        dict(rule=drawn_near, args=(0.0, 0.5, 0.1), result=0.05),
        dict(rule=drawn_near, args=(0.4, 0.0, 0.1), result=0.0),
        # a barter of a billion dollars a year, of which grain and oil are worth 45 and 133 millions
        dict(rule=in_parts, args=(1000.0, 45.0, 133.0, 0.6), result=493.2),
        dict(rule=in_parts, args=(100.0, 45.0, 133.0, 0.6), result=0.0),
        dict(rule=side, args=(70, 100), result=0.3),
    ]
    serves = dict(W3=in_parts)

    def govern(self, land: Any, p: Any, month: Any) -> None:
        land.eased[...] = drawn_near(float(land.eased), float(land.relief), float(p.pace))
        share = earned(float(p.free), float(p.sanctions), float(p.bite), float(land.eased), float(p.closure))
        land.exports[...] = int(share * 1000 * MILLION / MONTHS)
        kept = earned(float(p.free), float(p.sanctions), float(p.bite), 0.0, float(p.closure))
        land.trade_gain[...] = bought_more(share - kept, float(p.trade), float(p.spent))
        port, gives = list(series("landing_share").values()), float(p.russia)
        for k in range(PROVINCES):
            land.barter_grain[k] = int(gives * float(p.grain) * port[k] * GRAMS / MONTHS)
        land.barter_fuel[...] = gives * float(p.oil) / float(p.oil_need)
        grain = float(p.grain) * float(p.grain_price)  # million dollars a year, as are the next two
        oil = float(p.oil) * float(p.oil_price)
        arms = gives * in_parts(1000 * float(p.worth), grain, oil, float(p.parts))
        rest = gives * in_parts(1000 * float(p.worth), grain, oil, 1.0)
        land.barter_arms[...] = int(arms * MILLION / MONTHS)
        land.barter_money[...] = int((rest - arms) * MILLION / MONTHS)

    def account(self, land: Any, p: Any, month: Any) -> None:
        leak = side(int(land.arriving), int((land.imported + land.granted).sum()))
        for k in range(PROVINCES):
            aside = int(int(land.barter_grain[k]) * leak)
            land.civil[k] += int(land.barter_grain[k]) - aside
            land.diverted[k] += aside
