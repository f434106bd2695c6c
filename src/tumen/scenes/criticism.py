"""A scene of the weekly session: the same fault, two outcomes."""

from tumen.mechanism import Schedule
from tumen.scenes import Scene
from tumen.scenes.stage import Stage


def same_fault(schedule: Schedule) -> None:
    """Neighbours who slackened in the same way, half of them members: members have to stand up and repent."""
    given = {"criticism.slack": 0.3, "criticism.trade": 0.0, "criticism.harder": 2.0, "criticism.member": 0.6}
    stage = Stage(schedule, given)
    slack = stage.people(lambda p: (p["age"] >= 25) & (p["age"] < 55) & (p["status"] == 0), 600)
    member, other = slack[::2], slack[1::2]
    stage.put("party", member, 1)
    stage.put("party", other, 0)
    stage.put("display", slack, 1)
    stage.months(1)
    before_all = [stage.happened("criticism.condemned", who) for who in (member, other)]
    mildly = [stage.happened("criticism.criticised", who) for who in (member, other)]
    assert before_all[0] > 4 * max(before_all[1], 1), (
        f"condemned in public: members {before_all[0]}, others {before_all[1]}"
    )
    assert sum(mildly) > 0 and mildly[1] > before_all[1], "an ordinary resident is let off with words in the session"


SCENES = [
    Scene("P3", "the same slackness: a member repents before all, a neighbour hears a word in the session", "criticism",
          same_fault),
]  # fmt: skip
