"""From made-up draws to a verdict: what the rules say, and that each finding's test can come out both ways."""

import json
import re
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path
from types import SimpleNamespace

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from tumen.claims.answers import all_of
from tumen.claims.plan import asked, runs
from tumen.claims.shipped import stale
from tumen.claims.tables import table
from tumen.claims.tests import MATERIAL, MONEY, TESTS, at_least, below, figure
from tumen.claims.verdicts import FAILED, IMPLIED, REPRODUCED, UNDECIDED, UNMEASURED, Test, judge, said
from tumen.commands.plan import known
from tumen.experiments.claims_runs import compute, measured, write
from tumen.mechanisms.weapons import Weapons
from tumen.months import month_index
from tumen.overlays import load

OVER = Test(figure("x"), at_least("x", 1.0), {"twin": below("x", 1.0, "twin")})
# figures under which each finding would pass and its counterfactuals do what they must; and the base of one that fails
PASSES = {
    "L6": ({"base": {"L6.change": -0.4}, "rations-kept": {"L6.change": 0.0}, "no-meetings": {"L6.change": -0.1},
            "persuaded": {"L6.change": 0.1}},
           {"L6.change": 0.1}),
    "L9": ({"base": {"L9.after": -0.1}, "rewards": {"L9.after": 0.1}}, {"L9.after": 0.05}),
    "G2": ({"base": {"G2.fall.tiers": 0.1, "G2.fall.public": 0.4, "G2.flights": 9.0}, "no-gifts": {"G2.flights": 20.0},
            "rations-kept-equal": {"G2.fall.tiers": 0.1, "G2.fall.public": 0.1},
            "hunger-binds": {"G2.fall.tiers": 0.1, "G2.fall.public": -0.1}, "gifts-unfelt": {"G2.flights": 9.0},
            "no-gifts-unfelt": {"G2.flights": 9.1}},
           {"G2.fall.tiers": 0.3, "G2.fall.public": 0.4, "G2.flights": 9.0}),
    "G5": ({"base": {"G5.deaths": 7e5}, "grain": {"G5.deaths": 5e5}, "rail": {"G5.deaths": 9e5},
            "grain-rail": {"G5.deaths": 8.9e5}}, {"G5.deaths": 4e5}),
    "R3": ({"base": {"R3.bought": 0.6, "R3.fall": 2.0}, "rations-kept": {"R3.bought": 0.1},
            "fast-forgetting": {"R3.fall": 20.0}}, {"R3.bought": 0.4, "R3.fall": 2.0}),
    "R7": ({"base": {"R7.ratio": 1.6}, "rations-kept-equal": {"R7.ratio": 1.0}}, {"R7.ratio": 1.3}),
    "P6": ({"base": {"P6.kcal": -0.05, "P6.trader": -0.09}, "equal-and-free": {"P6.kcal": 0.004}},
           {"P6.kcal": 0.03, "P6.trader": -0.09}),
    "P7": ({"base": {"P7.rho": 0.2, "P7.rho.least": 0.15}, "no-meetings": {"P7.rho": -0.1}},
           {"P7.rho": 0.2, "P7.rho.least": 0.05}),
    "P8": ({"base": {"P8.gap.1990": 0.5, "P8.gap.2005": -0.1, "P8.display.min": 0.2},
            "rations-kept": {"P8.gap.2005": 0.3}, "unpicked": {"P8.gap.1990": 0.1}},
           {"P8.gap.1990": 0.5, "P8.gap.2005": 0.4, "P8.display.min": 0.2}),
    "P11": ({"base": {"P11.display": 0.01, "P11.talk.share": -0.3, "P11.dissent": 0.0},
             "no-fear": {"P11.display": 0.01, "P11.talk.share": 0.0, "P11.dissent": 0.0}},
            {"P11.display": 0.01, "P11.talk.share": -0.1, "P11.dissent": 0.0}),
    "I6": ({"base": {"I6.after": -0.2, "I6.lead": 0.01}, "unmoved": {"I6.after": 0.0},
            "more-relief": {"I6.after": 0.2}, "flattered": {"I6.after": 0.3}},
           {"I6.after": -0.2, "I6.lead": 0.2}),
    "I7": ({"base": {"I7.slope": -0.1}, "rations-kept": {"I7.gap": 0.01}, "hunger-binds": {"I7.slope": 0.1}},
           {"I7.slope": 0.0}),
    "T2b": ({"base": {"T2b.shown.least": 0.95, "T2b.fall": 0.7, "T2b.slack": 0.01}, "unpunished": {"T2b.gap": 0.05}},
            {"T2b.shown.least": 0.95, "T2b.fall": 0.7, "T2b.slack": -0.01}),
    "T8": ({"base": {"T8.share": 0.4, "T8.hazard": 0.002}, "no-onward": {"T8.share": 0.0, "T8.hazard": 0.001}},
           {"T8.share": 0.4, "T8.hazard": 0.0005}),
    "X5": ({"base": {"X5.attempts.tiers": 1.0, "X5.attempts.border": 80.0, "X5.success.tiers": 0.3,
                     "X5.success.posts": 0.9, "X5.success.border": 0.02, "X5.flights": 10.0},
            "families": {"X5.flights": 25.0}},
           {"X5.attempts.tiers": 90.0, "X5.attempts.border": 80.0, "X5.success.tiers": 0.3, "X5.success.posts": 0.9,
            "X5.success.border": 0.02, "X5.flights": 10.0}),
    "W1": ({"base": {"W1.goods": 0.5, "W1.lean": 0.2}, "open": {"W1.goods": 1.0, "W1.lean": 0.1},
            "rigid": {"W1.goods": 0.5, "W1.lean": 0.1}, "rigid-open": {"W1.goods": 0.5, "W1.lean": 0.1}},
           {"W1.goods": 0.9, "W1.lean": 0.2}),
    "W5": ({"base": {"W5.warheads": 72.0}, "no-deal": {"W5.warheads": 60.0},
            "fissile": {"W5.warheads": 95.0, "W5.bound": 1.0},
            "fissile-no-deal": {"W5.warheads": 95.0, "W5.bound": 1.0},
            "money": {"W5.warheads": 76.0, "W5.bound": 2.0}, "money-no-deal": {"W5.warheads": 66.0, "W5.bound": 2.0}},
           {"W5.warheads": 61.0}),
    "S3": ({"base": {"S3.gap": 0.2}, "plain-dress": {"S3.gap": 0.0}, "novelty": {"S3.gap": 0.0},
            "splendour": {"S3.gap": -0.2}}, {"S3.gap": 0.05}),
}  # fmt: skip


def draws(*values: float, twin: float = 0.0):
    return [{"base": {"x": value}, "twin": {"x": twin}} for value in values]


def test_a_finding_that_nine_in_ten_draws_show_is_reproduced_unless_the_rules_alone_show_it():
    nine = draws(*[2.0] * 18, 0.0, 0.0)
    assert judge(OVER, nine, draws(*[2.0] * 18, 0.0, 0.0)).verdict == REPRODUCED
    assert judge(OVER, nine, draws(*[2.0] * 20)).verdict == IMPLIED
    assert judge(OVER, draws(*[2.0] * 17, 0.0, 0.0, 0.0), draws(*[0.0] * 20)).verdict == UNDECIDED
    assert judge(OVER, draws(*[2.0] * 2, *[0.0] * 18), draws(*[2.0] * 20)).verdict == UNDECIDED
    assert judge(OVER, draws(2.0, *[0.0] * 19), draws(*[2.0] * 20)).verdict == FAILED


def test_few_draws_decide_nothing_and_a_pass_without_a_prior_is_not_reproduced():
    assert judge(OVER, draws(*[2.0] * 19), draws(*[0.0] * 20)).verdict == UNDECIDED
    assert judge(OVER, draws(*[0.0] * 19), draws(*[0.0] * 20)).verdict == UNDECIDED
    for prior in ([], draws(*[0.0] * 19), draws(*[2.0] * 19)):
        found = judge(OVER, draws(*[2.0] * 20), prior)
        assert found.verdict == UNDECIDED and f"{len(prior)} prior draws" in found.why


def test_what_no_figure_moves_is_undecided_at_best_or_implied():
    unmoved = Test(OVER.statistic, OVER.passes, only_undecided="nothing moves it")
    twenty = draws(*[2.0] * 20)
    assert judge(unmoved, twenty, draws(*[0.0] * 20)).verdict == UNDECIDED
    assert judge(unmoved, twenty, twenty).verdict == IMPLIED
    assert judge(unmoved, draws(*[0.0] * 20), twenty).verdict == FAILED


def test_a_draw_without_the_figure_does_not_count_and_none_at_all_is_no_verdict():
    found = judge(OVER, [*draws(*[2.0] * 20), {"base": {}}], draws(*[0.0] * 20))
    assert (found.verdict, found.draws) == (REPRODUCED, 20)
    assert judge(OVER, [{"base": {}}]) == judge(OVER, []) and judge(OVER, []).verdict == UNMEASURED


def test_what_is_not_a_number_was_not_measured():
    """Not a number is below every threshold: it would make a finding fail that nobody measured."""
    assert measured({"x": float("nan"), "y": float("inf"), "z": 0.0}) == {"z": 0.0}


def test_a_counterfactual_that_changes_nothing_is_seen_and_said():
    prior = draws(*[0.0] * 20)
    stays, turns = (judge(OVER, draws(*[2.0] * 20, twin=t), prior) for t in (2.0, 0.5))
    assert stays.counterfactual["twin"].share == 0 and "not as it must in twin" in stays.why
    assert turns.counterfactual["twin"].share == 1 and not turns.why
    unseen = judge(OVER, [{"base": d["base"]} for d in draws(*[2.0] * 20)], prior)
    assert unseen.verdict == REPRODUCED and "not measured in twin" in unseen.why


def test_a_counterfactual_that_did_not_take_effect_is_said_so_and_does_not_count_as_one_that_turned():
    """Material is to be what is short: where tests are all the same, equal warheads say nothing about material."""
    told, _ = PASSES["W5"]
    tests_bind = told | {run: {"W5.warheads": 28.0, "W5.bound": 3.0} for run in ("fissile", "fissile-no-deal")}
    one_binds = told | {"fissile-no-deal": {"W5.warheads": 95.0, "W5.bound": 2.0}}
    found = judge(TESTS["W5"], [told] * 5 + [tests_bind] * 10 + [one_binds] * 5, [])
    fissile, money = found.counterfactual["fissile"], found.counterfactual["money"]
    assert (fissile.share, fissile.draws, fissile.idle) == (1, 5, 15) and "fissile (15 draws)" in found.why
    assert (money.share, money.draws, money.idle) == (1, 20, 0) and "money" not in found.why
    none = judge(TESTS["W5"], [tests_bind] * 20, [])
    assert none.counterfactual["fissile"].share is None and "nothing was tested" in none.why


@pytest.mark.parametrize("run, what, first, last", [
    ("fissile", MATERIAL, 20e6, 40e6), ("fissile", MATERIAL, 27e6, 56e6), ("money", MONEY, 20e6, 40e6),
])  # fmt: skip
def test_what_is_to_bind_warheads_does_under_the_plan(run, what, first, last):
    """The state's own arithmetic, month by month, with what the plan sets, on money that grows as it does in runs."""
    (planned,) = (r for r in runs() if r.run == run)
    scenario = load(planned.scenario).with_overrides([f"{k}={v}" for k, v in planned.sets.items()])
    values, weapons = scenario.values(known()), Weapons()
    land = SimpleNamespace(hard_spend=np.array([first]), barter_arms=0.0, freeze=0.0,
                           **{k: np.zeros(()) for k in ("warheads", "fissile", "tested", "bound")})  # fmt: skip
    months = month_index("2027-01")
    for t in range(months + 1):
        land.hard_spend[0] = first + (last - first) * t / months
        p = SimpleNamespace(**{k: values[f"weapons.{k}"][t] for k in Weapons.params})
        if t == 0:
            weapons.start(land, p)
        weapons.govern(land, p, None)
    assert int(land.bound) == what


@given(st.lists(st.floats(-5, 5), min_size=1, max_size=60), st.floats(0, 1), st.integers(0, 60))
def test_more_passing_draws_never_make_a_verdict_worse(values, prior, many):
    order = [FAILED, UNDECIDED, REPRODUCED]
    fails = draws(*[0.0] * 20)
    found = judge(OVER, draws(*values), fails)
    raised = judge(OVER, draws(*[v + 1 for v in values]), fails)
    assert order.index(raised.verdict) >= order.index(found.verdict)
    low, high = found.interval
    assert min(values) <= low <= found.median <= high <= max(values)
    word, why = said(found.share, found.draws, prior, many)
    if word != found.verdict:  # the prior can take a reproduction away, and give none
        assert found.verdict == REPRODUCED and (word == IMPLIED or (word == UNDECIDED and why))


@pytest.mark.parametrize("row", TESTS)
def test_each_finding_can_pass_and_can_fail(row):
    told, fails = PASSES[row]
    twenty, failing = [told] * 20, [told | {"base": fails}] * 20
    found = judge(TESTS[row], twenty, failing)
    assert found.verdict == (UNDECIDED if TESTS[row].only_undecided else REPRODUCED) and found.share == 1
    assert {k: f.share for k, f in found.counterfactual.items()} == dict.fromkeys(TESTS[row].flips, 1)
    assert judge(TESTS[row], failing, twenty).verdict == FAILED


def test_deaths_averted_are_told_for_each_hundred_kt_beside_the_verdict():
    """Six hundred kt avert 60,000 deaths: ten thousand for each hundred."""
    run = {"base": {"G5.deaths": 3e5, "G5.grain": 0.0}, "grain": {"G5.deaths": 2.4e5, "G5.grain": 6.0}}
    (told,) = [a for a in all_of([run] * 20, [], [{}] * 20) if a["id"] == "G5"]
    assert told["also"][0]["median"] == pytest.approx(1e4) and "100 kt" in told["also"][0]["of"]


def test_a_run_is_asked_for_what_the_plan_says():
    assert asked("posterior-0003-rations-kept-equal") == ("G2", "R7")
    assert asked("prior-0099-base") == ()


def test_every_finding_has_a_test_and_every_other_statement_an_answer():
    kinds = {row: r["kind"] for row, r in table("register").items()}
    assert {row for row, kind in kinds.items() if kind == "finding"} <= set(TESTS)
    answers = {a["id"]: a for a in all_of([], [], [])}
    assert len(answers) == len(kinds) == 79
    assert all((a["verdict"] == "assumed") == (kinds[row] == "rule") for row, a in answers.items())
    assert not [row for row, a in answers.items() if a["verdict"] == "not measured" and row not in TESTS]
    assert answers["L7"]["verdict"] == answers["L8"]["verdict"] == "not modelled"
    assert "not modelled" in answers["W9"]["why"] and "hope" in answers["W9"]["why"]
    assert set(table("where")) == set(kinds)
    assert set(table("stands")) == {row for row, kind in kinds.items() if kind != "rule"}


def test_planned_runs_are_those_that_tests_ask_for_and_they_load():
    planned = {run.run for run in runs()}
    assert {run for t in TESTS.values() for run in t.flips} <= planned
    declared = known()
    for run in runs():
        scenario = load(run.scenario).with_overrides([f"{k}={v}" for k, v in run.sets.items()])
        scenario.validate_parameters(declared)
        assert scenario.calendar.end >= run.until


@pytest.mark.parametrize("row", ["G2", "I6", "P6", "S3", "T2b", "T8"])
def test_a_link_is_cut_where_the_page_says_that_the_finding_rests(row):
    """The page of findings names the figure that cuts each link; a run that cuts another tests another claim."""
    page = (Path(__file__).parents[1] / "docs" / "findings.md").read_text(encoding="utf-8")
    lines = [line.split("|") for line in page.splitlines() if line.startswith("| `")]
    links = {name for _, names, *_, rests, _ in lines if row in rests.replace(",", " ").split()
             for name in re.findall(r"`([\w.]+)`", names)}  # fmt: skip
    cut = {name for run in runs() if row in run.claims for name in run.sets}
    assert links and cut & links, f"{row} rests on {links}; the plan cuts {cut}"


def invented(member, folder):
    """Figures of a made-up run: every finding passes, in every run of the plan."""
    found = {}
    for told, _ in PASSES.values():
        found |= told.get(member.name.split("-", 2)[2], {})
    return found


def test_verdicts_are_computed_written_and_told_again(tmp_path):
    def made():
        return compute(tmp_path, [{"belief.mean": 1.0}] * 21, [{}] * 20, lambda: ThreadPoolExecutor(2), twins=1,
                       flips=2, rung="25k", what=invented)  # fmt: skip

    told = made()
    assert (told["draws"], told["prior_draws"], told["missing"]) == (21, 20, 0)
    answers = {a["id"]: a for a in told["claims"]}
    assert answers["R3"]["verdict"] == IMPLIED and answers["R3"]["counterfactual"]["rations-kept"]["draws"] == 2
    assert (answers["W5"]["draws"], answers["W5"]["verdict"]) == (2, UNDECIDED), "the twin was run for two draws"
    again = made()
    assert again == told
    write(tmp_path / "v.json", told)
    assert json.loads((tmp_path / "v.json").read_text())["claims"][0]["id"] == "L1"
    assert stale(told) == "" and "other evidence" in stale(told | {"evidence_hash": "x"})
