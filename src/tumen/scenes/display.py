"""What people show, against what they think."""

from tumen.mechanism import Schedule
from tumen.scenes import Scene
from tumen.scenes.stage import Stage


def two_faces(schedule: Schedule) -> None:
    shown = {}
    for threat in (1.0, 0.0):
        stage = Stage(schedule, {"display.threat": threat})
        grown = stage.people(lambda s: (s["age"] > 20) & (s["age"] < 55) & (s["status"] == 0))
        stage.put("loyalty", grown[::2], 2.0)
        stage.put("loyalty", grown[1::2], -3.0)
        stage.put("fear", grown, 0.3)
        stage.months(1)
        shown[threat] = [float((stage.get("display", who) >= 2).mean()) for who in (grown[::2], grown[1::2])]
    loyal, disloyal = shown[1.0]
    assert loyal > 0.85 and disloyal > 0.85, f"under threat all comply, whatever they think: {shown}"
    assert shown[0.0][1] < 0.5 < shown[0.0][0], f"where nothing is punished the two can be told apart: {shown}"


SCENES = [
    Scene("T2b", "Under threat the disloyal show what the loyal show; without it they do not.", "display", two_faces)
]
