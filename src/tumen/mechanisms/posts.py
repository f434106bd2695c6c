"""Posts: writers, offices with licensed books, security agents, diplomats and workers abroad, and who flees a post.

Who decides: the Party's personnel offices appoint; a person may flee. Writers, a few hundred, have a gift that the lot
gives for life. Some thousand people of the supply tiers sit in offices that may read foreign books. Diplomats are
of the tiers and have a family, abroad for a few years on some hundred dollars a month; workers are married men of the
core and wavering classes who keep about a hundred and hand over the rest. A mission has to live on its own and send
money home, and the pay does not feed a family: what is missing is earned by selling on the side, as a diplomat tells
of cigars. Who may take children along is a rule of the state, and it is a rule about hostages: all but one child stay
at home, except from 2002 to February 2007; from 2016 children over 25 are called home. Nobody is sent so that small
children stay alone: then wife or husband stays with them.
A flight is weighed by faith lost, by a recall or a case at home, which leaves nothing to lose (a court poet went once
the agency knew), by the future of a child who is there, and, apart from one's own risk, by the relatives whom it would
ruin. A diplomat could accept his own death, and not the camp for his family. He decides alone and tells the family
early or in the last hours. The size of each weight is assumed, no data move it: X5 rests on it.
While the border was shut in the pandemic nobody came home; on reopening in 2023 those who did were told to bring
everything (W2). Left out: rank within a mission, savings brought home, bribes for a place abroad, host police, and
that women are sent abroad to work.
Sources: `diplomats_illicit`, `overseas_workers`, `elite_size`; Hirschman 1970 and Svolik 2012 on exit.
"""

from typing import Any

import numpy as np

from tumen.mechanism import (
    HOUSES, WIDTH, Column, Mechanism, Param, Place, Tally, draw, exp_, f4, i4, i8, put, rule, series, sigmoid_, span,
    u1, u2, u4,
)  # fmt: skip

ZERO, ONE, TWELVE = f4(0), f4(1), f4(12)
HOME, ABROAD, SOUTH, STAYS, NO_CASE = u1(0), u1(2), u1(5), u1(0), u1(0)
CAMP, IN_PRISON, CROSSING = u1(3), u1(6), u1(7)
FEMALE, MARRIED, CLASS, HOSTILE, DISABLED = u1(1), u1(2), u1(12), u1(8), u1(16)
TIER, SERVICES, OFFICIAL, FARMER = u1(9), u1(6), u1(7), u1(3)
NONE, WRITER, OFFICE, AGENT, ENVOY, LABOUR, FAMILY = (u1(k) for k in range(7))
TALENT = u4(0x5EED0101)  # the lifelong lot of a writer's gift
SIXTEEN, GENERATION, HALF_YEAR, NOBODY = i4(192), i4(216), i4(6), i4(-1)
TO_30, CAPITAL = f4(2.0**30), 0
KINDS = 7
MUST_STAY, MAY_GO = u1(1), u1(2)  # children in a diplomat's household
BY_TERM, BY_CASE, BY_CUT = u4(1), u4(2), u4(3)


@rule
def able(age, traits, work, grade, party, post, gift, woman, p):  # type: ignore[no-untyped-def]
    """For which posts a person at home could be taken, one bit a post; `woman`: one stays with the family."""
    free = (post == NONE) & (age >= p.from_age)
    desk = ((work == SERVICES) | (work == OFFICIAL)) & (traits & DISABLED == u1(0))
    high, loyal, married = grade >= TIER, traits & CLASS == u1(0), traits & MARRIED > u1(0)
    pen = free & desk & high & (gift < p.gift)
    books = free & desk & high & (party > u1(0))
    agent = free & desk & loyal & (party > u1(0))
    envoy = ((post == NONE) | (post == OFFICE)) & desk & high & loyal & married
    envoy = envoy & (age >= p.abroad_from) & (age < p.envoy_to)
    prime = married & (age >= p.abroad_from) & (age < p.abroad_to) & (traits & DISABLED == u1(0))
    hand = (work >= FARMER) & (work <= SERVICES) & (grade < TIER) & (traits & CLASS != HOSTILE)
    labour = free & prime & hand & (traits & FEMALE == u1(0)) & (woman > i4(0))
    return i4(
        (i4(pen) << i4(1)) + (i4(books) << i4(2)) + (i4(agent) << i4(3)) + (i4(envoy) << i4(4)) + (i4(labour) << i4(5))
    )


@rule
def on_the_side(pay, cost, each, family, owed):  # type: ignore[no-untyped-def]
    """Dollars a month that a diplomat earns by selling on the side: what living and the quota cost beyond the pay."""
    return max(cost + each * family + owed - pay, ZERO)


@rule
def flight(base, pull, held, family, most):  # type: ignore[no-untyped-def]
    """Chance a year of trying to flee, by what pulls and by how many relatives would pay for it."""
    return min(base * exp_(pull - family * held), most)


@rule
def levied(each, people, open_):  # type: ignore[no-untyped-def]
    """Goods that posts abroad have to send home this month: nothing while nothing can be sent."""
    return each * people * open_


class Posts(Mechanism):
    owns = dict(
        post=Column("u1", "code", "0 none, 1 writer, 2 office with licensed books, 3 security agent, 4 diplomat"
                    " abroad, 5 worker abroad, 6 family of a diplomat abroad; in China: 7 on the way to the South, 8"
                    " held by the police", bounds=(0, 8)),
        call=Place("f4", "1", "chance of those able of being appointed, by post", over=(KINDS,), digits=4,
                   bounds=(0, 1)),
        cut=Place("f4", "1/month", "chance of being called home since there are too many, by post", over=(KINDS,),
                  digits=4, bounds=(0, 1)),
        pay_abroad=Place("f4", "USD/month", "pay of diplomats, of workers", over=(2,), digits=3),
        quota=Place("f8", "USD", "what posts abroad send home this month: quotas of missions, wages of workers",
                    over=(2,)),
        levied_goods=Place("i8", "1/100 set", "goods sent home by posts abroad this month, a levy in kind", over=()),
        ready_for=Tally("persons", "who could be appointed, by post, each January and July", over=(KINDS,)),
        serving=Tally("persons", "who holds a post at home, each January and July", over=(KINDS,)),
        posted=Tally("persons", "abroad: diplomats, workers, families", over=(3,)),
        recalls=Tally("persons", "called home: diplomats, workers, families", over=(3,)),
        flights=Tally("persons", "fled a post abroad: diplomats, workers, families", over=(3,)),
        flights_expected=Tally("2^-30 persons", "summed chance of flight", over=(3,)),
        side_trade=Tally("USD", "earned on the side by diplomats", over=()),
    )  # fmt: skip
    reads = "born traits work grade party soul line house leave need loyalty n province weight"
    writes = dict(
        status="who is sent abroad, comes home, or flees", eaten="missions and camps of workers feed their people",
        where="who comes home is at home", away="who flees arrives anew",
        case="a flight that fails is a case", case_age="it has just been opened; whoever is safe has none",
        goods_stock="goods levied from posts abroad come to the capital",
    )  # fmt: skip
    params = dict(
        writers=Param(360, "persons", "full-time writers", (180, 720), "elite_size", "C"),
        gift=Param(0.1, "1", "people with a writer's gift", (0.01, 0.5), "assumed", "D", "rare"),
        offices=Param(3000, "persons", "officials whose office may read foreign books", (500, 10000), "assumed", "D",
                      "united front, foreign ministry, the Party's writers, some academies"),
        agents=Param(0.001, "1", "security agents over the whole population", (0.0003, 0.005), "assumed", "D",
                     "some 20 to 50 thousand are told of"),
        from_age=Param(300, "months", "age from which people hold a post at home", (240, 420), "assumed", "D",
                       "after the army or studies", dtype="i4"),
        abroad_from=Param(324, "months", "age from which people are sent abroad", (300, 420), "overseas_workers", "D",
                          "married men; young diplomats have served in the ministry first", dtype="i4"),
        abroad_to=Param(600, "months", "age up to which people are sent abroad", (540, 720), "overseas_workers", "D",
                        "men under fifty are told of", dtype="i4"),
        envoy_to=Param(720, "months", "age up to which diplomats are sent", (600, 840), "assumed", "D",
                       "until they retire", dtype="i4"),
        sample=Param(0.125, "1", "files looked through, outside the tiers, to know who could be appointed",
                     (0.02, 1), "assumed", "D", "a threshold need not be exact"),
        missions=Param({"1990": 70, "1998": 53, "2023-10": 53, "2023-12": 46, "2024": 44}, "missions",
                       "missions abroad", (0, 90), "diplomats_illicit", "B"),
        staff=Param(7, "persons", "diplomats a mission", (3, 12), "assumed", "D", "five to eight posts each"),
        term=Param(4, "years", "mean term of a diplomat", (2, 6), "assumed", "D", "three to five years are told"),
        term_worker=Param(3, "years", "mean term of a worker", (1, 6), "overseas_workers", "C"),
        workers=Param(series("workers_abroad"), "persons", "workers abroad", (0, 200000), "workers_abroad", "B"),
        open=Param({"1990": 1, "2020-02": 0, "2023-09": 1}, "1", "whether people can leave for a post and come home",
                   (0, 1), "border_open", "D", "closed in January 2020 as read; the opening is assumed"),
        children=Param({"1990": 1, "2002": 9, "2007-02": 1}, "children", "children whom a diplomat may take along",
                       (0, 9), "diplomats_illicit", "C", "all but one stay at home; lifted 2002 to February 2007",
                       dtype="i4"),
        child_until=Param({"1990": 360, "2016": 300}, "months", "age at which children are called home", (192, 480),
                          "diplomats_illicit", "C", "over 25 from 2016; before, until they marry", dtype="i4"),
        families_may_go=Param(0, "1", "1: the whole family may go along", (0, 1), "assumed", "D", "a counterfactual"),
        pay=Param(500, "USD/month", "pay of a diplomat", (350, 1200), "diplomats_illicit", "C"),
        kept=Param(100, "USD/month", "what a worker keeps", (50, 200), "overseas_workers", "B"),
        wage=Param({"1990": 250, "2005": 350, "2013": 450}, "USD/month", "what a worker's work brings", (100, 1000),
                   "overseas_workers", "B"),
        mission_quota=Param({"1990": 0, "1997": 100000}, "USD/year", "what a mission has to send home", (0, 500000),
                            "diplomats_illicit", "C", "each ministry earns its own currency since the late 1990s"),
        cost=Param(600, "USD/month", "cost of living of a diplomat", (300, 1500), "assumed", "D",
                   "rent is the mission's; the pay did not feed a family"),
        cost_each=Param(200, "USD/month", "and of each member of the family there", (50, 600), "assumed", "D",
                        "food, clothes, school"),
        levy=Param({"1990": 0, "2023-09": 100, "2024-03": 0}, "1/100 set/head/month",
                   "goods that diplomats and families have to send home", (0, 1000), "testimony of a diplomat", "D",
                   "told to bring everything, down to used toothbrushes; half a household's set a month is assumed"),
        base=Param(0.0008, "1/year", "chance that a diplomat without doubts or hostages tries to flee",
                   (0.0001, 0.01), "assumed", "D", "about a dozen flights to the South by 2020: 0.05 to 0.3 % a year"),
        base_worker=Param(0.0006, "1/year", "the same for a worker", (0.0001, 0.01), "assumed", "D",
                          "9 to 86 arrivals a year before 1999, soldiers and loggers most of them"),
        by_doubt=Param(3, "log", "from full faith to none", (0, 6), "assumed", "D", "not known; swept"),
        by_case=Param(2, "log", "a case or a recall for a case", (0, 5), "assumed", "D", "a poet left at once"),
        by_child=Param(0.5, "log", "a child who lives there", (0, 2), "assumed", "D", "told as a reason by several"),
        family=Param(0.5, "log", "each relative who would pay for it", (0, 2), "assumed", "D",
                     "weighed apart from one's own risk, and more; not known, swept"),
        penalty=Param(1, "1", "how sure the family is punished", (0, 1), "assumed", "D", "a camp for the elite's kin"),
        most=Param(0.9, "1/year", "highest chance", (0.1, 1), "assumed", "D", "a bound"),
        success=Param(0.88, "1", "flights that reach the South", (0.8, 0.95), "assumed", "D", "others were caught"),
        early=Param(0.3, "1", "families told weeks ahead rather than in the last hours", (0, 1), "assumed", "D",
                    "one told early, with harm, and then kept silent until six hours before"),
        weeks=Param(30, "days", "notice of those who are told early", (7, 180), "assumed", "D", "not counted"),
    )  # fmt: skip
    decisions = ("posts.call", "posts.term", "posts.cut", "posts.flee", "posts.reach", "posts.notice")
    events = dict(
        appointed="called to a post; `amount` is its code", along="goes abroad with a diplomat of the family",
        held_back="has to stay at home as the family's pledge; told each half year",
        recalled="called home; `amount` 1 the term is over, 2 for a case, 3 too many",
        sold="a diplomat sells on the side; `amount` is dollars this month",
        fled="flees a post for the South; `amount` is the post's code",
        brought="is taken along by a relative; `amount` is days of notice, 0 for hours",
        flight_failed="tried to flee a post and is brought back",
    )  # fmt: skip
    examples = [
        dict(rule=on_the_side, args=(500.0, 600.0, 200.0, 2.0, 0.0), result=500.0),
        dict(rule=on_the_side, args=(1000.0, 600.0, 200.0, 1.0, 0.0), result=0.0),
        dict(rule=flight, args=(0.001, 0.0, 0.0, 0.5, 0.9), result=0.001),
        dict(rule=flight, args=(0.001, 2.0, 4.0, 0.5, 0.9), result=0.001),
        dict(rule=flight, args=(1.0, 2.0, 0.0, 0.5, 0.9), result=0.9),
        dict(rule=levied, args=(50.0, 600.0, 1.0), result=30000.0),
        dict(rule=levied, args=(50.0, 600.0, 0.0), result=0.0),
    ]
    serves = dict(X4=on_the_side, X11=flight, W2=levied)

    def govern(self, land: Any, p: Any, month: Any) -> None:
        """From last month's tallies: what posts send home, and how many are too many."""
        envoys, workers, family = (float(x) for x in land.tally.posted)
        land.pay_abroad[:] = (float(p.pay), float(p.kept))
        each = float(p.mission_quota) / float(p.staff) / 12
        land.quota[:] = (envoys * each, workers * max(float(p.wage) - float(p.kept), 0))
        land.levied_goods[...] = round(levied(float(p.levy), envoys + family, float(p.open)))
        wanted = (float(p.missions) * float(p.staff), float(p.workers))
        for kind, there, target in ((ENVOY, envoys, wanted[0]), (LABOUR, workers, wanted[1])):
            land.cut[int(kind)] = max(there - target, 0) / max(there, 1) / 2

    def account(self, land: Any, p: Any, month: Any) -> None:
        land.goods_stock[CAPITAL] += int(land.levied_goods)
        if month.index % int(HALF_YEAR) != 0:
            return
        t = land.tally
        agents = float(p.agents) * float(land.place_persons.sum())
        there = [0.0, float(t.serving[1]), float(t.serving[2]), float(t.serving[3]), float(t.posted[0]),
                 float(t.posted[1]), 0.0]  # fmt: skip
        goes = float(p.open)
        out, out_far = (1 + 1 / (4 * float(y)) for y in (p.term, p.term_worker))  # who will have come home by then
        wanted = [0.0, float(p.writers), float(p.offices), agents, float(p.missions) * float(p.staff) * goes * out,
                  float(p.workers) * goes * out_far, 0.0]  # fmt: skip
        land.call[:] = [min(max(w - x, 0) / max(float(r), 1), 1)
                        for w, x, r in zip(wanted, there, t.ready_for, strict=True)]  # fmt: skip


@span
def appoint(post, status, born, traits, work, grade, party, soul, line, house, leave, n, weight, p, month, call,  # type: ignore[no-untyped-def]
            ready_for, serving, key_call, log, event_appointed):  # fmt: skip
    """January and July: who could be appointed is counted. February and August: a lot below the threshold is called."""
    counting, acting = month % HALF_YEAR == i4(0), month % HALF_YEAR == i4(1)
    if not counting and not acting:
        return
    hit, women, sums = np.empty(WIDTH, np.uint8), np.empty(HOUSES, np.int32), np.empty(KINDS, np.int32)
    few = call[AGENT] + call[LABOUR]
    top = few + call[WRITER] + call[OFFICE] + call[ENVOY]
    for u in range(n.shape[0]):
        m, c, tier = n[u], i4(0), u1(0)
        for i in range(m):
            tier = max(tier, grade[u, i])
        looked = ONE if tier >= TIER else p.sample
        bound = looked if counting else top if tier >= TIER else few
        for i in range(m):
            at_work = u1(work[u, i] >= FARMER) & u1(work[u, i] <= OFFICIAL) & u1(status[u, i] == HOME)
            hit[i] = at_work & u1(draw(key_call, soul[u, i]) < bound)
        if counting:
            for i in range(m):
                hit[i] = hit[i] | (u1(post[u, i] != NONE) << u1(1))
        for i in range(m):
            c = i4(c + i4(hit[i]))
        if c == i4(0):
            continue
        women[:] = 0
        sums[:] = 0
        for i in range(m):
            grown = i4(i4(month) - i4(born[u, i])) >= SIXTEEN and traits[u, i] & FEMALE and grade[u, i] < TIER
            women[house[u, i]] += i4(grown and status[u, i] == HOME and leave[u, i] == STAYS)
        w = i8(weight[u])
        for i in range(m):
            if not hit[i] or leave[u, i] != STAYS or status[u, i] != HOME:
                continue
            if hit[i] > u1(1):
                if work[u, i] < SERVICES or work[u, i] > OFFICIAL:
                    post[u, i] = NONE  # retired, or moved to other work
                serving[post[u, i]] += w
                if hit[i] == u1(2):
                    continue
            age = i4(i4(month) - i4(born[u, i]))
            gift = draw(TALENT, soul[u, i]) if grade[u, i] >= TIER else ONE
            bits = able(age, traits[u, i], work[u, i], grade[u, i], party[u, i], post[u, i], gift, women[house[u, i]],
                        p)  # fmt: skip
            if counting:
                for k in range(1, KINDS):
                    sums[k] += (bits >> i4(k)) & i4(1)
                continue
            if bits == i4(0):
                continue
            lot, edge, kind = draw(key_call, soul[u, i]), ZERO, NONE
            for k in range(1, KINDS):
                edge = edge + call[k] * f4((bits >> i4(k)) & i4(1))
                kind = u1(k) if kind == NONE and lot < edge else kind
            far = kind in (ENVOY, LABOUR)
            if kind != NONE and (p.open > ZERO or not far):
                post[u, i] = kind
                status[u, i] = ABROAD if far else HOME
                put(log, soul[u, i], line[u, i], event_appointed, u4(kind), u4(0))
        if counting:
            for k in range(1, KINDS):
                ready_for[k] += i8(f4(sums[k]) / looked) * w


@span
def serve_abroad(post, status, where, eaten, case, case_age, need, born, traits, soul, line, house, leave, n, province,  # type: ignore[no-untyped-def]
                 weight, p, month, cut, posted, recalls, side_trade, key_term, key_cut, log, event_recalled, event_sold,
                 event_along, event_held_back):  # fmt: skip
    """Terms end, cases call home; then the rule says who of a diplomat's family is there and who is at home."""
    envoy, spouse = np.empty(HOUSES, np.int32), np.empty(HOUSES, np.int32)
    sitter, small, there = np.empty(HOUSES, np.int32), np.empty(HOUSES, np.int32), np.empty(HOUSES, np.int32)
    role = np.empty(WIDTH, np.uint8)  # in a diplomat's household: other, or a child who
    open_, owed = p.open > ZERO, p.mission_quota / (p.staff * TWELVE)
    free = p.families_may_go > ZERO
    for u in range(n.shape[0]):
        m, some, w = n[u], u1(0), i8(weight[u])
        for i in range(m):
            some = u1(some | u1(status[u, i] == ABROAD))
        if not some:
            continue
        for h in range(HOUSES):
            envoy[h] = spouse[h] = NOBODY
            sitter[h] = small[h] = there[h] = i4(0)
        missions = i4(0)
        for i in range(m):  # those who hold a post
            kind, h = post[u, i], house[u, i]
            missions = i4(missions | i4(kind == ENVOY) | i4(kind == FAMILY))
            if status[u, i] != ABROAD or leave[u, i] != STAYS or kind == FAMILY:
                continue
            why = BY_CUT if draw(key_cut, soul[u, i]) < cut[kind] else u4(0)
            if draw(key_term, soul[u, i]) * TWELVE * (p.term if kind == ENVOY else p.term_worker) < ONE:
                why = BY_TERM
            if case[u, i] != NO_CASE and case_age[u, i] > u1(0):
                why = BY_CASE
            if why and open_:
                status[u, i], post[u, i], where[u, i] = HOME, NONE, province[u]
                recalls[i4(kind) - i4(ENVOY)] += w
                put(log, soul[u, i], line[u, i], event_recalled, why, u4(0))
                continue
            eaten[u, i] = need[u, i]
            posted[i4(kind) - i4(ENVOY)] += w
            if kind == ENVOY and (envoy[h] == NOBODY or soul[u, i] < soul[u, envoy[h]]):
                envoy[h] = i4(i)
        if missions == i4(0):  # workers have nobody with them
            continue
        for i in range(m):  # husband or wife: married, of the other sex, nearest in age
            e = envoy[house[u, i]]
            role[i] = u1(0)
            if e == NOBODY or e == i4(i) or leave[u, i] != STAYS:
                continue
            near = i4(abs(i4(i4(born[u, i]) - i4(born[u, e]))))
            other = traits[u, i] & FEMALE != traits[u, e] & FEMALE and traits[u, i] & MARRIED
            if other and near < GENERATION and (status[u, i] == HOME or post[u, i] == FAMILY):
                s = spouse[house[u, i]]
                best = GENERATION if s == NOBODY else i4(abs(i4(i4(born[u, s]) - i4(born[u, e]))))
                if near < best or (near == best and soul[u, i] < soul[u, s]):
                    spouse[house[u, i]] = i4(i)
            if traits[u, i] & MARRIED == u1(0) and i4(i4(born[u, i]) - i4(born[u, e])) >= GENERATION:
                role[i] = u1(status[u, i] == HOME or (status[u, i] == ABROAD and post[u, i] == FAMILY))
        for i in range(m):  # of the children, as many as may, the youngest
            if role[i]:
                younger = i4(0)
                for j in range(m):
                    after = born[u, j] > born[u, i] or (born[u, j] == born[u, i] and soul[u, j] < soul[u, i])
                    younger = i4(younger + i4(role[j] and house[u, j] == house[u, i] and after))
                age = i4(i4(month) - i4(born[u, i]))
                role[i] = MAY_GO if free or (younger < p.children and age < p.child_until) else MUST_STAY
        for i in range(m):  # who would stay: somebody grown, somebody small
            h, grown = house[u, i], i4(i4(month) - i4(born[u, i])) >= SIXTEEN
            if envoy[h] != NOBODY and envoy[h] != i4(i) and spouse[h] != i4(i) and role[i] != MAY_GO:
                here = leave[u, i] == STAYS and (
                    status[u, i] == HOME or (status[u, i] == ABROAD and role[i] == MUST_STAY)
                )
                sitter[h] = i4(sitter[h] | i4(here and grown))
                small[h] = i4(small[h] | i4(here and not grown))
        for i in range(m):
            h, mine = house[u, i], status[u, i] == ABROAD and post[u, i] == FAMILY
            if leave[u, i] != STAYS or not (mine or (envoy[h] != NOBODY and status[u, i] == HOME)):
                continue
            together = small[h] == i4(0) or sitter[h] > i4(0)  # else husband or wife stays with all the children
            if spouse[h] == NOBODY:
                goes = role[i] == MAY_GO or (role[i] == MUST_STAY and not together)
            else:
                goes = together and (spouse[h] == i4(i) or role[i] == MAY_GO)
            goes = goes and envoy[h] != NOBODY
            if open_ and goes and not mine:
                status[u, i], post[u, i], mine = ABROAD, FAMILY, True
                put(log, soul[u, i], line[u, i], event_along, u4(0), soul[u, envoy[h]])
            elif open_ and mine and not goes:
                status[u, i], post[u, i], where[u, i], mine = HOME, NONE, province[u], False
                recalls[2] += w
                put(log, soul[u, i], line[u, i], event_recalled, BY_TERM if envoy[h] == NOBODY else BY_CUT, u4(0))
            elif role[i] and not mine and month % HALF_YEAR == i4(1):
                put(log, soul[u, i], line[u, i], event_held_back, u4(0), soul[u, envoy[h]])
            if mine:
                eaten[u, i] = need[u, i]
                posted[2] += w
                there[h] = i4(there[h] + i4(1))
        for h in range(HOUSES):
            if envoy[h] != NOBODY:
                more = i4(on_the_side(p.pay, p.cost, p.cost_each, f4(there[h]), owed))
                side_trade[()] += i8(more) * w
                if more:
                    put(log, soul[u, envoy[h]], line[u, envoy[h]], event_sold, u4(more), u4(0))


@span
def flee(post, status, away, case, case_age, loyalty, born, traits, soul, line, house, leave, n, weight, p, month,  # type: ignore[no-untyped-def]
         flights, flights_expected, key_flee, key_reach, key_notice, log, event_fled, event_brought,
         event_flight_failed):  # fmt: skip
    """Who is abroad on a post weighs going to the South; those of the family who are there are taken along."""
    held, child = np.empty(HOUSES, np.int32), np.empty(HOUSES, np.int32)
    for u in range(n.shape[0]):
        m, some = n[u], u1(0)
        for i in range(m):
            some = u1(some | u1(status[u, i] == ABROAD))
        if not some:
            continue
        w = i8(weight[u])
        held[:], child[:] = 0, 0
        for i in range(m):
            h, s = house[u, i], status[u, i]
            if leave[u, i] == STAYS:
                held[h] = i4(held[h] + i4((s == HOME) | (s == CAMP) | (s == IN_PRISON)))
                young = traits[u, i] & MARRIED == u1(0)
                child[h] = i4(child[h] | i4(s == ABROAD and post[u, i] == FAMILY and young))
        for i in range(m):
            kind = post[u, i]
            if status[u, i] != ABROAD or leave[u, i] != STAYS or (kind != ENVOY and kind != LABOUR):
                continue
            h, envoy = house[u, i], kind == ENVOY
            near = f4(child[h]) if envoy else ZERO
            pull = p.by_doubt * sigmoid_(-loyalty[u, i]) + p.by_case * f4(case[u, i] != NO_CASE) + p.by_child * near
            year = flight(p.base if envoy else p.base_worker, pull, f4(held[h]), p.family * p.penalty, p.most)
            chance = year / TWELVE
            flights_expected[i4(kind) - i4(ENVOY)] += i8(i4(chance * p.success * TO_30)) * w
            if draw(key_flee, soul[u, i]) >= chance:
                continue
            if draw(key_reach, soul[u, i]) >= p.success:
                case[u, i], case_age[u, i] = CROSSING, u1(0)
                put(log, soul[u, i], line[u, i], event_flight_failed, u4(kind), u4(0))
                continue
            status[u, i], away[u, i], post[u, i], case[u, i], case_age[u, i] = SOUTH, u2(0), NONE, NO_CASE, u1(0)
            flights[i4(kind) - i4(ENVOY)] += w
            put(log, soul[u, i], line[u, i], event_fled, u4(kind), u4(0))
            notice = u4(p.weeks) if draw(key_notice, soul[u, i]) < p.early else u4(0)
            for j in range(m):
                if envoy and house[u, j] == h and status[u, j] == ABROAD and post[u, j] == FAMILY:
                    status[u, j], away[u, j], post[u, j], case[u, j] = SOUTH, u2(0), NONE, NO_CASE
                    flights[2] += w
                    put(log, soul[u, j], line[u, j], event_brought, notice, soul[u, i])
