"""Party membership: who wants to join, who is let in, and why so few of the members have any power.

Who decides: the Central Committee sets the number of members (3.2 million in 1980, 3.66 million in 2016, counted by
the delegates of its congresses; the 6.5 million told for 2021 count otherwise and are not used). Cells admit from 25
on: the core class first, hardly anybody of the hostile class, men more than women, soldiers more than civilians,
officials most of all. The number of admissions reaches people as a threshold, set in January from the count of
members and of candidates; admission is in February.
Who asks to be admitted expects life to improve with the title. What people go by is what they see: the zeal that
members of their neighbourhood show, and what those in office seem to get. That members are tired or poor is not said
aloud, so expectation does not learn from it ("no one ever tells you", as a neighbour of members puts it). Members are
two classes of people: rank and file, who carry duties, and the few who hold an office. Only office brings a part of
the bribes (`market`), a wage above the workers' (`money`) and what officials are due elsewhere: the title alone brings
nothing here. Whoever retires from office is rank and file again. Nobody puts the title down: a member leaves by death
or by expulsion, which is a penalty (`penal`).
Members pay dues on pay day, a fixed part of what the state pays them and never more than the household has. The Party
is the state here: what it takes is out of circulation, as a fine is. Who is away pays nothing at home.
Left out: the year as candidate member, sponsors, what membership opens later in life besides office.
"""

from typing import Any

import numpy as np

from tumen.mechanism import (
    WIDTH, Column, Mechanism, Param, Place, Tally, draw, f4, i2, i4, i8, put, rule, series, span, u1,
)  # fmt: skip

ZERO, ONE, HOME = f4(0), f4(1), u1(0)
FEMALE, CLASS, CORE, HOSTILE = u1(1), u1(12), u1(0), u1(8)
ARMY, OFFICIAL, MEMBER, OFFICE = u1(1), u1(7), u1(1), u1(2)
YEAR, FEBRUARY = i4(12), i4(1)
INDUSTRY = 5
SHARE = f4(1 / 255)
PARTS = f4(1024)  # standing is summed over candidates in whole 1,024ths


@rule
def standing(traits, status, work, wavering, hostile, women, soldiers, officials):  # type: ignore[no-untyped-def]
    """How likely a cell admits this candidate, against a man of the core class."""
    c = traits & CLASS
    by_class = ONE if c == CORE else hostile if c == HOSTILE else wavering
    post = soldiers if status == ARMY else officials if work == OFFICIAL else ONE
    return by_class * (women if traits & FEMALE else ONE) * post


@rule
def wish(zeal, office, title, by_zeal, by_office):  # type: ignore[no-untyped-def]
    """Share of candidates who ask to be admitted: what the title promises anyhow, what members of the neighbourhood
    show, and what office seems to bring. Members' weariness and pots are no argument: nobody tells them."""
    return min(title + by_zeal * zeal + by_office * office, ONE)


@rule
def rank(party, work):  # type: ignore[no-untyped-def]
    """The two classes of members: who works as an official holds an office, all others carry duties without power."""
    return u1(0) if party == u1(0) else OFFICE if work == OFFICIAL else MEMBER


@rule
def seen_gain(bribes, salary, wage, most):  # type: ignore[no-untyped-def]
    """What office seems to bring: an official's month over a worker's wage, beyond the wage itself, `most` at most."""
    return min(max((bribes + salary) / max(wage, ONE) - ONE, ZERO), most)


@rule
def owed(pay, share, cash):  # type: ignore[no-untyped-def]
    """Won that a member pays of this month's pay: the fraction of a won is let be, and no purse goes below nothing."""
    return min(i4(f4(pay) * share), cash)


class Party(Mechanism):
    owns = dict(
        party=Column("u1", "code", "0 no member, 1 rank and file, 2 office-holder", bounds=(0, 2)),
        joined=Column("i2", "month", "month of admission to the Party; -32000 never, or before 1990",
                      bounds=(-32000, 32000),
                      start=-32000),
        admission=Place("f4", "1/year", "chance of admission of a man of the core class", over=(1,), digits=4,
                        bounds=(0, 1)),
        members=Tally("persons", "Party members, each January", over=()),
        candidates=Tally("persons/1024", "candidates by their standing, each January", over=()),
        dues=Tally("won", "dues that members paid", over=("province",)),
    )  # fmt: skip
    reads = "born traits status work house soul line n weight province members_zeal graft_pay pay"
    writes = dict(cash="dues are paid", printed="dues are out of circulation")
    params = dict(
        size=Param(series("party_members"), "persons", "members of the Party", (0, 3e7), "party_members",
                   "B"),
        from_age=Param(300, "months", "age from which people are admitted", (216, 360), "assumed", "D",
                       "eighteen by statute; usual after the army or some years of work", dtype="i4"),
        to_age=Param(660, "months", "age up to which people are admitted", (600, 720), "assumed", "D",
                     "admission in old age is rare", dtype="i4"),
        wavering=Param(0.3, "1", "standing of the wavering class against the core", (0.1, 1), "assumed", "D",
                       "class decides on admission; by how much is not counted"),
        hostile=Param(0.02, "1", "standing of the hostile class against the core", (0, 1), "assumed", "D",
                      "next to none"),
        women=Param(0.35, "1", "standing of women against men", (0.2, 1), "assumed", "D",
                    "about a quarter of members are taken to be women"),
        soldiers=Param(3, "1", "standing of soldiers against civilians", (1, 6), "assumed", "D",
                       "membership is what a man hopes to bring home from his service"),
        officials=Param(20, "1", "standing of officials against other civilians", (5, 100), "assumed", "D",
                        "offices are for members: who rises to one without is admitted soon"),
        title=Param(0.5, "1", "share of candidates who ask for the title's sake alone", (0.05, 1), "assumed", "D",
                    "people assume that life improves once you are one: told, not counted"),
        by_zeal=Param(0.4, "1", "share that members' shown zeal adds, if all members show it", (0, 1), "assumed", "D",
                      "free: what is shown is all that can be seen"),
        by_office=Param(0.05, "1", "share that an office worth one more wage adds", (0, 0.3), "assumed", "D",
                        "free: offices are few and visible"),
        most_gain=Param(4, "1", "wages at most that an office seems to bring", (1, 20), "assumed", "D",
                        "beyond it nobody reckons"),
        dues=Param(0.02, "1", "share of pay that a member owes in dues", (0, 0.1), "assumed", "D",
                   "about two per cent by statute, as recalled; no table has it"),
        all_in=Param(0, "1", "1: every adult of the age is in the Party from the first month on (a thought experiment)",
                     (0, 1), "assumed", "D", "0 by definition"),
        none_in=Param(0, "1", "1: nobody is in the Party from the first month on; with size 0 it stays so", (0, 1),
                      "assumed", "D", "0 by definition"),
    )  # fmt: skip
    decisions = ("party.admit",)
    events = dict(
        joined="is admitted to the Party", promoted="a member who now holds an office",
        stepped_down="an office-holder who is rank and file again",
    )  # fmt: skip
    examples = [
        dict(rule=standing, args=(0, 0, 3, 0.3, 0.02, 0.35, 3.0, 20.0), result=1.0),
        dict(rule=standing, args=(5, 0, 3, 0.3, 0.02, 0.35, 3.0, 20.0), result=0.105),
        dict(rule=wish, args=(0.0, 0.0, 0.5, 0.4, 0.05), result=0.5),
        dict(rule=wish, args=(0.5, 2.0, 0.5, 0.4, 0.05), result=0.8),
        dict(rule=seen_gain, args=(100.0, 150.0, 100.0, 4.0), result=1.5),
        # two per cent of a worker's and of an official's pay; an empty purse pays what it has
        dict(rule=owed, args=(100, 0.02, 900), result=2),
        dict(rule=owed, args=(3750, 0.02, 9000), result=75),
        dict(rule=owed, args=(3750, 0.02, 30), result=30),
        dict(rule=rank, args=(1, 5), result=1),
        dict(rule=rank, args=(1, 7), result=2),
        dict(rule=rank, args=(2, 9), result=1),
        dict(rule=rank, args=(0, 7), result=0),
    ]

    serves = dict(P10=wish, P12=rank)

    def account(self, land: Any, p: Any, month: Any) -> None:
        land.printed[...] -= land.tally.dues.sum()
        if month.moy == 1:
            wanted = max(float(p.size) - float(land.tally.members), 0)
            land.admission[...] = min(wanted / max(float(land.tally.candidates) / 1024, 1), 1)


@span
def contribute(cash, party, work, status, house, n, province, weight, pay, p, dues):  # type: ignore[no-untyped-def]
    """Pay day again: members of each unit pay dues out of their household's purse. Units without a member are passed
    by."""
    for u in range(n.shape[0]):
        m, some, paid = n[u], u1(0), i8(0)
        for i in range(m):
            some = u1(some | party[u, i])
        if some == u1(0):
            continue
        for i in range(m):
            if party[u, i] != u1(0) and status[u, i] == HOME:
                h = house[u, i]
                due = owed(pay[work[u, i]], p.dues, cash[u, h])
                cash[u, h] = i4(cash[u, h] - due)
                paid += i8(due)
        dues[province[u]] += paid * i8(weight[u])


@span
def count(born, traits, status, work, party, soul, line, n, province, p, month, members_zeal, graft_pay, pay, log,  # type: ignore[no-untyped-def]
          event_promoted, event_stepped_down, members, candidates, weight):  # fmt: skip
    """Each January cells report members and candidates, and offices are handed on."""
    if month % YEAR != i4(0):
        return
    wage, salary = f4(pay[INDUSTRY]), f4(pay[OFFICIAL])
    for u in range(n.shape[0]):
        gain = seen_gain(f4(graft_pay[province[u]]), salary, wage, p.most_gain)
        asks = wish(f4(members_zeal[u]) * SHARE, gain, p.title, p.by_zeal, p.by_office)
        known = hopeful = i4(0)
        for i in range(n[u]):
            age = i4(i4(month) - i4(born[u, i]))
            of_age = age >= p.from_age
            if month == i4(0):
                if p.none_in > ZERO:
                    party[u, i] = u1(0)
                elif p.all_in > ZERO and of_age and party[u, i] == u1(0):
                    party[u, i] = MEMBER
            if party[u, i] != u1(0):
                known = i4(known + i4(1))
                had = party[u, i]
                has = rank(had, work[u, i])
                if has != had:
                    party[u, i] = has
                    if month > i4(0):  # the founding offices are no promotions
                        kind = event_promoted if has == OFFICE else event_stepped_down
                        put(log, soul[u, i], line[u, i], kind, i4(0), i4(0))
            elif of_age and age < p.to_age:
                s = standing(traits[u, i], status[u, i], work[u, i], p.wavering, p.hostile, p.women,
                             p.soldiers, p.officials)  # fmt: skip
                hopeful = i4(hopeful + i4(s * asks * PARTS))
        members[()] += i8(known) * i8(weight[u])
        candidates[()] += i8(hopeful) * i8(weight[u])


@span
def admit(born, traits, status, work, party, joined, soul, line, n, province, p, month, admission, members_zeal,  # type: ignore[no-untyped-def]
          graft_pay, pay, key_admit, log, event_joined):  # fmt: skip
    """Admission by threshold: the same lot admits more people in a year in which the Party grows."""
    hit = np.empty(WIDTH, np.uint8)
    top = max(admission[0] * max(max(p.soldiers, p.officials), ONE), p.all_in)
    if top <= ZERO or month % YEAR != FEBRUARY:
        return
    wage, salary = f4(pay[INDUSTRY]), f4(pay[OFFICIAL])
    for u in range(n.shape[0]):
        m, c = n[u], i4(0)
        for i in range(m):
            d = u1(draw(key_admit, soul[u, i]) < top)
            hit[i] = d
            c = i4(c + i4(d))
        if c:
            gain = seen_gain(f4(graft_pay[province[u]]), salary, wage, p.most_gain)
            asks = wish(f4(members_zeal[u]) * SHARE, gain, p.title, p.by_zeal, p.by_office)
            for i in range(m):
                age = i4(i4(month) - i4(born[u, i]))
                if not hit[i] or party[u, i] != u1(0) or age < p.from_age or age >= p.to_age:
                    continue
                s = standing(traits[u, i], status[u, i], work[u, i], p.wavering, p.hostile, p.women,
                             p.soldiers, p.officials)  # fmt: skip
                if draw(key_admit, soul[u, i]) < max(admission[0] * s * asks, p.all_in):
                    party[u, i] = MEMBER
                    joined[u, i] = i2(month)
                    put(log, soul[u, i], line[u, i], event_joined, i4(0), i4(0))
