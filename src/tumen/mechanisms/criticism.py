"""Criticism: the weekly session in which everybody confesses a fault and is criticised for it, and members harder.

Who decides: the union, cell or neighbourhood before which people stand once a week (life review: about an hour, RFA
2019). Everybody owns up to trifles, which count for nothing here. What counts is a fault that others have seen:
loyalty shown with slack or not at all, a case that the security organs have opened, a stall in the market. It is taken
up with a chance. The same fault weighs more on a member: it is taken up more often, and more often before all, with
repentance demanded ("seeking personal gain while being a Party member", as a neighbour of members recalls the charge).
For those outside the Party sessions are dodged: a women's union cell was found to have held one in half a year.
Here nobody is fined or believes less: what criticism does to fear, belief or a file is decided where these are kept.
Left out: who criticises whom, arrangements between friends to criticise each other mildly, Saturdays of rural cells,
and the protection that an office gives its holder.
"""

from typing import Any

import numpy as np

from tumen.mechanism import (
    PROVINCES, WIDTH, Mechanism, Param, Place, Scratch, Tally, draw, f4, i4, i8, put, rule, span, u1,
)  # fmt: skip

ZERO, ONE = f4(0), f4(1)
AT_HOME, SLACK, DISSENT = u1(0), u1(1), u1(0)
SIXTEEN_YEARS = i4(192)
CRITICISED, CONDEMNED = u1(1), u1(2)
CENTS = 100  # what an event tells: the chance in hundredths


@rule
def seen_fault(display, case, hours, stall, dissent, slack, file, trade):  # type: ignore[no-untyped-def]
    """Chance a month that what others have seen of a person is taken up; 0 where there is nothing to see."""
    shown = dissent if display == DISSENT else slack if display == SLACK else ZERO
    return shown + (file if case else ZERO) + (trade if hours >= stall else ZERO)


@rule
def charged(fault, rank, dodged, harder):  # type: ignore[no-untyped-def]
    """The chance for this person: more for a member, less for others where sessions are not held."""
    return min(fault * (harder if rank else ONE - dodged), ONE)


@rule
def verdict(rank, lot, before_all, member):  # type: ignore[no-untyped-def]
    """1 criticised in the session; 2 condemned before all and made to repent."""
    return CONDEMNED if lot < (member if rank else before_all) else CRITICISED


class Criticism(Mechanism):
    owns = dict(
        criticised=Scratch("u1", "code", "0 not, 1 criticised in the session, 2 condemned in public this month"),
        dodged=Place("f4", "1", "share of sessions for those outside the Party that are not held", over=("province",),
                     step=1 / 256),
        sessions=Tally("persons", "criticised by form (in the session, before all) and by membership",
                       over=("province", 2, 2)),
    )  # fmt: skip
    reads = "born status party display case hours soul line n province weight"
    params = dict(
        dissent=Param(0.5, "1/month", "chance that open dissent is taken up in the session", (0.1, 1), "assumed", "D",
                      "organs take it up besides, in their own way"),
        slack=Param(0.15, "1/month", "chance that slack is taken up", (0.02, 0.5), "assumed", "D",
                    "everybody must name somebody, and mild charges are preferred"),
        file=Param(0.2, "1/month", "chance that a matter under investigation is taken up", (0, 0.6), "assumed", "D",
                   "the cell is told of some of them"),
        trade=Param(0.02, "1/month", "chance that a stall in the market is taken up", (0, 0.1), "assumed", "D",
                    "what half the neighbourhood does is seldom named"),
        stall=Param(8, "h/week", "hours of trade that others cannot overlook", (4, 30), "assumed", "D", "a day a week"),
        harder=Param(2, "1", "chance of a member over others for the same fault", (1, 4), "assumed", "D",
                     "criticised more harshly: told by one neighbour of members; 1 treats all alike"),
        member=Param(0.35, "1", "share of a member's charges that are heard before all", (0.02, 0.9), "assumed", "D",
                     "forced to stand at the front and repent: told, not counted"),
        before_all=Param(0.05, "1", "the same for others", (0.01, 0.5), "assumed", "D",
                         "a warning, for an ordinary resident"),
        dodged=Param({"1990": 0.05, "1996": 0.35, "2000": 0.3}, "1", "share of others' sessions that are not held",
                     (0, 0.9), "repression_institutions", "D", "one cell that held one in half a year; the rest is"
                     " a guess: order broke down in the famine and did not come back in full"),
    )  # fmt: skip
    decisions = ("criticism.charge", "criticism.hearing")
    events = dict(
        criticised="is criticised in the weekly session",
        condemned="is condemned before all and made to repent",
    )
    examples = [
        dict(rule=seen_fault, args=(2, 0, 5.0, 8.0, 0.5, 0.15, 0.2, 0.02), result=0.0),
        dict(rule=seen_fault, args=(1, 0, 20.0, 8.0, 0.5, 0.15, 0.2, 0.02), result=0.17),
        dict(rule=seen_fault, args=(3, 1, 0.0, 8.0, 0.5, 0.15, 0.2, 0.02), result=0.2),
        dict(rule=charged, args=(0.2, 0, 0.5, 2.0), result=0.1),
        dict(rule=charged, args=(0.2, 1, 0.5, 2.0), result=0.4),
        dict(rule=verdict, args=(0, 0.2, 0.05, 0.35), result=1),
        dict(rule=verdict, args=(1, 0.2, 0.05, 0.35), result=2),
    ]

    serves = dict(P3=verdict)

    def start(self, land: Any, p: Any) -> None:
        land.dodged[:] = float(p.dodged)

    def govern(self, land: Any, p: Any, month: Any) -> None:
        land.dodged[:] = [float(p.dodged)] * PROVINCES


@span
def confess(criticised, born, status, party, display, case, hours, soul, line, n, province, weight, p, month, dodged,  # type: ignore[no-untyped-def]
            key_charge, key_hearing, log, event_criticised, event_condemned, sessions):  # fmt: skip
    """Bound first: a stall alone is taken up seldom, so that most who trade are passed by with the first draw."""
    hit = np.empty(WIDTH, np.uint8)
    minor = min(p.trade * p.harder, ONE)
    major = min((max(p.dissent, p.slack) + p.file + p.trade) * p.harder, ONE)
    for u in range(n.shape[0]):
        m, k, w, some = n[u], province[u], i8(weight[u]), i4(0)
        for i in range(m):
            criticised[u, i] = u1(0)
            grave = (display[u, i] <= SLACK) | (case[u, i] != u1(0))
            bound = major if grave else minor if hours[u, i] >= p.stall else ZERO
            d = u1(draw(key_charge, soul[u, i]) < bound)
            hit[i] = d
            some = i4(some + i4(d))
        if some:
            for i in range(m):
                adult = i4(i4(month) - i4(born[u, i])) >= SIXTEEN_YEARS
                if not hit[i] or status[u, i] != AT_HOME or not adult:
                    continue
                fault = seen_fault(display[u, i], case[u, i], hours[u, i], p.stall, p.dissent, p.slack, p.file, p.trade)
                rank = party[u, i]
                if draw(key_charge, soul[u, i]) < charged(fault, rank, dodged[k], p.harder):
                    form = verdict(rank, draw(key_hearing, soul[u, i]), p.before_all, p.member)
                    criticised[u, i] = form
                    sessions[k, i4(i4(form) - i4(1)), i4(rank != u1(0))] += w
                    put(log, soul[u, i], line[u, i], event_condemned if form == CONDEMNED else event_criticised,
                        i4(fault * f4(CENTS)), i4(0))  # fmt: skip
