"""What is said in trust, who only listens, and what is written for nobody."""

import numpy as np

from tumen.mechanism import Array, Schedule
from tumen.scenes import Scene
from tumen.scenes.stage import Stage


def _grown(a: dict[str, Array]) -> Array:
    who: Array = (a["age"] > 20) & (a["age"] < 60) & (a["status"] == 0)
    return who


def people_only_listen(schedule: Schedule) -> None:
    """Doubters among believers: calm ones speak, frightened ones do not; those who hear it do not answer."""
    stage = Stage(schedule, {"talk.tell": 1, "talk.answer": 0.5}, start=1)
    everybody = stage.people(lambda a: a["age"] > 15, most=100_000)
    stage.put("loyalty", everybody, 4)
    stage.put("fear", everybody, 0)
    doubters = stage.people(lambda a: _grown(a) & (a["soul"] % 50 == 0))
    calm, afraid, believers = doubters[::2], doubters[1::2], stage.people(lambda a: _grown(a) & (a["soul"] % 50 == 1))
    stage.put("loyalty", doubters, -4)
    stage.put("display", doubters, 2)
    stage.put("fear", afraid, 1)
    stage.months()
    spoke = [stage.happened("talk.confided", who) for who in (calm, afraid, believers)]
    assert spoke[0] > 5 * max(spoke[1], 1), f"fear held nobody back: {spoke}"
    assert spoke[2] == 0, "people without doubts told of doubts"
    heard = stage.happened("talk.listened")
    assert heard >= 0.9 * sum(spoke), "those who had no doubt of their own answered with one"
    assert stage.tally("listened").sum() > 0, "nobody listened"


def a_poet_writes_for_nobody(schedule: Schedule) -> None:
    """Offices and farms: who has lost faith and still shows zeal; and in offices, who has not."""
    stage = Stage(schedule, {"talk.write": 1, "talk.tell": 0.01}, start=1)
    offices = stage.people(lambda a: _grown(a) & ((a["work"] == 7) | (a["work"] == 6)), 400)
    fields = stage.people(lambda a: _grown(a) & (a["work"] == 3), 200)
    lost, believing = offices[::2], offices[1::2]
    for who, view in ((lost, -3), (fields, -3), (believing, 3)):
        stage.put("loyalty", who, view)
        stage.put("display", who, 3)
        stage.put("fear", who, 0)
        stage.put("post", who, 0)
    zealous = lost[stage.get("display", lost) == 3]
    stage.months()
    wrote = [stage.happened("talk.wrote_in_secret", who) for who in (zealous, fields, believing)]
    assert wrote[0] > 0.9 * len(zealous), f"full zeal and hidden dissent never met in one person: {wrote}"
    assert np.nanmean(stage.get("hidden", zealous)) > 0.9, "nothing was kept"
    assert wrote[1] == wrote[2] == 0, f"those wrote who cannot or would not: {wrote}"


SCENES = [
    Scene("P9", "Doubt is said at home or to a trusted neighbour; fear silences, and most who hear it only listen.",
          "talk", people_only_listen),
    Scene("I9", "A writer who shows full zeal writes against the regime and shows it to nobody.", "talk",
          a_poet_writes_for_nobody),
]  # fmt: skip
