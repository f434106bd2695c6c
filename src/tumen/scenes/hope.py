"""The decree that gave up unification."""

import numpy as np

from tumen.mechanism import Schedule
from tumen.scenes import Scene
from tumen.scenes.stage import Stage


def the_last_thing_they_had(schedule: Schedule) -> None:
    """The same people in the same year, the promise of one country kept, and given up."""
    left = []
    for promise in (1, 0):
        stage = Stage(schedule, {"hope.unification": promise})
        people = stage.people(lambda a: (a["age"] > 20) & (a["age"] < 60))
        stage.months(12)
        left.append(stage.get("hope", people))
    both = ~np.isnan(left[0]) & ~np.isnan(left[1])
    lost = left[0][both] - left[1][both]
    assert lost.mean() > 0.05, f"the decree took no hope: {lost.mean():.3f}"
    assert (lost > 0).mean() > 0.95, "most lost none"


SCENES = [
    Scene("W9", "Unification is given up by decree, and people hope for less.", "hope",
          the_last_thing_they_had, "unification-kept"),
]  # fmt: skip
