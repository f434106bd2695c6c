"""Scenes of residence: the pass of an office, the bought pass, the road without one; who may stay in the capital."""

from typing import Any

import numpy as np

from tumen.mechanism import Schedule
from tumen.scenes import Scene
from tumen.scenes.stage import Stage

OFFICE, FARMER, WRITER = 6, 3, 1
VETERAN, DISABLED, FEMALE, CLASS = 128, 16, 1, 12


def _interior(a: dict[str, Any]) -> Any:
    return (a["status"] == 0) & (a["age"] > 30) & (a["age"] < 45) & (a["border"] == 0) & (a["grade"] < 9)


def pass_of_the_office(schedule: Schedule) -> None:
    """All who hold an office with a pass travel, and nobody asks them for money; others pay, or go and risk a case."""
    stage = Stage(schedule, {
        "residence.office_trips": 0.5, "residence.trips": 0.1, "residence.traders": 20, "residence.hungry": 1,
        "residence.bribable": 1, "residence.boldness": 1, "residence.fee": 50, "residence.purse": 1,
    })  # fmt: skip
    writers = stage.people(lambda a: _interior(a) & (a["work"] == OFFICE), 300)
    rich = stage.people(lambda a: _interior(a) & (a["work"] == FARMER) & (a["party"] == 0), 300)
    poor = stage.people(lambda a: _interior(a) & (a["work"] == FARMER) & (a["party"] == 0), 900)[300:]
    poor = poor[~np.isin(poor, stage.kin(rich))]
    stage.put("post", writers, WRITER)
    for who, won in ((rich, 100_000), (poor, 0)):
        stage.put("cash", who, won)
        stage.put("hours", who, 20)
        stage.put("fear", who, 0)
    stage.months(1)
    assert stage.tally("journeys")[:, 0].sum() > 0, "nobody travels on the pass of an office"
    assert stage.happened("residence.pass_bought", writers) == 0, "a writer needs no bribe"
    assert stage.happened("residence.travelled", writers) == 0, "a writer does not travel without a pass"
    bought, bold = (stage.happened(f"residence.{kind}", rich) for kind in ("pass_bought", "travelled"))
    assert bought > 0 and bold == 0, "who has money pays for a pass"
    assert stage.happened("residence.travelled", poor) > stage.happened("residence.pass_bought", poor), (
        "the poor risk it"
    )
    assert stage.tally("passes_paid").sum() > 0


def banished_from_the_capital(schedule: Schedule) -> None:
    """Within a year a disabled woman's household is in the countryside; a disabled veteran's stays."""
    stage = Stage(schedule, {"residence.strength": 1, "residence.disabled": 0.1, "residence.hostile": 0})

    def adults(a: dict[str, Any]) -> Any:
        return _interior(a) & (a["traits"] & (DISABLED | CLASS) == 0)

    capital = stage.people(lambda a: adults(a) & (a["province"] == 0), 400)
    told, veterans = capital[:100], capital[100:200]
    told = told[~np.isin(told, stage.kin(veterans))]
    elsewhere = stage.people(lambda a: adults(a) & (a["province"] == 1), 100)
    for who in (told, elsewhere):
        stage.put("traits", who, stage.get("traits", who).astype(np.uint8) | DISABLED | FEMALE)
    stage.put("traits", veterans, stage.get("traits", veterans).astype(np.uint8) | DISABLED | VETERAN)
    stage.months(12)
    sent = stage.happened("residence.banished", told)
    assert sent > 0.4 * len(told), "the disabled stay in Pyongyang"
    here = stage.people(lambda a: a["province"] == 0)
    assert np.isin(told, here).mean() < 0.6, "they are somewhere else now"
    country = stage.people(lambda a: (a["province"] != 0) & (a["urban"] == 0))
    assert np.isin(told, country).mean() > 0.8 * sent / len(told) - 0.1, "in the countryside"
    assert stage.happened("residence.banished", veterans) < 0.2 * len(veterans), "a veteran is left alone"
    assert stage.happened("residence.banished", elsewhere) == 0, "elsewhere nobody minds"
    assert stage.happened("residence.banished", stage.kin(told)) > 0, "the household goes along"


SCENES = [
    Scene("T7", "A disabled woman's household is sent from Pyongyang to the countryside, a veteran's is not.",
          "residence", banished_from_the_capital),
    Scene("X1", "A writer travels on the pass of his office; others pay for one, or go without and risk a case.",
          "residence", pass_of_the_office),
]  # fmt: skip
