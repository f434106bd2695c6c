"""Succession: a leader ages and dies, a circle agrees on the next one or does not.

Who decides: after a death, the elite; before it, nobody. Leaders of the record die by decree (July 1994, December 2011)
and their successions were orderly, as recorded. After 2025 the chance of death is that of men of that age in the North
times a factor for health that nobody outside can know. What follows is drawn from base rates: of dictators who died in
office, 87 to 92 in a hundred left a regime that stood a year later (Kendall-Taylor & Frantz 2016), moved by what the
dead man's court could see: loyalty *shown* by the tiers, which is not loyalty (Wintrobe 1990), and gifts. It is
contested or collapses otherwise. What follows a collapse is not modelled: `rule_state` says so from that month on, the
months that follow mean nothing, and no result should be read from them.
Who comes next is a contest of three columns with no names: one who is shown in public, of the line, a woman; another of
the line; one not of it. A line said to pass through men, and a following, are weighed by one figure between 0 and 1,
because the public views contradict each other; the result is odds for each value of it, never a prediction.
The one who is shown has a popularity by province, of an institution and not of a child: charm of the new that wears
off, and privilege in sight (clothes, tests instead of school) that offends where people go short, by as much as the
state's own counts say they do. Both signs of the second are within its range.
Left out: plots, wills, regents, foreign hands, the person.
"""

from functools import cache
from typing import Any

import numpy as np

from tumen.mechanism import PROVINCES, Mechanism, Param, Place, exp_, log_, table

ORDERLY, CONTESTED, COLLAPSE = 1, 2, 3
SHOWN, LINE, OTHER = range(3)
TIERS, COMPLIES = 2, 2
MONTHS = 12
LEAST, MOST = 1e-4, 1 - 1e-4
NO_GIFT = 0.01  # of the usual: below it fewer gifts no longer tell


@cache
def death_odds() -> dict[int, float]:
    """Monthly chance of death of men in the North by age from which it holds, 2020-25."""
    return {
        int(r["age_group_start"]): float(r["monthly_death_prob"])
        for r in table("leader_actuarial")
        if r["population"] == "North Korea men" and r["period"] == "2020-2025"
    }


def dies_by_age(age: float, health: float) -> float:
    """Chance of death this month."""
    odds = death_odds()
    return min(1.0, health * odds[max((a for a in odds if a <= age), default=min(odds))])


def moved(base: float, by: float) -> float:
    """A chance moved up or down on the scale of odds."""
    odds = max(LEAST, min(MOST, base)) / (1 - max(LEAST, min(MOST, base))) * float(exp_(np.float32(by)))
    return odds / (1 + odds)


def outcome(luck: float, orderly: float, collapses: float) -> int:
    """What a number in [0, 1] makes of it: orderly first, then contested, then collapse."""
    if luck < orderly:
        return ORDERLY
    return CONTESTED if luck < orderly + (1 - orderly) * (1 - collapses) else COLLAPSE


def heir_of(luck: float, shown: float, line: float) -> int:
    """On whom of the three columns a number in [0, 1] falls."""
    return SHOWN if luck < shown else LINE if luck < shown + line else OTHER


def charm(stands: float, fades: float, privilege: float, hunger: float, offends: float) -> float:
    """Popularity a month later: the charm of the new fades, privilege in sight takes more where more go short."""
    return max(-1.0, min(1.0, stands * (1 - fades) - offends * privilege * hunger))


def short(needed: int, eaten: int) -> float:
    """Share of the grain needed that was not eaten."""
    return max(0.0, 1 - eaten / needed) if needed > 0 else 0.0


class Succession(Mechanism):
    owns = dict(
        leader=Place("i4", "number", "which leader rules, 1 the first", over=(), start=1),
        leader_born=Place("f4", "month", "month of birth of the leader, from January 1990", over=(), digits=6),
        leader_age=Place("f4", "years", "age of the leader", over=(), digits=5),
        follows=Place("i4", "code", "who followed last: 0 by the record or nobody, 1 the one shown, 2 another of the"
                      " line, 3 one not of it", over=()),
        rule_state=Place("i4", "code", "0 as before, 1 orderly succession this month, 2 contested, 3 collapse: nothing"
                         " after it is modelled", over=()),
        popularity=Place("f4", "1", "popularity of the visible candidate by province", over=("province",), step=1/1024),
        shown_for=Place("i4", "months", "since when a candidate is shown in public", over=()),
        heir=Place("f4", "1", "odds of who would follow: the one shown, another of the line, one not of it",
                   over=(3,), digits=4),
        standing_odds=Place("f4", "1", "chance that a succession this month would be orderly, contested, collapse",
                            over=(3,), digits=4),
    )  # fmt: skip
    reads = "shown needed eaten_grams generosity"
    params = dict(
        first_age=Param(77.7, "years", "age of the leader in January 1990", (20, 100), "succession_base_rates", "D",
                        "born on 15 April 1912, common knowledge"),
        dies=Param({"1990": 0, "1994-07": 1, "1994-08": 0, "2011-12": 1, "2012-01": 0}, "1",
                   "1: the leader dies this month, by decree or by the record", (0, 1), "succession_base_rates", "D",
                   "both dates are common knowledge", dtype="i4"),
        health=Param({"1990": 0, "2026": 1.7}, "1", "chance of death over that of men of the age; 0: the record stands",
                     (0, 5), "leader_actuarial", "D", "a heavy smoker: 1.5 to 2, recalled"),
        recorded=Param({"1990": 1, "2012": 0}, "1", "1: a succession is orderly, as recorded; 0: it is drawn", (0, 1),
                       "succession_base_rates", "D", "both were", dtype="i4"),
        stands=Param(0.88, "1", "chance that the regime stands a year after a natural death", (0.85, 0.93),
                     "succession_base_rates", "B"),
        collapses=Param(0.4, "1", "share of the rest that is collapse, not contest", (0.1, 0.9), "assumed", "D",
                        "no count tells the two apart"),
        loyal=Param(2.0, "logit", "what all of the tiers' show of loyalty adds over the usual", (0, 5), "assumed", "D",
                    "a coalition holds while all see all hold (Svolik 2012); the size is free"),
        usual=Param(0.95, "1", "usual share of the tiers that shows loyalty", (0.5, 1), "assumed", "D",
                    "open slack is rare at the top"),
        gift=Param(0.2, "logit", "what gifts add, for each e-fold over the usual", (0, 1),
                   "Bueno de Mesquita et al. 2003", "D", "private goods hold a small coalition; the size is free"),
        usual_gift=Param(10000, "USD/year", "usual gifts to a household of the highest tier", (1000, 1e5),
                         "elite_supply", "D", "what the gift budget comes to by the gradient of holiday supply"),
        heir_named=Param(-0.7, "logit", "an heir not grown up or not accepted, over a grown son shown for years",
                         (-3, 1), "assumed", "D", "both earlier heirs were grown sons"),
        next_age=Param({"1990": 53.4, "2000": 27.9, "2012": 40}, "years", "age of whoever follows", (12, 75),
                       "succession_base_rates", "D",
                       "births as most told; after 2011 nobody can know, and it decides how soon the next death is"),
        discount=Param(0.5, "1", "legitimacy that a woman of the line lacks, 0 none, 1 all", (0, 1), "assumed", "D",
                       "one diplomat says that the line passes through men; the South's service names her first"),
        backing=Param(3.0, "1", "weight of the one who is shown, before discount and popularity, over another of the"
                      " line", (0.1, 10), "assumed", "D", "shown since November 2022"),
        outsider=Param(0.3, "1", "weight of one not of the line, over another of the line", (0, 3), "assumed", "D",
                       "never happened there"),
        appears=Param({"1990": 0, "2022-11": 1}, "1", "1 from when a candidate is shown in public", (0, 1),
                      "assumed", "D",
                      "common knowledge", dtype="i4"),
        novelty=Param(0.5, "1", "popularity at first sight", (0, 1), "assumed", "D", "a diplomat: people were charmed"),
        fades=Param(0.03, "1/month", "how fast the charm of the new fades", (0, 0.2), "assumed", "D",
                    "half in two years; a rival cause to privilege"),
        dress=Param({"1990": 0, "2022-11": 1}, "1", "privilege in sight; 0 in plain dress", (0, 1), "assumed", "D",
                    "clothes and tests instead of school, as told"),
        offends=Param(0.05, "1/month", "popularity that full privilege takes in a month where all food is missing",
                      (-0.05, 0.2), "assumed", "D", "free, and of free sign: splendour may please"),
    )  # fmt: skip
    decisions = ("succession.death", "succession.outcome", "succession.heir")
    examples = [
        dict(rule=dies_by_age, args=(42.0, 1.0), result=0.000275),
        dict(rule=dies_by_age, args=(66.5, 2.0), result=0.004074),
        dict(rule=moved, args=(0.5, 0.0), result=0.5),
        dict(rule=outcome, args=(0.5, 0.88, 0.4), result=ORDERLY),
        dict(rule=outcome, args=(0.9, 0.88, 0.4), result=CONTESTED),
        dict(rule=outcome, args=(0.99, 0.88, 0.4), result=COLLAPSE),
        dict(rule=heir_of, args=(0.6, 0.5, 0.3), result=LINE),
        dict(rule=charm, args=(0.5, 0.1, 0.0, 0.3, 0.05), result=0.45),
        dict(rule=charm, args=(0.5, 0.0, 1.0, 0.2, 0.05), result=0.49),
        dict(rule=short, args=(1000, 800), result=0.2),
    ]

    def start(self, land: Any, p: Any) -> None:
        land.leader_born[...] = -int(float(p.first_age) * MONTHS)
        land.leader_age[...] = float(p.first_age)

    def account(self, land: Any, p: Any, month: Any) -> None:
        land.leader_age[...] = (month.index - int(land.leader_born)) / MONTHS
        self._popularity(land, p)
        land.heir[:] = self._heirs(land, p)
        orderly = self._orderly(land, p)
        land.standing_odds[:] = (orderly, (1 - orderly) * (1 - float(p.collapses)), (1 - orderly) * float(p.collapses))
        if int(land.rule_state) == COLLAPSE:
            return
        land.rule_state[...] = 0
        if int(p.dies) or land.luck["succession.death"] < dies_by_age(float(land.leader_age), float(p.health)):
            drawn = outcome(land.luck["succession.outcome"], orderly, float(p.collapses))
            land.rule_state[...] = ORDERLY if int(p.recorded) else drawn
            if int(land.rule_state) != COLLAPSE:
                self._follow(land, p, month)

    def _follow(self, land: Any, p: Any, month: Any) -> None:
        land.leader[...] += 1
        land.leader_born[...] = month.index - int(float(p.next_age) * MONTHS)
        land.leader_age[...] = (month.index - int(land.leader_born)) / MONTHS
        if not int(p.recorded):
            land.follows[...] = 1 + heir_of(
                land.luck["succession.heir"], float(land.heir[SHOWN]), float(land.heir[LINE])
            )

    def _popularity(self, land: Any, p: Any) -> None:
        t, shown = land.tally, int(p.appears)
        for k in range(PROVINCES):
            stands = float(land.popularity[k]) if int(land.shown_for) else float(p.novelty)
            hunger = short(int(t.needed[k]), int(t.eaten_grams[k]))
            later = charm(stands, float(p.fades), float(p.dress), hunger, float(p.offends))
            land.popularity[k] = later if shown else 0
        land.shown_for[...] = int(land.shown_for) + 1 if shown else 0

    def _heirs(self, land: Any, p: Any) -> tuple[float, ...]:
        """Odds of the three columns: backing, less what legitimacy lacks, by popularity among all provinces alike."""
        liked = sum(float(x) for x in land.popularity) / PROVINCES
        first = float(p.backing) * (1 - float(p.discount)) * (1 + liked) if int(p.appears) else 0.0
        total = first + 1 + float(p.outsider)
        return (first / total, 1 / total, float(p.outsider) / total)

    def _orderly(self, land: Any, p: Any) -> float:
        """Chance that the next succession is orderly, by what the court can see of its own circle."""
        seen = land.tally.shown[:, TIERS]
        everybody, loyal = int(seen.sum()), int(seen[:, COMPLIES:].sum())
        share = loyal / everybody if everybody else float(p.usual)
        gifts = max(float(land.generosity) / float(p.usual_gift), NO_GIFT)
        by_gifts = float(p.gift) * float(log_(np.float32(gifts)))
        by_heir = 0.0 if int(p.recorded) else float(p.heir_named)
        return moved(float(p.stands), float(p.loyal) * (share - float(p.usual)) + by_gifts + by_heir)
