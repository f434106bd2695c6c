"""A scene of the leader's word: a dated decree changes how the country is run."""

from tumen.mechanism import Schedule
from tumen.scenario import Act
from tumen.scenes import Scene
from tumen.scenes.stage import Stage

WORKER = 5


def the_word_is_law(schedule: Schedule) -> None:
    decree = Act(name="double-pay", date="1990-03", set={"money.wage": 200.0}, source="assumed")
    ruled, left = Stage(schedule, decrees=[decree]), Stage(schedule)
    pay = []
    for stage in (ruled, left):
        stage.months(2)
        before = int(stage.arrays["pay"][WORKER])
        stage.months(1)
        pay.append((before, int(stage.arrays["pay"][WORKER])))
    assert pay[0][0] == pay[1][0] > 0, "nothing changes before the decree"
    assert pay[0][1] == 2 * pay[1][1] > 0, "and the office pays what it says from its month on"


SCENES = [Scene("L3", "a decree doubles pay from its month on, and not before", "money", the_word_is_law)]
