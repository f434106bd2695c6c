"""Bargain: freeze for relief, who offers, who accepts, who cheats.

Who decides: two governments, each on what it expects. To 2025 the record decides: talks in 2018, a summit in Hanoi that
ended early in February 2019, none since. From then on a game is played once a month while a partner is willing.
The partner's kind is an input and not a forecast of any person: one who asks for everything before relief (as in
Hanoi), one who takes a freeze. The North compares three courses by payoff: refuse; keep a freeze; accept and go on in
part in secret. Relief is worth money, a standstill costs weapons, being found out costs the relief for good (snap-back)
and some reputation; which course pays depends on how likely detection is and how far the future counts (the problem of
commitment: Fearon 1995). Each course is chosen with a probability that grows with its payoff, so nothing is certain,
and cheating is never written in. Detection is a matter of inspectors and luck.
What anybody believes about good or bad faith, a president's own words, other partners' interests, and concessions other
than relief are left out. Any odds that come out are odds of this game under these figures.
Sources: table `dialogue_timeline`; the payoffs are assumed and belong into every report of the result.
"""

from typing import Any

import numpy as np

from tumen.mechanism import Mechanism, Param, Place, exp_

NONE, OFFERED, FREEZE, BROKEN, SNAPPED = range(5)
NO_PARTNER, ALL_FIRST, TAKES_FREEZE = range(3)
REFUSE, KEEP, CHEAT = range(3)


def keeping(relief: float, still: float) -> float:
    """Payoff of a freeze that is kept, against none: what relief is worth, less what a standstill costs."""
    return relief - still


def cheating(relief: float, still: float, hidden: float, found: float, years: float, penalty: float) -> float:
    """Payoff of a freeze with a part going on in secret: relief for as long as it lasts, less what is given up and what
    being found out costs; `found` is a chance a year, `years` how far ahead is looked."""
    lasts = 1 / (1 + found * years)
    return relief * lasts - still * (1 - hidden) - penalty * (1 - lasts)


def chance(mine: float, others: tuple[float, ...], temper: float) -> float:
    """Chance that this course is chosen among all: surer the better it pays (a logit choice)."""
    return 1 / (1 + sum(float(exp_(np.float32((x - mine) / temper))) for x in others))


def picked(luck: float, odds: tuple[float, ...]) -> int:
    """The course on which a number in [0, 1] falls."""
    for k, x in enumerate(odds[:-1]):
        if luck < x:
            return k
        luck -= x
    return len(odds) - 1


class Bargain(Mechanism):
    owns = dict(
        deal=Place("f4", "1", "state of the talks: 0 none, 1 offered, 2 freeze deal, 3 broken off, 4 snapped back",
                   over=()),
        relief=Place("f4", "1", "share of sanctions lifted", over=(), step=1/256),
        freeze=Place("f4", "1", "share of the weapons programme standing still", over=(), step=1/256),
        cheats=Place("i4", "code", "1 while a deal is broken in secret; nobody but the court can know", over=()),
        course=Place("f4", "1", "chance of refusing, keeping, cheating, as it stands this month", over=(3,), digits=4),
    )  # fmt: skip
    params = dict(
        partner=Param({"1990": 0, "2018-03": 1, "2019-11": 0, "2025-02": 2, "2029-02": 1}, "code",
                      "the partner in Washington: 0 none, 1 asks for all before relief, 2 takes a freeze", (0, 2),
                      "dialogue_timeline", "D", "to 2019 as recorded; after 2025 an input, not a forecast", dtype="i4"),
        talks=Param({"1990": 0, "2018-06": 1, "2019-03": 3}, "code",
                    "state of the talks on record, while it is not played", (0, 4), "dialogue_timeline", "B",
                    dtype="i4"),
        play=Param({"1990": 0, "2026": 1}, "1", "1: the game is played; 0: the record stands", (0, 1), "assumed", "D",
                   "what happened is not drawn again", dtype="i4"),
        imposed=Param(0, "1", "1: a freeze for relief is agreed this month, whoever sits there; a scenario's decree",
                      (0, 1), "assumed", "D", "a question, not history", dtype="i4"),
        lifted=Param(0, "1", "share of sanctions lifted whatever happens; a scenario's decree", (0, 1), "assumed", "D",
                     "a question, not history"),
        offer=Param(0.03, "1/month", "chance that an offer is made while a partner sits there", (0, 0.1), "assumed",
                    "D", "three meetings in thirteen months, and none in the six years after"),
        full=Param(0.8, "1", "share of sanctions that a freeze lifts", (0.1, 1), "assumed", "D",
                   "what was asked in Hanoi: the sanctions of 2016-17, which are nearly all that bind trade"),
        wins=Param(1.0, "1", "worth of full relief to the court", (0.2, 2), "assumed", "D",
                   "the measure of all payoffs here"),
        costs=Param(0.8, "1", "cost of a full standstill to the court", (0.1, 2), "assumed", "D",
                    "free: which of the two is larger is the matter in dispute"),
        hands_over=Param(2.0, "1", "cost of giving up what there is, over that of a standstill", (1, 5), "assumed", "D",
                         "what the first kind of partner asks"),
        hidden=Param(0.5, "1", "part of the programme that can go on in secret", (0, 1), "assumed", "D",
                     "one site was offered in Hanoi and others were known"),
        found=Param(0.15, "1/year", "chance a year that cheating is found out", (0, 1), "assumed", "D",
                    "the uranium of 1996-2002 was found after some six years, a hidden site may be sooner"),
        ahead=Param(3, "years", "how far ahead the court looks", (1, 20), "assumed", "D",
                    "the rest of a president's term"),
        penalty=Param(0.3, "1", "cost of being found out, besides relief", (0, 1), "assumed", "D",
                      "what partners do then was never seen twice"),
        temper=Param(0.15, "1", "how far from the best a choice may be", (0.02, 1), "assumed", "D",
                     "small: nearly always what pays best"),
        pause=Param(0.05, "1/month", "chance that talks may begin anew after a break or a snap-back", (0, 0.2),
                    "assumed", "D", "years"),
    )  # fmt: skip
    decisions = ("bargain.offer", "bargain.course", "bargain.found", "bargain.anew")
    examples = [
        dict(rule=keeping, args=(0.8, 0.8), result=0.0),
        # never found out: all relief for half a standstill
        dict(rule=cheating, args=(0.8, 0.8, 0.5, 0.0, 5.0, 0.3), result=0.4),
        # found out within the year as good as surely, looked at over a long time: worse than keeping
        dict(rule=cheating, args=(0.8, 0.8, 0.5, 1.0, 9.0, 0.3), result=-0.59),
        dict(rule=chance, args=(1.0, (1.0,), 0.15), result=0.5),
        dict(rule=picked, args=(0.55, (0.5, 0.3, 0.2)), result=KEEP),
        dict(rule=picked, args=(0.95, (0.5, 0.3, 0.2)), result=CHEAT),
    ]

    def govern(self, land: Any, p: Any, month: Any) -> None:
        odds = self._courses(p)
        land.course[:] = odds
        if int(p.imposed):
            self._agree(land, p, KEEP if picked(land.luck["bargain.course"], self._given(odds)) == 0 else CHEAT)
        elif int(p.play):
            self._month(land, p, odds)
        else:
            land.deal[...] = int(p.talks)
        if float(land.deal) == FREEZE and land.cheats and land.luck["bargain.found"] < float(p.found) / 12:
            land.deal[...], land.cheats[...] = SNAPPED, 0
        stands = float(land.deal) == FREEZE
        land.relief[...] = max(float(p.lifted), float(p.full) if stands else 0.0)
        land.freeze[...] = (1 - float(p.hidden) * int(land.cheats)) if stands else 0.0

    def _month(self, land: Any, p: Any, odds: tuple[float, ...]) -> None:
        """One month of the game: an offer, or the answer to one, or the end of a pause."""
        state = int(land.deal)
        if state in (BROKEN, SNAPPED) and land.luck["bargain.anew"] < float(p.pause):
            state = NONE
        elif state == OFFERED:
            course = picked(land.luck["bargain.course"], odds)
            if course != REFUSE and int(p.partner) != NO_PARTNER:
                self._agree(land, p, course)
                return
            state = BROKEN
        elif state == NONE and int(p.partner) != NO_PARTNER and land.luck["bargain.offer"] < float(p.offer):
            state = OFFERED
        land.deal[...] = state

    def _agree(self, land: Any, p: Any, course: int) -> None:
        if float(land.deal) != FREEZE:
            land.deal[...], land.cheats[...] = FREEZE, int(course == CHEAT)

    def _courses(self, p: Any) -> tuple[float, ...]:
        """Chances of refusing, keeping and cheating, with this partner."""
        relief = float(p.wins) * float(p.full)
        still = float(p.costs) * (float(p.hands_over) if int(p.partner) == ALL_FIRST else 1.0)
        keep = keeping(relief, still)
        cheat = cheating(relief, still, float(p.hidden), float(p.found), float(p.ahead), float(p.penalty))
        pays = (0.0, keep, cheat)
        return tuple(chance(x, pays[:k] + pays[k + 1 :], float(p.temper)) for k, x in enumerate(pays))

    @staticmethod
    def _given(odds: tuple[float, ...]) -> tuple[float, ...]:
        """Chances of keeping and cheating, once agreed."""
        both = max(odds[KEEP] + odds[CHEAT], 1e-9)
        return (odds[KEEP] / both, odds[CHEAT] / both)
