"""Scenes of posts abroad: selling on the side, pledges at home, a family that comes along, a levy in kind."""

import numpy as np

from tumen.columns import Array
from tumen.mechanism import Schedule
from tumen.scenes import Scene
from tumen.scenes.stage import Stage

HOME, ABROAD, SOUTH, ENVOY, FAMILY, LENT_BOOKS = 0, 2, 5, 4, 6, 3
TEN_YEARS = 6.0  # as long as a term may last


def envoys(s: Stage) -> Array:
    """Diplomats who are abroad now."""
    return s.people(lambda a: (a["status"] == ABROAD) & (a["post"] == ENVOY))


def cigars(schedule: Schedule) -> None:
    """Five hundred dollars do not feed a family, a thousand would: what is missing is earned on the side."""
    earned = []
    for pay in (500.0, 1200.0):
        s = Stage(schedule, {"posts.pay": pay}, start=2)
        there = envoys(s)
        assert len(there) > 10, f"diplomats abroad: {len(there)}"
        earned.append(int(s.tally("side_trade").sum()) / int(s.tally("posted")[0]))
    assert earned[0] > 100 > earned[1] / 2, f"dollars a month on the side: {earned}"


def pledges(schedule: Schedule) -> None:
    """The same doubts and the same risk; where the whole family may go along, far more is to be feared by the state."""
    chance, at_home = [], []
    for may_go in (0.0, 1.0):
        s = Stage(schedule, {"posts.families_may_go": may_go, "posts.base": 0.005, "posts.by_child": 0.0}, start=2)
        there = int(s.tally("posted")[0])
        assert there > 0, "nobody is abroad"
        chance.append(int(s.tally("flights_expected")[0]) / there)
        at_home.append(float((s.get("status", s.kin(envoys(s))) == HOME).mean()))
    assert at_home[1] < at_home[0], f"relatives at home: {at_home}"
    assert chance[1] > 1.3 * chance[0], f"chances of flight: {chance}"


def along(schedule: Schedule) -> None:
    """A case at home, and they go: whoever of the family is there is told late and goes along."""
    s = Stage(schedule, {"posts.base": 0.01, "posts.by_case": 5.0, "posts.by_doubt": 6.0, "posts.family": 0.0,
                         "posts.success": 0.95, "posts.term": TEN_YEARS, "posts.open": 0.0})  # fmt: skip
    who = s.people(lambda a: (a["grade"] >= 9) & (a["work"] == 7) & ((a["traits"] & 66) == 66), most=80)
    family = s.kin(who)
    family = family[(s.get("status", family) == HOME)]
    s.put("status", who, ABROAD)
    s.put("post", who, ENVOY)
    s.put("status", family, ABROAD)
    s.put("post", family, FAMILY)
    s.put("case", who, LENT_BOOKS)
    s.months(6)
    fled, brought = s.happened("posts.fled", who), s.happened("posts.brought", family)
    assert fled > 5, f"fled: {fled} of {len(who)}"
    assert brought > fled / 2, f"brought along: {brought} by {fled}"
    gone = s.get("status", family) == SOUTH
    assert abs(int(gone.sum()) - brought) <= 2, "who was brought along lives in the South"
    days = np.concatenate([e.amount[e.kind == kind] for e in s.events for kind, name in s.country.kinds.items()
                           if name == "posts.brought"])  # fmt: skip
    assert (days == 0).mean() > 0.3, "most learn of it in the last hours"


def toothbrushes(schedule: Schedule) -> None:
    """Diplomats are told to send everything home: it comes to the capital's traders; without the order nothing does."""
    stock = []
    for levy in (0.0, 1000.0):
        s = Stage(schedule, {"posts.levy": levy, "posts.base": 0.0001}, start=3)
        stock.append(int(s.arrays["goods_stock"][0]))
        sent = int(s.arrays["levied_goods"])
        assert (sent > 0) == (levy > 0), f"sent home in the month: {sent}"
    assert stock[1] > stock[0], f"goods with the capital's traders: {stock}"


SCENES = [
    Scene("X4", "posted abroad on little pay, and selling on the side", "posts", cigars),
    Scene("X11", "relatives held at home weigh more than one's own risk", "posts", pledges, "families-may-go"),
    Scene("X10", "the family is taken along, and most are told in the last hours", "posts", along, "families-may-go"),
    Scene("W2", "on reopening everything is to be brought home", "posts", toothbrushes, "border-stays-open"),
]
