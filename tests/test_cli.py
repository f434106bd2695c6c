"""The command line: quick to answer, results on standard output, remarks on standard error, a code for each end."""

from __future__ import annotations

import json
import os
import subprocess
import sys
import time
from pathlib import Path
from types import SimpleNamespace

import pytest
from typer.testing import CliRunner

from tumen.cli import app
from tumen.commands import memory, plan
from tumen.commands.ensemble import _seeds
from tumen.commands.screen import Progress, duration
from tumen.scenario_errors import UserError

COMMANDS = ("run", "ensemble", "calibrate", "sensitivity", "claims", "predict", "evidence", "resume", "fork", "runs",
            "twin", "life", "find", "lives", "report", "verify", "scenarios", "columns", "params", "odd", "register",
            "doctor", "warm", "bench")
ROOT = Path(__file__).parents[1]


def tumen(*words: str) -> object:
    return CliRunner().invoke(app, list(words))


def program(*words: str, **environment: str) -> subprocess.CompletedProcess[str]:
    return subprocess.run([sys.executable, "-m", "tumen.cli", *words], capture_output=True, text=True, check=False,
                          env={**os.environ, **environment})  # fmt: skip


def test_help_answers_at_once() -> None:
    program("--help")
    began = time.perf_counter()
    done = program("--help")
    assert time.perf_counter() - began < 1
    assert done.returncode == 0
    assert all(command in done.stdout for command in COMMANDS)


def test_help_imports_nothing_heavy() -> None:
    heavy = ("numba", "numpy", "xarray", "pydantic", "altair")
    code = f"import sys, tumen.cli; print([m for m in {heavy} if m in sys.modules])"
    assert subprocess.check_output([sys.executable, "-c", code], text=True).strip() == "[]"


def test_no_color_is_heard() -> None:
    coloured = program("--help", FORCE_COLOR="1", NO_COLOR="")
    plain = program("--help", FORCE_COLOR="1", NO_COLOR="1")
    assert "\x1b[1;3" in coloured.stdout
    assert "\x1b[1;3" not in plain.stdout


@pytest.mark.parametrize("command", COMMANDS)
def test_every_command_has_help(command: str) -> None:
    result = tumen(command, "--help")
    assert result.exit_code == 0
    assert "Usage" in result.stdout


def test_version() -> None:
    assert tumen("--version").stdout.startswith("tumen ")


def test_scenarios_are_listed_with_their_questions() -> None:
    lines = tumen("scenarios").stdout.splitlines()
    assert lines[0].split("\t") == ["name", "base", "rung", "seeds", "question"]
    assert {line.split("\t")[0] for line in lines[1:]} >= {
        "history", "no-aid", "no-floods", "rations-kept", "rations-kept-equal",
    }  # fmt: skip


def test_columns_add_up_to_what_fits() -> None:
    lines = [line.split("\t") for line in tumen("columns").stdout.splitlines()]
    bytes_at = lines[0].index("bytes")
    each = [float(line[bytes_at]) for line in lines[1:-1] if line[bytes_at]]
    assert float(lines[-1][bytes_at]) == pytest.approx(sum(each), abs=0.01 * len(each))
    assert float(lines[-1][bytes_at]) <= 88


def test_params_say_where_they_come_from() -> None:
    lines = [line.split("\t") for line in tumen("params").stdout.splitlines()]
    assert all(len(line) == len(lines[0]) for line in lines)
    assumed = [line.split("\t") for line in tumen("params", "--assumed").stdout.splitlines()]
    assert len(assumed) <= len(lines)
    assert all(line[4] == "D" or line[5] == "assumed" for line in assumed[1:])
    left = [line[0] for line in assumed[1:] if line[-1] == "not varied"]
    assert left == sorted(left), "those that were never varied are looked up by name"


def test_odd_is_written_and_checked(tmp_path: Path) -> None:
    target = tmp_path / "odd.md"
    assert tumen("odd", "--out", str(target), "--check").exit_code == 1
    assert tumen("odd", "--out", str(target)).exit_code == 0
    assert tumen("odd", "--out", str(target), "--check").exit_code == 0
    text = target.read_text()
    assert all(f"## {k}. " in text for k in range(1, 8))
    target.write_text(text.replace("one possible history", "the truth"))
    assert tumen("odd", "--out", str(target), "--check").exit_code == 1
    assert tumen("odd", "--out", str(tmp_path / "no" / "odd.md")).exit_code == 2


def test_doctor_and_run_refuse_what_does_not_fit(monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> None:
    monkeypatch.chdir(tmp_path)
    monkeypatch.setattr(memory, "available", lambda: 10**9)
    assert tumen("doctor").exit_code == 0
    assert "DOES NOT FIT" in tumen("doctor").stdout
    for words in (["doctor", "--rung", "25m"], ["run", "history", "--rung", "25m"]):
        result = tumen(*words)
        assert result.exit_code == 2
        assert "needs about" in result.stderr
        assert "--rung 250k" in result.stderr
    assert not list(tmp_path.iterdir())


def test_memory_is_read() -> None:
    assert memory.available() is None or memory.available() > 2**24


def test_what_is_no_run(tmp_path: Path) -> None:
    for command in ("report", "verify"):
        result = tumen(command, str(tmp_path))
        assert result.exit_code == 2
        assert "run.json" in result.stderr


@pytest.mark.parametrize(("text", "seeds"), [("1-3", [1, 2, 3]), ("7", [7]), ("1,3-4, 3", [1, 3, 4]), (None, [5])])
def test_seeds(text: str | None, seeds: list[int]) -> None:
    assert _seeds(text, (5,)) == seeds


@pytest.mark.parametrize("text", ["", "one", "3-1", "-1", "1,,2", "1-99999999"])
def test_wrong_seeds(text: str) -> None:
    with pytest.raises(UserError):
        _seeds(text, (5,))


def test_durations() -> None:
    assert [duration(s) for s in (0.25, 59.9, 60, 3599, 7260)] == ["0.2 s", "59.9 s", "1 min 00 s", "59 min 59 s",
                                                                   "2 h 01 min"]  # fmt: skip


def test_progress_tells_a_time_left(capsys: pytest.CaptureFixture[str]) -> None:
    with Progress("history", 240) as progress:
        for year in range(1990, 2010):
            for month in range(1, 13):
                progress(SimpleNamespace(month=SimpleNamespace(label=f"{year}-{month:02d}")))
    out, err = capsys.readouterr()
    assert out == ""
    assert "1999-12" in err
    assert "left" in err


def test_out_is_asked_before_the_run(tmp_path: Path) -> None:
    if os.geteuid() == 0:
        pytest.skip("root may write anywhere")
    tmp_path.chmod(0o500)
    with pytest.raises(UserError):
        plan.writable(tmp_path / "run")


@pytest.fixture(scope="module")
def small(tmp_path_factory: pytest.TempPathFactory) -> tuple[Path, dict[str, object]]:
    """Four months of the smallest rung, through the program."""
    folder = tmp_path_factory.mktemp("runs") / "small"
    done = program("run", "history", "--rung", "25k", "--until", "1990-04", "--threads", "1", "--json", "--no-report",
                   "--no-checkpoint", "--no-lives", "--out", str(folder))  # fmt: skip
    assert done.returncode == 0, done.stderr
    return folder, json.loads(done.stdout)


def test_a_run_is_kept_with_its_provenance(small: tuple[Path, dict[str, object]]) -> None:
    folder, facts = small
    assert facts["complete"] is True
    assert facts["last_month"] == "1990-04"
    assert len(str(facts["state_hash"])) == 16
    assert facts["folder"] == str(folder)
    assert {"build", "compile", "run", "hash"} <= set(facts["seconds"])
    kept = json.loads((folder / "run.json").read_text())
    assert kept["state_hash"] == facts["state_hash"]
    assert {path.name for path in folder.iterdir()} == {"run.json", "results.nc", "scenario.yaml"}


def test_a_run_is_verified(small: tuple[Path, dict[str, object]]) -> None:
    result = tumen("verify", str(small[0]))
    assert result.exit_code == 0, result.output
    assert "the same" in result.stdout


def test_ctrl_c_leaves_a_valid_prefix(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    done = 0

    def stop(self: Progress, moment: object) -> None:
        nonlocal done
        done += 1
        if done == 3:
            raise KeyboardInterrupt

    monkeypatch.setattr(Progress, "__call__", stop)
    result = tumen(
        "run", "history", "--rung", "25k", "--until", "1990-12", "--no-report", "--out", str(tmp_path / "cut")
    )
    assert result.exit_code == 130, result.output
    facts = json.loads((tmp_path / "cut" / "run.json").read_text())
    assert facts["complete"] is False
    assert facts["last_month"] == "1990-03"
    from tumen.results import Result

    assert Result.load(tmp_path / "cut").data.sizes["time"] == 3


def test_ensemble_joins_seeds_and_skips_what_is_there(tmp_path: Path) -> None:
    words = ["ensemble", "history", "--rung", "25k", "--seeds", "1-2", "--declared", "--until", "1990-02",
             "--no-report", "--out", str(tmp_path / "two")]  # fmt: skip
    result = tumen(*words)
    assert result.exit_code == 0, result.output
    from tumen.results import Result

    assert Result.load(tmp_path / "two").data.sizes["run"] == 2
    again = tumen(*words)
    assert again.exit_code == 0
    assert "2 of 2 runs are there already" in again.stderr


def test_a_report_is_written_again(small: tuple[Path, dict[str, object]], tmp_path: Path) -> None:
    result = tumen("report", str(small[0]), "--out", str(tmp_path / "again.html"))
    assert result.exit_code == 0, result.output
    assert (tmp_path / "again.html").stat().st_size > 100_000
    assert tumen("report", str(small[0]), "--out", str(tmp_path / "no" / "again.html")).exit_code == 2


@pytest.mark.parametrize("words, says", [
    (("params", "rations.reserv3"), "nearest: rations.reserve"),
    (("evidence", "punishment_"), "nearest: punishments"),
    (("predict", "nofile.yaml"), "legal:   a YAML file of questions, or: example"),
    (("find", "nowhere", "--like", "poet"), "nowhere: there is no such folder"),
])  # fmt: skip
def test_what_is_not_there_is_said_and_no_empty_table_is_printed(words: tuple[str, ...], says: str) -> None:
    told = tumen(*words)
    assert told.exit_code == 2 and says in told.stderr and not told.stdout, told.stderr


def test_what_is_no_month_has_no_nearest_one() -> None:
    told = tumen("run", "history", "--until", "autumn")
    assert told.exit_code == 2 and "a month from 1990-01 to 2025-12" in told.stderr and "nearest" not in told.stderr
    assert "nearest: 2025-12" in tumen("run", "history", "--until", "2055-01").stderr
