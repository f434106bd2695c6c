"""Measures where the answer is known by hand, and that they change no bit of a run."""

from types import SimpleNamespace

import numpy as np
import pytest

from tumen.claims.measures import observers, watch
from tumen.claims.measures.counted import Exits
from tumen.claims.measures.matching import matched, slope, spearman, spread, thirds
from tumen.claims.measures.plates import households
from tumen.claims.measures.riches import Riches, south_a_day, top_mean
from tumen.columns import ENGINE, WIDTH, Column
from tumen.country import build
from tumen.mechanisms import market, rations
from tumen.scenario import load
from tumen.simulate import months

ONES = np.ones(8)


def test_matching_compares_inside_cells_and_counts_by_the_treated():
    values = np.array([1.0, 2.0, 10.0, 10.0, 14.0, 99.0])
    treated = np.array([True, False, True, True, False, True])
    cell = np.array([1, 1, 2, 2, 2, 3])  # the third cell has nobody to compare with
    assert matched(values, treated, cell, np.ones(6)) == pytest.approx((-1 - 4 - 4) / 3)
    assert np.isnan(matched(values, treated, np.arange(6), np.ones(6)))


def test_rank_correlation_counts_persons_and_shares_places():
    assert spearman(np.arange(8.0), np.arange(8.0) ** 3, ONES) == pytest.approx(1)
    assert spearman(np.array([1.0, 2, 3]), np.array([3.0, 2, 1]), np.array([5.0, 1, 5])) == pytest.approx(-1)
    once = spearman(np.array([1.0, 2, 2, 3]), np.array([2.0, 1, 1, 4]), np.ones(4))
    assert spearman(np.array([1.0, 2, 3]), np.array([2.0, 1, 4]), np.array([1.0, 2, 1])) == pytest.approx(once)
    assert np.isnan(spearman(ONES, np.arange(8.0), ONES))


def test_spread_thirds_and_slope():
    assert spread(np.array([0.0, 2.0]), np.array([1.0, 1.0])) == pytest.approx(1)
    assert thirds(np.arange(9.0), np.ones(9)).tolist() == [0, 0, 0, 1, 1, 1, 2, 2, 2]
    group = np.array([0, 0, 1, 1])
    assert slope(np.array([5.0, 3.0, 9.0, 7.0]), np.array([0.0, 1, 4, 5]), group, np.ones(4)) == pytest.approx(-2)


def test_a_members_household_that_eats_a_fifth_less_than_its_like_is_found():
    """Four households of two in one village: a member's has 400 g each, its like 500 g; the office-holder's 600 g."""
    members = np.array([1, 0, 0, 0, 2, 0, 0, 0])
    people = {
        "home": np.repeat(np.arange(4), 2), "eaten": np.repeat([400.0, 500.0, 600.0, 500.0], 2),
        "need": np.repeat([800.0, 500.0, 500.0, 500.0], 2), "party": members,
        "age": np.tile([40.0, 38.0], 4), "hours": np.tile([20.0, 0.0], 4), "woman": np.tile([0, 1], 4),
        "work": np.full(8, 3), "province": np.zeros(8, np.int64), "urban": np.zeros(8, np.int64), "weight": ONES,
        "at_home": ONES > 0, "tier": ONES == 0,
    }  # fmt: skip
    found = households(people, per_gram=4.0, other=0.0)
    assert found["kcal"] == found["trader"] == pytest.approx(-0.2)
    assert found["fed"] == pytest.approx(-0.5)
    assert found["office"] == pytest.approx(0.2)
    assert np.isnan(found["seen"]), "nobody lives where the witness lived"


def test_the_richest_hundredth_is_counted_by_persons_and_whoever_stands_at_the_edge_in_part():
    assert top_mean(np.arange(100.0), np.ones(100)) == pytest.approx(99)
    assert top_mean(np.arange(100.0), np.ones(100), share=0.015) == pytest.approx((99 + 0.5 * 98) / 1.5)
    assert top_mean(np.array([5.0, 1.0]), np.array([1.0, 999.0])) == pytest.approx((5 + 9 * 1) / 10)
    assert south_a_day() == pytest.approx(31_902 / 365), "World Bank, 2019"


def three_people(claim: list[int]) -> SimpleNamespace:
    """A country of one unit of three people, as far as `flat` reads it, who hold no office and claim this."""
    declared = {name: ENGINE[name] for name in ("soul", "line", "house")} | {
        "born": Column("i2", "month", "birth"), "claim": rations.Rations.owns["claim"],
        "chairs": market.Market.owns["chairs"],
    }  # fmt: skip
    arrays = {name: np.zeros((1, WIDTH), d.dtype) for name, d in declared.items()}
    arrays |= {name: np.zeros(1, np.int32) for name in ("place", "province", "weight")}
    arrays["n"] = np.array([len(claim)])
    arrays["claim"][0, : len(claim)] = claim
    geo = SimpleNamespace(border=np.zeros(1), urban=np.zeros(1))
    return SimpleNamespace(tables=SimpleNamespace(arrays=arrays), declared=declared, geo=geo, month=None,
                           mechanisms={"rations": rations.Rations()})  # fmt: skip


def test_income_of_a_household_is_shared_and_told_at_three_rates():
    """Two homes: a worker paid 3,650 won a month with a grandmother, and an official of the daily tier with a watch of
    730 dollars; he trades nothing, and is owed 30 kg, of which the counter has half."""
    where = SimpleNamespace(home=np.array([0, 0, 1]), province=np.zeros(3, np.int64), work=np.array([0, 1, 2]))
    people = {
        "at_home": ONES[:3] > 0, "province": where.province, "home": where.home, "work": where.work,
        "hours": np.zeros(3), "grade": np.array([6, 6, 11]), "traits": np.array([64, 0, 64]),
        "weight": np.array([49.5, 49.5, 1]),
    }  # fmt: skip
    look = SimpleNamespace(people=lambda moment: people)
    land = {"honoured": np.full((1, 7), 32768), "price": np.array([1000.0]), "pay": np.array([3650, 0, 7300]),
            "hour_pay": np.zeros(1), "graft_pay": np.zeros(1), "dollar": 100.0, "world": 50.0,
            "gift_of": np.array([0, 0, 0, 365.0, 0])}  # fmt: skip
    riches = Riches(three_people(claim=[0, 0, 3000 << int(rations.BITS) | rations.DAILY]), look)
    for moy in (2, 4, 6, 12):
        riches.add(SimpleNamespace(month=SimpleNamespace(year=2019, moy=moy), places=land))
    won = (7300 + 15 * 1000) * 12 / 365
    found = riches.figures()
    assert found["X7.market"] == pytest.approx(won / 100 + 2)
    assert found["X7.state"] == pytest.approx(won / 107 + 2)
    assert found["X7.grain"] == pytest.approx(won / 1000 * 0.5 + 2), (
        "a kilogram costs 1,000 won here, half a dollar there"
    )
    assert found["X7.market.south"] == pytest.approx(found["X7.market"] / south_a_day())


@pytest.fixture(scope="module")
def watched():
    country = build(load("history"), 3, "25k")
    watching = watch(country)
    for moment in months(country, until="1997-03", census="none"):
        for observer in watching:
            observer.add(moment)
    return country, watching, {k: v for o in watching for k, v in o.figures().items()}


def test_measures_change_no_bit(watched):
    country = build(load("history"), 3, "25k")
    for _ in months(country, until="1997-03", census="none"):
        pass
    assert country.hash() == watched[0].hash()


def test_what_a_run_says_of_plates(watched):
    figures = watched[2]
    assert 0.1 < figures["R3.bought"] < 1
    assert "R3.fall" not in figures, "2013 has not come"
    assert figures["R3.seen"] > figures["R3.nation"], "the northeast buys more: its rations stopped first"
    assert abs(figures["P6.kcal"]) < 0.2
    fresh = build(load("history"), 3, "25k")
    assert not {f for o in observers(fresh) for f in o.figures()}, "nothing was seen, nothing is said"


def test_each_family_says_what_its_claims_ask_for_and_nothing_else(watched):
    for family in watched[1]:
        assert {name.split(".")[0] for name in family.figures()} <= family.claims, type(family).__name__
    asked = watch(build(load("history"), 3, "25k"), ("R7", "P6"))
    assert {type(o).__name__ for o in asked} == {"TopAndBottom", "MembersTable"}


def test_who_tried_three_times_and_came_through_made_three_attempts_and_succeeded_once():
    """Two at the border: one is caught twice in 2001 and crosses in 2003, in the South by 2005; the other is shot."""
    kinds = {1: "crossing.crossed", 2: "crossing.caught", 3: "crossing.shot", 4: "south.arrived"}
    exits = Exits(SimpleNamespace(kinds=kinds, listen=lambda: None), object())
    exits._groups["border"] = np.array([7, 9], np.uint64), np.array([50.0, 50.0])
    exits._heads["border"] = 1000.0
    for year, moy, who, what in ((2001, 2, 7, 2), (2001, 9, 7, 2), (2002, 1, 9, 3), (2003, 3, 7, 1), (2005, 1, 7, 4)):
        month = SimpleNamespace(year=year, moy=moy, index=(year - 1990) * 12 + moy - 1)
        exits.add(SimpleNamespace(month=month, told=[np.array([[who, 0, what, 0, 0]], np.uint32)]))
    said = exits.figures()
    assert said["X5.attempts.border"] == pytest.approx(1e4 * 4 * 50 / 1000)
    assert said["X5.success.border"] == 0.5 and said["X5.tried.border"] == 2
