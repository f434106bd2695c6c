"""Hard currency is neither made nor lost, gifts end with the money, and no grain comes from nowhere."""

from dataclasses import replace

import numpy as np
import pytest

from tumen.books import ACCOUNTS, Ledger
from tumen.country import SCHEDULE, Country, build
from tumen.mechanisms import bargain, succession, weapons
from tumen.mechanisms.court import GIFTS, SECURITY, UPKEEP, WEAPONS
from tumen.scenario import load
from tumen.scenes.court import overwhelmed_and_sobered
from tumen.simulate import Moment, months

LANDED = " barter_grain court_grain"
GRAIN = tuple(
    replace(a, came=" ".join(dict.fromkeys((a.came + LANDED).split()))) if a.thing == "grain" else a for a in ACCOUNTS
)
NO_MONEY = [f"court.{k}=0" for k in ("tax", "arms", "illicit", "south", "levies", "opening")]
NOTHING_EARNED = [*NO_MONEY, "world.free=0", "world.russia=0", "posts.missions=0", "posts.workers=0"]


def lived(*figures: str, until: str = "1991-12") -> list[tuple[Moment, float]]:
    """Months of a small country, each with the reserve before it; the books of grain are closed every month."""
    country: Country = build(load("history").with_overrides(figures), 1, "25k", threads=2)
    ledger, out = Ledger(country, GRAIN), []
    before = float(country.tables.arrays["hard_reserve"])
    for moment in months(country, until=until, census="none"):
        assert ledger.close() == []
        out.append((moment, before))
        before = float(moment.places["hard_reserve"])
    return out


@pytest.mark.parametrize(
    "figures",
    [
        (),
        ("court.survival_first=0",),
        ("court.to_grain=1", "court.gifts_to_grain=1", "world.russia=1"),
        ("court.prestige=890", "court.weapons=0.8", "court.gifts=0.5"),
        NO_MONEY,
    ],
)
def test_income_is_spending_and_change_of_the_reserve(figures: list[str]) -> None:
    for moment, before in lived(*figures):
        p = moment.places
        assert p["hard_income"].sum() - p["hard_spend"].sum() == p["hard_reserve"] - before
        assert p["hard_reserve"] >= 0 and (p["hard_spend"] >= 0).all() and (p["hard_income"] >= 0).all()


def test_without_hard_currency_nobody_is_given_anything() -> None:
    """Four years with eight holidays, in which somebody is received by the leader in every month."""
    received = [f"court.meets_{tier}=1" for tier in ("daily", "three_day", "weekly")]
    for poor in (True, False):
        given, met = 0.0, []
        for moment, before in lived(*received, *(NOTHING_EARNED if poor else ()), until="1993-12"):
            money = before + float(moment.places["hard_income"].sum())
            assert (money == 0) is poor, "nothing came in and nothing was kept, in any month"
            given += float(moment.tallies["gifts_given"].sum())
            met.append(int(moment.tallies["met"]))
        assert min(met) > 0, "the watch could have been given in every month"
        assert (given == 0) is poor, f"gifts worth {given:.0f} dollars"


@pytest.mark.parametrize(
    ("given", "breaks"),
    [
        ({"belief.image": 0}, "then less than who never met him"),
        ({"belief.awe": 0}, "while he is in awe"),
        ({"court.keeps": 0.99}, "the awe is gone"),
    ],
)
def test_a_meeting_sobers_by_the_image_and_overwhelms_by_awe(given: dict[str, float], breaks: str) -> None:
    """Each half of the scene is made by its own figure: where that is taken out, that half is not so."""
    with pytest.raises(AssertionError, match=breaks):
        overwhelmed_and_sobered(SCHEDULE, given)


def test_gifts_given_are_gifts_bought() -> None:
    bought = given = 0.0
    for moment, _ in lived():
        bought += float(moment.places["hard_spend"][2])
        given += float(moment.tallies["gifts_given"].sum())
        assert moment.places["gift_store"] == bought - given
    assert 0 < given <= bought


def spending(*figures: str) -> tuple[np.ndarray, float]:
    """Hard currency spent in half a year by use, and terror at its end."""
    months_ = [m for m, _ in lived(*figures, until="1990-06")]
    return np.sum([m.places["hard_spend"] for m in months_], axis=0), float(months_[-1].places["terror"].mean())


def test_more_terror_leaves_less_for_gifts_and_what_comes_after() -> None:
    (calm, low), (harsh, high) = spending(), spending("surveillance.base=3", "surveillance.most_terror=3")
    assert high > 1.5 * low
    assert harsh[SECURITY] > calm[SECURITY] and harsh[GIFTS] < calm[GIFTS] and harsh[UPKEEP] < calm[UPKEEP]
    assert harsh[WEAPONS] > 0.99 * calm[WEAPONS], "weapons come first, and miss only what is not saved"
    free, _ = spending("court.agencies=0")
    assert free[SECURITY] < calm[SECURITY] and free[GIFTS] > calm[GIFTS], "where nobody pays"


def test_terror_that_cannot_be_paid_is_not_held() -> None:
    spent, terror = spending(*NOTHING_EARNED)
    assert spent.sum() == 0 and terror == 0
    assert spending(*NOTHING_EARNED, "court.agencies=0")[1] > 0.8, "it would be, if it cost nothing"
    (_, half), (_, whole) = (spending(*NO_MONEY, f"surveillance.officer_cost={c}") for c in (100, 0.5))
    assert 0 <= half < whole, "and in part, where a part is paid"


def test_a_monument_as_maize_is_half_a_million_tonnes_a_year() -> None:
    bought = sum(m.places["court_grain"].sum() for m, _ in lived("court.prestige=96.3", "court.to_grain=1"))
    assert 0.5 < bought / 2 / 1e12 < 0.8  # at the prices of 1990 and 1991


@pytest.mark.parametrize(
    ("material", "money", "taught", "more"), [(50, 1, 60, True), (20.5, 1, 60, False), (50, 1, 20.5, False)]
)
def test_money_adds_warheads_only_where_money_is_the_bound(
    material: float, money: float, taught: float, more: bool
) -> None:
    assert (weapons.built(20, material, 2 * money, taught) > weapons.built(20, material, money, taught)) is more


def test_a_course_is_likelier_the_better_it_pays_and_all_add_up_to_one() -> None:
    pays = (0.0, 0.2, -0.3)
    odds = [bargain.chance(x, pays[:k] + pays[k + 1 :], 0.15) for k, x in enumerate(pays)]
    assert sum(odds) == pytest.approx(1, abs=1e-5)
    assert np.argsort(odds).tolist() == [2, 0, 1]
    worth = [bargain.cheating(0.8, 0.8, 0.5, found, 3.0, 0.3) for found in (0.0, 0.2, 1.0)]
    assert worth == sorted(worth, reverse=True), "the surer it is found out, the less cheating pays"


def test_older_leaders_die_sooner_and_a_chance_stays_a_chance() -> None:
    odds = [succession.dies_by_age(age, 1.7) for age in (30, 45, 60, 75, 90)]
    assert odds == sorted(odds)
    low, same, high = (succession.moved(0.88, by) for by in (-5, 0, 5))
    assert 0 < low < same < high < 1
    assert same == pytest.approx(0.88)
