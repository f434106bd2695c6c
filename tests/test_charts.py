"""Each chart draws the results and nothing else: what is embedded equals what the result says, figure by figure."""

import json
import math
import re

import numpy as np
import pytest
import vl_convert

from drawn import early_leavers, of_year, raw, same, value
from fakes import SYSTEM, moments
from tumen import record
from tumen.chart_style import records
from tumen.charts import CHARTS
from tumen.evidence import table
from tumen.labels import OFFENCES, OUTCOMES, STRATA
from tumen.outputs import yearly_sum
from tumen.results import Result, run
from tumen.rundir import collect

BOLD = 7.5  # pixels that a letter of a title takes, on the average and rounded up


def joined(seeds):
    return Result.join(
        [
            collect(moments(seed), scenario="made-up", scenario_text="name: made-up\n", settings={"seed": seed})
            for seed in seeds
        ]
    )


@pytest.fixture(scope="module")
def result():
    return joined((1, 2, 3))


@pytest.fixture(scope="module")
def lived():
    return early_leavers()


@pytest.fixture
def drawn_from(request, name):
    return request.getfixturevalue("lived" if name in SYSTEM else "result")


@pytest.mark.parametrize("name", sorted(CHARTS))
def test_embedded_figures_equal_the_data_function(drawn_from, name):
    chart, result = CHARTS[name], drawn_from
    assert chart.possible(result.data), f"the run should be able to draw {name}"
    embedded = chart.draw(result.data).to_dict()["datasets"]["model"]
    expected = records(chart.data(result.data))
    if name == "provinces_2008":
        expected = sorted((r for r in expected if r["year"] == 2008), key=lambda r: -r["census"])
    assert len(embedded) == len(expected) > 0
    for drawn, told in zip(embedded, expected, strict=True):
        assert {k: drawn[k] for k in told} == told


@pytest.mark.parametrize("name", sorted(CHARTS))
def test_charts_say_their_unit_and_carry_a_description(drawn_from, name):
    spec = CHARTS[name].draw(drawn_from.data).to_dict()
    assert spec["description"] and spec["title"]
    assert "http" not in str({k: v for k, v in spec.items() if k not in ("$schema", "datasets")})
    said = str(spec["title"]).lower() + str(spec).lower()
    assert any(u in said for u in ("persons", "percent", "g a head", "grams", "won", "million", "thousand", "1,000",
                                   "hours", "logit", "cases", "means", "warheads", "dollars", "-1 to 1",
                                   "offences a year"))  # fmt: skip


@pytest.mark.parametrize("name", sorted(CHARTS))
def test_a_drawing_has_room_for_its_title(drawn_from, name):
    """In the documentation a chart is a drawing, with no page around it to fit: its title has to go in whole."""
    spec = CHARTS[name].draw(drawn_from.data).to_dict()
    title = spec["title"] if isinstance(spec["title"], str) else spec["title"]["text"]
    longest = max([title] if isinstance(title, str) else title, key=len)
    box = re.search(r'viewBox="0 0 ([\d.]+) ', vl_convert.vegalite_to_svg(json.dumps(spec)))
    assert box and float(box[1]) > BOLD * len(longest), f"{name}: {box and box[1]} pixels for {longest!r}"


def test_deaths_are_counted_from_the_tallies(result):
    frame = CHARTS["deaths"].data(result.data)
    months = of_year(result, 1997)
    hunger = raw(result, "hunger_deaths")[:, months].sum((1, 2, 3, 4))
    schedule = raw(result, "deaths")[:, months].sum((1, 2, 3, 4))
    assert value(frame, year=1997, part="excess deaths") == np.median(hunger)
    assert value(frame, year=1997, part="without hunger") == np.median(schedule)
    assert value(frame, "low", year=1997, part="excess deaths") == pytest.approx(np.quantile(hunger, 0.05))
    assert value(frame, "high", year=1997, part="excess deaths") == pytest.approx(np.quantile(hunger, 0.95))


def test_published_ranges_are_set_beside_the_same_years(result):
    frame = CHARTS["published_deaths"].data(result.data)
    row = frame[frame["label"].str.startswith("Spoorenberg")].iloc[0]
    assert (row["published_low"], row["published_high"]) == (240_000, 420_000)
    years = result.data["time"].dt.year.values
    inside = (years >= 1993) & (years <= 2000)
    assert row["middle"] == np.median(raw(result, "hunger_deaths")[:, inside].sum((1, 2, 3, 4)))


def test_population_and_provinces_are_the_december_census(result):
    counted = result.data["census_persons"]
    frame = CHARTS["population"].data(result.data)
    assert value(frame, year=2008) == np.median(counted.sel(year=2008).sum(["province", "group"]))
    provinces = CHARTS["provinces_2008"].data(result.data)
    at = result.data["outside_camps"].sel(year=2008)
    both = at.sel(province="North Hamgyong").values + at.sel(province="Rason").values
    assert value(provinces, year=2008, province="North Hamgyong") == np.median(both)
    assert value(provinces, "census", year=2008, province="Jagang") == 1_299_830


def test_maps_show_the_same_figures_as_the_grid_of_provinces(result):
    assert CHARTS["food_map"].data(result.data).equals(CHARTS["food_provinces"].data(result.data))
    frame = CHARTS["deaths_map"].data(result.data)
    months = of_year(result, 1997)
    dead = raw(result, "hunger_deaths")[:, months, 8].sum((1, 2, 3))
    people = result.data["census_persons"].sel(year=1997, province="North Hamgyong").sum("group").values
    assert value(frame, year=1997, code="HG") == pytest.approx(np.median(dead / people * 1000))


def test_pyramid_sums_to_a_hundred_and_has_the_published_shares(result):
    one = joined((1,))
    frame = CHARTS["pyramid"].data(one.data)
    assert frame["middle"].sum() == pytest.approx(100)
    assert frame["published"].sum() == pytest.approx(100)
    assert set(frame["age"]) == set(record.age_sex(2010)["age"])


def test_children_are_those_measured_in_october(result):
    frame = CHARTS["nutrition"].data(result.data)
    at = (result.data["time"].dt.year.values == 1998) & (result.data["time"].dt.month.values == 10)
    share = raw(result, "stunted")[:, at].sum((1, 2)) / raw(result, "children")[:, at].sum((1, 2)) * 100
    assert value(frame, year=1998, indicator="stunting") == pytest.approx(np.median(share))


def test_attempts_and_how_they_ended_are_the_tallies(lived):
    months = of_year(lived, 1992)
    parts = {"tried to cross": "attempts", "crossed": "crossings", "caught": "caught", "shot": "shot"}
    for part, name in parts.items():
        counted = raw(lived, name)[:, months]
        same(lived, "attempts", counted.reshape(len(counted), -1).sum(1), year=1992, part=part)
    tried, crossed = (raw(lived, n)[:, months].sum() for n in ("attempts", "crossings"))
    assert tried >= crossed + raw(lived, "caught")[:, months].sum() + raw(lived, "shot")[:, months].sum() > 0


def test_flights_and_departures_of_the_elite_are_the_tallies(lived):
    months = of_year(lived, 1991)
    for k, kind in enumerate(("diplomats", "workers", "families")):
        same(lived, "flights", raw(lived, "flights")[:, months, k].sum(1), year=1991, part=f"{kind} who fled")
    tiers = raw(lived, "arrivals")[:, months][..., STRATA.index("tier")].sum((1, 2, 3))
    same(lived, "flights", tiers, year=1991, part="arrived from the supply tiers")
    assert raw(lived, "flights").sum() > 0


def test_those_left_behind_and_their_cases_are_the_tallies(lived):
    months = of_year(lived, 1992)
    for k, fate in enumerate(("investigated", "left in peace", "in a camp")):
        same(lived, "left_behind", raw(lived, "left_behind")[:, months, k].sum(1), year=1992, part=fate)
    cases = raw(lived, "penalties")[:, months, OFFENCES.index("kin of one who left")].sum((1, 2))
    for k, outcome in enumerate(OUTCOMES[1:], start=1):
        same(lived, "kin_cases", cases[:, k], year=1992, part=outcome)
    assert raw(lived, "left_behind").sum() > 0 and cases[:, 1:].sum() > 0


def test_open_dissent_is_counted_unit_by_unit_every_month(lived):
    share = raw(lived, "units_open") / raw(lived, "units_counted") * 100
    assert len(CHARTS["open_dissent"].data(lived.data)) == share.shape[1] == 36
    for month in range(36):
        same(lived, "open_dissent", share[:, month], month=f"{1990 + month // 12}-{month % 12 + 1:02d}")


def test_popularity_and_odds_are_those_of_the_months_in_which_a_candidate_is_shown(lived):
    liked = raw(lived, "popularity").astype("f8")
    for part, told in (("highest province", liked.max(2)), ("mean of the provinces", liked.mean(2)),
                       ("lowest province", liked.min(2))):  # fmt: skip
        same(lived, "popularity", told[:, 35], month="1992-12", part=part)
    for k, who in enumerate(("the one who is shown", "another of the line", "one not of the line")):
        same(lived, "heirs", raw(lived, "heir")[:, 35, k].astype("f8") * 100, month="1992-12", part=who)
    assert liked[:, 35].all()
    unseen = lived.data.assign(shown_for=lived.data["shown_for"] * 0)
    assert not CHARTS["popularity"].possible(unseen) and not CHARTS["heirs"].possible(unseen)


def test_trade_is_what_exports_earned_and_grain_landed_beside_the_record(lived):
    months = of_year(lived, 1992)
    same(lived, "exports", raw(lived, "exports")[:, months].sum(1) / 1e9, year=1992)
    landed = {"bought": ("imported",), "given or lent": ("granted",), "barter with Russia": ("barter_grain",),
              "bought by the court": ("court_grain",),
              "brought in to keep the promise": ("topped_up", "topped_farm")}  # fmt: skip
    for part, names in landed.items():
        grams = sum(raw(lived, name)[:, months].sum((1, 2)) for name in names)
        same(lived, "grain_abroad", grams / 1e9, year=1992, part=part)
    told = {row["year"]: row["exports_usd_bn"] for row in table("total_trade") if row["exports_usd_bn"]}
    points = record.exports()
    assert dict(zip(points["year"].astype(str), points["billions"], strict=True)) == {
        year: float(billions) for year, billions in told.items()
    }


def test_one_run_has_no_interval():
    one, lives = joined((1,)), run("history", seed=1, rung="25k", until="1991-12")
    for name, chart in CHARTS.items():
        frame = chart.data((lives if name in SYSTEM else one).data)
        if "low" in frame:
            assert (frame["low"] == frame["middle"]).all() and (frame["high"] == frame["middle"]).all(), name


def test_only_whole_years_are_summed():
    data = Result.join(
        [collect(moments(1, last=1991, stop_after=18), scenario="x", scenario_text="", settings={"seed": 1})]
    ).data
    assert list(yearly_sum(data["births"])["year"].values) == [1990]


def test_no_colour_scale_runs_from_red_to_green(result, lived):
    for name, chart in CHARTS.items():
        spec = str(chart.draw((lived if name in SYSTEM else result).data).to_dict())
        assert "redyellowgreen" not in spec and "'green'" not in spec and "'red'" not in spec, name


def test_records_have_no_missing_numbers_as_text(result, lived):
    for name, chart in CHARTS.items():
        for row in records(chart.data((lived if name in SYSTEM else result).data)):
            assert all(not (isinstance(v, float) and math.isnan(v)) for v in row.values())
