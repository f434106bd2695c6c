"""Scenes of China: the way on opens with those who have settled, and the border sends people back."""

from tumen.columns import Array
from tumen.mechanism import Schedule
from tumen.scenes import Scene
from tumen.scenes.stage import Stage

HOME, CHINA, SOUTH, ON_THE_WAY, CROSSING = 0, 4, 5, 7, 7
BORDER = {"china.stay": 0.35, "china.caught": 0.35, "china.campaign": 0.0, "china.taken": 0.0, "china.journey": 1.0}


def in_china(s: Stage, most: int = 200) -> Array:
    """Grown people of the border counties, one a household, put across the river."""
    who = s.people(lambda a: (a["border"] > 0) & (a["age"] >= 18) & (a["age"] < 45) & (a["status"] == HOME)
                   & ((a["traits"] & 64) == 0) & (a["grade"] < 9), most=most)  # fmt: skip
    s.put("status", who, CHINA)
    s.put("away", who, 0)
    return who


def helpers(schedule: Schedule) -> None:
    """The same people, the same river: nearly nobody gets on while nobody has settled, many once others have."""
    reached = []
    for settled in (0.0, 50_000.0):
        s = Stage(schedule, {**BORDER, "china.most": 0.35})
        if settled and "followed" in s.arrays:
            s.arrays["followed"][...] = settled
        who = in_china(s, 300)
        s.months(12)
        reached.append(int((s.get("status", who) == SOUTH).sum()))
    assert reached[1] >= 5 and reached[1] > 3 * reached[0], f"in the South after a year: {reached} of 300"


def a_month(schedule: Schedule) -> None:
    """Some are there within a month or two: with helpers and a short way, whoever has set out arrives."""
    s = Stage(schedule, BORDER)
    who = in_china(s, 40)
    s.put("post", who, ON_THE_WAY)
    s.months(2)
    there = (s.get("status", who) == SOUTH).mean()
    assert there > 0.9, f"arrived: {there:.0%}"


def sent_back(schedule: Schedule) -> None:
    """Most come home by themselves within months; those caught come home to a case."""
    s = Stage(schedule, {**BORDER, "china.campaign": 4.0, "china.caught": 0.9, "china.brief": 1.0})
    who = in_china(s)
    s.months(1)
    back = (s.get("status", who) == HOME) & (s.get("case", who) == CROSSING)
    caught = s.happened("china.sent_back", who)
    assert caught > 20 and abs(int(back.sum()) - caught) <= 2, f"sent back {caught}, with a case {back.sum()}"
    s.months(5)
    own = s.happened("china.came_back", who)
    assert own > 20, f"came home by themselves: {own}"


SCENES = [
    Scene("X2", "brokers and kin who have settled open the way to the South", "china", helpers),
    Scene("X2", "who has found helpers is in the South within weeks", "china", a_month),
    Scene("X2", "who is caught in China is sent back to a case", "china", sent_back),
]
