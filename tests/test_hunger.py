"""Hunger: what a given shortage does to weight, to children and to deaths."""

import numpy as np
import pytest

from kitchen import country
from tumen.mechanism import numbers
from tumen.mechanisms.demography import Demography
from tumen.mechanisms.hunger import Hunger, adult_risk, expenditure, next_reserve
from tumen.simulate import months

# Excess deaths per 1,000 in a second year by mean intake over need, from a model apart (spread between persons 0.15)
SECOND_YEAR = {0.95: 1, 0.90: 2, 0.85: 4, 0.80: 7, 0.75: 14, 0.70: 28, 0.65: 49, 0.60: 82}
FIGURES = numbers(Hunger, {k: float(q.value) for k, q in Hunger.params.items()})


def two_years(share, spread=0.15, rung="25k", **figures):
    """Excess deaths per 1,000 in the second year, shares wasted and stunted, deaths by age, mean weight."""
    c = country(rung, Demography, Hunger, kitchen__share=share, hunger__unequal=spread, demography__births_scale=0.5,
                **figures)  # fmt: skip
    deaths, seen = np.zeros((2, 20)), None
    expected = persons = 0.0
    for m in months(c, until="1991-12", census="none"):
        deaths += m.tallies["hunger_deaths"].sum(axis=0)
        if m.tallies["children"].sum():
            seen = [m.tallies[k].sum() / m.tallies["children"].sum() for k in ("wasted", "stunted")]
        if m.month.year == 1991:
            expected += m.tallies["hunger_expected"].sum() / 2**30
            persons += m.persons / 12
    live = np.arange(128) < c.tables.arrays["n"][:, None]
    return expected / persons * 1000, *seen, deaths, float(c.tables.arrays["reserve"][live].mean())


@pytest.mark.parametrize(("share", "per_thousand"), SECOND_YEAR.items())
def test_excess_deaths_grow_with_the_shortage_as_in_the_model_apart(share, per_thousand):
    # the model apart knows adults' risks alone: children's at the lowest of their range come nearest to that
    got = two_years(share, hunger__child_wasting=1.5)[0]
    assert per_thousand / 1.6 < got < per_thousand * 1.6


def test_a_fed_country_dies_on_schedule_and_shows_the_background_of_2017():
    excess, wasted, stunted, _, weight = two_years(1.0)
    assert excess < 0.5
    assert 0.015 < wasted < 0.04
    assert 0.1 < stunted < 0.22
    assert 0.98 < weight < 1.05


def test_no_deaths_of_hunger_where_food_is_plenty():
    assert two_years(1.25)[3].sum() == 0


def test_the_very_young_and_the_old_die_first():
    _, wasted, _, deaths, _ = two_years(0.8)
    assert 0.1 < wasted < 0.25  # 16 % in 1998
    assert 0.1 < deaths[:, :2].sum() / deaths.sum() < 0.45
    assert deaths[:, 13:].sum() / deaths.sum() > 0.15


def test_half_rations_for_six_months_cost_a_quarter_of_the_weight():
    """Minnesota: about 1,570 of 3,490 kcal for 24 weeks took a quarter of the weight (Keys 1950)."""
    p, w = FIGURES, np.float32(1)
    for part in (1, 1, 1, 1, 1, 0.5):
        pace = np.float32(part) * p.pace
        w = next_reserve(w, np.float32(0.45), expenditure(w, p.power, p.lean, p.saving), pace, p.least, p.most)
    assert w == pytest.approx(0.75, abs=0.05)


def test_risk_by_body_mass_index_is_that_of_the_cohorts():
    risks = [adult_risk(np.float32(b), FIGURES.bmi_thin, FIGURES) for b in (21, 18, 16.5, 15.99, 12)]
    np.testing.assert_allclose(risks[:4], [1, 1.3, 1.6, 2.2], rtol=0.02)
    assert risks[4] > 30


def test_weight_comes_back_when_food_does():
    c = country("25k", Demography, Hunger, kitchen__share=0.75)
    list(months(c, until="1991-12", census="none"))
    live = np.arange(128) < c.tables.arrays["n"][:, None]
    thin = c.tables.arrays["reserve"][live].mean()
    c.timeline["kitchen.share"] = [1.0] * len(c.timeline["kitchen.share"])
    list(months(c, until="1993-12", census="none"))
    live = np.arange(128) < c.tables.arrays["n"][:, None]
    assert thin < 0.88 and c.tables.arrays["reserve"][live].mean() > 0.97


def test_thin_women_bear_fewer_children():
    births = {}
    for share in (1.0, 0.65):
        c = country("25k", Demography, Hunger, kitchen__share=share)
        births[share] = sum(int(m.tallies["births"].sum()) for m in months(c, until="1992-12", census="none"))
    assert births[0.65] < 0.8 * births[1.0]
