"""Money: wages printed, levies and ration money taken back, a dollar rate, and a reform that wipes out cash.

Who decides: the state. It pays wages whether or not there is anything to buy, and takes money back by the ration's
price, by levies and by stall fees, in proportion to what people hold. What is out among people, over what they would
hold at a dollar's worth, sets the dollar rate (Cagan 1956); the more of their savings are foreign notes, the fewer won
they hold. In July 2002 wages and the ration's price rose together. At the end of 2009 a hundred old won became one,
cash above a limit was void, and wages went on at the old figure in new won: prices are computed from that, not set.
Left out: banks (nobody trusts them), credit, bonds, the two official rates.
"""

from typing import Any

import numpy as np

from tumen.mechanism import HOUSES, Mechanism, Param, Place, Tally, f4, i4, i8, rule, span, u1

FARMER, HEAVY, INDUSTRY, OFFICE, OFFICIAL, RETIRED = 3, 4, 5, 6, 7, 9
AT_HOME = u1(0)
MOST_CASH = 500_000_000  # won: what a household has above it is taken, so that no sum runs over four bytes


@rule
def levy(cash, free, rate):  # type: ignore[no-untyped-def]
    """Won taken from a household this month."""
    return i4(f4(max(i4(cash - free), i4(0))) * rate)


@rule
def exchanged(cash, limit, ratio):  # type: ignore[no-untyped-def]
    """New won for a household's old ones: what exceeds the limit is void."""
    return i4(f4(min(cash, limit)) / ratio)


class Money(Mechanism):
    owns = dict(
        pay=Place("i4", "won/month", "monthly pay by work", (12,)),
        printed=Place("i8", "won", "money in being: all that was paid out less all that was taken back", ()),
        dollar=Place("f4", "won", "price of a dollar in the market", (), digits=3),
        reform_ratio=Place("f4", "old won/new won", "1, or the exchange in the month of the reform", (), start=1),
        wages=Tally("won", "wages paid"),
        levied=Tally("won", "levies, fees and ration money taken back"),
        voided=Tally("won", "cash that the reform made void"),
        cash_held=Tally("won", "cash of households after pay and levies"),
    )
    reads = "work status house n province weight ration_in"
    writes = dict(cash="wages in, levies and ration money out")
    params = dict(
        wage=Param({"1990": 100, "2002-07": 2500, "2009-12": 3000}, "won/month", "ordinary worker's wage", (10, 1e6),
                   "markets_misc", "B"),
        farm_pay=Param(0.5, "1", "farm member's money income over a worker's wage", (0.1, 1), "assumed", "D",
                       "the year's cash share, spread over months"),
        heavy_pay=Param(1.3, "1", "pay of heavy work over an ordinary wage", (1, 2), "markets_misc", "C"),
        official_pay=Param(1.5, "1", "pay of office-holders over an ordinary wage", (1, 3), "markets_misc", "C"),
        pension=Param(0.3, "1", "pension over an ordinary wage", (0, 0.6), "assumed", "D", "a few won; rarely told"),
        levy=Param(0.04, "1/month", "share of a household's cash taken back in a month: levies, fees, state shops",
                   (0, 0.2),
                   "assumed", "D",
                   "so that money held settles at two years of wages, as prices of 1998 and 2008 suggest"),
        untaxed=Param(20, "won", "cash that is left alone", (0, 1e5), "assumed", "D", "pocket money"),
        ration_price=Param({"1990": 0.08, "2002-07": 44, "2009-12": 24}, "won/kg", "price of the ration", (0, 5000),
                           "market_prices", "C"),
        balances=Param(12, "USD/head", "worth of the won that a person would hold if nobody held foreign notes",
                       (4, 30),
                       "assumed", "D", "set by the rate and the wages of the 1990s"),
        foreign=Param({"1990": 0, "1998": 0.05, "2003": 0.1, "2008": 0.15, "2010": 0.4, "2013": 0.55}, "1",
                      "share of savings in foreign notes", (0, 0.9), "assumed", "D",
                      "told to rise for good after the reform of 2009; the sizes are guesses"),
        opening_dollar=Param(100, "won", "price of a dollar in January 1990", (20, 200), "assumed", "D",
                             "told for the late 1980s on the black market"),
        redenomination=Param(0, "1", "1 in the month in which a hundred old won become one", (0, 1), "markets_misc",
                             "A"),
        ratio=Param(100, "old won/new won", "exchange", (1, 1000), "markets_misc", "A"),
        limit=Param(100000, "old won", "cash that a household may exchange", (1e4, 1e7), "markets_misc", "A"),
    )  # fmt: skip
    examples = [
        dict(rule=levy, args=(1020, 20, 0.04), result=40),
        dict(rule=exchanged, args=(250000, 100000, 100.0), result=1000),
        dict(rule=exchanged, args=(40000, 100000, 100.0), result=400),
    ]

    def start(self, land: Any, p: Any) -> None:
        land.dollar[...] = p.opening_dollar

    def govern(self, land: Any, p: Any, month: Any) -> None:
        wage = float(p.wage)
        land.pay[:] = 0
        for work, share in ((FARMER, p.farm_pay), (HEAVY, p.heavy_pay), (INDUSTRY, 1), (OFFICE, 1),
                            (OFFICIAL, p.official_pay), (RETIRED, p.pension)):  # fmt: skip
            land.pay[work] = round(wage * float(share))
        land.reform_ratio[...] = p.ratio if p.redenomination > 0 else 1
        land.dollar[...] = float(land.dollar) / float(land.reform_ratio)

    def account(self, land: Any, p: Any, month: Any) -> None:
        t = land.tally
        land.printed[...] += t.wages.sum() - t.levied.sum() - t.voided.sum()
        heads = max(int(t.public_people.sum() + t.farm_counted.sum()), 1)
        per_head = int(t.cash_held.sum()) / heads
        land.dollar[...] = max(1.0, per_head / (float(p.balances) * (1 - float(p.foreign))))


@span
def purse(cash, work, status, house, ration_in, n, province, weight, p, pay, reform_ratio, wages, levied, voided,  # type: ignore[no-untyped-def]
          cash_held):  # fmt: skip
    """Pay day: the reform first, then wages, then what is taken back."""
    ratio = reform_ratio[()]
    reform = ratio > f4(1)
    income = np.empty(HOUSES, np.int32)
    free, limit = i4(p.untaxed), i4(p.limit)
    per_gram = p.ration_price / f4(1000)
    for u in range(n.shape[0]):
        k, w = province[u], i8(weight[u])
        paid = taken = gone = held = i8(0)
        income[:] = 0
        for i in range(n[u]):
            if status[u, i] == AT_HOME:
                h = house[u, i]
                income[h] = i4(income[h] + pay[work[u, i]])
        for h in range(HOUSES):
            had = cash[u, h]
            if reform:
                had = exchanged(had, limit, ratio)
                gone += i8(cash[u, h]) - i8(had)
            have = i4(had + income[h])
            due = min(i4(i4(f4(ration_in[u, h]) * per_gram) + levy(have, free, p.levy)), have)
            due = max(due, i4(have - i4(MOST_CASH)))
            paid += i8(income[h])
            taken += i8(due)
            cash[u, h] = i4(have - due)
            held += i8(have) - i8(due)
        wages[k] += paid * w
        levied[k] += taken * w
        voided[k] += gone * w
        cash_held[k] += held * w
