"""Hours: how the waking hours of a week go to work, duty, trade, care and rest, and what that leaves of a body.

Who decides: the state sets the week of work and its own calendar, organisations call their members, households share
out care. Everybody owes a weekly study and a life review of about an hour (RFA 2019, in `repression_institutions`).
Party members owe more: study of their own, cell meetings, persuading others; and at feasts (February, April,
September, October) they are the ones called to the front row to stand for their unit. Who is hungry or too thin may
stay away from the ordinary session, and many sessions are not held at all; a member has no such excuse: the title
comes before everything else, as a neighbour of members tells it. Duty beyond everybody's comes partly out of the
hours in which one could trade, the rest out of rest; what the household then does about it is for the market's file.
Weariness gathers from hours above what a body stands and from a plate that is not full, and fades with rest. Nothing
here takes food or belief from anybody, and what a person shows is not read: tired are those who work long or eat
little, whatever they say (a finding may contradict the testimony).
Left out: Sunday labour, mobilisation to the fields, commuting, nursing the sick, soldiers' days; what an absence from
work that was paid for frees for trade, since the fee is not booked either.
"""

from typing import Any

import numpy as np

from tumen.mechanism import (
    HOUSES, WIDTH, Column, Mechanism, Param, Place, Scratch, Tally, draw, f4, i4, i8, in_vectors, put, rule, span,
    table, u1, u4,
)  # fmt: skip

ZERO, HALF, ONE, HUNDRED = f4(0), f4(0.5), f4(1), f4(100)
FEMALE, AT_HOME, OFFICE = u1(1), u1(0), u1(2)
HEAVY, SERVICES, INDUSTRY = u1(4), u1(6), 5
SIXTEEN_YEARS, YEAR = i4(192), i4(12)
FEBRUARY, APRIL, SEPTEMBER, OCTOBER = 1, 3, 8, 9  # birthdays of the leaders, days of the state and of the Party
ABSENT = u4(0x5EED0011)  # lifelong: who would sooner pay than go to an idle workplace
SEVEN, LOW = i4(7), i4(127)  # three counts of one household in one whole number: children, women, men
ADULT, SUMS, BOTH = i4(127 * 129 << 7), i4((1 << 21) - 1), i4((1 << 22) - 1)
EXCUSED, CALLED = i4(1 << 21), i4(1 << 22)  # above the counts
MEN = HOUSES
WORK, DUTY, TRADE, CARE, REST = range(5)
CENTS = i4(100)
MOST = f4(3)


@rule
def front_row(rank, other, member, office):  # type: ignore[no-untyped-def]
    """Chance of being called to stand for the unit at the events of a feast month."""
    return office if rank == OFFICE else member if rank else other


@rule
def duty_hours(rank, excused, study, dodged, extra, office):  # type: ignore[no-untyped-def]
    """Hours a week of study, review and meetings. An excuse holds for those outside the Party, and so does a session
    that is not held; a member owes `extra` besides, an office-holder `office` more."""
    ordinary = ZERO if excused else study * (ONE - dodged)
    return study + extra + (office if rank == OFFICE else ZERO) if rank else ordinary


@rule
def lost_to_duty(usual, study, part, most, spare):  # type: ignore[no-untyped-def]
    """Hours a week that a person cannot trade: part of the duty beyond everybody's, or those of `most`, the hours that
    work leaves for trade (study of the ordinary kind counted in), for which no waking hour is spare."""
    return max(part * max(usual - study, ZERO), most - spare)


@rule
def next_fatigue(fatigue, hours, ratio, rest, pace, bearable, hunger):  # type: ignore[no-untyped-def]
    """Weariness a month later: what rest leaves of it, hours beyond the bearable, and a plate that is not full."""
    return min(rest * fatigue + pace * max(hours - bearable, ZERO) + hunger * max(ONE - ratio, ZERO), MOST)


class Hours(Mechanism):
    owns = dict(
        fatigue=Column("f4", "1", "weariness from hours and hunger", bounds=(0, 3), record=1000),
        duty=Scratch("f4", "h/week", "hours of meetings, study, criticism, events and agitation"),
        spare=Scratch("f4", "h/week", "waking hours left for trade and rest after work, duty and care"),
        load=Scratch("f4", "h/week", "hours of work, duty and care"),
        unfree=Scratch("f4", "h/week", "hours of trade that duty does not leave, in a usual month"),
        formal=Place("f4", "h/week", "formal work by kind of work", over=(12,), digits=4),
        hours_by_use=Tally("h/week", "hours a week of grown people at home by use: work, duty, trade, care, rest;"
                           " members apart", over=("province", 2, 5)),
        hours_people=Tally("persons", "grown people at home counted there, members apart", over=("province", 2)),
        weariness=Tally("1/100", "fatigue of grown people at home, summed, members apart", over=("province", 2)),
        called=Tally("persons", "called to stand for their unit at a feast, by rank: none, member, office-holder",
                     over=("province", 3)),
    )  # fmt: skip
    reads = "born traits work status house party soul line eaten need reserve hours n province weight most_hours dodged"
    params = dict(
        waking=Param(112, "h/week", "waking hours", (98, 119), "assumed", "D", "sixteen a day"),
        week=Param(1, "1", "formal hours over those of the table, six days of eight by kind of work", (0.7, 1.3),
                   "assumed", "D", "decreed; idle factories keep their people in place"),
        absent=Param({"1990": 0, "2002": 0.04, "2007": 0.1}, "1",
                     "share of workers outside the Party who pay to be absent from work", (0, 0.4), "assumed", "D",
                     "told from the 2000s on, never counted; a member sets an example"),
        study=Param(2, "h/week", "study and life review that everybody owes", (1, 5), "repression_institutions", "C"),
        meetings=Param(1, "1", "members' own meetings over those of the record", (0, 3), "assumed", "D",
                       "1 by definition; at 0 members owe, and are excused from, what everybody is"),
        cell=Param(5, "h/week", "cell meetings and study of a member, beyond everybody's", (2, 9), "assumed", "D",
                   "4 to 10 hours with persuasion: several meetings a day are told, none was timed"),
        persuade=Param(2, "h/week", "members' talking to others for the Party", (0, 5), "assumed", "D",
                       "part of the same 4 to 10 hours"),
        chair=Param(3, "h/week", "meetings of an office-holder beyond a member's", (0, 10), "assumed", "D",
                    "who holds an office leads what others attend"),
        plain=Param(0.5, "h/week", "events in an ordinary month", (0, 2), "assumed", "D", "a rally now and then"),
        feast=Param(2, "h/week", "events and rehearsals in a month of a big holiday", (0.5, 8), "assumed", "D",
                    "flowers, dances, gatherings of loyalty"),
        lead=Param(2, "1", "members' hours of events over others'", (1, 4), "assumed", "D", "they prepare them too"),
        stand=Param(2, "h/week", "more hours for who is called to the front row", (0.5, 8), "assumed", "D",
                    "rehearsal and the day itself"),
        call_other=Param(0.02, "1/month", "chance of being called to the front row, outside the Party", (0, 0.2),
                         "assumed", "D", "a model worker now and then"),
        call_member=Param(0.5, "1/month", "the same for a member", (0.1, 1), "assumed", "D",
                          "members represent the unit at every event: told, not counted"),
        call_office=Param(0.8, "1/month", "the same for an office-holder", (0.1, 1), "assumed", "D",
                          "the platform behind the front row"),
        bare=Param(0.75, "1", "share of need below which hunger keeps a person from the session", (0.4, 0.95),
                   "assumed", "D", "as in the count of hungry months"),
        weak=Param(0.8, "1", "body weight over normal below which a person is too ill to go", (0.6, 0.9), "assumed",
                   "D", "moderate thinness"),
        excuse=Param(0.5, "1", "share of hungry or ill people outside the Party who stay away", (0, 1), "assumed", "D",
                     "neighbourhood and workplace look away; nobody counted"),
        from_trade=Param(0.5, "1", "part of duty beyond everybody's that comes out of trading hours", (0, 1),
                         "assumed", "D", "meetings lie in the evening, as market hours do; the rest costs sleep"),
        small=Param(72, "months", "children under this age need care", (36, 96), "assumed", "D", "nursery ends at six",
                    dtype="i4"),
        child=Param(7, "h/week", "care for a small child outside the nursery", (3, 20), "assumed", "D",
                    "nurseries keep children over the working day"),
        chores_women=Param(18, "h/week", "water, fuel, cooking, washing: a woman's", (10, 30), "assumed", "D",
                           "surveys of time in poor countries give three to four times a man's"),
        chores_men=Param(5, "h/week", "the same: a man's", (1, 12), "assumed", "D", "as there"),
        rest=Param(0.8, "1/month", "weariness that a month leaves", (0.6, 0.9), "assumed", "D", "form assumed: sweep"),
        pace=Param(0.02, "1/h", "weariness from an hour a week beyond the bearable", (0, 0.05), "assumed", "D",
                   "form assumed: sweep"),
        bearable=Param(70, "h/week", "hours of work, duty, trade and care that do not weary", (50, 80), "assumed", "D",
                       "form assumed: sweep"),
        hunger=Param(0.5, "1", "weariness from an empty plate", (0, 1.5), "assumed", "D", "form assumed: sweep"),
    )  # fmt: skip
    decisions = ("hours.front", "hours.excuse")
    events = dict(front="is called to stand for the unit at the events of a feast: amount is the rank")
    examples = [
        dict(rule=front_row, args=(0, 0.02, 0.5, 0.8), result=0.02),
        dict(rule=front_row, args=(1, 0.02, 0.5, 0.8), result=0.5),
        dict(rule=front_row, args=(2, 0.02, 0.5, 0.8), result=0.8),
        dict(rule=duty_hours, args=(0, False, 2.0, 0.25, 7.0, 3.0), result=1.5),
        dict(rule=duty_hours, args=(0, True, 2.0, 0.25, 7.0, 3.0), result=0.0),
        dict(rule=duty_hours, args=(1, True, 2.0, 0.25, 7.0, 3.0), result=9.0),  # ill, hungry: the meeting comes first
        dict(rule=duty_hours, args=(2, False, 2.0, 0.25, 7.0, 3.0), result=12.0),
        dict(rule=lost_to_duty, args=(2.0, 2.0, 0.5, 10.0, 50.0), result=0.0),
        dict(rule=lost_to_duty, args=(9.0, 2.0, 0.5, 10.0, 50.0), result=3.5),
        dict(rule=lost_to_duty, args=(2.0, 2.0, 0.5, 40.0, 30.0), result=10.0),
        dict(rule=next_fatigue, args=(1.0, 60.0, 1.0, 0.8, 0.02, 70.0, 0.5), result=0.8),
        dict(rule=next_fatigue, args=(0.0, 80.0, 0.6, 0.8, 0.02, 70.0, 0.5), result=0.4),
    ]

    serves = dict(P1=front_row, P2=duty_hours)

    def start(self, land: Any, p: Any) -> None:
        self._set(land, p)

    def govern(self, land: Any, p: Any, month: Any) -> None:
        self._set(land, p)

    @staticmethod
    def _set(land: Any, p: Any) -> None:
        land.formal[:] = [float(row["hours_a_week"]) * float(p.week) for row in table("formal_hours")]


@span
def budget(duty, spare, load, unfree, born, traits, work, status, house, party, soul, line, eaten, need, reserve,  # type: ignore[no-untyped-def]
           hours, n, province, weight, p, month, formal, most_hours, dodged, key_front, key_excuse, log, event_front,
           hours_by_use, hours_people, called):  # fmt: skip
    """Everybody's week: who is there, who cares for whom, what is owed, who is called, what is left. Loops run over
    whole vectors; what stands beyond the living rows goes into scratch alone, and counts nowhere."""
    pots, odd, each = np.zeros(HOUSES, np.int32), np.zeros(HOUSES, np.int32), np.empty(2 * HOUSES, np.float32)
    rows = np.zeros((4, WIDTH), np.float32)  # in one array, which is one thing for the compiler to keep apart
    works, cares, owed, packed = rows[0], rows[1], rows[2], rows[3].view(np.int32)
    left, widest = most_hours.reshape(-1), most_hours.max()
    of_year = i4(month) % YEAR
    is_feast = of_year in (FEBRUARY, APRIL, SEPTEMBER, OCTOBER)
    event_hours = p.feast if is_feast else p.plain
    extra, office = p.meetings * (p.cell + p.persuade), p.meetings * p.chair
    lead = ONE + (p.lead - ONE) * p.meetings
    counts = u1(255 if p.meetings > ZERO else 0)  # without meetings of their own members are like everybody
    in_work, full = ZERO, formal[INDUSTRY] * HALF  # the widest hours of trade of those with a full week of work
    for c in range(most_hours.shape[0]):
        if formal[c] >= full:
            in_work = max(in_work, max(most_hours[c, 0], most_hours[c, 1]))
    for u in range(n.shape[0]):
        m, k, w, skips = n[u], province[u], i8(weight[u]), dodged[province[u]]
        if m == i4(0):
            continue
        whole = in_vectors(m)
        hungry = crowded = stood = i4(0)
        for i in range(whole):  # what a household adds up, and above it marks of the person
            age = i4(i4(month) - i4(born[u, i]))
            here = i4((status[u, i] == AT_HOME) & (i4(i) < m))
            adult = i4(i4(age >= SIXTEEN_YEARS) & here)
            place = SEVEN if traits[u, i] & FEMALE else i4(SEVEN + SEVEN)
            thin = i4(i4(eaten[u, i] < need[u, i] * p.bare) | i4(reserve[u, i] < p.weak))
            need_not = i4(i4(thin & adult) & i4(u1(party[u, i] & counts) == u1(0)))
            person = i4(i4(i4(age < p.small) & here) | i4(adult << place))
            packed[i] = i4(person | (EXCUSED if need_not else i4(0)))
            hungry = i4(hungry | need_not)
        for x in range(i4(i4(m + i4(1)) >> i4(1))):  # two sums in turn: neighbours of one household need not wait
            one, two = i4(x << 1), i4(i4(x << 1) + i4(1))
            pots[house[u, one]] = i4(pots[house[u, one]] + packed[one])
            odd[house[u, two]] = i4(odd[house[u, two]] + packed[two])
            works[one], works[two] = formal[work[u, one]], formal[work[u, two]]
        for h in range(HOUSES):  # women share the care; where there is none, men do
            pot = i4(pots[h] + odd[h])
            pots[h] = odd[h] = i4(0)
            kids, women, men = i4(pot & LOW), i4(i4(pot >> SEVEN) & LOW), i4(i4(pot >> i4(SEVEN + SEVEN)) & LOW)
            hours_care = f4(kids) * p.child
            share = hours_care / f4(max(women if women else men, i4(1)))
            each[h] = p.chores_women + share
            each[MEN + h] = p.chores_men + (ZERO if women else share)
        for i in range(m):
            man = i4(i4(traits[u, i] & FEMALE) == i4(0))
            cares[i] = each[i4(i4(house[u, i]) + i4(i4(MEN) * man))]
        if hungry:
            for i in range(whole):
                stays = draw(key_excuse, soul[u, i]) < p.excuse
                packed[i] = i4(packed[i] & (BOTH if stays else SUMS))
        if p.absent > ZERO:
            for i in range(whole):
                out = (work[u, i] >= HEAVY) & (work[u, i] <= SERVICES) & ((party[u, i] & counts) == u1(0))
                out &= draw(ABSENT, soul[u, i]) < p.absent
                works[i] = ZERO if out else works[i]
        for i in range(whole):
            rank, excused = u1(party[u, i] & counts), packed[i] >= EXCUSED
            owed[i] = duty_hours(rank, excused, p.study, skips, extra, office)
        if is_feast:
            for i in range(whole):
                top = front_row(u1(party[u, i] & counts), p.call_other, p.call_member, p.call_office)
                front = i4(i4(draw(key_front, soul[u, i]) < top) & i4(i4(packed[i] & ADULT) != i4(0)))
                packed[i] = i4(packed[i] | (CALLED if front else i4(0)))
                stood = i4(stood + front)
        for i in range(whole):
            grown = ONE if i4(packed[i] & ADULT) else ZERO
            more = p.stand if packed[i] >= CALLED else ZERO
            events = event_hours * (lead if party[u, i] else ONE)
            duty[u, i] = grown * (owed[i] + events) + more
            load[u, i] = grown * (works[i] + cares[i] + owed[i] + events) + more
        for i in range(whole):
            grown = ONE if i4(packed[i] & ADULT) else ZERO
            spare[u, i] = max(p.waking - load[u, i], ZERO)
            unfree[u, i] = grown * lost_to_duty(owed[i], p.study, p.from_trade, ZERO, ZERO)
            room = p.waking - works[i] - cares[i] - owed[i]
            tight = i4(room < (in_work if works[i] >= full else widest))  # may not have `most` hours to spare
            crowded = i4(crowded | i4(tight & i4(i4(packed[i] & ADULT) != i4(0))))
        if crowded:
            for i in range(m):
                room = p.waking - works[i] - cares[i] - owed[i]
                if i4(packed[i] & ADULT) and room < (in_work if works[i] >= full else widest):
                    most = left[u1(u1(work[u, i] << u1(1)) | u1(traits[u, i] & FEMALE))]
                    unfree[u, i] = lost_to_duty(owed[i], p.study, p.from_trade, most, room)
        if stood:
            few = members = i4(0)
            for i in range(whole):
                front = i4(packed[i] >= CALLED)
                few = i4(few + (front if party[u, i] == u1(0) else i4(0)))
                members = i4(members + (front if party[u, i] == u1(1) else i4(0)))
            called[k, 0] += i8(few) * w
            called[k, 1] += i8(members) * w
            called[k, 2] += i8(i4(stood - i4(few + members))) * w
            if log.shape[0]:  # nobody's identity is fetched while nobody listens
                for i in range(m):
                    if packed[i] >= CALLED:
                        put(log, soul[u, i], line[u, i], event_front, party[u, i], i4(0))
        loads = duties = trades = care = many = i4(0)
        own_load = own_duty = own_trade = own_care = own = i4(0)
        for i in range(whole):  # in hundredths of an hour: whole numbers do not depend on who stands first
            adult = i4(i4(packed[i] & ADULT) != i4(0))
            mine = i4(adult & i4(party[u, i] != u1(0)))
            a, b = i4(load[u, i] * HUNDRED), i4(duty[u, i] * HUNDRED)
            c, d = i4(cares[i] * HUNDRED), i4(min(hours[u, i], spare[u, i]) * HUNDRED)
            loads, own_load = i4(loads + a), i4(own_load + (a if mine else i4(0)))
            duties, own_duty = i4(duties + b), i4(own_duty + (b if mine else i4(0)))
            care, own_care = i4(care + (c if adult else i4(0))), i4(own_care + (c if mine else i4(0)))
            trades, own_trade = i4(trades + (d if adult else i4(0))), i4(own_trade + (d if mine else i4(0)))
            many, own = i4(many + adult), i4(own + mine)
        week = i4(p.waking * HUNDRED)
        for side in range(2):
            people = own if side else i4(many - own)
            does, serves = (own_load, own_duty) if side else (i4(loads - own_load), i4(duties - own_duty))
            nurses, sells = (own_care, own_trade) if side else (i4(care - own_care), i4(trades - own_trade))
            hours_people[k, side] += i8(people) * w
            hours_by_use[k, side, WORK] += i8(i4(does - i4(serves + nurses)) // CENTS) * w
            hours_by_use[k, side, DUTY] += i8(serves // CENTS) * w
            hours_by_use[k, side, TRADE] += i8(sells // CENTS) * w
            hours_by_use[k, side, CARE] += i8(nurses // CENTS) * w
            hours_by_use[k, side, REST] += i8(max(i4(i4(people * week) - i4(does + sells)), i4(0)) // CENTS) * w


@span
def tire(fatigue, load, hours, eaten, need, born, status, party, n, province, weight, p, month, weariness):  # type: ignore[no-untyped-def]
    """Bodies answer hours and plates; children and those away only their plates."""
    for u in range(n.shape[0]):
        k, w = province[u], i8(weight[u])
        total = mine = i4(0)
        for i in range(n[u]):
            f = next_fatigue(fatigue[u, i], load[u, i] + hours[u, i], eaten[u, i] / max(need[u, i], ONE), p.rest,
                             p.pace, p.bearable, p.hunger)  # fmt: skip
            fatigue[u, i] = f
            adult = i4(i4(i4(i4(month) - i4(born[u, i])) >= SIXTEEN_YEARS) * i4(status[u, i] == AT_HOME))
            cents = i4(i4(f * HUNDRED) * adult)
            total = i4(total + cents)
            mine = i4(mine + i4(cents * i4(party[u, i] != u1(0))))
        weariness[k, 0] += i8(total - mine) * w
        weariness[k, 1] += i8(mine) * w
