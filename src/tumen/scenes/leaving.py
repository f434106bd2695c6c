"""Scenes of leaving: across the river with a friend, telling at home, harm to family, and an agency that knows."""

from typing import Any

import numpy as np

from tumen.door import identity
from tumen.mechanism import Schedule
from tumen.scenes import Scene
from tumen.scenes.stage import Stage

MARRIED, FEMALE, CHINA, ALONE, FRIEND, FAMILY, COMPANY, TOLD = 2, 1, 4, 1, 2, 3, 3, 4
BOOKS, TALK, CROSSING, OFFICE, TIER = 3, 4, 7, 6, 9
CALM = {"crossing.closed": 0, "confidants.gives_up": 0, "leaving.old_soldiers": 0, "leaving.old_office": 0}
EASY = CALM | {
    "leaving.tied": 1,
    "crossing.lower": 0.5,
    "crossing.ice_go": 1,
    "crossing.water_go": 1,
    "crossing.guards": 0,
    "crossing.fee_usual": 500,
}


def _at_home(a: dict[str, Any]) -> Any:
    return (a["status"] == 0) & (a["age"] > 25) & (a["age"] < 40) & (a["grade"] < TIER)


def _by_the_river(a: dict[str, Any]) -> Any:
    return _at_home(a) & (a["border"] == 1)


def _who(a: dict[str, Any]) -> Any:
    return identity(a["line"], a["soul"])


def across_with_a_friend(schedule: Schedule) -> None:
    """Friends of one unit cross as one party; with the river closed nobody gets away; the guarded are caught."""
    stage = Stage(schedule, EASY | {"leaving.base": 0})
    friends = stage.people(lambda a: _by_the_river(a) & (a["province"] == 8), 200)
    stage.put("plan", friends, FRIEND)
    family = stage.kin(friends)
    stage.months(1)
    assert stage.happened("crossing.crossed", friends) > 0.9 * len(friends), "they cross"
    gone = stage.get("status", friends) == CHINA
    assert gone.mean() > 0.5, "and most are in China when the month is over"
    young = stage.people(lambda a: (a["status"] == 0) & (a["age"] < 14) & np.isin(_who(a), family))
    everybody = np.concatenate([family, friends])  # who came back in the same month is a grown-up at home again
    grown = stage.people(lambda a: (a["status"] == 0) & (a["age"] >= 16) & np.isin(_who(a), everybody))
    guarded = np.concatenate([stage.kin(grown), grown])
    assert np.isin(young, guarded).all(), "no child is left without a grown-up"
    assert stage.happened("crossing.brought", family) > 0, "those who would be left are taken along"
    shut = Stage(schedule, EASY | {"leaving.base": 0, "crossing.closed": 1})
    shut.put("plan", friends, FRIEND)
    shut.months(1)
    assert (shut.get("status", friends) == CHINA).sum() == 0, "a closed border lets nobody out"
    watched = Stage(schedule, EASY | {"leaving.base": 0, "crossing.guards": 60, "crossing.hold": 1, "crossing.shot": 0})
    watched.put("plan", friends, ALONE)
    watched.months(1)
    assert watched.happened("crossing.caught", friends) > 0.8 * len(friends), "guards catch them"


def whom_to_tell(schedule: Schedule) -> None:
    """Told at once: distress, delay, talk. Told late, or never: the plan goes on in secret."""

    def resolved(given: dict[str, float]) -> tuple[Stage, Any]:
        stage = Stage(schedule, EASY | {
            "leaving.base": 0.8, "leaving.word": 0, "leaving.knows": 0.5, "confidants.patience": 0, "leaving.family": 0,
            "leaving.friend": 0, "confidants.distress": 1, "confidants.delay": 6, "confidants.tells_late": 1,
            "confidants.talk": 0, "leaving.slack": 0.15,
        } | given)  # fmt: skip
        who = stage.people(lambda a: _by_the_river(a) & (a["traits"] & MARRIED > 0), 400)
        for name, value in (("knowledge", 1), ("loyalty", -4), ("fear", 0), ("hope", 0)):
            stage.put(name, who, value)
        stage.months(1)
        return stage, who

    early, who = resolved({"confidants.tells": 1})
    assert early.happened("confidants.distressed", who) > 0.05 * len(who), "who is told falls ill with worry"
    plans = early.get("plan", who)
    plans = plans[plans > 0].astype(int)
    told = plans & TOLD > 0
    assert (plans[told] >> 3 >= 5).all() and told.sum() > 0, "and the plan waits"
    secret, who = resolved({"confidants.tells": 0})
    assert secret.happened("confidants.distressed", who) == 0, "who is not told does not worry"
    faster = secret.happened("crossing.crossed", who) > early.happened("crossing.crossed", who)
    assert faster, "in secret it goes faster"
    assert secret.happened("confidants.told_home", who) > 0, "some tell hours before"
    talked, who = resolved({"confidants.tells": 1, "confidants.talk": 0.2})
    assert talked.happened("confidants.talked_about", who) > 0, "a plan that is known is talked about"


def harm_to_family(schedule: Schedule) -> None:
    """Two fears of one size: men of rank whose families would pay go less often alone, unless it did not weigh."""

    def gone(weight: float) -> tuple[int, int]:
        stage = Stage(schedule, EASY | {
            "leaving.base": 0.8, "leaving.knows": 0.5, "leaving.word": 0, "leaving.family": 0.4, "leaving.friend": 0,
            "leaving.burden": 1, "crossing.guards": 10, "leaving.w_self": 2, "leaving.w_family": weight,
            "leaving.slack": 0.15, "crossing.closed": 1, "confidants.patience": 5, "leaving.elsewhere": 0,
        })  # fmt: skip
        who = stage.people(lambda a: _by_the_river(a) & (a["traits"] & MARRIED > 0), 2000)
        for name, value in (("knowledge", 1), ("loyalty", -4), ("fear", 0.4), ("hope", 0), ("party", 2)):
            stage.put(name, who, value)
        stage.months(1)
        plans = stage.get("plan", who)
        plans = plans[plans > 0].astype(int) & COMPANY
        return int((plans == FAMILY).sum()), int((plans != FAMILY).sum())

    together, alone = gone(8)
    together_free, alone_free = gone(0)
    assert together_free > 0 and alone_free > 0, "both ways are taken"
    assert alone < 0.6 * alone_free, "who would leave the family to the camp stays"
    assert together / max(together + alone, 1) > together_free / (together_free + alone_free), "or takes it along"


def the_agency_knows(schedule: Schedule) -> None:
    """A writer whose lent books were found goes in the same month, on his pass; his colleagues stay."""
    stage = Stage(schedule, EASY | {
        "leaving.base": 0.8, "leaving.case_grave": 10, "crossing.far": 1, "crossing.near": 1, "leaving.hiding": 1,
        "leaving.family": 0, "penal.corrupt": 0, "penal.corrupt_political": 0, "leaving.knows": 0,
        "leaving.word": 0, "leaving.slack": 0.15,
    })  # fmt: skip
    office = stage.people(lambda a: _at_home(a) & (a["work"] == OFFICE) & (a["border"] == 0), 600)
    known, others = office[::2], office[1::2]
    for name, value in (("post", 1), ("loyalty", -4), ("fear", 0.2), ("hope", 0)):
        stage.put(name, office, value)
    stage.put("case", known, BOOKS)
    stage.months(1)
    gone, stayed = ((stage.get("status", who) == CHINA).mean() for who in (known, others))
    assert gone > 0.2, "an open case sends people across at once"
    assert gone > 5 * stayed, "and nobody whom the agency does not look for"


SCENES = [
    Scene("X2", "Friends of one neighbourhood cross the Tumen together; a closed or a guarded border keeps them.",
          "crossing", across_with_a_friend, "border-stays-open"),
    Scene("X3", "Who tells the plan at home at once brings distress and delay; in secret it goes on, told late.",
          "confidants", whom_to_tell),
    Scene("X11", "The harm that would befall those who stay weighs apart: people take them along, or do not go.",
          "leaving", harm_to_family),
    Scene("X12", "Once the agency knows of the lent books, a writer leaves in the same month.",
          "leaving", the_agency_knows),
]  # fmt: skip
