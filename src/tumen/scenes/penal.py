"""Scenes of penalties: one offence, three standings; leaving; the gate before a trial."""

import numpy as np

from tumen.columns import Array
from tumen.mechanism import Schedule
from tumen.scenes import Scene
from tumen.scenes.stage import Stage

TRADE, CROSSING, BOOKS = 1, 7, 3
HOME, CAMP, HELD = 0, 3, 6
QUICK = {"penal.decide": 1.0, "penal.least": 0.0, "penal.corrupt": 0.0, "penal.corrupt_political": 0.0,
         "surveillance.scale": 0.0}  # fmt: skip


def adults(s: Stage, *, member: bool = False, tier: bool = False, most: int = 150) -> Array:
    """Grown people at home, one for many households: ordinary ones, rank-and-file members, or of the supply tiers."""
    return s.people(
        lambda a: (a["age"] > 25) & (a["age"] < 50) & (a["status"] == HOME) & ((a["grade"] >= 9) == tier)
        & (tier | (a["party"] == int(member))) & ((a["traits"] & 64) > 0), most=most,
    )  # fmt: skip


def caught_trading(schedule: Schedule) -> None:
    """The same case for 150 ordinary residents and 150 members."""
    s = Stage(schedule, QUICK)
    plain, members = adults(s), adults(s, member=True)
    for who in (plain, members):
        s.put("case", who, TRADE)
        s.put("case_age", who, 1)
    s.months(2)
    mild = s.happened("penal.warned", plain) + s.happened("penal.fined", plain)
    assert mild > 0.85 * len(plain), f"warned or fined: {mild} of {len(plain)} ordinary residents"
    hard = s.happened("penal.condemned", members) + s.happened("penal.held", members)
    assert hard > 0.7 * len(members), f"condemned or sent away: {hard} of {len(members)} members"
    assert s.happened("penal.expelled", members) > 10 and not s.happened("penal.expelled", plain), (
        "the card is at stake"
    )


def caught_leaving(schedule: Schedule) -> None:
    """Ordinary people are held for months and released; of the elite nobody returns, and the family is gone too."""
    s = Stage(schedule, {**QUICK, "penal.camp_mortality": 0.0, "penal.held_mortality": 0.0, "penal.camp_start": 0.0})
    plain, elite = adults(s, most=60), adults(s, tier=True, most=60)
    family = s.kin(elite)
    family = family[s.get("status", family) == HOME]
    for who in (plain, elite):
        s.put("case", who, CROSSING)
        s.put("case_age", who, 1)
    s.months(2)
    held = (s.get("status", plain) == HELD).mean()
    assert held > 0.4, f"held: {held:.0%} of the ordinary"
    gone = s.get("status", elite)
    assert ((gone == CAMP) | np.isnan(gone)).mean() > 0.9, "the elite are in camps or dead"
    assert (s.get("status", family) == CAMP).mean() > 0.8, "and their families in camps"
    s.months(10)
    plain_now, elite_now = s.get("status", plain), s.get("status", elite)
    assert (plain_now == HOME).mean() > 0.6, f"at home again after a year: {(plain_now == HOME).mean():.0%}"
    assert not (elite_now == HOME).any(), "nobody of the elite"


def the_gate(schedule: Schedule) -> None:
    """Two times forty of the elite with the same case: half of them have met the leader."""
    s = Stage(schedule, {**QUICK, "penal.gate_open": 0.0})
    who = adults(s, tier=True, most=80)
    met, others = who[::2], who[1::2]
    s.put("meetings", met, 1)
    s.put("meetings", others, 0)
    s.put("case", who, BOOKS)
    s.put("case_age", who, 1)
    s.months(3)
    assert (s.get("case", others) != BOOKS).mean() > 0.9, "others are tried at once"
    assert (s.get("case", met) == BOOKS).mean() > 0.9, "without a signature nobody tries those who have met him"
    s = Stage(schedule, {**QUICK, "penal.gate_open": 1.0})
    s.put("meetings", met, 1)
    s.put("case", met, BOOKS)
    s.put("case_age", met, 1)
    s.months(3)
    assert s.happened("penal.gate_opened", met) > 0.9 * len(met), "with it, they are"


SCENES = [
    Scene("P4", "Caught trading: a warning or a fine for a resident, a far bigger case for a member.", "penal",
          caught_trading, "equal-penalties"),
    Scene("T6", "Caught leaving: months of custody for the ordinary, a camp or death for the elite and their families.",
          "penal", caught_leaving, "equal-penalties"),
    Scene("G3", "Who has met the leader is tried only after a signature.", "penal", the_gate),
]  # fmt: skip
