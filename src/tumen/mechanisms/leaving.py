"""Leaving: who resolves to go, and how harm to oneself and harm to one's kin are weighed.

Who decides: a grown person at home. What pulls: hunger, as weight lost against one's own ordinary weight; knowledge of
life outside; word from kin who made it; a way that others took before. What holds: belief, hope, fear, a workplace that
asks for one every day, age. Harm is weighed in two parts: what being caught brings oneself, and what it brings those
who stay, and the second counts for more: a diplomat could accept his own death and not the camp for his family. So
those whose families would pay most go with them, or stay. An open case changes the sum at once, since harm then waits
at home: a court poet left when the agency had found his books, without planning. People of border counties go directly,
others only if a journey takes them there; a poet got there on the pass of his office and crossed the Tumen with a
friend. A few soldiers, office-holders and their like have another way, straight to the South, old and apart from China.
After the famine the flow falls because people eat, guards multiply and fees rise, in shares that the record before 2012
hardly tells apart. No sex ratio is set anywhere: women are more often free of a workplace, men serve at the front.
Left out: recruiters who promise work, soldiers across the Yalu. Who is let into the plan is told in `confidants`, what
happens at the river in `crossing`, what follows in `china` and `south`; flight from posts abroad in `posts`.
Sources: testimonies of a court poet and of a diplomat; `punishments`, `defector_arrivals`.
"""

import numpy as np

from tumen.mechanism import (
    WIDTH, Mechanism, Param, Scratch, Tally, draw, exp_, f4, i4, i8, in_vectors, log_, put, rule, sigmoid_, span, u1,
    u4,
)  # fmt: skip

ZERO, ONE, TINY, TO_30 = f4(0), f4(1), f4(1e-6), f4(2.0**30)
FEMALE, HOME, ARMY, SOUTH, STAYS = u1(1), u1(0), u1(1), u1(5), u1(0)
OFFICIAL, HOUSEWIFE, RETIRED, NO_WORK, TIER = u1(7), u1(8), u1(9), u1(11), u1(9)
PARTY_OFFICE, WRITER, AGENT = u1(2), u1(1), u1(3)
NO_CASE, BOOKS, CROSSING, DISSENT, WRITING, KIN_LEFT = u1(0), u1(3), u1(7), u1(5), u1(8), u1(10)
NO_PLAN, ALONE, FRIEND, FAMILY, AT_ONCE, SOUTHWARD = u1(0), u1(1), u1(2), u1(3), u1(4), u1(255)


@rule
def old_enough(month, born, grown):  # type: ignore[no-untyped-def]
    """Whether somebody decides for themselves and can look after children."""
    return i4(i4(month) - i4(born)) >= grown


@rule
def hunger(lost, slack, scale, elasticity):  # type: ignore[no-untyped-def]
    """How far hunger drives: weight lost against one's own ordinary weight, to a power."""
    h = min((lost - slack) / scale, ONE)
    return exp_(elasticity * log_(max(h, TINY))) if h > ZERO else ZERO


@rule
def grave(case):  # type: ignore[no-untyped-def]
    """Whether an open case threatens camp or prison: books lent, dissent, crossing, hidden writing, kin who left."""
    return (case == BOOKS) | (case == DISSENT) | (case == CROSSING) | (case == WRITING) | (case == KIN_LEFT)


@rule
def pursued(case, heavy, light):  # type: ignore[no-untyped-def]
    """What an open case adds to the wish to go, in the month in which it is open."""
    return ZERO if case == NO_CASE else heavy if grave(case) else light


@rule
def deterrence(dread, harm_self, harm_family, left_behind, w_self, w_family):  # type: ignore[no-untyped-def]
    """What is left of the wish when harm to oneself and, apart from it, harm to those who stay are weighed; dread is
    fear times the danger of being caught."""
    return exp_(-dread * (w_self * harm_self + w_family * harm_family * left_behind))


@rule
def freedom(work, hours, trader, tied):  # type: ignore[no-untyped-def]
    """Who has no workplace to answer to, or trades full time, is missed by nobody for days."""
    free = (work == HOUSEWIFE) | (work == RETIRED) | (work == NO_WORK) | (hours >= trader)
    return ONE if free else tied


@rule
def resolve(base, want, doubt, held, free, deterred):  # type: ignore[no-untyped-def]
    """Monthly chance that somebody who can reach the river resolves to go; none without want."""
    return min(base * want * doubt * held * free * deterred, ONE)


@rule
def company(lot, others, lone_parent, family, friend):  # type: ignore[no-untyped-def]
    """Alone, with a friend, or with the family; the only grown-up of children goes with them."""
    if lone_parent or (others and lot < family):
        return FAMILY
    return FRIEND if lot < family + friend else ALONE


class Leaving(Mechanism):
    owns = dict(
        resolves=Scratch("u1", "bits", "resolved to leave this month: 1 alone, 2 with a friend, 3 with family; 4 at"
                         " once"),
        attempts_expected=Tally("2^-30 persons", "summed chance of resolving to go", over=("province", 2)),
        old_route=Tally("persons", "straight to the South, by sex", over=(2,)),
        old_route_expected=Tally("2^-30 persons", "summed chance of it", over=(2,)),
    )  # fmt: skip
    reads = (
        "born traits work house grade party post hours reserve usual loyalty fear hope knowledge news travels case ford"
        " road way danger soul line n place province weight"
    )
    writes = dict(
        status="who takes the old way is in the South", away="months there begin with nought",
        plan="who takes the old way has no other",
    )  # fmt: skip
    params = dict(
        base=Param(0.4, "1/month", "chance that a grown person by the river resolves to go, at full want, without"
                   " belief, fear or ties", (0, 0.8), "assumed", "D",
                   "free within a factor of ten: informed by the stock in China of 1998"),
        elasticity=Param(1.5, "1", "power of hunger in the wish to go", (0.5, 3), "assumed", "D",
                         "free: informed by the origin of those who left"),
        slack=Param(0.06, "1", "share of weight lost that drives nobody away", (0.02, 0.15), "assumed", "D",
                    "what a lean spring takes in an ordinary year"),
        starving=Param(0.12, "1", "share of weight lost beyond it at which hunger drives in full", (0.05, 0.3),
                       "assumed", "D", "a fifth of one's weight in all"),
        knows=Param(0.08, "1", "part of knowing life outside in the wish to go, hunger in full being 1", (0, 0.5),
                    "assumed", "D", "curiosity alone sends few; free"),
        word=Param(0.3, "1", "part of word from kin who made it", (0, 1.5), "assumed", "D",
                   "each settled person later brings a relative in some years"),
        way=Param(0.1, "1", "part of knowing somebody who crossed", (0, 0.3), "assumed", "D",
                  "a way once known is used for less than hunger: work, trade, a look at the other bank"),
        case_grave=Param(3, "1", "part of an open case that threatens camp or prison", (0, 10),
                         "testimony of a court poet", "D", "he left as soon as he knew; how many do is assumed"),
        case_light=Param(0.03, "1", "part of any other open case", (0, 0.5), "assumed", "D",
                         "fines and sessions of criticism send hardly anybody"),
        belief=Param(1.2, "1/logit", "how much private loyalty holds", (0, 3), "assumed", "D",
                     "who believes takes hunger for a trial"),
        hopes=Param(0.4, "1", "part of the wish that full hope at home takes away", (0, 0.9), "assumed", "D",
                    "hope competes with leaving"),
        young_from=Param(180, "months", "age from which people go in full", (168, 216), "assumed", "D",
                         "most who arrive left between 15 and 45", dtype="i4"),
        young_to=Param(540, "months", "age up to which people go in full", (480, 660), "assumed", "D",
                       "most who arrive left between 15 and 45", dtype="i4"),
        older=Param(0.25, "1", "the older against them", (0, 1), "assumed", "D", "the walk, and those who depend"),
        grown=Param(192, "months", "age from which a person decides and looks after children", (180, 216), "assumed",
                    "D", "working age in the census", dtype="i4"),
        tied=Param(0.45, "1", "who answers to a workplace every day, against who does not", (0.1, 1), "assumed", "D",
                   "absence is reported within a day; free, since the share of women hangs on it"),
        trader=Param(8, "h/week", "hours of trade from which a workplace lets go", (4, 20), "assumed", "D",
                     "who pays in for the day off"),
        w_self=Param(6, "1", "weight of harm to oneself, per unit of fear and danger", (0, 16), "assumed", "D",
                     "form and size assumed; no data move it"),
        w_family=Param(12, "1", "weight of harm to those who stay, per unit of fear and danger", (0, 32),
                       "testimony of a diplomat", "D", "above one's own, he says; by how much is assumed"),
        self_public=Param({"1990": 0.6, "1996": 0.2, "2000": 0.3, "2014": 0.6, "2020-08": 1}, "1",
                          "harm of being caught; 1 is death", (0, 1), "punishments", "D",
                          "camp before the famine, weeks or months of labour in it, up to six months to 2013, years "
                          "from 2014, shooting from August 2020; as shares of death assumed"),
        family_public=Param({"1990": 0.5, "1996": 0.05, "2000": 0.1, "2012": 0.25, "2020": 0.4}, "1",
                            "harm to those who stay; 1 is a camp for life", (0, 1), "punishments", "D",
                            "families were sent away before the famine, watched and fined since; assumed"),
        elite_harm=Param(1, "1", "either harm for tiers, officials, writers and Party office", (0, 1),
                         "testimony of a diplomat", "C", "for the elite it is camp or death"),
        elsewhere=Param(0.2, "1", "kin who stay when the household goes, against a household left behind", (0, 1),
                        "assumed", "D", "parents, brothers and sisters under other roofs"),
        family=Param(0.2, "1", "who has others at home thinks of going with them", (0, 1), "assumed", "D",
                     "families come together more often later, by sending for one another"),
        friend=Param(0.3, "1", "who goes without family looks for a friend", (0, 1), "testimony of a court poet", "D",
                     "he crossed with a friend; the share is assumed"),
        burden=Param(0.3, "1", "resolve to go with the family, against alone", (0, 1), "assumed", "D",
                     "children and the old on the ice"),
        hiding=Param(0.1, "1", "who has a grave case and no journey gets to the border in hiding", (0, 1), "assumed",
                     "D", "without papers, searched for"),
        old_soldiers=Param(4e-6, "1/month", "a soldier goes straight to the South", (0, 1e-4), "defector_arrivals",
                           "D", "9 to 86 a year by all old ways, nine tenths men: a dozen or two soldiers"),
        old_office=Param(4e-6, "1/month", "an official or member of a tier does", (0, 1e-4), "defector_arrivals", "D",
                         "a few a year"),
        old_danger=Param(0.5, "1", "danger of the old way", (0.1, 0.9), "assumed", "D", "mines, wire, patrol boats"),
        look=Param(0.01, "1", "share of them looked at closely in a month: counts the same chance with less noise",
                   (1e-4, 1), "assumed", "D", "computation only: any value gives the same expected flow"),
    )  # fmt: skip
    decisions = ("leaving.wish", "leaving.company", "leaving.old")
    events = dict(went_south="went straight to the South")
    examples = [
        dict(rule=old_enough, args=(200, 0, 192), result=True),
        dict(rule=hunger, args=(0.05, 0.06, 0.12, 1.5), result=0.0),
        dict(rule=hunger, args=(0.18, 0.06, 0.12, 1.5), result=1.0),
        dict(rule=grave, args=(3,), result=True),
        dict(rule=pursued, args=(0, 3.0, 0.03), result=0.0),
        dict(rule=pursued, args=(3, 3.0, 0.03), result=3.0),
        dict(rule=pursued, args=(1, 3.0, 0.03), result=0.03),
        dict(rule=deterrence, args=(0.0, 1.0, 1.0, 1.0, 3.0, 6.0), result=1.0),
        dict(rule=deterrence, args=(0.5, 1.0, 1.0, 0.0, 3.0, 6.0), result=0.22313),  # his own death alone
        dict(rule=deterrence, args=(0.5, 1.0, 1.0, 1.0, 3.0, 6.0), result=0.011109),  # and the camp for his family
        dict(rule=freedom, args=(8, 0.0, 8.0, 0.45), result=1.0),
        dict(rule=freedom, args=(4, 0.0, 8.0, 0.45), result=0.45),
        dict(rule=resolve, args=(0.2, 1.0, 0.5, 0.8, 1.0, 0.5), result=0.04),
        dict(rule=resolve, args=(0.2, 0.0, 0.5, 0.8, 1.0, 0.5), result=0.0),
        dict(rule=company, args=(0.9, True, True, 0.2, 0.3), result=3),
        dict(rule=company, args=(0.3, True, False, 0.2, 0.3), result=2),
    ]
    serves = dict(X11=deterrence, X12=pursued)


@span
def decide(resolves, plan, status, away, case, born, traits, work, house, grade, party, post, hours, reserve, usual,  # type: ignore[no-untyped-def]
           loyalty, fear, hope, knowledge, news, travels, leave, danger, soul, line, n, place, province, place_border,
           weight, road, ford, way, p, month, log, key_wish, key_company, key_old, event_went_south, attempts_expected,
           old_route, old_route_expected):  # fmt: skip
    """Bound first: by the river under the highest chance; elsewhere travellers and those with a case; soldiers and
    offices, who have another way, by a sample."""
    hit, who = np.empty(WIDTH, np.uint8), np.empty(WIDTH, np.int32)
    for u in range(n.shape[0]):
        m, c, some, border = n[u], i4(0), i4(0), place_border[place[u]]
        whole = in_vectors(m)
        most_want = p.knows + p.word + p.way * way[province[u]]
        calm = min(p.base * most_want, ONE)  # nobody's wish is above it who is neither hungry nor pursued
        hungry = min(p.base * (most_want + ONE), ONE)
        more, ease = p.base * max(p.case_grave, p.case_light), ford[province[u]]
        for i in range(whole):  # whole vectors: what stands beyond the living rows goes into scratch alone
            serves = u1((status[u, i] == ARMY) | (work[u, i] == OFFICIAL) | (grade[u, i] >= TIER))
            hit[i] = u1(serves & u1(draw(key_old, soul[u, i]) < p.look))
            resolves[u, i] = NO_PLAN
        if border:
            for i in range(m):
                top = hungry if usual[u, i] - reserve[u, i] > p.slack else calm
                lot, roams = draw(key_wish, soul[u, i]), (travels[u, i] != STAYS) | (case[u, i] != NO_CASE)
                near = lot < ease * (top + more if case[u, i] != NO_CASE else top)
                hit[i] = u1(hit[i] | u1(u1(near & ((lot < top) | roams)) << u1(1)))
        else:
            far = ease * road[province[u]] * hungry
            hunted = ease * max(road[province[u]], p.hiding) * (hungry + more)
            for i in range(whole):
                most = far if travels[u, i] != STAYS else ZERO
                most = hunted if case[u, i] != NO_CASE else most
                hit[i] = u1(hit[i] | u1(u1(draw(key_wish, soul[u, i]) < most) << u1(1)))
        for i in range(m):
            some = i4(some | i4(hit[i]))
        if some == i4(0):
            continue
        for i in range(m):  # without a branch: every row is written down, and kept where it is hit
            who[c] = i4(i)
            c = i4(c + i4(hit[i] != u1(0)))
        south = i4(0)
        k, w = province[u], i8(weight[u])
        for x in range(c):
            i = who[x]
            served = status[u, i] == ARMY
            if hit[i] & u1(1) and leave[u, i] == STAYS and (served or status[u, i] == HOME):
                lot = draw(key_old, soul[u, i])
                if old_enough(month, born[u, i], p.grown):
                    dread = fear[u, i] * p.old_danger
                    odds = (p.old_soldiers if served else p.old_office) * sigmoid_(-p.belief * loyalty[u, i]) * (
                        deterrence(dread, p.elite_harm, p.elite_harm, p.elsewhere, p.w_self, p.w_family))  # fmt: skip
                    others, h = i4(served), house[u, i]
                    for j in range(m):
                        near = (house[u, j] == h) & (status[u, j] == HOME) & (leave[u, j] == STAYS) & (i4(j) != i4(i))
                        others = i4(others + i4(near & old_enough(month, born[u, j], p.grown)))
                    if others:  # the only grown-up of a household stays
                        s = i8(traits[u, i] & FEMALE)
                        old_route_expected[s] += i8(odds / p.look * TO_30) * w
                        if lot < odds:
                            resolves[u, i] = SOUTHWARD
                            south = i4(south + i4(1))
            if resolves[u, i] == SOUTHWARD or hit[i] <= u1(1) or status[u, i] != HOME or leave[u, i] != STAYS:
                continue
            lot, age = draw(key_wish, soul[u, i]), i4(i4(month) - i4(born[u, i]))
            if age < p.young_from or (plan[u, i] != NO_PLAN and case[u, i] == NO_CASE):
                continue
            reach = ford[k]
            if not border:
                reach = reach * (road[k] if travels[u, i] != STAYS else p.hiding if grave(case[u, i]) else ZERO)
            lost, h = usual[u, i] - reserve[u, i], house[u, i]
            top = hungry if lost > p.slack else calm
            if lot >= reach * (top if case[u, i] == NO_CASE else top + p.base * max(p.case_grave, p.case_light)):
                continue
            elite = (grade[u, i] >= TIER) | (work[u, i] == OFFICIAL) | (party[u, i] == PARTY_OFFICE) | (
                (post[u, i] >= WRITER) & (post[u, i] <= AGENT))  # fmt: skip
            harm_self = ZERO if grave(case[u, i]) else p.elite_harm if elite else p.self_public  # it waits at home, too
            harm_family = p.elite_harm if elite else p.family_public
            dread = fear[u, i] * danger[u, 0]
            want = (hunger(lost, p.slack, p.starving, p.elasticity)
                    + p.knows * knowledge[u, i] + p.word * min(news[u, h], ONE) + p.way * way[k]
                    + pursued(case[u, i], p.case_grave, p.case_light))  # fmt: skip
            free = freedom(work[u, i], hours[u, i], p.trader, p.tied) * (ONE if age < p.young_to else p.older)
            doubt, held = sigmoid_(-p.belief * loyalty[u, i]), ONE - p.hopes * hope[u, i]
            most = resolve(p.base * reach, want, doubt, held, free,
                           deterrence(dread, harm_self, harm_family, ZERO, p.w_self, p.w_family))  # fmt: skip
            if lot >= most:
                continue
            others, grown, young = i4(0), i4(0), i4(0)
            for j in range(m):
                if house[u, j] == h and status[u, j] == HOME and leave[u, j] == STAYS:
                    adult = i4(old_enough(month, born[u, j], p.grown))
                    others, grown = i4(others + i4(1)), i4(grown + adult)
                    young = i4(young + i4(i4(1) - adult))
            with_whom = company(draw(key_company, soul[u, i]), others > i4(1),
                                young > i4(0) and grown <= i4(age >= p.grown), p.family, p.friend)  # fmt: skip
            left = p.elsewhere if with_whom == FAMILY or others <= i4(1) else ONE
            odds = resolve(p.base * reach * (p.burden if with_whom == FAMILY else ONE), want, doubt, held, free,
                           deterrence(dread, harm_self, harm_family, left, p.w_self, p.w_family))  # fmt: skip
            attempts_expected[k, i8(traits[u, i] & FEMALE)] += i8(odds / most * TO_30) * w
            if lot < odds:
                pressed = grave(case[u, i]) or lost > p.slack + p.starving
                resolves[u, i] = u1(with_whom + AT_ONCE) if pressed else u1(with_whom)
        if south:
            for x in range(c):
                i = who[x]
                if resolves[u, i] == SOUTHWARD:
                    status[u, i], away[u, i], plan[u, i], resolves[u, i] = SOUTH, 0, NO_PLAN, NO_PLAN
                    old_route[i8(traits[u, i] & FEMALE)] += w
                    put(log, soul[u, i], line[u, i], event_went_south, u4(0), u4(k))
