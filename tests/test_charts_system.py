"""Charts of court, control, leaving, talks and succession: each point is what was counted, parts make up the whole."""

import numpy as np
import pytest

from drawn import early_leavers, of_year, raw, same, value
from tumen.chart_data import named
from tumen.charts import CHARTS
from tumen.evidence import table
from tumen.labels import COORDINATES, OFFENCES, PROVINCES, SEXES, STRATA
from tumen.outputs import output_index, sector_weights


@pytest.fixture(scope="module")
def lived():
    return early_leavers()


def test_offences_and_cases_are_the_tallies(lived):
    months = of_year(lived, 1992)
    for kind in ("trade", "films", "crossing"):
        k = OFFENCES.index(kind)
        for part in ("committed", "detected"):
            same(lived, "offences", raw(lived, part)[:, months][..., k].sum((1, 2)), year=1992, offence=kind, part=part)
        for s, standing in enumerate(COORDINATES["standing"]["standing"]):
            told = raw(lived, "penalties")[:, months][:, :, k, s].sum((1, 2))
            same(lived, "cases", told, year=1992, offence=kind, standing=standing)
    frame = CHARTS["offences"].data(lived.data)
    assert set(frame["offence"]) == set(OFFENCES[1:])
    done, found = (frame[frame["part"] == part].set_index(["year", "offence"])["middle"] for part in
                   ("committed", "detected"))  # fmt: skip
    assert (found.xs("trade", level="offence") > 0).all()
    kinds = [k for k in OFFENCES[1:] if k not in ("crossing", "kin of one who left")]  # of others' making
    assert all((found.xs(k, level="offence") <= done.xs(k, level="offence")).all() for k in kinds)


def test_terror_is_that_of_the_provinces_every_month(lived):
    stands = raw(lived, "terror").astype("f8")
    for part, told in (("highest province", stands.max(2)), ("mean of the provinces", stands.mean(2)),
                       ("lowest province", stands.min(2))):  # fmt: skip
        same(lived, "terror", told[:, 30], month="1992-07", part=part)
    asked = raw(lived, "resolve").astype("f8").mean(2)[:, 30]
    same(lived, "terror", asked, month="1992-07", part="as it is asked for, mean")
    frame = CHARTS["terror_provinces"].data(lived.data)
    told = np.median(stands[:, of_year(lived, 1992), PROVINCES.index("Jagang")].mean(1))
    assert value(frame, year=1992, province="Jagang") == pytest.approx(told)


def test_gifts_come_down_the_ranks_and_what_each_is_worth_makes_up_what_all_are(lived):
    months = of_year(lived, 1992)
    worth = raw(lived, "gifts_given")[:, months].sum(1)
    frame = CHARTS["gifts"].data(lived.data)
    for k, part in enumerate(("office-holders outside the tiers", "weekly tier", "three-day tier", "daily tier")):
        same(lived, "gifts", worth[:, k] / 1e6, year=1992, part=part, measure="million dollars a year")
    by_run = [CHARTS["gifts"].data(lived.data.isel(run=[r])) for r in (0, 1)]
    for one in by_run:
        cells = one.pivot(index=["year", "part"], columns="measure", values="middle").dropna()
        assert len(cells) > 10
        product = cells["gifts a year"] * cells["dollars each"] / 1e6
        assert np.allclose(product, cells["million dollars a year"])
    each = [value(frame, year=1992, part=p, measure="dollars each") for p in ("weekly tier", "three-day tier",
                                                                               "daily tier")]  # fmt: skip
    assert each[0] < each[1] < each[2], "the gradient of the holidays"
    # twice a year each household head of the daily tier is given something, and no oftener
    there = raw(lived, "receivers")[:, months, 3]
    number = value(frame, year=1992, part="daily tier", measure="gifts a year")
    assert 2 * there.min() <= number <= 2 * there.max()


def test_hard_currency_comes_from_where_it_was_counted(lived):
    months = of_year(lived, 1991)
    for k, source in enumerate(COORDINATES["income"]["income"]):
        same(lived, "income", raw(lived, "hard_income")[:, months, k].sum(1) / 1e6, year=1991, part=source)
    # what comes in is spent or kept, to the dollar
    money = lived.data
    spent, kept = money["hard_spend"].sum("spending"), money["hard_reserve"]
    assert np.allclose((money["hard_income"].sum("income") - spent).isel(time=slice(1, None)),
                       kept.diff("time"), atol=1)  # fmt: skip


def test_those_in_china_and_those_who_arrive_are_the_tallies(lived):
    months = of_year(lived, 1992)
    for k, sex in enumerate(SEXES):
        same(lived, "china", raw(lived, "in_china")[:, months, k].sum(1) / 12, year=1992, part=sex)
    arrivals = raw(lived, "arrivals")[:, months]
    for k, stratum in enumerate(STRATA):
        same(lived, "arrivals_tiers", arrivals[..., k].sum((1, 2, 3)), year=1992, part=stratum)
    for k, province in enumerate(PROVINCES):
        same(lived, "arrivals_provinces", arrivals[:, :, k].sum((1, 2, 3)), year=1992, province=province)
    assert arrivals.sum() > 0 and raw(lived, "in_china").sum() > 0


def test_expected_arrivals_are_summed_chances_beside_the_drawn(lived):
    months = of_year(lived, 1992)
    chances = [raw(lived, f"{name}_expected")[:, months].sum(1) * 2.0**-30 for name in ("onward", "old_route")]
    fled = raw(lived, "flights_expected")[:, months].sum((1, 2)) * 2.0**-30
    for k, sex in enumerate(SEXES):
        told = chances[0][:, k] + chances[1][:, k] + (fled if sex == "men" else 0)
        frame = CHARTS["arrivals_expected"].data(lived.data)
        assert value(frame, year=1992, part=f"{sex}, as expected") == pytest.approx(np.median(told))
        drawn = raw(lived, "arrivals")[:, months][:, :, :, k].sum((1, 2, 3))
        same(lived, "arrivals_expected", drawn, year=1992, part=f"{sex}, as drawn")
    # many leave in this run: what was drawn is near what was expected, over both runs and all years
    expected = float(lived.data["arrivals_expected_persons"].sum())
    assert 0.5 < float(lived.data["arrivals"].sum()) / expected < 2
    for name in ("attempts", "onward", "old_route", "flights", "executed", "hunger"):
        summed = lived.data[f"{name}_expected_persons"]
        assert np.array_equal(summed, raw(lived, f"{name}_expected") * 2.0**-30) and summed.attrs["units"] == "persons"


def test_talks_are_shown_from_the_first_freeze_and_every_run_is_in_one_state(lived):
    frame = CHARTS["talks"].data(lived.data)
    assert sorted(set(frame["month"])) == [f"1992-{m:02d}" for m in range(1, 13)]
    assert np.allclose(frame.groupby("month")["percent"].sum(), 100)
    kept, broken = (value(frame, "percent", month="1992-05", part=p) for p in
                    ("a freeze that is kept", "a freeze broken in secret"))  # fmt: skip
    secret = raw(lived, "cheats")[:, 28]
    assert (kept, broken) == (100 * (1 - secret.mean()), 100 * secret.mean())
    still = np.where(secret, 0.5, 1.0) * 100  # half the programme can go on in secret
    same(lived, "relief", still, month="1992-05", part="weapons programme standing still")
    for k, course in enumerate(("refuse", "keep", "cheat")):
        same(lived, "courses", raw(lived, "course")[:, 28, k].astype("f8") * 100, month="1992-05", part=course)
    never = lived.data.assign(deal=lived.data["deal"] * 0)
    assert not any(CHARTS[name].possible(never) for name in ("talks", "relief", "courses"))


def test_successions_are_those_that_came_and_a_collapse_begins_once(lived):
    frame = CHARTS["successions"].data(lived.data)
    assert set(frame["year"]) == {1991} and value(frame, "percent", year=1991, part="orderly") == 100
    state = lived.data["rule_state"].copy()
    state[1, 30:] = 3
    frame = CHARTS["successions"].data(lived.data.assign(rule_state=state))
    assert value(frame, "percent", year=1992, part="collapse") == 50
    for k, end in enumerate(("orderly", "contested", "collapse")):
        odds = raw(lived, "standing_odds")[:, 20, k].astype("f8") * 100
        same(lived, "standing", odds, month="1991-09", part=end)


def test_the_output_index_is_made_of_harvest_goods_and_exports(lived):
    told = {r["indicator"]: r["value"] for r in table("south_reference")}["NK GDP shares"]
    assert all(f"{sector} {weight:g}" in told.replace("10.6%", "10.6") for sector, weight in sector_weights().items())
    weights = {"harvested": 23.3, "goods_in": 18.8, "exports": 10.6}
    frame = CHARTS["output_index"].data(lived.data)
    for year in (1990, 1991, 1992):
        sums = {n: raw(lived, n)[:, of_year(lived, y)].reshape(2, -1).sum(1) for n in weights for y in (year,)}
        base = {n: raw(lived, n)[:, of_year(lived, 1990)].reshape(2, -1).sum(1) for n in weights}
        index = sum(w * sums[n] / base[n] for n, w in weights.items()) / sum(weights.values()) * 100
        assert value(frame, year=year, part="output index") == pytest.approx(np.median(index))
    assert value(frame, year=1990, part="output index") == pytest.approx(100)
    # a harvest that fails in 1992 takes its weight of the index and no more
    later = lived.data["time"].dt.year < 1992
    failed = output_index(lived.data.assign(harvested=lived.data["harvested"] * later))
    lost = (output_index(lived.data) - failed).sel(year=1992)
    grew = raw(lived, "harvested")[:, of_year(lived, 1992)].reshape(2, -1).sum(1) / base["harvested"]
    assert np.allclose(lost, 100 * 23.3 / (23.3 + 18.8 + 10.6) * grew)
    assert "no test" in lived.data["output_index"].attrs["meaning"]


def test_files_of_earlier_versions_with_unnamed_axes_draw_the_same(lived):
    axes = {"heir": "follower", "standing_odds": "succession", "course": "course_taken", "in_custody": "sex",
            "receivers": "rank"}  # fmt: skip
    old = lived.data.drop_vars([*axes, "loyalty_spread", "display_spread", "census_faces", "output_index"])
    old = old.assign({k: lived.data[k].rename({a: f"{k}_0"}).drop_vars(a, errors="ignore") for k, a in axes.items()})
    for name in ("heirs", "standing", "courses", "china", "gifts"):
        assert CHARTS[name].data(old).equals(CHARTS[name].data(lived.data)), name
    gone = {"loyalty_spread", "shown_strata", "faces_spread", "output_index"}
    assert {name for name in CHARTS if CHARTS[name].possible(lived.data) and not CHARTS[name].possible(old)} == gone
    assert list(named(old["heir"], "follower")["follower"].values) == list(COORDINATES["follower"]["follower"])
