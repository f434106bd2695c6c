"""Scenes of the South: a guard for rank, a child who settles, kin who are asked, and what a newcomer sees."""

from tumen.columns import Array
from tumen.mechanism import Schedule
from tumen.scenes import Scene
from tumen.scenes.stage import Stage

HOME, SOUTH, KIN = 0, 5, 10
STILL = {"posts.open": 0.0, "posts.base": 0.0001}  # nobody else is on the way
FOREST, ASSEMBLIES, DISABLED, INCOME = 2, 3, 4, 0


def come(s: Stage, *, rank: bool = False, least: float = 25, most: float = 50, number: int = 40) -> Array:
    """People who arrive in the South this month: of rank, or ordinary ones; of an age."""
    who = s.people(
        lambda a: (a["age"] >= least) & (a["age"] < most) & (a["status"] == HOME) & ((a["grade"] >= 9) == rank)
        & (rank | (a["party"] == 0)), most=10_000,
    )  # fmt: skip
    who = who[:: max(len(who) // number, 1)][:number]
    s.put("status", who, SOUTH)
    s.put("away", who, 0)
    return who


def bodyguard(schedule: Schedule) -> None:
    """Eight months on an official of rank has police with him; somebody from a village has an officer to call."""
    guarded = []
    for rank in (True, False):
        s = Stage(schedule, STILL)
        come(s, rank=rank)
        s.months(8)
        settled = int(s.tally("settled"))
        assert settled > 0, "nobody has settled"
        guarded.append(int(s.tally("guarded")) / settled)
    assert guarded[0] > 0.95 and guarded[1] < 0.05, f"under guard: {guarded}"


def beside(schedule: Schedule) -> None:
    """Trees, protests, support for the disabled, income: the South beside the North."""
    s = Stage(schedule, STILL, start=1)
    south, north = s.arrays["reference"]
    assert south[FOREST] > north[FOREST] > 0, f"forest: {south[FOREST]}, {north[FOREST]}"
    assert south[ASSEMBLIES] > 1000 and north[ASSEMBLIES] == 0, "assemblies"
    assert south[DISABLED] > 0 > north[DISABLED], "support for the disabled; nothing is known of the North"
    assert south[INCOME] > 3 * north[INCOME] and float(s.arrays["gap"]) > 1, "income"


def left_behind(schedule: Schedule) -> None:
    """Kin of officials who left are investigated nearly all; of the kin of ordinary people most are left in peace."""
    asked = []
    for rank in (True, False):
        s = Stage(schedule, {**STILL, "south.kin_public": 0.1})
        who = come(s, rank=rank)
        kin = s.people(lambda a: (a["age"] > 17) & (a["status"] == HOME))
        s.months(1)
        noticed = s.happened("south.kin_investigated") + s.happened("south.left_in_peace")
        assert noticed > len(who) / 2, f"kin of whom anything is known: {noticed} of {len(kin)}"
        asked.append(s.happened("south.kin_investigated") / noticed)
    assert asked[0] > 0.75 and asked[1] < 0.4, f"investigated: {asked}"


def the_child(schedule: Schedule) -> None:
    """A child who was brought along is at home there after two years; the grandmother is not."""
    share = []
    for least, most in ((4, 9), (55, 65)):
        s = Stage(schedule, STILL)
        come(s, least=least, most=most)
        s.months(24)
        settled = int(s.tally("settled"))
        assert settled > 0, "nobody has settled"
        share.append(int(s.tally("assimilated")) / settled / 1000)
    assert share[0] > 0.5 and share[1] < 0.25, f"settled in: {share}"


SCENES = [
    Scene("X6", "protection in the South by rank", "south", bodyguard),
    Scene("X8", "what strikes a newcomer, in figures", "south", beside),
    Scene("X9", "what befalls those left behind", "south", left_behind),
    Scene("X10", "a child settles faster than the old", "south", the_child),
]
