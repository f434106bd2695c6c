"""The South: arrival, protection, settling, money and word sent home, and what befalls those who were left behind.

Who decides: the South protects by rank, since those of high rank are in danger: a former diplomat had a police guard
and two agents with him eight months on; others have five years of residence protection and no guard. People settle at a
pace that depends on the age at which they came: a child within a few years, the old hardly. Whoever is settled and has
people at home may send money through brokers, who keep a third; it is money from abroad and so new money in won. A call
now and then brings word.
Who left is missed. At home the agency may open a case against the kin: nearly always where an official left, less often
in the years in which too many had left to ask. A court poet left his people untold so as to spare them, and calls it a
sin; a diplomat took his along and calls it a debt. Both are recorded: who came along and how long before they knew (in
`posts` and `leaving`), who was investigated, who was left in peace, who was in a camp.
What strikes a newcomer is put side by side for a reader (X8): income, trees, assemblies, support for the disabled, and
eight more; -1 where no figure is known. The log of the ratio of incomes is what a comparison can be made with.
Left out: work and wages one by one, discrimination, marriage in the South, further migration, return, and that those
who succeed are asked more often.
Sources: `resettlement_south`, `south_reference`, `north_south_by_year`, `income_ratio`, `south_beside_north`.
"""

from functools import cache
from typing import Any

import numpy as np

from tumen.mechanism import (
    HOUSES, Mechanism, Param, Place, Scratch, Tally, draw, exp_, f4, i4, i8, log_, put, rule, series, span, table, u1,
    u2, u4,
)  # fmt: skip

ZERO, ONE, TWELVE = f4(0), f4(1), f4(12)
HOME, CAMP, CHINA, SOUTH, STAYS, NO_CASE, KIN = u1(0), u1(3), u1(4), u1(5), u1(0), u1(0), u1(10)
FEMALE, TIER, OFFICE, SIXTEEN, MOST = u1(1), u1(9), u1(2), i4(192), i4(65535)
PUBLIC, MEMBER, ELITE = i4(0), i4(1), i4(2)
THOUSAND, MOST_CASH, UNKNOWN = f4(1000), f4(500_000_000), -1.0
INDICATORS = (
    "income_usd", "income_ppp", "forest", "assemblies", "disabled", "mobile", "internet", "child_deaths", "calories",
    "armed_forces", "life_women", "electricity",
)  # fmt: skip
BY_YEAR = dict(
    income_usd="gdp_per_capita_usd_current", income_ppp="gdp_per_capita_ppp2021", forest="forest_pct",
    mobile="mobile_per100", internet="internet_pct", child_deaths="u5mr", calories="kcal", armed_forces="armed_forces",
)  # fmt: skip


@cache
def record() -> dict[tuple[int, int], dict[int, float]]:
    """What is known, by land (0 South, 1 North) and indicator: year to figure."""
    out: dict[tuple[int, int], dict[int, float]] = {(side, k): {} for side in (0, 1) for k in range(len(INDICATORS))}
    for row in table("north_south_by_year"):
        for name, column in BY_YEAR.items():
            for side, land in enumerate(("kor_", "prk_")):
                if row.get(land + column):
                    out[side, INDICATORS.index(name)][int(row["year"])] = float(row[land + column])
    for row in table("south_beside_north"):
        if row["indicator"] in INDICATORS:
            for side, land in enumerate(("south", "north")):
                if row[land]:
                    out[side, INDICATORS.index(row["indicator"])][int(row["year"])] = float(row[land])
    return out


def latest(known: dict[int, float], year: int) -> float:
    """The figure of this year or the last before it, else the first after it; -1 where there is none."""
    past = [y for y in known if y <= year]
    return known[max(past)] if past else known[min(known)] if known else UNKNOWN


@rule
def stratum(grade, party):  # type: ignore[no-untyped-def]
    """0 public, 1 Party member, 2 of the supply tiers or an office-holder."""
    return ELITE if (grade >= TIER) | (party == OFFICE) else MEMBER if party > u1(0) else PUBLIC


@rule
def guard(grade, party, tier, office, other):  # type: ignore[no-untyped-def]
    """Months under police guard, by the rank that one had."""
    return tier if grade >= TIER else office if party == OFFICE else other


@rule
def settled_in(older, months, pace, each):  # type: ignore[no-untyped-def]
    """How far a person has settled, 0 to 1: months since arrival, and how many months older than a child then."""
    return ONE - exp_(-months / (pace + each * max(older, ZERO) / TWELVE))


@rule
def income(settled, first, then):  # type: ignore[no-untyped-def]
    """Income over the mean of the South."""
    return first + (then - first) * settled


@rule
def suspected(rank, elite, public):  # type: ignore[no-untyped-def]
    """Chance that a grown relative at home is investigated: near certain where one of rank has left."""
    return elite if rank == ELITE else public


class South(Mechanism):
    owns = dict(
        arrivals=Tally("persons", "arrivals in the South by sex and stratum", over=("province", 2, 3)),
        settled=Tally("persons", "people from the North living in the South", over=()),
        guarded=Tally("persons", "of these, under police protection", over=()),
        protected=Tally("persons", "of these, within five years of residence protection", over=()),
        assimilated=Tally("1/1000 persons", "sum of assimilation", over=()),
        south_income=Tally("1/1000 persons", "sum of income over the South's mean", over=()),
        remitted=Tally("won", "money sent home", over=("province",)),
        senders=Tally("persons", "who sent money this month", over=()),
        news=Scratch("f4", "1", "word from kin outside this month", width=HOUSES),
        left_behind=Tally("persons", "kin left at home by those who left: investigated, left in peace, in a camp",
                          over=(3,)),
        reference=Place("f4", "1", "indicators of the South and the North side by side: " + ", ".join(INDICATORS)
                        + "; -1 not known", over=(2, 12)),
        gap=Place("f4", "1", "log of the South's income over the North's", over=(), step=1/256),
    )  # fmt: skip
    reads = "born traits grade party soul line house leave status need dollar n province weight"
    writes = dict(
        cash="money sent home", printed="money from abroad is money in being", away="months since arrival",
        eaten="who lives in the South eats there", case="kin of one who left", case_age="it has just been opened",
    )  # fmt: skip
    params = dict(
        guard_tier=Param(36, "months", "police guard of those of the supply tiers", (8, 120), "assumed", "D",
                         "a diplomat had one eight months on"),
        guard_office=Param(12, "months", "police guard of other office-holders", (0, 60), "assumed", "D", "by danger"),
        guard_other=Param(0, "months", "police guard of the others", (0, 12), "assumed", "D", "an officer to call"),
        residence=Param(60, "months", "residence protection", (24, 84), "resettlement_south", "B"),
        child=Param(96, "months", "age up to which children settle fastest", (48, 156), "assumed", "D",
                    "before school, or in its first years"),
        pace_child=Param(24, "months", "in which a small child settles by two thirds", (6, 60), "assumed", "D",
                         "language and school"),
        pace_age=Param(3, "months/year", "longer for each year of age beyond it", (0.5, 8), "assumed", "D",
                       "wages of adults are at four fifths after years"),
        income_first=Param(0.5, "1", "income at arrival over the South's mean", (0.2, 0.8), "resettlement_south", "C"),
        income_then=Param(0.95, "1", "income of who has settled over the South's mean", (0.6, 1.1),
                          "resettlement_south", "B"),
        after=Param(6, "months", "before which nobody sends money", (1, 36), "assumed", "D",
                    "three months of courses, then a home; no debts paid yet", dtype="i4"),
        send=Param(0.05, "1/month", "chance that a settled person with people at home sends money", (0.01, 0.2),
                   "assumed", "D", "about half do, once or twice a year"),
        amount=Param(1000, "USD", "sent at a time, at the South's mean income", (200, 3000), "assumed", "D",
                     "one to two thousand a year"),
        fee=Param(0.3, "1", "part that brokers keep", (0.1, 0.5), "assumed", "D", "told as thirty per cent"),
        line_open=Param({"1990": 0, "1999": 0.3, "2003": 0.7, "2008": 1, "2014": 0.8, "2020-02": 0.3}, "1",
                        "how open the ways of money and calls are", (0, 1), "assumed", "D",
                        "Chinese telephones at the border from about 2003; jamming; the closed border"),
        calls=Param(0.08, "1/month", "chance of word from somebody in the South", (0, 0.5), "assumed", "D",
                    "some call each month, most never"),
        calls_china=Param(0.03, "1/month", "the same from China", (0, 0.5), "assumed", "D", "less, and by messenger"),
        worth_china=Param(0.5, "1", "what word from China tells, over word from the South", (0, 1), "assumed", "D",
                          "of China, not of the South"),
        kin_elite=Param(0.9, "1", "kin of one of rank who are investigated", (0.3, 1), "assumed", "D",
                        "families of diplomats vanish"),
        kin_public=Param({"1990": 0.5, "1997": 0.15, "2003": 0.1, "2010": 0.2, "2014": 0.3, "2020": 0.4}, "1",
                         "kin of others who are investigated", (0, 1), "assumed", "D",
                         "too many in the famine; counted again from about 2010; dead or missing on paper"),
    )  # fmt: skip
    decisions = ("south.send", "south.phone", "south.suspect")
    events = dict(
        arrived="arrives in the South; `amount` 0 public, 1 member, 2 of rank",
        sent_money="sends money home; `amount` is dollars before fees",
        word="word comes from kin outside", kin_investigated="is investigated because a relative left",
        left_in_peace="a relative left, and nothing is asked",
    )  # fmt: skip
    examples = [
        dict(rule=stratum, args=(9, 0), result=2), dict(rule=stratum, args=(3, 1), result=1),
        dict(rule=guard, args=(10, 1, 36.0, 12.0, 0.0), result=36.0),
        dict(rule=guard, args=(3, 0, 36.0, 12.0, 0.0), result=0.0),
        dict(rule=settled_in, args=(0.0, 0.0, 24.0, 3.0), result=0.0),
        dict(rule=settled_in, args=(384.0, 120.0, 24.0, 3.0), result=0.6321206),  # an adult after ten years
        dict(rule=settled_in, args=(-20.0, 24.0, 24.0, 3.0), result=0.6321206),  # a child after two
        dict(rule=income, args=(0.5, 0.5, 0.9), result=0.7),
        dict(rule=suspected, args=(2, 0.9, 0.1), result=0.9), dict(rule=suspected, args=(0, 0.9, 0.1), result=0.1),
        dict(rule=latest, args=({1990: 67.9, 2000: 67.1}, 1995), result=67.9),
        dict(rule=latest, args=({}, 1995), result=-1),
    ]  # fmt: skip
    serves = dict(X6=guard, X8=latest, X9=suspected, X10=settled_in)

    def start(self, land: Any, p: Any) -> None:
        self._compare(land, 1990)

    def govern(self, land: Any, p: Any, month: Any) -> None:
        if month.moy == 1:
            self._compare(land, month.year)

    def _compare(self, land: Any, year: int) -> None:
        """The record of the year: a table for the reader, and the ratio of incomes for who compares."""
        for (side, k), known in record().items():
            land.reference[side, k] = latest(known, year)
        ratio = latest({int(y): v for y, v in series("income_ratio").items()}, year)
        land.gap[...] = min(max(float(log_(np.float32(ratio))), 0.0), 4.0)
        land.reference[1, 0] = float(land.reference[0, 0]) / ratio

    def account(self, land: Any, p: Any, month: Any) -> None:
        land.printed[...] += int(land.tally.remitted.sum())


@span
def send(news, cash, status, away, born, soul, line, house, leave, n, province, weight, p, month, dollar, remitted,  # type: ignore[no-untyped-def]
         senders, key_send, key_phone, log, event_sent_money, event_word):  # fmt: skip
    """Money and word to the household whose row a person still holds; nothing for all the others."""
    home = np.empty(HOUSES, np.uint8)
    rate = dollar[()]
    for u in range(n.shape[0]):
        m, some = n[u], u1(0)
        for i in range(m):
            some = u1(some | u1((status[u, i] == SOUTH) | (status[u, i] == CHINA)))
        for h in range(HOUSES):
            news[u, h] = ZERO
        if not some:
            continue
        k, w = province[u], i8(weight[u])
        home[:] = 0
        for i in range(m):
            home[house[u, i]] = u1(home[house[u, i]] | u1(status[u, i] == HOME and leave[u, i] == STAYS))
        for i in range(m):
            h, s = house[u, i], status[u, i]
            grown = i4(i4(month) - i4(born[u, i])) >= SIXTEEN
            if not home[h] or not grown or leave[u, i] != STAYS or (s != SOUTH and s != CHINA):
                continue
            phone = (p.calls if s == SOUTH else p.calls_china) * p.line_open
            if draw(key_phone, soul[u, i]) < phone:
                news[u, h] = max(news[u, h], ONE if s == SOUTH else p.worth_china)
                put(log, soul[u, i], line[u, i], event_word, u4(h), u4(0))
            if s == SOUTH and i4(away[u, i]) >= p.after and draw(key_send, soul[u, i]) < p.send * p.line_open:
                since = f4(away[u, i])
                older = f4(i4(i4(month) - i4(born[u, i]))) - since - p.child
                part = settled_in(older, since, p.pace_child, p.pace_age)
                usd = p.amount * income(part, p.income_first, p.income_then)
                room = max(MOST_CASH - f4(cash[u, h]), ZERO)
                won = i4(min(usd * (ONE - p.fee) * rate, room))
                cash[u, h] = i4(cash[u, h] + won)
                remitted[k] += i8(won) * w
                senders[()] += w
                put(log, soul[u, i], line[u, i], event_sent_money, u4(usd), u4(h))


@span
def arrive(status, away, eaten, case, case_age, need, born, traits, grade, party, soul, line, house, leave, n,  # type: ignore[no-untyped-def]
           province, weight, p, month, arrivals, settled, guarded, protected, assimilated, south_income, left_behind,
           key_suspect, log, event_arrived, event_kin_investigated, event_left_in_peace):  # fmt: skip
    """Who has come this month, how those settle who came before, and what is asked at home of those who stayed."""
    missed = np.empty(HOUSES, np.int32)  # 0 nobody, else one more than the highest rank of those who left
    for u in range(n.shape[0]):
        m, some = n[u], u1(0)
        for i in range(m):
            some = u1(some | u1(status[u, i] == SOUTH))
        if not some:
            continue
        k, w, new = province[u], i8(weight[u]), i4(0)
        missed[:] = 0
        people = watched = shielded = i4(0)
        sum_in, sum_pay = i4(0), i4(0)
        for i in range(m):
            if status[u, i] != SOUTH or leave[u, i] != STAYS:
                continue
            since, rank = i4(away[u, i]), stratum(grade[u, i], party[u, i])
            if since == i4(0):
                new = i4(new + i4(1))
                missed[house[u, i]] = max(missed[house[u, i]], i4(rank + i4(1)))
                arrivals[k, i4(traits[u, i] & FEMALE), rank] += w
                put(log, soul[u, i], line[u, i], event_arrived, u4(rank), u4(0))
            age = i4(i4(month) - i4(born[u, i]))
            part = settled_in(f4(i4(age - since)) - p.child, f4(since), p.pace_child, p.pace_age)
            people = i4(people + i4(1))
            watched = i4(
                watched + i4(f4(since) < guard(grade[u, i], party[u, i], p.guard_tier, p.guard_office, p.guard_other))
            )
            shielded = i4(shielded + i4(f4(since) < p.residence))
            sum_in = i4(sum_in + i4(part * THOUSAND))
            sum_pay = i4(sum_pay + i4(income(part, p.income_first, p.income_then) * THOUSAND))
            away[u, i], eaten[u, i] = u2(min(i4(since + i4(1)), MOST)), need[u, i]
        settled[()] += i8(people) * w
        guarded[()] += i8(watched) * w
        protected[()] += i8(shielded) * w
        assimilated[()] += i8(sum_in) * w
        south_income[()] += i8(sum_pay) * w
        if new == i4(0):
            continue
        for i in range(m):
            h, s = house[u, i], status[u, i]
            if missed[h] == i4(0) or leave[u, i] != STAYS:
                continue
            if s == CAMP:
                left_behind[2] += w
            elif s == HOME and i4(i4(month) - i4(born[u, i])) >= SIXTEEN:
                asked = draw(key_suspect, soul[u, i]) < suspected(i4(missed[h] - i4(1)), p.kin_elite, p.kin_public)
                if asked or case[u, i] == KIN:
                    left_behind[0] += w
                    if case[u, i] == NO_CASE:
                        case[u, i], case_age[u, i] = KIN, u1(0)
                        put(log, soul[u, i], line[u, i], event_kin_investigated, u4(missed[h]), u4(0))
                else:
                    left_behind[1] += w
                    put(log, soul[u, i], line[u, i], event_left_in_peace, u4(missed[h]), u4(0))
