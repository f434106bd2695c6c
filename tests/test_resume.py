"""A run that was broken off, however, goes on to be the run that never stopped: state, results and lives."""

from __future__ import annotations

import json
import os
import shutil
import signal
import subprocess
import sys
from collections.abc import Callable, Iterator
from functools import cache
from pathlib import Path
from typing import Any

import duckdb
import numpy as np
import pytest
import xarray as xr
from typer.testing import CliRunner, Result

from tumen import checkpoint, forks, rundir
from tumen.cli import app
from tumen.course import RECORDER, Course
from tumen.months import month_index, month_label
from tumen.recorder import Recorder
from tumen.results import Result as Outcome
from tumen.scenario_errors import UserError
from tumen.workplace import going, workplace

HERE = Path(__file__).parent
Straight = Callable[[str], Path]
DRAWN = {"25k": (132, 12), "250k": (48, 2)}  # months of the run, most months that a resumed one goes on


def tumen(*words: object) -> Result:
    return CliRunner().invoke(app, [str(word) for word in words])


def same_data(one: xr.Dataset, two: xr.Dataset) -> None:
    """Every variable, to the bit."""
    xr.testing.assert_identical(one, two)
    assert all(one[name].dtype == two[name].dtype for name in one.variables)


def same_lives(one: Path, two: Path) -> None:
    """All that befell anybody, however it was cut into files; and file by file how all stood in December."""
    with duckdb.connect() as db:
        a, b = (db.execute(f"FROM read_parquet('{folder}/lives/events-*.parquet') ORDER BY ALL").fetchnumpy()
                for folder in (one, two))  # fmt: skip
    assert len(a["person"]) > 1000
    assert all(np.array_equal(a[name], b[name]) for name in a)
    states = [{p.name: p.read_bytes() for p in (folder / "lives").glob("states-*.parquet")} for folder in (one, two)]
    assert states[0] == states[1]


@pytest.mark.parametrize("rung", sorted(DRAWN))
def test_from_twenty_months_that_luck_chose(rung: str, tmp_path: Path) -> None:
    """One run notes its hash every month and keeps its state in twenty; from each another process of history goes on
    for some months and has the hash that was noted."""
    span, most = DRAWN[rung]
    luck = np.random.default_rng([2019, span])
    drawn = sorted(int(k) for k in luck.choice(np.arange(1, span - most), 20, replace=False))
    noted: dict[str, str] = {}
    course = rundir.begin("history", 7, rung, threads=2, record="none", place=tmp_path)

    def note(moment: Any) -> None:
        noted[moment.month.label] = moment.country.hash()

    for k in drawn:
        course.go(month_label(k), note)
    course.go(month_label(span - 1), note)
    assert set(checkpoint.kept(tmp_path)) >= {month_label(k) for k in drawn}
    for k in drawn:
        until = month_label(k + int(luck.integers(1, most + 1)))
        again = Course(checkpoint.restore(tmp_path / "checkpoints" / month_label(k)), course.facts)
        again.go(until)
        assert again.country.hash() == noted[until], f"kept in {month_label(k)}, gone on to {until}"


@pytest.fixture(scope="module")
def straight(tmp_path_factory: pytest.TempPathFactory) -> Straight:
    """Runs that nobody interrupted, through the program, by their last month."""

    @cache
    def run(until: str) -> Path:
        folder = tmp_path_factory.mktemp("straight") / until
        words = ("run", "history", "--rung", "25k", "--seed", 5, "--until", until, "--no-report", "--no-checkpoint")
        done = tumen(*words, "--out", folder)
        assert done.exit_code == 0, done.output
        return folder

    return run


def equals(folder: Path, never_stopped: Path) -> None:
    told, facts = (json.loads((path / "run.json").read_text()) for path in (folder, never_stopped))
    assert told["complete"] and told["last_month"] == facts["last_month"]
    assert told["state_hash"] == facts["state_hash"]
    same_data(Outcome.load(folder).data, Outcome.load(never_stopped).data)
    same_lives(folder, never_stopped)


def test_a_resumed_run_has_the_results_and_lives_of_one_that_never_stopped(tmp_path: Path, straight: Straight) -> None:
    """Stopped in the middle of a year, gone on twice: into another folder, then in its own."""
    one, two = tmp_path / "one", tmp_path / "two"
    words = ("run", "history", "--rung", "25k", "--seed", 5, "--no-report", "--checkpoint-every", 8)
    assert tumen(*words, "--until", "1991-05", "--out", one).exit_code == 0
    assert sorted(checkpoint.kept(one)) == ["1990-08", "1991-04", "1991-05"]
    before = (one / "run.json").read_bytes()
    done = tumen("resume", one, "--until", "1991-09", "--out", two, "--no-report")
    assert done.exit_code == 0, done.output
    assert (one / "run.json").read_bytes() == before
    assert tumen("resume", two, "--until", "1992-07", "--no-report", "--threads", 2).exit_code == 0
    equals(two, straight("1992-07"))
    assert sorted(checkpoint.kept(two)) == ["1990-08", "1991-04", "1991-05", "1991-09", "1991-12", "1992-07"]
    assert json.loads((two / "run.json").read_text())["id"] == json.loads((one / "run.json").read_text())["id"]
    assert {path.name for path in tmp_path.iterdir()} == {"one", "two"}


def test_the_newest_checkpoint_alone_may_stay(tmp_path: Path) -> None:
    out = tmp_path / "one"
    assert tumen("run", "history", "--rung", "25k", "--until", "1990-05", "--checkpoint-every", 2, "--keep-newest",
                 "--no-lives", "--no-report", "--out", out).exit_code == 0  # fmt: skip
    assert list(checkpoint.kept(out)) == ["1990-05"]
    assert not (out / "lives").exists()


def test_nothing_is_kept_that_is_not_wanted(tmp_path: Path) -> None:
    out = tmp_path / "one"
    words = ("run", "history", "--rung", "25k", "--until", "1990-02", "--no-checkpoint", "--no-lives", "--no-report")
    assert tumen(*words, "--out", out).exit_code == 0
    assert {path.name for path in out.iterdir()} == {"run.json", "results.nc", "scenario.yaml"}
    refused = tumen("resume", out)
    assert refused.exit_code == 2 and "no checkpoint" in refused.stderr


SLOW = """
import sys, time
import tumen.checkpoint, tumen.results
from tumen.cli import main
write, to_netcdf, done = tumen.checkpoint._write, tumen.results.Result.to_netcdf, 0
def halting(path, country, name, array):
    write(path, country, name, array)
    if name == "loyalty" and country.month.label == {month!r}:
        print("writing", flush=True)
        time.sleep(120)
def halted(self, path):
    to_netcdf(self, path)
    print("writing", flush=True)
    time.sleep(120)
if {month!r}:
    tumen.checkpoint._write = halting
else:
    tumen.results.Result.to_netcdf = halted
sys.argv = ["tumen", "run", "history", "--rung", "25k", "--seed", "5", "--until", "1991-06", "--no-report",
            "--checkpoint-every", "6", "--out", {out!r}]
main()
"""


@pytest.mark.parametrize(("month", "stands"), [("1991-06", "1990-12"), ("", "1991-06")])
def test_killed_while_it_writes(month: str, stands: str, tmp_path: Path, straight: Straight) -> None:
    """In the middle of a checkpoint: the last one is whole. In the middle of the results: so is the one of the end."""
    out = tmp_path / "run"
    process = started(SLOW.format(month=month, out=str(out)))
    assert process.stdout is not None and process.stdout.readline().strip() == "writing"
    os.kill(process.pid, signal.SIGKILL)
    process.wait()
    assert not out.exists()
    assert max(checkpoint.kept(going(out))) == stands
    refused = tumen("run", "history", "--rung", "25k", "--until", "1990-01", "--out", out)
    assert refused.exit_code == 2 and "tumen resume" in refused.stderr
    listed = tumen("runs", tmp_path).stdout
    assert f"broken off, kept at {stands}" in listed
    done = tumen("resume", out, "--until", "1991-06", "--no-report")
    assert done.exit_code == 0, done.output
    equals(out, straight("1991-06"))
    assert [path.name for path in tmp_path.iterdir()] == ["run"]
    assert not list(out.rglob(".*"))


def started(code: str) -> subprocess.Popen[str]:
    return subprocess.Popen([sys.executable, "-c", code], stdin=subprocess.PIPE, stdout=subprocess.PIPE,
                            stderr=subprocess.PIPE, text=True)  # fmt: skip


WAITING = """
import signal, sys
signal.signal(signal.SIGINT, signal.default_int_handler)  # a shell's background jobs are born deaf to it
from tumen.commands.screen import Progress
from tumen.cli import main
def wait(self, moment):
    if moment.month.label == "1991-03":
        print("there", flush=True)
        sys.stdin.readline()
Progress.__call__ = wait
sys.argv = ["tumen", "run", "history", "--rung", "25k", "--seed", "5", "--until", "1991-12", "--no-report",
            "--checkpoint-every", "6", "--out", {out!r}]
main()
"""


@pytest.mark.parametrize(("times", "kept"), [(1, "1991-03"), (2, "1990-12")])
def test_ctrl_c(times: int, kept: str, tmp_path: Path, straight: Straight) -> None:
    """Once: the month is ended and kept. Twice: the results stand, and the last checkpoint. Both go on to be whole."""
    out = tmp_path / "run"
    process = started(WAITING.format(out=str(out)))
    assert process.stdout is not None and process.stderr is not None
    assert process.stdout.readline().strip() == "there"
    os.kill(process.pid, signal.SIGINT)
    if times == 2:
        while "stopping at the end of this month" not in process.stderr.readline():
            assert process.poll() is None
        os.kill(process.pid, signal.SIGINT)
    _, said = process.communicate("on\n" if times == 1 else None, timeout=300)
    assert process.returncode == 130
    assert f"tumen resume {out}" in said
    told = json.loads((out / "run.json").read_text())
    assert told["last_month"] == "1991-03" and told["complete"] is False
    assert len(Outcome.load(out).data["time"]) == 15
    assert max(checkpoint.kept(out)) == kept
    assert tumen("verify", out).exit_code == 0
    assert tumen("resume", out, "--until", "1991-06", "--no-report").exit_code == 0
    equals(out, straight("1991-06"))


def test_what_a_recorder_gathered_is_read_as_it_was(tmp_path: Path) -> None:
    course = rundir.begin("history", 5, "25k", record="monthly", place=tmp_path)
    course.go("1991-01")
    read = Recorder.read(tmp_path / "checkpoints" / "1991-01" / RECORDER, course.country.declared)
    same_data(read.dataset(), course.recorder.dataset())
    assert (read.labels, read.row_months) == (course.recorder.labels, course.recorder.row_months)


def test_a_month_taken_up_in_part_is_let_go(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    from tumen import headcount

    course = rundir.begin("history", 5, "25k")
    course.go("1990-11")
    whole = course.recorder.dataset()

    def broken(*_: object) -> dict[str, Any]:
        raise KeyboardInterrupt

    monkeypatch.setattr(headcount, "count", broken)
    course.go("1990-12")
    same_data(course.recorder.dataset(), whole)
    assert not course.complete and course.result().runs[0]["state_hash"] == ""


@pytest.fixture(scope="module")
def ended(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Path]:
    out = tmp_path_factory.mktemp("runs") / "ended"
    done = tumen("run", "history", "--rung", "25k", "--until", "1990-03", "--no-report", "--out", out)
    assert done.exit_code == 0, done.output
    yield out


def test_what_cannot_go_on_is_told(ended: Path, tmp_path: Path) -> None:
    for words, code, said in (
        ((tmp_path / "nothing",), 2, "run.json"),
        ((ended, "--until", "1990-03"), 2, "finished already"),
        ((ended, "--until", "1990-02"), 2, "a month from 1990-03 to 2025-12"),
        ((ended, "--until", "soon"), 2, "a month from"),
        ((ended, "--threads", "0"), 2, "--threads"),
    ):
        done = tumen("resume", *words)
        assert done.exit_code == code and said in done.stderr, done.output
    assert {path.name for path in ended.parent.iterdir()} == {"ended"}, "a refusal leaves nothing"


def test_a_checkpoint_of_another_model_is_refused(ended: Path, tmp_path: Path) -> None:
    """And nothing is left of the attempt."""
    copy = tmp_path / "copy"
    shutil.copytree(ended, copy)
    (copy / "checkpoints" / "1990-03" / "born.npy").unlink()
    done = tumen("resume", copy, "--until", "1990-04")
    assert done.exit_code == 2 and "other columns: born" in done.stderr
    assert {path.name for path in tmp_path.iterdir()} == {"copy"}


def test_lives_whose_past_is_gone_are_not_gone_on_with(ended: Path, tmp_path: Path) -> None:
    copy = tmp_path / "copy"
    shutil.copytree(ended, copy)
    for part in (copy / "lives").glob("events-*"):
        part.unlink()
    for words in (("resume", copy, "--until", "1990-04"), ("fork", copy, "--at", "1990-03", "--luck", "same")):
        done = tumen(*words)
        assert done.exit_code == 2 and "lives to 1990-03" in done.stderr, done.output
    assert {path.name for path in tmp_path.iterdir()} == {"copy"}


def test_two_cannot_work_on_one_run(ended: Path) -> None:
    with workplace(ended.with_name("shared")) as place:
        place.joinpath("half").touch()
        with pytest.raises(UserError, match="another process"), workplace(ended.with_name("shared")):
            pass
    assert not place.exists()


def test_an_end_that_was_reached_needs_no_month(ended: Path, tmp_path: Path) -> None:
    """Asked from the library: a course that stands at its end yields what was recorded."""
    with workplace(tmp_path / "again") as place:
        course = forks.resume(ended, place, "1990-04")
        course.go("1990-03")
        assert course.complete and course.recorder.last_month == "1990-03"
        assert month_index(course.result().runs[0]["last_month"]) == 2
