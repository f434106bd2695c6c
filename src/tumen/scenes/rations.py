"""Scenes of the ration: who is served first, what a tier's diet is reckoned from, and how the public's ration stops."""

import numpy as np

from tumen.mechanism import Schedule
from tumen.scenes import Scene
from tumen.scenes.stage import Stage

PUBLIC, PRIORITY, WEEKLY, THREE_DAY, DAILY = range(5)
PYONGYANG, NORTH_HAMGYONG = 0, 9
FULL = 65536
EMPTY = {"rations.opening": 0.4, "rations.reserve": 0.5}  # little is left in the stores of 1990
ALONE = {"grain.imports": 0.0, "grain.aid": 0.0}  # and nothing comes in


def tiers_first(schedule: Schedule) -> None:
    stage = Stage(schedule, EMPTY | ALONE, start=15)
    honoured, due = stage.arrays["honoured"], stage.arrays["entitled"].astype(int)
    assert np.median(honoured[:, WEEKLY : DAILY + 1]) > 0.99 * FULL, "the tiers are served in full"
    assert np.median(honoured[:, PUBLIC]) < 0.7 * FULL, "while ordinary people are not"
    assert due[11] > due[10] > due[9] > due[:9].max(), "the daily ration is the highest; the weekly one is lavish still"


def reckoned_from_needs(schedule: Schedule) -> None:
    stage = Stage(schedule, start=2)
    protein, vitamin_a, vitamin_c = stage.arrays["diet"].T
    for nutrient in (protein, vitamin_a, vitamin_c):
        assert (nutrient >= 1).all(), "the tiers' diet holds what a grown person needs"
    assert len(set(stage.arrays["entitled"][:9])) > 4, "the public's grades are grams of cereal by age and work"


def it_stops(schedule: Schedule) -> None:
    stage = Stage(schedule, EMPTY | {"rations.fuel": 0.1}, start=9)
    honoured = stage.arrays["honoured"].astype(float) / FULL
    assert honoured[:, DAILY].min() > 0.5, "there is a counter that still serves"
    assert honoured[NORTH_HAMGYONG, PUBLIC] < 0.5 * honoured[PYONGYANG, PUBLIC], "the far northeast gets least"


SCENES = [
    Scene("R1", "when stores run low the three tiers are served in full and the public is not", "rations", tiers_first,
          "rations-kept-equal"),
    Scene("R2", "a tier's diet meets computed needs; the public has grams by age and work", "rations",
          reckoned_from_needs),
    Scene("R5", "no trains and little grain: the ration stops, in the northeast first", "rations", it_stops, "no-aid"),
]  # fmt: skip
