"""Confidants: who is let into a plan to leave, and what that costs.

Who decides: each who resolved to go. Who wants a friend along asks one of the neighbourhood, if there is one to be
asked, and goes alone where there is none. A plan waits some months, for money, a guide or the ice; not where a grave
case or full hunger leaves no time. Whoever tells at home early shares the plan and risks distress, delay and talk: a
diplomat's wife fell ill when told, and he kept silent until hours before; a poet told nobody, to spare them. What is
told at home may be overheard, in any month, and then opens a case. Some give their plan up, unless they are hurried.
Who goes tells late or never; those who are taken along learn it hours before at the latest.
Left out: what is said, who betrays whom by intent, a guide who talks, plans made by letter with kin in China.
Who resolves, and why, is told in `leaving`; how they set out and whether they get across in `crossing`.
Sources: testimonies of a court poet and of a diplomat.
"""

import numpy as np

from tumen.mechanism import (
    HOUSES, Column, Mechanism, Param, Scratch, Tally, draw, f4, i4, i8, put, rule, span, u1, u4,
)  # fmt: skip

ZERO = f4(0)
MARRIED, HOME, STAYS = u1(2), u1(0), u1(0)
NO_CASE, BOOKS, TALK, DISSENT, CROSSING, WRITING, KIN_LEFT = u1(0), u1(3), u1(4), u1(5), u1(7), u1(8), u1(10)
NO_PLAN, ALONE, FRIEND, FAMILY, TOLD, COMPANY = u1(0), u1(1), u1(2), u1(3), u1(4), u1(3)
AT_ONCE, ONE_MONTH, WAIT, LONGEST = u1(4), u1(8), i4(3), i4(31)  # months to wait stand above the third bit
NEVER, EARLY, LATE = i4(0), i4(1), i4(2)
NOT_YET, OVER, NOT_HOME, GOES = u1(0), u1(1), u1(0), u1(2)
NOBODY = i4(-1)


@rule
def old_enough(month, born, grown):  # type: ignore[no-untyped-def]
    """Whether somebody may be asked along, or told at home."""
    return i4(i4(month) - i4(born)) >= grown


@rule
def hurried(case):  # type: ignore[no-untyped-def]
    """Whether an open case leaves no time for doubt: it threatens camp or prison, or the plan is talked about."""
    threatens = (case == BOOKS) | (case == DISSENT) | (case == CROSSING) | (case == WRITING) | (case == KIN_LEFT)
    return threatens | (case == TALK)


@rule
def telling(lot, someone, family, at_once, late):  # type: ignore[no-untyped-def]
    """Told at home at once, hours before, or never; who goes along learns it hours before at the latest."""
    if not someone:
        return NEVER
    if lot < at_once:
        return EARLY
    return LATE if family or lot < at_once + late else NEVER


class Confidants(Mechanism):
    owns = dict(
        plan=Column("u1", "bits", "plan to leave: 0 none; 1 alone, 2 with a friend, 3 with family; 4 told at home;"
                    " from 8 on months still to wait", bounds=(0, 255)),
        waited=Scratch("u1", "code", "1 whose wait is over this month: goes, if money and season allow"),
        planning=Tally("persons", "persons with a plan", over=("province",)),
        resolved=Tally("persons", "resolved to go this month: alone, with a friend, with family",
                       over=("province", 3)),
    )  # fmt: skip
    reads = "resolves departing born traits status leave house soul line n province weight"
    writes = dict(case="whose plan is talked about has an open case", case_age="a case begins anew")
    params = dict(
        joins=Param(0.3, "1", "people of the unit who might be asked along", (0, 1), "assumed", "D",
                    "one of them is asked: a quarter trust somebody outside the family"),
        patience=Param(5, "months", "longest wait between resolve and attempt", (0, 24), "assumed", "D",
                       "money, a guide, the ice", dtype="i4"),
        gives_up=Param(0.06, "1/month", "a plan is given up", (0, 0.5), "assumed", "D", "half of them within a year"),
        tells=Param(0.4, "1", "tells at home at once", (0, 1), "testimony of a diplomat", "D",
                    "one told, one did not: two witnesses"),
        tells_late=Param(0.3, "1", "who did not tell at once and leaves others behind tells hours before", (0, 1),
                         "testimony of a diplomat", "D",
                         "one witness told late, one never; who takes them along always tells late"),
        distress=Param(0.4, "1", "who is told falls ill with worry", (0, 1), "testimony of a diplomat", "D",
                       "his wife was taken to hospital; the share is assumed"),
        delay=Param(6, "months", "by which distress delays the plan", (0, 24), "assumed", "D",
                    "until nobody speaks of it any more", dtype="i4"),
        talk=Param(0.02, "1/month", "a plan told at home is talked about and opens a case", (0, 0.2), "assumed", "D",
                   "few; every household is watched"),
        grown=Param(192, "months", "age from which somebody is asked along, or told", (180, 216), "assumed", "D",
                    "working age in the census", dtype="i4"),
    )  # fmt: skip
    decisions = (
        "confidants.friend", "confidants.patience", "confidants.tell", "confidants.distress",
        "confidants.overheard", "confidants.doubts",
    )  # fmt: skip
    events = dict(
        planned="resolved to leave (amount: 1 alone, 2 with a friend, 3 with family; other: months to wait)",
        told_home="told the plan at home (amount: 0 at once, 1 hours before)",
        distressed="who was told fell ill with worry, and the plan waits (amount: months more)",
        gave_up="gave the plan up",
        talked_about="the plan was talked about, and a case opened",
    )
    examples = [
        dict(rule=old_enough, args=(200, 0, 192), result=True),
        dict(rule=hurried, args=(3,), result=True),
        dict(rule=hurried, args=(4,), result=True),
        dict(rule=hurried, args=(1,), result=False),
        dict(rule=telling, args=(0.3, True, False, 0.4, 0.2), result=1),
        dict(rule=telling, args=(0.5, True, False, 0.4, 0.2), result=2),
        dict(rule=telling, args=(0.9, True, False, 0.4, 0.2), result=0),
    ]
    serves = dict(X3=telling)


@span
def confide(plan, resolves, status, leave, born, traits, house, soul, line, n, province, weight, p, month, log,  # type: ignore[no-untyped-def]
            key_friend, key_patience, key_tell, key_distress, event_planned, event_told_home, event_distressed,
            resolved):  # fmt: skip
    """A resolve becomes a plan: a friend is asked, the wait is settled, those at home are told, or not."""
    for u in range(n.shape[0]):
        m, some = n[u], i4(0)
        for i in range(m):
            some = i4(some | i4(resolves[u, i]))
        if some == i4(0):
            continue
        k, w = province[u], i8(weight[u])
        friend, lone = NOBODY, ZERO
        for i in range(m):  # the one whom a planner would ask: the smallest lot among those who might be asked
            lot = draw(key_friend, soul[u, i])
            free = status[u, i] == HOME and leave[u, i] == STAYS and plan[u, i] == NO_PLAN
            if (
                free
                and lot < p.joins
                and old_enough(month, born[u, i], p.grown)
                and (friend == NOBODY or lot < lone or (lot == lone and soul[u, i] < soul[u, friend]))
            ):
                friend, lone = i4(i), lot
        asked, soonest = i4(0), LONGEST
        for i in range(m):
            if resolves[u, i] == NO_PLAN:
                continue
            whom, h = u1(resolves[u, i] & COMPANY), house[u, i]
            longest = f4(i4(p.patience + i4(1)))
            wait = i4(0) if resolves[u, i] & AT_ONCE else i4(draw(key_patience, soul[u, i]) * longest)
            told, someone = u1(0), i4(0)
            for j in range(m):
                near = house[u, j] == h and j != i and status[u, j] == HOME and leave[u, j] == STAYS
                someone = i4(someone + i4(near and old_enough(month, born[u, j], p.grown)))
            spouse = traits[u, i] & MARRIED != STAYS and someone > i4(0)
            if telling(draw(key_tell, soul[u, i]), spouse, whom == FAMILY, p.tells, p.tells_late) == EARLY:
                told = TOLD
                put(log, soul[u, i], line[u, i], event_told_home, u4(0), u4(0))
                if draw(key_distress, soul[u, i]) < p.distress:
                    wait = i4(wait + p.delay)
                    put(log, soul[u, i], line[u, i], event_distressed, u4(p.delay), u4(0))
            wait = min(wait, LONGEST)
            if whom == FRIEND and friend != NOBODY and friend != i and house[u, friend] != h:
                asked, soonest = i4(asked + i4(1)), min(soonest, wait)
            elif whom == FRIEND:
                whom = ALONE
            plan[u, i] = u1(i4(whom) + i4(i4(told) + i4(wait << WAIT)))
            resolved[k, i4(i4(whom) - i4(1))] += w
            put(log, soul[u, i], line[u, i], event_planned, u4(whom), u4(wait))
        if asked and plan[u, friend] == NO_PLAN:
            plan[u, friend] = u1(i4(FRIEND) + i4(soonest << WAIT))
            resolved[k, 1] += w
            put(log, soul[u, friend], line[u, friend], event_planned, u4(FRIEND), u4(soonest))


@span
def wait(plan, waited, case, case_age, status, leave, soul, line, n, province, weight, p, log, key_overheard,  # type: ignore[no-untyped-def]
         key_doubts, event_talked_about, event_gave_up, planning):  # fmt: skip
    """Plans wait a month less, are talked about, are given up; whose wait is over sets off."""
    for u in range(n.shape[0]):
        m, some, planners = n[u], i4(0), i4(0)
        for i in range(m):
            waited[u, i] = NOT_YET
            some = i4(some | i4(plan[u, i]))
        if some == i4(0):
            continue
        k = province[u]
        for i in range(m):
            if plan[u, i] == NO_PLAN:
                continue
            if status[u, i] != HOME or leave[u, i] != STAYS:
                plan[u, i] = NO_PLAN
                continue
            planners = i4(planners + i4(1))
            if plan[u, i] & TOLD and case[u, i] == NO_CASE and draw(key_overheard, soul[u, i]) < p.talk:
                case[u, i], case_age[u, i] = TALK, 0
                put(log, soul[u, i], line[u, i], event_talked_about, u4(0), u4(k))
            if not hurried(case[u, i]) and draw(key_doubts, soul[u, i]) < p.gives_up:
                plan[u, i] = NO_PLAN
                put(log, soul[u, i], line[u, i], event_gave_up, u4(0), u4(0))
            elif not hurried(case[u, i]) and plan[u, i] >= ONE_MONTH:
                plan[u, i] = u1(plan[u, i] - ONE_MONTH)
            else:
                plan[u, i] = u1(plan[u, i] & u1(COMPANY | TOLD))
                waited[u, i] = OVER
        planning[k] += i8(planners) * i8(weight[u])


@span
def tell_late(departing, plan, born, house, soul, line, n, p, month, log, key_tell, event_told_home):  # type: ignore[no-untyped-def]
    """Who sets out tells in the last hours those who stay or come along, or leaves without a word."""
    stay, whole = np.empty(HOUSES, np.int32), np.empty(HOUSES, np.uint8)
    for u in range(n.shape[0]):
        m, some = n[u], i4(0)
        for i in range(m):
            some = i4(some | i4(departing[u, i] & GOES))
        if some == i4(0):
            continue
        for h in range(HOUSES):
            stay[h], whole[h] = 0, 0
        for i in range(m):
            h = house[u, i]
            whole[h] = u1(whole[h] | u1(departing[u, i] == GOES and plan[u, i] & COMPANY == FAMILY))
            grown = departing[u, i] != NOT_HOME and departing[u, i] != GOES and old_enough(month, born[u, i], p.grown)
            stay[h] = i4(stay[h] + i4(grown))
        for i in range(m):
            h = house[u, i]
            if departing[u, i] == GOES and plan[u, i] & TOLD == STAYS:
                lot = draw(key_tell, soul[u, i])
                if telling(lot, stay[h] > i4(0), whole[h] != u1(0), ZERO, p.tells_late) == LATE:
                    put(log, soul[u, i], line[u, i], event_told_home, u4(1), u4(0))
