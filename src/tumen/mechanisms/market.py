"""The market: who trades, what food costs, and how grain and money move between those who have and those who lack.

Who decides: households offer hours of trade where what the state gives falls short and an hour earns food; entering
takes long, leaving longer, since stalls, customers and know-how are not given up (Haggard & Noland 2011 on markets from
below). The household divides its work: what duty keeps one member from trading, another with time takes over. State
workers are tied to their workplaces, the more so while these pay. Farms offer what they do not eat.
Prices clear by province: they rise where orders exceed what is there and fall where they do not; orders stop where cash
does. Traders carry grain from cheap to dear provinces once the difference pays for the road, so that a shortage in the
north reaches the south later. While the border is open and home grain costs more than foreign grain at the dollar rate,
border traders bring some in. Grain sold on the side by those who hold the state's grain lands here.
What buyers pay, sellers, carriers and traders share; what grain sold on the side fetches goes to officials.
Left out: interest, quality, price controls, and crackdowns beyond a risk that lowers what an hour is worth.
"""

from typing import Any

import numpy as np

from tumen.mechanism import (
    HOUSES, PROVINCES, WIDTH, Column, Household, Mechanism, Param, Place, Tally, by_house, exp_, f4, i4, i8, log_,
    put, rule, series, span, table, u1, u4,
)  # fmt: skip

FULL = 65536
GRAMS = 10**12
MOST_GRAFT = 10**8  # won to one official in a month: more than four bytes would hold is never paid
AT_HOME = u1(0)
OFFICIAL, OFFICE = u1(7), u1(2)
INDUSTRY = 5
ZERO, ONE, HUNDRED, TENTH = f4(0), f4(1), f4(100), f4(0.1)
TEN = 10
SIXTEEN_YEARS = 192
HOURS_MONTH = 4.33
KILO, SMALL, SQUARE = 1000, 1e-9, 2
SURE = 0.98  # what is announced stays a little below what is there, so that no rounding overdraws it


@rule
def wanted_hours(most, short, worth, push):  # type: ignore[no-untyped-def]
    """Hours a week that a person would trade: up to `most`, by what the state leaves uncovered and an hour's worth."""
    return most * min(push * short * worth, ONE)


@rule
def next_hours(hours, wanted, learn, forget):  # type: ignore[no-untyped-def]
    """Trade is learnt slowly and given up more slowly."""
    return hours + (learn if wanted > hours else forget) * (wanted - hours)


@rule
def taken_over(blocked, room, rooms):  # type: ignore[no-untyped-def]
    """Hours that a member of the household takes over from those whom duty keeps away, by the room that each has."""
    return min(blocked / max(rooms, ONE), ONE) * room


@rule
def affordable(cash, per_unit, units):  # type: ignore[no-untyped-def]
    """Units of 10 g that the cash pays for, at most those delivered."""
    return i4(min(f4(cash) / per_unit, f4(units)))  # compared before it is cut to four bytes: food may be very cheap


def step_price(price: float, orders: float, supply: float, pace: float, most: float) -> float:
    """The price a month later: up where orders exceed what is there, down where they do not, within bounds."""
    excess = float(log_(np.float32(max(orders, 1.0) / max(supply, 1.0))))
    return price * float(exp_(np.float32(max(-most, min(most, pace * excess)))))


class Market(Mechanism):
    owns = dict(
        hours=Column("f4", "h/week", "hours of trade a week", bounds=(0, 60), record=100, resets=True),
        most_hours=Place("f4", "h/week", "hours that work leaves for trade, by work and sex", (12, 2)),
        price=Place("f4", "won/kg", "price of grain", ("province",), digits=3),
        world=Place("f4", "won/kg", "price of foreign grain at the border at the dollar rate", (), digits=3),
        market_stock=Place("i8", "g", "grain in the hands of traders", ("province",)),
        till=Place("i8", "won", "cash in the hands of traders", ("province",)),
        usual_price=Place(
            "f4", "1/kg", "what grain usually costs, over the cash of a head: two years' mean", ("province",)
        ),
        thrift=Place(
            "f4",
            "1",
            "share of its need that a household with food means to eat at this price",
            ("province",),
            step=1 / 256,
            start=1,
        ),
        border_near=Place(
            "f4", "1", "share of the trade across the border that passes through the province", ("province",)
        ),
        debt=Place("i8", "won", "what traders owe for grain brought on credit", ("province",)),
        credit=Place("i8", "won", "what traders are owed for grain sent on credit", ("province",)),
        reserved=Place(
            "i8",
            "won",
            "cash of traders that is promised for next month: to hours of trade and to sellers",
            ("province",),
        ),
        graft=Place("i8", "won", "cash for grain sold on the side, not yet with officials", ("province",)),
        chairs=Household("u1", "persons", "office-holders at home, as counted last month: each is due a part of graft"),
        buy_fill=Place("u4", "1/65536", "share of last month's orders that is delivered", ("province",)),
        sell_fill=Place("u4", "1/65536", "share of last month's offers that is bought", ("province",)),
        hour_pay=Place("f4", "won/h", "what an hour of trade earns", ("province",), digits=3),
        graft_pay=Place("i4", "won", "what an official gets of the grain sold on the side", ("province",)),
        brought=Place("i8", "g", "grain that border traders bring in this month", ("province",)),
        spoiled=Place("i8", "g", "grain that traders lose this month", ("province",)),
        spent=Tally("won", "paid by buyers"),
        bought=Tally("g", "grain bought"),
        proceeds=Tally("won", "paid to sellers"),
        sold=Tally("g", "grain sold by households"),
        earned=Tally("won", "earned by hours of trade"),
        grafted=Tally("won", "received by officials for grain sold on the side"),
        hours_all=Tally("h", "hours of trade a month"),
        officials=Tally("persons", "office-holders at home"),
        traders=Tally("persons", "persons who trade eight hours a week or more"),
    )
    reads = (
        "born traits soul work status house party unfree short pay reform_ratio dollar diverted spilled ordered offered"
        " cash_held public_people farm_counted goods_proceeds trade_gain"
    )
    writes = dict(
        cash="buying and selling", grain="what is sold leaves the store", bought_in="what is bought goes into the pot",
        order="delivered or lapsed", offer="taken or lapsed", printed="opening cash of traders is money in being",
    )  # fmt: skip
    params = dict(
        push=Param(1.6, "1", "pull of an uncovered need into trade", (0.3, 6), "assumed", "D",
                   "entry cost, free within a factor of four: stalls, fees and acquaintances come first"),
        learn=Param(0.05, "1/month", "how fast hours rise to what is wanted", (0.0125, 0.2), "assumed", "D",
                    "free within a factor of four: customers and prices are learnt over a year or two"),
        forget=Param(0.006, "1/month", "how fast hours fall to what is wanted", (0.001, 0.05), "assumed", "D",
                     "stalls and customers are not given up"),
        risk=Param(0.3, "1", "part of an hour's worth that risk takes", (0, 0.9), "assumed", "D",
                   "seizure, fines and bribes; enforcement comes with its own mechanism"),
        fair=Param(0.5, "1",
                   "earnings of an hour of trade, over those of an hour of state work, from which it is worth it "
                   "in full", (0.1, 3), "assumed", "D", "who is short does not wait for a good wage"),
        wage_hours=Param(200, "h/month", "hours behind a state wage", (160, 260), "assumed", "D", "six days of eight"),
        margin=Param(0.25, "1", "part of the buyer's price that stays with traders and carriers", (0.05, 0.5),
                     "assumed",
                     "D", "farm-gate over town price as told for the 2000s"),
        elasticity=Param(0.08, "1", "share of need given up per log of the price over the usual, in terms of cash held",
                         (0, 0.3), "assumed", "D",
                         "demand for staples in poor countries answers prices by 0.1 to 0.3, the better off included"),
        most_thrift=Param(0.2, "1", "most of the need that is given up for price alone", (0, 0.4), "assumed", "D",
                          "who can afford to eat does not starve"),
        pace=Param(0.8, "1", "price step for orders over supply", (0.1, 1.5), "assumed", "D",
                   "months to clear, not years"),
        most=Param(0.5, "1", "largest price step of a month", (0.1, 0.8), "assumed", "D", "as in the monthly record"),
        road=Param(0.35, "1", "price difference that pays for the road to the farthest province with full fuel",
                   (0.1, 0.6), "assumed", "D", "the northeast's wedge: free"),
        mobility=Param(0.5, "1", "part of the way to where it is ordered that grain goes in a month", (0.05, 1),
                       "assumed", "D", "by truck and bicycle, through checkpoints"),
        least=Param(0.25, "1", "floor of the home price over that of foreign grain", (0.05, 0.6), "assumed", "D",
                    "below it grain is fed to pigs or kept"),
        trust=Param(0.5, "1", "grain brought on credit at most, over the cash of those who will buy it", (0, 1),
                    "assumed",
                    "D", "carriers are paid when the grain is sold"),
        spoil=Param(0.01, "1/month", "grain that traders lose", (0, 0.05), "assumed", "D", "mice, damp, sacks"),
        premium=Param(0.25, "1", "home price over foreign price at which border traders move", (0.1, 0.4),
                      "market_prices_monthly", "B"),
        border=Param(0.06, "Mt/year", "grain that border trade can bring per unit of trade with China", (0, 0.3),
                     "assumed", "D", "private imports of the 1990s are a guess of some 0.1 Mt"),
        trade=Param(series("china_trade_index"), "1990 = 1", "trade with China", (0, 30), "china_trade_index", "D",
                    "customs of the 1990s are recalled"),
        border_open=Param(series("border_open"), "1", "openness of the border to trade", (0, 1), "border_open",
                          "D", "closed in January 2020 as read; how far it opens again is assumed"),
        rice=Param(series("world_price_rice"), "USD/t", "world price of rice", (50, 2000), "world_price_rice", "A"),
        opening_price=Param(10, "won/kg", "price of grain in January 1990", (2, 50), "assumed", "D",
                            "farmers' markets"),
        opening_stock=Param(1.5, "kg/head", "traders' grain in January 1990", (0.2, 5), "assumed", "D", "a few weeks"),
        opening_till=Param(60, "won/head", "traders' cash in January 1990", (5, 500), "assumed", "D", "a few weeks"),
        idle=Param(0.02, "1", "share of traders' grain that counts as asked for, so that prices do not fall for ever",
                   (0, 0.1), "assumed", "D", "something is always sold"),
        memory=Param(24, "months", "over which a price becomes the usual one", (6, 60), "assumed", "D", "two harvests"),
        shelf=Param(3, "months", "of orders that traders keep in stock at most", (1, 6), "assumed", "D",
                    "grain spoils and is taken"),
        fence=Param(0.5, "1", "price of grain sold on the side, over that of the market", (0.2, 1), "assumed", "D",
                    "stolen goods sell cheap"),
        fence_till=Param(0.25, "1/month", "part of their cash that traders pay for it at most", (0.05, 0.5), "assumed",
                         "D", "the rest buys from farms"),
        ready=Param(0.5, "1", "part of their cash that carriers pay at once", (0.1, 1), "assumed", "D",
                    "the rest is bought on credit"),
        repay=Param(0.5, "1/month", "part of their cash that traders pay on their debts at most", (0.1, 1), "assumed",
                    "D", "the rest buys grain"),
        trader=Param(8, "h/week", "hours from which a person counts as a trader", (4, 20), "assumed", "D",
                     "a day a week; it decides nothing"),
        share_out=Param(0.35, "1/month", "part of the till that is paid out to hours of trade in a month", (0.1, 0.8),
                        "assumed", "D", "the rest buys next month's grain"),
    )  # fmt: skip
    events = dict(
        trades="trades a day a week or more from now on (amount: hours a week; other: work)",
        stops="trades less than a day a week from now on (amount: hours a week before; other: work)",
    )
    examples = [
        dict(rule=wanted_hours, args=(40.0, 0.0, 1.0, 2.0), result=0.0),
        dict(rule=wanted_hours, args=(40.0, 0.5, 0.5, 2.0), result=20.0),
        dict(rule=next_hours, args=(0.0, 20.0, 0.1, 0.01), result=2.0),
        dict(rule=next_hours, args=(20.0, 0.0, 0.1, 0.01), result=19.8),
        dict(rule=taken_over, args=(4.0, 10.0, 20.0), result=2.0),
        dict(rule=taken_over, args=(40.0, 10.0, 20.0), result=10.0),
        dict(rule=step_price, args=(10.0, 100.0, 100.0, 0.3, 0.3), result=10.0),
    ]

    serves = dict(R8=wanted_hours)

    def start(self, land: Any, p: Any) -> None:
        hours = [float(row["hours_a_week"]) for row in table("trade_hours")]
        land.most_hours[:, 0], land.most_hours[:, 1] = hours, hours
        land.border_near[:] = list(series("border_share").values())
        heads = np.zeros(PROVINCES)
        np.add.at(heads, land.place_province, land.place_persons)
        land.price[:] = float(p.opening_price)
        land.market_stock[:] = [int(h * float(p.opening_stock) * 1000) for h in heads]
        land.till[:] = [int(h * float(p.opening_till)) for h in heads]
        land.printed[...] += land.till.sum()

    def govern(self, land: Any, p: Any, month: Any) -> None:
        ratio = float(land.reform_ratio)
        if ratio > 1:  # traders' cash is exchanged like everybody's, without a limit; prices are written anew
            before = int(land.till.sum() + land.graft.sum())
            owed = [int(x) for x in land.credit]
            for amounts in (land.till, land.graft, land.debt, land.reserved):
                amounts[:] = [int(x) // int(ratio) for x in amounts]
            land.credit[:] = _apportion(int(land.debt.sum()), owed)  # what is owed to somebody is owed by somebody
            land.printed[...] -= before - int(land.till.sum() + land.graft.sum())
            for figures in (land.price, land.hour_pay, land.graft_pay):
                figures[:] = [float(x) / ratio for x in figures]
        land.world[...] = float(land.dollar) * float(p.rice) / 1000 * (1 + float(p.premium))

    def account(self, land: Any, p: Any, month: Any) -> None:
        t, road = land.tally, self._roads(land, p)
        # what belongings cost is paid when goods close their books: it is out of the till for all that follows here
        land.till[:] += t.spent - t.proceeds - t.earned - t.goods_proceeds
        land.graft[:] -= t.grafted
        land.market_stock[:] += t.sold - t.bought
        for k in range(PROVINCES):
            self._side_sales(land, p, k)
        heads = t.public_people + t.farm_counted
        capacity = float(p.border) * float(p.trade) * float(p.border_open) * float(land.trade_gain) * GRAMS / 12
        for k in range(PROVINCES):
            stock, orders = int(land.market_stock[k]), int(t.ordered[k])
            land.brought[k] = 0
            if float(land.price[k]) > float(land.world):
                room = max(0, int(float(p.shelf) * orders) - stock)
                land.brought[k] = min(int(capacity * float(land.border_near[k])), room)
            land.spoiled[k] = int(stock * float(p.spoil))
            land.market_stock[k] += land.brought[k] - land.spoiled[k]
        self._carry(land, p, road)
        for k in range(PROVINCES):
            stock, orders, offers = int(land.market_stock[k]), int(t.ordered[k]), int(t.offered[k])
            supply = max(stock, 1)
            least = float(p.least) * float(land.world)
            wanted = orders + supply * float(p.idle)
            land.price[k] = max(least, step_price(float(land.price[k]), wanted, supply, float(p.pace), float(p.most)))
            dear = float(land.price[k]) / max(int(t.cash_held[k]) / max(int(heads[k]), 1), 1.0)
            usual = float(land.usual_price[k])
            land.usual_price[k] = dear if usual == 0 else usual + (dear - usual) / float(p.memory)
            above = float(log_(np.float32(dear / max(float(land.usual_price[k]), 1e-9))))
            land.thrift[k] = 1 - max(0.0, min(float(p.most_thrift), float(p.elasticity) * above))
            land.buy_fill[k] = min(FULL, stock * FULL // max(orders, 1))
            gate = float(land.price[k]) * (1 - float(p.margin)) / 1000  # won a gram
            pays = int(int(land.till[k]) * (1 - float(p.share_out)) / max(gate, SMALL) * SURE)
            room = max(0, int(float(p.shelf) * orders) + KILO - stock)
            takes = min(pays, room, offers)
            land.sell_fill[k] = min(FULL, min(pays, room) * FULL // max(offers, 1))
            land.hour_pay[k] = int(land.till[k]) * float(p.share_out) * SURE / max(int(t.hours_all[k]), KILO)
            land.reserved[k] = int(int(land.till[k]) * float(p.share_out)) + int(takes * gate / SURE) + 1
            land.graft_pay[k] = min(int(land.graft[k]) // max(int(t.officials[k]), 1) * 98 // 100, MOST_GRAFT)
        land.till[:] += t.goods_proceeds

    def _side_sales(self, land: Any, p: Any, k: int) -> None:
        """Grain sold on the side lands with the traders, who pay what they can of its price to those who sold it."""
        grams = int(land.diverted[k]) + int(land.spilled[k])
        land.market_stock[k] += grams
        asks = int(grams * float(land.price[k]) * float(p.fence) / KILO)
        pays = min(asks, int(int(land.till[k]) * float(p.fence_till)))
        land.till[k] -= pays
        land.graft[k] += pays

    def _roads(self, land: Any, p: Any) -> list[float]:
        distance = list(series("rail_distance").values())
        return [float(p.road) * d / max(distance) for d in distance]

    def _settle_debts(self, land: Any, p: Any, till: list[int]) -> None:
        """Traders pay what they owe, at most a part of their cash, to those who are owed, in proportion."""
        pays = [min(int(land.debt[k]), int(max(till[k], 0) * float(p.repay))) for k in range(PROVINCES)]
        gets = _apportion(sum(pays), [int(x) for x in land.credit])
        for k in range(PROVINCES):
            till[k] += gets[k] - pays[k]
            land.debt[k] -= pays[k]
            land.credit[k] -= gets[k]

    def _carry(self, land: Any, p: Any, road: list[float]) -> None:
        """Grain goes where it is ordered and paid for, less where the road is dear: every month a part of the way
        towards stocks in proportion to orders times (price over road) squared. Part is paid at once, part on credit."""
        stock, till = [int(x) for x in land.market_stock], [int(x) for x in land.till]
        price = [float(x) for x in land.price]
        self._settle_debts(land, p, till)
        pull = [(int(land.tally.ordered[k]) + 1) * (price[k] / (1 + road[k])) ** SQUARE for k in range(PROVINCES)]
        aim = [int(sum(stock) * x / sum(pull)) for x in pull]
        sends = [int(max(0, stock[k] - aim[k]) * float(p.mobility)) for k in range(PROVINCES)]
        takes = [int(max(0, aim[k] - stock[k]) * float(p.mobility)) for k in range(PROVINCES)]
        worth = sum(s * x for s, x in zip(sends, price, strict=True)) / max(sum(sends), 1) / KILO  # won a gram
        purse = [int(max(till[k], 0) * float(p.ready)) for k in range(PROVINCES)]
        good_for = [int(int(x) * float(p.trust)) for x in land.tally.cash_held]
        trust = [max(0, good_for[k] - int(land.debt[k])) for k in range(PROVINCES)]
        takes = [min(takes[k], int((purse[k] + trust[k]) / max(worth, SMALL))) for k in range(PROVINCES)]
        moved = sum(takes)
        sends = _apportion(min(moved, sum(sends)), sends)
        takes = _apportion(sum(sends), takes)
        bills = [int(t * worth) for t in takes]
        cash = [min(bills[k], purse[k]) for k in range(PROVINCES)]
        land.credit[:] += _apportion(sum(bills) - sum(cash), sends)
        got = _apportion(sum(cash), sends)
        for k in range(PROVINCES):
            stock[k] += takes[k] - sends[k]
            till[k] += got[k] - cash[k]
            land.debt[k] += bills[k] - cash[k]
        land.market_stock[:], land.till[:] = stock, till


def _apportion(whole: int, by: list[int]) -> list[int]:
    """Whole-number parts of `whole` in proportion to `by`, the largest remainders rounded up: none above its `by`
    where `whole` is not above their sum."""
    total = max(sum(by), 1)
    parts = [whole * x // total for x in by]
    rest = sorted(range(len(by)), key=lambda k: (-(whole * by[k] % total), k))
    for k in rest[: whole - sum(parts)]:
        parts[k] += 1
    return parts


@span
def deal(cash, grain, bought_in, order, offer, chairs, hours, status, house, n, province, weight, p, price, buy_fill,  # type: ignore[no-untyped-def]
         sell_fill, hour_pay, graft_pay, spent, bought, proceeds, sold, earned, grafted):  # fmt: skip
    """What was ordered is delivered and paid, what was offered is taken and paid, hours and offices earn."""
    trade, at_work = np.empty(HOUSES, np.int32), np.empty(WIDTH, np.int32)
    for u in range(n.shape[0]):
        k, w = province[u], i8(weight[u])
        per_unit = price[k] / HUNDRED
        gate = per_unit * (ONE - p.margin)
        fill, take = buy_fill[k], sell_fill[k]
        pay = hour_pay[k] * f4(HOURS_MONTH) / HUNDRED
        paid = got = fees = bribes = i8(0)
        units_in = units_out = i4(0)
        m = n[u]
        for i in range(m):  # in hundredths: whole numbers do not depend on who stands first
            at_work[i] = i4(i4(hours[u, i] * HUNDRED) * i4(status[u, i] == AT_HOME))
        by_house(at_work, house[u], m, trade)
        for h in range(HOUSES):
            wage = i4(f4(trade[h]) * pay)
            side = i4(i4(chairs[u, h]) * graft_pay[k])
            have = i4(cash[u, h] + i4(wage + side))
            units = i4(u4(u4(order[u, h]) * fill) >> u4(16))
            units = affordable(have, per_unit, units)
            cost = min(i4(f4(units) * per_unit), have)
            gone = min(i4(u4(u4(offer[u, h]) * take) >> u4(16)), i4(f4(grain[u, h]) * TENTH))
            gain = i4(f4(gone) * gate)
            grain[u, h] = i4(grain[u, h] - i4(gone * i4(TEN)))
            bought_in[u, h] = i4(units * i4(TEN))
            cash[u, h] = i4(i4(have - cost) + gain)
            paid += i8(cost)
            got += i8(gain)
            fees += i8(wage)
            bribes += i8(side)
            units_in = i4(units_in + units)
            units_out = i4(units_out + gone)
        spent[k] += paid * w
        proceeds[k] += got * w
        earned[k] += fees * w
        grafted[k] += bribes * w
        bought[k] += i8(units_in) * i8(TEN) * w
        sold[k] += i8(units_out) * i8(TEN) * w


@span
def trade(hours, chairs, short, born, traits, work, status, house, party, unfree, n, province, weight, p, month,  # type: ignore[no-untyped-def]
          most_hours, hour_pay, pay, hours_all, traders, officials, soul, line, log, event_trades,
          event_stops):  # fmt: skip
    """How many hours everybody will trade next month, and who will be due a part of the graft.
    Duty first: what it does not leave one member, others of the household take over as far as their own hours go."""
    most, lack, wants = np.empty(WIDTH, np.float32), np.empty(WIDTH, np.float32), np.empty(WIDTH, np.float32)
    held, free, grown = np.empty(WIDTH, np.int32), np.empty(WIDTH, np.int32), np.empty(WIDTH, np.uint8)
    kept, rooms = np.empty(HOUSES, np.int32), np.empty(HOUSES, np.int32)
    left = most_hours.reshape(-1)
    for u in range(n.shape[0]):
        m, k, w = n[u], province[u], i8(weight[u])
        wage = f4(pay[INDUSTRY]) / p.wage_hours * p.fair
        worth = min(hour_pay[k] * (ONE - p.risk) / max(wage, f4(1e-6)), ONE)
        total, many, seats, blocked = i4(0), i4(0), i4(0), i4(0)
        for i in range(m):
            most[i] = left[u1(u1(work[u, i] << u1(1)) | u1(traits[u, i] & u1(1)))]
            lack[i] = short[u, house[u, i]]
        for i in range(m):
            here = status[u, i] == AT_HOME
            adult = (i4(i4(month) - i4(born[u, i])) >= i4(SIXTEEN_YEARS)) & here
            wants[i] = wanted_hours(most[i], lack[i], worth, p.push)
            grown[i] = u1(adult)
            most[i] = max(most[i] - unfree[u, i], ZERO)
            blocked = i4(blocked | i4((wants[i] > most[i]) & adult))
            seats = i4(seats + i4((work[u, i] == OFFICIAL) & (party[u, i] == OFFICE) & here))
        if blocked:
            for i in range(m):
                over = i4((wants[i] - most[i]) * HUNDRED) if grown[i] else i4(0)
                held[i], free[i] = max(over, i4(0)), max(i4(-over), i4(0))
            by_house(held, house[u], m, kept)
            by_house(free, house[u], m, rooms)
            for i in range(m):
                h = house[u, i]
                wants[i] = min(wants[i], most[i]) + taken_over(f4(kept[h]), f4(free[i]), f4(rooms[h])) / HUNDRED
        if log.shape[0]:
            for i in range(m):
                lack[i] = hours[u, i]
        for i in range(m):
            adult = grown[i] != u1(0)
            after = next_hours(hours[u, i], wants[i], p.learn, p.forget)
            after = min(after, most[i]) if unfree[u, i] > ZERO else after
            hours[u, i] = after if adult else ZERO
            total = i4(total + i4(i4(hours[u, i] * f4(HOURS_MONTH) + ONE) * i4(adult)))
            many = i4(many + i4(hours[u, i] >= p.trader))
        if log.shape[0]:
            for i in range(m):
                if lack[i] < p.trader and hours[u, i] >= p.trader:
                    put(log, soul[u, i], line[u, i], event_trades, i4(hours[u, i]), work[u, i])
                elif lack[i] >= p.trader and hours[u, i] < p.trader:
                    put(log, soul[u, i], line[u, i], event_stops, i4(lack[i]), work[u, i])
        for h in range(HOUSES):
            chairs[u, h] = u1(0)
        if seats:
            for i in range(m):
                if work[u, i] == OFFICIAL and party[u, i] == OFFICE and status[u, i] == AT_HOME:
                    chairs[u, house[u, i]] = u1(chairs[u, house[u, i]] + u1(1))
        hours_all[k] += i8(total) * w
        traders[k] += i8(many) * w
        officials[k] += i8(seats) * w
