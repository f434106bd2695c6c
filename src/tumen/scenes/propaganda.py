"""Praise on state pay, a voice never heard in the South, a promise held against a plate, words to a hungry unit."""

import numpy as np

from tumen.mechanism import Array, Schedule
from tumen.scenes import Scene
from tumen.scenes.stage import Stage


def _grown(a: dict[str, Array]) -> Array:
    who: Array = (a["age"] > 25) & (a["age"] < 55) & (a["status"] == 0)
    return who


def writers_are_paid_to_praise(schedule: Schedule) -> None:
    """The same writers, once thought enough by half and once far too few: the old works are taken away."""
    views = []
    for half in (400, 30):
        stage = Stage(schedule, {"propaganda.archive": 0, "propaganda.half": half}, start=1)
        writers = stage.people(lambda a: _grown(a) & (a["grade"] >= 9), 40)
        public = stage.people(lambda a: _grown(a) & (a["grade"] < 9))
        for _ in range(8):
            stage.put("post", writers, 1)
            stage.months()
        assert stage.tally("writers_paid") > 0, "no writer was paid"
        assert stage.arrays["praise"] > 0.3, "what they wrote was not heard"
        views.append(np.nanmean(stage.get("loyalty", public)))
    assert views[1] > views[0] + 0.01, f"more praise did not raise belief: {views}"


def a_voice_said_to_be_southern(schedule: Schedule) -> None:
    """It convinces those who know nothing of the South, and costs the paper its credit with those who do."""
    views, credit = [], []
    for share in (0, 0.5):
        given = {"propaganda.fabricate": share, "propaganda.unmask": 0.2, "media.fade": 0}
        stage = Stage(schedule, given, start=1)
        people = stage.people(_grown, 2000)
        knowing, unknowing = people[::2], people[1::2]
        for _ in range(8):
            stage.put("knowledge", knowing, 1)
            stage.put("knowledge", unknowing, 0)
            stage.months()
        views.append(np.nanmean(stage.get("loyalty", unknowing)))
        credit.append(np.nanmean(stage.get("credibility", knowing)))
    assert views[1] > views[0], "the voice from the South moved nobody"
    assert credit[1] < credit[0] - 0.03, "those who knew the South believed the paper as before"


def the_party_devotes_itself_to_the_people(schedule: Schedule) -> None:
    """Housewives in towns through the first half of 1998: all hear the same words, some have far less on the plate."""
    stage = Stage(schedule, start=96)
    women = stage.people(
        lambda a: _grown(a) & (a["urban"] > 0) & (a["work"] == 8) & (a["party"] == 0) & (a["grade"] < 9)
    )
    stage.put("credibility", women, 0.9)
    plates = np.zeros(len(women))
    for _ in range(7):
        stage.months()
        plates += stage.get("eaten", women) / 7
    spent = 0.9 - stage.get("credibility", women)
    low, high = np.nanquantile(plates, (0.33, 0.67))
    fed, poor = plates >= high, plates <= low
    assert plates[poor].mean() < 0.9 * plates[fed].mean(), "nobody went short"
    lost = np.nanmean(spent[fed]), np.nanmean(spent[poor])
    assert lost[1] > lost[0] + 0.03, f"the promise cost nothing on an empty plate: {lost}"


def loudest_when_rations_stop(schedule: Schedule) -> None:
    """Units in which members live hear them more when people of the unit go hungry."""
    stage = Stage(schedule, start=1)
    before = stage.arrays["agitation"].astype(float)
    hungry = np.arange(len(before)) % 2 == 0
    stage.arrays["hungry_near"][:] = np.where(hungry, 255, 0)
    stage.months()
    after = stage.arrays["agitation"].astype(float)
    spoke = after > 0
    assert stage.tally("agitated").sum() > 0, "no member spoke to the unit"
    assert after[hungry & spoke].mean() > 2 * after[~hungry & spoke].mean(), "hunger did not make them louder"


SCENES = [
    Scene("L1", "Writers on state pay fill the paper, and the more of them, the more is believed.", "propaganda",
          writers_are_paid_to_praise),
    Scene("L2", "Praise said to come from the South is believed until the South is known.", "propaganda",
          a_voice_said_to_be_southern),
    Scene("L5", "Who has little on the plate ceases to believe that the Party devotes itself to the people.",
          "propaganda", the_party_devotes_itself_to_the_people),
    Scene("P5", "Members tell their unit to endure, loudest where people go hungry.", "propaganda",
          loudest_when_rations_stop),
]  # fmt: skip
