"""Many runs: a killed worker loses nothing, what always breaks is named and alone, what is done is not done again."""

import json
import os
import subprocess
import sys
import time
from concurrent.futures import ThreadPoolExecutor
from contextlib import nullcontext, suppress
from dataclasses import replace
from pathlib import Path

import dask
import pytest

from invented_work import doubled, fragile
from tumen import rundir
from tumen.calibration.runs import work
from tumen.experiments import members as module
from tumen.experiments import several
from tumen.experiments.executors import at, local
from tumen.experiments.members import Member, processes, read, receipt_of, run_members
from tumen.scenario_errors import UserError

EIGHT = [Member(f"m{k}", seed=k, rung="25k") for k in range(8)]


class Asked:
    asked = True  # as after a first Ctrl-C


def threads():
    return ThreadPoolExecutor(2)


@pytest.mark.parametrize("executor", [lambda: processes(2), local(2)], ids=["processes", "dask"])
def test_a_killed_worker_loses_nothing_and_what_always_breaks_is_alone(tmp_path, executor):
    report = run_members(EIGHT, tmp_path, fragile, executor)
    assert {name: f["x"] for name, f in report.figures.items()} == {f"m{k}": 2.0 * k for k in (0, 1, 2, 3, 6, 7)}
    assert set(report.failed) == {"m4", "m5"} and "no grain was found" in report.failed["m4"]
    told = json.loads(receipt_of(tmp_path, EIGHT[4]).read_text())
    assert told["member"]["scenario"] == "history" and told["member"]["seed"] == 4
    assert "invented_work.py" in told["where"], "the receipt says where it broke"


def test_what_somebody_has_to_mend_is_not_tried_twice(tmp_path):
    report = run_members([Member("wrong", seed=6, rung="25k")], tmp_path, fragile, threads)
    assert "no province is named so" in report.failed["wrong"] and (tmp_path / "asked").read_text() == "x"


def test_one_worker_or_two_tell_the_same(tmp_path):
    one = run_members(EIGHT, tmp_path / "one", doubled, lambda: processes(1))
    two = run_members(EIGHT[::-1], tmp_path / "two", doubled, lambda: processes(2))
    assert one.figures == two.figures and len(one.figures) == 8 and not two.failed


def test_what_is_done_is_not_done_again(tmp_path):
    run_members(EIGHT[:3], tmp_path, doubled, threads)
    report = run_members(EIGHT[:4], tmp_path, doubled, threads)
    assert report.kept == 3 and len(report.figures) == 4
    assert all((tmp_path / f"m{k}.asked").read_text() == "x" for k in range(4))


def test_another_draw_model_or_measure_makes_a_receipt_stale(tmp_path, monkeypatch):
    run_members(EIGHT[:2], tmp_path, doubled, threads)
    other = [replace(EIGHT[0], sets={"grain.aid": 0.0}), EIGHT[1]]
    report = run_members(other, tmp_path, doubled, threads)
    assert (report.stale, report.kept) == (1, 1)
    for name in ("model_hash", "evidence_hash"):
        monkeypatch.setattr(module, name, lambda: "another")
        assert read(tmp_path, EIGHT[1], doubled) == (None, True)
        monkeypatch.undo()


def test_a_half_written_receipt_is_none(tmp_path):
    run_members(EIGHT[:1], tmp_path, doubled, threads)
    path = receipt_of(tmp_path, EIGHT[0])
    path.write_text(path.read_text()[:40])
    assert read(tmp_path, EIGHT[0], doubled) == (None, False)
    assert run_members(EIGHT[:1], tmp_path, doubled, threads).figures == {"m0": {"x": 0.0}}
    assert [p.name for p in path.parent.iterdir()] == ["m0.json"]


def test_after_the_deadline_nothing_is_begun_and_nothing_has_failed(tmp_path):
    report = run_members(EIGHT, tmp_path, doubled, threads, deadline=time.monotonic() - 1)
    assert not report.figures and not report.failed
    assert len(run_members(EIGHT, tmp_path, doubled, threads).figures) == 8


def test_two_of_one_name_are_refused(tmp_path):
    with pytest.raises(UserError, match="one name"):
        run_members([EIGHT[0], EIGHT[0]], tmp_path, doubled, threads)


def test_a_scheduler_that_nobody_runs_is_named(tmp_path):
    with pytest.raises(UserError, match="no scheduler answers"):
        run_members(EIGHT[:1], tmp_path, doubled, at("not an address"))


@pytest.fixture
def scheduler(tmp_path):
    """`dask scheduler` and `dask worker` as the page of ensembles starts them; what they print goes to files."""
    here = {**os.environ, "PYTHONPATH": str(Path(__file__).parent)}
    program, place = [sys.executable, "-m", "dask"], tmp_path / "scheduler.json"
    started = []
    try:
        for name, words in (
            ("scheduler", ("--host", "127.0.0.1", "--port", "0", "--no-dashboard", "--scheduler-file", str(place))),
            ("worker", ("--scheduler-file", str(place), "--host", "127.0.0.1", "--nthreads", "1", "--nworkers", "2",
                        "--no-dashboard")),
        ):  # fmt: skip
            with (tmp_path / f"{name}.txt").open("w") as said:
                command = [*program, name, *words]
                started.append(subprocess.Popen(command, env=here, stdout=said, stderr=said, cwd=tmp_path))
        yield once(lambda: json.loads(place.read_text()))["address"]
    finally:
        for one in reversed(started):
            one.terminate()
        for one in reversed(started):
            one.wait(30)


def once(ask, patience=60):
    """The answer, as soon as there is one."""
    for _ in range(10 * patience):
        with suppress(OSError, ValueError, UserError):
            return ask()
        time.sleep(0.1)
    return ask()


def test_members_run_where_a_scheduler_of_somebody_else_sends_them(tmp_path, scheduler):
    report = once(lambda: run_members(EIGHT, tmp_path, doubled, at(scheduler)))  # workers take a moment to come
    assert {name: f["x"] for name, f in report.figures.items()} == {f"m{k}": 2.0 * k for k in range(8)}
    assert len(list((tmp_path / "members").glob("*.json"))) == 8 and not report.failed
    assert dask.config.get("scheduler", None) is None, "what is computed afterwards asks no scheduler that has gone"


def test_a_run_of_the_model_is_the_same_in_any_worker(tmp_path):
    one = Member("one", "history", {"rations.reserve": 0.6, "reporting.recall": 0.01}, 3, "25k", "1990-03")
    here = work(one, tmp_path)
    there = run_members([one], tmp_path, work, lambda: processes(1)).figures["one"]
    assert "loyal_share.1990" in there and there.keys() == here.keys()
    assert all(there[k] == v or (v != v and there[k] != there[k]) for k, v in here.items())


def test_a_seed_has_one_draw_whatever_others_are_asked_for():
    draws = [{"rations.reserve": 0.1 * k} for k in range(7)]
    whole = several.members("history", range(1, 41), draws, {}, "25k", None)
    assert whole[20:] == several.members("history", range(21, 41), draws, {}, "25k", None)
    assert len({m.sets["rations.reserve"] for m in whole}) == 7


def test_a_run_that_was_broken_off_has_no_receipt(tmp_path, monkeypatch):
    """Ctrl-C in a terminal reaches the workers: a run ends with its month, and says that it is not complete."""
    several.prepare(tmp_path, "yearly")
    (one,) = several.members("history", [1], [], {}, "25k", "1990-03")

    def cut(*given, until, **named):
        course = rundir.begin(*given, **named)
        with pytest.MonkeyPatch.context() as patch:
            patch.setattr("tumen.course.stopping", lambda: nullcontext(Asked()))
            course.go(until)
        return course.result()

    monkeypatch.setattr(rundir, "run", cut)
    with pytest.raises(KeyboardInterrupt):
        run_members([one], tmp_path, several.work, threads)
    assert not receipt_of(tmp_path, one).exists() and not (tmp_path / one.name).exists()


def test_a_receipt_without_its_run_is_taken_back(tmp_path):
    members = several.members("history", [1, 2], [], {}, "25k", "1990-01")
    for member in members:
        receipt_of(tmp_path, member).parent.mkdir(exist_ok=True)
        receipt_of(tmp_path, member).write_text("{}")
    (tmp_path / members[0].name).mkdir()
    (tmp_path / members[0].name / "run.json").write_text("{}")
    assert several.forget_lost(tmp_path, members) == 1
    assert [receipt_of(tmp_path, m).exists() for m in members] == [True, False]


def test_workers_may_stand_in_another_folder(tmp_path, monkeypatch):
    monkeypatch.chdir(tmp_path)
    (tmp_path / "mine.yaml").write_text("base: history\nname: mine\nquestion: What of it?\n")
    (one,) = several.members("mine.yaml", [1], [], {}, "25k", None)
    assert one.scenario == str(tmp_path / "mine.yaml")
    seen = []

    def elsewhere(member, folder):
        seen.append(folder)
        return {}

    run_members([replace(one, scenario="history")], Path("near"), elsewhere, threads)
    assert seen == [tmp_path / "near"]
