"""A wish, a plan and a crossing are three things: each stops where the next mechanism is taken out."""

import numpy as np
import pytest

from tumen.country import SCHEDULE
from tumen.mechanism import Schedule
from tumen.scenes.stage import Stage

MANY_WISH = {"leaving.base": 0.8, "leaving.knows": 0.5, "leaving.belief": 0, "leaving.w_self": 0, "leaving.w_family": 0}
NO_WAIT = {"confidants.patience": 0, "confidants.gives_up": 0, "crossing.ice_go": 1, "crossing.guards": 0}
EARLY = {"confidants.tells": 1, "confidants.distress": 1, "confidants.delay": 6}


def lived(schedule: Schedule, given: dict[str, float], count: int = 2) -> Stage:
    stage = Stage(schedule, MANY_WISH | NO_WAIT | given)
    stage.months(count)
    return stage


def test_a_wish_without_a_plan_leads_nowhere():
    stage = lived(SCHEDULE.minus("confidants"), {})
    assert stage.tally("attempts_expected").sum() > 0, "people would go"
    assert not stage.arrays["plan"].any() and stage.happened("crossing.crossed") == 0


def test_a_plan_without_a_river_to_cross_stays_a_plan():
    stage = lived(SCHEDULE.minus("crossing"), {})
    assert stage.happened("confidants.planned") > 0 and stage.happened("crossing.crossed") == 0


def test_who_tells_nobody_or_late_goes_as_others_do():
    """What is told in the last hours changes nobody's way: the same people cross, and more of them have told."""
    never, late = (lived(SCHEDULE, {"confidants.tells": 0, "confidants.tells_late": x}) for x in (0, 1))
    assert never.country.hash() == late.country.hash()
    assert late.happened("confidants.told_home") > never.happened("confidants.told_home")


@pytest.mark.parametrize("kind", ["told_home", "distressed"])
def test_who_tells_early_has_told_before_the_plan_is_made(kind):
    stage = lived(SCHEDULE, EARLY, count=1)
    codes = {name: code for code, name in stage.country.kinds.items()}
    events = stage.events[0]
    told = events.kind == codes[f"confidants.{kind}"]
    assert told.any()
    for soul in np.unique(events.soul[told]):
        order = [int(k) for k in events.kind[events.soul == soul]]
        assert order.index(codes[f"confidants.{kind}"]) < order.index(codes["confidants.planned"])
