"""Besides the plate, a meeting with the leader and voices from outside draw down what the state's word is worth."""

import numpy as np

from tumen.country import SCHEDULE
from tumen.scenes.stage import Stage

DAILY, OFFICIAL, RETIRED, HOME, NONE = 11, 7, 9, 0, 0


def highest_officials(odds: float) -> tuple[float, list[float]]:
    """Officials of the daily tier, who are fed whatever happens, received with these odds in January 1990 alone.

    What share of them were, and the mean of their credibility after one, two and twelve months.
    """
    stage = Stage(SCHEDULE, {"court.meets_three_day": 0, "court.meets_weekly": 0, "court.meets_daily": odds})
    who = stage.people(lambda a: (a["grade"] == DAILY) & (a["work"] == OFFICIAL) & (a["status"] == HOME))
    believed = []
    for more in (1, 1, 10):
        stage.months(more)
        stage.put("post", who, NONE)
        stage.put("work", who, RETIRED)  # nobody is received again
        believed.append(float(np.nanmean(stage.get("credibility", who))))
    return float(np.nanmean(stage.get("meetings", who) > 0)), believed


def test_who_has_met_the_leader_trusts_his_word_less_and_loses_it_once():
    (received, met), (_, never) = highest_officials(1), highest_officials(0)
    assert received > 0.8, "few were received"
    lost = np.subtract(never, met)
    assert lost[0] > 0.05, "the man was as the paper has him"
    assert lost[0] >= lost[1] > lost[2] > 0, f"it is lost once, and comes back slowly: {lost}"


def viewers(outside: float) -> tuple[float, float]:
    """Credibility after a year of neighbours, half of whom see a smuggled film each month; of both halves."""
    quiet = {"media.show": 0.0004, "media.across": 0.0012, "media.wear": 0.01, "propaganda.fabricate": 0}
    stage = Stage(SCHEDULE, quiet | {"media.replay": 1, "media.caution": 0, "propaganda.outside": outside})
    people = stage.people(lambda a: (a["age"] > 25) & (a["age"] < 55) & (a["status"] == HOME) & (a["grade"] < 9))
    stage.put("shelf", people[::2], 1)
    stage.months(12)
    a, b = (float(np.nanmean(stage.get("credibility", who))) for who in (people[::2], people[1::2]))
    return a, b


def test_a_year_of_films_from_the_south_costs_the_paper_some_credit_unless_the_figure_is_nought():
    seen, unseen = viewers(0.02)
    assert seen < unseen - 0.05, "a real voice beside the paper changed nothing"
    seen, unseen = viewers(0)
    assert abs(seen - unseen) < 0.005, "with the figure at nought those with films trust it as others do"
