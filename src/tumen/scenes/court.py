"""Gifts, meetings, what follows from one, and what a monument costs: scenes of the court."""

from collections.abc import Mapping

import numpy as np

from tumen.columns import Array
from tumen.mechanism import Schedule
from tumen.scenes import Scene
from tumen.scenes.stage import Stage

HOME, OFFICIAL, HEAD, WEEKLY, DAILY = 0, 7, 64, 9, 11
WATCH = 11_000  # dollars, as the receiver learned later
PRESTIGE, GIFTS, FOOD = 3, 2, 4


def officials(stage: Stage, grade: int) -> Array:
    """Officials of a supply tier who are at home."""
    return stage.people(lambda a: (a["grade"] == grade) & (a["work"] == OFFICIAL) & (a["status"] == HOME))


def all_received(schedule: Schedule) -> tuple[Stage, Array, Array]:
    """A country in which all officials of the daily tier are received each month, and none of the weekly tier."""
    stage = Stage(schedule, {"court.meets_daily": 1, "court.meets_three_day": 0, "court.meets_weekly": 0})
    return stage, officials(stage, DAILY), officials(stage, WEEKLY)


def a_watch_at_the_meeting(schedule: Schedule) -> None:
    stage, received, others = all_received(schedule)
    stage.months(1)
    meetings = stage.happened("court.met")
    assert meetings == stage.happened("court.met", received) > 0.8 * len(received), "some may be abroad"
    prices = np.concatenate([e.amount[e.kind == _code(stage, "court.gift")] for e in stage.events])
    assert (prices == WATCH).sum() == meetings, "each of them is given a watch, and nobody else"
    assert stage.happened("court.met", others) == 0
    assert stage.tally("gifts_given")[4] == WATCH * stage.tally("met"), "the books have its price"
    stage.months(1)  # February, a birthday
    by_rank = stage.arrays["gift_of"][:4]
    assert (np.diff(by_rank) > 0).all() and by_rank[0] > 0, "more for who stands higher"


def _code(stage: Stage, kind: str) -> int:
    return next((code for code, name in stage.country.kinds.items() if name == kind), -1)


def a_step_up_for_the_admitted(schedule: Schedule) -> None:
    stage = Stage(schedule, {"court.meets_daily": 0, "court.meets_three_day": 0, "court.meets_weekly": 1})
    admitted, higher = officials(stage, WEEKLY), officials(stage, DAILY)
    colleagues = stage.people(lambda a: (a["grade"] == WEEKLY) & (a["work"] != OFFICIAL) & (a["status"] == HOME))
    stage.months(3)
    assert np.nanmean(stage.get("grade", admitted)) > WEEKLY + 0.7, "three-day supply after the first meeting"
    assert np.nanmean(stage.get("grade", colleagues)) < WEEKLY + 0.1, "others of the tier stay where they were"
    assert np.nanmean(stage.get("meetings", admitted) >= 1) > 0.8, "but for a few who left office in these months"
    assert np.nanmax(stage.get("meetings", higher)) == 0, "a tier that was not received has nothing of it"


def a_monument_in_hard_currency(schedule: Schedule) -> None:
    """Some months of 1990: the decree is set by hand, so that the scene need not wait for 1994."""
    given = {"court.prestige": 96.3, "court.to_grain": 0.0}
    built, fed = Stage(schedule, given), Stage(schedule, {**given, "court.to_grain": 1.0})
    plain = Stage(schedule, {"court.prestige": 0})
    for stage in (built, fed, plain):
        stage.months(6)
    spent = {s: s.arrays["hard_spend"] for s in (built, fed, plain)}
    assert abs(spent[built][PRESTIGE] * 12 / 96.3e6 - 1) < 0.01, "a twelfth of a year's decree each month"
    assert spent[plain][PRESTIGE] == 0 == spent[fed][PRESTIGE]
    assert fed.arrays["court_grain"].sum() * 12 > 4e11, "the same money is some half a million tonnes of maize a year"
    assert built.arrays["court_grain"].sum() == 0
    for stage in (built, fed, plain):
        before = float(stage.arrays["hard_reserve"][()])
        stage.months(1)
        saved = float(stage.arrays["hard_reserve"][()]) - before
        income, out = stage.arrays["hard_income"].sum(), stage.arrays["hard_spend"].sum()
        assert income - out == saved, "income is spending and change of the reserve, to the dollar"


def overwhelmed_and_sobered(schedule: Schedule, given: Mapping[str, float] | None = None) -> None:
    """Nobody is received after the first month, so that what one meeting leaves can be told: the same officials, who
    have met the leader and who have not. given: other figures, to see what makes it so."""
    stage, received, others = all_received(schedule)
    stage.months(1)
    first = np.nanmean(stage.get("awe", received))
    assert first > 0.5 and np.nanmax(stage.get("awe", others)) == 0, "overwhelmed"
    nobody = {"court.meets_daily": 0, "court.meets_three_day": 0, "court.meets_weekly": 0, **(given or {})}
    met, never = (Stage(schedule, nobody, start=1) for _ in range(2))
    met.put("awe", received, 0.6)
    met.put("meetings", received, 1)
    gain: dict[int, float] = {}
    for months in (6, 24, 48):
        for stage in (met, never):
            stage.months(months - max(gain, default=0))
        gain[months] = float(np.nanmean(met.get("loyalty", received) - never.get("loyalty", received)))
        assert np.nanmax(met.get("awe", received)) < 0.1 or months < 24, "the awe is gone after two years"
    assert np.nanmin(met.get("meetings", received)) == 1, "that he was seen stays"
    assert gain[6] > 0, f"while he is in awe he thinks more of the leader: {gain}"
    assert gain[48] < gain[24] < 0, f"then less than who never met him, and no year brings it back: {gain}"


SCENES = [
    Scene("G1", "Who meets the leader is given a watch of 11,000 dollars; the holidays bring more to who stands higher",
          "court", a_watch_at_the_meeting, "no-gifts"),
    Scene("G3", "After a first meeting the admitted are supplied a step higher; colleagues are not", "court",
          a_step_up_for_the_admitted),
    Scene("G4", "A monument takes its millions a month from hard currency; the same money would be half a million"
          " tonnes of maize a year", "court", a_monument_in_hard_currency, "grain-not-monuments"),
    Scene("L4", "A meeting overwhelms, the awe fades, and the image of who was seen is down for good", "court",
          overwhelmed_and_sobered),
]  # fmt: skip
