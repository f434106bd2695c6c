"""Two scenarios are compared by what takes effect, month by month, not by how they are written."""

import pytest

from tumen.differences import Difference, scenario_differences
from tumen.overlays import shipped
from tumen.scenario import Act, load


def figures(found: list[Difference]) -> dict[str, Difference]:
    return {d.name: d for d in found if d.kind == "figure"}


@pytest.mark.parametrize("name", sorted(shipped()))
def test_no_scenario_differs_from_itself(name: str) -> None:
    assert scenario_differences(load(name), load(name)) == []


def test_an_overlay_differs_in_what_it_says_and_from_when_it_says_it() -> None:
    found = scenario_differences(load("outlook"), load("no-russia-deal"))
    russia = figures(found)["world.russia"]
    assert russia.after == 0 and russia.before > 0
    assert russia.first == "2023-09" and russia.last == "2040-12"
    act = next(d for d in found if d.kind == "decree")
    assert (act.name, act.before, act.first) == ("no-barter", None, "2023-09")
    assert act.after == {"date": "2023-09", "set": {"world.russia": 0.0}}
    assert {d.kind for d in found} == {"figure", "decree"}
    assert str(act) == "decree no-barter added, from 2023-09"
    assert str(russia).endswith("to 0, from 2023-09 to 2040-12")


def test_the_way_back_is_the_other_way_round() -> None:
    there = scenario_differences(load("history"), load("no-gifts"))
    back = scenario_differences(load("no-gifts"), load("history"))
    assert [(d.name, d.before, d.after, d.first) for d in there] == [(d.name, d.after, d.before, d.first) for d in back]


def test_the_same_in_other_words_is_no_difference() -> None:
    """A decree in every month and a setting by hand have the same effect: the act is named, no figure differs."""
    history = load("history")
    by_hand = history.with_overrides(["court.gifts=0"])
    decree = Act(name="none", date="1990-01", set={"court.gifts": 0.0}, source="assumed")
    decreed = history.model_copy(update={"decrees": (*history.decrees, decree)})
    assert not figures(scenario_differences(by_hand, decreed))
    assert figures(scenario_differences(history, decreed)).keys() == {"court.gifts"}


def test_what_lies_before_a_fork_does_not_count() -> None:
    history = load("history")
    flood = Act(name="fire", date="1990-05", months=2, set={"grain.extra_loss": 0.5}, source="assumed")
    burnt = history.model_copy(update={"events": (*history.events, flood)})
    assert figures(scenario_differences(history, burnt))["grain.extra_loss"].last == "1990-06"
    assert scenario_differences(history, burnt, after="1990-06") == []
    found = figures(scenario_differences(history, burnt, after="1990-05"))["grain.extra_loss"]
    assert found.first == found.last == "1990-06"


def test_a_longer_calendar_is_said_and_compared_as_far_as_both_go() -> None:
    found = scenario_differences(load("history"), load("outlook"))
    (calendar,) = [d for d in found if d.kind == "calendar"]
    assert (calendar.before, calendar.after) == ("2025-12", "2040-12")
    assert all(d.last is None or d.last <= "2025-12" for d in found)
