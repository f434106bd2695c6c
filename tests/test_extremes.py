"""What must happen at the ends of the scale: the model can be pushed there, and says what follows."""

from functools import cache

import numpy as np
import pytest

from tumen import load
from tumen.books import Ledger
from tumen.country import build
from tumen.persons import flat
from tumen.simulate import months

EXPECTED = 2.0**-30  # persons: what summed chances are counted in
PEOPLE = 20e6
COMPLIES = 2


@cache
def lived(*settings: str, until: str = "1999-12", look: str = ""):
    """Tallies by month of a country under these figures, the books closed every month; and private loyalty of the
    grown in the month `look`, as (sum of weight x loyalty, sum of weight)."""
    country = build(load("history").with_overrides(settings), 1, "25k", threads=2)
    ledger, kept, loyalty = Ledger(country), {}, (0.0, 0.0)
    for moment in months(country, until=until, census="none"):
        assert not (wrong := ledger.close()), wrong
        for name, values in country.tallies.items():
            kept.setdefault(name, []).append(values.sum() if values.size > 400 else values.copy())
        if moment.month.label == look:
            seen = flat(country)
            grown = seen["age"] >= 20
            weight = seen["weight"][grown].astype(float)
            loyalty = float((seen["loyalty"][grown] * weight).sum()), float(weight.sum())
    return {name: np.stack(values) for name, values in kept.items()}, loyalty


def leavers(tallies) -> float:
    """Expected leavers per million people and year: across the river, the old way, from posts abroad."""
    names = ("attempts_expected", "old_route_expected", "flights_expected")
    years = len(tallies["shown"]) / 12
    return sum(float(tallies[name].sum()) for name in names) * EXPECTED / PEOPLE / years * 1e6


def shown(tallies, first: int, last: int) -> float:
    """Mean grade of what grown people show, over these months."""
    by_grade = tallies["shown"][first:last].sum(axis=(0, 1, 2))
    return float((by_grade * np.arange(4)).sum() / by_grade.sum())


def test_fed_uninformed_and_believing_people_stay():
    """The old route remains: fewer than five a year in a million."""
    tallies, _ = lived("rations.kept=1", "media.smuggling=0", "propaganda.broken=0", "propaganda.unmask=0")
    assert 0 < leavers(tallies) < 5, leavers(tallies)
    assert leavers(lived()[0]) > 100 * leavers(tallies), "and in history they do not stay"


TERROR = ("surveillance.certain@1997-01..1998-12=1", "penal.extreme@1997-01..1998-12=1")


def test_certain_detection_changes_what_is_shown_and_risked_not_what_is_felt():
    """In the two years in which most left: the same people, the same luck, the same 24 months for all three."""
    (calm, felt), (feared, still) = (lived(*s, until="1998-12", look="1998-12") for s in ((), TERROR))
    assert shown(feared, 96, 108) > shown(calm, 96, 108) + 0.2, "display goes up"
    tried = [float(t["attempts_expected"][84:108].sum()) for t in (calm, feared)]
    assert 0 < tried[1] < 0.2 * tried[0], "attempts go down by more than four fifths"
    low, high = build(load("history"), 1, "25k").declared["loyalty"].bounds
    change = (still[0] / still[1] - felt[0] / felt[1]) / (high - low)
    assert 0 < abs(change) < 0.02, f"private loyalty moves by {change:.3f} of its range"


def test_without_penalties_wide_dissent_is_open_within_two_years():
    tallies, _ = lived(
        "penal.none=1", "surveillance.scale=0", "display.threat=0", "belief.mean=-1", until="1991-12"
    )  # fmt: skip
    share = tallies["units_open"] / np.maximum(tallies["units_counted"], 1)
    assert share.max() > 0.3, share
    assert (lived()[0]["units_open"] / np.maximum(lived()[0]["units_counted"], 1)).max() < 0.01, "in history it is not"


NOTHING_EARNED = (
    "court.tax=0", "court.arms=0", "court.illicit=0", "court.south=0", "court.levies=0", "court.opening=0",
    "world.free=0", "world.russia=0", "posts.missions=0", "posts.workers=0",
)  # fmt: skip


def test_no_hard_currency_no_gifts():
    tallies, _ = lived(*NOTHING_EARNED, until="1993-12")
    assert tallies["gifts_given"].sum() == 0
    assert lived()[0]["gifts_given"].sum() > 0


SHUT = ("crossing.closed=1", "market.border_open=0", "goods.open=0", "media.border_open=0", "world.closure=0",
        "posts.open=0", "china.closed=1")  # fmt: skip
ENDS = {
    "everybody in the Party": (("party.all_in=1", "party.size=3e7"), "1993-12"),
    "nobody in the Party": (("party.none_in=1", "party.size=0"), "1993-12"),
    "a border closed from 1990": (SHUT, "1999-12"),
    "a leader who dies every month": (("succession.dies=1", "succession.recorded=0"), "1999-12"),
}


@pytest.mark.parametrize("name", ENDS)
def test_the_run_ends_and_the_books_balance(name):
    settings, until = ENDS[name]
    tallies, _ = lived(*settings, until=until)  # `lived` closes the books every month
    if "everybody" in name:
        assert tallies["members"][36] > 8e6
    if "nobody" in name:
        assert tallies["members"].sum() == 0
    if "border" in name:
        assert tallies["crossings"].sum() == 0


def test_a_leader_may_die_every_year():
    """Ten deaths in ten years: each January; the run ends and its books balance, whatever the successions were."""
    from tumen.scenario import Act

    acts = tuple(
        Act(name=f"death-{y}", date=f"{y}-01", months=1, set={"succession.dies": 1}, source="assumed")
        for y in range(1990, 2000)
    )
    asked = load("history").with_overrides(["succession.recorded=0"])
    asked = asked.model_copy(update={"decrees": (*asked.decrees, *acts)})
    country = build(asked, 1, "25k", threads=2)
    ledger, outcomes = Ledger(country), []
    for moment in months(country, until="1999-12", census="none"):
        assert not ledger.close()
        if moment.month.moy == 1:
            outcomes.append(int(country.tables.arrays["rule_state"]))
    assert len(outcomes) == 10 and set(outcomes) <= {0, 1, 2, 3} and outcomes[0] > 0
