"""Court: hard currency that comes in outside the budget, what it is spent on, gifts, and meetings with the leader.

Who decides: the leader, by an order of priorities. Money comes from a tax on exports, arms, wages of workers abroad,
quotas of missions, trade that laws forbid, the South and its tourists, levies on organisations, and the barter with
Russia. It goes to weapons, security, gifts and prestige first, to food last, as long as `survival_first` stands at 1:
that order is an assumption after a diplomat's conviction, and 0 (food first) is the alternative; all that depends on it
is run both ways. Nothing is spent that is not there: income is spending and change of the reserve, to the dollar.
Terror has its price (Wintrobe 1990): what the agencies cost at the level that is asked of them (`surveillance`) is paid
under security, and what else security, gifts and upkeep get is a share of the money that this leaves. More terror so
leaves less for gifts, and for all that is served later. What cannot be paid is not owed on: the agencies do without it,
and terror stands as far below what is asked.
Gifts keep a small circle by private goods (Bueno de Mesquita et al. 2003; Gause 2015): household heads of the supply
tiers at two holidays, down a gradient as printed for holiday supply, a watch of some 11,000 dollars at a meeting. The
receiver values the favour (`favour`, read by belief), the books its price. Whether gifts bind anybody is not said here.
A meeting with the leader is rare, and likelier by rank and for writers. It does two things of opposite sign: awe, which
fades, and a count of meetings, whose holders have seen the man behind the image (what both do to what is thought is in
`belief`). The admitted rise a step in supply at their first meeting; that they are not prosecuted without a sign-off is
in `penal`.
Prestige is spent by dated decree: after 1994 a mausoleum and what went with it, at 289 million dollars over three years
by the South's intelligence, the low and likely reading; the 890 millions often told for one building are a ministry's
figure for all propaganda in a year. Money that gifts or prestige give up can buy maize at the world's price
(`to_grain`). What it buys of food within the recorded imports is counted there, so that no grain is counted twice.
Left out: who runs which office, stashes abroad, counterfeits apart from other forbidden trade, gifts to foreigners.
After the testimonies of a court poet and a diplomat; tables `elite_supply`, `prestige_spending`, `diplomats_illicit`.
"""

from typing import Any

import numpy as np

from tumen.mechanism import (
    PROVINCES, WIDTH, Column, Mechanism, Param, Place, Scratch, Tally, draw, f4, i4, i8, put, rule, series, span, u1,
    u4,
)  # fmt: skip

WEAPONS, SECURITY, GIFTS, PRESTIGE, FOOD, UPKEEP = range(6)
MILLION, TONNE, MONTHS, KILO = 10**6, 10**6, 12, 1000
PUBLIC_COUNTERS = slice(0, 2)
ADMITTED_GIFT, RANKS = 4, 5
FEBRUARY, APRIL = 2, 4  # the two birthdays
HOME, OFFICIAL, OFFICE, WRITER, HEAD = u1(0), u1(7), u1(2), u1(1), u1(64)
FIRST_TIER, TOP_GRADE, MOST = u1(9), u1(11), u1(255)
TOP_RANK = i4(3)
YEAR, SPRING = i4(12), i4(4)  # the first four months
ZERO, ONE = f4(0), f4(1)


def served(want: int, left: int) -> int:
    """What one use gets of the money that is left: never more than there is, in whole dollars."""
    return max(0, min(want, left))


def allot(money: int, wants: tuple[int, ...], order: tuple[int, ...]) -> list[int]:
    """Serve the wants in this order for as long as there is money: whole dollars, and never more than there is."""
    out = [0] * len(wants)
    for k in order:
        out[k] = served(wants[k], money)
        money -= out[k]
    return out


def maize(money: int, price: float, freight: float) -> int:
    """Grams of maize that these dollars buy, landed."""
    return int(money / (price + freight) * TONNE)


def each(store: float, heads: tuple[int, ...], gradient: tuple[float, ...]) -> float:
    """Gift to a household of the highest rank, so that the store lasts for all ranks down the gradient."""
    shares = sum(n * g for n, g in zip(heads, gradient, strict=True))
    return store / shares if shares > 0 else 0.0


def part_paid(cost: int, spent: int) -> float:
    """Share of the agencies' cost that is paid, which comes before their imports; all where they cost nothing."""
    return min(cost, spent) / cost if cost > 0 else 1.0


@rule
def rank_of(grade):  # type: ignore[no-untyped-def]
    """Rank in the circle: 0 outside the tiers, 1 weekly, 2 three-day, 3 daily supply."""
    return i4(i4(grade) - i4(FIRST_TIER) + i4(1)) if grade >= FIRST_TIER else i4(0)


@rule
def meeting_odds(rank, writer, weekly, three_day, daily, pens):  # type: ignore[no-untyped-def]
    """Chance of a meeting this month; a writer is asked for oftener than an official of the rank."""
    by_rank = daily if rank == TOP_RANK else three_day if rank > i4(1) else weekly
    return by_rank * (pens if writer else ONE)


@rule
def awed(awe, lifts):  # type: ignore[no-untyped-def]
    """Awe after a meeting: part of the way to all there is."""
    return awe + (ONE - awe) * lifts


@rule
def faded(awe, keeps, least):  # type: ignore[no-untyped-def]
    """Awe a month later."""
    x = awe * keeps
    return x if x > least else ZERO


@rule
def raised(grade, before):  # type: ignore[no-untyped-def]
    """Supply grade after a meeting: at the first one, the lowest tier for whom had none, a step up for others."""
    step = u1(i4(grade) + i4(1)) if grade >= FIRST_TIER else FIRST_TIER
    return min(step, TOP_GRADE) if before == u1(0) else grade


class Court(Mechanism):
    owns = dict(
        awe=Column("f4", "1", "awe of the leader after a meeting, fading", bounds=(0, 1), record=1000),
        meetings=Column("u1", "1", "meetings with the leader; above 0: admitted", bounds=(0, 255), record=1),
        audience=Scratch("u1", "code", "1: was received by the leader this month"),
        favour=Scratch("f4", "USD", "worth of gifts received this month"),
        hard_income=Place("f8", "USD", "hard-currency income this month: tax on exports, arms, workers, missions,"
                          " forbidden trade, the South and tourists, levies, barter", over=(8,)),
        hard_spend=Place("f8", "USD", "hard-currency spending this month: weapons, security, gifts, prestige, food,"
                         " upkeep", over=(6,)),
        hard_reserve=Place("f8", "USD", "hard currency kept", over=(), bounds=(0, 1e12)),
        security_paid=Place("f4", "1", "share of the agencies' cost that is paid this month", over=(), digits=4,
                            bounds=(0, 1), start=1),
        gift_of=Place("f4", "USD", "gift this month by rank: office-holders outside the tiers, weekly, three-day,"
                      " daily, at a meeting", over=(5,), digits=3),
        gift_store=Place("f8", "USD", "gifts bought and not yet given; below nothing: given ahead", over=()),
        generosity=Place("f4", "USD/year", "gifts to a household of the highest tier, as of late", over=(), digits=4),
        court_grain=Place("i8", "g", "grain bought by the court beyond the recorded imports", ("province",)),
        gifts_given=Tally("USD", "worth of gifts by rank, and at meetings", over=(5,)),
        receivers=Tally("persons", "who would receive at a holiday, by rank; and the admitted", over=(5,)),
        met=Tally("persons", "meetings with the leader", over=()),
    )  # fmt: skip
    reads = ("status work party post traits soul line n weight exports barter_money quota imported granted arriving"
             " claimed issued security_cost")  # fmt: skip
    writes = dict(
        grade="the admitted rise a step in supply",
        civil="grain that the court buys lies in civil stocks",
        diverted="and what is sold of it on the side goes with the rest that is",
    )
    params = dict(
        tax=Param(0.08, "1", "share of export earnings that the court takes", (0, 0.3), "Gause 2015", "D",
                  "trading companies of the court; with levies 100-200 millions a year about 2010"),
        arms=Param({"1990": 150, "2009-07": 120, "2016": 60}, "M USD/year", "arms sold abroad", (0, 600), "Gause 2015",
                   "C"),
        illicit=Param({"1990": 100, "1995": 200, "2006": 220, "2013": 150, "2017": 400, "2022": 600}, "M USD/year",
                      "forbidden trade: drugs, counterfeits, later theft over networks", (0, 2000), "Gause 2015", "D",
                      "200-300 about 2010; thefts of 2017-23 recalled at some 3 billions, part of it lost on the way"),
        south=Param({"1990": 0, "1998-11": 150, "2000-06": 500, "2001-01": 60, "2008-07": 40, "2013": 80, "2016-02": 30,
                     "2020-02": 0, "2024": 5}, "M USD/year", "paid by the South, and by tourists", (0, 1000), "assumed",
                    "D", "recalled: the mountain tours from 1998, the summit of 2000, wages of the joint zone to 2016"),
        levies=Param({"1990": 80, "2002": 120, "2020-02": 60, "2023-09": 100}, "M USD/year",
                     "levies on organisations of Party and state, 3-5 per cent of what they earn", (0, 300),
                     "elite_supply", "C"),
        opening=Param(500, "M USD", "reserve in January 1990", (0, 5000), "assumed", "D",
                      "about a year's income; told at billions by some"),
        dips=Param(0.02, "1/month", "share of the reserve that may be spent in a month", (0, 0.2), "assumed", "D",
                   "four years to spend it"),
        survival_first=Param(1, "1", "1: weapons, security, gifts, prestige, then food; 0: food first", (0, 1),
                             "assumed", "D", "one diplomat's conviction; nobody has seen the order written"),
        weapons=Param({"1990": 0.25, "1999": 0.3, "2012": 0.35, "2016": 0.4}, "1", "share of the budget for weapons",
                      (0, 0.8), "assumed", "D", "rises as tests do; no budget was ever seen"),
        agencies=Param(1, "1", "part of what the agencies cost that is met in hard currency; 0: nobody pays", (0, 1),
                       "assumed", "D", "their pay and rations are reckoned at market rates, in dollars"),
        security=Param(0.1, "1", "share, of what the agencies' cost leaves, for their needs from abroad", (0, 0.4),
                       "assumed", "D", "cars, radios, monitors"),
        gifts=Param(0.12, "1", "share of the same for gifts", (0, 0.5), "prestige_spending", "D",
                    "11-18 per cent of luxury imports of 2008-16 are no market goods: 30-140 millions a year"),
        upkeep=Param(0.3, "1", "share of the same for all else, served last: offices, machines, the court's own table",
                     (0, 0.8), "assumed", "D", "what the other shares leave, less something to put by"),
        prestige=Param({"1990": 30, "1994-08": 96.3, "1997-08": 40, "2011-12": 110, "2012-09": 100, "2015": 50,
                        "2020-02": 20}, "M USD/year", "prestige by decree: mausoleum, towers, show building", (0, 890),
                       "prestige_spending", "C"),
        pays=Param(0.3, "1", "share of the recorded imports of grain that the court pays", (0, 1), "assumed", "D",
                   "trade ministries and companies pay the rest"),
        to_grain=Param(0, "1", "share of prestige spending that buys maize instead", (0, 1), "assumed", "D",
                       "a question, not history"),
        gifts_to_grain=Param(0, "1", "share of gift spending that buys maize instead", (0, 1), "assumed", "D",
                             "a question, not history"),
        price=Param(series("world_price_maize"), "USD/t", "world price of maize", (50, 500), "world_price_maize", "A"),
        freight=Param(30, "USD/t", "freight", (10, 100), "assumed", "D", "as reckoned in the register"),
        watch=Param(11000, "USD", "gift at a meeting", (500, 50000), "testimony of a court poet", "C"),
        three_day=Param(0.3, "1", "holiday gift of the three-day tier over the daily one", (0, 1), "elite_supply", "D",
                        "cabinet over central committee in the lists of 2024"),
        weekly=Param(0.1, "1", "of the weekly tier", (0, 1), "elite_supply", "D", "city over central committee"),
        others=Param(0.002, "1", "of office-holders outside the tiers", (0, 0.1), "elite_supply", "D",
                     "a bottle and a kilo of meat over cars and fridges"),
        meets_daily=Param(0.004, "1/month", "chance that an official of the daily tier is received", (0, 1), "assumed",
                          "D", "some forty meetings a year among nine hundred; nobody has counted"),
        meets_three_day=Param(0.001, "1/month", "of the three-day tier", (0, 1), "assumed", "D", "fewer"),
        meets_weekly=Param(0.0001, "1/month", "of the weekly tier, and of writers outside the tiers", (0, 1), "assumed",
                           "D", "fewer still"),
        pens=Param(10, "1", "that of a writer of the rank", (1, 100), "testimony of a court poet", "D",
                   "two meetings in some six years"),
        lifts=Param(0.6, "1", "part of the way to full awe that a meeting takes", (0, 1), "testimony of a court poet",
                    "D", "overwhelmed at the first, less at the second"),
        keeps=Param(0.9, "1/month", "awe left after a month", (0.5, 0.99), "assumed", "D", "gone within two years"),
        least=Param(0.002, "1", "awe below which none is left", (0, 0.05), "assumed", "D", "for tidiness"),
        rises=Param(1, "1", "1: the admitted rise a step in supply; 0: they do not", (0, 1),
                    "testimony of a court poet", "C", dtype="i4"),
    )  # fmt: skip
    decisions = ("court.meet",)
    events = dict(
        met="met the leader; amount: which meeting it was",
        gift="received a gift at a holiday or a meeting; amount: its price in dollars",
    )
    examples = [
        dict(rule=served, args=(60, 100), result=60),
        dict(rule=served, args=(60, 0), result=0),  # no hard currency, no gifts
        # a million dollars of terror a month: paid, with three quarters of it there, and where none is asked
        dict(rule=part_paid, args=(1_000_000, 4_000_000), result=1.0),
        dict(rule=part_paid, args=(1_000_000, 750_000), result=0.75),
        dict(rule=part_paid, args=(0, 0), result=1.0),
        # 96.3 million dollars a year at 150 dollars a tonne and 30 of freight: half a million tonnes
        dict(rule=maize, args=(96_300_000, 150.0, 30.0), result=535_000_000_000),
        dict(rule=each, args=(3400.0, (0, 15000, 3000, 1000), (0.0, 0.1, 0.3, 1.0)), result=1.0),
        dict(rule=rank_of, args=(6,), result=0),
        dict(rule=rank_of, args=(11,), result=3),
        dict(rule=meeting_odds, args=(1, True, 0.0001, 0.001, 0.004, 10.0), result=0.001),
        dict(rule=awed, args=(0.0, 0.6), result=0.6),
        dict(rule=faded, args=(0.6, 0.9, 0.002), result=0.54),
        dict(rule=raised, args=(9, 0), result=10),
        dict(rule=raised, args=(11, 0), result=11),
        dict(rule=raised, args=(9, 1), result=9),
    ]
    serves = dict(G1=each, G3=raised, G4=maize, L4=awed)

    def start(self, land: Any, p: Any) -> None:
        land.hard_reserve[...] = int(float(p.opening) * MILLION)

    def govern(self, land: Any, p: Any, month: Any) -> None:
        income = [
            int(float(land.exports) * float(p.tax)), *(int(float(x) * MILLION / MONTHS) for x in (p.arms,)),
            int(land.quota[1]), int(land.quota[0]), *(int(float(x) * MILLION / MONTHS) for x in (p.illicit, p.south,
                                                                                             p.levies)),
            int(land.barter_money),
        ]  # fmt: skip
        land.hard_income[:] = income
        budget = sum(income) + int(float(land.hard_reserve) * float(p.dips))
        spend, extra = self._spend(land, p, budget)
        land.hard_spend[:] = spend
        land.hard_reserve[...] = float(land.hard_reserve) + sum(income) - sum(spend)
        grams, port = maize(extra, float(p.price), float(p.freight)), list(series("landing_share").values())
        for k in range(PROVINCES):
            land.court_grain[k] = int(grams * port[k])
        self._gifts(land, p, month, spend[GIFTS])

    def _spend(self, land: Any, p: Any, budget: int) -> tuple[list[int], int]:
        """What is spent on what, and how much of the food is beyond the recorded imports; what of terror is paid."""
        landed = float(p.price) + float(p.freight)
        usual = int(int(land.imported.sum()) / TONNE * landed * float(p.pays))
        unmet = int(land.tally.claimed[:, PUBLIC_COUNTERS].sum()) - int(land.tally.issued[:, PUBLIC_COUNTERS].sum())
        first = 1 - float(p.survival_first)
        terror = int(float(land.security_cost) * float(p.agencies))
        free = max(0, budget - terror)
        want = [int(budget * float(p.weapons)), terror + int(free * float(p.security)), int(free * float(p.gifts))]
        want += [int(float(p.prestige) * MILLION / MONTHS), usual, int(free * float(p.upkeep))]
        ahead = int(first * (usual + max(0, unmet) / TONNE * landed))
        food_first = min(budget, ahead)
        order = (WEAPONS, SECURITY, GIFTS, PRESTIGE, FOOD, UPKEEP)
        want[FOOD] = max(0, usual - food_first)
        spend = allot(budget - food_first, tuple(want), order)
        spend[FOOD] += food_first
        land.security_paid[...] = part_paid(terror, spend[SECURITY])
        extra = max(0, food_first - usual)
        for use, share in ((PRESTIGE, p.to_grain), (GIFTS, p.gifts_to_grain)):
            turned = int(spend[use] * float(share))
            spend[use] -= turned
            spend[FOOD] += turned
            extra += turned
        return spend, extra

    def _gifts(self, land: Any, p: Any, month: Any, bought: int) -> None:
        """Down the gradient at the two birthdays, half of the store each; a watch at a meeting if there is one."""
        land.gift_store[...] = float(land.gift_store) + bought
        heads = tuple(int(x) for x in land.tally.receivers[:ADMITTED_GIFT])
        gradient = (float(p.others), float(p.weekly), float(p.three_day), 1.0)
        ready = max(0.0, float(land.gift_store)) * float(p.gifts > 0)
        top = each(ready / 2, heads, gradient) if month.moy in (FEBRUARY, APRIL) else 0.0
        for k, g in enumerate(gradient):
            land.gift_of[k] = top * g
        land.gift_of[ADMITTED_GIFT] = float(p.watch) if ready > float(p.watch) and bought > 0 else 0
        land.generosity[...] = float(land.generosity) * (1 - 1 / MONTHS) + float(land.gift_of[ADMITTED_GIFT - 1])

    def account(self, land: Any, p: Any, month: Any) -> None:
        land.gift_store[...] = float(land.gift_store) - int(land.tally.gifts_given.sum())
        landed = int((land.imported + land.granted).sum())
        leak = 1 - int(land.arriving) / landed if landed else 0.0
        for k in range(PROVINCES):
            aside = int(int(land.court_grain[k]) * leak)
            land.civil[k] += int(land.court_grain[k]) - aside
            land.diverted[k] += aside


@span
def give(awe, meetings, audience, favour, grade, status, work, party, post, traits, soul, line, n, weight, p, month,  # type: ignore[no-untyped-def]
         gift_of, key_meet, log, event_met, event_gift, gifts_given, receivers, met):  # fmt: skip
    """Gifts and meetings. Bound first: units without tier and writer, and in spring without office, let awe fade."""
    hit = np.empty(WIDTH, np.uint8)
    spring = u1(month % YEAR < SPRING)  # offices are counted in the month before a holiday, and given something then
    for u in range(n.shape[0]):
        m, some, warm = n[u], i4(0), i4(0)
        for i in range(m):
            favour[u, i] = ZERO
        for i in range(m):
            audience[u, i] = u1(0)
        for i in range(m):
            warm = i4(warm + i4(awe[u, i] > ZERO))
        if warm > i4(0):
            for i in range(m):
                awe[u, i] = faded(awe[u, i], p.keeps, p.least)
        for i in range(m):
            office = u1(party[u, i] == OFFICE) & spring
            c = u1(u1(grade[u, i] >= FIRST_TIER) | u1(post[u, i] == WRITER) | office)
            hit[i] = c
            some = i4(some + i4(c))
        if some == i4(0):
            continue
        w = i8(weight[u])
        for i in range(m):
            if not hit[i] or status[u, i] != HOME:
                continue
            k = rank_of(grade[u, i])
            official, writer = work[u, i] == OFFICIAL, post[u, i] == WRITER
            head = (traits[u, i] & HEAD) == HEAD
            if (k > i4(0) and head) or (k == i4(0) and party[u, i] == OFFICE):
                receivers[k] += w
                worth = gift_of[k]
                if worth > ZERO:
                    favour[u, i] = worth
                    gifts_given[k] += i8(worth) * w
                    if k > i4(0):
                        put(log, soul[u, i], line[u, i], event_gift, u4(worth), u4(0))
            if (k > i4(0) and official) or writer:
                odds = meeting_odds(k, writer, p.meets_weekly, p.meets_three_day, p.meets_daily, p.pens)
                if draw(key_meet, soul[u, i]) < odds:
                    if p.rises:
                        grade[u, i] = raised(grade[u, i], meetings[u, i])
                    meetings[u, i] = u1(min(i4(i4(meetings[u, i]) + i4(1)), i4(MOST)))
                    awe[u, i] = awed(awe[u, i], p.lifts)
                    audience[u, i] = u1(1)
                    met[()] += w
                    put(log, soul[u, i], line[u, i], event_met, u4(meetings[u, i]), u4(0))
                    if gift_of[i4(RANKS) - i4(1)] > ZERO:
                        worth = gift_of[i4(RANKS) - i4(1)]
                        favour[u, i] += worth
                        gifts_given[i4(RANKS) - i4(1)] += i8(worth) * w
                        put(log, soul[u, i], line[u, i], event_gift, u4(worth), u4(0))
            receivers[i4(RANKS) - i4(1)] += w if meetings[u, i] > u1(0) else i8(0)
