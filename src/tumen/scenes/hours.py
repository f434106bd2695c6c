"""Scenes of duty and time: who stands in the front row, and who may not stay away."""

from typing import Any

import numpy as np

from tumen.mechanism import Schedule
from tumen.scenes import Scene
from tumen.scenes.stage import Stage

FEBRUARY = 1
HEAVY, HOUSEWIFE = 4, 8


def front_row(schedule: Schedule) -> None:
    """In the month of a big holiday members are called to represent the unit; the other neighbours look on."""
    stage = Stage(
        schedule, {"hours.call_member": 1.0, "hours.call_office": 1.0, "hours.call_other": 0.0}, start=FEBRUARY
    )
    grown = stage.people(lambda p: (p["age"] >= 18) & (p["status"] == 0))
    members = grown[stage.get("party", grown) > 0]
    others = grown[stage.get("party", grown) == 0]
    stage.months(1)
    assert stage.happened("hours.front", members) > len(members) // 2, "members do not stand in the front row"
    assert stage.happened("hours.front", others) == 0, "others are called as well"


def ill_and_hungry(schedule: Schedule) -> None:
    """Miners too thin to be well, half of them members: the others stay away from meetings, members go on and tire."""
    stage = Stage(schedule, {"hours.excuse": 1.0, "hours.bearable": 50.0, "market.forget": 0.05})
    men = stage.people(lambda p: (p["age"] >= 26) & (p["age"] < 50) & (p["status"] == 0) & (p["traits"] & 1 == 0), 400)
    member, other = men[::2], men[1::2]
    stage.put("work", men, HEAVY)
    stage.put("party", member, 1)
    stage.put("party", other, 0)
    stage.put("reserve", men, 0.75)
    stage.put("hours", men, 4.0)
    stage.months(1)
    tired, rested = np.nanmean(stage.get("fatigue", member)), np.nanmean(stage.get("fatigue", other))
    assert tired > rested + 0.1, f"members ({tired:.2f}) are no more tired than others ({rested:.2f})"
    free = np.nanmean(stage.get("hours", other)) - np.nanmean(stage.get("hours", member))
    assert free > 0.5, "meetings take no hours from trade"


def divided_work(schedule: Schedule) -> None:
    """A couple that lives from trade: he is a member and sits in meetings, so she trades more than a neighbour does
    whose husband is free in the evening."""
    given = {"market.push": 0.5, "market.learn": 0.2, "market.forget": 0.05, "hours.from_trade": 1.0}
    stage = Stage(schedule, given, start=3)
    wives = stage.people(lambda p: (p["traits"] & 3 == 3) & (p["age"] < 50) & (p["status"] == 0) & (p["urban"] == 1))
    stage.put("work", wives, HOUSEWIFE)
    groups: tuple[Any, Any] = (wives[::2], wives[1::2])
    husbands: list[Any] = []
    for group, rank in zip(groups, (1, 0), strict=True):
        kin = stage.kin(group)
        men = kin[stage.get("work", kin) > 2]
        stage.put("party", men, rank)
        stage.put("party", group, 0)
        stage.put("work", men, HEAVY)
        husbands.append(men)
    stage.months(6)
    hers = [float(np.nanmean(stage.get("hours", g))) for g in groups]
    his = [float(np.nanmean(stage.get("hours", g))) for g in husbands]
    assert his[0] < his[1] / 2, f"he trades {his[0]:.2f} hours beside his meetings, a neighbour {his[1]:.2f}"
    assert hers[0] > hers[1] * 1.1, f"wives of members trade {hers[0]:.2f} hours, wives of others {hers[1]:.2f}"


SCENES = [
    Scene("P1", "members are called to the front row at a feast; neighbours are not", "hours", front_row),
    Scene("P2", "ill and hungry miners: members go to every meeting, and tire", "hours", ill_and_hungry,
          "party-without-meetings"),
    Scene("P2", "he sits in meetings, she trades", "hours", divided_work, "party-without-meetings"),
]  # fmt: skip
