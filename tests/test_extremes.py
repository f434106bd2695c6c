"""What must happen at the ends of the scale: the model can be pushed there, and says what follows."""

from functools import cache
from typing import NamedTuple

import numpy as np
import pytest

from tumen import load
from tumen.books import Ledger
from tumen.country import build
from tumen.mechanisms.succession import COLLAPSE, CONTESTED, ORDERLY
from tumen.persons import flat
from tumen.scenario import Act
from tumen.simulate import months

EXPECTED = 2.0**-30  # persons: what summed chances are counted in
PEOPLE = 20e6
COMPLIES = 2
OUT_OF_HEARING = 3  # codes of status from camp on


class Seen(NamedTuple):
    """Of grown people in one month: mean private loyalty, and the least belief in what the state says of those who
    hear it."""

    loyalty: float = float("nan")
    least_belief: float = float("nan")


@cache
def lived(*settings: str, until: str = "1999-12", look: str = "", believing: bool = False, lit: int = 0):
    """Tallies by month of a country under these figures, the books closed every month; and what is seen in the month
    `look`. believing: everybody begins with full trust in the state's word. lit: all of every lit-th unit dissented in
    the open last month."""
    country = build(load("history").with_overrides(settings), 1, "25k", threads=2)
    if believing:
        country.tables.arrays["credibility"][:] = 1
    if lit:
        country.tables.arrays["dissent_near"][::lit] = 255
    ledger, kept, looked = Ledger(country), {}, Seen()
    for moment in months(country, until=until, census="none"):
        assert not (wrong := ledger.close()), wrong
        for name, values in country.tallies.items():
            kept.setdefault(name, []).append(values.sum() if values.size > 400 else values.copy())
        if moment.month.label == look:
            seen = flat(country)
            grown, hears = seen["age"] >= 20, seen["status"] < OUT_OF_HEARING
            loyalty = np.average(seen["loyalty"][grown].astype(float), weights=seen["weight"][grown])
            looked = Seen(float(loyalty), float(seen["credibility"][grown & hears].min()))
    return {name: np.stack(values) for name, values in kept.items()}, looked


def leavers(tallies) -> float:
    """Expected leavers per million people and year: across the river, the old way, from posts abroad."""
    names = ("attempts_expected", "old_route_expected", "flights_expected")
    years = len(tallies["shown"]) / 12
    return sum(float(tallies[name].sum()) for name in names) * EXPECTED / PEOPLE / years * 1e6


def shown(tallies, first: int, last: int) -> float:
    """Mean grade of what grown people show, over these months."""
    by_grade = tallies["shown"][first:last].sum(axis=(0, 1, 2))
    return float((by_grade * np.arange(4)).sum() / by_grade.sum())


FED, UNINFORMED = ("rations.kept=1",), ("media.smuggling=0", "media.lend=0")
BELIEVED = (
    "propaganda.trusted=1", "propaganda.broken=0", "propaganda.unmask=0", "propaganda.meeting=0",
    "propaganda.outside=0", "propaganda.own=0",
)  # fmt: skip


def test_fed_uninformed_and_fully_believing_people_stay():
    """The old route remains: fewer than five a year in a million. Credibility is full: all begin with all of it,
    nothing draws it down, and after ten years nobody who hears the state's word has less."""
    tallies, last = lived(*FED, *UNINFORMED, *BELIEVED, look="1999-12", believing=True)
    assert last.least_belief == 1
    assert tallies["viewers"].sum() == 0 == tallies["borrowed"].sum(), "no media"
    assert 0 < leavers(tallies) < 5, leavers(tallies)
    assert leavers(lived()[0]) > 100 * leavers(tallies), "in history they do not stay"
    hungry, _ = lived(*UNINFORMED, *BELIEVED, believing=True)
    assert leavers(hungry) > 100 * leavers(tallies), "nor where they only believe, and go hungry"


TERROR = ("surveillance.certain@1997-01..1998-12=1", "penal.extreme@1997-01..1998-12=1")


def test_two_years_of_certain_detection_in_1997_and_1998_change_what_is_shown_and_risked_not_what_is_felt():
    """The extreme holds for 24 months, those in which most left: the same people, the same luck, the same window for
    attempts, display and loyalty. The window is no small print. Kept up for five years from 1990 the extreme holds half
    the nation in custody, where people are hungry, and mean loyalty moves by nearly five per cent of its range: by
    camps, not by threats (docs/decisions.md, 26)."""
    (calm, felt), (feared, still) = (lived(*s, until="1998-12", look="1998-12") for s in ((), TERROR))
    assert shown(feared, 96, 108) > shown(calm, 96, 108) + 0.2, "display goes up"
    tried = [float(t["attempts_expected"][84:108].sum()) for t in (calm, feared)]
    assert 0 < tried[1] < 0.2 * tried[0], "attempts go down by more than four fifths"
    low, high = build(load("history"), 1, "25k").declared["loyalty"].bounds
    change = (still.loyalty - felt.loyalty) / (high - low)
    assert 0 < abs(change) < 0.02, f"private loyalty moves by {change:.3f} of its range"


def opened(tallies):
    """Share of units in open dissent, month by month."""
    return tallies["units_open"] / np.maximum(tallies["units_counted"], 1)


UNPUNISHED = ("penal.none=1", "surveillance.scale=0", "belief.mean=-1")


def test_without_penalties_wide_dissent_is_open_within_two_years():
    """Nobody is found out, no case has a consequence, and most think ill of the state. Where nothing is threatened
    either, all who would speak out do at once, with nobody to look at. Where people go on reckoning with the penalties
    of old, it takes others who speak out: begun in a quarter of the units it reaches most of them where seeing it
    counts for as much as it can, and is over in a month where it counts for as little."""
    share = opened(lived(*UNPUNISHED, "display.threat=0", until="1991-12")[0])
    assert share.max() > 0.3, share
    share = opened(lived(*UNPUNISHED, until="1991-12")[0])
    assert share.max() < 0.01, "under the old threat nobody begins"
    spreads, dies = (opened(lived(*UNPUNISHED, f"display.enough={e}", until="1991-12", lit=4)[0]) for e in (20, 1))
    assert spreads[0] == dies[0] < 0.26, "begun in a quarter of the units"
    assert spreads[1:].max() > 0.6 and spreads[1:].min() > 0.3, spreads
    assert dies[1:].max() < 0.01, dies
    assert opened(lived()[0]).max() < 0.01, "in history it is not"


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


def ruled(*settings: str) -> list[tuple[int, int, float]]:
    """Who rules, the state of rule and the leader's age, in each month of ten years in which the leader dies every
    January; the books closed every month."""
    deaths = tuple(
        Act(name=f"death-{y}", date=f"{y}-01", months=1, set={"succession.dies": 1}, source="assumed")
        for y in range(1990, 2000)
    )
    asked = load("history").with_overrides(["succession.dies=0", *settings])
    asked = asked.model_copy(update={"decrees": (*asked.decrees, *deaths)})
    country = build(asked, 1, "25k", threads=2)
    ledger, out = Ledger(country), []
    for moment in months(country, until="1999-12", census="none"):
        assert not ledger.close()
        out.append(tuple(moment.places[k].item() for k in ("leader", "rule_state", "leader_age")))
    assert len(out) == 120, "the run ends"
    return out


def test_ten_deaths_make_ten_successions_where_each_is_orderly():
    """The tenth is followed by the eleventh leader; between two Januaries nobody dies and rule is as before."""
    leaders, states, ages = zip(*ruled("succession.recorded=1"), strict=True)
    assert leaders == tuple(2 + month // 12 for month in range(120)) and leaders[-1] == 11
    assert states == (ORDERLY, *(0,) * 11) * 10
    assert max(ages) < 60, "whoever follows is younger than the one who died at 77"


def test_deaths_make_successions_as_long_as_the_state_stands_and_none_after_a_collapse():
    """Outcomes are drawn. Every January in which the state stands has a death: a successor, orderly or contested, or a
    collapse. From that month on rule is marked as collapsed in every month, nobody follows and nobody dies: the last
    leader only grows older, and nothing that follows means anything."""
    lived_through = ruled("succession.recorded=0")
    leaders, states, ages = (np.array(x) for x in zip(*lived_through, strict=True))
    assert COLLAPSE in states, "with these draws the state falls within ten years"
    end = int(np.argmax(states == COLLAPSE))
    january = np.arange(120) % 12 == 0
    assert january[end] and end > 12, "it stands for a while, and falls at a death"
    assert np.isin(states[:end][january[:end]], (ORDERLY, CONTESTED)).all()
    assert (states[:end][~january[:end]] == 0).all()
    assert (leaders[:end] == 2 + np.arange(end) // 12).all(), "one more leader after each death"
    assert (states[end:] == COLLAPSE).all() and (leaders[end:] == leaders[end - 1]).all()
    assert np.allclose(np.diff(ages[end - 1 :]), 1 / 12, atol=1e-3)
