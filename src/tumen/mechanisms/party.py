"""Party membership: how many are admitted is decided above, and who is a matter of class, sex, age and service.

Who decides: the Central Committee sets the number of members (3.2 million in 1980, 3.66 million in 2016, counted by
the delegates of its congresses; the 6.5 million told for 2021 count otherwise and are not used). Cells admit from 25
on: the core class first, hardly anybody of the hostile class, men more than women, soldiers more than civilians,
officials most of all. The number of admissions reaches people as a threshold, set in January from the count of
members and of candidates; admission is in February. Officials among members hold an office. Nobody leaves the Party
but by death.
Left out: the year as candidate member, expulsion, sponsors, the choice to stay out.
"""

from typing import Any

import numpy as np

from tumen.mechanism import (
    WIDTH, Column, Mechanism, Param, Place, Tally, draw, f4, i4, i8, rule, series, span, u1,
)  # fmt: skip

ZERO, ONE = f4(0), f4(1)
FEMALE, CLASS, CORE, HOSTILE = u1(1), u1(12), u1(0), u1(8)
ARMY, OFFICIAL, MEMBER, OFFICE = u1(1), u1(7), u1(1), u1(2)
YEAR, FEBRUARY = i4(12), i4(1)
PARTS = f4(1024)  # standing is summed over candidates in whole 1,024ths


@rule
def standing(traits, status, work, wavering, hostile, women, soldiers, officials):  # type: ignore[no-untyped-def]
    """How likely a cell admits this candidate, against a man of the core class."""
    c = traits & CLASS
    by_class = ONE if c == CORE else hostile if c == HOSTILE else wavering
    post = soldiers if status == ARMY else officials if work == OFFICIAL else ONE
    return by_class * (women if traits & FEMALE else ONE) * post


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
    )  # fmt: skip
    reads = "born traits status work soul n weight"
    params = dict(
        size=Param(series("party_members"), "persons", "members of the Party", (3e6, 4e6), "party_members",
                   "B"),
        from_age=Param(300, "months", "age from which people are admitted", (216, 360), "assumed", "D",
                       "eighteen by statute; usual after the army or some years of work", dtype="i4"),
        to_age=Param(660, "months", "age up to which people are admitted", (600, 720), "assumed", "D",
                     "admission in old age is rare", dtype="i4"),
        wavering=Param(0.3, "1", "standing of the wavering class against the core", (0.1, 0.6), "assumed", "D",
                       "class decides on admission; by how much is not counted"),
        hostile=Param(0.02, "1", "standing of the hostile class against the core", (0, 0.1), "assumed", "D",
                      "next to none"),
        women=Param(0.35, "1", "standing of women against men", (0.2, 0.7), "assumed", "D",
                    "about a quarter of members are taken to be women"),
        soldiers=Param(3, "1", "standing of soldiers against civilians", (1, 6), "assumed", "D",
                       "membership is what a man hopes to bring home from his service"),
        officials=Param(20, "1", "standing of officials against other civilians", (5, 100), "assumed", "D",
                        "offices are for members: who rises to one without is admitted soon"),
    )  # fmt: skip
    decisions = ("party.admit",)
    examples = [
        dict(rule=standing, args=(0, 0, 3, 0.3, 0.02, 0.35, 3.0, 20.0), result=1.0),
        dict(rule=standing, args=(5, 0, 3, 0.3, 0.02, 0.35, 3.0, 20.0), result=0.105),
    ]

    def account(self, land: Any, p: Any, month: Any) -> None:
        if month.moy == 1:
            wanted = max(float(p.size) - float(land.tally.members), 0)
            land.admission[...] = min(wanted / max(float(land.tally.candidates) / 1024, 1), 1)


@span
def count(born, traits, status, work, party, n, p, month, members, candidates, weight):  # type: ignore[no-untyped-def]
    """Each January cells report members and candidates, and members who are officials hold an office."""
    if month % YEAR != i4(0):
        return
    for u in range(n.shape[0]):
        known = hopeful = i4(0)
        for i in range(n[u]):
            age = i4(i4(month) - i4(born[u, i]))
            if party[u, i] != u1(0):
                known = i4(known + i4(1))
                if work[u, i] == OFFICIAL:
                    party[u, i] = OFFICE
            elif age >= p.from_age and age < p.to_age:
                s = standing(traits[u, i], status[u, i], work[u, i], p.wavering, p.hostile, p.women,
                             p.soldiers, p.officials)  # fmt: skip
                hopeful = i4(hopeful + i4(s * PARTS))
        members[()] += i8(known) * i8(weight[u])
        candidates[()] += i8(hopeful) * i8(weight[u])


@span
def admit(born, traits, status, work, party, soul, n, p, month, admission, key_admit):  # type: ignore[no-untyped-def]
    """Admission by threshold: the same lot admits more people in a year in which the Party grows."""
    hit = np.empty(WIDTH, np.uint8)
    top = admission[0] * max(max(p.soldiers, p.officials), ONE)
    if top <= ZERO or month % YEAR != FEBRUARY:
        return
    for u in range(n.shape[0]):
        m, c = n[u], i4(0)
        for i in range(m):
            d = u1(draw(key_admit, soul[u, i]) < top)
            hit[i] = d
            c = i4(c + i4(d))
        if c:
            for i in range(m):
                age = i4(i4(month) - i4(born[u, i]))
                if not hit[i] or party[u, i] != u1(0) or age < p.from_age or age >= p.to_age:
                    continue
                s = standing(traits[u, i], status[u, i], work[u, i], p.wavering, p.hostile, p.women,
                             p.soldiers, p.officials)  # fmt: skip
                if draw(key_admit, soul[u, i]) < admission[0] * s:
                    party[u, i] = MEMBER
