"""What a report says above its charts: that a run ends in collapse, how a freeze went; and South beside North."""

import re

import numpy as np
import pytest

from drawn import early_leavers
from tumen.evidence import series
from tumen.labels import INDICATORS
from tumen.report import page
from tumen.report_facts import collapsed, facts
from tumen.report_south import FOUND_IN, beside, known
from tumen.results import Result


@pytest.fixture(scope="module")
def lived():
    return early_leavers()


def with_state(lived, *months):
    """These runs with a collapse from the month with this number on; None: without."""
    state = lived.data["rule_state"].copy()
    for run, month in enumerate(months):
        if month is not None:
            state[run, month:] = 3
    return Result(lived.data.assign(rule_state=state), lived.runs, lived.scenario, lived.inputs)


def warned(result):
    return re.search(r'<section class="warning".*?</section>', page(result), re.S)[0]


def test_a_collapse_is_the_first_thing_that_a_report_says(lived):
    assert "collapse" not in warned(lived)
    text = warned(with_state(lived, None, 30))
    assert text.index("In 1 of 2 runs the rule collapses (1992-07)") < text.index("This is a simulation")
    assert "nothing that stands here for the months after it should be read as a statement" in text
    assert "In 2 of 2 runs the rule collapses (1990-06, 1992-07)" in warned(with_state(lived, 30, 5))
    alone = Result(with_state(lived, 7).data.isel(run=[0]), lived.runs[:1], lived.scenario, lived.inputs)
    assert "In this run the rule collapses (1990-08)" in warned(alone)
    assert collapsed(lived.data.drop_vars("rule_state")) == []


def test_how_a_freeze_went_stands_among_the_facts(lived):
    told = dict(facts(lived.data))["a freeze for relief in 2 runs"]
    broken = int(lived.data["cheats"].any("time").sum())
    found = int((lived.data["deal"] == 4).any("time").sum())
    odds = lived.data["course"].isel(run=0, time=24)
    kept = f"{float(odds[1] / (odds[1] + odds[2])) * 100:.0f} percent"
    assert told == (f"agreed in 2, kept in {2 - broken}, broken in secret in {broken}, found out in {found}; "
                    f"odds that it is kept: {kept}")  # fmt: skip
    calm = lived.data.assign(deal=lived.data["deal"] * 0)
    assert not [k for k, _ in facts(calm) if "freeze" in k]


def test_successions_that_were_drawn_stand_among_the_facts(lived):
    """Those on record do not."""
    assert not [k for k, _ in facts(lived.data) if "succession" in k]
    later = lived.data.assign_coords(time=lived.data["time"] + np.timedelta64(365 * 36, "D"))
    said = dict(facts(later.drop_vars(["persons", "excess_deaths", "ration_national"])))
    told = said["successions after 2011 in 2 runs"]
    assert re.match(r"2 orderly; odds that it would be orderly: \d\d(–\d\d)? percent", told)


def test_the_table_names_the_indicators_in_the_order_of_the_run(lived):
    frame = beside(lived.data)
    assert list(frame["indicator"]) == [name for name, _ in INDICATORS] and list(frame.columns) == [
        "indicator", "unit", "South 1990", "North 1990"]  # fmt: skip
    values = lived.data["reference"].sel(run=0).isel(time=0).values
    words = lived.data["reference"].attrs["meaning"]
    for k, (_, column) in enumerate(FOUND_IN):
        for side in (0, 1):
            figures = known(side, k)
            first = [y for y in figures if y <= 1990] or [min(figures, default=1990)]
            if (side, k) != (1, 0):  # the North's income is reckoned from the ratio
                assert values[side, k] == pytest.approx(figures.get(max(first), -1.0), rel=1e-6), (column, side)
    assert values[1, 0] == pytest.approx(values[0, 0] / series("income_ratio")["1990"], rel=1e-6)
    assert [w in words for w in ("income_usd", "life_women")] == [True, True]
    row = frame.set_index("indicator").loc
    assert row["armed forces"]["South 1990"] == "650,000" and row["assemblies"]["South 1990"] == "54,212 (2010)"
    assert row["income a head at purchasing power"]["North 1990"] == ""


def test_a_run_without_it_has_no_such_table(lived):
    assert '<section id="south">' in page(lived)
    without = Result(lived.data.drop_vars("reference"), lived.runs, lived.scenario, lived.inputs)
    assert '<section id="south">' not in page(without) and 'href="#south"' not in page(without)
