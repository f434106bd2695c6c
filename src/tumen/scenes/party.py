"""Scenes of joining and of office: what people go by when they join, and what the title alone brings."""

import numpy as np

from tumen.mechanism import Schedule
from tumen.scenes import Scene
from tumen.scenes.stage import Stage

INDUSTRY, OFFICIAL = 5, 7


def hidden_cost(schedule: Schedule) -> None:
    """Two kinds of neighbourhood: in one the members are zealous and worn out, in the other they are listless and well.
    People join where zeal is shown, and nobody who has joined puts the title down."""
    given = {"party.title": 0.05, "party.by_zeal": 1.0, "party.by_office": 0.0, "party.size": 4e6}
    stage = Stage(schedule, given, start=1)
    grown = stage.people(lambda p: (p["age"] >= 26) & (p["age"] < 50) & (p["status"] == 0))
    zealous = np.arange(len(stage.arrays["n"])) % 2 == 0
    stage.arrays["members_zeal"][:] = np.where(zealous, 255, 0)
    there = zealous[stage.at(grown)[0]]
    members = grown[stage.get("party", grown) > 0]
    candidates, near = grown[stage.get("party", grown) == 0], there[stage.get("party", grown) == 0]
    stage.put("fatigue", grown[there], 3.0)
    stage.months(1)
    joined = stage.get("party", candidates) == 1
    assert joined[near].mean() > 3 * joined[~near].mean(), "people do not go by the zeal that they see"
    assert joined.any() and not (stage.get("party", members) == 0).any(), "somebody put the title down"
    assert (stage.get("joined", candidates[joined]) == 1).all()


def title_and_office(schedule: Schedule) -> None:
    """Members in factories and members in offices, nobody in office yet: those in offices get the chairs to which
    bribes go, the title alone brings none."""
    stage = Stage(schedule)
    men = stage.people(lambda p: (p["age"] >= 30) & (p["age"] < 50) & (p["status"] == 0) & (p["grade"] < 9), 400)
    stage.put("work", stage.people(lambda p: p["work"] == OFFICIAL), INDUSTRY)
    stage.put("party", men, 1)
    stage.put("work", men, INDUSTRY)
    stage.put("work", men[::2], OFFICIAL)
    alone = men[1::2][~np.isin(men[1::2], stage.kin(men[::2]))]
    stage.months(13)  # offices are handed on in January
    stay = men[::2][stage.get("work", men[::2]) == OFFICIAL]
    stage.months(1)
    assert (stage.get("party", stay) == 2).mean() > 0.95, "who works as an official holds no office"
    assert np.nanmean(stage.get("chairs", stay)) > 0.9, "no chair for office-holders"
    assert np.nanmean(stage.get("chairs", alone)) < 0.2, "the title alone brings a chair"


SCENES = [
    Scene("P10", "people join where members look zealous, however worn out they are; nobody puts the title down",
          "party", hidden_cost),
    Scene("P12", "only those in office get the chairs to which bribes go", "party", title_and_office),
]  # fmt: skip
