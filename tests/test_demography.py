"""Births, deaths, families, work and the Party: against a projection written apart, the censuses and the series."""

import numpy as np
import pytest

import projection
from kitchen import PEOPLE, country
from tumen.mechanisms import demography, families, party, work
from tumen.simulate import months

LAST = "2008-12"


@pytest.mark.parametrize("mechanism", PEOPLE, ids=lambda m: m.name)
def test_worked_examples(mechanism):
    for example in mechanism.examples:
        got = example["rule"](*example["args"])
        assert float(got) == pytest.approx(float(example["result"]), abs=1e-5), example["rule"].__name__


def test_deaths_are_interpolated_between_the_periods_without_famine():
    middle = demography.mortality_in(1997.5)
    expected = (demography.mortality_in(1987.5) + demography.mortality_in(2007.5)) / 2
    np.testing.assert_allclose(middle, expected)
    assert demography.mortality_in(1996)[0, 1] < 0.003, "the famine rows of the table must not enter"
    np.testing.assert_array_equal(demography.mortality_in(2030), demography.mortality_in(2022.5))


def people(c, month):
    """Persons by sex and single age, as the columns hold them."""
    a = c.tables.arrays
    live = np.arange(128) < a["n"][:, None]
    age = np.clip((month - a["born"].astype(int)) // 12, 0, projection.AGES - 1)
    out = np.zeros((2, projection.AGES))
    weight = np.broadcast_to(a["weight"][:, None], live.shape)
    np.add.at(out, ((a["traits"] & 1)[live].astype(int), age[live]), weight[live])
    return out


@pytest.fixture(scope="module")
def run():
    """Nineteen years at 250k without hunger, with the projection of every single year from the model's own start."""
    c = country("250k", *[m for m in PEOPLE if m.name != "hunger"])
    before, years = people(c, 0), []
    births = deaths = weddings = 0
    for m in months(c, until=LAST, census="none"):
        births += int(m.tallies["births"].sum())
        deaths += int(m.tallies["deaths"].sum())
        weddings += int(m.places["weddings"][0])
        assert m.tallies["births_waiting"].sum() == 0
        if m.month.moy == 12:
            expected, born, died = projection.one_year(before, m.month.year)
            years.append((births / born - 1, deaths / died - 1, m.persons / expected.sum() - 1))
            before = expected
            births = deaths = 0
    return c, np.array(years), before


def test_births_deaths_and_persons_follow_the_projection(run):
    """250k has some 5,000 births and 1,800 deaths a year: their own noise is 1.4 and 2.4 %, so years are pooled."""
    _, years, _ = run
    assert abs(years[:, 2]).max() < 0.005, "persons by year"
    assert abs(years[:, :2]).max() < 0.07, "births and deaths by year, noise included"
    assert abs(years[:, :2].mean(axis=0)).max() < 0.012, "births and deaths over all years"


@pytest.mark.slow
def test_every_year_is_within_two_per_cent_at_a_tenth_of_full_scale():
    c = country("2.5m", *[m for m in PEOPLE if m.name != "hunger"])
    before = people(c, 0)
    births = deaths = 0
    for m in months(c, until="2025-12", census="none"):
        births += int(m.tallies["births"].sum())
        deaths += int(m.tallies["deaths"].sum())
        if m.month.moy == 12:
            before, born, died = projection.one_year(before, m.month.year)
            assert births == pytest.approx(born, rel=0.02)
            assert deaths == pytest.approx(died, rel=0.02)  # 20,000 rows die a year: one standard error is 0.8 %
            assert m.persons == pytest.approx(before.sum(), rel=0.002)
            births = deaths = 0


def test_ages_in_2008_are_those_of_the_projection_and_near_the_census(run):
    c, _, projected = run
    now = people(c, 19 * 12)
    for low, high, census in ((0, 15, 23.19), (15, 65, 68.09), (65, 101, 8.72)):
        share = 100 * now[:, low:high].sum() / now.sum()
        assert share == pytest.approx(100 * projected[:, low:high].sum() / projected.sum(), abs=0.5)
        assert share == pytest.approx(census, abs=1.2)


def test_households_stay_as_large_as_in_the_census(run):
    c, _, _ = run
    a = c.tables.arrays
    live = np.arange(128) < a["n"][:, None]
    code = np.arange(c.units)[:, None] * 48 + a["house"]
    homes = np.unique(code[live]) // 48
    assert c.persons() / a["weight"][homes].sum() == pytest.approx(3.97, abs=0.15)


def test_the_army_and_the_party_have_their_size(run):
    c, _, _ = run
    a = c.tables.arrays
    live = np.arange(128) < a["n"][:, None]
    weight = np.broadcast_to(a["weight"][:, None], live.shape)
    assert weight[live & (a["status"] == work.ARMY)].sum() == pytest.approx(1.295e6, rel=0.03)
    assert weight[live & (a["party"] > 0)].sum() == pytest.approx(3.56e6, rel=0.04)
    young = live & (a["born"] > 19 * 12 - 17 * 12)
    assert not (a["status"][young] == work.ARMY).any()
    assert not (a["party"][young] > party.MEMBER).any()


def test_first_marriages_come_late_and_for_nearly_all(run):
    """Singulate mean age at marriage (Hajnal 1953) beside the census of 2008: 29.0 and 25.5."""
    c, _, _ = run
    a = c.tables.arrays
    live = np.arange(128) < a["n"][:, None]
    age = (19 * 12 - a["born"].astype(int)) // 12
    female, wed = a["traits"] & 1 > 0, a["traits"] & 2 > 0
    for sex, census in ((False, 29.0), (True, 25.5)):
        single = [1 - wed[live & (female == sex) & (age == k)].mean() for k in range(15, 45)]
        never = float(np.mean(single[-5:]))
        mean = (15 + sum(single) - 45 * never) / (1 - never)
        assert mean == pytest.approx(census, abs=1.6)
        assert never < 0.06


def test_no_child_lives_without_a_grown_up_and_every_household_has_few_heads(run):
    c, _, _ = run
    a = c.tables.arrays
    live = np.arange(128) < a["n"][:, None]
    code = (np.arange(c.units)[:, None] * 48 + a["house"]).astype(int)
    grown = live & (a["born"] <= 19 * 12 - 192) & (a["status"] == 0)
    with_adult, with_child = np.unique(code[grown]), np.unique(code[live & (a["born"] > 19 * 12 - 192)])
    assert len(np.setdiff1d(with_child, with_adult)) / len(with_child) < 0.003


def test_matching_pairs_the_eldest_first_and_drops_evenly():
    where = np.zeros(7, np.int64)
    female = np.array([0, 0, 0, 0, 1, 1, 0])
    born = np.array([-300, -360, -340, -320, -310, -290, -280])
    grooms, brides = families.pairs(where, female, born, np.arange(7, dtype=np.uint64))
    assert list(brides) == [4, 5] and list(born[grooms]) == [-360, -320]


def _arrivals(c, until):
    """Identities that stand in another unit than a month ago, by month."""
    before = {}
    for _ in months(c, until=until, census="none"):
        a = c.tables.arrays
        live = np.arange(128) < a["n"][:, None]
        who = (a["line"].astype(np.uint64) << np.uint64(32) | a["soul"])[live]
        where = np.broadcast_to(np.arange(c.units)[:, None], live.shape)[live]
        now = dict(zip(who.tolist(), where.tolist(), strict=True))
        yield [w for w, unit in now.items() if before.get(w, unit) != unit]
        before = now


def test_moves_keep_provinces_in_balance():
    c = country("25k", *PEOPLE, migration__moving=0.002)
    moved = sum(len(p) for p in _arrivals(c, "1992-12"))
    assert moved > 0.05 * c.tables.arrays["n"].sum(), "a fiftieth of households a month over three years"
    a = c.tables.arrays
    rows = np.bincount(c.geo.unit_province, a["n"] * a["weight"].astype(float), minlength=11)
    start = np.bincount(c.geo.province, c.geo.persons, minlength=11)
    assert abs(rows / rows.sum() - start / start.sum()).max() < 0.01
