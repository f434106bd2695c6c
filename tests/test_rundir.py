"""A real run into a folder and out again: verified to the last bit, and a changed seed or broken file is seen."""

import json

import numpy as np
import pytest

from tumen import rundir
from tumen.charts import CHARTS
from tumen.results import Result
from tumen.verify import verify

UNTIL = "1991-12"


@pytest.fixture(scope="module")
def folder(tmp_path_factory):
    result = rundir.run("history", 3, "25k", until=UNTIL)
    return result.save(tmp_path_factory.mktemp("runs") / "history")


def test_it_runs_again_to_the_same_state(folder):
    verdict = verify(folder)
    assert verdict.same and verdict.found == verdict.expected and not verdict.notes


def test_another_state_is_told_apart(folder, tmp_path):
    told = json.loads((folder / "run.json").read_text())
    told["provenance"]["seed"] = 4
    (tmp_path / "run.json").write_text(json.dumps(told))
    (tmp_path / "scenario.yaml").write_text((folder / "scenario.yaml").read_text())
    assert not verify(tmp_path).same


def test_the_whole_folder_is_there(folder):
    told = json.loads((folder / "run.json").read_text())
    assert sorted(p.name for p in folder.iterdir()) == told["files"]
    assert told["files"] == ["report.html", "results.nc", "run.json", "scenario.yaml"]
    assert told["last_month"] == UNTIL and told["complete"]


def test_persons_by_province_add_up_to_the_engine_s_own_count(folder):
    result = Result.load(folder)
    told = json.loads((folder / "run.json").read_text())
    counted = int(result.data["persons"].sel(year=1991).sum())
    assert int(result.data["persons_by_age"].sel(year=1991).sum()) == counted
    # persons between rows wait in pools and belong to no group
    assert abs(counted - told["persons"]) < 0.001 * counted


def test_every_chart_of_a_real_run_can_be_drawn(folder):
    data = Result.load(folder).data
    # two years reach neither a census, nor a survey, nor all years of any published estimate; nobody is shown yet, no
    # leader has died, and no talks are played
    late = {"published_deaths", "provinces_2008", "pyramid", "popularity", "heirs", "successions", "talks", "relief",
            "courses"}  # fmt: skip
    for name, chart in CHARTS.items():
        assert chart.possible(data) == (name not in late), name
        if name not in late:
            assert chart.draw(data).to_dict()["datasets"]["model"]


def test_every_declared_tally_is_in_the_results_with_its_words(folder):
    from tumen.columns import Place, Tally
    from tumen.country import build
    from tumen.scenario import load

    data = Result.load(folder).data
    for name, what in build(load("history"), 3, "25k").declared.items():
        if isinstance(what, Tally | Place):
            assert data[name].attrs["units"] == what.unit and data[name].attrs["meaning"] == what.meaning, name
            assert data[name].dims[:2] == ("run", "time"), name


def test_what_drives_the_run_is_listed_with_sources(folder):
    inputs = Result.load(folder).inputs
    assert {"grain.harvest_rda", "grain.aid", "grain.imports"} <= {row["series"] for row in inputs["drivers"]}
    assert all(row["source"] and row["unit"] and row["meaning"] for row in inputs["drivers"])
    assert all(row["reason"] and row["range"] for row in inputs["assumed"])


def test_recording_monthly_changes_no_bit_and_adds_months(folder):
    often = rundir.run("history", 3, "25k", until=UNTIL, record="monthly")
    assert often.runs[0]["state_hash"] == json.loads((folder / "run.json").read_text())["state_hash"]
    assert often.data["monthly_persons"].dims == ("run", "time", "province", "group")
    yearly = Result.load(folder).data["census_persons"].sel(year=1991).values
    assert np.array_equal(often.data["census_persons"].sel(year=1991).values, yearly)
    assert np.array_equal(often.data["monthly_persons"].sel(time="1991-12-01").values, yearly)
    assert often.save(folder.parent / "often").is_dir()
