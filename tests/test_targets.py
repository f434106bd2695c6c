"""Targets: what they are, that they are what the evidence says, and that one run has a figure for each."""

import math
from types import SimpleNamespace
from typing import Any

import numpy as np
import pytest

from tumen.country import build
from tumen.evidence import GRADES, sources, table
from tumen.months import month
from tumen.scenario import load
from tumen.simulate import months
from tumen.survey import Counts, Reporting, distances, missing, surveys, targets, watch
from tumen.survey.counts import EXPECTED, QUOTED, peak, quoted, reported
from tumen.survey.questions import QUESTIONS
from tumen.survey.targets import BLOCKS, Target

BY_ID = {t.id: t for t in targets()}


def test_each_target_stands_once_with_a_source_and_an_error() -> None:
    assert len(BY_ID) == len(targets())
    for t in targets():
        assert t.block in BLOCKS and t.scale in ("linear", "log") and t.grade in GRADES, t.id
        assert t.source in sources(), t.id
        assert t.error > 0 and t.discrepancy > 0, f"{t.id}: the model is not perfect"


def test_errors_add_in_squares() -> None:
    t = Target("x", 10, 3, 0, 4, 0, "food", "linear", "%", "assumed", "D", "")
    assert t.error == 5
    assert t.distance(20) == 2
    log = Target("x", 100, 0.3, 0.4, 0, 0, "exit", "log", "persons", "assumed", "D", "")
    assert log.distance(100 * math.e) == pytest.approx(2)
    assert log.distance(0) < -20, "none at all is far away, and finite"
    assert distances({"stock.1998": BY_ID["stock.1998"].value, "no target": 1.0}) == {"stock.1998": 0}


def test_nothing_after_2011_but_what_may_be_calibrated_on() -> None:
    """Arrivals end with 2011, and no price stands around the reform or after 2019."""
    for t in targets():
        last = int(t.id.rsplit(".", 1)[-1][-4:]) if t.id[-4:].isdigit() else 0
        if t.id.startswith("arrivals"):
            assert last <= 2011, t.id
    for column in ("rice_won_kg_pyongyang", "won_per_usd_pyongyang"):
        assert max(quoted(column, "2009")) == month_of(2009, 11)
        assert max(quoted(column, "2012_19")) == month_of(2019, 12)
        assert min(quoted(column, "2012_19")) == month_of(2012, 1)


def month_of(year: int, moy: int) -> int:
    return (year - 1990) * 12 + moy - 1


def test_targets_are_what_the_tables_say() -> None:
    for row in table("defector_arrivals"):
        if row["period"] == "year" and row["male"] and 2002 <= int(row["year"]) <= 2011:
            for sex, column in (("men", "male"), ("women", "female")):
                assert BY_ID[f"arrivals.{sex}.{row['year']}"].value == float(row[column])
    for stretch in QUOTED:
        for what, column in (("rice", "rice_won_kg_pyongyang"), ("dollar", "won_per_usd_pyongyang")):
            mean = float(np.mean(np.log(list(quoted(column, stretch).values()))))
            assert BY_ID[f"price.{what}.{stretch}"].value == pytest.approx(mean, abs=0.001)
    for survey in surveys():
        if survey.id in BY_ID:
            assert (BY_ID[survey.id].value, BY_ID[survey.id].sampling) == (survey.value, survey.se)
    both = {s.id: s.value for s in surveys()}
    assert BY_ID["bloodline.change"].value == pytest.approx(both["bloodline.2016_20"] - both["bloodline.to_2000"])
    rates = {r["period"]: float(r["low"]) for r in table("famine_mortality")[:3]}
    assert {str(y): BY_ID[f"refugees.death_rate.{y}"].value for y in (1995, 1996, 1997)} == rates


def test_surveys_are_in_the_record() -> None:
    recorded = {row["value"] for name in ("defector_cohort_surveys", "markets_misc") for row in table(name)}
    for s in surveys():
        assert s.question in QUESTIONS and s.source in sources(), s.id
        near = {f"{s.value:g}", f"{s.value}", f"{s.value:g}%", "just over 60", "slightly under 50"}
        sums = {"any_private.to_2000": 16.5 + 7.5}
        assert near & recorded or sums.get(s.id) == s.value, f"{s.id}: {s.value} is not in the tables"


def test_the_peak_lies_between_years_where_neighbours_differ() -> None:
    assert peak({1996: 10.0, 1997: 50.0, 1998: 10.0}) == 1997
    assert 1997 < peak({1996: 10.0, 1997: 50.0, 1998: 40.0}) < 1997.5
    assert peak({1997: 5.0}) == 1997


def test_what_is_delivered_is_announced_over_the_reporting_factor() -> None:
    assert reported({"ration.2012_17": 195.0}, Reporting(reported=0.5)) == {"ration.announced.2012_17": 390}
    assert reported({}, Reporting()) == {}
    quote = reported({"price.grain.2009": 7.0}, Reporting(rice=2.0))
    assert quote == {"price.rice.2009": pytest.approx(7.0 + math.log(2))}, "rice at twice the price of the one grain"


def test_a_finer_rung_has_less_noise_and_all_else_the_same() -> None:
    """Noise is what luck moves: it shrinks with the rows, and with it the whole error; the record's own parts stay."""
    coarse, fine = ({t.id: t for t in targets(rung)} for rung in ("25k", "2.5m"))
    assert all(fine[k].noise < coarse[k].noise and fine[k].error < coarse[k].error for k in coarse)
    assert all(fine[k].sampling == t.sampling and fine[k].discrepancy == t.discrepancy for k, t in coarse.items())


def quiet(**told: Any) -> dict[str, Any]:
    """The tallies of a month in which nothing happened but what is told."""
    over = dict(arrivals=(11, 2, 3), in_china=(2,), onward_expected=(2,), old_route_expected=(2,),
                flights_expected=(3,),
                hunger_expected=(11,), issued=(11, 7), public_people=(11,), children=(11,), stunted=(11,), wasted=(11,),
                from_market=(11, 2), from_ration=(11, 2), from_farm=(11, 2))  # fmt: skip
    return {k: np.broadcast_to(np.asarray(told.get(k, 0), np.int64), shape).copy() for k, shape in over.items()}


def fake(taken: float, journey: float) -> Any:
    arrays = {"province": np.arange(11), "n": np.ones(11, np.int32), "weight": np.full(11, 1000)}
    return SimpleNamespace(numbers={"china": SimpleNamespace(taken=taken, journey=journey)},
                           tables=SimpleNamespace(arrays=arrays))  # fmt: skip


def counted(country: Any, *tallies: dict[str, Any], places: dict[str, Any] | None = None) -> dict[str, float]:
    counts = Counts(country)
    for k, t in enumerate(tallies):
        counts.add(SimpleNamespace(month=month(k), tallies=t, places=places or {}))  # type: ignore[arg-type]
    return counts.figures()


def test_expected_arrivals_come_after_the_journey() -> None:
    """A thousand women set out in January; half of those under way arrive each month: all but one in 2048 by December,
    and a man comes by the old way each month."""
    persons = round(1 / EXPECTED)
    first = quiet(onward_expected=[0, 1000 * persons], old_route_expected=[persons, 0])
    rest = [quiet(old_route_expected=[persons, 0]) for _ in range(11)]
    figures = counted(fake(0, 2), first, *rest)
    assert figures["arrivals.women.1990"] == pytest.approx(1000 * (1 - 0.5**11))
    assert figures["arrivals.men.1990"] == pytest.approx(12)
    assert figures["arrivals.women.1990.count"] == 0
    caught = counted(fake(0.5, 1), first, *rest)
    assert caught["arrivals.women.1990"] == pytest.approx(500), "half are taken on the way"


def test_a_year_that_is_not_over_is_not_told() -> None:
    assert "stock.1990" not in counted(fake(0, 2), *[quiet() for _ in range(11)])


def test_the_ration_is_grams_a_head_and_day_of_the_public_counters() -> None:
    heads, grams = [1000] + [0] * 10, np.zeros((11, 7), np.int64)
    grams[0, 0], grams[0, 1], grams[0, 5] = round(1000 * 365 / 12 * 200), round(1000 * 365 / 12 * 100), 10**9
    figures = counted(fake(0, 2), *[quiet(public_people=heads, issued=grams) for _ in range(36)])
    assert figures["ration.1992"] == pytest.approx(300)


def test_one_run_has_a_figure_for_each_target() -> None:
    country = build(load("history"), 1, "25k")
    leavers, counts = watch(country)
    for moment in months(country, census="none"):
        leavers.add(moment)
        counts.add(moment)
    figures = leavers.figures() | counts.figures()
    assert missing(figures) == []
    assert all(math.isfinite(d) for d in distances(figures).values())
    expected = sum(figures[f"arrivals.{y}"] for y in range(1999, 2012))
    came = sum(figures[f"arrivals.{y}.count"] for y in range(1999, 2012))
    assert came == pytest.approx(expected, rel=0.5), "a hundred rows, give or take their luck"
