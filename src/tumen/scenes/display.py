"""What people show, against what they think."""

from tumen.mechanism import Schedule
from tumen.scenes import Scene
from tumen.scenes.stage import Stage


def two_faces(schedule: Schedule) -> None:
    shown = {}
    for threat in (1.0, 0.0):
        stage = Stage(schedule, {"display.threat": threat}, start=1)
        grown = stage.people(lambda s: (s["age"] > 20) & (s["age"] < 55) & (s["status"] == 0))
        loyal, disloyal = grown[::2], grown[1::2]
        stage.put("loyalty", loyal, 2.0)
        stage.put("loyalty", disloyal, -2.0)
        stage.put("fear", grown, 0.5)
        stage.months(1)
        shown[threat] = [float((stage.get("display", who) >= 2).mean()) for who in (loyal, disloyal)]
    assert min(shown[1.0]) > 0.8, f"under threat nearly all comply, whatever they think: {shown}"
    assert shown[0.0][1] < shown[0.0][0] - 0.4, f"where nothing is punished the two can be told apart: {shown}"


SCENES = [
    Scene("T2b", "Under threat the disloyal show what the loyal show; without it they do not.", "display", two_faces)
]
