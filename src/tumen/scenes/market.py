"""A scene of the market: people trade to survive, and the more the less the state gives."""

import numpy as np

from tumen.mechanism import Schedule
from tumen.scenes import Scene
from tumen.scenes.stage import Stage


def to_survive(schedule: Schedule) -> None:
    stage = Stage(schedule, {"rations.opening": 0.4, "rations.reserve": 0.5, "rations.fuel": 0.1}, start=18)
    grown = stage.people(lambda a: (a["age"] > 25) & (a["age"] < 50) & (a["status"] == 0) & (a["urban"] == 1))
    fed = stage.people(lambda a: (a["age"] > 25) & (a["age"] < 50) & (a["status"] == 0) & (a["grade"] >= 9))
    hours, of_fed = (float(np.nanmean(stage.get("hours", who))) for who in (grown, fed))
    assert hours > 1, f"people trade {hours:.1f} hours a week"
    assert hours > 3 * of_fed, f"those who draw a full ration need not: {of_fed:.1f} hours"


SCENES = [Scene("R8", "where the ration fails people trade; who is fed by the state does not", "market", to_survive)]
