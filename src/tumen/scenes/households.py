"""Scenes of hunger at home: who goes without, and what is left when nothing is left."""

import numpy as np

from tumen.mechanism import Schedule
from tumen.scenes import Scene
from tumen.scenes.stage import Stage

FEMALE = 1


def she_feeds_the_child(schedule: Schedule) -> None:
    """Two homes with the same people: one has grain, the other a few kilograms for the month."""
    stage = Stage(schedule, {"households.child_first": 1.0})
    child = stage.people(lambda a: (a["age"] > 4) & (a["age"] < 9) & (a["status"] == 0) & (a["grade"] < 9), 400)
    poor, rich = child[::2], child[1::2]
    for who, grams in ((poor, 9_000), (rich, 300_000)):
        stage.put("grain", who, grams)
        stage.put("cash", who, 0)
    kin = {"poor": stage.kin(poor), "rich": stage.kin(rich)}
    grown = {name: who[stage.get("born", who) < -12 * 20] for name, who in kin.items()}
    stage.months(1)
    eaten = {k: np.nanmean(stage.get("eaten", w)) for k, w in {"poor child": poor, "rich child": rich}.items()}
    eaten |= {f"{k} grown": np.nanmean(stage.get("eaten", w)) for k, w in grown.items()}
    child_gets = eaten["poor child"] / eaten["rich child"]
    grown_get = eaten["poor grown"] / eaten["rich grown"]
    assert grown_get < 0.6, f"the grown go without: they get {grown_get:.2f} of what those have who have enough"
    assert child_gets > grown_get + 0.2, f"so that the child eats: it gets {child_gets:.2f}"


def a_child_is_offered(schedule: Schedule) -> None:
    """Months without food, nothing to sell, no money: a child is offered; people curse, and a stranger may give."""
    given = {"distress.offer": 0.1, "distress.give": 1.0, "distress.patience": 1.0, "distress.shame": 0.5}
    stage = Stage(schedule, given | {"rations.opening": 0.4, "rations.reserve": 0.5, "grain.opening_farm": 0.5})
    offered, alms, shamed = 0, 0, 0
    poor = stage.people(lambda a: (a["age"] > 2) & (a["age"] < 10) & (a["grade"] < 9) & (a["urban"] == 1), 2000)
    for _ in range(6):
        for name in ("grain", "cash", "goods"):
            stage.put(name, poor, 0)
        stage.put("claim", stage.kin(poor), 0)
        stage.put("claim", poor, 0)
        stage.put("hours", stage.kin(poor), 0)
        stage.months(1)
        offered += int(stage.tally("child_offered").sum())
        shamed += int(stage.tally("shamed").sum())
        alms += int(stage.tally("alms").sum())
    assert offered > 0, "a child is offered"
    assert shamed > 0, "the curses of those who pass by hold some back"
    assert alms > 0, "and a stranger gives without taking the child"


SCENES = [
    Scene("R6", "when the pot is short grown people go without so that the child eats", "households",
          she_feeds_the_child),
    Scene("R6", "nothing left to sell: a child is offered, people curse, a stranger gives", "distress",
          a_child_is_offered),
]  # fmt: skip
