"""Comparing two systems, and seeing others starve beside one's own full plate."""

import numpy as np

from tumen.mechanism import Schedule
from tumen.scenes import Scene
from tumen.scenes.stage import Stage

STILL = {"belief.trust": 0, "belief.hope_effect": 0, "belief.relief": 0, "talk.tell": 0.01}
"""Nothing else that could move these people apart."""


def comparing_two_systems(schedule: Schedule) -> None:
    """Half of them know all of the South. Whether that lowers loyalty, raises it or neither, is one figure's sign."""
    shifts = []
    for sign in (-0.6, 0, 0.6):
        stage = Stage(schedule, {**STILL, "belief.comparison": sign, "propaganda.unmask": 0}, start=1)
        people = stage.people(lambda a: (a["age"] > 20) & (a["age"] < 50) & (a["party"] == 0) & (a["grade"] < 9), 2000)
        knowing, unknowing = people[::2], people[1::2]
        before = stage.get("loyalty", people)
        for _ in range(4):
            stage.put("knowledge", knowing, 1)
            stage.put("knowledge", unknowing, 0)
            stage.arrays["gap"][...] = 3
            stage.months()
        moved = stage.get("loyalty", people) - before
        shifts.append(np.nanmean(moved[::2]) - np.nanmean(moved[1::2]))
    assert shifts[0] < -0.2, f"comparison moved nobody: {shifts}"
    assert shifts[2] > 0.2, f"the sign is not free: {shifts}"
    assert abs(shifts[1]) < 0.1, f"knowledge acts without comparison: {shifts}"


def starving_beside_plenty(schedule: Schedule) -> None:
    """People of the supply tiers with grain at home: the neighbours of some go hungry, those of others do not."""
    stage = Stage(schedule, {**STILL, "belief.seen_hunger": -1}, start=1)
    people = stage.people(lambda a: (a["age"] > 20) & (a["age"] < 60) & (a["grade"] >= 9) & (a["status"] == 0))
    units, _ = stage.at(people)
    beside = units % 2 == 0
    before = stage.get("loyalty", people)
    for _ in range(6):
        stage.put("grain", people, 2_000_000)
        stage.arrays["hungry_near"][:] = np.where(np.arange(stage.country.units) % 2 == 0, 255, 0)
        stage.months()
    moved = stage.get("loyalty", people) - before
    assert np.nanmean(moved[beside]) < np.nanmean(moved[~beside]) - 0.15, "hunger next door left them cold"


SCENES = [
    Scene("I2", "Who knows the other system compares; what it does to loyalty is not assumed.", "belief",
          comparing_two_systems),
    Scene("I8", "Who eats well and sees others starve loses faith.", "belief", starving_beside_plenty),
]  # fmt: skip
