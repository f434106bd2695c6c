"""Scenes of surveillance: dissent is heard of, terror answers what is reported, reports hide more than they say."""

from tumen.mechanism import Schedule
from tumen.scenes import Scene
from tumen.scenes.stage import Stage

DISSENT, SLACK, COMPLIANCE, ZEAL = 0, 1, 2, 3


def slightest_dissent(schedule: Schedule) -> None:
    """Three hundred grown people dissent openly for half a year, as many comply: who is on file, who is gone."""
    given = {"surveillance.catch_dissent": 1.0, "penal.decide": 1.0, "penal.corrupt_political": 0.0}
    s = Stage(schedule.minus("display"), given)  # what they show is put by hand
    grown = s.people(lambda a: (a["age"] > 20) & (a["age"] < 50) & (a["status"] == 0) & (a["grade"] < 9), most=600)
    dissent, comply = grown[::2], grown[1::2]
    s.put("display", dissent, DISSENT)
    s.put("display", comply, COMPLIANCE)
    s.months(6)
    filed, others = (s.happened("surveillance.investigated", who) for who in (dissent, comply))
    assert filed > 60, f"of 300 who dissent {filed} have a file"
    assert others < filed / 10, f"of 300 who comply {others} have one"
    gone = s.happened("penal.held", dissent) + s.happened("penal.camp", dissent)
    assert gone > filed / 3, f"prison or camp for {gone} of them"


def terror_answers(schedule: Schedule) -> None:
    """In one province people slacken from one month to the next: there terror rises, elsewhere it stays."""
    s = Stage(schedule.minus("display"), {"surveillance.gain": 0.05, "surveillance.bias": 0.2})
    s.months(6)
    s.put("display", s.people(lambda a: (a["province"] == 7) & (a["age"] > 16), most=100_000), SLACK)
    s.months(12)
    terror = s.arrays["terror"]
    assert terror[7] > terror[4] + 0.1, f"{terror[7]:.2f} where people slacken, {terror[4]:.2f} elsewhere"


def private_words(schedule: Schedule) -> None:
    """A third of grown people slacken and nobody says all of it; of what people think nothing arrives."""
    s = Stage(schedule.minus("display"), {"surveillance.bias": 0.5})
    s.put("display", s.people(lambda a: (a["age"] > 16) & (a["soul"] % 3 == 0), most=100_000), SLACK)
    s.put("loyalty", s.people(lambda a: (a["age"] > 16) & (a["province"] == 4), most=100_000), -4.0)
    s.months(3)
    shown = s.tally("slack_shown") / s.tally("slack_of").clip(1)
    told = s.arrays["reported"]
    assert (told > 0).all(), "nothing is reported"
    assert (told < 0.7 * shown).all(), f"reported {told.mean():.3f} of {shown.mean():.3f} shown"
    assert abs(told[4] / shown[4] - told[7] / shown[7]) < 0.1, "disloyal thoughts are not in the reports"


SCENES = [
    Scene("T1", "Open dissent ends on file and then in prison or camp; compliance does not.", "surveillance",
          slightest_dissent),
    Scene("T3", "Where more people slacken than was expected, terror rises.", "surveillance",
          terror_answers, "terror-held"),
    Scene("P13", "Reports say less than units see, and nothing of what people think.", "surveillance", private_words),
]  # fmt: skip
