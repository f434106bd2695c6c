"""China: hiding, going back, being sent back, marrying, and the way on to the South.

Who decides: each who is there, and for a child the grown-up of the household whom it is with. Most who cross go home
within months, with what they got; a share means to stay. Who stays can be caught and sent back: the hazard is the same
for women and men, and falls for whoever lives hidden in a household. Who finds such a household is a matter of demand:
women of an age to marry are looked for, and sold and forced as well as wed, so that they are found less often by the
police; nobody's sex is set anywhere else. Campaigns are dated. From February 2020 the North took nobody back: those
caught were held, until the border opened in August 2023.
The way on is shut at first but for a few on foot or through embassies. It opens with a network: brokers live by fees
that kin already settled in the South send, so the reach of the network rises with the number of the settled, and with
pairs of them at that (a guide who has a customer and a place to bring him to). Who lives hidden, or has kin there, can
wait for a broker and pay him. The way takes months; for a court poet it took one, for many years. Nobody sets a year
in which it opens.
Left out: language, work in China, children born there, missions of churches, third countries one by one, and which way
is taken: it is nobody's business here, and routes end with the record.
Sources: `border_and_exit_costs` (stock of 1998 and 2007), `defector_arrivals`; Massey 1990 and Carrington et al. 1996
on networks (recalled); nothing is tuned to a year after 2011.
"""

from typing import Any

import numpy as np

from tumen.mechanism import (
    HOUSES, WIDTH, Mechanism, Param, Place, Tally, draw, exp_, f4, i4, i8, log_, put, rule, span, u1, u2, u4,
)  # fmt: skip

ZERO, ONE, TWELVE = f4(0), f4(1), f4(12)
HOME, CHINA, SOUTH, STAYS, NO_CASE, CROSSING = u1(0), u1(4), u1(5), u1(0), u1(0), u1(7)
FEMALE, NONE, ON_THE_WAY, IN_CUSTODY = u1(1), u1(0), u1(7), u1(8)
SIXTEEN, NOBODY, MOST = i4(192), i4(-1), i4(65535)
MEANS, WANTED, WHEN, TURN = u4(0x5EED0201), u4(0x5EED0202), u4(0x5EED0203), u4(0x9E3779B9)
GOES_BACK, SENT_BACK, HELD, SETS_OUT, REACHES = u1(1), u1(2), u1(3), u1(4), u1(5)
TO_30, PARTS = f4(2.0**30), 2.0**30


@rule
def hidden(sought, lot, away, wait, demand, roof):  # type: ignore[no-untyped-def]
    """Whether a person lives hidden in a household after so many months; those are `sought` whom demand looks for."""
    return (lot < (demand if sought else roof)) & (f4(away) >= wait)


@rule
def found_out(year, roof, staying, under_roof, brief):  # type: ignore[no-untyped-def]
    """Chance this month of being found by the police: less under a roof, less on a short visit near the river."""
    return year / TWELVE * (under_roof if roof else ONE) * (ONE if staying else brief)


@rule
def leaves(alone, brokers, known, without, kin):  # type: ignore[no-untyped-def]
    """Chance this month of setting out for the South; `known` to a household or to kin, whom brokers can find again."""
    return (alone + brokers * (ONE if known else without) + kin) / TWELVE


@rule
def reached(settled, half, power):  # type: ignore[no-untyped-def]
    """Reach of the network when so many have settled: one half at `half`, steeper with a higher power."""
    odds = exp_(power * (log_(max(settled, ONE)) - log_(half)))
    return odds / (ONE + odds)


class China(Mechanism):
    owns = dict(
        in_china=Tally("persons", "North Koreans in China by sex", over=(2,)),
        repatriated=Tally("persons", "sent back by sex", over=(2,)),
        came_back=Tally("persons", "came back by themselves, by sex", over=(2,)),
        onward=Tally("persons", "left China for the South by sex", over=(2,)),
        onward_expected=Tally("2^-30 persons", "summed chance of it", over=(2,)),
        in_custody=Tally("persons", "held in China, since nobody is taken back", over=(2,)),
        followed=Place("f8", "persons", "settled people as the network counts them: those before 1990 and the summed"
                       " chances since, which no rung makes coarse", over=()),
        network=Place("f4", "1", "reach of brokers and settled kin in China", over=(), digits=4),
    )  # fmt: skip
    reads = "born traits soul line house leave need n province weight flights flights_expected arrivals"
    writes = dict(
        status="who comes back, is sent back, or reaches the South", where="who is back is at home",
        away="months in China; nought on reaching the South", eaten="who is in China is fed there",
        post="on the way, or held: the column has codes for it", plan="who is back has no plan",
        case="who is sent back has a case", case_age="it has just been opened",
    )  # fmt: skip
    params = dict(
        stay=Param(0.2, "1", "of those who cross, who mean to stay", (0.1, 0.35), "assumed", "D",
                   "most crossed for food or trade; prior of the design"),
        back=Param(0.35, "1/month", "chance that another goes home", (0.1, 0.8), "assumed", "D", "within months"),
        caught=Param(0.6, "1/year", "chance of being found and sent back, living openly", (0.35, 0.9), "assumed", "D",
                     "men leave the stock by 0.35 to 0.7 a year"),
        under_roof=Param(0.2, "1", "the same for who lives hidden in a household, over it", (0.05, 0.6), "assumed",
                         "D", "with it women leave the stock by 0.12 to 0.28 a year"),
        brief=Param(0.3, "1", "the same on a short visit", (0.05, 1), "assumed", "D", "days near the river"),
        campaign=Param({"1990": 0.7, "1999": 1, "2000-03": 1.6, "2001": 1, "2001-06": 1.6, "2002": 1, "2002-12": 1.8,
                        "2003-04": 1, "2008": 1.4, "2008-09": 1, "2017": 1.2}, "1", "zeal of the police over the usual",
                       (0, 4), "assumed", "D", "campaigns told of by refugees; their strength was never counted"),
        closed=Param({"1990": 0, "2020-02": 1, "2023-08": 0}, "1", "whether the North keeps its own people out", (0, 1),
                     "border_and_exit_costs", "B"),
        release=Param(0.4, "1/month", "of those held, sent back a month once it does", (0.05, 1), "assumed", "D",
                      "several hundred at a time from August to October 2023"),
        demand=Param(0.8, "1", "women of an age to marry who are wed, sold or kept in a household", (0.3, 0.95),
                     "assumed", "D", "most who stayed, by refugee surveys"),
        roof=Param(0.1, "1", "others who find a household that hides them", (0, 0.5), "assumed", "D",
                   "churches, relatives, farms"),
        found_in=Param(8, "months", "within which that happens", (1, 24), "assumed", "D", "soon after crossing"),
        marry_from=Param(192, "months", "age from which women are sought", (168, 240), "assumed", "D",
                         "told from sixteen on", dtype="i4"),
        marry_to=Param(600, "months", "age up to which women are sought", (480, 720), "assumed", "D",
                       "to about fifty", dtype="i4"),
        alone=Param(0.0005, "1/year", "chance of reaching the South without brokers: on foot, by embassies",
                    (0, 0.01), "assumed", "D", "a few dozen a year before 1999"),
        most=Param(0.25, "1/year", "the same where brokers reach everybody", (0.1, 0.35), "defector_arrivals", "D",
                   "within the prior of the design, roughly by the arrivals of 1998-2011"),
        half=Param(7000, "persons", "settled people at whom the network reaches half", (2000, 20000),
                   "defector_arrivals", "D", "about those of 2005"),
        power=Param(2, "1", "steepness of that", (1, 3), "assumed", "D",
                    "a customer and a place to bring him to: pairs"),
        before=Param(607, "persons", "settled before 1990", (500, 700), "defector_arrivals", "B"),
        without=Param(0.6, "1", "chance of who has neither roof nor kin, over the others'", (0.2, 1), "assumed", "D",
                      "brokers are paid later, by who can be found again"),
        fetch=Param(0.3, "1/year", "chance added by kin in the South", (0, 1), "assumed", "D",
                    "each settled person pays for 0.03 to 0.1 a year"),
        road=Param({"1990": 1, "2017": 0.7, "2020-02": 0.03, "2022": 0.08, "2023": 0.15}, "1",
                   "how open the way through China is", (0, 1), "border_and_exit_costs", "D",
                   "fees from 4,000 to 15,000 dollars by 2017; health passes from 2020"),
        journey=Param({"1990": 12, "2002": 9, "2006": 6, "2010": 4}, "months", "mean length of the way", (1, 36),
                      "assumed", "D", "years at first, weeks to months later"),
        taken=Param(0.01, "1/month", "chance of being caught on the way", (0, 0.1), "assumed", "D", "not counted"),
    )  # fmt: skip
    decisions = ("china.back", "china.catch", "china.onward", "china.reach", "china.release")
    events = dict(
        came_back="comes home from China by own choice", sent_back="is caught in China and sent back",
        married_in_china="lives hidden in a household in China, as a wife or as one",
        held_in_china="is caught in China and held there", set_out="sets out for the South",
    )  # fmt: skip
    examples = [
        dict(rule=reached, args=(7000.0, 7000.0, 2.0), result=0.5),
        dict(rule=reached, args=(700.0, 7000.0, 2.0), result=1 / 101),
        dict(rule=hidden, args=(True, 0.5, 9, 4.0, 0.8, 0.1), result=True),
        dict(rule=hidden, args=(False, 0.5, 9, 4.0, 0.8, 0.1), result=False),
        dict(rule=hidden, args=(True, 0.5, 3, 4.0, 0.8, 0.1), result=False),
        dict(rule=found_out, args=(0.6, False, True, 0.2, 0.3), result=0.05),
        dict(rule=found_out, args=(0.6, True, True, 0.2, 0.3), result=0.01),
        dict(rule=found_out, args=(0.6, False, False, 0.2, 0.3), result=0.015),
        dict(rule=leaves, args=(0.0, 0.12, True, 0.5, 0.0), result=0.01),
        dict(rule=leaves, args=(0.0, 0.12, False, 0.5, 0.0), result=0.005),
    ]
    serves = dict(X2=reached)

    def govern(self, land: Any, p: Any, month: Any) -> None:
        """Who has reached the South by summed chances, as far as last month, makes the reach of the network."""
        land.network[...] = reached(np.float32(float(land.followed) + float(p.before)), p.half, p.power)

    def account(self, land: Any, p: Any, month: Any) -> None:
        t = land.tally
        chances = (int(t.onward_expected.sum()) + int(t.flights_expected.sum())) / PARTS
        others = int(t.arrivals.sum()) - int(t.onward.sum()) - int(t.flights.sum())  # by ways of their own
        land.followed[...] += chances + max(others, 0)


@span
def live(status, where, away, eaten, post, plan, case, case_age, need, born, traits, soul, line, house, leave, n,  # type: ignore[no-untyped-def]
         province, weight, p, month, network, in_china, repatriated, came_back, onward, onward_expected, in_custody,
         key_back, key_catch, key_onward, key_reach, key_release, log, event_came_back, event_sent_back,
         event_married_in_china, event_held_in_china, event_set_out):  # fmt: skip
    """A month in China. A child shares the fate of the eldest of its household there."""
    lead, home, kin = np.empty(HOUSES, np.int32), np.empty(HOUSES, np.int32), np.empty(HOUSES, np.int32)
    fate, months = np.empty(WIDTH, np.uint8), np.empty(WIDTH, np.int32)
    reach = network[()]
    for u in range(n.shape[0]):
        m, some = n[u], u1(0)
        for i in range(m):
            some = u1(some | u1(status[u, i] == CHINA))
        if not some:
            continue
        w = i8(weight[u])
        for h in range(HOUSES):
            lead[h] = NOBODY
            home[h] = kin[h] = i4(0)
        for i in range(m):
            h, s, stays = house[u, i], status[u, i], leave[u, i] == STAYS
            grown = i4(i4(month) - i4(born[u, i])) >= SIXTEEN
            months[i] = i4(min(i4(i4(away[u, i]) + i4(1)), MOST))
            home[h] = i4(home[h] | i4(stays and grown and s == HOME))
            kin[h] = i4(kin[h] | i4(stays and s == SOUTH))
            e = lead[h]
            if (
                stays
                and grown
                and s == CHINA
                and (e == NOBODY or born[u, i] < born[u, e] or (born[u, i] == born[u, e] and soul[u, i] < soul[u, e]))
            ):
                lead[h] = i4(i)
        for i in range(m):  # what happens, decided for all before anything changes
            fate[i] = u1(0)
            if status[u, i] != CHINA or leave[u, i] != STAYS:
                continue
            h, grown = house[u, i], i4(i4(month) - i4(born[u, i])) >= SIXTEEN
            a = i4(i) if grown or lead[h] == NOBODY else lead[h]
            could = grown or a != i4(i) or home[h] > i4(0)  # nobody small comes home to nobody
            me, since = soul[u, a], u4(u4(i4(i4(month) - months[a])) * TURN)
            lot, wait = draw(u4(since ^ WANTED), me), draw(u4(since ^ WHEN), me) * p.found_in
            age = i4(i4(month) - i4(born[u, a]))
            sought = traits[u, a] & FEMALE > u1(0) and age >= p.marry_from and age < p.marry_to
            roof = hidden(sought, lot, months[a], wait, p.demand, p.roof)
            catch = draw(key_catch, me)
            if post[u, a] == IN_CUSTODY:
                fate[i] = SENT_BACK if draw(key_release, me) < p.release * (ONE - p.closed) and could else u1(0)
            elif post[u, a] == ON_THE_WAY:
                if catch < p.taken and could:
                    fate[i] = SENT_BACK if p.closed < ONE else HELD
                elif draw(key_reach, me) * p.journey < ONE:
                    fate[i] = REACHES
            else:
                staying = draw(u4(since ^ MEANS), me) < p.stay
                if staying:
                    close = kin[h] > i4(0)
                    chance = p.road * leaves(p.alone, p.most * reach, roof or close, p.without, p.fetch * f4(close))
                    onward_expected[i4(traits[u, i] & FEMALE)] += i8(i4(chance * TO_30)) * w
                    fate[i] = SETS_OUT if draw(key_onward, me) < chance else u1(0)
                elif draw(key_back, me) < p.back * (ONE - p.closed) and could:
                    fate[i] = GOES_BACK
                if catch < found_out(p.caught * p.campaign, roof, staying, p.under_roof, p.brief) and could:
                    fate[i] = SENT_BACK if p.closed < ONE else HELD
                if fate[i] == u1(0) and staying and roof and a == i4(i) and f4(months[i] - i4(1)) < wait:
                    put(log, soul[u, i], line[u, i], event_married_in_china, u4(0), u4(0))
        for i in range(m):
            if status[u, i] != CHINA or leave[u, i] != STAYS:
                continue
            f, sex = fate[i], i4(traits[u, i] & FEMALE)
            away[u, i], eaten[u, i] = u2(months[i]), need[u, i]
            if f in (GOES_BACK, SENT_BACK):
                status[u, i], where[u, i], away[u, i] = HOME, province[u], u2(0)
                post[u, i], plan[u, i] = NONE, u1(0)
                if f == GOES_BACK:
                    came_back[sex] += w
                    put(log, soul[u, i], line[u, i], event_came_back, u4(months[i]), u4(0))
                else:
                    repatriated[sex] += w
                    if i4(i4(month) - i4(born[u, i])) >= SIXTEEN:
                        case[u, i], case_age[u, i] = CROSSING, u1(0)
                    put(log, soul[u, i], line[u, i], event_sent_back, u4(months[i]), u4(0))
                continue
            if f == REACHES:
                status[u, i], away[u, i], post[u, i], plan[u, i] = SOUTH, u2(0), NONE, u1(0)
                case[u, i], case_age[u, i] = NO_CASE, u1(0)
                onward[sex] += w
                continue
            if f == HELD:
                post[u, i] = IN_CUSTODY
                put(log, soul[u, i], line[u, i], event_held_in_china, u4(months[i]), u4(0))
            elif f == SETS_OUT:
                post[u, i] = ON_THE_WAY
                put(log, soul[u, i], line[u, i], event_set_out, u4(months[i]), u4(0))
            in_china[sex] += w
            in_custody[sex] += w * i8(post[u, i] == IN_CUSTODY)
