"""A wish, a plan and a crossing are three things: each stops where the next is not there or is barred."""

import numpy as np
import pytest

from tumen.country import SCHEDULE
from tumen.mechanism import Schedule
from tumen.scenes.leaving import EASY
from tumen.scenes.stage import Stage

GIVEN = EASY | {"leaving.base": 0.8, "leaving.knows": 0.5, "confidants.patience": 0}
EARLY = {"confidants.tells": 1, "confidants.distress": 1, "confidants.delay": 6}


def lived(schedule: Schedule, given: dict[str, float], count: int = 1) -> Stage:
    """Months of a country in which the married by the river know life outside, and neither believe nor fear."""
    stage = Stage(schedule, GIVEN | given)
    who = stage.people(lambda a: (a["status"] == 0) & (a["border"] == 1) & (a["traits"] & 2 > 0) & (a["age"] < 40), 400)
    for name, value in (("knowledge", 1), ("loyalty", -4), ("fear", 0), ("hope", 0)):
        stage.put(name, who, value)
    stage.months(count)
    return stage


def test_a_wish_without_a_plan_leads_nowhere():
    stage = lived(SCHEDULE.minus("confidants"), {})
    assert stage.tally("attempts_expected").sum() > 0, "people would go"
    assert not stage.arrays["plan"].any() and stage.happened("crossing.crossed") == 0


def test_a_closed_border_leaves_plans_and_nobody_crosses():
    stage = lived(SCHEDULE, {"crossing.closed": 1})
    assert stage.happened("confidants.planned") > 0 and stage.happened("crossing.crossed") == 0


def test_who_tells_nobody_or_late_goes_as_others_do():
    """What is told in the last hours changes nobody's way: the same people cross, and more of them have told."""
    never, late = (lived(SCHEDULE, {"confidants.tells": 0, "confidants.tells_late": x}) for x in (0, 1))
    assert never.country.hash() == late.country.hash()
    assert late.happened("confidants.told_home") > never.happened("confidants.told_home")


@pytest.mark.parametrize("kind", ["told_home", "distressed"])
def test_who_tells_early_has_told_before_the_plan_is_made(kind):
    stage = lived(SCHEDULE, EARLY)
    codes = {name: code for code, name in stage.country.kinds.items()}
    events = stage.events[0]
    told = events.kind == codes[f"confidants.{kind}"]
    assert told.any()
    for soul in np.unique(events.soul[told]):
        order = [int(k) for k in events.kind[events.soul == soul]]
        assert order.index(codes[f"confidants.{kind}"]) < order.index(codes["confidants.planned"])
