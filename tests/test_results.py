"""Results keep labels, origin and figures through every kind of file; a run directory is whole or not there."""

import json
import os
import signal
import subprocess
import sys
import time
import warnings
from pathlib import Path

import numpy as np
import pandas as pd
import pytest
import xarray as xr

from fakes import DECLARED, moments
from tumen import headcount, outputs, rundir
from tumen.labels import AXES, COORDINATES, GROUPS, PROVINCES
from tumen.outputs import OUTPUTS
from tumen.recorder import Recorder, axis_names
from tumen.results import Result, interval
from tumen.scenario_errors import UserError
from tumen.verify import verify

HERE = Path(__file__).parent


def one(seed=1, **options):
    settings = {"seed": seed, "rung": "25k", "threads": 1}
    return rundir.collect(
        moments(seed, last=1996, **options), scenario="made-up", scenario_text="name: made-up\n", settings=settings
    )


@pytest.fixture(scope="module")
def result():
    return one()


def test_every_variable_has_unit_meaning_and_source(result):
    for name, variable in result.data.data_vars.items():
        assert variable.attrs["units"] and variable.attrs["meaning"] and variable.attrs["source"], name


def test_raw_variables_keep_their_declared_names_and_words(result):
    assert result.data["births"].attrs["meaning"] == DECLARED["births"].meaning
    assert result.data["deaths"].dims == ("run", "time", "province", "sex", "age")
    assert result.data["births"].dtype == np.int64


def test_axes_are_labelled_by_what_they_are():
    assert axis_names("x", ("place",), (11,)) == ("province",)
    assert axis_names("x", ("place",), (700,)) == ("place",)
    assert axis_names("x", ("province", 12), (11, 12)) == ("province", "x_1")
    assert axis_names("issued", ("province", 7), (11, 7)) == ("province", "server")
    assert axis_names("issued", ("province", 8), (11, 8)) == ("province", "issued_1")
    assert axis_names("x", (7,), (7,)) == ("x_0",)
    assert axis_names("x", (2, 2), (2, 2)) == ("x_0", "x_1")
    assert axis_names("x", ("province", 2, 20), (11, 2, 20)) == ("province", "sex", "age")
    assert axis_names("from_market", ("province", 2), (11, 2)) == ("province", "side")
    for size, dim in AXES.items():
        assert all(len(labels) == size for labels in COORDINATES[dim].values())
    assert len(GROUPS) == 24 and GROUPS[1 * 12 + 2 * 3 + 1] == "women 20-59 Party"


def test_ages_and_soldiers_are_whole_numbers_of_persons(result):
    from fakes import FakeCountry

    country = FakeCountry(DECLARED)
    a = country.tables.arrays
    at = 12 * 5 - 1
    counted = headcount.count(country, at)
    by_hand = np.zeros((2, 20), int)
    soldiers = np.zeros(11, int)
    for u in range(len(a["n"])):
        for i in range(a["n"][u]):
            years = (at - int(a["born"][u, i])) // 12
            k = 0 if years < 1 else min(1 + years // 5, 19)
            by_hand[a["traits"][u, i] & 1, k] += a["weight"][u]
            soldiers[a["province"][u]] += a["weight"][u] * (a["status"][u, i] == 1)
    assert (counted["ages"] == by_hand).all() and (counted["soldiers"] == soldiers).all()
    assert result.data["persons_by_age"].dims == ("run", "year", "sex", "age")
    camps = result.data["persons"].sum("province") - result.data["outside_camps"].sum("province")
    assert (camps <= 702_373).all()


def test_derived_outputs_are_left_out_when_nothing_was_counted(result):
    alone = result.data[["births"]]
    assert list(outputs.add_derived(alone).data_vars) == ["births"]
    assert len({o.name for o in OUTPUTS}) == len(OUTPUTS)
    assert all(o.unit and o.meaning and o.needs for o in OUTPUTS)


def test_food_is_the_recorded_sum_over_the_persons(result):
    census = result.data
    grams = census["eaten_grams"].values.reshape(1, 7, 12, 11).sum(2)
    people = census["census_persons"].sum("group").values
    middle = np.concatenate([people[:, :1], (people[:, 1:] + people[:, :-1]) / 2], axis=1)
    assert np.allclose(census["food"], grams / 365 / middle)
    tier = census["group_stratum"] == "tier"
    by_hand = census["census_eaten"].where(tier, 0).sum(["province", "group"]) / census["census_persons"].where(
        tier, 0
    ).sum(["province", "group"])
    assert np.allclose(census["food_by_stratum"].sel(stratum="tier"), by_hand)


@pytest.mark.parametrize("kind", ["netcdf", "zarr", "folder"])
def test_round_trip(result, tmp_path, kind):
    path = tmp_path / {"netcdf": "a.nc", "zarr": "a.zarr", "folder": "a"}[kind]
    if kind == "netcdf":
        result.to_netcdf(path)
    elif kind == "zarr":
        result.to_zarr(path)
    else:
        result.save(path, report=False)
    back = Result.load(path)
    xr.testing.assert_identical(back.data.load(), result.data)
    assert back.runs == result.runs and back.scenario == result.scenario and back.inputs == result.inputs
    assert back.provenance == result.provenance


def test_zarr_has_one_shard_a_run(tmp_path):
    both = Result.join([one(1), one(2)])
    with warnings.catch_warnings():
        warnings.simplefilter("error")  # a store that other libraries may not read is warned of
        both.to_zarr(tmp_path / "many.zarr")
    assert sorted(p.name for p in (tmp_path / "many.zarr" / "births" / "c").iterdir()) == ["0", "1"]
    assert json.loads((tmp_path / "many.zarr" / "zarr.json").read_text())["zarr_format"] == 3


def test_csv_holds_the_same_figures(result, tmp_path):
    result.to_csv(tmp_path / "births.csv", "births")
    frame = pd.read_csv(tmp_path / "births.csv")
    assert list(frame.columns) == ["run", "time", "province", "births"]
    assert frame["births"].sum() == int(result.data["births"].sum())
    assert set(frame["province"]) == set(PROVINCES)


def test_a_table_is_of_months_or_of_years_and_of_what_there_is(result):
    with pytest.raises(UserError, match=r"persons is yearly and births monthly"):
        result.to_dataframe(["births", "persons"])
    with pytest.raises(UserError, match="nearest: births"):
        result.to_dataframe("birth")


def test_several_seeds_have_a_run_each_and_an_interval():
    both = Result.join([one(1), one(2), one(3)])
    assert list(both.data["seed"].values) == [1, 2, 3]
    spread = interval(both.data["births"].sum("province"))
    values = both.data["births"].sum("province").values
    assert np.allclose(spread["middle"], np.median(values, axis=0))
    assert (spread["low"] <= spread["high"]).all() and spread.attrs["runs"] == 3


def test_provenance_says_what_to_repeat(result):
    told = result.provenance
    for key in ("version", "commit", "scenario", "scenario_hash", "evidence_hash", "seed", "rung", "threads", "python",
                "numpy", "numba", "cpu"):  # fmt: skip
        assert key in told, key


def test_run_json_has_costs_hash_and_files(result, tmp_path):
    result.save(tmp_path / "a", report=False)
    told = json.loads((tmp_path / "a" / "run.json").read_text())
    assert told["complete"] and told["last_month"] == "1996-12" and told["state_hash"]
    assert {"build", "compile", "run", "hash"} <= set(told["seconds"])
    assert told["ns_per_person_month"] > 2.5e9 / (84 * 44 * 116) and told["peak_memory_bytes"] > 0
    assert told["files"] == ["results.nc", "run.json", "scenario.yaml"]
    assert all((tmp_path / "a" / name).is_file() for name in told["files"])


def test_a_broken_run_leaves_a_valid_prefix(tmp_path):
    broken = one(stop_after=30)
    assert broken.data.sizes["time"] == 30
    broken.save(tmp_path / "b", report=False)
    told = json.loads((tmp_path / "b" / "run.json").read_text())
    assert told["complete"] is False and told["last_month"] == "1992-06" and told["state_hash"] == ""
    with pytest.raises(ValueError, match="broken off in 1992-06"):
        verify(tmp_path / "b")


def test_nothing_half_written_when_writing_fails(result, tmp_path, monkeypatch):
    result.save(tmp_path / "a", report=False)
    before = (tmp_path / "a" / "run.json").read_bytes()

    def fail(*_):
        raise OSError("disk full")

    monkeypatch.setattr(rundir, "run_json", fail)
    with pytest.raises(OSError, match="disk full"):
        result.save(tmp_path / "a", report=False)
    assert [p.name for p in tmp_path.iterdir()] == ["a"]
    assert (tmp_path / "a" / "run.json").read_bytes() == before


def test_a_folder_that_is_no_run_is_not_replaced(result, tmp_path):
    (tmp_path / "mine").mkdir()
    (tmp_path / "mine" / "thesis.txt").write_text("years of work")
    with pytest.raises(FileExistsError):
        result.save(tmp_path / "mine", report=False)
    assert (tmp_path / "mine" / "thesis.txt").read_text() == "years of work"


KILLED = """
import sys, time
sys.path.insert(0, {tests!r})
from fakes import moments
from tumen import headcount, outputs, rundir
def slowly():
    for moment in moments(1, last=1991):
        yield moment
result = rundir.collect(slowly(), scenario="x", scenario_text="name: x", settings={{"seed": 1}})
write = result.to_netcdf
def to_netcdf(path):
    write(path)
    print("writing", flush=True)
    time.sleep(60)
result.to_netcdf = to_netcdf
result.save({out!r}, report=False)
"""


def test_killed_in_the_middle_leaves_no_folder_of_that_name(tmp_path):
    code = KILLED.format(tests=str(HERE), out=str(tmp_path / "run"))
    process = subprocess.Popen([sys.executable, "-c", code], stdout=subprocess.PIPE, text=True)
    assert process.stdout is not None and process.stdout.readline().strip() == "writing"
    os.kill(process.pid, signal.SIGKILL)
    process.wait()
    assert not (tmp_path / "run").exists()
    time.sleep(0.1)
    one().save(tmp_path / "run", report=False)  # and the next run is not disturbed by what the dead one left
    assert Result.load(tmp_path / "run").data.sizes["time"] == 84
    assert [p.name for p in tmp_path.iterdir() if not p.name.startswith(".")] == ["run"]


def test_an_empty_recorder_says_so():
    with pytest.raises(ValueError, match="no month"):
        Recorder().dataset()


@pytest.mark.parametrize("months", [1, 12, 30])
def test_short_runs_have_a_report_too(tmp_path, months):
    short = one(stop_after=months)
    short.save(tmp_path / "short")
    text = (tmp_path / "short" / "report.html").read_text()
    assert "broken off" in text and "http-equiv" not in text


def test_charts_are_methods_of_a_result(result):
    from tumen.charts import CHARTS

    assert dir(result.plot) == sorted(CHARTS)
    assert result.plot.births().to_dict()["datasets"]["model"]
    assert result.plot.births.__doc__
    with pytest.raises(AttributeError, match=r"there are: .*births"):
        _ = result.plot.brths
