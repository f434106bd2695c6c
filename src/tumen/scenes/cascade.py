"""Open dissent that takes the threat from those who see it."""

from tumen.mechanism import Schedule
from tumen.scenes import Scene
from tumen.scenes.stage import Stage


def many_cannot_be_punished(schedule: Schedule) -> None:
    dissent = {}
    for seen in (0, 255):
        stage = Stage(schedule, {"display.threat": 1.0})
        grown = stage.people(lambda s: (s["age"] > 20) & (s["age"] < 55) & (s["status"] == 0))
        stage.put("loyalty", grown, -3.0)
        stage.put("fear", grown, 0.3)
        stage.arrays["dissent_near"][:] = seen  # as if last month nobody, or everybody, had dissented
        stage.months(1)
        dissent[seen] = float((stage.get("display", grown) == 0).mean())
    assert dissent[0] < 0.02, f"alone hardly anybody speaks out, however disloyal: {dissent}"
    assert dissent[255] > 0.3, f"where all around do, the threat is gone: {dissent}"


SCENES = [
    Scene("T4", "The disloyal keep still where nobody speaks out, and do not where all around them do.", "cascade",
          many_cannot_be_punished)
]  # fmt: skip
