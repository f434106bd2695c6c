"""Another future from a month's end: the parent's own when nothing is changed, and never a change of what is past."""

from __future__ import annotations

import json
import shutil
from pathlib import Path
from typing import Any

import numpy as np
import pytest
from typer.testing import CliRunner, Result

from fakes import moments
from test_resume import same_data, same_lives
from tumen import checkpoint, forks, rundir
from tumen.cli import app
from tumen.months import Calendar
from tumen.report import write_report
from tumen.results import Result as Outcome
from tumen.rundir import collect
from tumen.scenario import Act, Scenario, load
from tumen.scenario_errors import UserError

UNTIL = "1991-12"
FIRE = Act(name="fire", date="1990-03", months=6, set={"grain.extra_loss": 0.3}, source="assumed")
CUT = Act(name="cut", date="1991-04", set={"rations.deduction": 0.4}, source="assumed")


def tumen(*words: object) -> Result:
    return CliRunner().invoke(app, [str(word) for word in words])


def facts(folder: Path) -> dict[str, Any]:
    told: dict[str, Any] = json.loads((folder / "run.json").read_text())
    return told


def written(scenario: Scenario, path: Path) -> Path:
    path.write_text(scenario.to_yaml())
    return path


@pytest.fixture(scope="module")
def runs(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A folder with one run that keeps its state in 1990-07, 1991-02, 1991-09 and at its end."""
    folder = tmp_path_factory.mktemp("runs")
    done = tumen("run", "history", "--rung", "25k", "--seed", 3, "--until", UNTIL, "--no-report", "--checkpoint-every",
                 7, "--out", folder / "parent")  # fmt: skip
    assert done.exit_code == 0, done.output
    return folder


def forked(runs: Path, name: str, *words: object, parent: str = "parent", until: str = UNTIL) -> Path:
    done = tumen("fork", runs / parent, *words, "--until", until, "--no-report", "--out", runs / name)
    assert done.exit_code == 0, done.output
    return runs / name


@pytest.mark.parametrize("at", ["1990-03", "1991-02", "1991-11"])
def test_the_same_scenario_and_luck_are_the_parent_again(runs: Path, at: str) -> None:
    """From a month that was kept, from one after it, and from one before all that were kept."""
    child = forked(runs, f"same-{at}", "--at", at, "--luck", "same", "--with", "history")
    assert facts(child)["state_hash"] == facts(runs / "parent")["state_hash"]
    assert facts(child)["parent"]["at"] == at
    same_data(Outcome.load(child).data, Outcome.load(runs / "parent").data)
    same_lives(child, runs / "parent")
    assert min(checkpoint.kept(child)) == at
    shutil.rmtree(child)


def test_another_scenario_acts_from_the_fork_on_as_if_it_had_been_asked_at_first(runs: Path, tmp_path: Path) -> None:
    """What it says of earlier months does not act: a fire before the fork is not in it; a cut after it is, and the
    whole is to the bit the run of a scenario that holds the cut alone."""
    history = load("history")
    both = history.model_copy(update={"name": "both", "decrees": (*history.decrees, FIRE, CUT)})
    alone = history.model_copy(update={"name": "alone", "decrees": (*history.decrees, CUT)})
    child = forked(runs, "cut", "--at", "1991-03", "--luck", "same", "--with", written(both, tmp_path / "both.yaml"))
    asked = rundir.run(alone, 3, "25k", until=UNTIL)
    assert facts(child)["state_hash"] == asked.runs[0]["state_hash"] != facts(runs / "parent")["state_hash"]
    same_data(Outcome.load(child).data, Outcome.load(asked.save(tmp_path / "asked", report=False)).data)
    burnt = rundir.run(both, 3, "25k", until="1991-03")
    assert facts(child)["parent"]["state_hash"] != burnt.runs[0]["state_hash"]


def test_fresh_luck_is_other_luck_that_can_be_had_again(runs: Path) -> None:
    one = forked(runs, "fresh", "--at", "1991-02", "--luck", "fresh")
    again = forked(runs, "fresh-again", "--at", "1991-02", "--luck", "fresh:1")
    two = forked(runs, "fresh-2", "--at", "1991-02", "--luck", "fresh:2")
    hashes = [facts(folder)["state_hash"] for folder in (one, again, two, runs / "parent")]
    assert hashes[0] == hashes[1] and len(set(hashes)) == 3
    parent, child = (Outcome.load(folder).data["births"].isel(run=0) for folder in (runs / "parent", one))
    apart = (parent != child).any("province").values
    assert not apart[:14].any() and apart[14:].any(), "what is before the fork is the parent's"
    assert facts(one)["id"] == facts(again)["id"] != facts(two)["id"] != facts(runs / "parent")["id"]


def test_a_fork_of_a_fork_is_resumed_and_verified_from_the_founders_on(runs: Path) -> None:
    forked(runs, "child", "--at", "1991-02", "--luck", "fresh:9", "--set", "grain.imports=0", until="1991-08")
    grand = forked(runs, "grandchild", "--at", "1991-06", "--luck", "same", "--set", "rations.deduction=0.4",
                   parent="child", until="1991-08")  # fmt: skip
    assert tumen("resume", grand, "--until", "1991-10", "--no-report").exit_code == 0
    longer = forked(runs, "longer", "--at", "1991-06", "--luck", "same", "--set", "rations.deduction=0.4",
                    parent="child", until="1991-10")  # fmt: skip
    assert facts(grand)["state_hash"] == facts(longer)["state_hash"]
    assert facts(grand)["parent"] == facts(longer)["parent"]
    verified = tumen("verify", grand)
    assert verified.exit_code == 0 and "the same" in verified.stdout, verified.output
    (runs / "child").rename(runs / "gone")
    missing = tumen("verify", grand)
    assert missing.exit_code == 2 and facts(grand)["parent"]["id"] in missing.stderr
    assert "not there" in missing.stderr
    (runs / "gone").rename(runs / "child")


def test_the_tree_says_what_each_edge_changed(runs: Path) -> None:
    forked(runs, "mother", "--at", "1991-02", "--luck", "same", "--with", "no-gifts", until="1991-04")
    forked(runs, "daughter", "--at", "1991-03", "--luck", "fresh:4", "--set", "rations.deduction=0.4", parent="mother",
           until="1991-04")  # fmt: skip
    (told,) = json.loads(tumen("runs", runs, "--json").stdout)
    assert told["folder"].endswith("parent")
    mother = next(child for child in told["children"] if child["folder"].endswith("mother"))
    changed = {d["name"]: d for d in mother["changed"]}
    assert changed["court.gifts"]["after"] == 0 and changed["court.gifts"]["first"] == "1991-03"
    assert changed["gifts-stop"]["kind"] == "decree"
    (daughter,) = mother["children"]
    assert [(d["name"], d["after"], d["first"]) for d in daughter["changed"]] == [("rations.deduction", 0.4, "1991-04")]
    lines = [line.split("\t") for line in tumen("runs", runs).stdout.splitlines()]
    row = next(line for line in lines if line[0].strip() == "daughter")
    assert row[0].startswith("    ") and row[8] == "fresh:4" and "rations.deduction" in row[9]
    shutil.copytree(runs / "daughter", runs.parent / "alone" / "daughter")
    assert "whose parent is not here" in tumen("runs", runs.parent / "alone").stdout
    shutil.rmtree(runs.parent / "alone")


def test_forks_that_cannot_be_are_refused_before_anything_is_built(runs: Path, tmp_path: Path) -> None:
    ends = tmp_path / "short.yaml"
    ends.write_text("{name: short, question: Too short?, base: history, calendar: {start: 1990-01, end: 1991-02}}\n")
    before = sorted(runs.iterdir())
    at, same = ("--at", "1991-02"), ("--luck", "same")
    for words, said in (
        ((*at,), "fresh:2"),
        ((*at, "--luck", "other"), "same"),
        ((*at, "--luck", "fresh:0"), "fresh:2"),
        (("--at", "1992-01", *same), f"a month from 1990-01 to {UNTIL}"),
        (("--at", "1989-12", *same), "a month from 1990-01"),
        (("--at", "1991", *same), "a month from 1990-01"),
        ((*at, *same, "--until", "1991-01"), "a month from 1991-02"),
        ((*at, *same, "--with", "no-gift"), "no-gifts"),
        ((*at, *same, "--with", ends), "goes on after 1991-02"),
        ((*at, *same, "--set", "grain.aidd=0"), "grain.aid"),
        ((*at, *same, "--out", runs / "parent"), "another folder"),
    ):
        done = tumen("fork", runs / "parent", *words)
        assert done.exit_code == 2 and said in done.stderr, done.output
    assert tumen("fork", runs / "nobody", *at, *same).exit_code == 2
    assert sorted(runs.iterdir()) == before
    elsewhere = load("history").model_copy(update={"calendar": Calendar(start="1990-02")})
    with pytest.raises(UserError, match="another calendar"):
        forks.check(runs / "parent", facts(runs / "parent"), "1991-02", elsewhere)


def test_a_fork_begins_no_earlier_than_its_own_past(runs: Path) -> None:
    child = forked(runs, "late", "--at", "1991-05", "--luck", "same", until="1991-07")
    done = tumen("fork", child, "--at", "1991-04", "--luck", "same")
    assert done.exit_code == 2 and "a month from 1991-05 to 1991-07" in done.stderr
    shutil.rmtree(child / "checkpoints")
    done = tumen("fork", child, "--at", "1991-06", "--luck", "same")
    assert done.exit_code == 2 and "no checkpoint" in done.stderr


def test_several_seeds_in_one_cannot_be_forked(runs: Path, tmp_path: Path) -> None:
    out = tmp_path / "two"
    words = ("ensemble", "history", "--rung", "25k", "--seeds", "1-2", "--declared", "--until", "1990-02")
    assert tumen(*words, "--no-report", "--out", out).exit_code == 0
    done = tumen("fork", out, "--at", "1990-01", "--luck", "same")
    assert done.exit_code == 2 and "single run" in done.stderr
    assert "2 seeds" in tumen("runs", tmp_path).stdout


def test_the_report_of_a_fork_says_which_months_are_its_parent_s(tmp_path: Path) -> None:
    made_up = collect(moments(1, last=1991), scenario="x", scenario_text="name: x", settings={"seed": 1})
    made_up.runs[0]["parent"] = {
        "at": "1990-06", "id": "0123456789ab", "luck": {"kind": "fresh", "number": 3, "seed": 1},
        "scenario": {"before": {"name": "history"}, "after": {"name": "no-gifts"}},
    }  # fmt: skip
    write_report(made_up, tmp_path / "report.html")
    text = (tmp_path / "report.html").read_text()
    assert "to the end of 1990-06 this is the run 0123456789ab of the scenario history" in text
    assert "the figures of no-gifts hold, with fresh luck (number 3)" in text


def test_fresh_seeds_do_not_meet() -> None:
    """Numbers and seeds that lie close give seeds of draws that have nothing in common."""
    found = np.array([forks.fresh(seed, number) for seed in range(20) for number in range(1, 21)], np.uint64)
    assert len(np.unique(found)) == 400
    set_bits = np.unpackbits(found.view(np.uint8).reshape(-1, 8)[:, :6]).mean()
    assert 0.47 < set_bits < 0.53
