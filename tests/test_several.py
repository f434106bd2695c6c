"""An ensemble as a command: what fails is named, what was lost is made again, jobs of an array leave others be."""

import gc
import json
import shutil
import weakref
from concurrent.futures import ProcessPoolExecutor
from multiprocessing import get_context
from pathlib import Path

import pytest
from typer.testing import CliRunner

from invented_work import second_answer_fails, second_run_fails
from tumen.calibration import posterior
from tumen.cli import app
from tumen.commands.ensemble import _part
from tumen.experiments import predicting, several
from tumen.experiments.members import Member, _one
from tumen.scenario_errors import UserError

WORDS = ["ensemble", "history", "--rung", "25k", "--seeds", "1-3", "--until", "1990-01", "--no-report", "--declared"]


def prepared(folder: Path) -> int:
    for _ in range(50):
        several.prepare(folder, "yearly")
    return 1


def test_jobs_that_begin_together_do_not_read_each_others_half(tmp_path):
    with ProcessPoolExecutor(4, get_context("spawn")) as pool:
        assert sum(pool.map(prepared, [tmp_path / "m"] * 4)) == 4
    assert [p.name for p in (tmp_path / "m").iterdir()] == ["how.json"]
    with pytest.raises(UserError, match="recorded otherwise"):
        several.prepare(tmp_path / "m", "monthly")


def test_a_failed_member_is_named_the_rest_stand_and_a_lost_run_is_made_again(tmp_path, monkeypatch):
    words = [*WORDS, "--out", str(tmp_path / "e")]
    with monkeypatch.context() as patched:
        patched.setattr(several, "work", second_run_fails)
        said = CliRunner().invoke(app, words)
    assert said.exit_code == 1 and "failed   history, seed 2: ValueError: no grain was found" in said.stderr
    from tumen.results import Result

    assert Result.load(tmp_path / "e").data.sizes["run"] == 2
    assert CliRunner().invoke(app, words).exit_code == 0
    shutil.rmtree(tmp_path / "e.members" / "seed-0003")
    said = CliRunner().invoke(app, words)
    assert said.exit_code == 0 and "2 of 3 runs are there already" in said.stderr, said.output
    assert Result.load(tmp_path / "e").data.sizes["run"] == 3


@pytest.mark.parametrize("drawn", [True, False])
def test_every_run_of_an_ensemble_is_verified_with_figures_of_its_own(tmp_path, monkeypatch, drawn):
    """Two calibrated draws, and an aid cut by hand for all: each run is made again from what the folder says of it."""
    monkeypatch.setattr(posterior, "draws", lambda: [{"rations.reserve": 0.6}, {"rations.reserve": 1.4}])
    out = tmp_path / "e"
    words = ["ensemble", "history", "--rung", "25k", "--seeds", "1-2", "--until", "1990-02", "--set", "grain.aid=0"]
    said = CliRunner().invoke(app, [*words, *([] if drawn else ["--declared"]), "--out", str(out)])
    assert said.exit_code == 0, said.output
    told = json.loads((out / "run.json").read_text())
    assert [[s for s in run["sets"] if "reserve" in s] for run in told["runs"]] == (
        [["rations.reserve=0.6"], ["rations.reserve=1.4"]] if drawn else [[], []])  # fmt: skip
    assert "reserve" not in (out / "scenario.yaml").read_text(), "no run's draw stands for all"
    page = (out / "report.html").read_text()
    assert ("calibrated draw of the free figures" in page) == drawn != ("not been fitted" in page)
    assert "set to 0.6" not in page and "set to 0: set by hand" in page
    again = CliRunner().invoke(app, ["verify", str(out)])
    assert again.exit_code == 0 and again.stdout.count("the same\n") == 2 and not again.stderr, again.output
    told["runs"][1]["sets"] = ["rations.reserve=0.6"] if drawn else ["grain.aid=1"]
    (out / "run.json").write_text(json.dumps(told))
    broken = CliRunner().invoke(app, ["verify", str(out)])
    assert broken.exit_code == 1 and "NOT THE SAME" in broken.stdout


def test_parts_of_an_array_are_all_members_once():
    everybody = [Member(f"m{k}") for k in range(10)]
    parts = [_part(everybody, f"{k}/3") for k in (1, 2, 3)]
    assert sorted(m.name for part in parts for m in part) == [m.name for m in everybody]
    for wrong in ("0/3", "4/3", "3", "a/b"):
        with pytest.raises(UserError, match="K/N"):
            _part(everybody, wrong)


def test_draws_that_are_not_there_are_refused(tmp_path):
    many = str(len(posterior.draws()) + 1)
    for words, says in ((["--draws", many], "so many are not shipped"), (["--draws", "1", "--declared"], "exclude")):
        said = CliRunner().invoke(app, [*WORDS[:-1], *words, "--out", str(tmp_path / "e")])
        assert said.exit_code == 2 and says in said.stderr, said.output


def test_predictions_say_what_failed(tmp_path, monkeypatch):
    file = tmp_path / "q.yaml"
    file.write_text("questions:\n - {id: came, wording: How many came?, quantity: arrivals, years: 1990}\n")
    monkeypatch.setattr(posterior, "draws", lambda: [{}, {}])
    monkeypatch.setattr(predicting, "work", second_answer_fails)
    words = ["predict", str(file), "--rung", "25k", "--seed", "1", "--out", str(tmp_path / "p")]
    said = CliRunner().invoke(app, words)
    told = json.loads((tmp_path / "p" / "predictions.json").read_text())
    assert said.exit_code == 1 and (told["draws"], told["failed"]) == (1, 1)
    assert "1 of 2 runs failed" in told["says"]


def test_a_member_that_is_done_leaves_no_country_lying(tmp_path):
    """Two thousand runs in a worker would fill any memory: a country is a circle, which Python keeps for a while."""

    class Country:
        def __init__(self):
            self.me = self

    gone = []

    def work(member, folder):
        gone.append(weakref.ref(Country()))
        return {"x": 1.0}

    (tmp_path / "members").mkdir()
    gc.disable()
    try:
        told = _one(work, Member("one", "history", {}, 1, "25k", "1990-12"), tmp_path)
    finally:
        gc.enable()
    assert told["figures"] == {"x": 1.0} and gone[0]() is None
