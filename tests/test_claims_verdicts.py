"""From made-up draws to a verdict: what the rules say, and that each finding's test can come out both ways."""

import csv
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from tumen.claims import verdicts
from tumen.claims.tests import TESTS, at_least, below, figure
from tumen.claims.verdicts import FAILED, IMPLIED, REPRODUCED, UNDECIDED, UNMEASURED, Test, judge, said
from tumen.overlays import load

PLAN = Path(verdicts.__file__).with_name("plan.csv")
OVER = Test(figure("x"), at_least("x", 1.0), {"twin": below("x", 1.0, "twin")})
PASSES = {  # figures under which each finding would pass, and its counterfactuals do what they must
    "R3": {"base": {"R3.bought": 0.6, "R3.fall": 2.0}, "rations-kept": {"R3.bought": 0.1},
           "no-learning": {"R3.fall": 20.0}},
    "R7": {"base": {"R7.ratio": 1.6}, "rations-kept-equal": {"R7.ratio": 1.0}},
    "P6": {"base": {"P6.kcal": -0.05, "P6.trader": -0.09}, "equal-and-free": {"P6.kcal": 0.004}},
}  # fmt: skip


def draws(*values: float, twin: float = 0.0):
    return [{"base": {"x": value}, "twin": {"x": twin}} for value in values]


def test_a_finding_that_nine_in_ten_draws_show_is_reproduced_unless_the_rules_alone_show_it():
    nine = draws(*[2.0] * 9, 0.0)
    assert judge(OVER, nine, draws(*[2.0] * 9, 0.0)).verdict == REPRODUCED
    assert judge(OVER, nine, draws(*[2.0] * 20)).verdict == IMPLIED
    assert judge(OVER, draws(*[2.0] * 8, 0.0, 0.0)).verdict == UNDECIDED
    assert judge(OVER, draws(*[0.0] * 11), draws(*[2.0] * 20)).verdict == FAILED


def test_a_draw_without_the_figure_does_not_count_and_none_at_all_is_no_verdict():
    found = judge(OVER, [*draws(2.0, 2.0), {"base": {}}])
    assert (found.verdict, found.draws) == (REPRODUCED, 2)
    assert judge(OVER, [{"base": {}}]) == judge(OVER, []) and judge(OVER, []).verdict == UNMEASURED


def test_a_counterfactual_that_changes_nothing_is_seen():
    assert judge(OVER, draws(2.0, 2.0, twin=2.0)).counterfactual["twin"].share == 0
    assert judge(OVER, draws(2.0, 2.0, twin=0.5)).counterfactual["twin"].share == 1


@given(st.lists(st.floats(-5, 5), min_size=1, max_size=60), st.floats(0, 1))
def test_more_passing_draws_never_make_a_verdict_worse(values, prior):
    order = [FAILED, UNDECIDED, REPRODUCED]
    found = judge(OVER, draws(*values))
    raised = judge(OVER, draws(*[v + 1 for v in values]))
    assert order.index(raised.verdict) >= order.index(found.verdict)
    low, high = found.interval
    assert min(values) <= low <= found.median <= high <= max(values)
    assert said(found.share, prior) == IMPLIED or said(found.share, prior) == found.verdict


@pytest.mark.parametrize("row", TESTS)
def test_each_finding_can_pass_and_can_fail(row):
    told = PASSES[row]
    assert judge(TESTS[row], [told]).verdict == REPRODUCED
    assert all(f.share == 1 for f in judge(TESTS[row], [told]).counterfactual.values())
    by = -0.5 if row == "R7" else 0.5
    turned = {k: v + by for k, v in told["base"].items()}
    assert judge(TESTS[row], [told | {"base": turned}]).verdict == FAILED


def test_planned_runs_are_those_that_tests_ask_for_and_they_load():
    with PLAN.open(encoding="utf-8", newline="") as file:
        rows = list(csv.DictReader(file))
    assert {(r["claim"], r["run"]) for r in rows} == {(k, run) for k, t in TESTS.items() for run in t.flips}
    for row in rows:
        assert load(row["scenario"]).with_overrides(row["sets"].split()).calendar.end >= row["until"]
