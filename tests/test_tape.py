"""A tape on disk: gone on with, forked, broken off, altered, refused; it goes with its run and says what it holds."""

from __future__ import annotations

import json
import shutil
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import numpy as np
import pytest
from typer.testing import CliRunner

from tumen import checkpoint
from tumen.cli import app
from tumen.country import SCHEDULE, Country, build
from tumen.door import identity
from tumen.population.founding import founder
from tumen.replay import replay_months, state_of
from tumen.replay_life import life, replayed, stays_of
from tumen.scenario import load
from tumen.scenario_errors import UserError
from tumen.simulate import months
from tumen.tape import DiskTape, taped
from tumen.tape_reading import StoredTape


def run_to(country: Country, tape: DiskTape, until: str) -> None:
    for moment in months(country, until=until, census="none"):
        tape.add(moment)


def files(folder: Path) -> dict[str, bytes]:
    return {p.name: p.read_bytes() for p in sorted(folder.iterdir())}


@pytest.fixture(scope="module")
def parted(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A run with its tape to 1990-09, a state of 1990-06 kept, and the tape of the same run as it stood then."""
    folder = tmp_path_factory.mktemp("parted")
    country = build(load("history"), 5, "25k")
    tape = DiskTape(country, folder / "tape")
    run_to(country, tape, "1990-06")
    checkpoint.save(country, folder / "june")
    shutil.copytree(folder / "tape", folder / "tape-june")
    run_to(country, tape, "1990-09")
    tape.close()
    return folder


def test_a_resumed_run_writes_the_same_tape(parted: Path, tmp_path: Path) -> None:
    whole = files(parted / "tape")
    for begun in ("tape-june", "tape"):  # with no later months, and with months to be cut off
        shutil.copytree(parted / begun, tmp_path / begun)
        country = checkpoint.restore(parted / "june")
        tape = DiskTape.resume(country, tmp_path / begun)
        assert StoredTape(tmp_path / begun).months[-1].label == "1990-06"
        run_to(country, tape, "1990-09")
        tape.close()
        assert files(tmp_path / begun) == whole


def test_a_fork_with_other_figures_and_luck_is_replayed_with_both(parted: Path, tmp_path: Path) -> None:
    country = checkpoint.restore(parted / "june")
    country.turn(load("no-aid"), 99)
    before = files(parted / "tape")
    tape = taped(country, parted / "tape", tmp_path / "fork")
    run_to(country, tape, "1991-03")
    tape.close()
    assert files(parted / "tape") == before
    stored = StoredTape(tmp_path / "fork")
    assert stored.seed == 5
    for unit in range(0, country.units, 41):
        *_, last = replay_months(stored, unit)
        assert not last.differences(state_of(country, unit))


def test_a_tape_broken_off_holds_the_months_before(parted: Path, tmp_path: Path) -> None:
    """Killed while a month was written: data without its line in the index do not count."""
    shutil.copytree(parted / "tape-june", tmp_path / "tape")
    for name in ("published", "arrivals", "who"):
        longer = (parted / "tape" / f"{name}.bin").read_bytes()
        had = (tmp_path / "tape" / f"{name}.bin").stat().st_size
        (tmp_path / "tape" / f"{name}.bin").write_bytes(longer[: had + (len(longer) - had) // 2 + 3])
    stored = StoredTape(tmp_path / "tape")
    country = checkpoint.restore(parted / "june")
    assert stored.months[-1].label == "1990-06"
    for unit in range(0, country.units, 61):
        *_, last = replay_months(stored, unit)
        assert not last.differences(state_of(country, unit))


def refusals(parted: Path, tmp_path: Path) -> Iterator[tuple[str, Any]]:
    country = checkpoint.restore(parted / "june")
    yield "begins with the founders", lambda: DiskTape(country, tmp_path / "late")
    fresh = build(load("history"), 5, "25k")
    yield "something here already", lambda: DiskTape(fresh, parted / "tape")
    yield "no tape", lambda: StoredTape(parted)
    yield "no tape", lambda: DiskTape.resume(country, parted / "june")
    yield "go on from before its first month", lambda: DiskTape.resume(fresh, parted / "tape-june")
    other = checkpoint.restore(parted / "june")
    other.seed = 6
    shutil.copytree(parted / "tape", tmp_path / "seed")
    yield "seed 5, or by another version", lambda: DiskTape.resume(other, tmp_path / "seed")
    short = shutil.copytree(parted / "tape", tmp_path / "short")
    (short / "index.npy").write_bytes((parted / "tape-june" / "index.npy").read_bytes())
    late = checkpoint.restore(parted / "june")
    for _ in months(late, until="1990-08", census="none"):
        pass
    yield "ends at 1990-06", lambda: DiskTape.resume(late, short)
    torn = shutil.copytree(parted / "tape", tmp_path / "torn")
    (torn / "who.bin").write_bytes((torn / "who.bin").read_bytes()[:-8])
    yield "who.bin: shorter than its index says", lambda: stays_of(StoredTape(torn), int(founder(5, 3, 0)))
    old = shutil.copytree(parted / "tape", tmp_path / "old")
    about = json.loads((old / "tape.json").read_text())
    (old / "tape.json").write_text(json.dumps(about | {"model": "0" * 16}))
    yield "another version of the model", lambda: StoredTape(old)
    fewer = SCHEDULE.minus("media")
    yield "another version of the model", lambda: StoredTape(parted / "tape", fewer)
    yield "has the identity 12345", lambda: replayed(StoredTape(parted / "tape"), 12345)


def test_what_cannot_be_is_refused_in_words(parted: Path, tmp_path: Path) -> None:
    before = files(parted / "tape")
    count = 0
    for words, act in refusals(parted, tmp_path):
        with pytest.raises(UserError, match=words):
            act()
        count += 1
    assert count == 11 and files(parted / "tape") == before


def test_a_tape_goes_with_its_run(tmp_path: Path) -> None:
    """By the command line: run, resumed, forked with another luck; then any life is told, by a model whose text is
    another too, if it comes to the state that was kept."""

    def tumen(*words: object) -> None:
        done = CliRunner().invoke(app, [*map(str, words), "--no-report", "--json"])
        assert done.exit_code == 0, done.output

    run, other = tmp_path / "run", tmp_path / "other"
    tumen("run", "history", "--rung", "25k", "--seed", 5, "--until", "1990-06", "--replayable", "--out", run)
    tumen("fork", run, "--at", "1990-06", "--luck", "fresh:3", "--until", "1990-11", "--out", other)
    tumen("resume", run, "--until", "1990-09")
    for folder, last in ((run, "1990-09"), (other, "1990-11")):
        told = json.loads((folder / "tape" / "tape.json").read_text())
        (folder / "tape" / "tape.json").write_text(json.dumps(told | {"model": "0" * 16}))
        tape = StoredTape(folder / "tape")
        assert tape.months[-1].label == last and tape.proof is not None
        state = checkpoint.restore(tape.proof)
        for unit in range(0, state.units, 61):
            *_, end = replay_months(tape, unit)
            assert not end.differences(state_of(state, unit))
        unit = int(np.flatnonzero(state.tables.arrays["n"])[0])
        line, soul = (int(state.tables.arrays[k][unit, 0]) for k in ("line", "soul"))
        assert life(folder, line << 32 | soul).months["loyalty"][-1] == state.tables.arrays["loyalty"][unit, 0]
        loyalty = np.load(tape.proof / "loyalty.npy")
        np.save(tape.proof / "loyalty.npy", loyalty + np.float32(0.001))
        with pytest.raises(UserError, match=f"the people of {last} would be others"):
            life(folder, line << 32 | soul)


def test_a_tape_that_was_altered_is_noticed(parted: Path, tmp_path: Path) -> None:
    folder = shutil.copytree(parted / "tape", tmp_path / "altered")
    tape = StoredTape(folder)
    field = tape.layout.fields["place.mortality"]
    data = np.fromfile(folder / "published.bin", np.uint8).reshape(len(tape.months), -1)
    for record in data:
        field.of(record)[...] = 1
    data.tofile(folder / "published.bin")
    with pytest.raises(RuntimeError, match="made again is not that of the run"):
        replayed(StoredTape(folder), int(founder(5, 3, 0)))


def test_who_is_listed_is_who_was_seated(parted: Path) -> None:
    tape = StoredTape(parted / "tape")
    seats = tape._arrivals
    assert len(seats) and (identity(seats["line"], seats["soul"]) == tape._who).all()
