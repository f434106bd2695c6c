"""Questions as a person may write them, and what an ensemble's answers become."""

import json
from pathlib import Path
from typing import Any

import numpy as np
import pytest
import xarray as xr
from typer.testing import CliRunner

from made_up_leavers import lines
from tumen.calibration import posterior
from tumen.cli import app
from tumen.experiments import drawn, predicting, several
from tumen.months import month_index
from tumen.scenario import load
from tumen.scenario_errors import ScenarioError, UserError
from tumen.survey import Reporting
from tumen.survey.asking import surveys
from tumen.survey.paper import EXAMPLE, MEANINGS, Asked, Paper, pair, read_questions
from tumen.survey.predict import Seen, answered, markdown, predictions


def question(**told: Any) -> Asked:
    return Asked(**{"id": "q", "wording": "How many?", "quantity": "arrivals"} | told)


def seen(table: Any = None, data: Any = None, **figures: float) -> Seen:
    return Seen({k.replace("_", "."): v for k, v in figures.items()}, lines(0) if table is None else table, data,
                Reporting())  # fmt: skip


def paper(tmp_path: Path, text: str) -> Paper:
    path = tmp_path / "paper.yaml"
    path.write_text("questions:\n" + text)
    return read_questions(path)


def test_ten_questions_ship_about_years_after_2011_and_groups_of_leavers_that_no_target_has() -> None:
    shipped = read_questions(EXAMPLE)
    assert len(shipped.questions) == 10
    assert len({q.quantity for q in shipped.questions}) >= 5
    asked = {(s.question, s.left) for s in surveys()}
    for q in shipped.questions:
        assert q.wording.endswith("?")
        if q.years is not None:
            assert pair(q.years)[0] > 2011, f"{q.id}: {q.years} is within what the model was fitted to"
        else:
            assert q.left == (2012, 2015), f"{q.id}: the file's first lines and docs/predictions.md name them"
            assert (q.quantity, q.left) not in asked, f"{q.id}: a target asks this of this group"


@pytest.mark.parametrize(
    "text, line, says",
    [
        (" - {id: a, wording: How?, quantity: arrival, years: 2012}", 2, "nearest: arrivals"),
        (" - {id: a, wording: How?, quantity: arrivals}", 2, "needs years"),
        (" - {id: a, wording: How?, quantity: bribed, years: 2012}", 2, "needs left"),
        (" - id: a\n   wording: How?\n   quantity: arrivals\n   years: [2015, 2012]", 5, "before the first"),
        (" - id: a\n   wording: How?\n   quantity: arrivals\n   years: 1812", 5, "too small"),
        (" - id: a\n   wording: How?\n   quantity: arrivals\n   year: 2012", 5, "nearest: years"),
        (" - id: a\n   wording: How?\n   quantity: arrivals\n   years: 2012\n   province: Hamgyong", 6, "nearest:"),
        (" - id: a\n   wording: How?\n   quantity: deaths_all\n   years: 2012\n   sex: men", 6, "not told by sex"),
        (" - id: a\n   wording: How?\n   quantity: arrivals\n   years: 2012\n - id: a\n   wording: How?\n"
         "   quantity: arrivals\n   years: 2012", 6, "one name"),
    ],
)  # fmt: skip
def test_a_mistake_is_told_with_its_line(tmp_path: Path, text: str, line: int, says: str) -> None:
    with pytest.raises(ScenarioError) as told:
        paper(tmp_path, text)
    assert f"line {line}" in str(told.value) and says in str(told.value), str(told.value)


def test_arrivals_are_summed_over_years_by_sex() -> None:
    one = seen(arrivals_2012=10.0, arrivals_2013=20.0, arrivals_women_2012=7.0)
    assert answered(question(years=(2012, 2013)), one)[0] == 30
    assert answered(question(years=2012, sex="women"), one)[0] == 7
    assert np.isnan(answered(question(years=(2012, 2014)), one)[0]), "2014 was not simulated"


def test_arrivals_of_a_cohort_are_its_share_of_those_who_came() -> None:
    came = month_index("2012-05")
    left = [month_index("1998-02"), month_index("2011-02"), month_index("2011-08"), month_index("2011-09")]
    table = lines(4, left=left, arrived=came, province=[8, 8, 9, 9])
    one = seen(table, arrivals_2012=1000.0)
    assert answered(question(years=2012, left=(1990, 2000)), one) == (250, 4)
    assert answered(question(years=2012, province="Ryanggang"), one) == (500, 4)
    assert answered(question(years=2012, province="Ryanggang", left=(1990, 2000)), one)[0] == 0


def test_a_survey_question_is_put_to_those_who_left() -> None:
    table = lines(3, female=[1, 1, 0], left=month_index("2012-02"), viewed=[5, -32000, 5])
    asked = question(quantity="viewed", left=2012)
    assert answered(asked.model_copy(update={"sex": "women"}), seen(table)) == (50, 2)
    assert answered(asked, seen(table))[0] == pytest.approx(0.82 * 50 + 0.18 * 100)
    assert np.isnan(answered(question(quantity="viewed", left=1995), seen(table))[0])


def data() -> xr.Dataset:
    """Two provinces, three Decembers; a count, and a share by grade of display."""
    years = [2017, 2018, 2019]
    ds = xr.Dataset(coords={"run": [0], "year": years, "province": ["Pyongyang", "Rason"],
                            "shown_as": ["slack", "zeal"]})  # fmt: skip
    ds["persons"] = (("run", "year", "province"), np.array([[[10, 1], [20, 2], [30, 3]]]), {"units": "persons"})
    ds["stunting_share"] = (("run", "year", "province"), np.full((1, 3, 2), 0.25), {"units": "1"})
    ds["shown_share"] = (("run", "year", "shown_as"), np.array([[[0.9, 0.1], [0.8, 0.2], [0.7, 0.3]]]), {"units": "1"})
    return ds


def test_an_answer_carries_the_sampling_error_of_so_many_asked() -> None:
    """One run, one cohort, of which some had bribed: a survey of a hundred prints what a hundred happen to say, and
    another draw of the hundred another figure, spread as for a share of a hundred."""
    table = lines(400, viewed=np.where(np.arange(400) % 10 < 3, 5, -32000))
    whole = question(quantity="viewed", left=2003)
    share, _ = answered(whole, seen(table))
    assert share == pytest.approx(30)
    asked = [answered(whole.model_copy(update={"n": 100}), Seen({}, table, None, Reporting(), seed))[0]
             for seed in range(200)]  # fmt: skip
    assert all(round(x, 6) == round(x) for x in asked), "so many of a hundred"
    assert abs(np.mean(asked) - share) < 1.5 and 3.5 < np.std(asked) < 5.8


def test_outputs_are_chosen_by_labels_and_taken_over_years() -> None:
    one = seen(data=data())
    persons = question(quantity="persons", years=(2017, 2019))
    assert answered(persons, one)[0] == 22
    assert answered(persons.model_copy(update={"over": "end"}), one)[0] == 33
    assert answered(persons.model_copy(update={"over": "sum", "province": "Rason"}), one)[0] == 6
    zeal = question(quantity="shown_share", years=2019, where={"shown_as": "zeal"})
    assert answered(zeal, one)[0] == pytest.approx(0.3)


@pytest.mark.parametrize(
    "told, says",
    [
        (dict(quantity="shown_share", years=2019), "told by shown_as"),
        (dict(quantity="shown_share", years=2019, where={"shown_as": "zeall"}), "nearest: zeal"),
        (dict(quantity="stunting_share", years=2019), "told by province"),
    ],
)
def test_an_output_that_is_not_chosen_whole_is_refused(told: dict[str, Any], says: str) -> None:
    with pytest.raises(ScenarioError) as problem:
        answered(question(**told), seen(data=data()))
    assert says in str(problem.value)


def test_a_question_that_no_run_can_answer_is_refused_before_many_runs(tmp_path: Path) -> None:
    asked = paper(tmp_path, " - {id: q, wording: How much?, quantity: market_share, years: 1990}\n")
    with pytest.raises(ScenarioError, match="told by"):
        predicting.refuse_unknown(asked)
    predicting.refuse_unknown(paper(tmp_path, " - {id: q, wording: w, quantity: persons, years: 2019}\n"))


def test_medians_and_intervals_over_members() -> None:
    asked = Paper(questions=(question(),))
    (found,) = predictions(asked, [{"q": (float(k), 0.0)} for k in range(101)])
    assert (found.median, found.low, found.high, found.members) == (50, 5, 95, 101)
    (found,) = predictions(asked, [{"q": (3.0, 12.0)}, {"q": (float("nan"), 12.0)}])
    assert (found.median, found.members, found.unanswered) == (3, 1, 1)
    assert np.isnan(found.low) and found.data()["low"] is None
    assert "fewer than two members" in markdown([found], "said")


def test_what_a_scenario_asks_goes_before_a_draw() -> None:
    """Without floods no store is flooded, whatever was calibrated; nor where it was set by hand, in all months."""
    draw = {"grain.extra_loss@1995..1998": 0.09, "rations.reserve": 0.6}
    assert drawn.beside(draw, drawn.asked_of(load("history"))) == draw
    assert drawn.beside(draw, drawn.asked_of(load("no-floods"))) == {"rations.reserve": 0.6}
    assert drawn.beside(draw, drawn.asked_of(load("history"), ["grain.extra_loss"])) == {"rations.reserve": 0.6}
    (member,) = several.members("no-floods", [1], [draw], {}, "25k", None)
    assert dict(member.sets) == {"rations.reserve": 0.6}


def test_a_draw_sets_figures_of_the_model_and_ways_of_answering() -> None:
    sets, reporting = drawn.split({"leaving.base": 0.3, "reporting.recall": 0.02, "reporting.bribe_from": 1994.0})
    assert sets == ["leaving.base=0.3"]
    assert reporting == Reporting(recall=0.02, bribe_from=1994)
    with pytest.raises(UserError, match="nearest: recall"):
        drawn.split({"reporting.recal": 1.0})


def test_a_cohort_is_given_years_to_arrive() -> None:
    asked = Paper(questions=(question(years=2012), question(id="r", quantity="viewed", left=(2006, 2010))))
    assert predicting.last_year(asked) == 2013


def test_everything_that_may_be_asked_for_says_what_it_is() -> None:
    said = CliRunner().invoke(app, ["predict", "--list"])
    assert said.exit_code == 0
    for name, meaning in MEANINGS.items():
        assert name in said.stdout and len(meaning) > 20, name


def test_the_command_answers_and_draws_differ(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """Three draws, to 1994: under two of them nobody dies of anything but age and illness sooner."""
    file = tmp_path / "q.yaml"
    file.write_text("""questions:
 - {id: came, wording: How many came in 1993?, quantity: arrivals, years: 1993}
 - {id: films, wording: What part had seen a film?, quantity: viewed, left: 1990}
 - {id: dead, wording: How many died in 1992?, quantity: deaths_all, years: 1992, over: sum}
""")
    draws = [{"leaving.old_soldiers": x, "reporting.recall": 0.01} for x in (4e-6, 4e-5)]
    monkeypatch.setattr(posterior, "draws", lambda: draws)
    said = CliRunner().invoke(app, ["predict", str(file), "--rung", "25k", "--json", "--out", str(tmp_path / "out")])
    assert said.exit_code == 0, said.output
    told = json.loads((tmp_path / "out" / "predictions.json").read_text())
    assert told["made"][:2] == "20" and len(told["provenance"]["model_hash"]) == 16
    assert len(told["provenance"]["posterior_hash"]) == 16, "a prediction says which model and draws made it, and when"
    came, _, dead = told["questions"]
    assert told["draws"] == 2 and came["members"] == 2
    assert came["high"] > 2 * came["low"] > 0, "ten times the soldiers leave under the second draw"
    assert 100_000 < dead["median"] < 300_000
    assert "How many came in 1993?" in (tmp_path / "out" / "predictions.md").read_text()


def test_an_unknown_parameter_in_a_draw_is_refused_before_any_run(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(posterior, "draws", lambda: [{"leaving.bass": 1.0}])
    said = CliRunner().invoke(app, ["predict", "example", "--rung", "25k", "--out", str(tmp_path / "out")])
    assert said.exit_code == 2 and "leaving.base" in said.output
    assert not (tmp_path / "out").exists()
