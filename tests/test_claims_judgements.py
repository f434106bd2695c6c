"""Judgements and contested statements: odds with their size, ties, and what would change them."""

from types import SimpleNamespace

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from tumen.claims.answers import all_of, media
from tumen.claims.drivers import drivers
from tumen.claims.judgements import DISCOUNTS, HEIRS, NO_TALKS, ODDS, ORDERS, WITHOUT, heirs, odds, told_by
from tumen.claims.measures import ends
from tumen.claims.measures.plates import TopAndBottom
from tumen.claims.plan import runs
from tumen.claims.tests import figure
from tumen.mechanisms import succession


def test_a_contested_share_of_films_is_that_of_both_orders():
    """Hardship takes 0.4 and films 0.1 alone; together they take 0.6: the tenth that needs both is halved."""
    runs = {"base": {"I10.loyalty": 0.4}, "rations-kept": {"I10.loyalty": 0.9}, "no-media": {"I10.loyalty": 0.6},
            "fed-no-media": {"I10.loyalty": 1.0}}  # fmt: skip
    assert media(runs) == pytest.approx((0.5 * (0.2 + 0.1)) / 0.6)


def test_a_judgement_has_odds_and_the_size_beside_them():
    """The partner's going makes more lean months in 15 of 20 draws: odds of 0.75, whatever the size."""
    runs = [{"base": {"W4.lean": 0.2}, "partner-leaves": {"W4.lean": 0.24 if k < 15 else 0.19}} for k in range(20)]
    found = odds(ODDS["W4"], runs, [], [{}] * 20)
    low, high = found["interval"]
    assert found["share"] == 0.75 and 0.5 < low < 0.75 < high < 0.9 and found["median"] == pytest.approx(1.2)
    assert odds(ODDS["W4"], [], [], [])["share"] is None


def exports(freeze: float, relief: float = 9.7) -> dict[str, dict[str, float]]:
    return {"no-talks": {"W8.exports": 1.7}, "freeze": {"W8.exports": freeze}, "relief": {"W8.exports": relief}}


def test_a_tie_supports_neither_and_is_told():
    """A freeze brings as much as relief in 15 of 20 draws, more in one and less in four."""
    found = odds(ODDS["W8"], [exports(9.7)] * 15 + [exports(9.8)] + [exports(4.0)] * 4, [], [{}] * 20)
    assert (found["share"], found["ties"]) == (0.05, 0.75)
    assert found["median"] == pytest.approx(9.7 / 1.7), "against neither freeze nor relief"


@pytest.mark.parametrize("row", ["W8", "W10"])
def test_without_a_freeze_means_a_run_in_which_there_is_none(row):
    (without,) = (r for r in runs() if r.run == NO_TALKS)
    assert without.sets == {"bargain.play": 0} and row in without.claims
    with_freeze = {"W8.exports": 9.7, "W10.then": 66.0}
    figures = {"base": with_freeze, "freeze": with_freeze, "relief": with_freeze,
               "no-talks": {"W8.exports": 1.7, "W10.then": 117.0}}  # fmt: skip
    assert ODDS[row].size(figures) != 1, "the base may have a deal of its own"


def test_odds_for_each_discount_follow_from_those_under_one():
    """Odds under half of legitimacy, carried over, are those of the model's own rule under each other value."""
    def rule(discount: float) -> tuple[float, ...]:
        p = SimpleNamespace(backing=3.0, discount=discount, outsider=0.3, appears=1)
        return succession.Succession()._heirs(SimpleNamespace(popularity=[0.2] * 11), p)

    at = 0.5
    runs_ = {"base": dict(zip(("S2.shown", "S2.line", "S2.other"), rule(at), strict=True)) | {"S2.discount": at}}
    for discount in DISCOUNTS:
        told = [heirs(name, discount)(runs_) for name, _ in HEIRS]
        assert told == pytest.approx(rule(discount)) and sum(told) == pytest.approx(1)


@pytest.mark.parametrize("stands, by", [(0.88, 0.1), (0.83, -1.0), (0.5, 0.0), (0.6, -2.0)])
def test_odds_by_what_the_elite_shows_are_moved_as_the_model_moves_them(stands, by):
    assert ends.moved(stands, by) == pytest.approx(succession.moved(stands, by), abs=1e-5)


def test_what_the_elite_shows_is_compliance_or_zeal_in_the_tiers_alone():
    shown = np.zeros((11, 3, 4))
    shown[:, 0, 0], shown[3, 2] = 1000, (1, 1, 5, 3)
    assert ends.shown_by_elite(shown) == pytest.approx(0.8)


def test_inequality_of_plates_splits_into_tiers_and_public():
    """One in the tiers eats 1.2, the public 0.8 and 0.6 of need: the parts come to the whole."""
    plates = TopAndBottom.__new__(TopAndBottom)
    plates.said = {}
    plates._take("1997", np.array([1.2, 0.8, 0.6]), np.array([True, False, False]), np.ones(3))
    parts = {k.split()[0]: 4 * v for k, v in plates.said.items()}  # one look of four
    assert parts["between"] + parts["public"] == pytest.approx(parts["theil"]) and parts["public"] > 0
    assert parts["fed"] == pytest.approx(2.6 / 3)


def test_judgements_tell_what_would_change_them():
    """S1 by year and by what the elite shows, S2 by discount, T4 and T5 by what would have to be otherwise."""
    base = {f"S1.{k}.{y}": 0.3 for k in ("orderly", "contested", "collapse") for y in range(2025, 2031)}
    base |= {f"S1.orderly.elite.{k}": k / 100 for k in (50, 75, 90, 100)} | {"S1.elite": 0.95}
    base |= {"S2.shown": 0.5, "S2.line": 0.4, "S2.other": 0.1, "S2.discount": 0.5}
    base |= {"R4.deaths": 7e5, "W10.now": 60.0, "T2.loyal.2019": 0.6}
    run = {"base": base} | {name: base | {"T4.open": 0.5} for name in (*ORDERS, *WITHOUT)}
    told = {a["id"]: a for a in all_of([run] * 20, [], [{}] * 20)}
    for row, key, least in (("S1", "also", 18 + 5), ("S2", "also", 15), ("T4", "changes", 3), ("T5", "changes", 15)):
        assert len(told[row][key]) == least and all(part["draws"] == 20 for part in told[row][key]), row


@given(st.lists(st.sampled_from([0.0, 1.0]), min_size=1, max_size=80))
def test_what_never_came_is_not_never(came):
    low, high = told_by(came)
    share = sum(came) / len(came)
    assert 0 <= low <= share <= high <= 1 and high > 0 and low < 1, "a handful of draws proves neither"


def test_a_driver_stands_out_from_luck():
    """Thirty parameters, twenty draws: the one that makes the outcome is named, of thirty others seldom one."""
    named, luck = 0, np.random.default_rng(5)
    for _ in range(40):
        points = [{f"p{k:02d}": float(luck.uniform()) for k in range(30)} for _ in range(20)]
        made = drivers(figure("x"), [{"base": {"x": p["p07"]}} for p in points], points)
        assert next(iter(made.items())) == ("p07", 1.0)
        named += bool(drivers(figure("x"), [{"base": {"x": float(luck.uniform())}} for _ in points], points))
    assert named <= 6, f"chance named a driver in {named} of 40 trials"
